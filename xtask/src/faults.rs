//! `cargo xtask faults`: deliberate faults in the generator, each of which the emitted tests have to
//! notice.
//!
//! The faults are data, in `generator/tests/faults.toml`. They are made in a copy of the sources
//! below the target directory, one after the other; the crate that comes of it is tested by the
//! tests that are emitted along with it, and no snapshot is looked at.

mod run;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

use serde::Deserialize;

use xtask::cli::Faults;
use xtask::{Outcome, workspace};

use run::{Laboratory, Verdict};

/// Where the faults are written down.
const LIST: &str = "generator/tests/faults.toml";

/// The file with the faults.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    fault: Vec<Fault>,
}

/// A change of the generator that makes it wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    /// What is wrong then.
    name: String,
    /// The file, below the workspace.
    file: String,
    /// A text that is there once.
    before: String,
    /// What stands there instead.
    after: String,
    /// The golden case whose crate shows it.
    case: String,
}

impl Fault {
    /// The text of its file with the fault in it.
    fn made_in(&self, text: &str) -> Result<String, String> {
        match text.matches(&self.before).count() {
            1 => Ok(text.replacen(&self.before, &self.after, 1)),
            count => Err(format!(
                "{LIST}: {}: `{}` is {count} times in {}",
                self.name, self.before, self.file
            )),
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Faults) -> Outcome {
    match verdicts(&arguments.names) {
        Ok((rows, seconds)) => report(&rows, seconds),
        Err(error) => Outcome::failed(format!("error: {error}\n")),
    }
}

/// What became of each fault, and how many seconds that took.
fn verdicts(names: &[String]) -> Result<(Vec<(Fault, Verdict)>, u64), String> {
    let start = Instant::now();
    let faults = chosen(names)?;
    let cases: BTreeSet<String> = faults.iter().map(|it| it.case.clone()).collect();
    let laboratory = Laboratory::new(&workspace(), &cases).map_err(shown)?;
    for case in &cases {
        said(&format!("without a fault: {case}"));
        match laboratory.verdict(case).map_err(shown)? {
            Verdict::Missed => {}
            other => return Err(format!("{case} is not green without a fault: {other}")),
        }
    }
    let mut rows = Vec::with_capacity(faults.len());
    for fault in faults {
        let verdict = laboratory.with(&fault).map_err(shown)?;
        said(&format!("{}: {verdict}", fault.name));
        rows.push((fault, verdict));
    }
    Ok((rows, start.elapsed().as_secs()))
}

/// The faults of these names, each of which is where it can be made; all if there is none.
fn chosen(names: &[String]) -> Result<Vec<Fault>, String> {
    let root = workspace();
    let mut faults = list(&root)?;
    let unknown = names
        .iter()
        .find(|name| !faults.iter().any(|it| it.name == **name));
    if let Some(unknown) = unknown {
        return Err(format!("{LIST} has no fault `{unknown}`"));
    }
    faults.retain(|it| names.is_empty() || names.contains(&it.name));
    Ok(faults)
}

/// All faults. Those that are stale are an error.
fn list(root: &Path) -> Result<Vec<Fault>, String> {
    let read = |file: &str| {
        fs::read_to_string(root.join(file)).map_err(|error| format!("{file}: {error}"))
    };
    let List { fault: faults } =
        toml::from_str(&read(LIST)?).map_err(|error| format!("{LIST}: {error}"))?;
    for fault in &faults {
        fault.made_in(&read(&fault.file)?)?;
        read(&format!("generator/tests/golden/{}/spec.yaml", fault.case))?;
    }
    Ok(faults)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` has it")]
fn shown(error: io::Error) -> String {
    error.to_string()
}

/// Says how far it is: the command takes minutes.
fn said(line: &str) {
    // Whoever does not listen misses nothing.
    let _ = writeln!(io::stderr(), "{line}");
}

fn report(rows: &[(Fault, Verdict)], seconds: u64) -> Outcome {
    let mut stdout = "| fault | golden case | caught by |\n| --- | --- | --- |\n".to_owned();
    for (fault, verdict) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(stdout, "| {} | `{}` | {verdict} |", fault.name, fault.case);
    }
    let caught = rows.iter().filter(|(_, it)| it.is_caught()).count();
    let all = rows.len();
    Outcome {
        stdout,
        stderr: format!("{caught} of {all} faults are caught, {seconds} s\n"),
        code: u8::from(caught < all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_can_be_made_and_has_a_name_of_its_own() {
        let faults = list(&workspace()).unwrap();
        let names: BTreeSet<&str> = faults.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names.len(), faults.len());
        assert!(faults.len() >= 20);
    }

    #[test]
    fn a_fault_whose_text_is_gone_or_is_there_twice_is_stale() {
        let fault = Fault {
            name: "a".to_owned(),
            file: "b".to_owned(),
            before: "x".to_owned(),
            after: "y".to_owned(),
            case: "c".to_owned(),
        };
        assert_eq!(fault.made_in("1 x 2"), Ok("1 y 2".to_owned()));
        assert!(fault.made_in("").is_err());
        assert!(fault.made_in("x x").is_err());
    }
}
