//! The project's own commands, as `cargo xtask`.

#![allow(clippy::print_stdout, reason = "a command prints")]

mod bench;
mod cargo;
mod ci;
mod conformance;
mod corpus;
mod crates;
mod faults;
mod golden;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use xtask::cli::{Cli, Command};
use xtask::{Outcome, codegen, diff, release, vendor, workspace};

/// Generating is allocating, for the most part.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let root = cli.root.unwrap_or_else(workspace);
    match cli.command {
        Command::Bench(arguments) => finish(&bench::run(&arguments, &root)),
        Command::Ci { list } => ci::run(list),
        Command::Codegen(arguments) => finish(&codegen::run(&arguments, &root)),
        Command::Conformance => finish(&conformance::run()),
        Command::Corpus(arguments) => finish(&corpus::run(&arguments)),
        Command::Faults(arguments) => finish(&faults::run(&arguments)),
        Command::Golden(arguments) => finish(&golden::run(&arguments)),
        Command::Diff(arguments) => finish(&diff::run(&arguments, &root)),
        Command::Release(arguments) => finish(&release::run(&arguments, &root)),
        Command::Vendor(arguments) => finish(&vendor::run(&arguments, &root)),
    }
}

fn finish(outcome: &Outcome) -> ExitCode {
    anstream::print!("{}", outcome.stdout);
    anstream::eprint!("{}", outcome.stderr);
    ExitCode::from(outcome.code)
}
