mod losses;
mod places;

use serde_json::json;

use super::*;

fn described(edition: &str, schema: &Value) -> Value {
    json!({
        "openapi": edition,
        "paths": {},
        "components": { "schemas": { "S": schema } },
    })
}

/// What becomes of a schema, and what is said of it: `code at`, below the schema.
#[track_caller]
fn check_in(edition: &str, schema: &Value, expect: &Value, said: &[&str]) {
    let mut document = described(edition, schema);
    let (_, found) = convert(&mut document);
    assert_eq!(document["components"]["schemas"]["S"], *expect);
    let place = "/components/schemas/S";
    let found: Vec<String> = found
        .iter()
        .map(|it| format!("{} {}", it.code, it.at.as_str().trim_start_matches(place)))
        .collect();
    assert_eq!(found, said);
}

#[track_caller]
fn check(schema: &Value, expect: &Value) {
    check_in("3.1.0", schema, expect, &[]);
}

#[test]
fn a_type_and_null_is_a_nullable_type() {
    check(
        &json!({ "type": ["string", "null"] }),
        &json!({ "type": "string", "nullable": true }),
    );
    check(
        &json!({ "type": [null, "string"] }),
        &json!({ "type": "string", "nullable": true }),
    );
    check(&json!({ "type": ["string"] }), &json!({ "type": "string" }));
    for only_null in [
        json!({ "type": "null" }),
        json!({ "type": null }),
        json!({ "type": ["null"] }),
        json!({ "const": null }),
    ] {
        check(&only_null, &json!({ "nullable": true, "enum": [null] }));
    }
}

#[test]
fn a_type_that_was_left_empty_is_not_null() {
    let schema = json!({ "type": null, "properties": { "a": {} } });
    check(&schema, &schema);
}

#[test]
fn several_types_are_alternatives_with_the_keywords_of_each() {
    check(
        &json!({
            "description": "d", "type": ["object", "string", "null"],
            "properties": { "a": { "const": 1 } }, "required": ["a"], "minLength": 1, "format": "uri",
        }),
        &json!({
            "description": "d", "nullable": true, "anyOf": [
                { "type": "object", "properties": { "a": { "enum": [1] } }, "required": ["a"] },
                { "type": "string", "minLength": 1, "format": "uri" },
            ],
        }),
    );
    check(
        &json!({ "type": ["string", "integer", "boolean"], "enum": ["a", 1, "b"] }),
        &json!({ "anyOf": [
            { "type": "string", "enum": ["a", "b"] },
            { "type": "integer", "enum": [1] },
        ] }),
    );
    check(
        &json!({ "type": ["integer", "number"], "minimum": 0 }),
        &json!({ "type": "number", "minimum": 0 }),
    );
}

#[test]
fn all_types_are_no_type() {
    let all = json!([
        "string", "number", "integer", "boolean", "array", "object", "null"
    ]);
    check(&json!({ "type": all }), &json!({ "nullable": true }));
}

#[test]
fn types_beside_a_composition_only_bound_it() {
    check(
        &json!({ "type": ["string", "object"], "oneOf": [{ "type": "string" }, { "$ref": "#/a" }] }),
        &json!({ "oneOf": [{ "type": "string" }, { "$ref": "#/a" }] }),
    );
}

#[test]
fn an_alternative_that_is_null_makes_the_whole_nullable_and_stays_where_it_is() {
    check(
        &json!({ "anyOf": [{ "type": "null" }, { "$ref": "#/a" }] }),
        &json!({
            "anyOf": [{ "nullable": true, "enum": [null] }, { "$ref": "#/a" }], "nullable": true,
        }),
    );
    check(
        &json!({ "oneOf": [{ "type": null }] }),
        &json!({ "oneOf": [{ "nullable": true, "enum": [null] }], "nullable": true }),
    );
}

#[test]
fn constants_are_enumerations_and_so_are_choices_of_constants() {
    check(
        &json!({ "type": "string", "const": "a" }),
        &json!({ "type": "string", "enum": ["a"] }),
    );
    check(
        &json!({ "type": ["string", "null"], "oneOf": [{ "const": "a" }, { "const": "b" }] }),
        &json!({
            "type": "string", "oneOf": [{ "enum": ["a"] }, { "enum": ["b"] }],
            "enum": ["a", "b"], "nullable": true,
        }),
    );
}

#[test]
fn the_tighter_of_two_bounds_is_kept() {
    check(
        &json!({ "exclusiveMinimum": 0, "exclusiveMaximum": 9, "maximum": 10 }),
        &json!({ "exclusiveMinimum": true, "exclusiveMaximum": true, "maximum": 9, "minimum": 0 }),
    );
    check(
        &json!({ "exclusiveMinimum": 0, "minimum": 1 }),
        &json!({ "minimum": 1 }),
    );
}

