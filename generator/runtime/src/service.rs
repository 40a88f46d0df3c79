//! The facts of a description that hold for all its operations. The emitted crate has one static
//! [`Service`]; the client takes its defaults from it.

/// What the description and the generator's settings say about the service as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The server used unless the builder is given another.
    pub base_url: &'static str,
    /// The operations that are served elsewhere, unless the builder is given another base URL.
    pub elsewhere: &'static [Elsewhere],
    /// The `User-Agent` sent unless the builder is given another (RFC 9110, section 10.1.5).
    pub user_agent: &'static str,
    /// The header that selects the version of the API, where the service has one.
    pub api_version: Option<ApiVersion>,
    /// Response headers that name a call for the service's support, the preferred one first.
    pub request_id_headers: &'static [&'static str],
}

/// An operation with a server of its own (OAS 3.0.3, "Operation Object").
#[derive(Clone, Copy, Debug)]
pub struct Elsewhere {
    /// The HTTP method.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// Where it is served.
    pub base_url: &'static str,
}

/// The request header that selects the version of an API.
#[derive(Clone, Copy, Debug)]
pub struct ApiVersion {
    /// The name of the header.
    pub header: &'static str,
    /// The value sent unless the builder is given another.
    pub default: &'static str,
}
