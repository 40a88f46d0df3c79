//! Who calls which server over what. The builder takes what a caller may change about the
//! description's [`Service`], the [`Client`] goes out; what no request could carry is refused
//! before the first one.

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "reqwest")]
use std::time::Duration;

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use super::base_url::BaseUrl;
use super::credential::{Applied, Credential};
use super::error::InvalidArgument;
#[cfg(feature = "reqwest")]
use super::reqwest_transport::ReqwestTransport;
use super::service::Service;
use super::transport::{Transport, TransportError};

/// A client of the service. Clones share everything, connections included.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

/// Not behind methods of the client: its names are for the operations of the description.
pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    pub(crate) base_url: BaseUrl,
    pub(crate) user_agent: HeaderValue,
    pub(crate) api_version: Option<(HeaderName, HeaderValue)>,
    credentials: Vec<(&'static str, Applied)>,
    pub(crate) transport: Arc<dyn Transport>,
}

impl Client {
    /// Where the service is.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.inner.base_url
    }
}

impl Inner {
    /// Adds the credentials of the first alternative that can be met in full (OAS 3.0.3,
    /// "Security Requirement Object"). The empty alternative only allows what happens anyway if
    /// none is met, so it does not keep a credential back.
    pub(crate) fn authorize(
        &self,
        security: &[&[&str]],
        headers: &mut HeaderMap,
        query: &mut Vec<String>,
        cookies: &mut Vec<String>,
    ) {
        let credential = |scheme: &&str| {
            let found = self.credentials.iter().find(|(name, _)| name == scheme);
            found.map(|(_, applied)| applied)
        };
        let met = |schemes: &&&[&str]| {
            !schemes.is_empty() && schemes.iter().all(|scheme| credential(scheme).is_some())
        };
        let schemes = security.iter().find(met).copied().unwrap_or_default();
        for applied in schemes.iter().filter_map(credential) {
            match applied {
                Applied::Header(name, value) => {
                    headers.insert(name.clone(), value.clone());
                }
                Applied::Query(pair) => query.push(pair.clone()),
                Applied::Cookie(pair) => cookies.push(pair.clone()),
            }
        }
    }
}

/// Without the credentials, of which only the schemes are shown.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<_> = self
            .inner
            .credentials
            .iter()
            .map(|(scheme, _)| scheme)
            .collect();
        f.debug_struct("Client")
            .field("base_url", &self.inner.base_url.as_str())
            .field("user_agent", &self.inner.user_agent)
            .field("api_version", &self.inner.api_version)
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}

/// What can be changed about a client before it is made.
pub struct ClientBuilder {
    service: &'static Service,
    base_url: String,
    user_agent: String,
    api_version: Option<String>,
    credentials: Vec<(&'static str, Credential)>,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    connect_timeout: Duration,
    #[cfg(feature = "reqwest")]
    read_timeout: Duration,
}

impl ClientBuilder {
    /// Begins with what the description says.
    #[must_use]
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            base_url: service.base_url.to_owned(),
            user_agent: service.user_agent.to_owned(),
            api_version: None,
            credentials: Vec::new(),
            transport: None,
            #[cfg(feature = "reqwest")]
            connect_timeout: Duration::from_secs(10),
            #[cfg(feature = "reqwest")]
            read_timeout: Duration::from_secs(30),
        }
    }

    /// Sets where the service is: a URL or a [`BaseUrl`].
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        url.as_ref().clone_into(&mut self.base_url);
        self
    }

    /// Sets the `User-Agent`.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets the version of the API, where the service has versions.
    #[must_use]
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// Sets the credential of a security scheme of the description.
    #[must_use]
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.retain(|(known, _)| *known != scheme);
        self.credentials.push((scheme, credential));
        self
    }

    /// Sets how long connecting may take; 10 seconds unless set. Of the default transport only.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long the server may be silent, before its answer or within; 30 seconds unless
    /// set. Of the default transport only. There is no limit on the whole: it would cut downloads.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sends over another transport than the default one.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// Something was set that no request could carry, or there is no transport.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let base_url = BaseUrl::parse(&self.base_url).map_err(BuildError::BaseUrl)?;
        let user_agent = header_text(&self.user_agent).ok_or(BuildError::UserAgent)?;
        let api_version = match (self.service.api_version, &self.api_version) {
            (None, None) => None,
            (None, Some(_)) => return Err(BuildError::ApiVersion),
            (Some(known), chosen) => {
                let name = HeaderName::from_bytes(known.header.as_bytes());
                let value = header_text(chosen.as_deref().unwrap_or(known.default));
                let pair = name.ok().zip(value).ok_or(BuildError::ApiVersion)?;
                Some(pair)
            }
        };
        let mut credentials = Vec::new();
        for (scheme, credential) in &self.credentials {
            let applied = credential.applied().ok_or(BuildError::Credential(scheme))?;
            credentials.push((*scheme, applied));
        }
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => default_transport(&self)?,
        };
        let service = self.service;
        let inner = Inner {
            service,
            base_url,
            user_agent,
            api_version,
            credentials,
            transport,
        };
        Ok(Client {
            inner: Arc::new(inner),
        })
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(builder: &ClientBuilder) -> Result<Arc<dyn Transport>, BuildError> {
    let transport = ReqwestTransport::new(builder.connect_timeout, builder.read_timeout);
    Ok(Arc::new(transport.map_err(BuildError::Transport)?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: &ClientBuilder) -> Result<Arc<dyn Transport>, BuildError> {
    Err(BuildError::NoTransport)
}

fn header_text(text: &str) -> Option<HeaderValue> {
    if text.trim().is_empty() {
        None
    } else {
        HeaderValue::from_str(text).ok()
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("user_agent", &self.user_agent)
            .field("api_version", &self.api_version)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// Why a client could not be made.
#[non_exhaustive]
#[derive(Debug)]
pub enum BuildError {
    /// The base URL is not one.
    BaseUrl(InvalidArgument),
    /// The `User-Agent` is empty or no header can hold it.
    UserAgent,
    /// The API version is empty, no header can hold it, or the service has no versions.
    ApiVersion,
    /// The credential of this scheme is empty or no header can hold it.
    Credential(&'static str),
    /// No transport was given and no default one is compiled in (feature `reqwest`).
    NoTransport,
    /// The default transport could not be set up.
    Transport(TransportError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(error) => write!(f, "{error}"),
            Self::UserAgent => f.write_str("the User-Agent is empty or no header value"),
            Self::ApiVersion => f.write_str("the API version is empty, no header value or unknown"),
            Self::Credential(scheme) => {
                write!(
                    f,
                    "the credential of `{scheme}` is empty or no header value"
                )
            }
            Self::NoTransport => f.write_str("there is no transport (feature `reqwest` is off)"),
            Self::Transport(error) => write!(f, "the transport could not be set up: {error}"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::BaseUrl(error) => Some(error),
            Self::Transport(error) => Some(error),
            _ => None,
        }
    }
}
