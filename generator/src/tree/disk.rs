//! The file system side of a tree. Symbolic links are files here: compared as different, replaced,
//! deleted, and never followed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{MARK, WriteError};

/// A directory beside the one to be written, removed with all that is in it when it is done with.
pub(super) struct Staging(PathBuf);

impl Staging {
    pub(super) fn beside(dir: &Path) -> Result<Self, WriteError> {
        let name = dir
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = format!(
            ".{}.staging-{}",
            name.unwrap_or_default(),
            std::process::id()
        );
        let path = dir.with_file_name(name);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(WriteError::Io(path, error));
            }
            _ => {}
        }
        match fs::create_dir_all(&path) {
            Ok(()) => Ok(Self(path)),
            Err(error) => Err(WriteError::Io(path, error)),
        }
    }

    pub(super) fn write(&self, path: &str, text: &str) -> Result<(), WriteError> {
        let path = self.0.join(path);
        let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
        parent
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| WriteError::Io(path, error))
    }

    /// Makes the staged files the directory, which is not there yet.
    pub(super) fn become_directory(&self, dir: &Path) -> Result<(), WriteError> {
        fs::rename(&self.0, dir).map_err(|error| WriteError::Io(dir.to_owned(), error))
    }

    pub(super) fn move_into(&self, dir: &Path, path: &str) -> Result<(), WriteError> {
        let target = dir.join(path);
        let parent = target.parent().map_or(Ok(()), fs::create_dir_all);
        parent
            .and_then(|()| fs::rename(self.0.join(path), &target))
            .map_err(|error| WriteError::Io(target, error))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What was to be done is done or has failed with a better message than this one would have.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Whether a path is none of the generator's business.
pub(super) fn is_kept(path: &str) -> bool {
    path == "Cargo.lock"
        || path == "target"
        || path.starts_with("target/")
        || path.split('/').any(|part| part == ".git")
}

/// The paths of all files below `dir` that are the generator's business.
pub(super) fn files(dir: &Path) -> io::Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    collect(dir, "", &mut files)?;
    Ok(files)
}

fn collect(dir: &Path, prefix: &str, files: &mut BTreeSet<String>) -> io::Result<()> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound && prefix.is_empty() => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if is_kept(&path) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

pub(super) fn is_equal(path: &Path, text: &str) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.is_file() && fs::read(path)? == text.as_bytes())
}

/// Refuses a directory with files that the generator did not write.
pub(super) fn check_ours(dir: &Path) -> Result<(), WriteError> {
    let failed = |error| WriteError::Io(dir.to_owned(), error);
    let mut entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(failed)?,
    };
    if entries.next().is_none() {
        return Ok(());
    }
    let manifest = dir.join("Cargo.toml");
    let is_file = fs::symlink_metadata(&manifest).is_ok_and(|manifest| manifest.is_file());
    let text = if is_file {
        fs::read(&manifest).map_err(failed)?
    } else {
        Vec::new()
    };
    if text.starts_with(MARK.as_bytes()) {
        Ok(())
    } else {
        Err(WriteError::NotOurs(dir.to_owned()))
    }
}

pub(super) fn delete(dir: &Path, path: &str) -> Result<(), WriteError> {
    let path = dir.join(path);
    fs::remove_file(&path).map_err(|error| WriteError::Io(path, error))
}

/// Removes the directories below `dir` that hold nothing, so that files can take their names.
pub(super) fn remove_empty_directories(dir: &Path) -> io::Result<()> {
    match fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        entries => remove_empty(entries?, ""),
    }
}

fn remove_empty(entries: fs::ReadDir, prefix: &str) -> io::Result<()> {
    for entry in entries {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if is_kept(&path) || !entry.file_type()?.is_dir() {
            continue;
        }
        remove_empty(fs::read_dir(entry.path())?, &format!("{path}/"))?;
        if fs::read_dir(entry.path())?.next().is_none() {
            fs::remove_dir(entry.path())?;
        }
    }
    Ok(())
}
