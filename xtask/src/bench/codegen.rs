//! `cargo xtask bench codegen`: what generating costs, and what is generated.
//!
//! The floor is openapiv3 reading the same text with nothing done to it (`src/bin/floor.rs`). Every
//! figure is that of a process of its own, the least of some runs, floor and generation in turn.

mod compile;
mod multiply;
mod report;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use xtask::Outcome;
use xtask::cli::BenchCodegen;

use super::measure::{self, Cost};
use super::readme;
use crate::cargo::cargo;
use crate::crates::target;
use compile::Compiled;
use multiply::multiply;
use report::{Growth, Report, Row};

/// Runs of everything that takes a moment.
const RUNS: usize = 3;

fn is_json(file: &Path) -> bool {
    file.extension().is_some_and(|it| it == "json")
}

pub(super) fn run(arguments: &BenchCodegen, root: &Path) -> Result<Outcome, String> {
    let default = root.join("../shared/corpus/github.json");
    let file = arguments.file.as_deref().unwrap_or(&default);
    let target = target().map_err(|error| error.to_string())?;
    let bench = Bench {
        floor: floor(root, &target)?,
        root: root.to_owned(),
        directory: target.join("bench"),
        target,
    };
    fs::create_dir_all(&bench.directory).map_err(|error| error.to_string())?;
    let mut outcome = Outcome::default();
    let whole = if file.is_file() {
        Some(file)
    } else {
        outcome.stderr = format!("skipped: there is no {}\n", file.display());
        None
    };
    let report = bench.report(whole)?;
    outcome.stdout = report::table(&report);
    if arguments.write {
        readme::splice(root, "codegen", &outcome.stdout)?;
    }
    Ok(outcome)
}

struct Bench {
    /// The program that reads a description, and does nothing else.
    floor: PathBuf,
    root: PathBuf,
    directory: PathBuf,
    target: PathBuf,
}

impl Bench {
    fn report(&self, whole: Option<&Path>) -> Result<Report, String> {
        let mut report = Report::default();
        let slice = self.directory.join("slice");
        report.slice = Some(self.generate("the slice", None, &slice)?);
        if let Some(file) = whole {
            self.whole(file, &mut report)?;
        }
        let crates =
            compile::workspace(&self.directory, &self.target, &self.root, whole.is_some())?;
        report.compiled = crates
            .iter()
            .map(compile::Crate::measured)
            .collect::<Result<Vec<Compiled>, String>>()?;
        Ok(report)
    }

    fn whole(&self, file: &Path, report: &mut Report) -> Result<(), String> {
        measure::progress("the document in other forms");
        let document = document(file)?;
        report.operations = operations(&document);
        let json = self.write("whole.json", &document, as_json)?;
        let yaml = self.write("whole.yaml", &document, as_yaml)?;
        let out = self.directory.join("whole");
        for (format, file) in [("JSON", &json), ("YAML", &yaml)] {
            report.rows.push(Row {
                format,
                floor: self.floor_of(format, file)?,
                generation: self.generate(format, Some(file), &out)?,
            });
        }
        for times in [2, 4] {
            let file = self.write("multiplied.json", &multiply(&document, times), as_json)?;
            let what = format!("{times}× the operations");
            let out = self.directory.join("multiplied");
            report.growth.push(Growth {
                times,
                floor: self.floor_of(&what, &file)?,
                generation: self.generate(&what, Some(&file), &out)?,
            });
            measure::remove(&out)?;
            fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(())
    }

    fn write(
        &self,
        name: &str,
        document: &Value,
        text: fn(&Value) -> Result<String, String>,
    ) -> Result<PathBuf, String> {
        let path = self.directory.join(name);
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        let mut file = fs::File::create(&path).map_err(failed)?;
        file.write_all(text(document)?.as_bytes()).map_err(failed)?;
        Ok(path)
    }

    /// The cost of reading a description, in a process of its own.
    fn floor_of(&self, what: &str, file: &Path) -> Result<Cost, String> {
        measure::least(&format!("floor, {what}"), RUNS, &mut || {
            let mut command = Command::new(&self.floor);
            command.arg(file);
            Ok(command)
        })
    }

    /// Into a directory that is not there before.
    fn generate(&self, what: &str, file: Option<&Path>, out: &Path) -> Result<Cost, String> {
        measure::least(&format!("generation, {what}"), RUNS, &mut || {
            measure::remove(out).map_err(std::io::Error::other)?;
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("codegen").arg("--out").arg(out);
            if let Some(file) = file {
                command.arg("--spec").arg(file).args(["--name", "whole"]);
            }
            command.arg("--root").arg(&self.root);
            Ok(command)
        })
    }
}

/// Builds the floor, which has the system's allocator as any caller of openapiv3 would.
fn floor(root: &Path, target: &Path) -> Result<PathBuf, String> {
    let mut build = cargo();
    build
        .args(["build", "--quiet", "--release", "--package", "xtask"])
        .args(["--bin", "floor"])
        .current_dir(root);
    measure::once("the floor", &mut build)?;
    Ok(target
        .join("release/floor")
        .with_extension(std::env::consts::EXE_EXTENSION))
}

fn document(file: &Path) -> Result<Value, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(|error| failed(&error))?;
    if is_json(file) {
        serde_json::from_str(&text).map_err(|error| failed(&error))
    } else {
        serde_yaml::from_str(&text).map_err(|error| failed(&error))
    }
}

fn operations(document: &Value) -> usize {
    let paths = document["paths"].as_object().into_iter().flatten();
    let items = paths.filter_map(|(_, item)| item.as_object());
    let operations = items.flat_map(|item| item.values());
    operations
        .filter(|it| it.get("responses").is_some())
        .count()
}

fn as_json(document: &Value) -> Result<String, String> {
    serde_json::to_string_pretty(document).map_err(|error| error.to_string())
}

fn as_yaml(document: &Value) -> Result<String, String> {
    serde_yaml::to_string(document).map_err(|error| error.to_string())
}
