//! Who is wrong where an example and its schema differ: a validator of JSON Schema decides.
//!
//! Every example of the documents in `spec/` has to satisfy its schema. GitHub's whole description
//! is no part of the repository; where it is at hand its examples are counted.

#[path = "../testing/schemas.rs"]
mod schemas;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use generator::contract::contract;
use generator::{Source, read};
use schemas::Judge;
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn our_examples_satisfy_their_schemas() -> Outcome {
    let spec = root().join("spec");
    let overlay = source(&spec.join("overlay.yaml"))?;
    let mut checked = 0;
    for entry in fs::read_dir(&spec)? {
        let file = entry?.path().join("artifacts.yaml");
        if !file.is_file() {
            continue;
        }
        let verdicts = verdicts(&file, Some(&overlay))?;
        assert!(!verdicts.is_empty(), "{} has no examples", file.display());
        for verdict in verdicts {
            assert_eq!(
                (&verdict.ours, &verdict.boons),
                (&None, &None),
                "{verdict:?}"
            );
        }
        checked += 1;
    }
    assert!(checked > 0, "there are documents in {}", spec.display());
    Ok(())
}

/// Cases whose examples are right for reasons that JSON Schema does not know: an answer lacks what
/// is only ever written, a discriminator chooses among alternatives that all match, and a schema that
/// is read in spite of its faults is none to a validator.
const BEYOND_JSON_SCHEMA: [&str; 3] = [
    "read_and_write_only",
    "one_of_discriminator",
    "tolerated_faults",
];

#[test]
fn the_examples_of_the_golden_cases_satisfy_their_schemas() -> Outcome {
    for entry in fs::read_dir(root().join("generator/tests/golden"))? {
        let case = entry?.path();
        let beyond = BEYOND_JSON_SCHEMA.iter().any(|name| case.ends_with(name));
        for verdict in verdicts(&case.join("spec.yaml"), None)? {
            let wrong = verdict.at.contains("/examples/wrong/value");
            let case = case.display();
            assert_eq!(verdict.ours.is_some(), wrong, "{case}: {verdict:?}");
            assert!(
                beyond || verdict.boons.is_some() == wrong,
                "{case}: {verdict:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn the_validator_agrees_on_every_example_of_the_corpus() -> Outcome {
    let corpus = root().join("../shared/corpus");
    if !corpus.is_dir() {
        return Ok(writeln!(
            io::stderr(),
            "skipped: {} is missing",
            corpus.display()
        )?);
    }
    let mut agreed = 0;
    for entry in fs::read_dir(corpus)? {
        let file = entry?.path();
        let Ok(verdicts) = verdicts(&file, None) else {
            continue;
        };
        for verdict in &verdicts {
            let boons = verdict.boons.as_deref();
            // A schema that may be null stands elsewhere after its translation.
            if boons.is_some_and(|it| it.ends_with("not found")) {
                continue;
            }
            let agree = verdict.ours.is_some() == boons.is_some();
            assert!(agree, "{}: {verdict:#?}", file.display());
            agreed += 1;
        }
        if file.ends_with("github.json") {
            assert_eq!(counted(&verdicts), GITHUB);
        }
    }
    assert!(agreed > 3_000, "{agreed}");
    Ok(())
}

/// Nodes of GitHub's description that are examples, and those that their schemas do not allow. One
/// node may be the example of several answers.
const GITHUB: (usize, usize) = (668, 150);

fn counted(verdicts: &[Verdict]) -> (usize, usize) {
    let nodes: BTreeSet<&str> = verdicts.iter().map(|it| it.at.as_str()).collect();
    let refused = verdicts.iter().filter(|it| it.ours.is_some());
    let refused: BTreeSet<&str> = refused.map(|it| it.at.as_str()).collect();
    (nodes.len(), refused.len())
}

#[test]
fn null_and_bounds_are_read_as_openapi_has_them() {
    for (schema, value, valid) in [
        (
            json!({ "type": "string", "nullable": true }),
            json!(null),
            true,
        ),
        (
            json!({ "type": "string", "nullable": false }),
            json!(null),
            false,
        ),
        (
            json!({ "nullable": true, "enum": ["a"] }),
            json!(null),
            true,
        ),
        (
            json!({ "nullable": true, "allOf": [{ "type": "string" }] }),
            json!(null),
            true,
        ),
        (
            json!({ "minimum": 1, "exclusiveMinimum": true }),
            json!(1),
            false,
        ),
        (
            json!({ "minimum": 1, "exclusiveMinimum": false }),
            json!(1),
            true,
        ),
        (
            json!({ "$ref": "#/components/schemas/a", "type": "string" }),
            json!(1),
            true,
        ),
        (
            json!({ "properties": { "nullable": { "type": "string" } } }),
            json!({ "nullable": 1 }),
            false,
        ),
        (
            json!({ "items": { "type": "string", "nullable": true } }),
            json!(["a", null]),
            true,
        ),
    ] {
        let content = json!({ "a/json": { "schema": schema, "example": value } });
        let document = json!({
            "paths": { "/a": { "get": { "responses": { "200": { "content": content } } } } },
            "components": { "schemas": { "a": { "type": "integer" } } },
        });
        for verdict in judged(&document).unwrap() {
            assert_eq!(verdict.ours.is_none(), valid, "{document}: {verdict:?}");
            assert_eq!(verdict.boons.is_none(), valid, "{document}: {verdict:?}");
        }
    }
}

/// What the two judges say of an example.
#[derive(Debug)]
struct Verdict {
    at: String,
    ours: Option<String>,
    boons: Option<String>,
}

fn verdicts(file: &Path, overlay: Option<&Source>) -> Result<Vec<Verdict>, Box<dyn Error>> {
    let description = source(file)?;
    let directory = file.parent().unwrap_or(file);
    let mut load = |path: &str| fs::read(directory.join(path)).map_err(|error| error.to_string());
    let beside = read::gather(&description, &mut load);
    let read = || {
        let texts = read::texts(&description, &beside, overlay)?;
        read::read(&texts, &description.name, &beside)
    };
    let (document, _) = read().map_err(|found| format!("{found:?}"))?;
    Ok(judged(&document.value)?)
}

fn judged(document: &Value) -> Result<Vec<Verdict>, String> {
    let mut judge = Judge::of_openapi_3_0(document)?;
    let judged = contract(document, None).examples.into_iter();
    let judged = judged.map(|example| Verdict {
        at: example.at.as_str().to_owned(),
        boons: example
            .schema
            .and_then(|schema| judge.fault(&schema, &example.value)),
        ours: example.violation,
    });
    Ok(judged.collect())
}

fn source(path: &Path) -> io::Result<Source> {
    Ok(Source {
        name: path.display().to_string(),
        bytes: fs::read(path)?,
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
