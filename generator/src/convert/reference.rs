//! `$ref` with other keywords beside it, which 3.0 would not see.
//!
//! The reference becomes a member of `allOf`, the others keep their places. Among alternatives,
//! prose beside a reference is let go instead: there the name of the target tells them apart, and
//! a discriminator finds them by it.

use serde_json::{Map, Value, json};

use super::schema::Role;

/// Keywords that say nothing about a value.
const PROSE: [&str; 9] = [
    "title",
    "summary",
    "description",
    "deprecated",
    "example",
    "examples",
    "externalDocs",
    "$comment",
    "default",
];

/// Puts a reference that has siblings into an `allOf`.
pub(super) fn siblings(members: &mut Map<String, Value>, role: Role) {
    let says = |name: &str| !PROSE.contains(&name) && !name.starts_with("x-") && name != "$ref";
    if role == Role::Alternative && !members.keys().any(|name| says(name)) {
        members.retain(|name, _| name == "$ref");
    }
    let is_alone = members
        .keys()
        .all(|name| name == "$ref" || name == "summary");
    if is_alone {
        return;
    }
    let Some(reference) = members.shift_remove("$ref") else {
        return;
    };
    let whole = members.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(parts) = whole {
        parts.push(json!({ "$ref": reference }));
    }
}
