//! A cold build of a program that lists artifacts, in a target directory that is not there before.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::Peers;
use crate::bench::measure::{self, Cost};

/// The programs, by what they use, and how they are built.
const PROGRAMS: [(&str, &[&str]); 4] = [
    ("emitted", &["hello-emitted"]),
    (
        "emitted, without TLS",
        &["hello-emitted", "--no-default-features"],
    ),
    ("octocrab", &["hello-octocrab"]),
    ("emitted by progenitor, without TLS", &["hello-progenitor"]),
];

/// A program and what it takes to build it.
pub(super) struct Build {
    pub(super) by: &'static str,
    /// Crates that it depends on, those of build scripts included.
    pub(super) crates: usize,
    pub(super) cost: Cost,
}

pub(super) fn measured(peers: &Peers) -> Result<Vec<Build>, String> {
    let emitted = peers.directory.join("progenitor.rs");
    emit(peers, &emitted)?;
    let builds = PROGRAMS.iter().map(|(by, program)| {
        Ok(Build {
            by,
            crates: crates(peers, program)?,
            cost: cost(peers, by, program, &emitted)?,
        })
    });
    builds.collect()
}

/// Has progenitor write its client.
fn emit(peers: &Peers, to: &Path) -> Result<(), String> {
    let mut command = peers.cargo(["run", "--package", "emit-by-progenitor", "--target-dir"]);
    command.arg(&peers.target).arg("--");
    command.arg(&peers.description).arg(to);
    measure::once("progenitor emits its client", &mut command).map(drop)
}

fn cost(peers: &Peers, by: &str, program: &[&str], emitted: &Path) -> Result<Cost, String> {
    let cold = peers.directory.join("cold");
    measure::remove(&cold)?;
    let mut command = of(peers, "build", program);
    command.args(["--offline", "--target-dir"]).arg(&cold);
    command.env("EMITTED_BY_PROGENITOR", emitted);
    let cost = measure::once(&format!("cold build, {by}"), &mut command)?;
    measure::remove(&cold)?;
    Ok(cost)
}

fn crates(peers: &Peers, program: &[&str]) -> Result<usize, String> {
    let mut command = of(peers, "tree", program);
    command.args([
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let output = command
        .output()
        .map_err(|error| format!("cargo tree: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let all: BTreeSet<&str> = said.lines().filter(|line| !line.is_empty()).collect();
    Ok(all.len().saturating_sub(1))
}

fn of(peers: &Peers, command: &str, program: &[&str]) -> Command {
    peers.cargo(
        [command, "--package"]
            .into_iter()
            .chain(program.iter().copied()),
    )
}
