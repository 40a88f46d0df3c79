//! Dates of the Gregorian calendar as days, counted from 1970-01-01.

const BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// The day a date is; `None` where there is no such date. Month and day count from one.
pub(crate) fn days(year: i64, month: usize, day: i64) -> Option<i64> {
    let before = BEFORE.get(month.checked_sub(1)?)?;
    let end = if month == 12 { 365 } else { BEFORE[month] };
    let leap = is_leap(year);
    let length = end - before + i64::from(leap && month == 2);
    if day < 1 || day > length {
        return None;
    }
    let leap_day = i64::from(leap && month > 2);
    Some(year_begin(year) + before + leap_day + day - 1)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn year_begin(year: i64) -> i64 {
    let before = year - 1;
    let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    (year - 1970) * 365 + leap_days - 477
}
