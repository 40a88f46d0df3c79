//! The workspace that the crates are compiled in, and cargo's part of the work.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use wait4::Wait4 as _;

use crate::crates::{cargo_in, target, workspace_manifest};

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
    pub(super) processor_time: Duration,
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
        let (mut reader, writer) = io::pipe()?;
        let mut command = cargo_in(&self.directory, &self.target, arguments);
        command.stdout(writer.try_clone()?).stderr(writer);
        let mut child = command.spawn()?;
        // It holds the ends that are written to, without which there is no end to read.
        drop(command);
        let mut said = Vec::new();
        reader.read_to_end(&mut said)?;
        let done = child.wait4()?;
        let said = String::from_utf8_lossy(&said).into_owned();
        Ok(Run {
            succeeded: done.status.success() && !warns(&said),
            said,
            processor_time: done.rusage.utime + done.rusage.stime,
        })
    }
}

/// Whether the compiler has warned. Flags that turn warnings into errors would have everything
/// that the crates depend on built a second time; what cargo finds built, it repeats the warnings of.
fn warns(said: &str) -> bool {
    said.lines().any(|line| line.starts_with("warning"))
}
