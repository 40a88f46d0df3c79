//! `cargo xtask bench`: what is measured is told in figures and, where a machine's speed would
//! decide, in ratios of one run.

mod client;
mod codegen;
mod measure;
mod readme;

use std::path::Path;

use xtask::Outcome;
use xtask::cli::{Bench, BenchCommand};

use crate::cargo::cargo;

/// Runs the command in the workspace `root`.
pub(crate) fn run(arguments: &Bench, root: &Path) -> Outcome {
    let done = match &arguments.command {
        // What is measured are other programs.
        BenchCommand::Client(arguments) => client::run(arguments, root),
        _ if cfg!(debug_assertions) => optimized(root),
        BenchCommand::Codegen(arguments) => codegen::run(arguments, root),
    };
    done.unwrap_or_else(|message| Outcome::failed(format!("error: {}\n", message.trim_end())))
}

/// The same command again, as a program whose speed says something.
fn optimized(root: &Path) -> Result<Outcome, String> {
    let status = cargo()
        .args(["run", "--quiet", "--release", "--package", "xtask", "--"])
        .args(std::env::args_os().skip(1))
        .current_dir(root)
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(Outcome {
        code: code.unwrap_or(1),
        ..Outcome::default()
    })
}
