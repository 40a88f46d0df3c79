//! What a caller may change about the description's [`Service`]. The builder takes it and a
//! [`Client`] goes out; what no request could carry is refused before the first one.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use http::header::{HeaderName, HeaderValue};

use super::base_url::BaseUrl;
use super::client::{Client, Inner};
use super::clock::{Clock, SystemClock};
use super::credential::Credential;
use super::error::InvalidArgument;
use super::gate::Gate;
#[cfg(feature = "reqwest")]
use super::reqwest_transport::ReqwestTransport;
use super::retry::RetryPolicy;
use super::service::Service;
use super::transport::{Blocking, BlockingTransport, Transport, TransportError};
#[cfg(feature = "blocking")]
use super::ureq_transport::UreqTransport;

/// What can be changed about a client before it is made.
pub struct ClientBuilder {
    service: &'static Service,
    base_url: Option<String>,
    user_agent: String,
    api_version: Option<String>,
    credentials: Vec<(&'static str, Credential)>,
    transport: Option<Arc<dyn Transport>>,
    blocking: Option<Arc<dyn Transport>>,
    timeouts: Timeouts,
    retry: RetryPolicy,
    requests: usize,
    write_interval: Duration,
    clock: Arc<dyn Clock>,
}

/// Of the default transports.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(any(feature = "reqwest", feature = "blocking")),
    allow(dead_code, reason = "there are no default transports")
)]
struct Timeouts {
    connect: Duration,
    read: Duration,
}

impl ClientBuilder {
    /// Begins with what the description says.
    #[must_use]
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            base_url: None,
            user_agent: service.user_agent.to_owned(),
            api_version: None,
            credentials: Vec::new(),
            transport: None,
            blocking: None,
            timeouts: Timeouts {
                connect: Duration::from_secs(10),
                read: Duration::from_secs(30),
            },
            retry: RetryPolicy::default(),
            requests: 100,
            write_interval: Duration::from_secs(1),
            clock: Arc::new(SystemClock),
        }
    }

    /// Sets where the service is: a URL or a [`BaseUrl`]. All operations are then called there, even
    /// those that the description says are served elsewhere.
    #[must_use]
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base_url = Some(url.as_ref().to_owned());
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

    /// Sets how long connecting may take; 10 seconds unless set. Of the default transports only.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.connect = timeout;
        self
    }

    /// Sets how long the server may be silent, before its answer or within; 30 seconds unless
    /// set. Of the default transports only. There is no limit on the whole: it would cut
    /// downloads.
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.read = timeout;
        self
    }

    /// Sets when a call that failed is made again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets how many requests the client and its clones have in flight at most; 100 unless set,
    /// and at least one. Further ones wait for their turn. Content that the caller reads piece by
    /// piece counts until its first piece could be read.
    #[must_use]
    pub fn max_requests_in_flight(mut self, requests: usize) -> Self {
        self.requests = requests;
        self
    }

    /// Sets how much time at least lies between the end of a request that may change something
    /// and the beginning of the next; a second unless set. Unless it is zero such requests are
    /// made one at a time.
    #[must_use]
    pub fn write_interval(mut self, interval: Duration) -> Self {
        self.write_interval = interval;
        self
    }

    /// Takes time and chance from elsewhere than the system, for tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sends what is awaited over another transport than the default one. A client with a
    /// transport of the caller's has no default one for the other kind of call either.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sends what is waited for over another transport than the default one. A client with a
    /// transport of the caller's has no default one for the other kind of call either.
    #[must_use]
    pub fn blocking_transport(mut self, transport: impl BlockingTransport) -> Self {
        self.blocking = Some(Arc::new(Blocking(transport)));
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// Something was set that no request could carry, or there is no transport.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let parse = |url: &str| BaseUrl::parse(url).map_err(BuildError::BaseUrl);
        let base_url = parse(self.base_url.as_deref().unwrap_or(self.service.base_url))?;
        let mut elsewhere = Vec::new();
        for it in self.service.elsewhere {
            if self.base_url.is_none() {
                elsewhere.push((*it, parse(it.base_url)?));
            }
        }
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
        if self.transport.is_none() && self.blocking.is_none() {
            self.default_transports()?;
        }
        if self.transport.is_none() && self.blocking.is_none() {
            return Err(BuildError::NoTransport);
        }
        let service = self.service;
        let inner = Inner {
            service,
            base_url,
            elsewhere,
            user_agent,
            api_version,
            credentials,
            transport: self.transport,
            blocking: self.blocking,
            retry: self.retry,
            gate: Gate::new(self.requests, self.write_interval),
            clock: self.clock,
            warned: AtomicBool::new(false),
        };
        Ok(Client {
            inner: Arc::new(inner),
        })
    }
}

impl ClientBuilder {
    #[cfg_attr(
        not(feature = "reqwest"),
        allow(clippy::unnecessary_wraps, reason = "with the feature it can fail")
    )]
    #[allow(
        clippy::unused_self,
        reason = "without any transport there is nothing to set"
    )]
    fn default_transports(&mut self) -> Result<(), BuildError> {
        #[cfg(feature = "reqwest")]
        {
            let transport = ReqwestTransport::new(self.timeouts.connect, self.timeouts.read);
            self.transport = Some(Arc::new(transport.map_err(BuildError::Transport)?));
        }
        #[cfg(feature = "blocking")]
        {
            let transport = UreqTransport::new(self.timeouts.connect, self.timeouts.read);
            self.blocking = Some(Arc::new(Blocking(transport)));
        }
        Ok(())
    }
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
            .field("retry", &self.retry)
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
    /// No transport was given and no default one is compiled in (features `reqwest` and `blocking`).
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
            Self::NoTransport => {
                f.write_str("there is no transport (features `reqwest` and `blocking` are off)")
            }
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
