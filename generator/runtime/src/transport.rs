//! The seam between deciding and moving bytes. A complete request goes to a [`Transport`] or a
//! [`BlockingTransport`], the status, headers and streamed body come back; redirects, cookies and
//! credentials are none of their business.

use std::error::Error as StdError;
use std::fmt;
use std::io::Read;
use std::pin::Pin;

use bytes::Bytes;

use super::content::Content;

/// A boxed future, as object-safe asynchronous methods return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One exchange with a server.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request as it is and returns once the head of the answer is there. It must not
    /// follow redirects, add `Referer` or cookies, or treat any status as a failure.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>>;
}

/// One exchange with a server, on the caller's thread.
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends the request as it is and returns once the head of the answer is there; the body is
    /// read from the reader. What [`Transport::send`] must not do, this must not do either.
    ///
    /// # Errors
    /// There is no answer. One that breaks off is an error of the reader's; a [`TransportError`]
    /// inside that error is taken out of it.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Box<dyn Read + Send>>, TransportError>;
}

/// A blocking transport as the core sees it: its futures are ready when they are first polled.
pub(crate) struct Blocking<T>(pub(crate) T);

impl<T: BlockingTransport> Transport for Blocking<T> {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        Box::pin(async move { Ok(self.0.send(request)?.map(Content::from_reader)) })
    }
}

/// What kind of failure it was.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// No connection came about: name, route, refusal or TLS.
    Connect,
    /// The server's certificate is not trusted.
    Certificate,
    /// Connecting took too long, or the server was silent for too long.
    Timeout,
    /// The request could not be sent.
    Request,
    /// The answer broke off or was not HTTP.
    Answer,
    /// The answer is larger than the caller allowed.
    TooLarge,
    /// The answer is encoded in a way that was not asked for.
    Encoding,
    /// The client has no transport for calls of this kind.
    Missing,
}

/// A failure below HTTP: there is no answer, or not all of it.
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// A failure of a transport. Neither `Display` nor `Debug` of the source may show the query
    /// of the URL: signed ones are secrets.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// What kind of failure it was.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut innermost: &(dyn StdError + 'static) = &*self.source;
        while let Some(source) = innermost.source() {
            innermost = source;
        }
        let what = match self.kind {
            TransportErrorKind::Connect => "could not connect",
            TransportErrorKind::Timeout => "timed out",
            TransportErrorKind::Request => "could not send the request",
            TransportErrorKind::Answer => "could not read the answer",
            TransportErrorKind::TooLarge => "the answer is too large",
            TransportErrorKind::Certificate => "the certificate is not trusted",
            TransportErrorKind::Encoding => "the answer is encoded, which was not asked for",
            TransportErrorKind::Missing => "cannot be sent",
        };
        write!(f, "{what}: {innermost}")
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// Whether somewhere beneath the error lies a certificate that rustls does not accept.
#[cfg(any(feature = "reqwest", feature = "blocking"))]
pub(crate) fn distrusts(error: &(dyn StdError + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.to_string().contains("invalid peer certificate") {
            return true;
        }
        next = error.source();
    }
    false
}
