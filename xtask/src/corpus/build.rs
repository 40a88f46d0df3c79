//! The workspace that the crates are compiled in, and cargo's part of the work.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::crates::{Finished, cargo_in, finished, target, workspace_manifest};

/// A directory with a crate for each document so far.
pub(super) struct Workspace {
    directory: PathBuf,
    target: PathBuf,
    members: Vec<String>,
}

impl Workspace {
    /// A workspace without members, which builds what `root` has locked.
    pub(super) fn new(directory: &Path, root: &Path) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        let directory = directory.canonicalize()?;
        fs::copy(root.join("Cargo.lock"), directory.join("Cargo.lock"))?;
        Ok(Self {
            directory,
            target: target()?,
            members: Vec::new(),
        })
    }

    /// Where a crate goes.
    pub(super) fn member(&mut self, package: &str) -> io::Result<PathBuf> {
        self.members.push(package.to_owned());
        let manifest = workspace_manifest(&self.members);
        fs::write(self.directory.join("Cargo.toml"), manifest)?;
        Ok(self.directory.join(package))
    }

    /// Runs cargo in the workspace; a warning is a failure.
    pub(super) fn cargo(&self, arguments: &[&str]) -> io::Result<Finished> {
        let mut done = finished(cargo_in(&self.directory, &self.target, arguments))?;
        done.succeeded &= !warns(&done.said);
        Ok(done)
    }
}

/// Whether the compiler has warned. Flags that turn warnings into errors would have everything
/// that the crates depend on built a second time; what cargo finds built, it repeats the warnings of.
fn warns(said: &str) -> bool {
    said.lines().any(|line| line.starts_with("warning"))
}