#[test]
fn keywords_beside_a_reference_come_to_bear() {
    check(
        &json!({ "properties": { "a": { "$ref": "#/a", "description": "d", "default": 1 } } }),
        &json!({ "properties": { "a": {
            "description": "d", "default": 1, "allOf": [{ "$ref": "#/a" }],
        } } }),
    );
    check(
        &json!({ "properties": { "a": {
            "$ref": "#/a", "type": ["object", "null"], "allOf": [{ "$ref": "#/b" }],
        } } }),
        &json!({ "properties": { "a": {
            "type": "object", "allOf": [{ "$ref": "#/b" }, { "$ref": "#/a" }], "nullable": true,
        } } }),
    );
}

#[test]
fn an_alternative_stays_a_reference_whatever_is_said_of_it() {
    check(
        &json!({ "oneOf": [{ "$ref": "#/a", "title": "A", "x-b": 1 }, { "$ref": "#/b" }] }),
        &json!({ "oneOf": [{ "$ref": "#/a" }, { "$ref": "#/b" }] }),
    );
}

#[test]
fn a_text_that_holds_something_says_so_by_its_format() {
    for (content, format) in [
        (json!({ "contentEncoding": "base64" }), Some("byte")),
        (json!({ "contentMediaType": "image/png" }), Some("binary")),
        (
            json!({ "contentEncoding": "base64", "contentMediaType": "image/png" }),
            Some("byte"),
        ),
        (json!({ "contentMediaType": "application/json" }), None),
        (json!({ "contentEncoding": "quoted-printable" }), None),
    ] {
        let mut expect = content.clone();
        if let Some(format) = format {
            expect["type"] = json!("string");
            expect["format"] = json!(format);
        }
        check(&content, &expect);
    }
}

#[test]
fn the_first_of_the_examples_is_the_example() {
    check(
        &json!({ "examples": [1, 2] }),
        &json!({ "examples": [1, 2], "example": 1 }),
    );
}

#[test]
fn booleans_are_schemas() {
    check(
        &json!({
            "properties": { "a": true, "b": false }, "additionalProperties": false,
            "items": true, "not": false,
        }),
        &json!({
            "properties": { "a": {} }, "additionalProperties": false,
            "items": {}, "not": { "not": {} },
        }),
    );
}

#[test]
fn what_only_constrains_is_left_alone() {
    let schema = json!({
        "type": "object", "propertyNames": { "pattern": "^a" },
        "dependentRequired": { "a": ["b"] },
        "properties": { "a": {
            "type": "array", "contains": { "type": "string" }, "minContains": 2,
            "unevaluatedItems": false,
        } },
    });
    check(&schema, &schema);
}

#[test]
fn examples_are_data() {
    let schema = json!({ "default": { "type": ["a", "b"] }, "enum": [{ "const": 1 }] });
    check(&schema, &schema);
}

#[test]
fn a_document_of_3_0_passes_untouched() {
    let schema = json!({
        "type": "object", "nullable": true,
        "properties": {
            "const": { "$ref": "#/a", "description": "d" },
            "type": { "minimum": 1, "exclusiveMinimum": true },
        },
        "example": { "const": 1, "type": ["a"], "exclusiveMinimum": 1 },
        "examples": [1],
        "contentEncoding": "base64",
    });
    let mut document = described("3.0.3", &schema);
    let before = document.to_string();
    let (_, found) = convert(&mut document);
    assert_eq!(document.to_string(), before);
    assert!(found.is_empty());
}

#[test]
fn a_document_of_3_0_is_read_as_it_was_meant() {
    check_in(
        "3.0.3",
        &json!({ "properties": {
            "a": { "type": ["string", "null"] },
            "b": { "oneOf": [{ "type": "null" }, { "$ref": "#/a", "nullable": true }] },
            "c": { "const": "c" },
            "d": { "exclusiveMinimum": 0 },
        } }),
        &json!({ "properties": {
            "a": { "type": "string", "nullable": true },
            "b": {
                "oneOf": [{ "nullable": true, "enum": [null] }, { "$ref": "#/a", "nullable": true }],
                "nullable": true,
            },
            "c": { "enum": ["c"] },
            "d": { "exclusiveMinimum": true, "minimum": 0 },
        } }),
        &[
            "newer-keyword /properties/a/type",
            "newer-keyword /properties/b/oneOf/0/type",
            "newer-keyword /properties/c/const",
            "newer-keyword /properties/d/exclusiveMinimum",
        ],
    );
}
