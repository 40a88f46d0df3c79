//! The values that the emitted types are tried with: every schema has some, and a validator of JSON
//! Schema agrees with each of them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../testing/schemas.rs"]
mod schemas;

use std::fs;
use std::path::{Path, PathBuf};

use generator::Source;
use generator::contract::values;
use generator::pointer::Pointer;
use generator::read::{gather, read, texts};
use schemas::Judge;
use serde_json::Value;

/// Cases whose values are right for reasons that JSON Schema does not know: an answer lacks what is
/// only ever written, a discriminator chooses among alternatives that all match, a number that is
/// written as a fraction is no integer, as large as it may be, and a schema that is read in spite of
/// its faults is none to a validator.
const BEYOND_JSON_SCHEMA: [&str; 4] = [
    "read_and_write_only",
    "one_of_discriminator",
    "one_of",
    "tolerated_faults",
];

/// Schemas that hold themselves without an end, so that nothing is a value of them.
const ENDLESS: [&str; 2] = ["/components/schemas/Ring", "/components/schemas/Link"];

#[test]
fn the_validator_agrees_on_the_values_of_the_golden_cases() {
    let mut faults = Vec::new();
    for entry in fs::read_dir(root().join("generator/tests/golden")).unwrap() {
        let case = entry.unwrap().path();
        let beyond = BEYOND_JSON_SCHEMA.iter().any(|name| case.ends_with(name));
        let document = document(&case.join("spec.yaml"));
        let mut judge = Judge::of_openapi_3_0(&document).unwrap();
        for at in schemas_of(&document) {
            let values = values(&document, &at);
            let at_case = format!("{} {}", case.display(), at.as_str());
            faults.extend(values.faults.iter().map(|it| format!("{at_case}: {it}")));
            if values.accepted.is_empty() != ENDLESS.contains(&at.as_str()) {
                faults.push(format!("{at_case}: there is no value, or one too many"));
            }
            for accepted in &values.accepted {
                if let Some(fault) = judge.fault(&at, &accepted.value).filter(|_| !beyond) {
                    faults.push(format!("{at_case}: {fault}\n{}", accepted.value));
                }
            }
            for refused in &values.refused {
                if judge.fault(&at, refused).is_none() {
                    faults.push(format!("{at_case}: allowed\n{refused}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The components.
fn schemas_of(document: &Value) -> Vec<Pointer> {
    let names = document.pointer("/components/schemas");
    let names = names.and_then(Value::as_object).into_iter().flatten();
    names
        .map(|(name, _)| Pointer::from_tokens(["components", "schemas", name.as_str()]))
        .collect()
}

fn document(file: &Path) -> Value {
    let description = source(file);
    let directory = file.parent().unwrap();
    let mut load = |path: &str| fs::read(directory.join(path)).map_err(|error| error.to_string());
    let beside = gather(&description, &mut load);
    let texts = texts(&description, &beside, None).unwrap();
    let (document, _) = read(&texts, &description.name, &beside).unwrap();
    document.value
}

fn source(file: &Path) -> Source {
    Source {
        name: file.display().to_string(),
        bytes: fs::read(file).unwrap(),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
