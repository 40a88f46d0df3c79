//! `cargo xtask diff`: reads two descriptions, has them compared, and prints what has changed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use generator::diff::{self, Diff, Meaning, Step};
use generator::package::InvalidPackageName;
use generator::{Input, Package, PackageName, Source, read, slice};

use crate::cli::{Diff as Arguments, FailOn, Format};
use crate::codegen::{locked, unreadable};
use crate::lock::Lock;
use crate::report::Report;
use crate::{Outcome, beside};

/// Runs the command in the workspace `root`.
#[must_use]
pub fn run(arguments: &Arguments, root: &Path) -> Outcome {
    let diff = match between(&arguments.old, &arguments.new, root) {
        Ok(diff) => diff,
        Err(report) => return report.outcome(arguments.format.into(), 1),
    };
    let stdout = match arguments.format {
        Format::Table => diff.table(),
        Format::Markdown => diff.markdown(),
        Format::Json => format!("{:#}\n", diff.json()),
    };
    let mut outcome = Outcome {
        stdout,
        ..Outcome::default()
    };
    let limit = arguments.fail_on.map(|limit| match limit {
        FailOn::Breaking => Step::Breaking,
        FailOn::Additive => Step::Additive,
    });
    if limit.is_some_and(|limit| diff.step() >= limit) {
        let _ = writeln!(
            outcome.stderr,
            "error: the step is {}",
            diff.step().as_str()
        );
        outcome.code = 1;
    }
    outcome
}

fn between(old: &str, new: &str, root: &Path) -> Result<Diff, Report> {
    let meaning = |text: &str| meaning(&input(text, root)?);
    Ok(diff::diff(&meaning(old)?, &meaning(new)?))
}

/// What an input means.
pub(crate) fn meaning(input: &Input) -> Result<Meaning, Report> {
    generator::meaning_of(input).map_err(|found| Report::found_in(&found, input))
}

/// What `text` names: an API version in `spec/`, a file, or a file as it is for an API version.
fn input(text: &str, root: &Path) -> Result<Input, Report> {
    let spec = root.join("spec");
    let is_locked = |lock: Lock| lock.api_version.iter().any(|it| it.version == text);
    if !Path::new(text).is_file() {
        match text.rsplit_once('@') {
            Some((file, version)) if Path::new(file).is_file() => return patched(file, version),
            _ => {}
        }
        if Lock::read(&spec).is_ok_and(is_locked) {
            return locked(root, text);
        }
    }
    foreign(file(text)?)
}

fn file(name: &str) -> Result<Source, Report> {
    let bytes = fs::read(name).map_err(|error| unreadable(name, &error))?;
    Ok(Source {
        name: name.to_owned(),
        bytes,
    })
}

/// A description with upstream's breaking changes up to the version applied.
fn patched(name: &str, version: &str) -> Result<Input, Report> {
    let source = file(name)?;
    let beside = beside(&source, Path::new(name));
    let report = |found| Report::found_beside(&found, &source, &beside);
    let (document, _) = read::whole(&source, &beside).map_err(report)?;
    let patched = slice::patched(&document, version).map_err(report)?;
    foreign(Source {
        name: format!("{name}@{version}"),
        bytes: patched.to_string().into_bytes(),
    })
}

fn foreign(description: Source) -> Result<Input, Report> {
    // Nothing of the comparison shows it.
    let name: PackageName = "client"
        .parse()
        .map_err(|error: InvalidPackageName| Report::failure(&error.to_string()))?;
    Ok(Input {
        beside: beside(&description, Path::new(&description.name)),
        description,
        overlay: None,
        package: Package::new(name, "cargo xtask diff".to_owned()),
        api_version: None,
        examples: Vec::new(),
    })
}
