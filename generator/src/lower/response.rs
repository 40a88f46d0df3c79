//! Answers: each documented status with what its body holds.
//!
//! A redirect that documents `Location` is an answer, not a step on the way to one. Other answers
//! of class 3 are the runtime's business and make no outcome.

use openapiv3::{MediaType, ReferenceOr, Response, Responses, StatusCode};
use serde_json::Value;

use super::{Lowering, events, schema};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Content, Events, Origin, Outcome, ResponseHeader, Status, Ty, TypeKind};
use crate::pointer::Pointer;
use crate::resolve::View;

/// An outcome and the media type it was read from.
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    pub(super) media_type: Option<String>,
    /// The events that it may be instead.
    pub(super) events: Option<Events>,
}

/// All documented answers of the operation at `at`.
pub(super) fn answers<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    responses: &'d Responses,
    id: &str,
) -> Vec<Answer> {
    let at = at.child("responses");
    report_odd_statuses(lowering, &at);
    let mut listed: Vec<(Status, Pointer, &'d ReferenceOr<Response>)> = Vec::new();
    for (code, node) in &responses.responses {
        let place = at.child(code);
        match status(code) {
            Some(status) => listed.push((status, place, node)),
            None => lowering.report(odd_status(&place, &code.to_string())),
        }
    }
    if let Some(node) = &responses.default {
        listed.push((Status::Default, at.child("default"), node));
    }
    let several = listed
        .iter()
        .filter(|(status, ..)| status.class() == Some(2))
        .count()
        > 1;
    let mut answers: Vec<Answer> = listed
        .into_iter()
        .filter_map(|(status, place, node)| answer(lowering, status, &place, node, id, several))
        .collect();
    if !answers.iter().any(|answer| answer.outcome.success) {
        for answer in &mut answers {
            answer.outcome.success = answer.outcome.status == Status::Default;
        }
    }
    answers
}

fn answer<'d>(
    lowering: &mut Lowering<'d>,
    status: Status,
    place: &Pointer,
    node: &'d ReferenceOr<Response>,
    id: &str,
    several: bool,
) -> Option<Answer> {
    let resolver = lowering.resolver;
    let view = lowering.noted(resolver.resolve::<Response, _>(place, node))?;
    let headers = headers(lowering, &view);
    let redirects = status.class() == Some(3);
    let has_location = headers
        .iter()
        .any(|it| it.name.eq_ignore_ascii_case("location"));
    if status.class() == Some(1) || (redirects && !has_location) {
        return None;
    }
    let origin = origin(&view.at, status, id, several);
    let (content, media_type) = if redirects {
        (Content::Redirect, None)
    } else {
        content(lowering, &view, &origin)
    };
    let events = match status {
        _ if redirects => None,
        Status::Default => events::events(lowering, &view, &origin),
        status if status.class() == Some(2) => events::events(lowering, &view, &origin),
        _ => None,
    };
    let outcome = Outcome {
        status,
        success: redirects || status.class() == Some(2),
        content,
        headers,
        description: view.node.description.clone(),
        at: view.at,
    };
    Some(Answer {
        outcome,
        media_type,
        events,
    })
}

fn origin(at: &Pointer, status: Status, id: &str, several: bool) -> Origin {
    match at.parent() {
        Some(parent) if parent == Pointer::from_tokens(["components", "responses"]) => {
            Origin::ResponseComponent(at.last().unwrap_or_default())
        }
        _ => {
            let told = several || status.class() != Some(2);
            Origin::Response(id.to_owned(), told.then_some(status))
        }
    }
}

fn headers(lowering: &mut Lowering<'_>, view: &View<'_, Response>) -> Vec<ResponseHeader> {
    let resolver = lowering.resolver;
    let mut headers = Vec::with_capacity(view.node.headers.len());
    for (name, node) in &view.node.headers {
        let place = view.at.child("headers").child(name);
        // The description's own lifetime is longer than the view's, so the reference is followed.
        let description = match node {
            ReferenceOr::Item(header) => header.description.clone(),
            ReferenceOr::Reference { reference } => {
                let followed = resolver.follow::<openapiv3::Header>(&place, reference);
                lowering
                    .noted(followed)
                    .and_then(|view| view.node.description.clone())
            }
        };
        headers.push(ResponseHeader {
            name: name.clone(),
            description,
        });
    }
    headers
}

