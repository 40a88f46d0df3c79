//! Dates, members that may be absent or null, and enums of strings.

use client_runtime::{DateTime, Maybe};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::runtime;

#[test]
fn any_text_is_a_date_until_a_moment_is_asked_for() {
    for text in ["2024-01-31T12:00:00Z", "yesterday", ""] {
        let date: DateTime = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(date.as_str(), text);
        assert_eq!(date.to_string(), text);
        assert_eq!(serde_json::to_value(&date).unwrap(), json!(text));
    }
}

#[test]
fn moments() {
    let seconds = |text: &str| DateTime::from(text).unix_seconds().ok();
    assert_eq!(seconds("1970-01-01T00:00:01Z"), Some(1));
    assert_eq!(seconds("1970-01-01T01:00:01.5+01:00"), Some(1));
    assert_eq!(seconds("2024-01-31t12:00:00z"), Some(1_706_702_400));
    assert_eq!(seconds("2024-01-31T12:00:00"), None);
    assert_eq!(seconds("2024-01-31"), None);
    assert_eq!(seconds("2024-02-31T12:00:00Z"), None);
    for text in [
        "2024-1-31T12:00:00Z",
        "2024-1-031T12:00:00Z",
        "2024-01-31T12:0:000Z",
        "2024-01-31T12:00Z",
        "2024-01-31T24:00:00Z",
        "2024-01-31T12:60:00Z",
        "2024-01-31T12:00:61Z",
        "2024-13-01T12:00:00Z",
        "2024-00-01T12:00:00Z",
        "2024-01-00T12:00:00Z",
        "2023-02-29T12:00:00Z",
        "1900-02-29T12:00:00Z",
        "2024-01-31T12:00:00.Z",
        "2024-01-31T12:00:00Z ",
        "2024-01-31T12:00:00+1:00",
        "2024-01-31T12:00:00+01",
        "2024-01-31T12:00:00+24:00",
        "+024-01-31T12:00:00Z",
        "2024-01-31T12:00:0\u{e4}Z",
        "\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}",
    ] {
        assert_eq!(seconds(text), None, "{text}");
    }
    assert_eq!(seconds("2000-02-29 23:59:60-00:30"), Some(951_870_600));
    assert_eq!(seconds("0001-01-01T00:00:00Z"), Some(-62_135_596_800));
    assert_eq!(seconds("9999-12-31T23:59:59Z"), Some(253_402_300_799));
    let time = DateTime::from("1970-01-01T00:00:01Z")
        .to_system_time()
        .unwrap();
    assert_eq!(
        time.duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_secs(),
        1
    );
}

#[test]
fn dates_are_ordered_by_the_moment_they_mean() {
    let mut dates = [
        "2024-01-31T12:00:00.5Z",
        "2024-01-31T12:00:00Z",
        "2024-01-31T13:00:00+01:00",
        "yesterday",
        "2024-01-31T13:00:00+02:00",
        "",
    ]
    .map(DateTime::from);
    dates.sort();
    let expected = [
        "",
        "yesterday",
        "2024-01-31T13:00:00+02:00",
        "2024-01-31T12:00:00Z",
        "2024-01-31T13:00:00+01:00",
        "2024-01-31T12:00:00.5Z",
    ];
    assert_eq!(dates.each_ref().map(DateTime::as_str), expected);
    assert_ne!(dates[3], dates[4], "texts are not forgotten");
    assert!(dates[3] < dates[4]);
}

#[test]
fn every_day_there_and_back() {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};
    let day = Duration::from_secs(86400);
    let mut before = DateTime::from(UNIX_EPOCH - day * 719_162);
    assert_eq!(before.as_str(), "0001-01-01T00:00:00Z");
    // More than the four centuries after which all repeats.
    for _ in 0..150_000 {
        let time = before.to_system_time().unwrap() + day;
        let date = DateTime::from(time);
        let read = DateTime::from(date.as_str());
        assert_eq!(read.to_system_time(), Ok(time), "{date}");
        assert!(before < date);
        before = date;
    }
    assert_eq!(before.as_str(), "0411-09-09T00:00:00Z");
    let half: SystemTime = UNIX_EPOCH - Duration::from_millis(500);
    assert_eq!(DateTime::from(half).as_str(), "1969-12-31T23:59:59.5Z");
    assert_eq!(
        DateTime::from("1969-12-31T23:59:59.5Z")
            .to_system_time()
            .unwrap(),
        half
    );
}

