#![expect(
    clippy::needless_pass_by_value,
    reason = "cases read better without references"
)]

use serde_json::{Value, json};

use super::*;

/// What is said of the value; nothing if the schema allows it.
fn check(schema: Value, value: Value, expected: &str) {
    let document = json!({
        "schema": schema,
        "value": value,
        "components": { "schemas": {
            "Tree": {
                "properties": { "children": { "items": { "$ref": "#/components/schemas/Tree" } } },
                "additionalProperties": false,
            },
            "Cat": { "required": ["claws"], "properties": { "kind": {} } },
            "Any": {},
            "Self": { "allOf": [{ "$ref": "#/components/schemas/Self" }] },
        } },
    });
    let said = Judge::new(&document).judge(&document["schema"], &document["value"]);
    let said = said.err().map_or_else(String::new, |it| it.to_string());
    assert_eq!(said, expected, "{document}");
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn types_are_those_of_json_and_of_openapi() {
    for (name, value) in [
        ("boolean", json!(true)),
        ("integer", json!(1)),
        ("number", json!(1)),
        ("number", json!(1.5)),
        ("string", json!("")),
        ("array", json!([])),
        ("object", json!({})),
    ] {
        check(json!({ "type": name }), value, "");
    }
    check(
        json!({ "type": "integer" }),
        json!(1.0),
        "a fraction where integer is asked for",
    );
    check(
        json!({ "type": "string" }),
        json!(null),
        "null where string is asked for",
    );
    check(
        json!({ "type": "string", "nullable": true }),
        json!(null),
        "",
    );
    check(json!({ "nullable": true, "enum": ["a"] }), json!(null), "");
}

#[test]
fn values_and_bounds_are_kept() {
    check(json!({ "enum": [1, "a"] }), json!(1.0), "");
    check(
        json!({ "enum": ["a"] }),
        json!("b"),
        "\"b\" is none of the listed values",
    );
    check(json!({ "minimum": 1 }), json!(1), "");
    check(
        json!({ "minimum": 1 }),
        json!(0.5),
        "0.5 is beyond the bound 1",
    );
    let exclusive = json!({ "maximum": 1, "exclusiveMaximum": true });
    check(exclusive, json!(1), "1 is beyond the bound 1");
    check(json!({ "multipleOf": 0.5 }), json!(2), "");
    check(
        json!({ "multipleOf": 2 }),
        json!(3),
        "3 is no multiple of 2",
    );
    check(json!({ "maxLength": 1 }), json!("\u{e9}"), "");
    check(
        json!({ "maxLength": 1 }),
        json!("ab"),
        "2 characters where there may be 1",
    );
    check(
        json!({ "minItems": 1 }),
        json!([]),
        "0 elements where there have to be 1",
    );
    check(
        json!({ "uniqueItems": true }),
        json!([1, 2, 1]),
        "elements are repeated",
    );
    check(
        json!({ "maxProperties": 0 }),
        json!({ "a": 1 }),
        "1 members where there may be 0",
    );
    check(
        json!({ "pattern": "^a" }),
        json!("ba"),
        "`ba` does not match `^a`",
    );
    // ECMAScript has this expression, the engine has not.
    check(json!({ "pattern": "(?!a)b" }), json!("a"), "");
}

#[test]
fn what_is_wrong_is_found_where_it_is() {
    let schema = json!({ "properties": { "a/b": { "items": { "type": "string" } } } });
    check(
        schema,
        json!({ "a/b": ["x", 1] }),
        "/a~1b/1: integer where string is asked for",
    );
    let closed = json!({ "properties": { "a": {} }, "additionalProperties": false });
    check(
        closed,
        json!({ "a": 1, "b": 2 }),
        "/b: no such member is allowed",
    );
    let map = json!({ "additionalProperties": { "type": "string" } });
    check(
        map,
        json!({ "b": 2 }),
        "/b: integer where string is asked for",
    );
    check(
        json!({ "required": ["a"] }),
        json!({}),
        "`a` is required and missing",
    );
    check(json!({ "required": ["a"] }), json!(1), "");
}

#[test]
fn an_answer_may_lack_what_is_only_written() {
    let schema = json!({
        "required": ["secret"],
        "properties": { "secret": { "type": "string", "writeOnly": true } },
    });
    check(schema, json!({}), "");
}

#[test]
fn alternatives_are_counted_unless_a_discriminator_names_one() {
    let text = json!({ "type": "string" });
    let one = json!({ "oneOf": [text, { "type": "integer" }] });
    check(one.clone(), json!(1), "");
    let none = "none of 2 alternatives fits: boolean where string is asked for";
    check(one, json!(true), none);
    check(json!({ "anyOf": [text, text] }), json!("a"), "");
    check(
        json!({ "oneOf": [text, text] }),
        json!("a"),
        "2 of 2 alternatives fit, not one",
    );
    check(json!({ "not": text }), json!("a"), "what `not` excludes");
    let told = json!({
        "oneOf": [reference("Cat"), reference("Any")],
        "discriminator": { "propertyName": "kind" },
    });
    check(told.clone(), json!({ "kind": "Cat", "claws": 1 }), "");
    check(
        told,
        json!({ "kind": "Dog", "claws": 1 }),
        "2 of 2 alternatives fit, not one",
    );
}

#[test]
fn references_are_followed_and_end() {
    check(
        reference("Tree"),
        json!({ "children": [{ "children": [] }] }),
        "",
    );
    let deep = json!({ "children": [{ "x": 1 }] });
    check(
        reference("Tree"),
        deep,
        "/children/0/x: no such member is allowed",
    );
    check(reference("Missing"), json!(1), "a reference leads nowhere");
    check(
        reference("Self"),
        json!(1),
        "the schemas do not come to an end",
    );
}

#[test]
fn alternatives_that_multiply_come_to_an_end() {
    let alternatives: Vec<Value> = (0..8).map(|_| reference("Wide")).collect();
    let document = json!({ "components": { "schemas": { "Wide": {
        "oneOf": alternatives,
    } } } });
    let schema = &document["components"]["schemas"]["Wide"];
    let mut judge = Judge::new(&document);
    judge.steps = MOST_STEPS - 10_000;
    assert!(judge.judge(schema, &Value::Null).is_err());
    // Nothing is left for what comes after it.
    let said = judge.judge(&document["components"], &Value::Null);
    assert_eq!(said.unwrap_err().fault, Fault::Endless);
}

/// The members that nothing declares.
fn check_undeclared(schema: Value, value: Value, expected: &[&str]) {
    let document = json!({ "schema": schema, "value": value });
    let found = Judge::new(&document).undeclared(&document["schema"], &document["value"]);
    let found: Vec<&str> = found.iter().map(Pointer::as_str).collect();
    assert_eq!(found, expected, "{document}");
}

#[test]
fn members_that_nothing_declares_are_found() {
    let closed = json!({ "properties": { "a": {} } });
    check_undeclared(
        closed.clone(),
        json!({ "a": { "x": 1 }, "b/c": 1 }),
        &["/b~1c"],
    );
    check_undeclared(
        json!({ "items": closed }),
        json!([{}, { "b": 1 }]),
        &["/1/b"],
    );
    check_undeclared(json!({}), json!({ "b": 1 }), &[]);
    let open = json!({ "properties": { "a": {} }, "additionalProperties": true });
    check_undeclared(open, json!({ "b": 1 }), &[]);
    let map = json!({ "additionalProperties": closed });
    check_undeclared(map, json!({ "k": { "b": 1 } }), &["/k/b"]);
    let parts = json!({ "allOf": [closed, { "properties": { "b": {} } }] });
    check_undeclared(parts, json!({ "a": 1, "b": 1, "c": 1 }), &["/c"]);
    let number = json!({ "properties": { "b": { "type": "integer" } }, "required": ["b"] });
    let one = json!({ "oneOf": [{ "type": "string" }, number] });
    check_undeclared(one, json!({ "b": 1, "c": 1 }), &["/c"]);
}