/// What the body holds, and the media type that says so.
fn content<'d>(
    lowering: &mut Lowering<'d>,
    view: &View<'d, Response>,
    origin: &Origin,
) -> (Content, Option<String>) {
    let at = view.at.child("content");
    let chosen = view
        .node
        .content
        .iter()
        .max_by_key(|(media_type, _)| rank(media_type));
    // `max_by_key` takes the last of equals; the description's first one is its preferred one.
    let chosen = chosen.and_then(|(best, _)| {
        view.node
            .content
            .iter()
            .find(|(media_type, _)| rank(media_type) == rank(best))
    });
    let Some((media_type, media)) = chosen else {
        return (Content::Empty, None);
    };
    for other in view
        .node
        .content
        .keys()
        .filter(|other| *other != media_type && family(other) != Family::EventStream)
    {
        lowering.report(dropped(&at.child(other), other, media_type, "asks for"));
    }
    let place = at.child(media_type);
    let content = body(lowering, &place, media_type, media, origin);
    // One word, as in most descriptions, says no more than that there is an answer.
    let prose = Some(view.node.description.as_str()).filter(|text| text.trim().contains(' '));
    schema::lend_prose(lowering, &place.child("schema"), prose);
    (content, Some(media_type.clone()))
}

fn body<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    media_type: &str,
    media: &'d MediaType,
    origin: &Origin,
) -> Content {
    match family(media_type) {
        Family::Json => Content::Json(match &media.schema {
            Some(node) => schema::ty(lowering, &at.child("schema"), node, origin),
            None => Ty::new(TypeKind::Any),
        }),
        Family::Text | Family::EventStream => Content::Text,
        Family::Form | Family::Multipart | Family::Bytes => Content::Bytes,
    }
}

/// What a client does with a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Json,
    Text,
    EventStream,
    Form,
    Multipart,
    Bytes,
}

/// The family of a media type, its parameters left aside (RFC 9110 §8.3.1, RFC 6839).
pub(super) fn family(media_type: &str) -> Family {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let (main, sub) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    match (main, sub) {
        ("application", "x-www-form-urlencoded") => Family::Form,
        ("multipart", _) => Family::Multipart,
        ("text", "event-stream") => Family::EventStream,
        (_, "json") => Family::Json,
        (_, sub) if sub.ends_with("+json") => Family::Json,
        ("text", _) | (_, "xml") => Family::Text,
        (_, sub) if sub.ends_with("+xml") => Family::Text,
        _ => Family::Bytes,
    }
}

/// Whether a media type's bodies are JSON texts.
pub(super) fn is_json(media_type: &str) -> bool {
    family(media_type) == Family::Json
}

fn rank(media_type: &str) -> u8 {
    match family(media_type) {
        Family::Json => 3,
        Family::Text => 2,
        Family::EventStream => 0,
        Family::Form | Family::Multipart | Family::Bytes => 1,
    }
}

/// The diagnostic for a media type that stands beside the one the client uses.
pub(super) fn dropped(at: &Pointer, media_type: &str, chosen: &str, verb: &str) -> Diagnostic {
    Diagnostic::new(
        Code::DroppedMediaType,
        at,
        format!("the client {verb} `{chosen}`, so `{media_type}` is not offered"),
    )
    .help("remove the one that is not wanted by an overlay")
}

fn status(code: &StatusCode) -> Option<Status> {
    match code {
        StatusCode::Code(code @ 100..=599) => Some(Status::Code(*code)),
        StatusCode::Range(class @ 1..=5) => u8::try_from(*class).ok().map(Status::Range),
        _ => None,
    }
}

/// openapiv3 passes over keys that are no statuses, so the text is looked at.
fn report_odd_statuses(lowering: &mut Lowering<'_>, at: &Pointer) {
    let document = lowering.resolver.document();
    let Some(Value::Object(members)) = at.get(&document.value) else {
        return;
    };
    for key in members.keys() {
        let known = key == "default"
            || key.starts_with("x-")
            || serde_json::from_value::<StatusCode>(Value::String(key.clone())).is_ok();
        if !known {
            lowering.report(odd_status(&at.child(key), key));
        }
    }
}

fn odd_status(at: &Pointer, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidStatus,
        at,
        format!("`{key}` is no HTTP status, so this answer can't arrive and is left out"),
    )
    .help("a status is three digits from 100 to 599, a range `1XX` to `5XX`, or `default`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_told_apart_by_their_essence() {
        let cases = [
            ("application/json", Family::Json),
            ("application/JSON; charset=utf-8", Family::Json),
            ("application/vnd.api+json", Family::Json),
            ("text/html", Family::Text),
            ("application/atom+xml", Family::Text),
            ("text/event-stream", Family::EventStream),
            ("multipart/form-data", Family::Multipart),
            ("application/x-www-form-urlencoded", Family::Form),
            ("application/zip", Family::Bytes),
            ("*/*", Family::Bytes),
        ];
        for (media_type, expected) in cases {
            assert_eq!(family(media_type), expected, "{media_type}");
        }
    }
}
