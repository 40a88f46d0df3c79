//! What a text holds (`contentEncoding`, `contentMediaType`), which 3.0 says by `format`, and
//! examples, of which 3.0 has one.

use serde_json::{Map, Value};

/// Says in `format` what the text of a schema holds.
pub(super) fn format(members: &mut Map<String, Value>) {
    if members.contains_key("format") || !may_be_text(members) {
        return;
    }
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let format = match (text("contentEncoding"), text("contentMediaType")) {
        (Some("base64" | "base64url"), _) => "byte",
        (None | Some("binary"), Some(media_type)) if !is_text(media_type) => "binary",
        (Some("binary"), None) => "binary",
        _ => return,
    };
    members.insert("type".to_owned(), Value::from("string"));
    members.insert("format".to_owned(), Value::from(format));
}

fn may_be_text(members: &Map<String, Value>) -> bool {
    let composed = ["properties", "items", "allOf", "oneOf", "anyOf", "enum"];
    match members.get("type") {
        Some(json_type) => json_type == "string",
        None => !composed.iter().any(|name| members.contains_key(*name)),
    }
}

/// Whether a document of this media type is a text, so that it can stand in a JSON string.
fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let (main, sub) = essence.split_once('/').unwrap_or((essence, ""));
    let sub = sub.rsplit('+').next().unwrap_or_default();
    main == "text" || matches!(sub, "json" | "xml" | "yaml" | "jwt" | "javascript")
}

/// Keeps the first of the examples where there is no `example`.
pub(super) fn example(members: &mut Map<String, Value>) {
    if members.contains_key("example") {
        return;
    }
    let first = members.get("examples").and_then(Value::as_array);
    if let Some(first) = first.and_then(|examples| examples.first()).cloned() {
        members.insert("example".to_owned(), first);
    }
}
