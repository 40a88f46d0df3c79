//! Request bodies (`OpenAPI` 3.0.3 §4.7.13 to §4.7.15): a sample and what it is on the wire.

use serde_json::{Map, Value};

use super::media::{self, Family, family};
use super::reference::Node;
use super::sample::{self, Place};
use super::wire::{self, Style, Writing};
use super::{BodySample, ExpectedBody, ExpectedPart, PartKind};

/// An operation's body: what to send, and what is to arrive.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) sample: BodySample,
    pub(super) expected: ExpectedBody,
}

/// Whether an operation has to send a body; `None` if it has none.
pub(super) fn required(operation: &Node<'_>) -> Option<bool> {
    let node = operation.get("requestBody")?;
    media::sent(&node.get("content")?)?;
    Some(node.flag("required") == Some(true))
}

/// The body of an operation, with the required members alone if `least`; `None` if it has none or
/// there is no sample of it.
pub(super) fn body(operation: &Node<'_>, least: bool) -> Option<Body> {
    let place = Place {
        least,
        ..Place::default()
    };
    let required = required(operation)?;
    let content = operation.get("requestBody")?.get("content")?;
    let (media_type, media) = media::sent(&content)?;
    let schema = media.get("schema");
    let (value, expected) = match family(media_type) {
        Family::Json => {
            let value = sample::sample(schema.as_ref(), place, "")?;
            (value.clone(), ExpectedBody::Json(value))
        }
        Family::Form => match &schema {
            Some(schema) => form(schema, &media, least)?,
            None => free_form()?,
        },
        Family::Multipart => match &schema {
            Some(schema) if has_members(schema) => multipart(schema, &media, place)?,
            _ => bytes()?,
        },
        Family::Text | Family::Events => {
            let text = text()?;
            (Value::String(text.clone()), ExpectedBody::Text(text))
        }
        Family::Other => bytes()?,
    };
    let sample = BodySample {
        required,
        media_type: media_type.to_owned(),
        value,
    };
    Some(Body { sample, expected })
}

fn has_members(schema: &Node<'_>) -> bool {
    !sample::members(schema).is_empty()
}

fn text() -> Option<String> {
    wire::scalar(&sample::sample(None, Place::FLAT, "body")?)
}

fn bytes() -> Option<(Value, ExpectedBody)> {
    let text = text()?;
    Some((Value::String(text.clone()), ExpectedBody::Bytes(text)))
}

/// A form that no schema describes: any members.
fn free_form() -> Option<(Value, ExpectedBody)> {
    let text = text()?;
    let members = Map::from_iter([("free".to_owned(), Value::String(text.clone()))]);
    Some((
        Value::Object(members),
        ExpectedBody::Form(vec![("free".to_owned(), text)]),
    ))
}

/// Each member in its encoding's style, `form` and exploded unless it says otherwise (§4.7.15.1).
fn form(schema: &Node<'_>, media: &Node<'_>, least: bool) -> Option<(Value, ExpectedBody)> {
    if !has_members(schema) && sample::required(schema).is_empty() {
        let value = sample::sample(Some(schema), Place::FLAT, "")?;
        let plain = Writing::read(None, None, Style::Form);
        let written = value
            .as_object()?
            .iter()
            .map(|(name, it)| wire::pairs(plain, name, it));
        let pairs: Vec<_> = written
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect();
        return Some((value, ExpectedBody::Form(pairs)));
    }
    let mut members = Map::new();
    let mut pairs = Vec::new();
    let declared = sample::members(schema);
    let required = sample::required(schema);
    for name in required.iter().filter(|name| !declared.contains_key(*name)) {
        let text = wire::scalar(&sample::sample(None, Place::FLAT, name)?)?;
        members.insert((*name).to_owned(), Value::String(text.clone()));
        pairs.push(((*name).to_owned(), text));
    }
    for (name, member) in declared {
        if least && !required.contains(name) {
            continue;
        }
        let encoding = media
            .get("encoding")
            .and_then(|encoding| encoding.get(name));
        match form_member(&member, encoding.as_ref(), name) {
            Some((value, written)) => {
                members.insert(name.to_owned(), value);
                pairs.extend(written);
            }
            None if required.contains(name) => return None,
            None => {}
        }
    }
    Some((Value::Object(members), ExpectedBody::Form(pairs)))
}

