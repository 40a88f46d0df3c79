//! `cargo xtask golden`: the golden cases as whole crates, compiled, linted, tested and documented.
//!
//! They are the members of a workspace of their own below the target directory, with the
//! repository's own lock file, so that nothing that is built already is built again.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::time::Instant;

use generator::{Diagnostics, Input, Package, PackageName, Source};

use xtask::cli::Golden;
use xtask::render::{self, Style, Texts};
use xtask::{Outcome, beside, workspace};

use crate::cargo::cargo;
use crate::crates::{target, workspace_manifest};

/// A case after it was written.
struct Crate {
    package: String,
    /// One for each tag, if the crate has features for them.
    features: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Golden) -> Outcome {
    let start = Instant::now();
    let written = target()
        .map_err(|error| format!("error: {error}\n"))
        .and_then(|target| Ok((write_all(&target.join("golden"), arguments)?, target)));
    let (crates, target) = match written {
        Ok(written) => written,
        Err(stderr) => return Outcome::failed(stderr),
    };
    let mut seconds = vec![("written", start.elapsed().as_secs())];
    for (step, run) in steps(&arguments.cases, &crates) {
        let start = Instant::now();
        match succeeds(&run, &target) {
            Ok(None) => {}
            Ok(Some(said)) => {
                let shown = run.arguments.join(" ");
                return Outcome::failed(format!("{said}error: failed: cargo {shown}\n"));
            }
            Err(error) => return Outcome::failed(format!("error: cargo: {error}\n")),
        }
        let elapsed = start.elapsed().as_secs();
        match seconds.iter_mut().find(|(known, _)| *known == step) {
            Some((_, sum)) => *sum += elapsed,
            None => seconds.push((step, elapsed)),
        }
    }
    let seconds: Vec<String> = seconds
        .iter()
        .map(|(step, seconds)| format!("{step} {seconds} s"))
        .collect();
    Outcome {
        stderr: format!("{}: {}\n", count(&crates), seconds.join(", ")),
        ..Outcome::default()
    }
}

fn count(crates: &[Crate]) -> String {
    match crates.len() {
        1 => "1 crate".to_owned(),
        count => format!("{count} crates"),
    }
}

/// A run of cargo in the cases' workspace.
struct Run {
    arguments: Vec<String>,
    environment: &'static [(&'static str, &'static str)],
}

/// What is done with the crates, and what the summary calls it.
fn steps(chosen: &[String], crates: &[Crate]) -> Vec<(&'static str, Run)> {
    let packages: Vec<String> = if chosen.is_empty() {
        vec!["--workspace".to_owned()]
    } else {
        let packages = crates.iter().map(|it| it.package.clone());
        packages
            .flat_map(|it| ["--package".to_owned(), it])
            .collect()
    };
    let of_all = |command: &str, rest: &[&str]| Run {
        arguments: std::iter::once(command.to_owned())
            .chain(packages.iter().cloned())
            .chain(rest.iter().map(|&it| it.to_owned()))
            .collect(),
        environment: &[],
    };
    let clippy = [
        "--all-targets",
        "--all-features",
        "--keep-going",
        "--",
        "-D",
        "warnings",
    ];
    let mut steps = vec![("clippy", of_all("clippy", &clippy))];
    for Crate { package, features } in crates {
        // With no feature of a tag, what they share has to be clean, too.
        let none = (!features.is_empty()).then_some("");
        for feature in features.iter().map(String::as_str).chain(none) {
            steps.push(("features alone", alone(package, feature)));
        }
    }
    let doc = ["--all-features", "--no-deps"];
    // Cargo refuses a feature that none of the crates has.
    let has_tags = crates.iter().any(|it| !it.features.is_empty());
    let features = if has_tags {
        "serialize,full"
    } else {
        "serialize"
    };
    // The tests bring a transport of their own, and link in a moment without reqwest and TLS.
    let test = [
        "--no-default-features",
        "--features",
        features,
        "--no-fail-fast",
    ];
    steps.push(("test", of_all("test", &test)));
    steps.push((
        "doc",
        Run {
            environment: &[("RUSTDOCFLAGS", "-D warnings")],
            ..of_all("doc", &doc)
        },
    ));
    steps
}

/// The lint of a crate with one feature, or with none.
fn alone(package: &str, feature: &str) -> Run {
    let arguments = [
        "clippy",
        "--package",
        package,
        "--no-default-features",
        "--features",
        feature,
        "--",
        "-D",
        "warnings",
    ];
    Run {
        arguments: arguments.map(str::to_owned).to_vec(),
        environment: &[],
    }
}

