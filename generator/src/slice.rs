//! A whole description in, the part of it that the project is about out: the named operations, all
//! they refer to, nothing else, in upstream's order.
//!
//! Upstream's `x-github-breaking-changes` up to the API version are applied first. The prose that
//! was written for an earlier slice stays where its node still exists. Refused are operations that
//! are not there, or not where the earlier slice has them, with what looks like their successor.

mod patch;
mod prose;
mod reach;
mod successor;

use serde_json::{Map, Value};

pub use prose::Prose;

use crate::diagnostic::Diagnostics;

/// What is to be cut out.
#[derive(Clone, Copy, Debug)]
pub struct Cut<'a> {
    /// The operations, by `operationId`.
    pub operations: &'a [String],
    /// The API version, up to which breaking changes are applied.
    pub api_version: &'a str,
    /// The slice whose prose is kept.
    pub prior: Option<Prior<'a>>,
    /// Whether an operation may have another method or path than the earlier slice has.
    pub moves: bool,
}

/// An earlier slice.
#[derive(Clone, Copy, Debug)]
pub struct Prior<'a> {
    /// The slice, with the prose written for it.
    pub document: &'a Value,
    /// The digests of the upstream prose it was written for.
    pub upstream: &'a Prose,
}

/// A part of a description that is a description itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// The document.
    pub value: Value,
    /// The digests of upstream's prose in it.
    pub upstream: Prose,
}

/// Cuts the slice out of `document`, and says where its prose has to be looked at.
///
/// # Errors
/// An operation is missing or has moved, a breaking change can't be applied, or a reference leads
/// nowhere.
pub fn slice(document: &Value, cut: &Cut<'_>) -> Result<(Slice, Diagnostics), Diagnostics> {
    let patched = patched(document, cut.api_version)?;
    let places = successor::places(&patched, cut)?;
    let mut value = Value::Object(root(&patched, &places));
    value["components"] = reach::components(&patched, &value)?;
    if value["components"].as_object().is_some_and(Map::is_empty) {
        remove(&mut value, "components");
    }
    let upstream = prose::digests(&value);
    let said = prose::keep(&mut value, cut.prior);
    Ok((Slice { value, upstream }, said))
}

/// The whole description as it is for an API version: upstream's breaking changes up to it applied.
///
/// # Errors
/// One of them can't be.
pub fn patched(document: &Value, api_version: &str) -> Result<Value, Diagnostics> {
    let mut patched = document.clone();
    patch::apply(&mut patched, api_version)?;
    Ok(patched)
}

/// The slice as a file: `head`, which is comments, and the document as YAML.
///
/// # Errors
/// YAML has no form for the document.
pub fn yaml(head: &str, value: &Value) -> Result<String, serde_yaml::Error> {
    Ok(format!("{head}---\n{}", serde_yaml::to_string(value)?))
}

/// The comments before the document of a slice's file.
#[must_use]
pub fn head(text: &str) -> &str {
    text.find("---\n").map_or("", |end| &text[..end])
}

/// The members of the root that concern the operations, in upstream's order.
fn root(document: &Value, places: &[successor::Place]) -> Map<String, Value> {
    let mut root = Map::new();
    for (name, value) in document.as_object().into_iter().flatten() {
        let value = match name.as_str() {
            "openapi" | "info" | "servers" | "externalDocs" | "security" => value.clone(),
            "paths" => Value::Object(paths(value, places)),
            "tags" => tags(value, document, places),
            // A place for it, so that it stands where upstream has it.
            "components" => Value::Null,
            _ => continue,
        };
        root.insert(name.clone(), value);
    }
    root
}

fn paths(paths: &Value, places: &[successor::Place]) -> Map<String, Value> {
    let named = |path: &str, member: &str| {
        !reach::METHODS.contains(&member)
            || places
                .iter()
                .any(|it| it.path == path && it.method == member)
    };
    paths
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(path, _)| places.iter().any(|place| place.path == **path))
        .map(|(path, item)| {
            let mut item = item.clone();
            if let Some(members) = item.as_object_mut() {
                members.retain(|member, _| named(path, member));
            }
            (path.clone(), item)
        })
        .collect()
}

/// The tags that the operations have.
fn tags(tags: &Value, document: &Value, places: &[successor::Place]) -> Value {
    let used: Vec<&Value> = places
        .iter()
        .filter_map(|place| place.operation(document)?.get("tags")?.as_array())
        .flatten()
        .collect();
    let tags = tags.as_array().into_iter().flatten();
    let is_used = |tag: &&Value| tag.get("name").is_some_and(|name| used.contains(&name));
    tags.filter(is_used).cloned().collect()
}

/// Removes a member without changing the order of the others.
fn remove(object: &mut Value, member: &str) -> Option<Value> {
    object.as_object_mut()?.shift_remove(member)
}

#[cfg(test)]
mod tests;
