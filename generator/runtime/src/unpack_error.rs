//! Why an archive was not unpacked.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why an archive was not unpacked. The directory is as it was.
#[non_exhaustive]
#[derive(Debug)]
pub enum UnpackError {
    /// It is no zip archive, or one that cannot be read.
    Malformed(Box<dyn StdError + Send + Sync>),
    /// An entry, by its name, and what is wrong with it.
    Entry(String, String),
    /// It has or unpacks to more than is allowed.
    TooMuch(Found),
    /// A file or directory that could not be read, written or put in its place.
    File(PathBuf, io::Error),
}

/// What there is too much of.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// So many entries.
    Entries(u64),
    /// So many bytes, unpacked.
    Bytes(u64),
    /// So many times its packed size.
    Ratio(u64),
}

impl UnpackError {
    pub(crate) fn of_file(path: &Path, error: io::Error) -> Self {
        Self::File(path.to_owned(), error)
    }
}

impl From<zip::result::ZipError> for UnpackError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Malformed(error.into())
    }
}

impl From<io::Error> for UnpackError {
    fn from(error: io::Error) -> Self {
        Self::Malformed(error.into())
    }
}

impl fmt::Display for UnpackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "not a zip archive that can be read: {error}"),
            Self::Entry(name, reason) => write!(f, "the entry {name:?}: {reason}"),
            Self::TooMuch(Found::Entries(found)) => write!(f, "{found} entries are too many"),
            Self::TooMuch(Found::Bytes(found)) => write!(f, "{found} bytes are too many"),
            Self::TooMuch(Found::Ratio(found)) => {
                write!(f, "unpacking to {found} times the size is too much")
            }
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl StdError for UnpackError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Malformed(error) => Some(&**error),
            Self::File(_, error) => Some(error),
            Self::Entry(..) | Self::TooMuch(_) => None,
        }
    }
}
