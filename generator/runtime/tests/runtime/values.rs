//! Dates, members that may be absent or null, and enums of strings.

use client_runtime::{DateTime, Maybe};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::string_enum::string_enum;

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
    let seconds = |text: &str| {
        DateTime::from(text)
            .timestamp()
            .map(jiff::Timestamp::as_second)
            .ok()
    };
    assert_eq!(seconds("1970-01-01T00:00:01Z"), Some(1));
    assert_eq!(seconds("1970-01-01T01:00:01.5+01:00"), Some(1));
    assert_eq!(seconds("2024-01-31t12:00:00z"), Some(1_706_702_400));
    assert_eq!(seconds("2024-01-31T12:00:00"), None);
    assert_eq!(seconds("2024-01-31"), None);
    assert_eq!(seconds("2024-02-31T12:00:00Z"), None);
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

string_enum!(Direction);

struct Format;

impl Format {
    #[expect(clippy::unused_self, reason = "the macro calls it so")]
    fn as_str(&self) -> &'static str {
        "zip"
    }
}

string_enum!(closed Format);

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
