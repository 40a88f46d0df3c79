//! The default transport: reqwest, with everything it would do by itself turned off. It moves
//! bytes and keeps connections; a URL in one of its errors is taken out, as queries may be signed.

use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;

use super::content::Content;
use super::transport::{BoxFuture, Transport, TransportError, TransportErrorKind, distrusts};

/// Sends over reqwest.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// Whether the client's settings are not known to be harmless.
    foreign: bool,
    /// The host that was first asked, as a URL: most others are on the same.
    home: OnceLock<reqwest::Url>,
}

impl ReqwestTransport {
    /// A transport with its own connections. `read_timeout` is how long the server may be silent.
    ///
    /// # Errors
    /// TLS could not be set up.
    pub fn new(connect_timeout: Duration, read_timeout: Duration) -> Result<Self, TransportError> {
        let builder = Self::builder()?;
        Self::from_builder(
            builder
                .connect_timeout(connect_timeout)
                .read_timeout(read_timeout),
        )
    }

    /// Settings to begin with: without timeouts, and with the feature `rustls` the TLS of the
    /// default transport. With that feature reqwest by itself has no cryptography, and panics
    /// unless the process has installed a provider of rustls.
    ///
    /// # Errors
    /// TLS could not be set up.
    pub fn builder() -> Result<reqwest::ClientBuilder, TransportError> {
        let builder = reqwest::Client::builder();
        #[cfg(feature = "rustls")]
        let builder = builder.tls_backend_preconfigured(tls()?);
        Ok(builder)
    }

    /// A transport with settings of the caller's, best on top of [these](Self::builder): a proxy,
    /// certificates, timeouts. Redirects, `Referer` and retries of reqwest's are turned off,
    /// whatever was set. Default headers would go to every host, so there should be none with
    /// secrets.
    ///
    /// # Errors
    /// The settings do not make a client.
    pub fn from_builder(builder: reqwest::ClientBuilder) -> Result<Self, TransportError> {
        let client = builder
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
            .map_err(failure)?;
        Ok(Self {
            client,
            foreign: false,
            home: OnceLock::new(),
        })
    }

    /// A transport over a client of the caller's. It has to be made with
    /// `redirect(Policy::none())` and without cookies or default headers with secrets, which
    /// cannot be changed any more; [`from_builder`](Self::from_builder) sees to that by itself. An
    /// answer that such a client got by following a redirect is refused.
    #[must_use]
    pub fn from_client(client: reqwest::Client) -> Self {
        Self {
            client,
            foreign: true,
            home: OnceLock::new(),
        }
    }

    /// What reqwest makes of the request. The name of a host is what takes longest to read, so
    /// that of the first is not read again.
    fn converted(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
        let known = self.home.get().filter(|_| request.extensions().is_empty());
        let Some(url) = known.and_then(|home| beside(home, request.uri())) else {
            let request = reqwest::Request::try_from(request).map_err(failure)?;
            self.home.get_or_init(|| request.url().clone());
            return Ok(request);
        };
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, url);
        *request.version_mut() = head.version;
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }
}

/// The URL of what is on the same host as another; `None` where it is elsewhere.
fn beside(other: &reqwest::Url, uri: &http::Uri) -> Option<reqwest::Url> {
    let authority = uri.authority()?;
    if uri.scheme_str() != Some(other.scheme()) || authority.as_str() != other.authority() {
        return None;
    }
    let mut url = other.clone();
    url.set_path(uri.path());
    url.set_query(uri.query());
    Some(url)
}

/// With ring named here rather than installed: the process may have another default.
#[cfg(feature = "rustls")]
fn tls() -> Result<rustls::ClientConfig, TransportError> {
    let setup = |error: rustls::Error| TransportError::new(TransportErrorKind::Connect, error);
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let verifier = rustls_platform_verifier::Verifier::new(provider.clone()).map_err(setup)?;
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(setup)?
        .dangerous()
        .with_custom_certificate_verifier(std::sync::Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        Box::pin(async move {
            let request = self.converted(request)?;
            let asked = self.foreign.then(|| request.url().clone());
            let response = self.client.execute(request).await.map_err(failure)?;
            if asked.is_some_and(|asked| asked != *response.url()) {
                let reason = "the client given follows redirects by itself";
                return Err(TransportError::new(TransportErrorKind::Missing, reason));
            }
            let (head, body) = http::Response::<reqwest::Body>::from(response).into_parts();
            Ok(http::Response::from_parts(
                head,
                Content::from_stream(Frames(body)),
            ))
        })
    }
}

/// The data frames of a body; trailers are passed over.
struct Frames(reqwest::Body);

impl Stream for Frames {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(failure(error)))),
                Some(Ok(frame)) => frame,
            };
            if let Ok(data) = frame.into_data() {
                return Poll::Ready(Some(Ok(data)));
            }
        }
    }
}

fn failure(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if distrusts(&error) {
        TransportErrorKind::Certificate
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_body() || error.is_decode() {
        TransportErrorKind::Answer
    } else {
        TransportErrorKind::Request
    };
    TransportError::new(kind, error.without_url())
}
