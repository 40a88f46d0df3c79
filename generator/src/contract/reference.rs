//! Reading a raw description: `$ref`, members and what each node is called.
//!
//! A node comes in with its address, what stands there in the end goes out. A reference that leads
//! nowhere, out of the document or back to itself is nothing.

use serde_json::{Map, Value};

use crate::limits::MAX_REFERENCE_CHAIN;
use crate::pointer::Pointer;

/// A node of the document and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'d> {
    pub(super) document: &'d Value,
    pub(super) at: Pointer,
    pub(super) value: &'d Value,
}

impl<'d> Node<'d> {
    pub(super) fn root(document: &'d Value) -> Self {
        Self {
            document,
            at: Pointer::root(),
            value: document,
        }
    }

    /// The node at an address, references followed.
    pub(super) fn at(document: &'d Value, at: &Pointer) -> Option<Self> {
        let value = at.get(document)?;
        Self {
            document,
            at: at.clone(),
            value,
        }
        .followed()
    }

    /// The member `name`, references followed; null says as much as nothing.
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        let member = self.raw(name)?.followed()?;
        (!member.value.is_null()).then_some(member)
    }

    /// All members whose names are not extensions, references followed.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        self.all().filter(|(name, _)| !name.starts_with("x-"))
    }

    /// All members, references followed.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let this = self.clone();
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(move |(name, value)| {
                let node = Self {
                    at: this.at.child(name),
                    value,
                    ..this.clone()
                };
                Some((name.as_str(), node.followed()?))
            })
    }

    /// All elements, references followed.
    pub(super) fn elements(&self) -> impl Iterator<Item = Self> + use<'d> {
        let this = self.clone();
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements.filter_map(move |(index, value)| {
            Self {
                at: this.at.child(index),
                value,
                ..this.clone()
            }
            .followed()
        })
    }

    pub(super) fn object(&self) -> Option<&'d Map<String, Value>> {
        self.value.as_object()
    }

    pub(super) fn text(&self, name: &str) -> Option<&'d str> {
        self.value.get(name)?.as_str()
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.value.get(name)?.as_bool()
    }

    fn raw(&self, name: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(name)?;
        Some(Self {
            at: self.at.child(name),
            value,
            document: self.document,
        })
    }

    fn followed(mut self) -> Option<Self> {
        for _ in 0..MAX_REFERENCE_CHAIN {
            let Some(reference) = self.value.get("$ref").and_then(Value::as_str) else {
                return Some(self);
            };
            let at = Pointer::from_reference(reference)?;
            self = Self {
                value: at.get(self.document)?,
                at,
                ..self
            };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(reference: &str, expected: Option<&str>) {
        let document = json!({
            "start": { "$ref": reference },
            "paths": { "/a/{b}": { "get": 1 } },
            "one": { "$ref": "#/two" },
            "two": { "$ref": "#/paths/~1a~1{b}" },
            "cycle": { "$ref": "#/other" },
            "other": { "$ref": "#/cycle" },
        });
        let found = Node::root(&document).get("start");
        assert_eq!(
            found.as_ref().map(|node| node.at.as_str()),
            expected,
            "{reference}"
        );
    }

    #[test]
    fn references_are_followed_to_their_end() {
        check("#/paths/~1a~1{b}", Some("/paths/~1a~1{b}"));
        check("#/paths/~1a~1%7Bb%7D", Some("/paths/~1a~1{b}"));
        check("#/one", Some("/paths/~1a~1{b}"));
    }

    #[test]
    fn references_that_lead_nowhere_are_nothing() {
        for reference in [
            "#/missing",
            "#/cycle",
            "#/start",
            "other.yaml#/one",
            "one",
            "",
        ] {
            check(reference, None);
        }
    }

    #[test]
    fn extensions_are_no_members() {
        let document = json!({ "x-a": {}, "b": 1, "c": { "$ref": "#/missing" } });
        let names: Vec<&str> = Node::root(&document)
            .members()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["b"]);
    }
}
