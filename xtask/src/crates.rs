//! Workspaces of emitted crates below the target directory, and what cargo says of them.

use std::fmt::Write as _;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use wait4::Wait4 as _;

use xtask::workspace;

use crate::cargo::cargo;

/// Where cargo puts what it builds, by its own word.
pub(crate) fn target() -> io::Result<PathBuf> {
    let output = cargo()
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(workspace())
        .output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let target = metadata["target_directory"].as_str();
    target
        .map(PathBuf::from)
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// A run of cargo on emitted crates, which share a target directory with others.
pub(crate) fn cargo_in(directory: &Path, target: &Path, arguments: &[&str]) -> Command {
    let mut command = cargo();
    command
        .args(arguments)
        .arg("--quiet")
        .arg("--target-dir")
        .arg(target)
        .current_dir(directory);
    command
}

/// What a command said, and what it took.
pub(crate) struct Finished {
    pub(crate) succeeded: bool,
    /// All that it said, in its order.
    pub(crate) said: String,
    /// Of the command and of all that it ran.
    pub(crate) processor_time: Duration,
}

/// Runs a command to its end.
pub(crate) fn finished(mut command: Command) -> io::Result<Finished> {
    let (mut reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn()?;
    // It holds the ends that are written to, without which there is no end to read.
    drop(command);
    let mut said = Vec::new();
    reader.read_to_end(&mut said)?;
    let done = child.wait4()?;
    Ok(Finished {
        succeeded: done.status.success(),
        said: String::from_utf8_lossy(&said).into_owned(),
        processor_time: done.rusage.utime + done.rusage.stime,
    })
}

/// Nobody debugs emitted crates, and all of them are built anew when the generator changes. What
/// they depend on stays as the repository's own workspace builds it, so that it is built once.
const PROFILE: &str = "
[profile.dev]
debug = false
incremental = false

[profile.dev.package.\"*\"]
debug = \"line-tables-only\"
";

/// The manifest of a workspace of emitted crates.
pub(crate) fn workspace_manifest<'n>(members: impl IntoIterator<Item = &'n String>) -> String {
    let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [\n".to_owned();
    for name in members {
        // Writing to a string cannot fail.
        let _ = writeln!(manifest, "    {name:?},");
    }
    manifest.push_str("]\n");
    manifest.push_str(PROFILE);
    manifest
}
