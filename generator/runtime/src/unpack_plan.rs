//! What unpacking an archive would write. Its directory of entries comes in, the paths and sizes
//! of files go out; an entry that must not be written refuses all of it.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::file_name::segment;
use super::unpack::Unpack;
use super::unpack_error::{Found, UnpackError};

/// What is smaller is no bomb, however well it was packed.
const HARMLESS: u64 = 16 << 20;

pub(crate) struct Entry {
    pub(crate) name: String,
    /// Relative, and below where it is joined to.
    pub(crate) path: PathBuf,
    pub(crate) is_directory: bool,
    pub(crate) bytes: u64,
}

/// The entries in the order of the archive, if all may be written.
pub(crate) fn entries<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    limits: &Unpack,
) -> Result<Vec<Entry>, UnpackError> {
    let (mut bytes, mut packed) = (0_u64, 0_u64);
    let mut entries = Vec::new();
    let mut names = Names::default();
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at)?;
        let name = file.name().to_owned();
        let refuse = |reason: &str| Err(UnpackError::Entry(name.clone(), reason.to_owned()));
        if let Err(reason) = checked(&file).and_then(|()| names.add(&name)) {
            return refuse(reason);
        }
        bytes = bytes.saturating_add(file.size());
        packed = packed.saturating_add(file.compressed_size());
        entries.push(Entry {
            path: name.split('/').collect(),
            is_directory: name.ends_with('/'),
            bytes: file.size(),
            name,
        });
    }
    let ratio = bytes / packed.max(1);
    if bytes > limits.bytes {
        return Err(UnpackError::TooMuch(Found::Bytes(bytes)));
    }
    if bytes > HARMLESS && ratio > limits.ratio {
        return Err(UnpackError::TooMuch(Found::Ratio(ratio)));
    }
    if archive.has_overlapping_files()? {
        return Err(UnpackError::Malformed("entries that overlap".into()));
    }
    Ok(entries)
}

fn checked<R: Read>(file: &ZipFile<'_, R>) -> Result<(), &'static str> {
    const KIND: u32 = 0o170_000;
    const REGULAR: u32 = 0o100_000;
    const DIRECTORY: u32 = 0o040_000;
    path(file.name())?;
    let kind = file.unix_mode().unwrap_or_default() & KIND;
    let wanted = if file.name().ends_with('/') {
        DIRECTORY
    } else {
        REGULAR
    };
    if kind != 0 && kind != wanted {
        return Err("is a link or a device");
    }
    if file.encrypted() {
        return Err("is encrypted");
    }
    if file.name().ends_with('/') && file.size() > 0 {
        return Err("is a directory with content");
    }
    Ok(())
}

fn path(name: &str) -> Result<(), &'static str> {
    if name.contains('\\') {
        return Err("has a backslash in its name");
    }
    if name.starts_with('/') {
        return Err("is absolute");
    }
    let drive = name.as_bytes();
    if drive.get(1) == Some(&b':') && drive[0].is_ascii_alphabetic() {
        return Err("names a drive");
    }
    let mut segments = name.strip_suffix('/').unwrap_or(name).split('/');
    segments.try_for_each(segment)
}

/// The paths there will be, as a file system sees them that takes upper and lower case for the
/// same.
#[derive(Default)]
struct Names {
    /// With how each is spelt, and whether it is a file.
    known: BTreeMap<String, (String, bool)>,
}

impl Names {
    fn add(&mut self, name: &str) -> Result<(), &'static str> {
        let (path, is_file) = match name.strip_suffix('/') {
            Some(directory) => (directory, false),
            None => (name, true),
        };
        for (at, _) in path.match_indices('/') {
            self.insert(&path[..at], false)?;
        }
        self.insert(path, is_file)
    }

    fn insert(&mut self, path: &str, is_file: bool) -> Result<(), &'static str> {
        let folded = path.to_uppercase().to_lowercase();
        let entry = (path.to_owned(), is_file);
        match self.known.insert(folded, entry) {
            None => Ok(()),
            Some((before, was_file)) if is_file || was_file => Err(if before == path {
                "has the name of another"
            } else {
                "differs from another in upper and lower case alone"
            }),
            Some((before, _)) if before == path => Ok(()),
            Some(_) => Err("differs from another in upper and lower case alone"),
        }
    }
}

/// How many entries the archive says it has: the library that reads it forgets those that have
/// the name of a later one.
pub(crate) fn announced<R: Read + Seek>(archive: &mut R) -> Result<u64, UnpackError> {
    /// The end of the directory, without a comment (APPNOTE 4.3.16).
    const END: usize = 22;
    const LONGEST_COMMENT: u64 = 65_535;
    let length = archive.seek(SeekFrom::End(0))?;
    let from = length.saturating_sub(END as u64 + LONGEST_COMMENT);
    archive.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    archive
        .take(END as u64 + LONGEST_COMMENT)
        .read_to_end(&mut tail)?;
    let found = tail
        .windows(END)
        .rposition(|end| end.starts_with(b"PK\x05\x06"));
    let at =
        found.ok_or_else(|| UnpackError::Malformed("there is no directory of entries".into()))?;
    let count = u64::from(u16::from_le_bytes([tail[at + 10], tail[at + 11]]));
    if count < u64::from(u16::MAX) {
        return Ok(count);
    }
    announced_64(archive, &tail[..at]).map_err(UnpackError::from)
}

/// In the form for more entries than two bytes can count (APPNOTE 4.3.14 and 4.3.15).
fn announced_64<R: Read + Seek>(archive: &mut R, before: &[u8]) -> io::Result<u64> {
    const LOCATOR: usize = 20;
    let locator = before.len().checked_sub(LOCATOR).map(|at| &before[at..]);
    let Some(locator) = locator.filter(|it| it.starts_with(b"PK\x06\x07")) else {
        return Ok(u64::from(u16::MAX));
    };
    archive.seek(SeekFrom::Start(number(&locator[8..16])))?;
    let mut end = [0; 40];
    archive.read_exact(&mut end)?;
    Ok(number(&end[32..40]))
}

fn number(bytes: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(bytes);
    u64::from_le_bytes(eight)
}
