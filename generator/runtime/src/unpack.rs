//! Zip archives into a directory, with the feature `zip`. What an archive says is judged before
//! anything is written; then its content goes beside and moves into place as a whole, so that a
//! failure leaves the directory as it was.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::clock::random_text;
use super::unpack_error::{Found, UnpackError};
use super::unpack_plan::{self, Entry};

/// How archives are unpacked: what is too much.
///
/// Refused is any archive with an entry that would leave the directory (`..`, absolute, with a
/// drive or backslashes), is a link or a device, is encrypted, or has the name of another, upper
/// and lower case being the same; with overlapping entries; and with entries the directory already
/// has. Names of entries are the only ones that become paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpack {
    /// How many entries an archive may have; 100 000 by default.
    pub entries: u64,
    /// How many bytes it may unpack to; 16 GiB by default.
    pub bytes: u64,
    /// How many times its packed size it may unpack to, if that is more than 16 MiB; 250 by
    /// default.
    pub ratio: u64,
}

impl Default for Unpack {
    fn default() -> Self {
        Self {
            entries: 100_000,
            bytes: 16 << 30,
            ratio: 250,
        }
    }
}

/// What was unpacked.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// How many files there were.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

impl Unpack {
    /// Unpacks a file into a directory, which is made if it is not there; the one it is in has to
    /// be. Files are read and written on the calling thread, so an async program does this where
    /// it may block.
    ///
    /// # Errors
    /// The file is no archive as described above, or could not be read, or the directory not be
    /// written. The directory is as it was.
    pub fn file(
        &self,
        archive: impl AsRef<Path>,
        directory: impl AsRef<Path>,
    ) -> Result<Unpacked, UnpackError> {
        let archive = archive.as_ref();
        let file = File::open(archive).map_err(|error| UnpackError::of_file(archive, error))?;
        self.reader(BufReader::new(file), directory)
    }

    /// Unpacks what is not in a file.
    ///
    /// # Errors
    /// As [`file`](Self::file).
    pub fn reader<R: Read + Seek>(
        &self,
        mut archive: R,
        directory: impl AsRef<Path>,
    ) -> Result<Unpacked, UnpackError> {
        let announced = unpack_plan::announced(&mut archive)?;
        if announced > self.entries {
            return Err(UnpackError::TooMuch(Found::Entries(announced)));
        }
        let mut archive = ZipArchive::new(archive)?;
        if archive.len() as u64 != announced {
            return Err(UnpackError::Malformed("entries of the same name".into()));
        }
        let entries = unpack_plan::entries(&mut archive, self)?;
        let target = Target::prepare(directory.as_ref(), &entries)?;
        let unpacked = write(&mut archive, &entries, &target.staging)?;
        target.finish()?;
        Ok(unpacked)
    }
}

fn write<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    entries: &[Entry],
    staging: &Path,
) -> Result<Unpacked, UnpackError> {
    let mut unpacked = Unpacked::default();
    for (at, entry) in entries.iter().enumerate() {
        let path = staging.join(&entry.path);
        let failed = |error| UnpackError::of_file(&entry.path, error);
        if entry.is_directory {
            fs::create_dir_all(&path).map_err(failed)?;
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(failed)?;
        // A size that is not true must not be found out by writing what there is.
        let mut content = archive.by_index(at)?.take(entry.bytes.saturating_add(1));
        let bytes = io::copy(&mut content, &mut file).map_err(|error| match error.kind() {
            // Of the archive, whose checksums and streams tell what is wrong with them.
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof => {
                UnpackError::Entry(entry.name.clone(), error.to_string())
            }
            _ => failed(error),
        })?;
        if bytes != entry.bytes {
            let wrong = format!("{bytes} bytes or more instead of {}", entry.bytes);
            return Err(UnpackError::Entry(entry.name.clone(), wrong));
        }
        unpacked.files += 1;
        unpacked.bytes += bytes;
    }
    Ok(unpacked)
}

/// The directory to be, and where its content is until then.
struct Target {
    directory: PathBuf,
    staging: PathBuf,
    /// The entries that move, if the directory is there already.
    moves: Option<BTreeSet<String>>,
}

impl Target {
    fn prepare(directory: &Path, entries: &[Entry]) -> Result<Self, UnpackError> {
        let failed = |error| UnpackError::of_file(directory, error);
        let name = format!(".unpack-{}", random_text());
        let exists = match fs::metadata(directory) {
            Ok(found) if found.is_dir() => true,
            Ok(_) => return Err(failed(io::ErrorKind::NotADirectory.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(failed(error)),
        };
        let mut moves = None;
        if exists {
            let top = |entry: &Entry| entry.name.split('/').next().unwrap_or_default().to_owned();
            let names: BTreeSet<String> = entries.iter().map(top).collect();
            for name in &names {
                let path = directory.join(name);
                if fs::symlink_metadata(&path).is_ok() {
                    let error = io::ErrorKind::AlreadyExists.into();
                    return Err(UnpackError::of_file(&path, error));
                }
            }
            moves = Some(names);
        }
        // On the same file system as what it is to become.
        let beside = if exists {
            Some(directory)
        } else {
            directory.parent()
        };
        let staging = beside.unwrap_or_else(|| Path::new("")).join(name);
        fs::create_dir(&staging).map_err(failed)?;
        Ok(Self {
            directory: directory.to_owned(),
            staging,
            moves,
        })
    }

    fn finish(mut self) -> Result<(), UnpackError> {
        let Some(names) = self.moves.take() else {
            let moved = fs::rename(&self.staging, &self.directory);
            return moved.map_err(|error| UnpackError::of_file(&self.directory, error));
        };
        let mut moved = Vec::new();
        for name in &names {
            let (from, to) = (self.staging.join(name), self.directory.join(name));
            if let Err(error) = fs::rename(&from, &to) {
                for (from, to) in moved {
                    // Whatever is in the way of this is not this program's.
                    let _ = fs::rename(to, from);
                }
                return Err(UnpackError::of_file(&to, error));
            }
            moved.push((from, to));
        }
        Ok(())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // Gone if it has become the directory; otherwise nobody else has it.
        let _ = fs::remove_dir_all(&self.staging);
    }
}
