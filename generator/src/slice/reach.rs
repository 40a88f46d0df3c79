//! The components that a part of a description refers to, directly or by others.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// The members of a path item that are operations (Path Item Object, `OpenAPI` 3.0.3 §4.7.9).
pub(super) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// A component: its section and its key.
type Component = (String, String);

/// The components of `document` that `part` reaches, in their order.
pub(super) fn components(document: &Value, part: &Value) -> Result<Value, Diagnostics> {
    let mut found = Diagnostics::default();
    let mut waiting = Vec::new();
    references(part, &Pointer::root(), false, &mut waiting);
    let mut reached: BTreeSet<Component> = security(part);
    while let Some((at, reference)) = waiting.pop() {
        let Some(component) = component(&reference) else {
            found.push(unresolved(&at, &reference, "leads to no component"));
            continue;
        };
        if reached.contains(&component) {
            continue;
        }
        let (section, key) = &component;
        match document["components"][section].get(key) {
            None => found.push(unresolved(&at, &reference, "leads nowhere")),
            Some(node) => {
                let at = Pointer::from_tokens(["components", section, key]);
                references(node, &at, false, &mut waiting);
                reached.insert(component);
            }
        }
    }
    found.propagate()?;
    let mut sections = Map::new();
    for (section, keys) in document["components"].as_object().into_iter().flatten() {
        let kept: Map<String, Value> = keys
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(key, _)| reached.contains(&(section.clone(), (*key).clone())))
            .map(|(key, node)| (key.clone(), node.clone()))
            .collect();
        if !kept.is_empty() {
            sections.insert(section.clone(), Value::Object(kept));
        }
    }
    Ok(Value::Object(sections))
}

/// Every reference in `node`. Below an example's `value` stands data, whatever it looks like.
fn references(node: &Value, at: &Pointer, names: bool, found: &mut Vec<(Pointer, String)>) {
    match node {
        Value::Object(members) => {
            for (name, value) in members {
                let at = at.child(name);
                match (name.as_str(), value) {
                    ("$ref", Value::String(reference)) => found.push((at, reference.clone())),
                    // A discriminator's values: a reference or the name of a schema.
                    ("mapping", Value::Object(values)) if names => {
                        for (value, target) in values {
                            let target = target.as_str().unwrap_or_default();
                            let reference = if target.contains('#') {
                                target.to_owned()
                            } else {
                                format!("#/components/schemas/{target}")
                            };
                            found.push((at.child(value), reference));
                        }
                    }
                    ("example" | "value" | "default" | "enum", _) if !is_named(&at) => {}
                    _ => references(value, &at, name == "discriminator", found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                references(item, &at.child(index), false, found);
            }
        }
        _ => {}
    }
}

/// Whether the last token is a name that the description gives, not a keyword of the format.
pub(super) fn is_named(at: &Pointer) -> bool {
    let holder = at.parent().and_then(|parent| parent.last());
    holder.is_some_and(|holder| {
        matches!(
            holder.as_str(),
            "properties"
                | "patternProperties"
                | "schemas"
                | "responses"
                | "parameters"
                | "examples"
                | "requestBodies"
                | "headers"
                | "securitySchemes"
                | "links"
                | "callbacks"
                | "content"
                | "paths"
                | "mapping"
                | "variables"
        )
    })
}

fn component(reference: &str) -> Option<Component> {
    let target = Pointer::from_reference(reference)?;
    let mut tokens = target.tokens();
    (tokens.next()? == "components").then_some(())?;
    Some((tokens.next()?, tokens.next()?))
}

/// The security schemes that the document and its operations name.
fn security(part: &Value) -> BTreeSet<Component> {
    let operations = part["paths"].as_object().into_iter().flatten();
    let operations = operations.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    let requirements = operations
        .map(|(_, operation)| &operation["security"])
        .chain([&part["security"]]);
    requirements
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|requirement| requirement.keys())
        .map(|name| ("securitySchemes".to_owned(), name.clone()))
        .collect()
}

fn unresolved(at: &Pointer, reference: &str, why: &str) -> Diagnostic {
    let message = format!("the reference `{reference}` {why}, so the slice can't hold its target");
    Diagnostic::new(Code::UnresolvedReference, at, message)
        .help("what a slice refers to has to stand below `components`")
}
