//! A value tree in, the nodes that keep it from being an OpenAPI document out.
//!
//! Every object is read alone, with the objects in it replaced by the smallest ones of their kinds,
//! so that a fault is reported where it is and nowhere above, and one run reports them all. Where
//! [`mend`] knows what a faulty node was meant to be, or that nothing depends on it, the tree is
//! changed and the fault is a warning.

use serde_json::{Map, Value};

use super::explain::{self, Fault};
use super::kind::{Holds, Kind};
use super::mend::{self, Remedy, tolerated};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;

/// All faults of form in a description, in which those that can be are mended.
pub(super) fn narrow(document: &mut Value) -> Diagnostics {
    let mut found = Diagnostics::default();
    check(Kind::Document, document, &Pointer::root(), &mut found);
    found
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

/// Whether a node is one that its parent keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Stays,
    Goes,
}

/// Looks at a node and mends it where [`mend`] knows how.
fn check(kind: Kind, node: &mut Value, at: &Pointer, found: &mut Diagnostics) -> Verdict {
    let Some(remedy) = mend::given_up(kind) else {
        return check_kept(kind, node, at, found);
    };
    let mut own = Diagnostics::default();
    let verdict = check_kept(kind, node, at, &mut own);
    let fatal = own.iter().find(|it| it.severity() == Severity::Error);
    let Some(fatal) = fatal else {
        found.extend(own);
        return verdict;
    };
    found.push(tolerated(fatal.clone(), &remedy));
    match remedy {
        Remedy::Absent => Verdict::Goes,
        Remedy::Instead(meant) => {
            *node = meant;
            Verdict::Stays
        }
    }
}

fn check_kept(kind: Kind, node: &mut Value, at: &Pointer, found: &mut Diagnostics) -> Verdict {
    if kind.is_referable()
        && let Some(Value::String(reference)) = node.get("$ref")
    {
        found.extend(wrong_reference(kind, reference, at));
        return Verdict::Stays;
    }
    if !node.is_object() {
        let wrong = explain::wrong_form(kind, node, at);
        match mend::form(kind, node) {
            Some(Remedy::Instead(meant)) => {
                found.push(tolerated(wrong, &Remedy::Instead(meant.clone())));
                *node = meant;
                return check_kept(kind, node, at, found);
            }
            Some(Remedy::Absent) => {
                found.push(tolerated(wrong, &Remedy::Absent));
                return Verdict::Goes;
            }
            None => found.push(wrong),
        }
    }
    let Some(members) = node.as_object_mut() else {
        return Verdict::Stays;
    };
    check_holders(kind, members, at, found);
    check_held(kind, members, at, found);
    check_alone(kind, members, at, found);
    Verdict::Stays
}

/// Looks at the members that should be lists or maps of objects.
fn check_holders(
    kind: Kind,
    members: &mut Map<String, Value>,
    at: &Pointer,
    found: &mut Diagnostics,
) {
    let names = members.keys().filter(|name| kind.member(name).is_some());
    for name in names.cloned().collect::<Vec<_>>() {
        let (Some(holds), Some(member)) = (kind.member(&name), members.get_mut(&name)) else {
            continue;
        };
        let expected = match (holds, &*member) {
            (Holds::One(_), Value::String(_)) if name == "additionalProperties" => "true or false",
            (Holds::One(_), Value::Null) if kind.describes_values() => {
                // openapiv3 blames another member for it.
                members.shift_remove(&name);
                continue;
            }
            (Holds::List(_), Value::Array(_))
            | (Holds::Map(_), Value::Object(_))
            | (Holds::One(_), _) => continue,
            (Holds::List(_), _) => "a list",
            (Holds::Map(_), _) => "an object",
        };
        let Some(remedy) = mend::holder(&name, holds, member) else {
            continue;
        };
        let wrong = explain::wrong_member(kind, &name, member, expected, at);
        found.push(tolerated(wrong, &remedy));
        apply(members, &name, remedy);
    }
}

