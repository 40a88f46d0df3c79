//! What to call the alternatives of a union, in wire terms.
//!
//! A component's key or a title names an alternative. The others are called by their JSON type, or,
//! where several have the same one, by what tells them apart.

use std::collections::HashMap;

use openapiv3::{ReferenceOr, Schema};

use super::flat::{Flat, JsonType};
use crate::pointer::Pointer;

/// An alternative as far as its name depends on it.
pub(super) struct Alternative<'c, 'd> {
    /// The schema, behind its reference if there is one.
    pub(super) at: &'c Pointer,
    pub(super) flat: &'c Flat<'d>,
    pub(super) is_reference: bool,
}

/// A label for each alternative.
pub(super) fn labels(alternatives: &[Alternative<'_, '_>]) -> Vec<String> {
    let mut labels: Vec<String> = alternatives.iter().map(plain).collect();
    let mut count: HashMap<String, usize> = HashMap::new();
    for label in &labels {
        *count.entry(label.clone()).or_default() += 1;
    }
    for rule in [constant, part, member, typed] {
        let telling: Vec<Option<String>> = alternatives
            .iter()
            .zip(&labels)
            .map(|(it, label)| {
                let ambiguous = count.get(label).is_some_and(|count| *count > 1);
                ambiguous.then(|| rule(it, alternatives)).flatten()
            })
            .collect();
        for (index, label) in telling.iter().enumerate() {
            let Some(label) = label else { continue };
            let is_unique = telling.iter().flatten().filter(|it| *it == label).count() == 1;
            if is_unique && !count.contains_key(label) {
                labels[index].clone_from(label);
            }
        }
    }
    labels
}

fn plain(alternative: &Alternative<'_, '_>) -> String {
    let component = alternative
        .is_reference
        .then(|| alternative.at.last())
        .flatten();
    component
        .or_else(|| alternative.flat.data.title.clone())
        .unwrap_or_else(|| kind(alternative.flat).to_owned())
}

fn kind(flat: &Flat<'_>) -> &'static str {
    match flat.known_type() {
        Some(JsonType::String) => "string",
        Some(JsonType::Integer) => "integer",
        Some(JsonType::Number) => "number",
        Some(JsonType::Boolean) => "boolean",
        Some(JsonType::Array) => "array",
        Some(JsonType::Object) => "object",
        None => "value",
    }
}

/// The only value of a member that has just one.
fn constant(it: &Alternative<'_, '_>, _: &[Alternative<'_, '_>]) -> Option<String> {
    it.flat.properties.values().find_map(|node| {
        let member = Flat::of(node.as_item()?);
        match member.values.as_slice() {
            [only] => only.as_str().map(str::to_owned),
            _ => None,
        }
    })
}

/// The component it extends, or whose list it is.
fn part(it: &Alternative<'_, '_>, _: &[Alternative<'_, '_>]) -> Option<String> {
    if let Some(items) = it.flat.items {
        return Some(format!("{} list", known(items)));
    }
    let reference = |node: &ReferenceOr<Schema>| match node {
        ReferenceOr::Reference { reference } => Some(key(reference).to_owned()),
        ReferenceOr::Item(_) => None,
    };
    it.flat.all_of.iter().find_map(reference)
}

/// What is known of a schema without following its reference.
fn known(node: &ReferenceOr<Box<Schema>>) -> &str {
    match node {
        ReferenceOr::Reference { reference } => key(reference),
        ReferenceOr::Item(schema) => kind(&Flat::of(schema)),
    }
}

fn key(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// A member that no other alternative has, a required one before others.
fn member(it: &Alternative<'_, '_>, all: &[Alternative<'_, '_>]) -> Option<String> {
    let others = || all.iter().filter(|other| other.at != it.at);
    let own = |name: &&String| !others().any(|other| other.flat.properties.contains_key(*name));
    let names: Vec<&String> = it.flat.properties.keys().filter(own).collect();
    let required = names.iter().find(|name| it.flat.required.contains(name));
    required.or(names.first()).map(|name| (**name).clone())
}

/// A member that is of another type wherever else it is.
fn typed(it: &Alternative<'_, '_>, all: &[Alternative<'_, '_>]) -> Option<String> {
    it.flat.properties.iter().find_map(|(name, node)| {
        let own = held(node);
        let others = all.iter().filter(|other| other.at != it.at);
        let mut others = others.filter_map(|other| other.flat.properties.get(name));
        let differs = others.all(|other| held(other) != own);
        differs.then(|| format!("{own} {name}"))
    })
}

/// The type of a member, or of its items if it is a list.
fn held(node: &ReferenceOr<Box<Schema>>) -> &str {
    let items = node.as_item().and_then(|schema| Flat::of(schema).items);
    items.map_or_else(|| known(node), known)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(schemas: serde_json::Value, expected: &[&str]) {
        let schemas: Vec<Schema> = serde_json::from_value(schemas).unwrap();
        let flats: Vec<Flat<'_>> = schemas.iter().map(Flat::of).collect();
        let places: Vec<Pointer> = (0..flats.len())
            .map(|index| Pointer::root().child(index))
            .collect();
        let alternatives: Vec<Alternative<'_, '_>> = flats
            .iter()
            .zip(&places)
            .map(|(flat, at)| Alternative {
                at,
                flat,
                is_reference: false,
            })
            .collect();
        assert_eq!(labels(&alternatives), expected);
    }

    #[test]
    fn an_alternative_is_called_by_what_it_is() {
        let schemas = json!([
            { "type": "string" },
            { "type": "object", "title": "A cat" },
            { "type": "object", "properties": { "a": { "type": "string" } } },
        ]);
        check(schemas, &["string", "A cat", "object"]);
    }

    #[test]
    fn alternatives_of_one_type_are_called_by_what_tells_them_apart() {
        let object =
            |members: serde_json::Value| json!({ "type": "object", "properties": members });
        let kind = |value: &str| json!({ "type": "string", "enum": [value] });
        check(
            json!([
                object(json!({ "k": kind("cat") })),
                object(json!({ "k": kind("dog") }))
            ]),
            &["cat", "dog"],
        );
        let name = json!({ "type": "string" });
        check(
            json!([
                object(json!({ "id": name, "login": name })),
                object(json!({ "id": name, "email": name })),
                object(json!({ "id": name })),
            ]),
            &["login", "email", "object"],
        );
        let list = |items: &serde_json::Value| json!({ "type": "array", "items": items });
        check(
            json!([
                object(json!({ "id": name, "labels": list(&name) })),
                object(json!({ "id": name, "labels": list(&object(json!({}))) })),
            ]),
            &["string labels", "object labels"],
        );
        check(
            json!([
                { "allOf": [{ "$ref": "#/components/schemas/Cat" }, name] },
                { "allOf": [{ "$ref": "#/components/schemas/Dog" }, name] },
            ]),
            &["Cat", "Dog"],
        );
    }
}
