//! Media types: what a client does with each, and which of several it takes.

use super::reference::Node;

/// What a client does with a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Json,
    Multipart,
    Form,
    Text,
    Events,
    Other,
}

/// The family of a media type; parameters and case do not matter (RFC 9110 §8.3.1).
pub(super) fn family(media_type: &str) -> Family {
    let essence = essence(media_type);
    if has_syntax(&essence, "json") {
        Family::Json
    } else if essence.starts_with("multipart/") {
        Family::Multipart
    } else if essence == "application/x-www-form-urlencoded" {
        Family::Form
    } else if essence == "text/event-stream" {
        Family::Events
    } else if essence.starts_with("text/") || has_syntax(&essence, "xml") {
        Family::Text
    } else {
        Family::Other
    }
}

/// Whether it is XML, by name or by suffix (RFC 7303 §4.2).
pub(super) fn is_xml(media_type: &str) -> bool {
    has_syntax(&essence(media_type), "xml")
}

fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn has_syntax(essence: &str, syntax: &str) -> bool {
    let subtype = essence.split('/').nth(1).unwrap_or_default();
    let suffix = subtype.rsplit_once('+').map_or(subtype, |it| it.1);
    suffix == syntax
}

/// The media type that a request is sent in: JSON over multipart over form over text over the
/// rest, the first of equals.
pub(super) fn sent<'d>(content: &Node<'d>) -> Option<(&'d str, Node<'d>)> {
    best(content, |family| match family {
        Family::Json => 0,
        Family::Multipart => 1,
        Family::Form => 2,
        Family::Text | Family::Events => 3,
        Family::Other => 4,
    })
}

/// The media type that an answer is asked for in: JSON over text over the rest over a stream of
/// events, the first of equals.
pub(super) fn wanted<'d>(content: &Node<'d>) -> Option<(&'d str, Node<'d>)> {
    best(content, |family| match family {
        Family::Json => 0,
        Family::Text => 1,
        Family::Multipart | Family::Form | Family::Other => 2,
        Family::Events => 3,
    })
}

fn best<'d>(content: &Node<'d>, rank: impl Fn(Family) -> u8) -> Option<(&'d str, Node<'d>)> {
    // `min_by_key` takes the first of equals.
    content
        .all()
        .min_by_key(|(media_type, _)| rank(family(media_type)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;

    fn check(media_types: &[&str], expected_sent: &str, expected_wanted: &str) {
        let content: Map<String, Value> = media_types
            .iter()
            .map(|media_type| ((*media_type).to_owned(), json!({})))
            .collect();
        let content = Value::Object(content);
        let node = Node::root(&content);
        assert_eq!(sent(&node).map(|it| it.0), Some(expected_sent));
        assert_eq!(wanted(&node).map(|it| it.0), Some(expected_wanted));
    }

    #[test]
    fn json_comes_first_and_the_first_of_equals() {
        check(
            &[
                "text/plain",
                "application/vnd.a+json; charset=utf-8",
                "application/JSON",
            ],
            "application/vnd.a+json; charset=utf-8",
            "application/vnd.a+json; charset=utf-8",
        );
        check(
            &[
                "image/png",
                "text/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
            ],
            "multipart/form-data",
            "text/xml",
        );
        check(
            &["text/event-stream", "image/png"],
            "text/event-stream",
            "image/png",
        );
    }
}
