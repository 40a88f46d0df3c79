//! What becomes of large descriptions is counted, not compared: operations, types, warnings, and
//! lines for each operation with its docs.
//!
//! The descriptions are no part of the repository; where one is not at hand, that is said and its
//! line stays as it is. `UPDATE_EXPECT=1` writes `corpus/counts.tsv` anew. What is not read today
//! has no line there.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use generator::{Input, Output, Package, Source};

const HEADER: &str = "file\toperations\ttypes\tlines an operation\twarnings\n";

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus")
}

fn table() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/counts.tsv")
}

fn generated(file: &Path) -> Option<Output> {
    let input = Input {
        description: Source {
            name: file.display().to_string(),
            bytes: fs::read(file).unwrap(),
        },
        beside: Vec::new(),
        overlay: None,
        package: Package::new("corpus-client".parse().unwrap(), "count".to_owned()),
        api_version: None,
        examples: Vec::new(),
    };
    generator::generate(&input).ok()
}

/// The line of a description without its name.
fn counts(output: &Output) -> String {
    let mut warnings: BTreeMap<String, usize> = BTreeMap::new();
    for warning in &output.warnings {
        *warnings.entry(warning.code.to_string()).or_default() += 1;
    }
    let warnings: Vec<String> = warnings
        .iter()
        .map(|(code, count)| format!("{code}={count}"))
        .collect();
    format!(
        "{}\t{}\t{}\t{}",
        output.operations,
        output.types,
        lines_an_operation(output),
        warnings.join(" ")
    )
}

/// How long the files of operations are, divided among the operations.
fn lines_an_operation(output: &Output) -> usize {
    let of_operations = |path: &str| {
        let inner = path.strip_prefix("src/").unwrap_or("");
        let first = inner.split(['/', '.']).next().unwrap_or("");
        let others = [
            "lib",
            "runtime",
            "types",
            "error",
            "servers",
            "credentials",
            "",
        ];
        !others.contains(&first)
    };
    let files = output.tree.iter().filter(|(path, _)| of_operations(path));
    let lines: usize = files.map(|(_, text)| text.lines().count()).sum();
    lines.div_ceil(output.operations.max(1))
}

/// The lines of the table by their files.
fn recorded() -> BTreeMap<String, String> {
    let text = fs::read_to_string(table()).unwrap_or_default();
    let lines = text.lines().skip(1);
    let pairs = lines.filter_map(|line| line.split_once('\t'));
    pairs
        .map(|(file, counts)| (file.to_owned(), counts.to_owned()))
        .collect()
}

/// The descriptions at hand that are read, with their counts.
fn found() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(corpus()).into_iter().flatten() {
        let path = entry.unwrap().path();
        let is_description = path
            .extension()
            .is_some_and(|it| it == "json" || it == "yaml");
        if !is_description {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(output) = generated(&path) {
            found.insert(name, counts(&output));
        }
    }
    found
}

#[test]
fn large_descriptions_become_what_they_became_before() {
    let (recorded, found) = (recorded(), found());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let mut table_of_all = HEADER.to_owned();
        let missing = recorded
            .iter()
            .filter(|(name, _)| !corpus().join(name).is_file());
        let all: BTreeMap<_, _> = missing.chain(&found).collect();
        for (file, counts) in all {
            writeln!(table_of_all, "{file}\t{counts}").unwrap();
        }
        fs::create_dir_all(table().parent().unwrap()).unwrap();
        fs::write(table(), table_of_all).unwrap();
        return;
    }
    let mut differences = String::new();
    for (file, expected) in &recorded {
        match found.get(file) {
            Some(counts) if counts == expected => {}
            Some(counts) => {
                writeln!(differences, "{file}\n    - {expected}\n    + {counts}").unwrap();
            }
            None if corpus().join(file).is_file() => {
                writeln!(differences, "{file}\n    - {expected}\n    + is not read").unwrap();
            }
            None => {
                // Past the capturing of output: a test that did nothing should not look like one
                // that did.
                let _ = writeln!(io::stderr(), "skipped: {file} is not at hand");
            }
        }
    }
    for (file, counts) in found
        .iter()
        .filter(|(file, _)| !recorded.contains_key(*file))
    {
        writeln!(differences, "{file}\n    + {counts}").unwrap();
    }
    assert!(
        differences.is_empty(),
        "UPDATE_EXPECT=1 mends what is meant to differ:\n{differences}"
    );
}
