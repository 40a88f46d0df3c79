//! Whether content is what it should be: its length and its SHA-256, against what the caller knows
//! of them.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use super::hashing::Hashing;

/// What the caller knows of the content.
#[derive(Clone, Default)]
pub(crate) struct Expected {
    pub(crate) length: Option<u64>,
    pub(crate) sha256: Option<String>,
}

/// How content differs from what was expected.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// It has another length.
    Length {
        /// How many bytes it should have.
        expected: u64,
        /// How many it has, or is announced to have.
        actual: u64,
    },
    /// It has another digest, so it is something else.
    Digest {
        /// What it should be, as `sha256:` and 64 hexadecimal digits.
        expected: String,
        /// What it is.
        actual: String,
    },
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, actual } => {
                write!(f, "the content has {actual} bytes instead of {expected}")
            }
            Self::Digest { expected, actual } => {
                write!(f, "the content is {actual} instead of {expected}")
            }
        }
    }
}

impl StdError for Mismatch {}

/// `sha256:` and 64 hexadecimal digits of either case; gives them in lower case.
pub(crate) fn parse(text: &str) -> Option<String> {
    let digits = text.strip_prefix("sha256:")?;
    let valid = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    valid.then(|| text.to_ascii_lowercase())
}

impl Expected {
    /// The digest of what has come, if it is what was expected.
    pub(crate) async fn verify(&self, content: Hashing) -> Result<String, Mismatch> {
        self.announced(content.bytes())?;
        let mut actual = "sha256:".to_owned();
        for byte in content.finish().await {
            // Writing to a String cannot fail.
            let _ = write!(actual, "{byte:02x}");
        }
        match &self.sha256 {
            Some(expected) if *expected != actual => Err(Mismatch::Digest {
                expected: expected.clone(),
                actual,
            }),
            _ => Ok(actual),
        }
    }

    /// Whether content of this length can be it.
    pub(crate) fn announced(&self, actual: u64) -> Result<(), Mismatch> {
        match self.length {
            Some(expected) if expected != actual => Err(Mismatch::Length { expected, actual }),
            _ => Ok(()),
        }
    }
}
