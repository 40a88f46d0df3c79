//! The facts of one operation, as the description states them. The emitted crate has a static
//! [`Operation`] for each; which documented answer a status belongs to is decided here.

use std::fmt;

use http::{Method, StatusCode};

/// Reads the body of a documented error; `None` where it is not what the description promises.
pub type ErrorDecoder<B> = fn(&[u8]) -> Option<B>;

/// One operation of the description. `B` is the union of its documented error bodies; an
/// operation without any takes [`std::convert::Infallible`].
pub struct Operation<B: 'static> {
    /// The `operationId`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, from the base URL on: `/repos/{owner}/{repo}`.
    pub path: &'static str,
    /// The value of `Accept`; empty stands for `*/*`.
    pub accept: &'static str,
    /// Security alternatives, each a set of scheme names. The first one that names a scheme and
    /// whose schemes all have credentials is used; with none the call is anonymous.
    pub security: &'static [&'static [&'static str]],
    /// The answers that are a success; `Default` among them stands for any other 2xx.
    pub success: &'static [Status],
    /// The documented errors that have a body, with its decoder.
    pub errors: &'static [(Status, ErrorDecoder<B>)],
}

impl<B> fmt::Debug for Operation<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operation({}: {} {})", self.id, self.method, self.path)
    }
}

/// A key of the `responses` object (OAS 3.0.3, "Responses Object"): an exact code goes before a
/// range, a range before `default`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One status, as `204`.
    Code(u16),
    /// A hundred of them by the first digit: `4` is `4XX`.
    Range(u8),
    /// Every status not named otherwise.
    Default,
}

impl Status {
    fn rank(self, status: StatusCode) -> Option<u8> {
        match self {
            Self::Code(code) => (code == status.as_u16()).then_some(3),
            Self::Range(digit) => (u16::from(digit) == status.as_u16() / 100).then_some(2),
            Self::Default => Some(1),
        }
    }
}

impl<B> Operation<B> {
    pub(crate) fn succeeded(&self, status: StatusCode) -> bool {
        // A description whose only answer is `default` does not mean that a 404 is a success.
        let meant = |key: &&Status| **key != Status::Default || status.is_success();
        let success = self
            .success
            .iter()
            .filter(meant)
            .filter_map(|key| key.rank(status))
            .max();
        let error = self
            .errors
            .iter()
            .filter_map(|(key, _)| key.rank(status))
            .max();
        success.is_some() && success >= error
    }

    pub(crate) fn error_decoder(&self, status: StatusCode) -> Option<ErrorDecoder<B>> {
        let ranked = self
            .errors
            .iter()
            .filter_map(|(key, decode)| Some((key.rank(status)?, decode)));
        ranked
            .max_by_key(|(rank, _)| *rank)
            .map(|(_, decode)| *decode)
    }
}
