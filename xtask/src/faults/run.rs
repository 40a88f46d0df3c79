//! The copy that faults are made in, and the crates that come of it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Fault;
use crate::crates::{cargo_in, finished, target, workspace_manifest};

/// What the generator is built from.
const SOURCES: [&str; 5] = ["Cargo.toml", "examples", "runtime", "src", "testing"];

/// A copy of the sources and a workspace of the crates that they make.
pub(super) struct Laboratory {
    /// Where the sources are right.
    root: PathBuf,
    sources: PathBuf,
    /// Where the sources are built, by themselves: cargo takes them for the ones they are copied from.
    build: PathBuf,
    crates: PathBuf,
    target: PathBuf,
}

/// What the emitted tests say of a crate.
pub(super) enum Verdict {
    /// These tests fail.
    Failed(Vec<String>),
    /// These tests don't compile, although the crate does.
    NotCompiled(Vec<String>),
    /// There is no crate to test.
    NoCrate(String),
    /// Nothing is wrong.
    Missed,
}

impl Verdict {
    pub(super) fn is_caught(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::NotCompiled(_))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(tests) => match tests.as_slice() {
                [] => f.write_str("a test"),
                [one] => write!(f, "`{one}`"),
                [first, rest @ ..] => write!(f, "`{first}` and {} more", rest.len()),
            },
            Self::NotCompiled(tests) => {
                write!(f, "the compiler, in `{}`", tests.join("`, `"))
            }
            Self::NoCrate(why) => write!(f, "**nothing**: {why}"),
            Self::Missed => f.write_str("**nothing**"),
        }
    }
}

impl Laboratory {
    /// Copies the sources below `root`, for crates of these golden cases.
    pub(super) fn new(root: &Path, cases: &BTreeSet<String>) -> io::Result<Self> {
        let target = target()?;
        let it = Self {
            root: root.to_owned(),
            sources: target.join("faults/sources"),
            build: target.join("faults/build"),
            crates: target.join("faults/crates"),
            target,
        };
        for name in SOURCES {
            copy(
                &root.join("generator").join(name),
                &it.sources.join("generator").join(name),
            )?;
        }
        let manifest = manifest(&fs::read_to_string(root.join("Cargo.toml"))?)?;
        write(&it.sources.join("Cargo.toml"), manifest.as_bytes())?;
        let packages: BTreeSet<String> = cases.iter().map(|case| package(case)).collect();
        write(
            &it.crates.join("Cargo.toml"),
            workspace_manifest(&packages).as_bytes(),
        )?;
        for workspace in [&it.sources, &it.crates] {
            fs::copy(root.join("Cargo.lock"), workspace.join("Cargo.lock"))?;
        }
        for case in cases {
            it.emit(case)?.map_err(io::Error::other)?;
        }
        Ok(it)
    }

    /// What the tests say with a fault in the sources, which is gone again afterwards.
    pub(super) fn with(&self, fault: &Fault) -> io::Result<Verdict> {
        let right = fs::read_to_string(self.root.join(&fault.file))?;
        let wrong = fault.made_in(&right).map_err(io::Error::other)?;
        let place = self.sources.join(&fault.file);
        fs::write(&place, wrong)?;
        let verdict = self.emit(&fault.case).and_then(|emitted| match emitted {
            Ok(()) => self.verdict(&fault.case),
            Err(why) => Ok(Verdict::NoCrate(why)),
        });
        fs::write(&place, right)?;
        verdict
    }

    /// Writes the crate of a case, or says why there is none.
    fn emit(&self, case: &str) -> io::Result<Result<(), String>> {
        let spec = format!("generator/tests/golden/{case}/spec.yaml");
        let arguments = ["run", "--package", "generator", "--example", "crate"];
        let mut command = cargo_in(&self.sources, &self.build, &arguments);
        command
            .arg("--")
            .arg(self.root.join(spec))
            .arg(self.crates.join(package(case)))
            .arg(package(case));
        let done = finished(command)?;
        let line = |it: &&str| it.starts_with("error") || it.starts_with("Error");
        let why = done.said.lines().find(line).unwrap_or(&done.said);
        Ok(if done.succeeded {
            Ok(())
        } else {
            Err(why.to_owned())
        })
    }

