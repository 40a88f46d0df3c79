//! Limits on calls. The head of an answer comes in, what it says about limits goes out: the
//! `x-ratelimit-*` numbers of every answer, and for a refusal which limit it was and how long to
//! wait. Nothing here sleeps.

use std::time::Duration;

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

use super::http_date;
use super::string_enum;

/// The `x-ratelimit-*` headers of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many calls a window has.
    pub limit: Option<u64>,
    /// How many are left.
    pub remaining: Option<u64>,
    /// When the window ends, in Unix seconds.
    pub reset: Option<u64>,
    /// How many were made.
    pub used: Option<u64>,
    /// Which budget the call was counted on.
    pub resource: Option<String>,
}

/// Which limit a refusal speaks of.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LimitScope {
    /// The calls of the window are used up.
    Primary,
    /// Too much at once, although calls are left.
    Secondary,
}

impl LimitScope {
    /// The name: `primary` or `secondary`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
        }
    }
}

string_enum!(closed LimitScope);

impl RateLimit {
    /// Reads the headers; `None` where there is none of them.
    pub fn read(headers: &HeaderMap) -> Option<Self> {
        let number = |name| header(headers, name)?.parse().ok();
        let read = Self {
            limit: number("x-ratelimit-limit"),
            remaining: number("x-ratelimit-remaining"),
            reset: number("x-ratelimit-reset"),
            used: number("x-ratelimit-used"),
            resource: header(headers, "x-ratelimit-resource").map(str::to_owned),
        };
        let none = Self {
            limit: None,
            remaining: None,
            reset: None,
            used: None,
            resource: None,
        };
        (read != none).then_some(read)
    }
}

/// Whether a refusal is one of a limit, and how long it asks to wait; `clock` is the time since
/// 1970 where the answer does not tell the server's.
pub(crate) fn refusal(
    status: StatusCode,
    headers: &HeaderMap,
    message: Option<&str>,
    clock: Duration,
) -> Option<(LimitScope, Option<Duration>)> {
    if !matches!(
        status,
        StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS
    ) {
        return None;
    }
    let limit = RateLimit::read(headers);
    let exhausted = limit
        .as_ref()
        .is_some_and(|limit| limit.remaining == Some(0));
    let after = headers.get(RETRY_AFTER);
    // A 403 of a secondary limit may say so in its message alone.
    let told = message.is_some_and(|text| text.to_ascii_lowercase().contains("rate limit"));
    if !exhausted && after.is_none() && !told && status == StatusCode::FORBIDDEN {
        return None;
    }
    let scope = if exhausted {
        LimitScope::Primary
    } else {
        LimitScope::Secondary
    };
    let reset = limit.filter(|_| exhausted).and_then(|limit| limit.reset);
    let until = || Some(Duration::from_secs(reset?).saturating_sub(now(headers, clock)));
    Some((scope, retry_after(headers, clock).or_else(until)))
}

/// What `Retry-After` says (RFC 9110, section 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap, clock: Duration) -> Option<Duration> {
    let seconds = header(headers, "retry-after").and_then(|text| text.parse().ok());
    let until = || {
        let until = date(headers.get(RETRY_AFTER)?)?;
        Some(until.saturating_sub(now(headers, clock)))
    };
    seconds.map(Duration::from_secs).or_else(until)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn date(value: &http::HeaderValue) -> Option<Duration> {
    http_date::unix_seconds(value.to_str().ok()?).map(Duration::from_secs)
}

/// The server's clock where it tells it: only that one is the clock `reset` was set by.
fn now(headers: &HeaderMap, clock: Duration) -> Duration {
    headers.get(DATE).and_then(date).unwrap_or(clock)
}
