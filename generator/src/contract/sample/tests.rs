//! Samples of every kind of schema, good and malformed.

#![expect(
    clippy::needless_pass_by_value,
    reason = "cases read better without references"
)]

use serde_json::json;

use super::*;

fn of(schema: Value, place: Place) -> Option<Value> {
    let document = json!({
        "schema": schema,
        "loop": { "type": "object", "required": ["a"], "properties": { "a": { "$ref": "#/loop" } } },
        "tree": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": { "type": "boolean" },
                "parent": { "$ref": "#/tree" },
                "children": { "type": "array", "items": { "$ref": "#/tree" } },
            },
        },
        "chain": {
            "type": "object",
            "required": ["next"],
            "properties": { "next": { "nullable": true, "allOf": [{ "$ref": "#/chain" }] } },
        },
        "endless": { "allOf": [{ "$ref": "#/endless" }, { "type": "boolean" }] },
        "components": { "schemas": {
            "cat": { "type": "object", "properties": { "kind": { "type": "string" } } },
        } },
    });
    sample(Node::root(&document).get("schema").as_ref(), place, "")
}

fn check(schema: Value, expected: Value) {
    let text = schema.to_string();
    assert_eq!(of(schema, Place::default()), Some(expected), "{text}");
}

#[test]
fn scalars_are_awkward() {
    check(
        json!({ "type": "string" }),
        json!("a b/c%2F+d\u{e9}&e=\"f\"?#"),
    );
    check(
        json!({ "type": "string", "format": "date-time" }),
        json!("2024-02-29T23:59:58Z"),
    );
    check(
        json!({ "type": "string", "pattern": "^x", "example": "xy" }),
        json!("xy"),
    );
    check(json!({ "type": "integer" }), json!(4_294_967_311_u64));
    check(
        json!({ "type": "integer", "format": "int32" }),
        json!(2_147_480_000),
    );
    check(json!({ "type": "number", "default": "no" }), json!(1.5));
    check(
        json!({ "enum": [null, "b", "c"], "nullable": true }),
        json!("b"),
    );
    let ascii = of(
        json!({ "type": "string" }),
        Place {
            ascii: true,
            ..Place::FLAT
        },
    );
    assert!(ascii.unwrap().as_str().is_some_and(str::is_ascii));
}

#[test]
fn arrays_have_two_elements_and_objects_all_members() {
    check(
        json!({ "items": { "type": "boolean" } }),
        json!([true, false]),
    );
    check(
        json!({
            "required": ["b"],
            "properties": {
                "a": { "type": "boolean" },
                "c": { "type": "boolean", "readOnly": true },
                "x-d": { "enum": ["e"] },
            },
        }),
        json!({ "a": true, "x-d": "e", "b": {
            "free": ["a b/c%2F+d\u{e9}&e=\"f\"?#", 1, true, null],
        } }),
    );
    check(
        json!({ "additionalProperties": { "type": "boolean" } }),
        json!({ "a'h;i\u{6f22}": true }),
    );
    check(
        json!({ "type": "object", "additionalProperties": false }),
        json!({}),
    );
}

#[test]
fn members_of_one_type_have_different_values() {
    let text = |schema| {
        of(
            schema,
            Place {
                ascii: true,
                ..Place::FLAT
            },
        )
    };
    let members = json!({ "a_b": { "type": "string" }, "c": { "type": "integer" } });
    let c = 4_294_967_311_u64 + u64::from(b'c');
    assert_eq!(
        text(json!({ "properties": members })),
        Some(json!({ "a_b": "ab b/c%2F+d&e=\"f\"", "c": c })),
    );
}

#[test]
fn parts_of_a_whole_are_put_together() {
    let part = |name: &str| json!({ "properties": { name: { "type": "boolean" } } });
    check(
        json!({ "allOf": [part("a"), part("b")] }),
        json!({ "a": true, "b": true }),
    );
    check(
        json!({ "properties": { "a": { "type": "boolean" } }, "oneOf": [part("b"), part("c")] }),
        json!({ "a": true, "b": true }),
    );
    check(
        json!({
            "type": "object",
            "properties": { "a": { "type": "boolean" } },
            "anyOf": [{ "required": ["a"] }, { "required": ["b"] }],
        }),
        json!({ "a": true }),
    );
    check(
        json!({ "oneOf": [{ "enum": [null] }, { "type": "boolean" }] }),
        json!(true),
    );
    check(
        json!({
            "oneOf": [{ "$ref": "#/components/schemas/cat" }],
            "discriminator": { "propertyName": "kind", "mapping": { "c": "cat" } },
        }),
        json!({ "kind": "c" }),
    );
}

#[test]
fn recursion_ends() {
    assert_eq!(of(json!({ "$ref": "#/loop" }), Place::default()), None);
    check(
        json!({ "$ref": "#/tree" }),
        json!({ "name": true, "children": [] }),
    );
    check(
        json!({ "$ref": "#/chain" }),
        json!({ "next": { "next": null } }),
    );
    check(json!({ "$ref": "#/endless" }), json!(true));
}

#[test]
fn flat_places_hold_no_nested_values() {
    let flat = |schema| of(schema, Place::FLAT);
    let object = json!({ "properties": { "a": { "type": "array" }, "b": { "type": "boolean" } } });
    assert_eq!(flat(object), Some(json!({ "b": true })));
    assert_eq!(
        flat(json!({ "type": "array", "items": { "type": "array" } })),
        None
    );
}

#[test]
fn malformed_schemas_do_no_harm() {
    for schema in [
        json!(null),
        json!([]),
        json!({ "type": 3, "enum": "a", "properties": [1], "required": {} }),
        json!({ "oneOf": {}, "anyOf": [], "allOf": [1, null] }),
        json!({ "oneOf": [], "items": 2, "additionalProperties": "a" }),
        json!({ "discriminator": 1, "oneOf": [{ "properties": {} }] }),
        json!({ "type": "unheard-of" }),
        json!({ "$ref": "#/schema" }),
    ] {
        let _ = of(schema.clone(), Place::default());
        let _ = of(
            schema,
            Place {
                ascii: true,
                ..Place::FLAT
            },
        );
    }
}
