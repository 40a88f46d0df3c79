use super::operations::{PAGE, operation};
use super::*;

/// One with these responses.
fn responses(responses: &str) -> String {
    operation(
        "/pets",
        "get",
        &format!("operationId: list, responses: {{{responses}}}"),
    )
}

fn json(schema: &str) -> String {
    format!("{{description: None, content: {{application/json: {{schema: {schema}}}}}}}")
}

#[test]
fn a_status_that_is_replaced_breaks() {
    check(
        &responses("'204': {description: None}"),
        &responses("'202': {description: None}"),
        &["breaking: the status 204 is replaced by 202"],
    );
    let text = json("{type: string}");
    check(
        &responses("'204': {description: None}"),
        &responses(&format!("'200': {text}")),
        &["breaking!: the status 204 is replaced by 200"],
    );
}

#[test]
fn a_status_that_is_added_breaks_where_the_answer_becomes_a_choice() {
    let one = "'204': {description: None}";
    check(
        &responses(one),
        &responses(&format!("{one}, '202': {{description: D}}")),
        &["additive: the status 202 is new"],
    );
    let two = format!("{one}, '200': {}", json("{type: string}"));
    check(
        &responses(one),
        &responses(&two),
        &["breaking!: the status 200 is new"],
    );
    check(
        &responses(&two),
        &responses(one),
        &["breaking!: the status 200 is gone"],
    );
}

#[test]
fn what_an_answer_holds_is_read() {
    let with = |ty: &str| responses(&format!("'200': {}", json(&format!("{{type: {ty}}}"))));
    check(
        &with("integer"),
        &with("number"),
        &["breaking!: what comes with 200 has another type"],
    );
    check(
        &with("number"),
        &with("integer"),
        &["additive!: what comes with 200 has another type"],
    );
    check(
        &with("number"),
        &with("string"),
        &["breaking!: what comes with 200 has another type"],
    );
}

#[test]
fn a_documented_error_may_come_and_must_not_go() {
    let none = "'204': {description: None}";
    let error = format!(
        "{none}, '404': {}",
        json("{$ref: '#/components/schemas/error'}")
    );
    let fault = format!(
        "{none}, '404': {}",
        json("{$ref: '#/components/schemas/fault'}")
    );
    check(
        &responses(none),
        &responses(&error),
        &["additive: the error 404 is documented now"],
    );
    check(
        &responses(&error),
        &responses(none),
        &["breaking: the error 404 is not documented any more"],
    );
    let diff = between(&responses(&error), &responses(&fault));
    assert_eq!(diff.step(), Step::Breaking, "{diff:?}");
    let bare = format!("{none}, '404': {{description: None}}");
    check(
        &responses(none),
        &responses(&bare),
        &["documentation: the error 404 is documented now"],
    );
    check(
        &responses(&error),
        &responses(&bare),
        &["breaking!: the body of the error 404 has another type"],
    );
}

#[test]
fn a_list_may_become_paged_and_must_stay_so() {
    let page = PAGE.replace("size", "page");
    let list = |headers: &str| {
        operation(
            "/pets",
            "get",
            &format!(
                "operationId: list, parameters: [{page}], responses: {{'200': {{description: D, {headers} content: \
             {{application/json: {{schema: {{type: array, items: {{type: string}}}}}}}}}}}}"
            ),
        )
    };
    let (paged, plain) = (list("headers: {Link: {schema: {type: string}}},"), list(""));
    check(&plain, &paged, &["additive: the answer is paged now"]);
    check(
        &paged,
        &plain,
        &["breaking!: the answer is not paged any more"],
    );
}

#[test]
fn a_stream_of_events_is_a_way_to_take_the_answer() {
    let answer = |content: &str| {
        let json = "application/json: {schema: {type: string}}";
        let text = format!(
            "operationId: ask, responses: {{'200': {{description: D, content: {{{json}{content}}}}}}}"
        );
        operation("/pets", "get", &text)
    };
    let (plain, events) = (
        answer(""),
        answer(", text/event-stream: {schema: {type: integer}}"),
    );
    let others = answer(", text/event-stream: {schema: {type: boolean}}");
    check(
        &plain,
        &events,
        &[
            "additive!: a call has a type of its own now",
            "additive: the answer can be a stream of events",
        ],
    );
    let gone = [
        "breaking!: a call has no type of its own any more",
        "breaking!: the answer is no stream of events any more",
    ];
    check(&events, &plain, &gone);
    check(
        &events,
        &others,
        &["breaking!: the events have another type"],
    );
}
