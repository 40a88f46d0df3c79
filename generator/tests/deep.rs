//! What is nested as deep as it is read at all has room on the threads that emit it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use generator::{Input, Package, Source};
use serde_json::{Value, json};

/// Objects in objects, each two levels of the text, as many as there may be below those above the
/// schema.
const LEVELS: usize = 55;

fn document(schema: &Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "deep", "version": "1"},
        "paths": {"/a": {"post": {
            "operationId": "a",
            "requestBody": {"required": true, "content": {"application/json": {"schema": schema}}},
            "responses": {"200": {"description": "done"}},
        }}},
    })
}

#[test]
fn the_deepest_description_is_emitted() {
    let object = |inner| json!({"type": "object", "properties": {"a": inner}});
    let schema = (0..LEVELS).fold(json!({"type": "string"}), |it, _| object(it));
    let input = Input {
        description: Source {
            name: "deep.json".to_owned(),
            bytes: document(&schema).to_string().into_bytes(),
        },
        beside: Vec::new(),
        overlay: None,
        package: Package::new("deep-client".parse().unwrap(), "make".to_owned()),
        api_version: None,
        examples: Vec::new(),
    };
    let output = generator::generate(&input).unwrap();
    assert_eq!(output.operations, 1);
}
