//! The directory that cargo builds into.

use std::io;
use std::path::PathBuf;

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
