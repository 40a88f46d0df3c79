//! Malformed and hostile documents from elsewhere, where they are at hand: each ends as the list
//! beside them says, without a panic, with all of the output or none, and with nothing on
//! the terminal that acts on it.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that can't go on has failed, and one that is left out says so"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A document of the list, and how it has to end.
struct Case {
    file: PathBuf,
    expected: Expected,
}

#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Accepted,
    Refused,
    Either,
}

fn cases(directory: &Path) -> Option<Vec<Case>> {
    let list = fs::read_to_string(directory.join("EXPECT.tsv")).ok()?;
    let case = |line: &str| {
        let mut cells = line.split('\t');
        let file = directory.join(cells.next().unwrap());
        let expected = match cells.next().unwrap() {
            "ok" => Expected::Accepted,
            "error" => Expected::Refused,
            "either" => Expected::Either,
            other => panic!("{other}"),
        };
        Case { file, expected }
    };
    Some(list.lines().skip(1).map(case).collect())
}

/// What is wrong with how the command ended.
fn faults(case: &Case, output: &Output, out: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    let said = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) if case.expected != Expected::Refused => {}
        Some(1) if case.expected != Expected::Accepted => {
            if !said.contains("error[") {
                faults.push("refused without a diagnostic".to_owned());
            }
            if out.exists() {
                faults.push("refused with a partial output".to_owned());
            }
        }
        other => faults.push(format!("ended with {other:?}: {said}")),
    }
    if said.contains(|it: char| {
        it.is_control() && it != '\n' || ('\u{202a}'..='\u{202e}').contains(&it)
    }) {
        faults.push("says something that acts on a terminal".to_owned());
    }
    faults
}

#[test]
fn hostile_documents_end_as_expected() {
    let directory = xtask::workspace().join("../shared/hostile");
    let Some(cases) = cases(&directory) else {
        println!("left out: there are no hostile documents beside the workspace");
        return;
    };
    let scratch = std::env::temp_dir().join(format!("xtask-hostile-{}", std::process::id()));
    let mut failed = Vec::new();
    for case in &cases {
        let _ = fs::remove_dir_all(&scratch);
        fs::create_dir_all(&scratch).unwrap();
        let out = scratch.join("client");
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--name", "hostile-pets", "--spec"])
            .arg(&case.file)
            .arg("--out")
            .arg(&out)
            .output()
            .unwrap();
        for fault in faults(case, &output, &out) {
            failed.push(format!("{}: {fault}", case.file.display()));
        }
        let beside = fs::read_dir(&scratch).unwrap().map(|it| it.unwrap().path());
        failed.extend(
            beside
                .filter(|it| *it != out)
                .map(|it| format!("left {}", it.display())),
        );
    }
    let _ = fs::remove_dir_all(&scratch);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
