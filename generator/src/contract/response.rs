//! Answers (`OpenAPI` 3.0.3 §4.7.16, §4.7.17): what a request has to accept, and their examples.

use serde_json::Value;

use super::event;
use super::media::{self, Family, family};
use super::reference::Node;
use super::room::Room;
use super::{Example, Reading};
use crate::pointer::Pointer;

/// A documented answer and the media type it is asked for in.
struct Answer<'d> {
    success: bool,
    media_type: Option<&'d str>,
    status: &'d str,
}

/// The value of `Accept`, in words: the preferred media type, unless an answer is binary; then
/// that of each success, or of each error if no success has a body; anything if there is nothing.
pub(super) fn accept(root: &Node<'_>, operation: &Node<'_>) -> String {
    let answers = answers(operation);
    let binary = answers
        .iter()
        .filter_map(|it| it.media_type)
        .any(|media_type| !matches!(family(media_type), Family::Json | Family::Text));
    let preferred = root.text("x-accept").filter(|_| !binary);
    let of = |success| answers.iter().filter(move |it| it.success == success);
    let mut accepted: Vec<&str> = preferred.into_iter().collect();
    let successes: Vec<&str> = of(true).filter_map(|it| it.media_type).collect();
    let errors = of(false).filter_map(|it| it.media_type);
    let documented = if successes.is_empty() {
        errors.collect()
    } else {
        successes
    };
    for media_type in documented {
        if !accepted.contains(&media_type) {
            accepted.push(media_type);
        }
    }
    if accepted.is_empty() {
        "*/*".to_owned()
    } else {
        accepted.join(", ")
    }
}

/// The documented answers, `default` last; it is a success if no other answer is.
fn answers<'d>(operation: &Node<'d>) -> Vec<Answer<'d>> {
    let mut answers: Vec<Answer<'d>> = Vec::new();
    for (status, response) in responses(operation) {
        let redirects = status.starts_with('3');
        let location = response.get("headers").is_some_and(|headers| {
            headers
                .all()
                .any(|(name, _)| name.eq_ignore_ascii_case("location"))
        });
        if status.starts_with('1') || (redirects && !location) {
            continue;
        }
        let content = response.get("content").filter(|_| !redirects);
        let media_type = content
            .and_then(|content| media::wanted(&content))
            .map(|it| it.0);
        let success = redirects || status.starts_with('2');
        answers.push(Answer {
            success,
            media_type,
            status,
        });
    }
    answers.sort_by_key(|answer| answer.status == "default");
    if !answers.iter().any(|answer| answer.success) {
        for answer in &mut answers {
            answer.success = answer.status == "default";
        }
    }
    answers
}

/// Whether a success can be a stream of events.
pub(super) fn events(operation: &Node<'_>) -> bool {
    !streams(operation).is_empty()
}

/// The statuses of successes that can be streams of events.
fn streams<'d>(operation: &Node<'d>) -> Vec<&'d str> {
    let successes = answers(operation).into_iter().filter(|it| it.success);
    let keys: Vec<&str> = successes.map(|it| it.status).collect();
    let is_stream = |response: &Node<'_>| {
        let content = response.get("content");
        content.is_some_and(|it| it.all().any(|(name, _)| family(name) == Family::Events))
    };
    responses(operation)
        .filter(|(status, _)| keys.contains(status) && !status.starts_with('3'))
        .filter(|(_, response)| is_stream(response))
        .map(|(status, _)| status)
        .collect()
}

/// The answers whose keys are statuses.
fn responses<'d>(operation: &Node<'d>) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
    let responses = operation.get("responses");
    responses
        .into_iter()
        .flat_map(|node| node.members())
        .filter(|(key, _)| is_status(key))
}

fn is_status(key: &str) -> bool {
    let mut bytes = key.bytes();
    let class = bytes
        .next()
        .is_some_and(|first| (b'1'..=b'5').contains(&first));
    let rest: Vec<u8> = bytes.collect();
    let rest = rest == *b"XX" || (rest.len() == 2 && rest.iter().all(u8::is_ascii_digit));
    key == "default" || (class && rest)
}

