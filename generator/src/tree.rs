//! A finished crate as a map from path to text, and its way into a directory and back.
//!
//! Writing is all or nothing as far as a file system allows: everything is written beside the
//! directory first and moved into it afterwards. A directory that is not ours is refused, and
//! symbolic links are never followed out of one that is.

mod disk;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use disk::Staging;

/// The first words of every manifest that the generator wrote.
pub const MARK: &str = "# @generated";

/// The files of a crate: path with `/` → text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree(BTreeMap<String, String>);

/// A file that is not as the tree has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drift {
    /// The path in the directory, with `/`.
    pub path: String,
    /// What is wrong with it.
    pub kind: DriftKind,
}

/// How a file differs from the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DriftKind {
    /// It does not exist.
    Missing,
    /// It has another content.
    Differs,
    /// It exists, and the tree has none of its name.
    NotOurs,
}

/// What writing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have a new content.
    pub written: usize,
    /// Files that were left alone.
    pub unchanged: usize,
    /// Files that the tree has no more.
    pub deleted: usize,
}

/// Why a directory was not written.
#[derive(Debug)]
pub enum WriteError {
    /// A path of the tree would leave the directory, or means different things to different systems.
    Path(String),
    /// The directory has files and no manifest of ours.
    NotOurs(PathBuf),
    /// The file system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(formatter, "`{path}` is no path inside a crate"),
            Self::NotOurs(dir) => write!(
                formatter,
                "{} is not empty and was not generated: its Cargo.toml does not begin with `{MARK}`",
                dir.display()
            ),
            Self::Io(path, error) => write!(formatter, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for WriteError {}

impl FromIterator<(String, String)> for Tree {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

impl Tree {
    /// Puts a file into the tree, in the place of any other of its path.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.0.insert(path.into(), text.into());
    }

    /// The files of both, the other's where a path is in both.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The files in the order of their paths.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All that keeps `dir` from being this tree, in the order of the paths.
    ///
    /// # Errors
    /// The directory can't be read.
    pub fn compare(&self, dir: &Path) -> io::Result<Vec<Drift>> {
        let found = disk::files(dir)?;
        let mut drift = Vec::new();
        for (path, text) in &self.0 {
            let kind = match found.contains(path) {
                false => Some(DriftKind::Missing),
                true if disk::is_equal(&dir.join(path), text)? => None,
                true => Some(DriftKind::Differs),
            };
            drift.extend(kind.map(|kind| Drift {
                path: path.clone(),
                kind,
            }));
        }
        let foreign = found.into_iter().filter(|path| !self.0.contains_key(path));
        drift.extend(foreign.map(|path| Drift {
            path,
            kind: DriftKind::NotOurs,
        }));
        drift.sort();
        Ok(drift)
    }

    /// Makes `dir` this tree: writes what differs, deletes what is not in it, leaves the rest alone.
    /// A `target` directory, a `Cargo.lock` and whatever is below a `.git` stay.
    ///
    /// # Errors
    /// The directory is not ours, or the file system refused. Until all of the files have been
    /// written beside the directory, it is as it was.
    pub fn write(&self, dir: &Path) -> Result<Written, WriteError> {
        self.check_paths()?;
        disk::check_ours(dir)?;
        let failed = |error| WriteError::Io(dir.to_owned(), error);
        let drift = self.compare(dir).map_err(failed)?;
        let (deleted, changed): (Vec<_>, Vec<_>) = drift
            .iter()
            .partition(|drift| drift.kind == DriftKind::NotOurs);
        let staging = Staging::beside(dir)?;
        changed.par_iter().try_for_each(|drift| {
            let text = self.0.get(&drift.path);
            text.map_or(Ok(()), |text| staging.write(&drift.path, text))
        })?;
        for drift in &deleted {
            disk::delete(dir, &drift.path)?;
        }
        disk::remove_empty_directories(dir).map_err(failed)?;
        if dir.symlink_metadata().is_ok() {
            for drift in &changed {
                staging.move_into(dir, &drift.path)?;
            }
        } else {
            staging.become_directory(dir)?;
        }
        Ok(Written {
            written: changed.len(),
            unchanged: self.0.len() - changed.len(),
            deleted: deleted.len(),
        })
    }

    /// Refuses paths that leave the directory, and files that are the directory of other files.
    fn check_paths(&self) -> Result<(), WriteError> {
        let mut directories = BTreeSet::new();
        for path in self.0.keys() {
            let is_plain =
                |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
            if !path.split('/').all(is_plain) || disk::is_kept(path) {
                return Err(WriteError::Path(path.clone()));
            }
            directories.extend(path.match_indices('/').map(|(end, _)| &path[..end]));
        }
        match self
            .0
            .keys()
            .find(|path| directories.contains(path.as_str()))
        {
            Some(path) => Err(WriteError::Path(path.clone())),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