/// Looks at the objects in an object.
fn check_held(kind: Kind, members: &mut Map<String, Value>, at: &Pointer, found: &mut Diagnostics) {
    members.retain(|name, member| {
        let at = || at.child(name);
        match (kind.member(name), member) {
            (Some(Holds::One(_)), Value::Null) => true,
            (Some(Holds::One(Kind::Schema)), Value::Bool(_)) if name == "additionalProperties" => {
                true
            }
            (Some(Holds::One(kind)), member) => check(kind, member, &at(), found) == Verdict::Stays,
            (Some(Holds::List(kind)), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    check(kind, item, &at().child(index), found);
                }
                true
            }
            (Some(Holds::Map(kind)), Value::Object(items)) => {
                items.retain(|key, item| {
                    check(kind, item, &at().child(key), found) == Verdict::Stays
                });
                true
            }
            _ => true,
        }
    });
}

/// Reads an object without those in it, and mends or takes away one faulty member after the other.
fn check_alone(
    kind: Kind,
    members: &mut Map<String, Value>,
    at: &Pointer,
    found: &mut Diagnostics,
) {
    let mut alone: Map<String, Value> = members
        .iter()
        .map(|(name, member)| (name.clone(), stand_in(kind, name, member)))
        .collect();
    if kind == Kind::RequestBody && !members.contains_key("content") {
        // openapiv3 takes it for a body of no media type.
        found.extend(explain::schema_instead(kind, members, at));
    }
    let (mut mended, mut refused) = (Vec::new(), Vec::new());
    while let Err(error) = kind.read(&Value::Object(alone.clone())) {
        let fault = Fault::from(error.to_string());
        if fault
            .missing()
            .is_some_and(|missing| refused.iter().any(|name| name == missing))
        {
            return;
        }
        let culprit = if fault.is_absence() {
            None
        } else {
            culprit(kind, &alone, &fault)
        };
        let wrong = explain::fault(kind, members, culprit.as_deref(), &fault, at);
        let Some(culprit) = culprit else {
            let Some((name, meant)) = completion(kind, members, &fault, at) else {
                found.push(wrong);
                return;
            };
            found.push(tolerated(wrong, &Remedy::Instead(meant.clone())));
            complete(kind, members, name, meant, at, found);
            alone.insert(name.to_owned(), stand_in(kind, name, &members[name]));
            continue;
        };
        let remedy = remedy(kind, &culprit, members, &fault);
        if let Some(remedy) = remedy.filter(|_| !mended.contains(&culprit)) {
            found.push(tolerated(wrong, &remedy));
            apply(&mut alone, &culprit, remedy.clone());
            apply(members, &culprit, remedy);
            mended.push(culprit);
        } else {
            found.push(wrong);
            alone.shift_remove(&culprit);
            refused.push(culprit);
        }
    }
}

fn remedy(
    kind: Kind,
    culprit: &str,
    members: &Map<String, Value>,
    fault: &Fault,
) -> Option<Remedy> {
    if let Some((word, allowed)) = fault.unknown_variant() {
        return mend::word(kind, culprit, word, allowed);
    }
    let expected = fault.mismatch().map(|(expected, _)| expected);
    mend::member(kind, culprit, members.get(culprit)?, expected.as_deref())
}

/// A member that has to be there, and what it is taken to be.
fn completion<'f>(
    kind: Kind,
    members: &mut Map<String, Value>,
    fault: &'f Fault,
    at: &Pointer,
) -> Option<(&'f str, Value)> {
    if let Some(name) = fault.missing() {
        let is_whole =
            kind != Kind::Response || explain::schema_instead(kind, members, at).is_none();
        let meant = mend::missing(kind, name, members).filter(|_| is_whole)?;
        return Some((name, meant));
    }
    (fault.is_absence() && kind.describes_values())
        .then(|| ("schema", mend::gather_schema(members)))
}

fn complete(
    kind: Kind,
    members: &mut Map<String, Value>,
    name: &str,
    mut meant: Value,
    at: &Pointer,
    found: &mut Diagnostics,
) {
    if let Some(Holds::One(kind)) = kind.member(name) {
        // What was gathered stood in the object itself.
        check(kind, &mut meant, at, found);
    }
    members.insert(name.to_owned(), meant);
}

fn apply(members: &mut Map<String, Value>, name: &str, remedy: Remedy) {
    match remedy {
        Remedy::Instead(meant) => {
            members.insert(name.to_owned(), meant);
        }
        Remedy::Absent => {
            members.shift_remove(name);
        }
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
        if next.is_absence_of(name) {
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
