//! Where an error happened. The operation's facts and, once there is an answer, its head come in;
//! what a report to the service's support needs goes out, and nothing that is secret.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use super::lifecycle::Lifecycle;

/// The call an error belongs to.
#[derive(Clone)]
pub struct Context {
    operation: &'static str,
    method: Method,
    path: &'static str,
    status: Option<StatusCode>,
    request_id: Option<String>,
    headers: HeaderMap,
    attempts: u32,
    retry_in: Option<Duration>,
}

impl Context {
    pub(crate) fn new(operation: &'static str, method: Method, path: &'static str) -> Self {
        let headers = HeaderMap::new();
        Self {
            operation,
            method,
            path,
            status: None,
            request_id: None,
            headers,
            attempts: 1,
            retry_in: None,
        }
    }

    pub(crate) fn answered(
        mut self,
        status: StatusCode,
        headers: &HeaderMap,
        ids: &[&str],
    ) -> Self {
        self.status = Some(status);
        self.request_id = request_id(headers, ids);
        self.headers = headers.clone();
        self
    }

    pub(crate) fn retried(&mut self, attempts: u32, retry_in: Option<Duration>) {
        self.attempts = attempts;
        self.retry_in = retry_in;
    }

    /// The `operationId`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The method of the operation.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path template of the operation, its parameters not filled in.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// What the service calls this call, if it said so.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The headers of the answer; none if there was no answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// When what was asked for comes to an end, if the answer says so.
    #[must_use]
    pub fn lifecycle(&self) -> Option<Lifecycle> {
        Lifecycle::read(&self.headers)
    }

    /// How many attempts the call took. What a later one found may be the doing of an earlier one
    /// whose answer got lost: a `DELETE` finds nothing to delete.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How long to wait before another attempt makes sense, if it does.
    #[must_use]
    pub fn retry_in(&self) -> Option<Duration> {
        self.retry_in
    }
}

pub(crate) fn request_id(headers: &HeaderMap, names: &[&str]) -> Option<String> {
    let found = names.iter().find_map(|name| headers.get(*name))?;
    Some(
        String::from_utf8_lossy(found.as_bytes())
            .chars()
            .take(200)
            .collect(),
    )
}

/// Without the headers: a `Location` among them may be signed.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("retry_in", &self.retry_in)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
