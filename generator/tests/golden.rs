//! Every feature has a directory in `tests/golden` with a small description and what becomes of it.
//!
//! `out` holds the files that depend on the description; what is copied into every crate is left
//! out. `warnings.txt` and `untested.txt` hold what the generator says about the description and
//! what the emitted tests do not cover, and are not there if there is nothing. `UPDATE_EXPECT=1`
//! writes them all anew. `cargo xtask golden` compiles the crates and runs their tests.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use generator::read::gather;
use generator::tree::DriftKind;
use generator::{Input, Output, Package, Source, Tree};

/// Files that are the same in every crate, whatever the description says.
const COPIED: [&str; 6] = [
    "rustfmt.toml",
    "src/runtime.rs",
    "src/runtime/",
    "tests/examples/support.rs",
    "tests/requests/comparison.rs",
    "tests/requests/support.rs",
];

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(directory()).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

fn name(case: &Path) -> &str {
    case.file_name().unwrap().to_str().unwrap()
}

/// What the generator makes of a case, or why it makes nothing.
fn generated(case: &Path) -> Result<Output, String> {
    let bytes = fs::read(case.join("spec.yaml")).map_err(|error| format!("spec.yaml: {error}"))?;
    let description = Source {
        name: "spec.yaml".to_owned(),
        bytes,
    };
    let mut load = |path: &str| fs::read(case.join(path)).map_err(|error| error.to_string());
    let input = Input {
        beside: gather(&description, &mut load),
        description,
        overlay: None,
        package: Package::new(
            format!("golden-{}", name(case).replace('_', "-"))
                .parse()
                .unwrap(),
            "UPDATE_EXPECT=1 cargo test -p generator --test golden".to_owned(),
        ),
        api_version: None,
        examples: Vec::new(),
    };
    generator::generate(&input).map_err(|found| lines(&said(&found)))
}

fn said(found: &generator::Diagnostics) -> Vec<String> {
    found
        .into_iter()
        .map(|it| format!("{} at {}: {}", it.code, it.at, it.message))
        .collect()
}

fn lines(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "{line}");
        text
    })
}

/// What depends on the description.
fn own(tree: &Tree) -> Tree {
    let is_own = |path: &str| {
        !COPIED
            .iter()
            .any(|copied| path == *copied || copied.ends_with('/') && path.starts_with(copied))
    };
    tree.iter()
        .filter(|(path, _)| is_own(path))
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

/// Writes the expectations of a case anew.
fn update(case: &Path, output: &Output) {
    own(&output.tree).write(&case.join("out")).unwrap();
    for (file, text) in remarks(output) {
        let path = case.join(file);
        match text.is_empty() {
            true if path.exists() => fs::remove_file(path).unwrap(),
            true => {}
            false => fs::write(path, text).unwrap(),
        }
    }
}

/// What the generator says besides the crate, by file name.
fn remarks(output: &Output) -> [(&'static str, String); 2] {
    let untested = output.untested.iter();
    let untested: Vec<String> = untested
        .map(|it| format!("{}: {}", it.name, it.reason))
        .collect();
    [
        ("warnings.txt", lines(&said(&output.warnings))),
        ("untested.txt", lines(&untested)),
    ]
}

/// Everything that is not as expected, a paragraph each.
fn drift(case: &Path, output: &Output) -> Vec<String> {
    let (out, tree) = (case.join("out"), own(&output.tree));
    let mut found: Vec<String> = tree
        .compare(&out)
        .unwrap()
        .into_iter()
        .map(|drift| match drift.kind {
            DriftKind::Missing => format!("out/{}: is missing", drift.path),
            DriftKind::NotOurs => format!("out/{}: is generated no more", drift.path),
            DriftKind::Differs => {
                let expected = fs::read_to_string(out.join(&drift.path)).unwrap_or_default();
                let text = tree.get(&drift.path).unwrap_or_default();
                first_difference(&format!("out/{}", drift.path), &expected, text)
            }
        })
        .collect();
    for (file, text) in remarks(output) {
        let expected = fs::read_to_string(case.join(file)).unwrap_or_default();
        if text != expected {
            found.push(first_difference(file, &expected, &text));
        }
    }
    found
}

fn first_difference(path: &str, expected: &str, found: &str) -> String {
    let mut expected = expected.lines();
    let mut found = found.lines();
    for number in 1.. {
        match (expected.next(), found.next()) {
            (None, None) => break,
            (first, second) if first == second => {}
            (first, second) => {
                return format!(
                    "{path}:{number}\n    - {}\n    + {}",
                    first.unwrap_or("(the end)"),
                    second.unwrap_or("(the end)")
                );
            }
        }
    }
    format!("{path}: differs in how lines end")
}

#[test]
fn every_case_becomes_what_is_expected() {
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut failed = Vec::new();
    for case in cases() {
        match generated(&case) {
            Ok(output) if is_update => update(&case, &output),
            Ok(output) => {
                let drift = drift(&case, &output);
                failed.extend(drift.iter().map(|it| format!("{}/{it}", name(&case))));
            }
            Err(error) => failed.push(format!("{}: {error}", name(&case))),
        }
    }
    assert!(
        failed.is_empty(),
        "UPDATE_EXPECT=1 mends what is meant to differ:\n{}",
        failed.join("\n")
    );
}

#[test]
fn every_case_becomes_the_same_bytes_on_one_thread_and_on_many() {
    let [one, many] = [1, 8].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap()
    });
    for case in cases() {
        let [first, second] = [&one, &many].map(|pool| pool.install(|| generated(&case)).unwrap());
        assert!(first.tree == second.tree, "{}", name(&case));
        assert_eq!(first.untested, second.untested, "{}", name(&case));
        assert_eq!(
            said(&first.warnings),
            said(&second.warnings),
            "{}",
            name(&case)
        );
    }
}

#[test]
fn a_case_holds_nothing_but_its_description_and_what_is_expected_of_it() {
    for case in cases() {
        for entry in fs::read_dir(&case).unwrap() {
            let file = entry.unwrap().file_name();
            let known = ["spec.yaml", "beside", "out", "warnings.txt", "untested.txt"];
            assert!(
                known.iter().any(|it| file == *it),
                "{}/{}",
                name(&case),
                file.display()
            );
        }
    }
}

#[test]
fn a_difference_is_shown_by_its_first_line() {
    let message = first_difference("a.rs", "a\nb\nc\n", "a\nx\ny\n");
    assert_eq!(message, "a.rs:2\n    - b\n    + x");
    let message = first_difference("a.rs", "a\n", "a\nb\n");
    assert_eq!(message, "a.rs:2\n    - (the end)\n    + b");
}
