//! The workspace that the crates are compiled in, and cargo's part of the work.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use crate::cargo::cargo;
use crate::crates::{target, workspace_manifest};
use crate::usage::processor_time_of_children;

/// A directory with a crate for each document so far.
pub(super) struct Workspace {
    directory: PathBuf,
    target: PathBuf,
    members: Vec<String>,
}

/// What cargo said, and what it took.
pub(super) struct Run {
    pub(super) succeeded: bool,
    pub(super) said: String,
    /// Of cargo and of all that it ran.
    pub(super) processor_time: Option<Duration>,
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
    pub(super) fn cargo(&self, arguments: &[&str]) -> io::Result<Run> {
        let before = processor_time_of_children();
        let Output {
            status,
            stdout,
            stderr,
        } = cargo()
            .args(arguments)
            .arg("--quiet")
            .arg("--target-dir")
            .arg(&self.target)
            .current_dir(&self.directory)
            .output()?;
        let said = [stderr, stdout].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        let used = processor_time_of_children().zip(before);
        Ok(Run {
            succeeded: status.success() && !warns(&said),
            said,
            processor_time: used.map(|(after, before)| after.saturating_sub(before)),
        })
    }
}

/// Whether the compiler has warned. Flags that turn warnings into errors would have everything
/// that the crates depend on built a second time; what cargo finds built, it repeats the warnings of.
fn warns(said: &str) -> bool {
    said.lines().any(|line| line.starts_with("warning"))
}
