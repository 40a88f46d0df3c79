//! The project's own commands: the thin part around the generator that reads, writes and prints.

mod beside;
pub mod cli;
pub mod codegen;
pub mod diff;
mod digest;
pub mod lock;
pub mod release;
pub mod render;
pub mod report;
pub mod vendor;

use std::path::{Path, PathBuf};

pub use beside::beside;

/// The directory of the workspace, wherever the command was started.
#[must_use]
pub fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// What a command has to say, and its exit code: 0 done, 1 errors or drift, 2 wrong usage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What was asked for.
    pub stdout: String,
    /// What there is to say about it; with colours, which are stripped where there is no terminal.
    pub stderr: String,
    /// The exit code.
    pub code: u8,
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

impl Outcome {
    /// Nothing was done, and why.
    #[must_use]
    pub fn failed(stderr: String) -> Self {
        Self {
            stdout: String::new(),
            stderr,
            code: 1,
        }
    }
}
