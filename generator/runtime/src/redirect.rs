//! Which redirects are followed, and with what. The request just made and the head of its answer
//! come in, the next request goes out; a redirect that would carry the credentials to another
//! origin, or leave https, is refused.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, IF_RANGE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::base_url::BaseUrl;
use super::url::Url;

/// How many redirects one call may take.
pub(crate) const MAX: usize = 10;

/// Where an operation redirects to, if that is its documented answer. Such a URL is often signed,
/// so that whoever has it may use it: `Debug` and `Display` leave the query out.
#[derive(Clone, PartialEq, Eq)]
pub struct Redirect {
    location: String,
}

impl Redirect {
    pub(crate) fn new(location: &str) -> Self {
        Self {
            location: location.to_owned(),
        }
    }

    /// The absolute URL with its query, as secret as a token. It must be fetched without
    /// `Authorization`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.location
    }

    /// The absolute URL without its query.
    #[must_use]
    pub fn location(&self) -> &str {
        self.location.split('?').next().unwrap_or_default()
    }
}

impl fmt::Display for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = if self.location.contains('?') {
            "?…"
        } else {
            ""
        };
        write!(f, "{}{hidden}", self.location())
    }
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redirect({self})")
    }
}

/// Why a redirect or a next link was not followed.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectRefusal {
    /// There is no `Location`.
    MissingLocation,
    /// The `Location` or next link is not an http or https URL.
    InvalidLocation,
    /// It leads to another origin, where the credentials must not go.
    ForeignOrigin,
    /// It leads from https to http.
    Insecure,
    /// It leads to where the call has been before.
    Loop,
    /// More than ten in a row.
    TooMany,
}

impl fmt::Display for RedirectRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingLocation => "there is no Location",
            Self::InvalidLocation => "the target is not an http or https URL",
            Self::ForeignOrigin => "it leads to another origin",
            Self::Insecure => "it leads from https to http",
            Self::Loop => "it leads to where the call has been before",
            Self::TooMany => "more than ten redirects",
        })
    }
}

impl StdError for RedirectRefusal {}

/// A request that is ready to be sent.
#[derive(Clone)]
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Outgoing {
    pub(crate) fn to_http(&self) -> http::Request<Bytes> {
        let mut request = http::Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.url.uri().clone();
        *request.headers_mut() = self.headers.clone();
        request
    }

    /// The same request, made elsewhere.
    pub(crate) fn moved_to(&self, url: Url) -> Self {
        Self {
            url,
            ..self.clone()
        }
    }

    /// A request that tells its receiver nothing but who is asking, and for which part.
    pub(crate) fn bare(&self, url: Url) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        for name in [USER_AGENT, RANGE, IF_RANGE] {
            if let Some(value) = self.headers.get(&name) {
                headers.insert(name, value.clone());
            }
        }
        Self {
            method: Method::GET,
            url,
            headers,
            body: Bytes::new(),
        }
    }

    fn into_get(mut self) -> Self {
        self.method = Method::GET;
        self.body = Bytes::new();
        self.headers.remove(CONTENT_TYPE);
        self.headers.remove(CONTENT_LENGTH);
        self
    }
}

/// Whether the status is a redirect by its meaning (RFC 9110, section 15.4).
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Where the answer points, absolute.
pub(crate) fn location(
    from: &Url,
    headers: &HeaderMap,
    base: &BaseUrl,
) -> Result<Url, RedirectRefusal> {
    let value = headers
        .get(LOCATION)
        .ok_or(RedirectRefusal::MissingLocation)?;
    let text = std::str::from_utf8(value.as_bytes());
    let text = text.map_err(|_| RedirectRefusal::InvalidLocation)?;
    let url = from
        .join(text)
        .map_err(|_| RedirectRefusal::InvalidLocation)?;
    if base.url().is_https() && !url.is_https() {
        return Err(RedirectRefusal::Insecure);
    }
    Ok(url)
}

/// Who may see what: requests to the service carry the call's headers, those after a documented
/// redirect none of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    Ordinary,
    Bare,
}

/// The next request, or `None` where the answer is the one to judge. Answers that are a success
/// by documentation do not come here.
pub(crate) fn next(
    sent: &Outgoing,
    status: StatusCode,
    headers: &HeaderMap,
    base: &BaseUrl,
    manner: Manner,
) -> Result<Option<Outgoing>, RedirectRefusal> {
    let safe = matches!(sent.method, Method::GET | Method::HEAD);
    let followed = match status.as_u16() {
        // For other methods clients disagree on what becomes of the method, so none is chosen.
        301 | 302 => safe,
        303 | 307 | 308 => true,
        _ => false,
    };
    if !followed {
        return Ok(None);
    }
    let url = location(&sent.url, headers, base)?;
    if manner == Manner::Bare {
        return Ok(Some(sent.bare(url)));
    }
    if !url.is_beside(base.url()) {
        return Err(RedirectRefusal::ForeignOrigin);
    }
    let moved = sent.moved_to(url);
    Ok(Some(if status == StatusCode::SEE_OTHER && !safe {
        moved.into_get()
    } else {
        moved
    }))
}
