//! Bodies of each family.

#![expect(
    clippy::needless_pass_by_value,
    reason = "cases read better without references"
)]

use serde_json::json;

use super::*;

fn of(content: &Value) -> Option<Body> {
    let document = json!({ "requestBody": { "required": true, "content": content } });
    body(&Node::root(&document), false)
}

fn check(content: Value, value: Value, expected: ExpectedBody) {
    let body = of(&content).unwrap();
    assert_eq!(
        (body.sample.value, body.expected),
        (value, expected),
        "{content}"
    );
}

fn schema(properties: Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn part(name: &str, kind: PartKind, text: &str) -> ExpectedPart {
    ExpectedPart {
        name: name.to_owned(),
        kind,
        media_type: None,
        text: text.to_owned(),
    }
}

#[test]
fn json_is_sent_as_it_is() {
    let value = json!({ "a": [true, false] });
    check(
        json!({ "a/json": { "schema": schema(json!({ "a": { "items": { "type": "boolean" } } })) } }),
        value.clone(),
        ExpectedBody::Json(value),
    );
}

#[test]
fn form_members_follow_their_encoding() {
    let flags = || json!({ "type": "array", "items": { "type": "boolean" } });
    let object = || schema(json!({ "x": { "type": "boolean" }, "y": { "type": "boolean" } }));
    check(
        json!({ "application/x-www-form-urlencoded": {
            "schema": schema(json!({ "a": flags(), "b": flags(), "c": flags(), "d": object() })),
            "encoding": {
                "b": { "explode": false },
                "c": { "style": "pipeDelimited" },
                "d": { "style": "deepObject", "explode": true },
            },
        } }),
        json!({
            "a": [true, false], "b": [true, false], "c": [true, false],
            "d": { "x": true, "y": true },
        }),
        ExpectedBody::Form(vec![
            pair("a", "true"),
            pair("a", "false"),
            pair("b", "true,false"),
            pair("c", "true|false"),
            pair("d[x]", "true"),
            pair("d[y]", "true"),
        ]),
    );
}

#[test]
fn forms_may_declare_little() {
    let form = |schema| json!({ "application/x-www-form-urlencoded": { "schema": schema } });
    let text = "a b/c%2F+d\u{e9}&e=\"f\"?#";
    check(
        form(json!({ "type": "object", "additionalProperties": false })),
        json!({}),
        ExpectedBody::Form(vec![]),
    );
    check(
        form(json!({ "type": "object", "required": ["a"] })),
        json!({ "a": text }),
        ExpectedBody::Form(vec![pair("a", text)]),
    );
}

#[test]
fn multipart_members_are_texts_files_or_json() {
    let flags = json!({ "type": "array", "items": { "type": "boolean" } });
    let file = json!({ "type": "string", "format": "binary", "pattern": ".", "example": "f" });
    check(
        json!({ "multipart/form-data": {
            "schema": schema(json!({
                "text": { "type": "boolean" },
                "file": file,
                "flags": flags,
                "object": schema(json!({ "x": { "type": "boolean" } })),
                "json": { "type": "boolean" },
            })),
            "encoding": { "json": { "contentType": "application/json" } },
        } }),
        json!({
            "text": true, "file": "f", "flags": [true, false], "object": { "x": true }, "json": true,
        }),
        ExpectedBody::Multipart(vec![
            part("text", PartKind::Text, "true"),
            part("file", PartKind::File, "f"),
            part("flags", PartKind::Text, "true"),
            part("flags", PartKind::Text, "false"),
            part("object", PartKind::Json, r#"{"x":true}"#),
            part("json", PartKind::Json, "true"),
        ]),
    );
}

#[test]
fn other_media_types_are_texts_and_bytes() {
    for (media_type, is_text) in [("text/plain", true), ("a/xml", true), ("a/b", false)] {
        let body = of(&json!({ media_type: { "schema": { "type": "string" } } })).unwrap();
        assert_eq!(
            matches!(body.expected, ExpectedBody::Text(_)),
            is_text,
            "{media_type}"
        );
    }
}

#[test]
fn malformed_bodies_are_none() {
    for content in [json!(1), json!({}), json!([{}])] {
        assert!(of(&content).is_none(), "{content}");
    }
    assert!(of(&json!({ "multipart/form-data": 1, "a/b": { "schema": [] } })).is_some());
}
