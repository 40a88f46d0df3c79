//! Every kind of fault has a directory in `generator/tests/diagnostics` with a description that has
//! it and the text that is printed about it. `UPDATE_EXPECT=1` writes the texts anew.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use generator::diagnostic::{Code, Diagnostics};
use generator::locate::Texts;
use generator::overlay::Origins;
use generator::slice::{self, Cut, Prior};
use generator::{Input, Package, Source, locate, read};
use xtask::codegen;
use xtask::render::{self, Style, render};

fn directory() -> PathBuf {
    xtask::workspace().join("generator/tests/diagnostics")
}

fn source(case: &Path, names: &[&str]) -> Option<Source> {
    let name = names.iter().find(|name| case.join(name).exists())?;
    let bytes = fs::read(case.join(name)).unwrap();
    Some(Source {
        name: (*name).to_owned(),
        bytes,
    })
}

/// What is said about cutting a slice out of the case's description, and where there is an earlier
/// slice, about its successor.
fn said_by_slice(case: &Path, operations: &str, description: &Source) -> String {
    let operations: Vec<String> = operations.lines().map(str::to_owned).collect();
    let earlier = source(case, &["earlier.yaml"]).map(|it| read::value(&it).unwrap());
    let cut = Cut {
        operations: &operations,
        api_version: "2026-03-10",
        prior: None,
        moves: false,
    };
    // What is in the earlier slice is upstream's then, and ours now.
    let upstream = earlier.as_ref().map(|earlier| {
        let (slice, _) = slice::slice(earlier, &Cut { moves: true, ..cut }).unwrap();
        slice.upstream
    });
    let prior = earlier.as_ref().zip(upstream.as_ref());
    let prior = prior.map(|(document, upstream)| Prior { document, upstream });
    let document = read::value(description).unwrap();
    let mut diagnostics = match slice::slice(&document, &Cut { prior, ..cut }) {
        Ok((_, warnings)) => warnings,
        Err(diagnostics) => diagnostics,
    };
    let text = read::text(description).unwrap();
    locate::locate(&mut diagnostics, &Texts::of(text), &Origins::default());
    diagnostics.sort();
    assert_whole(case, &diagnostics);
    render(
        &diagnostics,
        &render::Texts::of(description, None),
        Style::Plain,
    )
}

/// What the generator says of a case.
fn said(case: &Path) -> String {
    let Some(description) = source(case, &["spec.yaml", "spec.json"]) else {
        let error = std::io::Error::from(std::io::ErrorKind::NotFound);
        let found = codegen::unreadable_file(&error).into();
        let source = Source {
            name: "spec.yaml".to_owned(),
            bytes: Vec::new(),
        };
        return render(&found, &render::Texts::of(&source, None), Style::Plain);
    };
    if let Ok(operations) = fs::read_to_string(case.join("operations.txt")) {
        return said_by_slice(case, &operations, &description);
    }
    let package = Package::new("pets".parse().unwrap(), "cargo test".to_owned());
    let overlay = source(case, &["overlay.yaml"]);
    let beside = xtask::beside(&description, &case.join(&description.name));
    let input = Input {
        description,
        beside,
        overlay,
        package,
        api_version: None,
        examples: Vec::new(),
    };
    let diagnostics = match generator::generate(&input) {
        Ok(output) => output.warnings,
        Err(diagnostics) => diagnostics,
    };
    assert_whole(case, &diagnostics);
    render(&diagnostics, &render::Texts::of_input(&input), Style::Plain)
}

/// Every diagnostic has a place, and says what to do.
fn assert_whole(case: &Path, diagnostics: &Diagnostics) {
    for diagnostic in diagnostics {
        let has_none = matches!(diagnostic.code, Code::EmptyDocument | Code::InvalidEncoding);
        assert!(
            diagnostic.span.is_some() || has_none,
            "{}: {diagnostic:?}",
            case.display()
        );
        let help = diagnostic.help.as_deref();
        assert!(
            help.is_some_and(|help| !help.is_empty()),
            "{}: nothing says what to do: {diagnostic:?}",
            case.display()
        );
    }
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(directory())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

#[test]
fn every_case_is_reported_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut failed = Vec::new();
    for case in cases() {
        let said = said(&case);
        let expected = case.join("expected.txt");
        if update {
            fs::write(&expected, &said).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != said {
            failed.push(format!("{}:\n{said}", case.display()));
        }
    }
    assert!(
        failed.is_empty(),
        "UPDATE_EXPECT=1 mends this:\n{}",
        failed.join("\n")
    );
}

#[test]
fn every_code_has_a_case_that_is_about_it() {
    let mut missing = Vec::new();
    for code in Code::ALL {
        let expected = directory().join(code.as_str()).join("expected.txt");
        let text = fs::read_to_string(expected).unwrap_or_default();
        if !text.contains(&format!("[{code}]")) {
            missing.push(code.as_str());
        }
    }
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn every_case_is_named_after_a_code() {
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        // A second case of a code has a second word behind a dot.
        let code = name.split('.').next().unwrap();
        assert!(
            Code::ALL.iter().any(|known| known.as_str() == code),
            "{name}"
        );
    }
}
