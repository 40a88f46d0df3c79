//! Values of every kind of schema.

#![expect(
    clippy::needless_pass_by_value,
    reason = "cases read better without references"
)]

use super::*;

fn of(schema: Value) -> Values {
    let document = json!({
        "schema": schema,
        "loop": { "type": "object", "required": ["a"], "properties": { "a": { "$ref": "#/loop" } } },
        "tree": { "type": "object", "properties": { "parent": { "$ref": "#/tree" } } },
    });
    values(&document, &Pointer::from_tokens(["schema"]))
}

fn check(schema: Value, expected: Value) {
    let text = schema.to_string();
    let values = of(schema);
    let accepted: Vec<Value> = values.accepted.into_iter().map(|it| it.value).collect();
    assert_eq!(Value::Array(accepted), expected, "{text}");
    assert_eq!(values.faults, [""; 0], "{text}");
}

fn check_refused(schema: Value, expected: Value) {
    let text = schema.to_string();
    assert_eq!(Value::Array(of(schema).refused), expected, "{text}");
}

#[test]
fn numbers_go_to_their_bounds() {
    check(
        json!({ "type": "integer", "format": "int32" }),
        json!([0, 2_147_483, -1, i32::MIN, i32::MAX]),
    );
    check(
        json!({ "type": "integer" }),
        json!([0, 2_147_483, -1, i64::MIN, i64::MAX]),
    );
    check(
        json!({ "type": "integer", "minimum": 3, "maximum": 5 }),
        json!([3, 5]),
    );
    check(
        json!({ "type": "integer", "minimum": 3, "exclusiveMinimum": true, "multipleOf": 5, "maximum": 9 }),
        json!([5]),
    );
    check(
        json!({ "type": "integer", "format": "uint64" }),
        json!([0, 2_147_483, u64::MAX]),
    );
    check(
        json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        json!([0, 0.1, 0.0, 1.0]),
    );
}

#[test]
fn texts_keep_to_length_and_pattern() {
    for schema in [
        json!({ "type": "string", "minLength": 3, "maxLength": 5 }),
        json!({ "type": "string", "pattern": "^[a-f0-9]{40}$" }),
        json!({ "type": "string", "pattern": "^/v1/\\.x" }),
        json!({ "type": "string", "format": "date-time" }),
    ] {
        let values = of(schema.clone());
        assert!(!values.accepted.is_empty(), "{schema}");
        assert_eq!(values.faults, [""; 0], "{schema}");
    }
    check(
        json!({ "type": "string", "pattern": "^never$^" }),
        json!([]),
    );
}

#[test]
fn objects_are_small_and_large_and_null() {
    let flag = json!({ "type": "boolean", "nullable": true });
    let member = json!({ "type": "string", "enum": ["b"] });
    check(
        json!({ "type": "object", "required": ["a"], "properties": { "a": member, "n": flag } }),
        json!([
            { "a": "b" }, { "a": "b", "n": false }, { "a": "b", "n": null },
            { "a": "b", "n": true },
        ]),
    );
    check(json!({ "$ref": "#/tree" }), json!([{}, { "parent": {} }]));
    check(json!({ "$ref": "#/loop" }), json!([]));
    check(
        json!({ "type": "object", "additionalProperties": { "enum": [1] } }),
        json!([{}, { "": 1, "\u{6f22} \"\\/~": 1 }]),
    );
}

#[test]
fn every_alternative_has_a_value() {
    check(
        json!({ "oneOf": [{ "enum": ["a"] }, { "enum": [1] }, { "type": "null", "enum": [2] }] }),
        json!(["a", 1, 2]),
    );
}

#[test]
fn members_without_a_word_about_the_type_mean_an_object() {
    let member = json!({ "properties": { "b": { "type": "string" } } });
    check(
        json!({ "type": "object", "required": ["a"], "properties": { "a": member } }),
        json!([{ "a": {} }]),
    );
}

#[test]
fn a_type_is_not_insisted_on_where_free_json_stands_for_it() {
    for open in [
        json!({ "type": "boolean", "nullable": true, "enum": [null] }),
        json!({ "type": "object", "enum": [{}] }),
        json!({ "type": "string", "enum": ["a", 1] }),
        json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }),
    ] {
        check_refused(open, json!([]));
    }
    let narrowed = json!({ "allOf": [{ "type": "number" }, { "type": "integer" }] });
    check_refused(narrowed, json!([[]]));
}

#[test]
fn what_is_required_and_the_type_are_insisted_on() {
    check_refused(json!({ "type": "string" }), json!([{}]));
    check_refused(json!({}), json!([]));
    check_refused(json!({ "oneOf": [{ "type": "string" }] }), json!([]));
    let nothing = json!({ "enum": [null], "nullable": true });
    let either = json!({ "oneOf": [nothing, nothing] });
    let part = json!({ "allOf": [{ "nullable": true, "oneOf": [{}] }, { "type": "object" }] });
    for member in [either, part] {
        check_refused(
            json!({ "type": "object", "required": ["a"], "properties": { "a": member } }),
            json!(["text"]),
        );
    }
    let properties = json!({
        "a": { "enum": ["b"] },
        "n": { "nullable": true },
        "r": { "type": "array", "readOnly": true },
    });
    check_refused(
        json!({ "type": "object", "required": ["a", "n", "r"], "properties": properties }),
        json!(["text", { "n": "text", "r": [] }, { "a": "b", "n": "text", "r": "text" }]),
    );
}

#[test]
fn null_is_no_value_where_only_items_or_members_tell_the_type() {
    check(
        json!({ "required": ["a"], "properties": { "a": { "items": { "type": "boolean" } } } }),
        json!([{ "a": [] }, { "a": [false, true] }, { "a": [true] }]),
    );
    check(
        json!({ "properties": { "a": { "nullable": true, "items": {}, "maxItems": 0 } } }),
        json!([{}, { "a": [] }, { "a": null }]),
    );
}
