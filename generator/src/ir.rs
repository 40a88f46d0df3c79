//! The meaning of a description, without `OpenAPI`'s syntax and without Rust.
//!
//! `lower` makes it, `plan`, `name` and `emit` read it. It holds wire names only; a type is
//! identified by the JSON pointer of the schema that defines it. Required and nullable are two
//! facts, never one `Option`.

mod operation;
mod ty;

use indexmap::IndexMap;

use crate::pointer::Pointer;

pub use operation::*;
pub use ty::*;

/// A whole description.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Api {
    /// Title, version and prose of the description.
    pub info: Info,
    /// Where the API is served, the default first.
    pub servers: Vec<Server>,
    /// How a client proves who it is, by scheme name.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// The groups of operations, in the order of their first appearance.
    pub tags: Vec<Tag>,
    /// All operations, in the description's order.
    pub operations: Vec<Operation>,
    /// Every type, keyed by the schema that defines it, in the order they were met.
    pub types: IndexMap<Pointer, TypeDef>,
    /// The header that carries the API version (`x-api-version`).
    pub api_version: Option<ApiVersion>,
    /// Response headers that identify a call to the server's operators (`x-request-id-headers`).
    pub request_id_headers: Vec<String>,
}

/// The description's word about itself (Info Object, `OpenAPI` 3.0.3 §4.7.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// Title of the API.
    pub title: String,
    /// Version of the description.
    pub version: String,
    /// Prose in `CommonMark`.
    pub description: Option<String>,
    /// The root's external documentation.
    pub external_docs: Option<String>,
}

/// A header that selects the version of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiVersion {
    /// The header's name.
    pub header: String,
    /// The value sent unless the caller sets another.
    pub default: String,
}

/// One base URL, or a template of one (Server Object, §4.7.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// URL with `{variable}` places.
    pub url: String,
    /// Prose.
    pub description: Option<String>,
    /// The template's variables, in the order of the template.
    pub variables: Vec<ServerVariable>,
    /// The name given by `x-rust-name`.
    pub name: Option<String>,
    /// The Server Object.
    pub at: Pointer,
}

impl Server {
    /// The URL with the defaults of its variables.
    #[must_use]
    pub fn with_defaults(&self) -> String {
        self.variables
            .iter()
            .fold(self.url.clone(), |url, variable| {
                url.replace(&format!("{{{}}}", variable.name), &variable.default)
            })
    }
}

/// A variable of a server's URL (§4.7.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Name in the template.
    pub name: String,
    /// The value if the caller gives none.
    pub default: String,
    /// The only values allowed, if any are listed.
    pub values: Vec<String>,
    /// Prose.
    pub description: Option<String>,
}

/// A way to authenticate (Security Scheme Object, §4.7.27).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Where the secret goes.
    pub kind: SecurityKind,
    /// Prose.
    pub description: Option<String>,
    /// The Security Scheme Object.
    pub at: Pointer,
}

/// Where a secret goes in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Bearer`; `OAuth2` and `OpenID` Connect end here, too.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A value of its own in the named header, query parameter or cookie.
    ApiKey {
        /// Header, query or cookie.
        location: Location,
        /// Name of the header, parameter or cookie.
        name: String,
    },
}

/// A group of operations (Tag Object, §4.7.22).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Name, as operations refer to it.
    pub name: String,
    /// Prose.
    pub description: Option<String>,
    /// A page on it.
    pub external_docs: Option<String>,
}

/// What a reader of the emitted crate is told about a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One line.
    pub summary: Option<String>,
    /// `CommonMark`.
    pub description: Option<String>,
    /// A page on it.
    pub external: Option<String>,
    /// Whether the description advises against its use.
    pub deprecated: bool,
}
