//! The type of `format: date-time`. Any text comes in and goes out as it was, so that one odd
//! date does not cost a whole page; a point in time is asked for, and only then refused.

use std::fmt;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

/// The text of a point in time, normally RFC 3339 (`2024-01-31T12:00:00Z`). Two texts compare as
/// text, even where they mean the same moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DateTime(String);

impl DateTime {
    /// The text as the service sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The point in time the text means.
    ///
    /// # Errors
    /// The text is not RFC 3339 with an offset: without one it names no point in time.
    pub fn timestamp(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse()
    }

    /// The point in time as the standard library has it.
    ///
    /// # Errors
    /// As [`timestamp`](Self::timestamp).
    pub fn to_system_time(&self) -> Result<SystemTime, jiff::Error> {
        self.timestamp().map(SystemTime::from)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for DateTime {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for DateTime {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}
