//! What came of one document, and all of it as a table.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::time::{Duration, Instant};

use generator::diagnostic::Severity;
use generator::{Diagnostics, Input, Output, Package, Source, Tree};
use serde_json::Value;
use xtask::beside;
use xtask::render::{self, Style, Texts};

use super::build::Workspace;
use super::document::{Document, operations};
use super::warnings::{self, Counts};

/// What came of a document.
pub(super) struct Row {
    name: String,
    version: String,
    result: Result<Made, String>,
    /// What is not as it should be, as text; nothing where a document is refused for good.
    pub(super) faults: String,
}

/// What is to say of a crate.
#[derive(Default)]
struct Made {
    operations: usize,
    emitted: usize,
    degraded: usize,
    warnings: usize,
    generation: Duration,
    check: Option<Duration>,
    accepted: usize,
    decoded: usize,
    refused: usize,
    by_code: Counts,
}

impl Row {
    pub(super) fn is_good(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Makes the crate, checks and tests it.
pub(super) fn row(document: &Document, workspace: &mut Workspace) -> io::Result<Row> {
    let input = input(document)?;
    let raw = generator::read::value(&input.description).unwrap_or_default();
    let mut row = Row {
        name: document.name.clone(),
        version: raw["openapi"].as_str().unwrap_or("-").to_owned(),
        result: Err(String::new()),
        faults: String::new(),
    };
    let start = Instant::now();
    match generator::generate(&input) {
        Ok(output) => {
            let generation = start.elapsed();
            let mut made = Made {
                generation,
                ..counted(&output, &raw, &mut row.faults)
            };
            let mut tree = output.tree;
            if let Ok(values) = generator::value_tests(&input) {
                tree = tree.with(values.tree);
            }
            build(document, workspace, &tree, &mut made, &mut row.faults)?;
            row.result = Ok(made);
        }
        Err(found) => {
            row.result = Err(reason(&found));
            if !is_swagger(&input.description.bytes) {
                row.faults = render::render(&found, &Texts::of_input(&input), Style::Plain);
            }
        }
    }
    Ok(row)
}

fn input(document: &Document) -> io::Result<Input> {
    let name = document.package.parse().map_err(io::Error::other)?;
    let description = Source {
        name: document.path.display().to_string(),
        bytes: fs::read(&document.path)?,
    };
    Ok(Input {
        beside: beside(&description, &document.path),
        description,
        overlay: None,
        package: Package::new(name, "cargo xtask corpus".to_owned()),
        api_version: None,
        examples: Vec::new(),
    })
}

/// The figures of the output; operations without a method are faults.
fn counted(output: &Output, raw: &Value, faults: &mut String) -> Made {
    let operations = operations(raw);
    let methods = methods(&output.tree);
    let lost: Vec<&String> = operations
        .iter()
        .filter(|it| !methods.contains(it.as_str()))
        .collect();
    for operation in &lost {
        // Writing to a string cannot fail.
        let _ = writeln!(
            faults,
            "error: `{}` has no method",
            render::visible(operation)
        );
    }
    Made {
        operations: operations.len(),
        emitted: operations.len() - lost.len(),
        degraded: output
            .warnings
            .iter()
            .filter(|it| it.code.degrades())
            .count(),
        warnings: output.warnings.len(),
        refused: output.refused.len(),
        by_code: warnings::counts(&output.warnings),
        ..Made::default()
    }
}

/// Method and path template of each emitted method, by the first line of its documentation that
/// holds nothing else.
fn methods(tree: &Tree) -> HashSet<&str> {
    let sources = tree.iter().filter(|(path, _)| path.starts_with("src/"));
    sources
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| line.trim_start().strip_prefix("/// `")?.strip_suffix('`'))
        .collect()
}

/// Compiles the crate and runs its tests.
fn build(
    document: &Document,
    workspace: &mut Workspace,
    tree: &Tree,
    made: &mut Made,
    faults: &mut String,
) -> io::Result<()> {
    let directory = workspace.member(&document.package)?;
    let write = || {
        tree.write(&directory)
            .map_err(|error| io::Error::other(error.to_string()))
    };
    write()?;
    // With an empty library what it depends on is built, so that the time taken next is its own.
    fs::write(directory.join("src/lib.rs"), "")?;
    let package = ["--package", document.package.as_str()];
    let dependencies = ["check", "--lib", "--profile", "test", "--all-features"];
    workspace.cargo(&[&dependencies[..], &package].concat())?;
    write()?;
    let check = ["check", "--all-targets", "--all-features"];
    let checked = workspace.cargo(&[&check[..], &package].concat())?;
    made.check = Some(checked.processor_time);
    if !checked.succeeded {
        faults.push_str(&checked.said);
        return Ok(());
    }
    let has_tags = tree
        .get("Cargo.toml")
        .is_some_and(|it| it.contains("\nfull = ["));
    let features = if has_tags {
        "serialize,full"
    } else {
        "serialize"
    };
    for target in tests(tree) {
        // The tests bring a transport of their own, and link in a moment without reqwest and TLS.
        let test = [
            "test",
            "--no-default-features",
            "--features",
            features,
            "--test",
            target,
        ];
        let tested = workspace.cargo(&[&test[..], &package].concat())?;
        if !tested.succeeded {
            faults.push_str(&tested.said);
        }
        if target == "examples" {
            (made.decoded, made.accepted) = passed(&tested.said);
        }
    }
    Ok(())
}

/// The names of the crate's tests.
fn tests(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.iter()
        .filter_map(|(path, _)| path.strip_prefix("tests/")?.strip_suffix("/main.rs"))
}

/// How many tests passed, and how many there are, by the harness's own word.
fn passed(said: &str) -> (usize, usize) {
    let mut counts = said
        .lines()
        .filter_map(|line| line.strip_prefix("test result: ")?.split_once(". "))
        .flat_map(|(_, counts)| counts.split("; "));
    let mut count = |what: &str| {
        let count = counts.by_ref().find_map(|it| it.strip_suffix(what));
        count.and_then(|it| it.trim().parse().ok()).unwrap_or(0)
    };
    let passed: usize = count("passed");
    (passed, passed + count("failed"))
}

/// Why a document is refused, in a line.
fn reason(found: &Diagnostics) -> String {
    let mut errors = found.iter().filter(|it| it.severity() == Severity::Error);
    let first = errors
        .next()
        .map(|it| render::visible(&it.message).into_owned());
    let more = errors.count();
    let mut reason = first.unwrap_or_default();
    if more > 0 {
        let _ = write!(reason, " (and {more} more)");
    }
    reason
}

/// Whether a text names itself a description in `OpenAPI` 2.0, which is refused on purpose.
fn is_swagger(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.split(['\n', ',', '{']).any(|line| {
        let line = line.trim_start().trim_start_matches(['"', '\'']);
        let version = line
            .strip_prefix("swagger")
            .map(|rest| rest.trim_start_matches(['"', '\'', ' ', ':']));
        version.is_some_and(|it| it.starts_with("2.0"))
    })
}

const HEADER: [&str; 11] = [
    "document",
    "version",
    "operations",
    "emitted",
    "degraded",
    "warnings",
    "ms",
    "check s",
    "examples",
    "decoded",
    "refused",
];

/// The rows, what they come to, and the warnings by their codes.
pub(super) fn table(rows: &[Row]) -> String {
    let mut lines: Vec<[String; 11]> = vec![HEADER.map(str::to_owned)];
    lines.extend(rows.iter().map(Row::cells));
    let made: Vec<&Made> = rows
        .iter()
        .filter_map(|it| it.result.as_ref().ok())
        .collect();
    let total = made.iter().fold(Made::default(), |sum, it| sum.plus(it));
    lines.push(cells(
        &format!("{} of {}", made.len(), rows.len()),
        "",
        &total,
    ));
    let mut widths = [0; 11];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let reasons = rows.iter().map(|row| row.result.as_ref().err());
    let reasons = std::iter::once(None).chain(reasons).chain([None]);
    let mut table = String::new();
    for (line, reason) in lines.iter().zip(reasons) {
        let mut text = format!("{:width$}  {:7}", line[0], line[1], width = widths[0]);
        match reason {
            Some(reason) => {
                let _ = write!(text, "  refused: {reason}");
            }
            None => {
                for (cell, width) in line.iter().zip(widths).skip(2) {
                    let _ = write!(text, "  {cell:>width$}");
                }
            }
        }
        table.push_str(text.trim_end());
        table.push('\n');
    }
    table + &warnings::table(made.iter().map(|it| &it.by_code))
}

impl Row {
    fn cells(&self) -> [String; 11] {
        if let Ok(made) = &self.result {
            return cells(&self.name, &self.version, made);
        }
        let mut cells = [const { String::new() }; 11];
        cells[0].clone_from(&self.name);
        cells[1].clone_from(&self.version);
        cells
    }
}

fn cells(name: &str, version: &str, made: &Made) -> [String; 11] {
    let seconds = |time: Duration| format!("{:.1}", time.as_secs_f64());
    [
        render::visible(name).into_owned(),
        render::visible(version).into_owned(),
        made.operations.to_string(),
        made.emitted.to_string(),
        made.degraded.to_string(),
        made.warnings.to_string(),
        made.generation.as_millis().to_string(),
        made.check.map_or_else(|| "-".to_owned(), seconds),
        made.accepted.to_string(),
        made.decoded.to_string(),
        made.refused.to_string(),
    ]
}

impl Made {
    fn plus(&self, other: &Self) -> Self {
        Self {
            operations: self.operations + other.operations,
            emitted: self.emitted + other.emitted,
            degraded: self.degraded + other.degraded,
            warnings: self.warnings + other.warnings,
            generation: self.generation + other.generation,
            check: self.check.map_or(other.check, |sum| {
                Some(sum + other.check.unwrap_or_default())
            }),
            accepted: self.accepted + other.accepted,
            decoded: self.decoded + other.decoded,
            refused: self.refused + other.refused,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_harness_says_how_many_passed() {
        let said =
            "running 3 tests\ntest result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured";
        assert_eq!(passed(said), (2, 3));
        assert_eq!(passed("error: nothing was compiled"), (0, 0));
    }

    #[test]
    fn only_openapi_2_is_refused_on_purpose() {
        assert!(is_swagger(b"{\"swagger\":\"2.0\",\"info\":{}}"));
        assert!(is_swagger(b"# a\nswagger: '2.0'\n"));
        assert!(!is_swagger(b"openapi: 3.2.0\ninfo: { title: swagger }\n"));
    }
}
