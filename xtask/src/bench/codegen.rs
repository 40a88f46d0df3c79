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
const RUNS: usize = 5;

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
        measure::remove(&self.runs())?;
        let mut report = Report::default();
        let [slice] = measure::in_turn(RUNS, &mut |run| {
            let generation = self.generation("the slice", None, "slice", run)?;
            Ok([generation])
        })?;
        report.slice = Some(slice);
        if let Some(file) = whole {
            self.whole(file, &mut report)?;
        }
        self.keep("slice")?;
        if whole.is_some() {
            self.keep("whole")?;
        }
        measure::remove(&self.runs())?;
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
        for (format, file) in [("JSON", &json), ("YAML", &yaml)] {
            let [floor, generation] = self.compared(format, file, "whole")?;
            report.rows.push(Row {
                format,
                floor,
                generation,
            });
        }
        for times in [2, 4] {
            let file = self.write("multiplied.json", &multiply(&document, times), as_json)?;
            let what = format!("{times}× the operations");
            let [floor, generation] = self.compared(&what, &file, &format!("times-{times}"))?;
            report.growth.push(Growth {
                times,
                floor,
                generation,
            });
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

    /// What reading a description costs, and what generating from it does.
    fn compared(&self, what: &str, file: &Path, name: &str) -> Result<[Cost; 2], String> {
        measure::in_turn(RUNS, &mut |run| {
            let floor = measure::once(
                &format!("floor, {what}"),
                Command::new(&self.floor).arg(file),
            )?;
            let generation = self.generation(what, Some(file), name, run)?;
            Ok([floor, generation])
        })
    }

    /// The cost of generating into a directory that was not there before. One that was removed a
    /// moment ago would not do: ext4 is slow to give the numbers of its files to others.
    fn generation(
        &self,
        what: &str,
        file: Option<&Path>,
        name: &str,
        run: usize,
    ) -> Result<Cost, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.arg("codegen").arg("--out").arg(self.out(name, run));
        if let Some(file) = file {
            command.arg("--spec").arg(file).args(["--name", "whole"]);
        }
        command.arg("--root").arg(&self.root);
        measure::once(&format!("generation, {what}"), &mut command)
    }

    /// Where what is measured is written.
    fn runs(&self) -> PathBuf {
        self.directory.join("runs")
    }

    fn out(&self, name: &str, run: usize) -> PathBuf {
        self.runs().join(format!("{name}-{run}"))
    }

    /// Puts the last run's crate where it is compiled.
    fn keep(&self, name: &str) -> Result<(), String> {
        let kept = self.directory.join(name);
        measure::remove(&kept)?;
        fs::rename(self.out(name, RUNS), &kept)
            .map_err(|error| format!("{}: {error}", kept.display()))
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
