//! A value tree in, the nodes that keep it from being an OpenAPI document out.
//!
//! Every object is read alone, with the objects in it replaced by the smallest ones of their kinds,
//! so that a fault is reported where it is and nowhere above, and one run reports them all.

use serde_json::{Map, Value};

use super::explain::{self, Fault};
use super::kind::{Holds, Kind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// All faults of form in a description.
pub(super) fn narrow(document: &Value) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    check(Kind::Document, document, &Pointer::root(), &mut diagnostics);
    diagnostics
}

/// How many objects that may be references lie one within the other.
pub(super) fn layers(document: &Value) -> usize {
    deepest(Kind::Document, document)
}

fn deepest(kind: Kind, node: &Value) -> usize {
    let Some(members) = node.as_object() else {
        return 0;
    };
    let mut deepest_member = 0;
    for (name, member) in members {
        let below = match (kind.member(name), member) {
            (Some(Holds::One(kind)), _) => deepest(kind, member),
            (Some(Holds::List(kind)), Value::Array(items)) => items
                .iter()
                .map(|item| deepest(kind, item))
                .max()
                .unwrap_or_default(),
            (Some(Holds::Map(kind)), Value::Object(items)) => items
                .values()
                .map(|item| deepest(kind, item))
                .max()
                .unwrap_or_default(),
            _ => 0,
        };
        deepest_member = deepest_member.max(below);
    }
    deepest_member + usize::from(kind.is_referable())
}

/// Drops the callbacks of all operations and components.
pub(super) fn remove_callbacks(document: &mut Value) {
    if let Some(Value::Object(components)) = document.get_mut("components") {
        components.shift_remove("callbacks");
    }
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    let items = paths.values_mut().filter_map(Value::as_object_mut);
    for operation in items
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
    {
        operation.shift_remove("callbacks");
    }
}

fn check(kind: Kind, node: &Value, at: &Pointer, diagnostics: &mut Diagnostics) {
    if kind.is_referable()
        && let Some(Value::String(reference)) = node.get("$ref")
    {
        diagnostics.extend(wrong_reference(kind, reference, at));
        return;
    }
    let Some(members) = node.as_object() else {
        diagnostics.push(explain::wrong_form(kind, node, at));
        return;
    };
    for (name, member) in members {
        match (kind.member(name), member) {
            (Some(Holds::One(_)), Value::Null) => {}
            (Some(Holds::One(Kind::Schema)), Value::Bool(_)) if name == "additionalProperties" => {}
            (Some(Holds::One(kind)), _) => check(kind, member, &at.child(name), diagnostics),
            (Some(Holds::List(kind)), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    check(kind, item, &at.child(name).child(index), diagnostics);
                }
            }
            (Some(Holds::Map(kind)), Value::Object(items)) => {
                for (key, item) in items {
                    check(kind, item, &at.child(name).child(key), diagnostics);
                }
            }
            _ => {}
        }
    }
    check_alone(kind, members, at, diagnostics);
}

/// Reads an object without those in it, and takes away one faulty member after the other.
fn check_alone(
    kind: Kind,
    members: &Map<String, Value>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    let mut alone: Map<String, Value> = members
        .iter()
        .map(|(name, member)| (name.clone(), stand_in(kind, name, member)))
        .collect();
    if kind == Kind::RequestBody && !members.contains_key("content") {
        // openapiv3 takes it for a body of no media type.
        diagnostics.extend(explain::schema_instead(kind, members, at));
    }
    let mut taken: Vec<String> = Vec::new();
    while let Err(error) = kind.read(&Value::Object(alone.clone())) {
        let fault = Fault::from(error.to_string());
        if fault
            .missing()
            .is_some_and(|missing| taken.iter().any(|name| name == missing))
        {
            return;
        }
        let culprit = if fault.is_absence() {
            None
        } else {
            culprit(kind, &alone, &fault)
        };
        diagnostics.push(explain::fault(
            kind,
            members,
            culprit.as_deref(),
            &fault,
            at,
        ));
        let Some(culprit) = culprit else { return };
        alone.shift_remove(&culprit);
        taken.push(culprit);
    }
}

/// What takes a member's place while the object around it is judged.
fn stand_in(kind: Kind, name: &str, member: &Value) -> Value {
    match (kind.member(name), member) {
        (Some(Holds::One(_)), Value::Null | Value::Bool(_)) => member.clone(),
        (Some(Holds::One(kind)), _) => kind.smallest(),
        (Some(Holds::List(_)), Value::Array(_)) => Value::Array(Vec::new()),
        (Some(Holds::Map(_)), Value::Object(_)) => Value::Object(Map::new()),
        // Free content, which can't be at fault and may be large.
        (None, Value::Object(_) | Value::Array(_)) if name == "example" || name == "default" => {
            Value::Null
        }
        _ => member.clone(),
    }
}

/// The member without which the fault is gone, or another one comes.
fn culprit(kind: Kind, alone: &Map<String, Value>, fault: &Fault) -> Option<String> {
    let mut required = None;
    for name in alone.keys().filter(|name| !name.starts_with("x-")) {
        let mut without = alone.clone();
        without.shift_remove(name);
        let Err(error) = kind.read(&Value::Object(without)) else {
            return Some(name.clone());
        };
        let next = Fault::from(error.to_string());
        if next == *fault {
            continue;
        }
        // Without a member that must be there its absence is the fault: that is no proof.
        if next.is_absence() {
            required = required.or_else(|| Some(name.clone()));
        } else {
            return Some(name.clone());
        }
    }
    required
}

/// A reference into the section of another kind.
fn wrong_reference(kind: Kind, reference: &str, at: &Pointer) -> Option<Diagnostic> {
    let section = reference.strip_prefix("#/components/")?.split('/').next()?;
    let found = explain::SECTIONS
        .iter()
        .find(|found| found.section() == Some(section))?;
    if kind.section() == Some(section) {
        return None;
    }
    let message = format!(
        "expected {}, but `{reference}` is {}",
        kind.name(),
        found.name()
    );
    let diagnostic = Diagnostic::new(Code::WrongReferenceKind, &at.child("$ref"), message);
    Some(match explain::around_schema(kind) {
        Some(help) if *found == Kind::Schema => diagnostic.help(help),
        _ => diagnostic.help(format!("refer to {}, or remove the reference", kind.name())),
    })
}

#[cfg(test)]
mod tests;
