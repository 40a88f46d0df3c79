//! A converted schema allows what the original allowed: a validator of JSON Schema is asked of both.
//!
//! The client and the contract it is tested by both read the converted document. What the
//! conversion gets wrong would hide in both, so it is held to a reading that is no part of this
//! project: JSON Schema 2020-12 for what came in, the draft nearest to 3.0 for what comes out.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../testing/schemas.rs"]
mod schemas;

use std::io::Write as _;
use std::path::Path;
use std::{fs, io};

use boon::Draft;
use generator::contract::contract;
use generator::convert::convert;
use generator::pointer::Pointer;
use generator::{Source, read};
use schemas::Judge;
use serde_json::{Value, json};

/// Values of every kind, tried on every schema.
fn values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(7),
        json!(1.5),
        json!("a"),
        json!("abc"),
        json!([]),
        json!(["a"]),
        json!([1, "a"]),
        json!([1, 2, 3]),
        json!({}),
        json!({ "a": 1 }),
        json!({ "a": "a", "b": null }),
        json!({ "x-a": 1 }),
        json!({ "x-a": "a", "c": true }),
    ]
}

fn described(schema: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "components": { "schemas": {
            "S": schema,
            "Text": { "type": "string" },
            "Object": { "type": "object", "properties": { "a": { "type": "integer" } } },
            "Maybe": { "type": ["string", "null"] },
        } },
    })
}

/// What each of the values is to the schema before and after it was converted.
fn judged(schema: &Value) -> Vec<(Value, bool, bool)> {
    let before = described(schema);
    let mut after = before.clone();
    let _ = convert(&mut after);
    let at = Pointer::from_tokens(["components", "schemas", "S"]);
    let mut source = Judge::new(before.clone(), Draft::V2020_12).unwrap();
    let mut converted = Judge::of_openapi_3_0(&after).unwrap();
    let allowed = |judge: &mut Judge, value: &Value| judge.fault(&at, value).is_none();
    values()
        .into_iter()
        .map(|value| {
            let (before, after) = (
                allowed(&mut source, &value),
                allowed(&mut converted, &value),
            );
            (value, before, after)
        })
        .collect()
}

#[test]
fn what_3_0_can_say_is_said_exactly() {
    for schema in [
        json!({ "type": ["string", "null"], "minLength": 2 }),
        json!({ "type": "null" }),
        json!({ "type": ["integer", "string"], "minimum": 1, "maxLength": 1 }),
        json!({ "type": ["object", "array", "null"], "required": ["a"], "maxItems": 1 }),
        json!({ "type": ["string", "number"], "enum": ["a", 1, null] }),
        json!({ "type": ["string", "number", "boolean", "object", "array", "null"] }),
        json!({ "const": 1 }),
        json!({ "const": null }),
        json!({ "type": "string", "oneOf": [{ "const": "a" }, { "const": "b" }] }),
        json!({ "anyOf": [{ "$ref": "#/components/schemas/Text" }, { "type": "null" }] }),
        json!({ "oneOf": [{ "type": "null" }, { "const": 1 }] }),
        json!({ "type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 7 }),
        json!({ "type": "integer", "exclusiveMinimum": 0, "minimum": 5 }),
        json!({ "$ref": "#/components/schemas/Text", "minLength": 2 }),
        json!({ "$ref": "#/components/schemas/Text", "description": "d" }),
        json!({ "$ref": "#/components/schemas/Object", "required": ["a"] }),
        json!({ "type": "array", "items": { "$ref": "#/components/schemas/Maybe" } }),
        json!({ "properties": { "a": true, "b": { "type": "null" } } }),
        json!({ "type": "array", "items": false }),
        json!({ "type": "array", "prefixItems": [{ "type": "integer" }, { "type": "integer" }], "items": { "type": "integer" } }),
        json!({ "not": { "type": ["string", "null"] } }),
        json!({ "$defs": { "a": { "const": "a" } }, "items": { "$ref": "#/components/schemas/S/$defs/a" } }),
        json!(true),
        json!(false),
    ] {
        for (value, before, after) in judged(&schema) {
            assert_eq!(before, after, "{value} by {schema}");
        }
    }
}

#[test]
fn what_3_0_can_not_say_is_widened_and_never_narrowed() {
    for schema in [
        json!({ "prefixItems": [{ "type": "integer" }, { "type": "string" }] }),
        json!({ "prefixItems": [{ "type": "integer" }, { "type": "string" }], "items": false }),
        json!({ "type": "array", "prefixItems": [{ "type": "string" }], "items": { "type": "integer" } }),
        json!({ "patternProperties": { "^x": { "type": "integer" } } }),
        json!({ "type": "object", "patternProperties": { "^x": { "type": "integer" } }, "additionalProperties": false }),
        json!({ "type": "object", "patternProperties": { "^x": { "type": "integer" } }, "additionalProperties": { "type": "string" } }),
        json!({ "type": "object", "if": { "required": ["a"] }, "then": { "properties": { "b": { "type": "string" } } } }),
        json!({ "type": "object", "propertyNames": { "pattern": "^x" } }),
        json!({ "type": "object", "dependentRequired": { "a": ["b"] } }),
        json!({ "type": "array", "contains": { "type": "string" }, "minContains": 1 }),
        json!({ "allOf": [{ "$ref": "#/components/schemas/Object" }], "unevaluatedProperties": false }),
        json!({ "type": ["string", "object"], "oneOf": [{ "type": "string" }, { "type": "object" }] }),
        json!({ "properties": { "b": false } }),
    ] {
        for (value, before, after) in judged(&schema) {
            assert!(after || !before, "{value} by {schema}");
        }
    }
}

/// Descriptions of 3.1 that are published; they are no part of the repository.
#[test]
fn the_examples_of_published_descriptions_are_as_right_as_before() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let Ok(entries) = fs::read_dir(&corpus) else {
        writeln!(io::stderr(), "skipped: {} is missing", corpus.display()).unwrap();
        return;
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let source = Source {
            name: file.display().to_string(),
            bytes: fs::read(&file).unwrap(),
        };
        let before = read::value(&source).unwrap_or_default();
        let version = before.get("openapi").and_then(Value::as_str);
        if !version.is_some_and(|version| version.starts_with("3.1")) {
            continue;
        }
        let mut after = before.clone();
        let (moves, _) = convert(&mut after);
        let mut source = Judge::new(before.clone(), Draft::V2020_12).unwrap();
        let mut converted = Judge::of_openapi_3_0(&after).unwrap();
        let (mut right, mut wrong) = (0, 0);
        for example in contract(&after, None).examples {
            let Some(at) = &example.schema else { continue };
            if source.fault(&moves.source(at), &example.value).is_some() {
                wrong += 1;
                continue;
            }
            right += 1;
            let fault = converted.fault(at, &example.value);
            assert_eq!(fault, None, "{} in {}", example.at, file.display());
        }
        writeln!(
            io::stderr(),
            "{}: {right} examples, {wrong} wrong before",
            file.display()
        )
        .unwrap();
    }
}