    /// What the tests of a case's crate say.
    pub(super) fn verdict(&self, case: &str) -> io::Result<Verdict> {
        let package = package(case);
        let directory = self.crates.join(&package);
        let manifest = fs::read_to_string(directory.join("Cargo.toml"))?;
        // Where there are several tags, each is a feature, and `full` is all of them.
        let features = if manifest.contains("\nfull = [") {
            "serialize,full"
        } else {
            "serialize"
        };
        let mut arguments = vec![
            "test",
            "--package",
            &package,
            "--no-default-features",
            "--features",
            features,
            "--no-fail-fast",
        ];
        let tests = names(&directory.join("tests"))?;
        arguments.extend(tests.iter().flat_map(|it| ["--test", it]));
        let mut command = cargo_in(&self.crates, &self.target, &arguments);
        // The same crates are built again and again, with little that is new in them.
        command.env("CARGO_INCREMENTAL", "1");
        let done = finished(command)?;
        Ok(if done.succeeded {
            Verdict::Missed
        } else {
            judged(&done.said)
        })
    }
}

/// What cargo and the tests have said, as a verdict.
fn judged(said: &str) -> Verdict {
    let between = |line: &str, before: &str, after: &str| {
        let rest = line.split_once(before)?.1;
        Some(rest.split_once(after)?.0.to_owned())
    };
    let all = |before: &str, after: &str| -> BTreeSet<String> {
        said.lines()
            .filter_map(|line| between(line, before, after))
            .collect()
    };
    let failed = all("---- ", " stdout ----");
    if !failed.is_empty() {
        return Verdict::Failed(failed.into_iter().collect());
    }
    let not_compiled = all("(test \"", "\")");
    if !not_compiled.is_empty() && !said.contains("(lib)") {
        return Verdict::NotCompiled(not_compiled.into_iter().collect());
    }
    let error = said.lines().find(|line| line.starts_with("error"));
    Verdict::NoCrate(error.unwrap_or("the crate does not compile").to_owned())
}

fn package(case: &str) -> String {
    format!("fault-{}", case.replace('_', "-"))
}

/// The workspace's manifest with the generator as its one member.
fn manifest(text: &str) -> io::Result<String> {
    let mut manifest: toml::Table = text.parse().map_err(io::Error::other)?;
    let workspace = manifest
        .get_mut("workspace")
        .and_then(|it| it.as_table_mut());
    let workspace = workspace.ok_or(io::ErrorKind::InvalidData)?;
    workspace.insert("members".to_owned(), vec!["generator"].into());
    Ok(manifest.to_string())
}

/// The names of what a directory holds, in their order.
fn names(directory: &Path) -> io::Result<BTreeSet<String>> {
    let entries = fs::read_dir(directory)?;
    entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}

/// Copies a file, or a directory with all that is in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return write(to, &fs::read(from)?);
    }
    for name in names(from)? {
        copy(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}

/// Writes a file, unless it is as it should be already: what has a new date is built anew.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|known| known == bytes) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_names_what_has_failed() {
        let check = |said: &str, expected: &str, caught: bool| {
            let verdict = judged(said);
            assert_eq!(
                (verdict.to_string().as_str(), verdict.is_caught()),
                (expected, caught)
            );
        };
        let both = "---- b stdout ----\nthread 'b' panicked\n---- a stdout ----\n";
        check(both, "`a` and 1 more", true);
        check(
            "error: could not compile `fault-x` (test \"requests\") due to 1 previous error",
            "the compiler, in `requests`",
            true,
        );
        check(
            "error[E0425]: no\nerror: could not compile `fault-x` (lib) due to 1 previous error",
            "**nothing**: error[E0425]: no",
            false,
        );
    }

    #[test]
    fn the_copy_has_the_generator_alone() {
        let text =
            "[workspace]\nresolver = \"3\"\nmembers = [\"a\", \"b\"]\n[profile.dev]\ndebug = 1\n";
        let expected = "[workspace]\nmembers = [\"generator\"]\nresolver = \"3\"\n";
        let found = manifest(text).unwrap();
        assert!(
            found.contains("members = [\"generator\"]"),
            "{found}\n{expected}"
        );
        assert!(found.contains("debug = 1"));
    }
}
