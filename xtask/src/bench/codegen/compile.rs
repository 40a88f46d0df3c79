//! What the generated crates cost to compile, once what they depend on is built.

use std::fs;
use std::path::{Path, PathBuf};

use crate::bench::measure::{self, Cost};
use crate::crates::cargo_in;

/// A crate in the workspace that is compiled.
pub(super) struct Crate {
    directory: PathBuf,
    target: PathBuf,
    title: &'static str,
    /// A tag that is compiled alone.
    tag: Option<&'static str>,
}

/// What compiling a crate costs.
pub(super) struct Compiled {
    pub(super) title: &'static str,
    /// `cargo check --all-features`.
    pub(super) all: Cost,
    /// `cargo check` with the default features and one tag.
    pub(super) tag: Option<(&'static str, Cost)>,
    /// `cargo build --release --all-features`.
    pub(super) release: Cost,
}

/// The tag that a program is likely to need alone.
const TAG: &str = "actions";

/// The crates that were generated in `directory`, as a workspace with the repository's lock file.
pub(super) fn workspace(
    directory: &Path,
    target: &Path,
    root: &Path,
    has_whole: bool,
) -> Result<Vec<Crate>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", directory.display());
    let names = ["slice", "whole"];
    let names = if has_whole { &names[..] } else { &names[..1] };
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n{PROFILE}");
    fs::write(directory.join("Cargo.toml"), manifest).map_err(failed)?;
    fs::copy(root.join("Cargo.lock"), directory.join("Cargo.lock")).map_err(failed)?;
    let crates = names.iter().map(|name| {
        let directory = directory.join(name);
        let manifest = fs::read_to_string(directory.join("Cargo.toml")).map_err(failed)?;
        let has_tag = manifest.contains(&format!("\n{TAG} = []\n"));
        Ok(Crate {
            directory,
            target: target.to_owned(),
            title: if *name == "slice" {
                "the slice"
            } else {
                "the whole"
            },
            tag: has_tag.then_some(TAG),
        })
    });
    crates.collect()
}

/// As the repository's own, so that what the crates depend on is built once.
const PROFILE: &str = "\n[profile.dev]\ndebug = \"line-tables-only\"\n";

const ALL: &[&str] = &["check", "--all-features"];
const RELEASE: &[&str] = &["build", "--release", "--all-features"];

impl Crate {
    pub(super) fn measured(&self) -> Result<Compiled, String> {
        let tag = self.tag.map(|tag| {
            let cost = self.cost(&["check", "--features", tag])?;
            Ok::<_, String>((tag, cost))
        });
        Ok(Compiled {
            title: self.title,
            all: self.cost(ALL)?,
            tag: tag.transpose()?,
            release: self.cost(RELEASE)?,
        })
    }

    /// The cost of a run of cargo that finds everything built but the crate itself.
    fn cost(&self, arguments: &[&str]) -> Result<Cost, String> {
        let what = format!("cargo {} of {}", arguments.join(" "), self.title);
        measure::once(
            &format!("{what}, once before"),
            &mut self.command(arguments),
        )?;
        let touched = self.directory.join("src/lib.rs");
        let file = fs::File::options().append(true).open(&touched);
        file.and_then(|file| file.set_modified(std::time::SystemTime::now()))
            .map_err(|error| format!("{}: {error}", touched.display()))?;
        measure::once(&what, &mut self.command(arguments))
    }

    fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = cargo_in(&self.directory, &self.target, arguments);
        command.env("CARGO_INCREMENTAL", "0");
        command
    }
}
