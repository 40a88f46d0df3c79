//! The dates of `Date` and `Retry-After` (RFC 9110, section 5.6.7). The preferred form comes in,
//! Unix seconds go out; the two obsolete forms are not read.

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
    let number = |text: &str, max: u64| text.parse::<u64>().ok().filter(|value| *value <= max);
    let month = MONTHS.iter().position(|name| *name == month)?;
    let day = number(day, 31)?.checked_sub(1)?;
    let days = days_before(number(year, 9999)?, month)? + day;
    let hours = days * 24 + number(hour, 23)?;
    Some((hours * 60 + number(minute, 59)?) * 60 + number(second, 60)?)
}

/// Days from 1970-01-01 to the first of the month, which counts from zero.
fn days_before(year: u64, month: usize) -> Option<u64> {
    const BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leap_days = |years: u64| years / 4 - years / 100 + years / 400;
    let leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let years = year.checked_sub(1970)?;
    let this = u64::from(leap_year && month > 1);
    Some(years * 365 + leap_days(year - 1) - leap_days(1969) + BEFORE[month] + this)
}
