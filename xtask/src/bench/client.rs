//! `cargo xtask bench client`: what the emitted client costs, beside what a program could use
//! instead: hand-written code, octocrab, and a crate that progenitor emits.
//!
//! All of that is the workspace `bench/`, with a lock file of its own. Whatever is compared is
//! measured in turn, and of each the least is told: what disturbs only ever adds.

mod build;
mod download;
mod report;
mod timing;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::Outcome;
use xtask::cli::BenchClient;

use super::{measure, readme};
use crate::cargo::cargo;
use crate::crates::target;
use report::Report;

/// Runs the command in the workspace `root`.
pub(super) fn run(arguments: &BenchClient, root: &Path) -> Result<Outcome, String> {
    let peers = Peers::new(root)?;
    let report = peers.report()?;
    let stdout = report::table(&report);
    if arguments.write {
        readme::splice(root, "client", &stdout)?;
    }
    Ok(Outcome {
        stdout,
        ..Outcome::default()
    })
}

/// The workspace of those the client is compared with.
struct Peers {
    workspace: PathBuf,
    /// The description that progenitor reads: upstream's, without what is added for the generator.
    description: PathBuf,
    /// Where everything is put.
    directory: PathBuf,
    target: PathBuf,
}

impl Peers {
    fn new(root: &Path) -> Result<Self, String> {
        let target = target().map_err(|error| error.to_string())?;
        let directory = target.join("bench").join("client");
        fs::create_dir_all(&directory)
            .map_err(|error| format!("{}: {error}", directory.display()))?;
        Ok(Self {
            workspace: root.join("bench"),
            description: root.join("spec/2022-11-28/artifacts.yaml"),
            directory,
            target,
        })
    }

    fn report(&self) -> Result<Report, String> {
        measure::once(
            "what is not here yet is downloaded",
            &mut self.cargo(["fetch"]),
        )?;
        measure::once(
            "the program of those compared is built",
            self.cargo(["build", "--release", "--package", "client", "--target-dir"])
                .arg(&self.target),
        )?;
        let program = self.target.join("release").join("client");
        Ok(Report {
            versions: self.versions()?,
            decode: timing::of(&program, "decode")?,
            requests: timing::of(&program, "requests")?,
            downloads: download::measured(&program, &self.directory)?,
            builds: build::measured(self)?,
        })
    }

    /// A run of cargo in the workspace, with the versions of its lock file.
    fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = cargo();
        command.arg("--locked").args(arguments);
        command.current_dir(&self.workspace);
        command
    }

    /// The versions that are compared, from the lock file.
    fn versions(&self) -> Result<Vec<(&'static str, String)>, String> {
        let file = self.workspace.join("Cargo.lock");
        let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let text = fs::read_to_string(&file).map_err(|error| failed(&error))?;
        let lock: toml::Table = toml::from_str(&text).map_err(|error| failed(&error))?;
        let packages = lock.get("package").and_then(toml::Value::as_array);
        let version = |name: &'static str| {
            let is_it =
                |it: &&toml::Value| it.get("name").and_then(toml::Value::as_str) == Some(name);
            let package = packages.into_iter().flatten().find(is_it);
            let version = package.and_then(|it| it.get("version")?.as_str());
            Ok((
                name,
                version
                    .ok_or_else(|| failed(&format!("no {name}")))?
                    .to_owned(),
            ))
        };
        ["reqwest", "octocrab", "progenitor"]
            .map(version)
            .into_iter()
            .collect()
    }
}
