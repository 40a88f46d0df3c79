//! What 3.0 can't say as it was said.

use super::*;

#[test]
fn a_tuple_of_one_type_is_a_list_of_it() {
    let number = json!({ "type": ["number", "null"] });
    check(
        &json!({ "prefixItems": [number, number], "items": false }),
        &json!({ "items": { "type": "number", "nullable": true } }),
    );
}

#[test]
fn a_tuple_of_several_types_is_a_list_of_any_of_them() {
    check_in(
        "3.1.0",
        &json!({
            "type": "array", "items": { "type": "null" },
            "prefixItems": [{ "const": 1 }, { "type": "string" }],
        }),
        &json!({ "type": "array", "items": {
            "anyOf": [{ "enum": [1] }, { "type": "string" }, { "nullable": true, "enum": [null] }],
            "nullable": true,
        } }),
        &["degraded-tuple /prefixItems"],
    );
}

#[test]
fn a_tuple_that_goes_on_with_anything_is_a_list_of_anything() {
    check_in(
        "3.1.0",
        &json!({ "prefixItems": [{ "type": "string" }] }),
        &json!({ "items": {} }),
        &["degraded-tuple /prefixItems"],
    );
}

#[test]
fn members_of_a_pattern_are_members_of_any_name() {
    check(
        &json!({ "patternProperties": { "^x": { "const": 1 } }, "unevaluatedProperties": false }),
        &json!({ "unevaluatedProperties": false, "additionalProperties": { "enum": [1] } }),
    );
    check_in(
        "3.1.0",
        &json!({ "patternProperties": { "^x": { "type": "string" } } }),
        &json!({ "additionalProperties": {} }),
        &["degraded-pattern /patternProperties"],
    );
    check_in(
        "3.1.0",
        &json!({
            "patternProperties": { "^x": { "const": 1 } }, "additionalProperties": { "const": 2 },
        }),
        &json!({ "additionalProperties": { "anyOf": [{ "enum": [1] }, { "enum": [2] }] } }),
        &["degraded-pattern /patternProperties"],
    );
}

#[test]
fn members_that_no_part_describes_are_additional() {
    check(
        &json!({ "allOf": [{ "$ref": "#/a" }], "unevaluatedProperties": { "const": 1 } }),
        &json!({ "allOf": [{ "$ref": "#/a" }], "additionalProperties": { "enum": [1] } }),
    );
}

#[test]
fn conditions_are_reported_where_they_say_more_than_the_schema() {
    let properties = json!({ "a": { "type": "string" }, "b": { "type": "string" } });
    let constrains = json!({
        "properties": properties, "if": { "required": ["a"] },
        "then": { "required": ["b"], "properties": { "b": { "minLength": 1 } } },
        "dependentSchemas": { "a": { "required": ["b"] } },
    });
    check(&constrains, &constrains);
    let declares = json!({
        "properties": properties, "if": { "required": ["a"] },
        "else": { "properties": { "c": { "type": "string" } } },
        "dependentSchemas": { "a": { "$ref": "#/a" } },
    });
    check_in(
        "3.1.0",
        &declares,
        &declares,
        &[
            "ignored-condition /else",
            "ignored-condition /dependentSchemas/a",
        ],
    );
}
