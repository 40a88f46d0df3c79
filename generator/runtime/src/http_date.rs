//! The dates of `Date` and `Retry-After` (RFC 9110, section 5.6.7). The preferred form comes in,
//! Unix seconds go out; the two obsolete forms are not read.

use super::calendar;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Sun, 06 Nov 1994 08:49:37 GMT`
pub(crate) fn unix_seconds(text: &str) -> Option<u64> {
    let (_, date) = text.strip_suffix(" GMT")?.split_once(", ")?;
    let fields: Vec<&str> = date.split([' ', ':']).collect();
    let [day, month, year, hour, minute, second] = fields[..] else {
        return None;
    };
    let number =
        |text: &str, max: i64| text.parse::<i64>().ok().filter(|it| (0..=max).contains(it));
    let month = MONTHS.iter().position(|name| *name == month)?;
    let days = calendar::days(number(year, 9999)?, month + 1, number(day, 31)?)?;
    let hours = days * 24 + number(hour, 23)?;
    let seconds = (hours * 60 + number(minute, 59)?) * 60 + number(second, 60)?;
    seconds.try_into().ok()
}
