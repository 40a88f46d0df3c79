use serde_json::json;

use super::*;

/// The faults of a document with these members, as `pointer: message`.
fn faults(members: &str) -> Vec<String> {
    let document = format!("openapi: 3.0.3\n{members}");
    let mut document: Value = serde_yaml::from_str(&document).unwrap();
    narrow(&mut document)
        .iter()
        .map(|it| format!("{}: {}", it.at, it.message))
        .collect()
}

/// The faults of an operation's member, or of any other members of its document.
fn check(member: &str, expect: &[&str]) {
    let info = "info: {title: t, version: '1'}";
    let document = if member.starts_with("components") {
        format!("{info}\npaths: {{}}\n{member}")
    } else if member.starts_with("responses") {
        format!("{info}\npaths: {{/a: {{get: {{{member}}}}}}}")
    } else {
        format!("{info}\npaths: {{/a: {{get: {{responses: {{}}, {member}}}}}}}")
    };
    assert_eq!(faults(&document), expect, "{member}");
}

#[test]
fn a_scalar_of_another_type_is_reported_where_it_is() {
    assert_eq!(
        faults("info: {title: t, version: 1.0}\npaths: {}"),
        [
            "#/info/version: `version` of `info` must be a string, not the number `1.0`; it is \
             read as `\"1.0\"`"
        ]
    );
    check(
        "components: {schemas: {A: {properties: {b: {type: string, minLength: many}}}}}",
        &[
            "#/components/schemas/A/properties/b/minLength: `minLength` of a schema must be a whole \
           number from 0, not the string \"many\"; it is left out",
        ],
    );
    check(
        "components: {schemas: {A: {type: [string, 'null']}}}",
        &[
            "#/components/schemas/A/type: `type` of a schema must be a string, not a list; it is left out",
        ],
    );
}

#[test]
fn faults_of_one_object_and_of_several_are_all_reported() {
    assert_eq!(
        faults("info: {title: 5, version: 1.0, contact: {email: 1}}\npaths: {/a: []}\ntags: x"),
        [
            "#/tags: `tags` of an OpenAPI document must be a list, not a string; it is read as \
             `[\"x\"]`",
            "#/info/contact/email: `email` of a contact must be a string, not the number `1`; it is \
             read as `\"1\"`",
            "#/info/title: `title` of `info` must be a string, not the number `5`; it is read as \
             `\"5\"`",
            "#/info/version: `version` of `info` must be a string, not the number `1.0`; it is read \
             as `\"1.0\"`",
            "#/paths/~1a: a path item is an object, not a list",
            "#/tags/0: a tag is an object, not a string; it is read as `{\"name\":\"x\"}`",
        ]
    );
}

#[test]
fn what_is_missing_is_reported_at_the_object() {
    assert_eq!(
        faults("info: {title: t}"),
        [
            "#/info: `info` needs `version`; it is read as empty",
            "#: an OpenAPI document needs `paths`"
        ]
    );
    check(
        "responses: {'200': {}}",
        &["#/paths/~1a/get/responses/200: a response needs `description`; it is read as empty"],
    );
    check(
        "parameters: [{name: a, in: query}]",
        &[
            "#/paths/~1a/get/parameters/0: a parameter needs `schema` or `content`; it is read as \
             empty",
        ],
    );
}

#[test]
fn a_word_that_is_none_of_the_allowed_is_reported_with_them() {
    check(
        "parameters: [{name: a, in: qurey, schema: {}}]",
        &["#/paths/~1a/get/parameters/0/in: `in` of a parameter can't be `qurey`"],
    );
    check(
        "components: {securitySchemes: {a: {type: htttp, scheme: bearer}}}",
        &[
            "#/components/securitySchemes/a/type: `type` of a security scheme can't be `htttp`; it \
             is left out",
        ],
    );
}

#[test]
fn a_schema_in_the_place_of_another_object_is_named() {
    check(
        "responses: {'200': {type: object}}",
        &["#/paths/~1a/get/responses/200: expected a response, found a schema"],
    );
    check(
        "responses: {'200': {$ref: '#/components/schemas/A'}}, parameters: 5",
        &[
            "#/paths/~1a/get/responses/200/$ref: expected a response, but \
             `#/components/schemas/A` is a schema",
            "#/paths/~1a/get/parameters: `parameters` of an operation must be a list, not the number `5`",
        ],
    );
    check(
        "requestBody: {type: object, properties: {}}",
        &["#/paths/~1a/get/requestBody: expected a request body, found a schema"],
    );
    check(
        "parameters: [{name: a, in: query, type: string}]",
        &[
            "#/paths/~1a/get/parameters/0: a parameter needs `schema` or `content`; it is read as \
             `{\"type\":\"string\"}`",
        ],
    );
}

