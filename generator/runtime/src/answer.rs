//! A complete answer, as decoders get it, and what they say when it is not what they read.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// An answer with its whole body.
#[derive(Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers; a `Location` is already absolute.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// Turns the answer of a success into what the operation returns.
pub type Decode<T> = fn(&Answer) -> Result<T, DecodeFailure>;

/// Why an answer is not what the description says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeFailure {
    message: String,
    path: Option<String>,
}

impl DecodeFailure {
    /// A failure that concerns the answer as a whole.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            path: None,
        }
    }

    pub(crate) fn at(message: String, path: String) -> Self {
        Self {
            message,
            path: Some(path),
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The place in a JSON body: `$.artifacts[1].id`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{} at {path}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl StdError for DecodeFailure {}
