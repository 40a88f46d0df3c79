//! The body of an answer as it arrives. A stream of chunks comes in and goes out; a body that ends
//! before its `Content-Length` is a failure, so that half a file never looks like a whole one.

use std::fmt;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method, StatusCode};

use super::sending::Waiting;
use super::transport::{TransportError, TransportErrorKind};

/// How much is read at once from what is not a stream.
const CHUNK: usize = 64 * 1024;

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A body that is read piece by piece. Dropping it early ends the transfer.
pub struct Content {
    source: Source,
    media_type: Option<HeaderValue>,
    length: Option<u64>,
    received: u64,
}

enum Source {
    Whole(Bytes),
    Stream(Chunks),
    Reader(Box<dyn Read + Send>),
    Ended,
}

impl Content {
    /// A body from any stream of chunks.
    pub fn from_stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self::new(Source::Stream(Box::pin(stream)))
    }

    /// A body from a reader, which is read on the thread that asks for the next piece.
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::new(Source::Reader(Box::new(reader)))
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            media_type: None,
            length: None,
            received: 0,
        }
    }

    /// What the head of the answer says about it. An answer to `HEAD`, and a 304, tell the length
    /// of a body they do not have (RFC 9110, section 8.6).
    pub(crate) fn described(
        mut self,
        headers: &HeaderMap,
        status: StatusCode,
        method: &Method,
    ) -> Self {
        self.media_type = headers.get(CONTENT_TYPE).cloned();
        let bodiless = *method == Method::HEAD || matches!(status.as_u16(), 204 | 304);
        let length = headers.get(CONTENT_LENGTH).filter(|_| !bodiless);
        self.length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        self
    }

    /// The `Content-Type`, as it was sent.
    pub fn content_type(&self) -> Option<&str> {
        self.media_type.as_ref()?.to_str().ok()
    }

    /// How many bytes the server announced.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next piece, or `None` at the end.
    ///
    /// # Errors
    /// The transfer broke off, or ended before the announced length.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// The pieces, waited for on this thread; of a call that was itself waited for.
    pub fn wait(self) -> Waiting<Self> {
        Waiting(self)
    }

    /// The whole body in memory.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk).
    pub async fn bytes(self) -> Result<Bytes, TransportError> {
        self.bytes_with_limit(u64::MAX).await
    }

    /// The whole body in memory, if it has no more than `limit` bytes.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk), and [`TransportErrorKind::TooLarge`] as soon as it is known.
    pub async fn bytes_with_limit(mut self, limit: u64) -> Result<Bytes, TransportError> {
        self.rest(limit).await
    }

    /// All that is still to come. It leaves the content where it is, as futures are the smaller
    /// the less is moved into them.
    pub(crate) async fn rest(&mut self, limit: u64) -> Result<Bytes, TransportError> {
        let too_large = || {
            let message = format!("more than {limit} bytes");
            TransportError::new(TransportErrorKind::TooLarge, message)
        };
        if self.length.is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        // A body of one chunk, the usual one, is not copied.
        let mut first = Bytes::new();
        let mut joined = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if self.received > limit {
                return Err(too_large());
            }
            if first.is_empty() {
                first = chunk;
                continue;
            }
            if joined.is_empty() {
                joined.extend_from_slice(&first);
            }
            joined.extend_from_slice(&chunk);
        }
        Ok(if joined.is_empty() {
            first
        } else {
            joined.freeze()
        })
    }

    /// The beginning of a body that only explains a failure: the explanation must not fail itself.
    pub(crate) async fn beginning(mut self, limit: usize) -> Bytes {
        let mut body = BytesMut::new();
        while let Ok(Some(chunk)) = self.chunk().await {
            body.extend_from_slice(&chunk);
            if body.len() >= limit {
                break;
            }
        }
        body.truncate(limit);
        body.freeze()
    }

    fn end(&mut self) -> Option<Result<Bytes, TransportError>> {
        self.source = Source::Ended;
        let length = self.length.filter(|length| *length > self.received)?;
        let message = format!("it ended after {} of {length} bytes", self.received);
        Some(Err(TransportError::new(
            TransportErrorKind::Answer,
            message,
        )))
    }
}

impl Stream for Content {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let next = match &mut this.source {
            Source::Whole(bytes) if bytes.is_empty() => None,
            Source::Whole(bytes) => Some(Ok(std::mem::take(bytes))),
            Source::Stream(stream) => ready!(stream.as_mut().poll_next(context)),
            Source::Reader(reader) => read(&mut **reader).transpose(),
            Source::Ended => return Poll::Ready(None),
        };
        Poll::Ready(match next {
            Some(Ok(chunk)) => {
                this.received += chunk.len() as u64;
                Some(Ok(chunk))
            }
            Some(Err(error)) => {
                this.source = Source::Ended;
                Some(Err(error))
            }
            None => this.end(),
        })
    }
}

fn read(reader: &mut (dyn Read + Send)) -> Result<Option<Bytes>, TransportError> {
    let mut chunk = BytesMut::zeroed(CHUNK);
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => return Ok(None),
            Ok(count) => {
                chunk.truncate(count);
                return Ok(Some(chunk.freeze()));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(broken(error)),
        }
    }
}

fn broken(error: io::Error) -> TransportError {
    let kind = match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Answer,
    };
    error
        .downcast()
        .unwrap_or_else(|error| TransportError::new(kind, error))
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self::new(Source::Whole(bytes))
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content")
            .field("content_type", &self.content_type())
            .field("length", &self.length)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
