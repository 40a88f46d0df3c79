//! The project's own commands, as `cargo xtask`.

#![allow(clippy::print_stdout, reason = "a command prints")]

mod cargo;
mod ci;

use std::process::ExitCode;

use clap::Parser;
use xtask::cli::{Cli, Command};
use xtask::codegen;

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Ci { list } => ci::run(list),
        Command::Codegen(arguments) => {
            let outcome = codegen::run(&arguments);
            anstream::print!("{}", outcome.stdout);
            anstream::eprint!("{}", outcome.stderr);
            ExitCode::from(outcome.code)
        }
    }
}
