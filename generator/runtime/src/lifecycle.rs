//! The end of an API version: how the service announces it, and how it refuses what is over. The
//! headers and the body of an answer come in; dates and the kind of refusal go out.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, StatusCode};

use super::http_date;
use super::lenient::LenientBody;

static DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
static SUNSET: HeaderName = HeaderName::from_static("sunset");

/// What an answer says about the end of what was asked for.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    /// Since when, or from when on, its use is advised against (`Deprecation`, RFC 9745); `None`
    /// where no readable date is given.
    pub deprecated: Option<SystemTime>,
    /// When it is expected to stop answering (`Sunset`, RFC 8594); `None` where no readable date is
    /// given.
    pub sunset: Option<SystemTime>,
}

impl Lifecycle {
    /// Reads the headers of an answer; `None` if neither of the two is among them.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let (deprecation, sunset) = (headers.get(&DEPRECATION), headers.get(&SUNSET));
        if deprecation.is_none() && sunset.is_none() {
            return None;
        }
        let date = |value: Option<&http::HeaderValue>| moment(value?.to_str().ok()?.trim());
        Some(Self {
            deprecated: date(deprecation),
            sunset: date(sunset),
        })
    }
}

/// A structured date (RFC 9651, section 3.3.7), or an HTTP date, which drafts of RFC 9745 had.
fn moment(text: &str) -> Option<SystemTime> {
    let seconds = match text.strip_prefix('@') {
        Some(seconds) => seconds.parse().ok()?,
        None => http_date::unix_seconds(text)?,
    };
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Why a service does not answer to an API version.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VersionRefusal {
    /// It never knew it, or does not know it yet (400).
    NotSupported,
    /// It knows it no more (410).
    Retired,
}

/// Whether an answer refuses the API version that was sent. Other things are wrong with 400 and
/// gone with 410, so that the body has to name the version that was asked for, or the API's.
pub(crate) fn refusal(
    status: StatusCode,
    version: &str,
    lenient: &LenientBody,
) -> Option<VersionRefusal> {
    let kind = match status {
        StatusCode::BAD_REQUEST => VersionRefusal::NotSupported,
        StatusCode::GONE => VersionRefusal::Retired,
        _ => return None,
    };
    let texts = lenient.message().into_iter();
    let mut texts = texts.chain(lenient.errors().iter().map(String::as_str));
    let names_it = |text: &str| {
        let text = text.to_ascii_lowercase();
        let is_whole =
            |word: &str| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()) == version;
        text.contains("api version")
            || text.contains("supported version")
            || (text.contains("version") && text.split_whitespace().any(is_whole))
    };
    texts.any(names_it).then_some(kind)
}
