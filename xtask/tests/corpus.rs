//! `cargo xtask corpus` over a directory with one description that is made, one that is refused on
//! purpose, and then one that is refused because it is broken.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[test]
fn every_document_is_a_row_and_only_what_is_broken_is_a_failure() {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let out = scratch("good");
    let output = corpus(&documents, &out);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert_eq!(said, "");
    // Times differ from run to run.
    let table = table(&output);
    let [_, small, swagger, total, _, _, warning] = &table[..] else {
        panic!("{table:?}");
    };
    assert_eq!(warning[..], ["dropped-media-type", "1", "1", "yes"]);
    assert_eq!(small[..6], ["small.yaml", "3.0.3", "2", "2", "1", "1"]);
    assert_eq!(small[8..], ["1", "1", "1"]);
    assert_eq!(swagger[..3], ["swagger.json", "-", "refused:"]);
    assert_eq!(total[..3], ["1", "of", "2"]);
    let refused = fs::read_to_string(out.join("corpus-small-yaml/tests/examples/refused.json"));
    let refused: serde_json::Value = serde_json::from_str(&refused.unwrap()).unwrap();
    let at = "/paths/~1pets/get/responses/200/content/application~1json/examples/wrong/value";
    let expected = serde_json::json!([{
        "at": at,
        "answer": "GET /pets 200",
        "reason": "/0/id: string where integer is asked for",
    }]);
    assert_eq!(refused, expected);
}

#[test]
fn a_broken_document_is_a_failure_with_its_reason() {
    let documents = scratch("broken");
    fs::create_dir_all(&documents).unwrap();
    let text = "openapi: 3.0.3\ninfo: { title: a, version: b }\npaths: { /a: 1 }\n";
    fs::write(documents.join("broken.yaml"), text).unwrap();
    let output = corpus(&documents, &documents.join("out"));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(table(&output)[1][..3], ["broken.yaml", "3.0.3", "refused:"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("error[invalid-document]"), "{said}");
}

#[test]
fn a_directory_without_descriptions_is_a_failure() {
    let documents = scratch("empty");
    fs::create_dir_all(&documents).unwrap();
    let output = corpus(&documents, &documents.join("out"));
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("there is no JSON or YAML file"), "{said}");
}

fn corpus(documents: &Path, out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("corpus").arg(documents).arg("--out").arg(out);
    command.output().unwrap()
}

/// The words of each line.
fn table(output: &Output) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(&output.stdout);
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
    text.lines().map(words).collect()
}

/// A path below the target directory where nothing is left of an earlier run.
fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("corpus")
        .join(name);
    let _ = fs::remove_dir_all(&path);
    path
}
