use super::*;

/// A description with one operation: its path, its method, and its members.
pub(super) fn operation(path: &str, method: &str, members: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  {path}:\n    {method}: \
         {{tags: [pets], {members}}}\n\
         components:\n  schemas:\n    error: {{type: object, properties: {{why: {{type: string}}}}}}\n    \
         fault: {{type: object, properties: {{code: {{type: integer}}}}}}\n"
    )
}

/// One with these parameters.
fn parameters(parameters: &[&str]) -> String {
    let members = format!(
        "operationId: list, parameters: [{}], responses: {{'204': {{description: None}}}}",
        parameters.join(", ")
    );
    operation("/pets", "get", &members)
}

const NONE: &str = "responses: {'204': {description: None}}";

#[test]
fn an_operation_may_come_and_must_not_go() {
    let one = operation("/pets", "get", &format!("operationId: list, {NONE}"));
    let two = one.replace(
        "components:",
        &format!("  /shops:\n    get: {{tags: [pets], operationId: shop, {NONE}}}\ncomponents:"),
    );
    check(&one, &two, &["additive: `GET /shops` is new"]);
    check(&two, &one, &["breaking: `GET /shops` is gone"]);
}

#[test]
fn an_operation_is_known_by_its_id_or_else_by_its_place() {
    let list = operation("/pets", "get", &format!("operationId: list, {NONE}"));
    let moved = operation("/animals", "get", &format!("operationId: list, {NONE}"));
    let renamed = operation("/pets", "get", &format!("operationId: all, {NONE}"));
    check(
        &list,
        &moved,
        &["additive: `GET /pets` is now `GET /animals`"],
    );
    check(
        &list,
        &renamed,
        &["breaking!: the operation `list` is now `all`"],
    );
    let shops = list.replace("tags: [pets]", "tags: [shops]");
    check(
        &list,
        &shops,
        &["breaking!: the method is called in another way"],
    );
    let old = list.replace("tags: [pets]", "deprecated: true, tags: [pets]");
    check(&list, &old, &["documentation: the operation is deprecated"]);
}

pub(super) const PAGE: &str = "{name: page, in: query, schema: {type: integer}}";
const SIZE: &str = "{name: size, in: query, required: true, schema: {type: integer}}";

#[test]
fn a_parameter_may_come_if_it_may_be_left_out() {
    check(
        &parameters(&[]),
        &parameters(&[PAGE]),
        &[
            "additive!: a call has a type of its own now",
            "additive: there is a new parameter `page`",
        ],
    );
    check(
        &parameters(&[SIZE]),
        &parameters(&[PAGE, SIZE]),
        &[
            "additive!: a call has a type of its own now",
            "additive: there is a new parameter `page`",
        ],
    );
    check(
        &parameters(&[PAGE]),
        &parameters(&[]),
        &[
            "breaking!: a call has no type of its own any more",
            "breaking: the parameter `page` is gone",
        ],
    );
    check(
        &parameters(&[]),
        &parameters(&[SIZE]),
        &["breaking!: there is a new required parameter `size`"],
    );
    check(
        &parameters(&[SIZE]),
        &parameters(&[]),
        &["breaking!: the parameter `size` is gone"],
    );
}

#[test]
fn a_parameter_is_written() {
    let required = PAGE.replace("schema", "required: true, schema");
    check(
        &parameters(&[PAGE]),
        &parameters(&[&required]),
        &[
            "breaking!: a call has no type of its own any more",
            "breaking!: the parameter `page` is required now",
        ],
    );
    check(
        &parameters(&[&required]),
        &parameters(&[PAGE]),
        &[
            "additive!: a call has a type of its own now",
            "additive!: the parameter `page` may be left out now",
        ],
    );
    let number = PAGE.replace("integer", "number");
    check(
        &parameters(&[PAGE]),
        &parameters(&[&number]),
        &["additive!: the parameter `page` has another type"],
    );
    check(
        &parameters(&[&number]),
        &parameters(&[PAGE]),
        &["breaking!: the parameter `page` has another type"],
    );
    let list = "{name: page, in: query, schema: {type: array, items: {type: string}}}";
    let joined = list.replace("schema", "explode: false, schema");
    check(
        &parameters(&[list]),
        &parameters(&[&joined]),
        &["additive: the parameter `page` is written in another style"],
    );
}