/// A status that an answer can be sent with, and whether it is a success. A client may try again
/// after an error of the server's, take a status for a limit on calls, and follow a redirect.
fn answered(answers: &[Answer<'_>], key: &str) -> Option<(u16, bool)> {
    let success = answers.iter().find(|it| it.status == key)?.success;
    let status = match key.strip_suffix("XX") {
        None if key != "default" => key.parse().ok()?,
        Some("2") => free(answers, 200)?,
        Some("4") => free(answers, 400)?,
        Some(_) => return None,
        None if success => free(answers, 200)?,
        None => free(answers, 400).filter(|_| !answers.iter().any(|it| it.status == "4XX"))?,
    };
    let is_plain = matches!(status, 200..=299 | 400..=499) && ![403, 429].contains(&status);
    is_plain.then_some((status, success))
}

/// The last status of a class that is not documented by itself.
fn free(answers: &[Answer<'_>], class: u16) -> Option<u16> {
    let is_free = |status: &u16| !answers.iter().any(|it| it.status == status.to_string());
    (class..class + 100).rev().find(is_free)
}

/// All examples of an operation's answers.
///
/// # Errors
/// The place of the first for which there is no room.
pub(super) fn examples(
    operation: &Node<'_>,
    operation_name: &str,
    room: &mut Room,
) -> Result<Vec<Example>, Pointer> {
    let mut examples = Vec::new();
    let streams = streams(operation);
    let answers = answers(operation);
    for (status, response) in responses(operation) {
        let answered = answered(&answers, status);
        let Some(content) = response.get("content") else {
            continue;
        };
        let wanted = media::wanted(&content).map(|it| it.0);
        for (media_type, media) in content.all() {
            let schema = media.value.get("schema").map(|_| media.at.child("schema"));
            let reading = match family(media_type) {
                Family::Json if wanted == Some(media_type) => Reading::Json,
                Family::Events if streams.contains(&status) => Reading::Event,
                _ => Reading::Otherwise,
            };
            // The schema tells what an XML text stands for, not that it is a text.
            let is_xml = media::is_xml(media_type);
            let mut add = |name: &str, at: Pointer, value: &Value| {
                if !room.takes_value(value) {
                    return Err(at);
                }
                let values = match reading {
                    Reading::Event => event::events(value, media.get("schema").as_ref()),
                    Reading::Json | Reading::Otherwise => vec![value.clone()],
                };
                let is_stream = reading == Reading::Event && value.is_string();
                let example = |(index, value): (usize, Value)| Example {
                    operation: operation.at.clone(),
                    operation_name: operation_name.to_owned(),
                    reading,
                    status: status.to_owned(),
                    answered: answered.filter(|_| reading == Reading::Json),
                    media_type: media_type.to_owned(),
                    name: name.to_owned(),
                    at: if is_stream {
                        at.child(index)
                    } else {
                        at.clone()
                    },
                    schema: schema.clone().filter(|_| !is_xml || !value.is_string()),
                    value,
                    violation: None,
                    undeclared: Vec::new(),
                };
                examples.extend(values.into_iter().enumerate().map(example));
                Ok(())
            };
            if let Some(value) = media.value.get("example") {
                add("example", media.at.child("example"), value)?;
            }
            for (name, node) in media.get("examples").iter().flat_map(Node::all) {
                if let Some(value) = node.value.get("value") {
                    add(name, node.at.child("value"), value)?;
                }
            }
        }
    }
    Ok(examples)
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::needless_pass_by_value,
        reason = "cases read better without references"
    )]

    use serde_json::json;

    use super::*;

    fn check(responses: Value, expected: &str) {
        let document = json!({ "x-accept": "preferred", "operation": { "responses": responses } });
        let root = Node::root(&document);
        assert_eq!(
            accept(&root, &root.get("operation").unwrap()),
            expected,
            "{document}"
        );
    }

    fn body(media_type: &str) -> Value {
        json!({ "content": { media_type: {} } })
    }

    #[test]
    fn what_is_preferred_comes_before_what_is_documented() {
        let json = "application/json";
        check(
            json!({ "200": body(json), "404": body("text/html") }),
            "preferred, application/json",
        );
        check(
            json!({ "204": {}, "404": body(json) }),
            "preferred, application/json",
        );
        check(
            json!({ "default": body(json), "200": body("text/html") }),
            "preferred, text/html",
        );
        check(
            json!({ "default": body(json), "404": {} }),
            "preferred, application/json",
        );
        check(json!({}), "preferred");
    }

    #[test]
    fn a_binary_answer_is_asked_for_alone() {
        check(json!({ "200": body("application/zip") }), "application/zip");
        check(
            json!({ "200": body("text/event-stream") }),
            "text/event-stream",
        );
    }

    #[test]
    fn a_redirect_is_a_success_if_it_documents_where_to() {
        let redirect = json!({ "headers": { "location": {} }, "content": { "text/html": {} } });
        let gone = body("application/json");
        check(
            json!({ "302": redirect, "410": gone }),
            "preferred, application/json",
        );
        check(
            json!({ "302": body("text/html"), "default": body("a/json") }),
            "preferred, a/json",
        );
    }

    #[test]
    fn odd_statuses_and_malformed_answers_are_nothing() {
        check(
            json!({ "20": body("a/b"), "2xx": body("a/b"), "600": body("a/b") }),
            "preferred",
        );
        check(json!([1]), "preferred");
        check(json!({ "200": 1, "201": { "content": 2 } }), "preferred");
    }

    #[test]
    fn examples_are_found_behind_references() {
        let document = json!({
            "one": { "value": 1 },
            "operation": { "responses": { "200": { "content": { "a/json": {
                "schema": {},
                "example": 2,
                "examples": { "first": { "$ref": "#/one" }, "remote": { "externalValue": "x" } },
            } } } } },
        });
        let operation = Node::root(&document).get("operation").unwrap();
        let found = examples(&operation, "GET /", &mut Room::default()).unwrap();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|it| (it.name.as_str(), it.at.as_str()))
            .collect();
        let place = "/operation/responses/200/content/a~1json/example";
        assert_eq!(found, [("example", place), ("first", "/one/value")]);
    }
}