/// Nothing if cargo succeeds, and what it said otherwise. On a terminal it speaks for itself.
fn succeeds(run: &Run, target: &Path) -> io::Result<Option<String>> {
    let Run {
        arguments,
        environment,
    } = run;
    let (subcommand, rest) = arguments.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = cargo();
    let is_terminal = io::stderr().is_terminal();
    command
        .arg(subcommand)
        .args((!is_terminal).then_some("--quiet"))
        .arg("--manifest-path")
        .arg(target.join("golden/Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .args(rest)
        .envs(environment.iter().copied())
        .current_dir(workspace());
    if is_terminal {
        return Ok((!command.status()?.success()).then(String::new));
    }
    let output = command.output()?;
    let said = [output.stderr, output.stdout].concat();
    Ok((!output.status.success()).then(|| String::from_utf8_lossy(&said).into_owned()))
}

/// Writes the workspace, whole; gives the crates that were asked for.
fn write_all(directory: &Path, arguments: &Golden) -> Result<Vec<Crate>, String> {
    let failed = |error: io::Error| format!("error: {error}\n");
    let names = names().map_err(failed)?;
    if let Some(unknown) = arguments.cases.iter().find(|it| !names.contains(*it)) {
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        let known = known.join(", ");
        return Err(format!(
            "error: there is no case `{unknown}`\nhelp: there are {known}\n"
        ));
    }
    let mut crates = Vec::new();
    let mut faults = String::new();
    for name in &names {
        match write(directory, name) {
            Ok(it) if arguments.cases.is_empty() || arguments.cases.contains(name) => {
                crates.push(it);
            }
            Ok(_) => {}
            Err(fault) => faults.push_str(&fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    finish(directory, &names).map_err(failed)?;
    Ok(crates)
}

/// The names of all cases, in their order.
fn names() -> io::Result<BTreeSet<String>> {
    let entries = fs::read_dir(workspace().join("generator/tests/golden"))?;
    entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}

fn write(directory: &Path, name: &str) -> Result<Crate, String> {
    let path = format!("generator/tests/golden/{name}/spec.yaml");
    let bytes =
        fs::read(workspace().join(&path)).map_err(|error| format!("error: {path}: {error}\n"))?;
    let package: PackageName = format!("golden-{}", name.replace('_', "-"))
        .parse()
        .map_err(|error| format!("error: {name}: {error}\n"))?;
    let description = Source {
        name: path.clone(),
        bytes,
    };
    let input = Input {
        beside: beside(&description, &workspace().join(&path)),
        description,
        overlay: None,
        package: Package::new(package.clone(), "cargo xtask golden".to_owned()),
        api_version: None,
        examples: Vec::new(),
    };
    let rendered =
        |found: Diagnostics| render::render(&found, &Texts::of_input(&input), Style::Colour);
    let output = generator::generate(&input).map_err(rendered)?;
    let values = generator::value_tests(&input).map_err(rendered)?;
    let tree = output.tree.with(values.tree);
    let written = tree.write(&directory.join(name));
    written.map_err(|error| format!("error: {error}\n"))?;
    let manifest = tree.get("Cargo.toml").unwrap_or_default();
    Ok(Crate {
        package: package.to_string(),
        features: features(manifest),
    })
}

/// The features that `full` is made of.
fn features(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().unwrap_or_default();
    let full = manifest
        .get("features")
        .and_then(|it| it.get("full"))
        .and_then(|it| it.as_array());
    let names = full.into_iter().flatten().filter_map(|it| it.as_str());
    names.map(str::to_owned).collect()
}

/// Deletes crates that are no case any more, and makes the rest a workspace.
fn finish(directory: &Path, names: &BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let is_case = names.contains(entry.file_name().to_string_lossy().as_ref());
        if entry.file_type()?.is_dir() && !is_case {
            fs::remove_dir_all(entry.path())?;
        }
    }
    let manifest = workspace_manifest(names);
    let path = directory.join("Cargo.toml");
    // Clippy lints everything again when the file has a new date.
    if fs::read_to_string(&path).unwrap_or_default() != manifest {
        fs::write(path, manifest)?;
    }
    fs::copy(workspace().join("Cargo.lock"), directory.join("Cargo.lock"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_features_of_tags_are_those_of_full() {
        let manifest = "[features]\ndefault = []\na = []\nb = []\nfull = [\"a\", \"b\"]";
        assert_eq!(features(manifest), ["a", "b"]);
        assert!(features("[features]\ndefault = []").is_empty());
    }

    #[test]
    fn a_crate_is_linted_with_each_feature_alone_and_with_none() {
        check(&["b", "c"], &["b", "c", "", "serialize,full"]);
    }

    #[test]
    fn a_crate_without_tags_has_no_feature_for_them() {
        check(&[], &["serialize"]);
    }

    /// What follows `--features` in the runs for a crate with the features of these tags.
    fn check(tags: &[&str], expected: &[&str]) {
        let crates = [Crate {
            package: "a".to_owned(),
            features: tags.iter().map(|&it| it.to_owned()).collect(),
        }];
        let steps = steps(&["a".to_owned()], &crates);
        let found: Vec<&str> = steps
            .iter()
            .filter_map(|(_, run)| {
                let at = run.arguments.iter().position(|it| it == "--features")?;
                Some(run.arguments[at + 1].as_str())
            })
            .collect();
        assert_eq!(found, expected);
    }
}
