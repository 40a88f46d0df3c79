//! The type of `format: date-time`. Any text comes in and goes out as it was, so that one odd
//! date does not cost a whole page; a point in time is asked for, and only then refused.

use std::cmp::Ordering;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::blank::Blank;
use super::calendar;

/// The text of a point in time, normally RFC 3339 (`2024-01-31T12:00:00Z`).
///
/// Equal are those of the same text. They are ordered by what moment they mean, whatever the
/// offset they are written with; those of the same moment by their text, and those that mean none
/// before all others. With the features `chrono`, `jiff` and `time` there are conversions from and
/// to the types of these crates.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DateTime {
    text: String,
}

/// Seconds since 1970-01-01 00:00 UTC, and nanoseconds to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Moment {
    seconds: i64,
    nanoseconds: u32,
}

/// A text that names no point in time: it is not RFC 3339 with an offset, or out of range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDateTime(());

impl fmt::Display for InvalidDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a point in time")
    }
}

impl std::error::Error for InvalidDateTime {}

impl Blank for DateTime {
    fn blank() -> Self {
        Self {
            text: String::new(),
        }
    }
}

impl DateTime {
    /// The text as the service sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The point in time the text means, in seconds since 1970-01-01 00:00 UTC; fractions are cut
    /// off.
    ///
    /// # Errors
    /// The text is not RFC 3339 with an offset: without one it names no point in time.
    pub fn unix_seconds(&self) -> Result<i64, InvalidDateTime> {
        self.moment().map(|moment| moment.seconds)
    }

    /// The point in time as the standard library has it.
    ///
    /// # Errors
    /// As [`unix_seconds`](Self::unix_seconds).
    pub fn to_system_time(&self) -> Result<SystemTime, InvalidDateTime> {
        let Moment {
            seconds,
            nanoseconds,
        } = self.moment()?;
        let distance = Duration::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 {
            UNIX_EPOCH.checked_sub(distance)
        } else {
            UNIX_EPOCH.checked_add(distance)
        };
        let fraction = Duration::from_nanos(nanoseconds.into());
        let time = whole.and_then(|whole| whole.checked_add(fraction));
        time.ok_or(InvalidDateTime(()))
    }

    /// Read from the text when it is asked for, as most dates of a page never are.
    fn moment(&self) -> Result<Moment, InvalidDateTime> {
        Moment::parse(&self.text).ok_or(InvalidDateTime(()))
    }

    fn of(moment: Moment) -> Self {
        let (year, month, day) = date(moment.seconds.div_euclid(86400));
        let second = moment.seconds.rem_euclid(86400);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if moment.nanoseconds > 0 {
            let fraction = format!(".{:09}", moment.nanoseconds);
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('Z');
        Self { text }
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        let moments = self.moment().ok().cmp(&other.moment().ok());
        moments.then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Moment {
    /// `2024-01-31T12:00:00.123+01:00` (RFC 3339, section 5.6).
    fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let (time, rest) = rest.split_at_checked(9)?;
        let time = time.strip_prefix(['T', 't', ' '])?;
        let [year, month, day] = fields(date, '-')?;
        let [hour, minute, second] = fields(time, ':')?;
        let day = calendar::days(year, usize::try_from(month).ok()?, day)?;
        // A leap second is the first of the next minute.
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let (nanoseconds, offset) = fraction(rest)?;
        let seconds = day * 86400 + hour * 3600 + minute * 60 + second - offset_seconds(offset)?;
        Some(Self {
            seconds,
            nanoseconds,
        })
    }
}

/// Year, month and day.
fn date(days: i64) -> (i64, usize, i64) {
    let begin = |year, month| calendar::days(year, month, 1).unwrap_or_default();
    // 400 years have 146097 days. The guess may be a year off, and is made early.
    let mut year = 1969 + (days * 400).div_euclid(146_097);
    while begin(year + 1, 1) <= days {
        year += 1;
    }
    let month = (1..=12).rev().find(|month| begin(year, *month) <= days);
    let month = month.unwrap_or(1);
    (year, month, days - begin(year, month) + 1)
}

fn fields(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut fields = text.split(separator).map(number);
    let three = [fields.next()??, fields.next()??, fields.next()??];
    let lengths = text.split(separator).map(str::len);
    let right = lengths.eq([text.len() - 6, 2, 2]) && fields.next().is_none();
    right.then_some(three)
}

/// `parse` alone would take a sign.
fn number(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// The nanoseconds, what is finer cut off, and what follows.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let end = rest.find(|it: char| !it.is_ascii_digit());
    let (digits, rest) = rest.split_at(end.unwrap_or(rest.len()));
    if digits.is_empty() {
        return None;
    }
    let nanoseconds = format!("{digits:0<9}")[..9].parse().ok()?;
    Some((nanoseconds, rest))
}

fn offset_seconds(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text[1..].split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl AsRef<str> for DateTime {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self { text }
    }
}

impl From<&str> for DateTime {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<DateTime> for String {
    fn from(date: DateTime) -> Self {
        date.text
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<&DateTime> for chrono::DateTime<chrono::Utc> {
    type Error = InvalidDateTime;

    fn try_from(date: &DateTime) -> Result<Self, InvalidDateTime> {
        let Moment {
            seconds,
            nanoseconds,
        } = date.moment()?;
        Self::from_timestamp(seconds, nanoseconds).ok_or(InvalidDateTime(()))
    }
}

#[cfg(feature = "chrono")]
impl<Z: chrono::TimeZone> From<chrono::DateTime<Z>> for DateTime {
    fn from(date: chrono::DateTime<Z>) -> Self {
        Self::of(Moment {
            seconds: date.timestamp(),
            // In a leap second chrono counts on.
            nanoseconds: date.timestamp_subsec_nanos().min(999_999_999),
        })
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<&DateTime> for jiff::Timestamp {
    type Error = InvalidDateTime;

    fn try_from(date: &DateTime) -> Result<Self, InvalidDateTime> {
        let Moment {
            seconds,
            nanoseconds,
        } = date.moment()?;
        let nanoseconds = i32::try_from(nanoseconds).unwrap_or_default();
        Self::new(seconds, nanoseconds).map_err(|_| InvalidDateTime(()))
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for DateTime {
    fn from(date: jiff::Timestamp) -> Self {
        let nanoseconds = date.as_nanosecond();
        Self::of(moment(nanoseconds))
    }
}

#[cfg(feature = "time")]
impl TryFrom<&DateTime> for time::OffsetDateTime {
    type Error = InvalidDateTime;

    fn try_from(date: &DateTime) -> Result<Self, InvalidDateTime> {
        let Moment {
            seconds,
            nanoseconds,
        } = date.moment()?;
        let whole = Self::from_unix_timestamp(seconds).map_err(|_| InvalidDateTime(()))?;
        let with = whole.replace_nanosecond(nanoseconds);
        with.map_err(|_| InvalidDateTime(()))
    }
}

#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for DateTime {
    fn from(date: time::OffsetDateTime) -> Self {
        Self::of(moment(date.unix_timestamp_nanos()))
    }
}

impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let nanoseconds = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i128::try_from(since.as_nanos()).unwrap_or(i128::MAX),
            Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
        };
        Self::of(moment(nanoseconds))
    }
}

fn moment(nanoseconds: i128) -> Moment {
    const SECOND: i128 = 1_000_000_000;
    let seconds = nanoseconds.div_euclid(SECOND);
    Moment {
        seconds: i64::try_from(seconds).unwrap_or(i64::MAX / 1_000_000),
        nanoseconds: u32::try_from(nanoseconds.rem_euclid(SECOND)).unwrap_or_default(),
    }
}
