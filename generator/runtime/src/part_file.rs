//! A file that is not there before it is right. Pieces go into a temporary file beside the target,
//! which takes the target's place in one step; dropped before that, it leaves nothing behind,
//! unless it is to be gone on with later.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use http::HeaderValue;

use super::clock::random_text;
use super::transfer::Held;

pub(crate) struct PartFile {
    file: File,
    path: PathBuf,
    target: PathBuf,
    /// Beside a part that is to be gone on with: what it is a part of.
    note: Option<PathBuf>,
    fate: Fate,
}

/// What becomes of the temporary file when it is dropped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Remove,
    Keep,
    Moved,
}

impl PartFile {
    /// A temporary file beside the target.
    pub(crate) fn create(target: &Path) -> io::Result<Self> {
        let directory = checked(target)?;
        let path = directory.join(format!(".download-{}.part", random_text()));
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        Ok(Self {
            file,
            path,
            target: target.to_owned(),
            note: None,
            fate: Fate::Remove,
        })
    }

    /// A temporary file that stays if it is interrupted, as an earlier one may have; also gives
    /// what that one holds.
    pub(crate) fn resume(target: &Path) -> io::Result<(Self, Held)> {
        checked(target)?;
        let path = with_suffix(target, ".part");
        let note = with_suffix(target, ".part.etag");
        if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "something that is no file stands in the way",
            ));
        }
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)?;
        let held = match read_note(&note) {
            Some(held) => Held {
                bytes: file.metadata()?.len(),
                ..held
            },
            None => Held::default(),
        };
        let part = Self {
            file,
            path,
            target: target.to_owned(),
            note: Some(note),
            fate: Fate::Keep,
        };
        Ok((part, held))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The next piece of what an earlier part holds.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }

    /// Begins anew with what is described.
    pub(crate) fn restart(&mut self, held: &Held) -> io::Result<()> {
        // What was emptied, even if it was empty before, ext4 has on the disk before it is closed.
        if self.file.metadata()?.len() > 0 {
            self.file.set_len(0)?;
            self.file.seek(SeekFrom::Start(0))?;
        }
        match (&self.note, &held.validator) {
            (Some(note), Some(validator)) => {
                let total = held
                    .total
                    .map_or_else(String::new, |total| total.to_string());
                fs::write(
                    note,
                    [validator.as_bytes(), b"\n", total.as_bytes()].concat(),
                )
            }
            // Without a validator it could not be told whether the rest belongs to it.
            (Some(_), None) => {
                self.fate = Fate::Remove;
                Ok(())
            }
            (None, _) => Ok(()),
        }
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// What it holds is wrong, so nobody will go on with it.
    pub(crate) fn spoil(&mut self) {
        self.fate = Fate::Remove;
    }

    /// Puts it in the place of the target.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        fs::rename(&self.path, &self.target)?;
        self.fate = Fate::Moved;
        Ok(())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        let empty = self.file.metadata().is_ok_and(|file| file.len() == 0);
        if self.fate == Fate::Keep && !empty {
            return;
        }
        // There is nobody left to tell.
        if self.fate != Fate::Moved {
            let _ = fs::remove_file(&self.path);
        }
        if let Some(note) = &self.note {
            let _ = fs::remove_file(note);
        }
    }
}

/// The directory of a target that a file can be put at.
fn checked(target: &Path) -> io::Result<&Path> {
    let refuse = |reason| Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    if target.file_name().is_none() {
        return refuse("is not the path of a file");
    }
    if target.is_dir() {
        return refuse("is a directory");
    }
    let directory = target.parent().unwrap_or_else(|| Path::new(""));
    Ok(directory)
}

fn with_suffix(target: &Path, suffix: &str) -> PathBuf {
    let mut path = OsString::from(target);
    path.push(suffix);
    path.into()
}

fn read_note(path: &Path) -> Option<Held> {
    let text = fs::read_to_string(path).ok()?;
    let (validator, total) = text.split_once('\n')?;
    Some(Held {
        bytes: 0,
        total: total.parse().ok(),
        validator: Some(HeaderValue::from_str(validator).ok()?),
    })
}
