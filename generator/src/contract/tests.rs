//! Whole operations.

use serde_json::{Value, json};

use super::*;

fn document() -> Value {
    json!({
        "x-api-version": { "header": "X-Version", "default": "2" },
        "x-accept": "application/vnd.own+json",
        "security": [{ "token": [] }],
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "parameters": {
                "id": { "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } },
            },
        },
        "paths": {
            "x-note": {},
            "/things/{id}/{name}": {
                "parameters": [
                    { "$ref": "#/components/parameters/id" },
                    { "name": "name", "in": "path", "required": true, "schema": { "type": "string" } },
                ],
                "summary": "no operation",
                "put": {
                    "parameters": [
                        { "name": "dry", "in": "query", "schema": { "type": "boolean" } },
                        { "name": "X-Trace", "in": "header", "schema": { "type": "boolean" } },
                        { "name": "session", "in": "cookie", "schema": { "type": "boolean" } },
                    ],
                    "requestBody": { "content": { "application/json": { "schema": { "type": "boolean" } } } },
                    "responses": { "204": {} },
                },
            },
        },
    })
}

fn headers(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn a_request_has_what_is_required_and_then_everything() {
    let contract = contract(&document(), None);
    assert_eq!(contract.untested, []);
    let [operation] = contract.operations.as_slice() else {
        panic!("one operation")
    };
    let common = [
        ("accept", "application/vnd.own+json"),
        ("x-version", "2"),
        ("authorization", "Bearer secret-of-token"),
    ];
    let path = "/things/4294967516/name%20b%2Fc%252F%2Bd%C3%A9%26e%3D%22f%22%3F%23";
    let required = &operation.required_only;
    assert_eq!(
        (required.method.as_str(), required.path.as_str()),
        ("PUT", path)
    );
    assert_eq!(required.query, []);
    assert_eq!(required.headers, headers(&common));
    assert_eq!(required.body, ExpectedBody::None);
    let everything = &operation.everything;
    assert_eq!(everything.path, path);
    assert_eq!(everything.query, headers(&[("dry", "true")]));
    assert_eq!(
        everything.headers,
        headers(&[
            common[0],
            common[1],
            ("x-trace", "true"),
            common[2],
            ("content-type", "application/json"),
            ("cookie", "session=true"),
        ])
    );
    assert_eq!(everything.body, ExpectedBody::Json(json!(true)));
}

#[test]
fn another_api_version_is_sent_instead() {
    let contract = contract(&document(), Some("3"));
    let headers = &contract.operations[0].required_only.headers;
    assert!(
        headers.contains(&("x-version".to_owned(), "3".to_owned())),
        "{headers:?}"
    );
}

#[test]
fn what_has_no_request_is_said_with_the_reason() {
    let mut document = document();
    let place = "/paths/~1things~1{id}~1{name}/parameters/1/schema";
    *document.pointer_mut(place).unwrap() =
        json!({ "type": "array", "items": { "type": "array" } });
    let contract = contract(&document, None);
    assert_eq!(contract.operations, []);
    assert_eq!(
        contract.untested[0].reason,
        "nothing says how `name` is written"
    );
}

#[test]
fn malformed_documents_have_an_empty_contract() {
    for document in [
        json!(null),
        json!([1]),
        json!({ "paths": [] }),
        json!({ "paths": { "/": { "get": [] }, "/a": 1, "b": { "get": { "responses": 3 } } } }),
        json!({ "paths": { "/{": { "get": { "parameters": {}, "requestBody": 1, "security": 1 } } } }),
        json!({ "paths": { "/": { "$ref": "#/paths/~1" } }, "x-api-version": 4 }),
    ] {
        assert_eq!(contract(&document, None).examples, [], "{document}");
    }
}
