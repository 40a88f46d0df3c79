//! Expressions for values of every kind of type.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Value, json};

use crate::emit::Emit;
use crate::ir::BodyContent;
use crate::locate::Texts;
use crate::resolve::Resolver;
use crate::{Package, lower, name, plan, read};

/// The expression for a body of the schema; components are at hand.
fn of(schema: &Value, value: &Value) -> Option<String> {
    let description = json!({
        "openapi": "3.0.3",
        "info": { "title": "t", "version": "1" },
        "paths": { "/": { "post": {
            "operationId": "do",
            "requestBody": {
                "required": true,
                "content": { "application/json": { "schema": schema } },
            },
            "responses": { "204": { "description": "" } },
        } } },
        "components": { "schemas": {
            "color": { "type": "string", "enum": ["light-red", "blue"] },
            "tree": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": { "type": "string" },
                    "size": { "type": "integer", "nullable": true },
                    "parent": { "$ref": "#/components/schemas/tree" },
                },
                "additionalProperties": { "type": "boolean" },
            },
            "free": { "type": "object", "properties": { "type": { "type": "boolean" } } },
        } },
    });
    let description = description.to_string();
    let (document, _) = read::read(&Texts::of(&description), "", &[]).unwrap();
    let (api, _) = lower::lower(&Resolver::new(&document)).unwrap();
    let plan = plan::plan(&api);
    let (names, _) = name::name(&api, &plan);
    let package = Package::new("pets".parse().unwrap(), String::new());
    let emit = Emit {
        api: &api,
        plan: &plan,
        names: &names,
        package: &package,
    };
    let body = api.operations[0].body.as_ref().map(|body| &body.content);
    let Some(BodyContent::Json(ty)) = body else {
        panic!("a JSON body")
    };
    super::argument(&emit, ty, value).map(|tokens| tokens.to_string())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "cases read better without references"
)]
fn check(schema: Value, value: Value, expected: TokenStream) {
    assert_eq!(
        of(&schema, &value),
        Some(expected.to_string()),
        "{schema} {value}"
    );
}

fn component(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn arguments_are_lent_or_handed_over_as_the_methods_take_them() {
    check(json!({ "type": "string" }), json!("a"), quote!("a"));
    check(
        json!({ "type": "integer" }),
        json!(-4_294_967_311_i64),
        quote!(-4_294_967_311),
    );
    check(json!({ "type": "number" }), json!(1.5), quote!(1.5));
    check(
        json!({ "type": "number" }),
        json!(-1_234_567.25),
        quote!(-1_234_567.25),
    );
    check(
        json!({ "items": { "type": "string" } }),
        json!(["a"]),
        quote!(&["a"]),
    );
    check(
        json!({ "items": { "type": "string", "nullable": true } }),
        json!(["a", null]),
        quote!(&[Some("a".to_owned()), None]),
    );
    check(
        component("color"),
        json!("light-red"),
        quote!(types::Color::LightRed),
    );
    check(
        json!({ "type": "string", "format": "date-time" }),
        json!("b"),
        quote!(&runtime::DateTime::from("b")),
    );
}

#[test]
fn structs_are_made_by_their_constructor_and_then_filled() {
    check(
        component("tree"),
        json!({ "name": "a" }),
        quote!(&types::Tree::new("a")),
    );
    check(
        component("tree"),
        json!({ "name": "a", "size": null, "parent": { "name": "b" }, "more": true }),
        quote!(&{
            let mut value = types::Tree::new("a");
            value.size = runtime::Maybe::Null;
            value.parent = Some(Box::new(types::Tree::new("b")));
            value.additional_properties = [("more".to_owned(), true)].into_iter().collect();
            value
        }),
    );
    check(
        component("free"),
        json!({ "type": true }),
        quote!(&{
            let mut value = types::Free::default();
            value.r#type = Some(true);
            value
        }),
    );
}

#[test]
fn unions_take_the_first_variant_that_fits() {
    let schema = json!({ "oneOf": [{ "type": "boolean" }, component("tree")] });
    let names = |value: Value| of(&schema, &value).unwrap_or_default();
    assert!(
        names(json!(true)).contains(":: Boolean (true)"),
        "{}",
        names(json!(true))
    );
    let tree = names(json!({ "name": "a" }));
    assert!(
        tree.contains(":: Tree (types :: Tree :: new (\"a\"))"),
        "{tree}"
    );
}

#[test]
fn free_json_is_written_as_such() {
    check(
        json!({}),
        json!({ "a": [1, 4_294_967_311_u64, -1, 0.5, "b", null, true] }),
        quote!(&serde_json::json!({
            "a": [1_u64, 4_294_967_311_u64, -1_i64, 0.5, "b", null, true]
        })),
    );
    check(
        json!({ "type": "object" }),
        json!({ "a": "b" }),
        quote!(&serde_json::Map::from_iter([(
            "a".to_owned(),
            serde_json::json!("b")
        )])),
    );
}

#[test]
fn what_does_not_fit_has_no_expression() {
    for (schema, value) in [
        (json!({ "type": "integer" }), json!(u64::MAX)),
        (json!({ "type": "string" }), json!(1)),
        (component("color"), json!("green")),
        (component("tree"), json!({})),
        (component("tree"), json!({ "name": "a", "more": 1 })),
        (component("free"), json!({ "unknown": 1 })),
    ] {
        assert_eq!(of(&schema, &value), None, "{schema} {value}");
    }
}
