//! The files that a description refers to, read from the directory it is in and from nowhere else.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use generator::Source;
use generator::limits::MAX_BYTES;
use generator::read::{self, Beside};

/// The files that the description at `path` refers to.
#[must_use]
pub fn beside(description: &Source, path: &Path) -> Vec<Beside> {
    let directory = path.parent().filter(|parent| *parent != Path::new(""));
    let directory = directory.unwrap_or(Path::new("."));
    read::gather(description, &mut |file| {
        load(directory, file).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        })
    })
}

/// A file that is in the directory, with all links followed.
fn load(directory: &Path, file: &str) -> io::Result<Vec<u8>> {
    let path = directory.join(file).canonicalize()?;
    if !path.starts_with(directory.canonicalize()?) {
        return Err(io::Error::other("a link leads out of the directory"));
    }
    if !path.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    // One byte more than is allowed is enough to be refused.
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let file = fs::File::open(path)?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
