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

use generator::Source;
use generator::contract::{Example, contract};
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
        let (document, _) = generator::read::read(&source(&file)?, &[], Some(&overlay))
            .map_err(|found| format!("{found:?}"))?;
        let examples = contract(&document.value, None).examples;
        assert!(!examples.is_empty(), "{} has no examples", file.display());
        assert_eq!(violations(&document.value, &examples), [] as [String; 0]);
        checked += 1;
    }
    assert!(checked > 0, "there are documents in {}", spec.display());
    Ok(())
}

/// Cases whose examples are right for reasons that JSON Schema does not know: an answer lacks what
/// is only ever written, and a discriminator chooses among alternatives that all match.
const BEYOND_JSON_SCHEMA: [&str; 2] = ["read_and_write_only", "one_of_discriminator"];

#[test]
fn the_examples_of_the_golden_cases_satisfy_their_schemas() -> Outcome {
    for entry in fs::read_dir(root().join("generator/tests/golden"))? {
        let case = entry?.path();
        if BEYOND_JSON_SCHEMA.iter().any(|name| case.ends_with(name)) {
            continue;
        }
        let file = case.join("spec.yaml");
        let description = source(&file)?;
        let mut load = |path: &str| fs::read(case.join(path)).map_err(|error| error.to_string());
        let beside = generator::read::gather(&description, &mut load);
        let (document, _) = generator::read::read(&description, &beside, None)
            .map_err(|found| format!("{found:?}"))?;
        let examples = contract(&document.value, None).examples;
        let found = violations(&document.value, &examples);
        assert_eq!(found, [] as [String; 0], "{}", file.display());
    }
    Ok(())
}

#[test]
fn the_examples_of_githubs_whole_description_are_counted() -> Outcome {
    let file = root().join("../shared/corpus/github.json");
    if !file.is_file() {
        return Ok(writeln!(
            io::stderr(),
            "skipped: {} is missing",
            file.display()
        )?);
    }
    let document: Value = serde_json::from_slice(&fs::read(file)?)?;
    let examples = contract(&document, None).examples;
    let operations: BTreeSet<&str> = examples.iter().map(|it| it.operation.as_str()).collect();
    let nodes: BTreeSet<&str> = examples.iter().map(|it| it.at.as_str()).collect();
    let invalid = violations(&document, &examples);
    writeln!(
        io::stderr(),
        "{} examples ({} nodes) on {} operations: {} do not satisfy their schema",
        examples.len(),
        nodes.len(),
        operations.len(),
        invalid.len(),
    )?;
    // One node may be the example of several answers.
    assert_eq!((examples.len(), operations.len()), (1051, 932));
    Ok(())
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
        let examples = contract(&document, None).examples;
        assert_eq!(
            violations(&document, &examples).is_empty(),
            valid,
            "{document}"
        );
    }
}

/// A line for each example that does not satisfy its schema.
fn violations(document: &Value, examples: &[Example]) -> Vec<String> {
    let mut judge = match Judge::of_openapi_3_0(document) {
        Ok(judge) => judge,
        Err(error) => return vec![error],
    };
    let with_schema = examples
        .iter()
        .filter_map(|example| Some((example, example.schema.as_ref()?)));
    with_schema
        .filter_map(|(example, schema)| {
            let reason = judge.fault(schema, &example.value)?;
            Some(format!("{}: {reason}", example.at))
        })
        .collect()
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
