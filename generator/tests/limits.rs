//! Descriptions at and beyond the limits: each ends in time, with a crate or with a place.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use generator::diagnostic::Code;
use generator::limits::{MAX_NAME, MAX_NESTED_SCHEMAS};
use generator::{Input, Package, Source, generate, meaning_of};
use serde_json::{Map, Value, json};

fn input(description: &Value) -> Input {
    Input {
        description: Source {
            name: "spec.json".to_owned(),
            bytes: description.to_string().into_bytes(),
        },
        beside: Vec::new(),
        overlay: None,
        package: Package::new("pets".parse().unwrap(), "cargo test".to_owned()),
        api_version: None,
        examples: Vec::new(),
    }
}

/// A description whose operation answers with the first of the schemas.
fn description(tag: &str, schemas: &Map<String, Value>) -> Value {
    json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
        "paths": { "/a": { "get": { "operationId": "a", "tags": [tag], "x-page": tag,
            "responses": { "200": { "description": "d", "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/S0" } } } } } } } },
        "components": { "schemas": schemas } })
}

/// Objects within objects, each a component.
fn nested(depth: usize) -> Map<String, Value> {
    let object = |index: usize| {
        let next = format!("#/components/schemas/S{}", index + 1);
        let object = json!({ "type": "object", "properties": { "next": { "$ref": next } } });
        (format!("S{index}"), object)
    };
    let mut schemas: Map<_, _> = (0..depth - 1).map(object).collect();
    schemas.insert(format!("S{}", depth - 1), json!({ "type": "string" }));
    schemas
}

#[test]
fn schemas_may_hold_one_another_up_to_a_limit() {
    let beyond = description("a", &nested(MAX_NESTED_SCHEMAS + 1));
    let found = meaning_of(&input(&beyond)).err().unwrap();
    let refused = found.iter().next().unwrap();
    assert_eq!((refused.code, found.len()), (Code::TooLarge, 1));
    assert_eq!(refused.at.last().unwrap(), format!("S{MAX_NESTED_SCHEMAS}"));
    assert!(refused.span.is_some());
    let within = description("a", &nested(MAX_NESTED_SCHEMAS));
    assert!(meaning_of(&input(&within)).is_ok());
}

#[test]
fn files_of_long_names_can_be_written() {
    for length in [MAX_NAME, 100_000] {
        let output = generate(&input(&description(&"n".repeat(length), &nested(1)))).unwrap();
        let parts = output.tree.iter().flat_map(|(path, _)| path.split('/'));
        let longest = parts.map(str::len).max().unwrap();
        assert_eq!(longest, MAX_NAME + ".rs".len());
    }
}