#[test]
fn what_openapi_allows_is_no_fault() {
    check("callbacks: {a: {$ref: '#/components/callbacks/A'}}", &[]);
    check(
        "callbacks: {a: {x-b: text, '{$request.body}': {post: {responses: {}}}}}",
        &[],
    );
    check(
        "components: {schemas: {A: {additionalProperties: false, items: {$ref: a}}}}",
        &[],
    );
    check(
        "components: {schemas: {A: {nullable: true, default: {a: 1}, example: [1]}}}",
        &[],
    );
    check(
        "components: {examples: {a: {value: {}}}, headers: {b: {schema: {}}}}",
        &[],
    );
    check(
        "responses: {default: {description: d, links: {a: {operationId: b}}}, x-a: 1}",
        &[],
    );
}

#[test]
fn a_reference_is_a_layer_and_a_plain_object_is_none() {
    let document = serde_json::json!({
        "paths": { "/a": { "get": { "responses": { "200": { "content": { "a/b": {
            "schema": { "items": { "properties": { "x": { "type": "string" } } } }
        } } } } } } }
    });
    // Path item, response, and three schemas.
    assert_eq!(layers(&document), 5);
}

/// The warnings about a document with these members, none of which is an error, and one of its
/// nodes as it was mended.
fn check_mended(members: &str, pointer: &str, expect: &Value) {
    let document = format!("openapi: 3.0.3\n{members}");
    let mut document: Value = serde_yaml::from_str(&document).unwrap();
    let found = narrow(&mut document);
    let said: Vec<_> = found.iter().map(|it| (it.code, it.at.as_str())).collect();
    assert!(!found.is_empty() && !found.has_errors(), "{said:?}");
    assert_eq!(document.pointer(pointer), Some(expect), "{members}");
    assert!(narrow(&mut document).is_empty(), "{document}");
}

#[test]
fn what_was_meant_is_what_is_read() {
    let check = |operation: &str, pointer: &str, expect: Value| {
        let members = format!(
            "info: {{title: t, version: '1'}}\npaths: {{/a: {{get: {{responses: {{}}, {operation}}}}}}}"
        );
        check_mended(&members, &format!("/paths/~1a/get/{pointer}"), &expect);
    };
    check("tags: pets", "tags", json!(["pets"]));
    check("tags: [1, null, {name: b}]", "tags", json!(["1", "b"]));
    check("deprecated: 'yes'", "deprecated", json!(true));
    check("operationId: 5", "operationId", json!("5"));
    check(
        "security: [{a: null}, b]",
        "security",
        json!([{"a": []}, {"b": []}]),
    );
    check(
        "servers: 'https://a.example'",
        "servers",
        json!([{"url": "https://a.example"}]),
    );
    let parameter = |members: &str| format!("parameters: [{{name: a, in: query, {members}}}]");
    let schema = "parameters/0/schema";
    check(
        &parameter("type: string, enum: b"),
        schema,
        json!({"type": "string", "enum": ["b"]}),
    );
    check(&parameter("schema: null"), schema, json!({}));
    check(
        &parameter("schema: {minLength: '2', maxLength: 3.0, minItems: -1}"),
        schema,
        json!({"minLength": 2, "maxLength": 3}),
    );
    check(
        &parameter("schema: {items: [{type: string}], properties: {b: null}}"),
        schema,
        json!({"items": {"type": "string"}, "properties": {"b": {}}}),
    );
    check(
        &parameter("schema: {discriminator: b, required: true, allOf: {type: object}}"),
        schema,
        json!({"discriminator": {"propertyName": "b"}, "allOf": [{"type": "object"}]}),
    );
    check(
        &parameter("schema: {additionalProperties: 'false'}"),
        schema,
        json!({"additionalProperties": false}),
    );
    let example = "schema: {}, examples: {a: 1, b: {value: 2}}";
    check(
        &parameter(example),
        "parameters/0/examples",
        json!({"b": {"value": 2}}),
    );
    check(
        "responses: {'200': null, '201': {content: {a/b: null}}}",
        "responses",
        json!({"200": {"description": ""}, "201": {"content": {"a/b": {}}, "description": ""}}),
    );
}

#[test]
fn of_a_scheme_as_much_is_kept_as_a_client_needs() {
    let check = |scheme: &str, expect: Value| {
        let members = format!(
            "info: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{securitySchemes: {{{scheme}}}}}"
        );
        check_mended(&members, "/components/securitySchemes", &expect);
    };
    check(
        "a: {type: oauth2, flows: {implicit: {}}}",
        json!({"a": {"type": "oauth2", "flows": {}}}),
    );
    check(
        "a: {type: oauth2}",
        json!({"a": {"type": "oauth2", "flows": {}}}),
    );
    check(
        "a: {type: HTTP, scheme: bearer}, b: {type: basic}",
        json!({"a": {"type": "http", "scheme": "bearer"}}),
    );
}