#[cfg(all(feature = "chrono", feature = "jiff", feature = "time"))]
#[test]
fn the_common_date_crates() {
    let date = DateTime::from("2024-01-31T13:00:00.25+01:00");
    let utc = DateTime::from("2024-01-31T12:00:00.25Z");
    let chrono = chrono::DateTime::<chrono::Utc>::try_from(&date).unwrap();
    assert_eq!(chrono.timestamp_millis(), 1_706_702_400_250);
    assert_eq!(DateTime::from(chrono), utc);
    let jiff = jiff::Timestamp::try_from(&date).unwrap();
    assert_eq!(jiff.as_millisecond(), 1_706_702_400_250);
    assert_eq!(DateTime::from(jiff), utc);
    let time = time::OffsetDateTime::try_from(&date).unwrap();
    assert_eq!(time.unix_timestamp_nanos(), 1_706_702_400_250_000_000);
    assert_eq!(DateTime::from(time), utc);
    let none = DateTime::from("yesterday");
    assert!(chrono::DateTime::<chrono::Utc>::try_from(&none).is_err());
    assert!(jiff::Timestamp::try_from(&none).is_err());
    assert!(time::OffsetDateTime::try_from(&none).is_err());
}

#[test]
fn names_of_files() {
    for name in [
        "report",
        "a b.zip",
        "..a",
        "a..b",
        "\u{540d}\u{524d}",
        "console",
        "com10",
    ] {
        assert_eq!(client_runtime::file_name(name), Ok(name));
    }
    let long = "x".repeat(241);
    for name in [
        "", ".", "..", "a/b", "/", "a\\b", "C:x", "a\0", "a\n", "a?", "con", "NUL.txt", "com1",
        "Lpt9.x", "a.", "a ", &long,
    ] {
        assert!(client_runtime::file_name(name).is_err(), "{name:?}");
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Patch {
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    note: Maybe<String>,
}

#[test]
fn absent_null_and_value_are_three_things() {
    let value = || Maybe::from("x".to_owned());
    for (json, note) in [
        (json!({}), Maybe::Absent),
        (json!({"note": null}), Maybe::Null),
        (json!({"note": "x"}), value()),
    ] {
        let patch: Patch = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(patch, Patch { note });
        assert_eq!(serde_json::to_value(&patch).unwrap(), json);
    }
    assert!(serde_json::from_value::<Patch>(json!({"note": 1})).is_err());
    assert_eq!(value().into_option(), Some("x".to_owned()));
    assert_eq!(value().as_ref().value(), Some(&&"x".to_owned()));
    assert_eq!(Maybe::<u8>::Null.into_option(), None);
    assert!(Maybe::<u8>::default().is_absent());
    assert!(Maybe::<u8>::Null.is_null() && !Maybe::<u8>::Null.is_absent());
}

#[derive(Debug, PartialEq)]
enum Direction {
    Asc,
    Other(String),
}

impl Direction {
    fn as_str(&self) -> &str {
        match self {
            Self::Asc => "asc",
            Self::Other(other) => other,
        }
    }
}

impl From<String> for Direction {
    fn from(text: String) -> Self {
        if text == "asc" {
            Self::Asc
        } else {
            Self::Other(text)
        }
    }
}

runtime::string_enum!(Direction);

#[derive(PartialEq)]
struct Format;

impl Format {
    #[expect(clippy::unused_self, reason = "the macro calls it so")]
    fn as_str(&self) -> &'static str {
        "zip"
    }
}

runtime::string_enum!(closed Format);

#[test]
fn enums_of_strings() {
    let sideways = Direction::Other("sideways".to_owned());
    for (json, direction) in [
        (json!("asc"), Direction::Asc),
        (json!("sideways"), sideways),
    ] {
        assert_eq!(serde_json::to_value(&direction).unwrap(), json);
        assert_eq!(
            serde_json::from_value::<Direction>(json).unwrap(),
            direction
        );
    }
    assert!(serde_json::from_value::<Direction>(json!(1)).is_err());
    assert_eq!(format!("[{:>5}]", Direction::Asc), "[  asc]");
    assert_eq!(Direction::Asc.as_ref(), "asc");
    assert_eq!(serde_json::to_value(Format).unwrap(), json!("zip"));
    assert_eq!(
        (Format.to_string().as_str(), Format.as_ref()),
        ("zip", "zip")
    );
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Level {
    Low,
    Other(i64),
}

impl Level {
    fn as_i64(self) -> i64 {
        match self {
            Self::Low => 1,
            Self::Other(number) => number,
        }
    }
}

impl From<i64> for Level {
    fn from(number: i64) -> Self {
        match number {
            1 => Self::Low,
            _ => Self::Other(number),
        }
    }
}

runtime::number_enum!(Level);

#[test]
fn enums_of_numbers() {
    for (json, level) in [(json!(1), Level::Low), (json!(-7), Level::Other(-7))] {
        assert_eq!(serde_json::to_value(level).unwrap(), json);
        assert_eq!(serde_json::from_value::<Level>(json).unwrap(), level);
    }
    for wrong in [json!("1"), json!(1.5), json!(null)] {
        assert!(serde_json::from_value::<Level>(wrong).is_err());
    }
    assert_eq!(format!("[{:>3}]", Level::Low), "[  1]");
}