/// A member of a form and the pairs it becomes. A style is heeded before a media type.
fn form_member(
    schema: &Node<'_>,
    encoding: Option<&Node<'_>>,
    name: &str,
) -> Option<(Value, Vec<(String, String)>)> {
    let style = encoding.and_then(|encoding| encoding.text("style"));
    let explode = encoding.and_then(|encoding| encoding.flag("explode"));
    let media_type = encoding.and_then(|encoding| encoding.text("contentType"));
    let is_json = media_type.is_some_and(|it| family(it) == Family::Json);
    if is_json && style.is_none() && explode.is_none() {
        let value = sample::sample(Some(schema), Place::default(), name)?;
        let text = value.to_string();
        return Some((value, vec![(name.to_owned(), text)]));
    }
    let writing = Writing::read(style, explode, Style::Form);
    let default = Writing::read(None, None, Style::Form);
    let value = sample::sample(Some(schema), Place::FLAT, name)?;
    let written =
        wire::pairs(writing, name, &value).or_else(|| wire::pairs(default, name, &value))?;
    Some((value, written))
}

/// A part for each member; several where it is an array of files or of scalars (§4.7.14.4).
fn multipart(schema: &Node<'_>, media: &Node<'_>, place: Place) -> Option<(Value, ExpectedBody)> {
    let mut members = Map::new();
    let mut parts = Vec::new();
    let required = sample::required(schema);
    for (name, member) in sample::members(schema) {
        if place.least && !required.contains(name) {
            continue;
        }
        let encoding = media
            .get("encoding")
            .and_then(|encoding| encoding.get(name));
        let content_type = encoding
            .as_ref()
            .and_then(|encoding| encoding.text("contentType"));
        // Of several media types the first is sent; a range is none.
        let first = content_type.and_then(|it| it.split(',').next());
        let media_type = first.map(str::trim).filter(|it| !it.contains('*'));
        let value = match sample::sample(Some(&member), place, name) {
            Some(Value::Object(_)) if media_type.is_some_and(|it| family(it) != Family::Json) => {
                // What is no JSON is a text of the caller's.
                sample::sample(None, Place::FLAT, name)
            }
            value => value,
        };
        match value {
            Some(value) => {
                parts.extend(part(name, &member, &value, media_type));
                members.insert(name.to_owned(), value);
            }
            None if required.contains(name) => return None,
            None => {}
        }
    }
    Some((Value::Object(members), ExpectedBody::Multipart(parts)))
}

fn unusual(media_type: Option<&str>) -> Option<String> {
    let media_type = media_type?.to_ascii_lowercase();
    let usual = ["application/json", "text/plain"].contains(&media_type.as_str());
    (!usual).then_some(media_type)
}

fn part(
    name: &str,
    schema: &Node<'_>,
    value: &Value,
    media_type: Option<&str>,
) -> Vec<ExpectedPart> {
    let json = media_type.is_some_and(|it| family(it) == Family::Json);
    let part = |kind, text| ExpectedPart {
        name: name.to_owned(),
        kind,
        media_type: match kind {
            PartKind::File => None,
            PartKind::Text | PartKind::Json => unusual(media_type),
        },
        text,
    };
    let texts = |kind: PartKind, values: &[Value]| -> Option<Vec<ExpectedPart>> {
        values
            .iter()
            .map(|value| Some(part(kind, wire::scalar(value)?)))
            .collect()
    };
    let values = match value {
        Value::Array(items) => items.as_slice(),
        other => std::slice::from_ref(other),
    };
    let described = match schema.get("items") {
        Some(items) if sample::json_type(schema) == Some("array") => items,
        _ => schema.clone(),
    };
    let file = described.text("format") == Some("binary") && !json;
    let kind = if file { PartKind::File } else { PartKind::Text };
    let scalars = (!json).then(|| texts(kind, values)).flatten();
    scalars.unwrap_or_else(|| vec![part(PartKind::Json, value.to_string())])
}

#[cfg(test)]
mod tests;
