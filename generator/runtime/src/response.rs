//! The success of a call: its result, and the head of the answer it came with.

use std::fmt;
use std::ops::Deref;

use http::header::ETAG;
use http::{HeaderMap, StatusCode};

use super::lifecycle::Lifecycle;
use super::link;
use super::rate_limit::RateLimit;
use super::url::Url;

/// The result of a call with the status and headers of its answer. It dereferences to the result.
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    request_id: Option<String>,
    url: Url,
}

impl<T> Response<T> {
    pub(crate) fn new(
        value: T,
        status: StatusCode,
        headers: HeaderMap,
        request_id: Option<String>,
        url: Url,
    ) -> Self {
        Self {
            value,
            status,
            headers,
            request_id,
            url,
        }
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What the service calls this call, if it said so.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// What the answer says about limits on calls, if it does.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.headers)
    }

    /// When what was asked for comes to an end, if the answer says so: the API version, as a rule.
    pub fn lifecycle(&self) -> Option<Lifecycle> {
        Lifecycle::read(&self.headers)
    }

    /// The `ETag`, for asking later whether anything has changed since (RFC 9110, section 8.8.3).
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(ETAG)?.to_str().ok()
    }

    /// Where the `Link` header with this relation leads (RFC 8288), absolute.
    pub fn link(&self, rel: &str) -> Option<String> {
        let url = self.url.join(link::target(&self.headers, rel)?).ok()?;
        Some(url.text())
    }

    /// The result.
    pub fn body(&self) -> &T {
        &self.value
    }

    /// The result, without the rest.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same answer with another result.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let Self {
            value,
            status,
            headers,
            request_id,
            url,
        } = self;
        Response {
            value: change(value),
            status,
            headers,
            request_id,
            url,
        }
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Without URL and headers, which may be secret.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