#[test]
fn arguments_keep_their_order() {
    let other = SIZE.replace("size", "depth");
    check(
        &parameters(&[SIZE, &other]),
        &parameters(&[&other, SIZE]),
        &["breaking!: the arguments stand in another order"],
    );
    check(
        &parameters(&[PAGE, SIZE]),
        &parameters(&[SIZE, PAGE]),
        &["documentation: what has changed here does not show in the crate"],
    );
}

#[test]
fn a_body_is_written() {
    let with = |body: &str| operation("/pets", "post", &format!("operationId: add, {body} {NONE}"));
    let optional = with("requestBody: {content: {application/json: {schema: {type: string}}}},");
    let required = with(
        "requestBody: {required: true, content: {application/json: {schema: {type: string}}}},",
    );
    check(
        &with(""),
        &optional,
        &[
            "additive!: a call has a type of its own now",
            "additive: there is a new body",
        ],
    );
    check(
        &with(""),
        &required,
        &["breaking!: there is a new required body"],
    );
    check(&required, &with(""), &["breaking!: the body is gone"]);
    check(
        &optional,
        &required,
        &[
            "breaking!: a call has no type of its own any more",
            "breaking!: the body is required now",
        ],
    );
    check(
        &required,
        &optional,
        &[
            "additive!: a call has a type of its own now",
            "additive!: the body may be left out now",
        ],
    );
    let number = required.replace("schema: {type: string}", "schema: {type: integer}");
    check(
        &required,
        &number,
        &["breaking!: the body has another type"],
    );
}

#[test]
fn credentials_servers_and_the_api_version_belong_to_the_crate() {
    let base = parameters(&[]);
    let token = base.replace(
        "components:\n",
        "components:\n  securitySchemes: {token: {type: http, scheme: bearer}}\n",
    );
    check(
        &base,
        &token,
        &["additive: there is a new credential `token`"],
    );
    check(&token, &base, &["breaking: the credential `token` is gone"]);
    let basic = token.replace("bearer", "basic");
    check(
        &token,
        &basic,
        &["breaking: the credential `token` is another kind of credential"],
    );
    let needed = token.replace("operationId", "security: [{token: []}], operationId");
    check(
        &token,
        &needed,
        &["breaking: the operation can't be called without a credential any more"],
    );
    check(
        &needed,
        &token,
        &["additive: the operation is called with other credentials"],
    );
    let at = |url: &str| format!("{base}servers: [{{url: '{url}', x-rust-name: main}}]\n");
    check(
        &at("https://a.test"),
        &at("https://b.test"),
        &["additive: `https://a.test` is now `https://b.test`"],
    );
    let own = |url: &str| {
        base.replace(
            "operationId",
            &format!("servers: [{{url: '{url}'}}], operationId"),
        )
    };
    check(
        &base,
        &own("https://a.test"),
        &["additive: it is served at `https://a.test` now, and was where the others are"],
    );
    check(
        &own("https://a.test"),
        &own("https://b.test"),
        &["additive: it is served at `https://b.test` now, and was at `https://a.test`"],
    );
    let two = at("https://a.test").replace("}]", "}, {url: 'https://c.test'}]");
    check(
        &at("https://a.test"),
        &two,
        &["additive: `https://c.test` is new"],
    );
    check(
        &two,
        &at("https://a.test"),
        &["breaking: `https://c.test` is gone"],
    );
    let version = |header: &str, default: &str| {
        format!("{base}x-api-version: {{header: {header}, default: '{default}'}}\n")
    };
    check(
        &version("V", "1"),
        &version("V", "2"),
        &["additive: requests ask for the API version 2 unless told otherwise, not 1"],
    );
    check(
        &version("V", "1"),
        &version("W", "1"),
        &["additive: requests name the API version in `W`"],
    );
    check(
        &version("V", "1"),
        &base,
        &["breaking: requests name no API version any more"],
    );
    check(
        &base,
        &version("V", "1"),
        &["additive: requests ask for the API version 1"],
    );
}
