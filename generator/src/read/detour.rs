//! References whose pointers lead through other references, led straight to where they arrive.
//!
//! A pointer names a node of the document as it stands (RFC 6901 §4), so there is nothing where such
//! a one leads; what is meant is plain all the same, and tools that put files together write them.

use serde_json::Value;

use super::bundle::fragment;
use super::kind::is_data;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::limits::MAX_REFERENCE_CHAIN;
use crate::pointer::Pointer;

/// Slashes of a reference to a component, which leads through nothing.
const OF_COMPONENT: usize = 3;

/// Changes the references, and says which.
pub(super) fn straighten(document: &mut Value) -> Diagnostics {
    let mut detours = Vec::new();
    find(document, document, &Way::Start, &mut detours);
    let mut found = Diagnostics::default();
    for Detour { at, target } in detours {
        let Some(node) = document.pointer_mut(at.as_str()) else {
            continue;
        };
        let reference = Value::String(fragment(&target));
        let meant = format!("it is read as `{}`", fragment(&target));
        let before = std::mem::replace(&mut node["$ref"], reference);
        let before = before.as_str().unwrap_or_default();
        let message = format!("the reference `{before}` leads through another reference; {meant}");
        found.push(
            Diagnostic::new(Code::ToleratedFault, &at, message)
                .help("refer to where it arrives, by an overlay if it is not yours"),
        );
    }
    found
}

/// A reference that leads through others.
struct Detour {
    at: Pointer,
    /// Where it arrives.
    target: Pointer,
}

/// How a node was reached, from the last step on.
enum Way<'w> {
    Start,
    Member(&'w Way<'w>, &'w str),
    Item(&'w Way<'w>, usize),
}

impl Way<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Start => Pointer::root(),
            Self::Member(way, name) => way.pointer().child(name),
            Self::Item(way, index) => way.pointer().child(index),
        }
    }

    fn is_properties(&self) -> bool {
        matches!(self, Self::Member(_, "properties"))
    }
}

fn find(document: &Value, node: &Value, way: &Way<'_>, detours: &mut Vec<Detour>) {
    match node {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            if let Some(target) = reference.and_then(|it| arrival(document, it)) {
                let at = way.pointer();
                detours.push(Detour { at, target });
            }
            for (name, member) in members {
                if way.is_properties() || !is_data(name) {
                    find(document, member, &Way::Member(way, name), detours);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find(document, item, &Way::Item(way, index), detours);
            }
        }
        _ => {}
    }
}

/// Where a reference leads that names no node, but does when those on its way are followed.
fn arrival(document: &Value, reference: &str) -> Option<Pointer> {
    if reference.matches('/').count() <= OF_COMPONENT {
        return None;
    }
    let target = Pointer::from_reference(reference)?;
    if target.get(document).is_some() {
        return None;
    }
    follow(document, &target, &mut 0)
}

/// The node that a pointer names when the references on its way are followed.
fn follow(document: &Value, target: &Pointer, followed: &mut usize) -> Option<Pointer> {
    let mut at = Pointer::root();
    for token in target.tokens() {
        while at.child(&token).get(document).is_none() {
            *followed += 1;
            if *followed > MAX_REFERENCE_CHAIN {
                return None;
            }
            let reference = at.get(document)?.get("$ref")?.as_str()?;
            at = follow(document, &Pointer::from_reference(reference)?, followed)?;
        }
        at = at.child(&token);
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(reference: &str, expect: Option<&str>) {
        let mut document = json!({
            "a": { "b": { "$ref": "#/c/d" }, "circle": { "$ref": "#/a/circle/x/y" } },
            "c": { "d": { "properties": { "e": { "$ref": "#/a/b/properties/f" }, "f": { "g": [{ "h": 1 }] } } } },
            "properties": { "example": { "$ref": reference } },
            "example": { "$ref": reference },
        });
        let before = document.clone();
        let found = straighten(&mut document);
        assert_eq!(document["example"], before["example"], "{reference}");
        let now = &document["properties"]["example"]["$ref"];
        assert_eq!(now, expect.unwrap_or(reference));
        let places = found.iter().map(|it| it.at.as_str());
        let about_it = places.filter(|at| *at == "/properties/example").count();
        assert_eq!(about_it, usize::from(expect.is_some()));
    }

    #[test]
    fn references_on_the_way_are_followed() {
        check("#/a/b/properties/f", Some("#/c/d/properties/f"));
        check("#/a/b/properties/e/g/0", Some("#/c/d/properties/f/g/0"));
        check("#/a/b/properties/e/g/0/h", Some("#/c/d/properties/f/g/0/h"));
    }

    #[test]
    fn what_leads_straight_or_nowhere_stays() {
        check("#/c/d/properties/e", None);
        check("#/a/b/properties/no", None);
        check("#/a/circle/x/y/z", None);
        check("other.yaml#/a/b/properties/f", None);
    }
}
