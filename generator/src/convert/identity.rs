//! Schemas that are referred to by a name of their own (`$id`, `$anchor`, `$dynamicAnchor`): the
//! references to them become JSON pointers, the only ones that 3.0 is read with.
//!
//! A pointer within a schema that has an `$id` starts at that schema. Descriptions that mean the
//! document all the same are many, so the document is where it is looked for next.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Conversion;
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::read::is_data;

/// Turns references by name into references by place.
pub(super) fn resolve(conversion: &mut Conversion, document: &mut Value) {
    let mut identities = Identities::default();
    identities.collect(document, &Pointer::root(), &Base::default());
    if identities.is_empty() {
        return;
    }
    let mut found = Vec::new();
    identities.references(
        document,
        document,
        &Pointer::root(),
        &Base::default(),
        &mut found,
    );
    for (at, reference) in found {
        let Some(members) = document
            .pointer_mut(at.as_str())
            .and_then(Value::as_object_mut)
        else {
            continue;
        };
        if members.shift_remove("$dynamicRef").is_some() {
            let message = "what `$dynamicRef` refers to depends on the schemas on the way, which \
                           no type does; it is read as `$ref`";
            let help = "write the extended schema out, by an overlay if it is not yours";
            conversion.report(
                Code::DynamicReference,
                &at.child("$dynamicRef"),
                message,
                help,
            );
        }
        members.insert("$ref".to_owned(), Value::String(reference));
    }
}

/// The schema with an `$id` that a node is in.
#[derive(Clone, Debug, Default)]
struct Base {
    uri: String,
    at: Pointer,
}

impl Base {
    /// The base of what is in `node`.
    fn of(&self, node: &Map<String, Value>, at: &Pointer) -> Self {
        match node.get("$id").and_then(Value::as_str) {
            Some(id) => Self {
                uri: self.resolved(id.split('#').next().unwrap_or_default()),
                at: at.clone(),
            },
            None => self.clone(),
        }
    }

    /// A URI reference against the base, as far as RFC 3986 §5.2 matters between files of one
    /// directory.
    fn resolved(&self, reference: &str) -> String {
        if reference.contains(':') {
            return reference.to_owned();
        }
        let name = reference.strip_prefix("./").unwrap_or(reference);
        let authority = self.uri.find("://").map_or(0, |end| end + 3);
        let end = if name.starts_with('/') {
            let path = self.uri[authority..].find('/');
            path.map_or(self.uri.len(), |path| authority + path)
        } else {
            let directory = self.uri[authority..].rfind('/');
            directory.map_or(0, |end| authority + end + 1)
        };
        format!("{}{name}", &self.uri[..end])
    }
}

#[derive(Debug, Default)]
struct Identities {
    resources: HashMap<String, Pointer>,
    /// By the place of the schema with the `$id` they are in.
    anchors: HashMap<(Pointer, String), Pointer>,
}

impl Identities {
    fn is_empty(&self) -> bool {
        self.resources.is_empty() && self.anchors.is_empty()
    }

    fn collect(&mut self, node: &Value, at: &Pointer, base: &Base) {
        let Some(members) = node.as_object() else {
            return each_below(node, at, |member, at| self.collect(member, at, base));
        };
        let base = base.of(members, at);
        if members.get("$id").is_some_and(Value::is_string) {
            self.resources.insert(base.uri.clone(), at.clone());
        }
        for keyword in ["$anchor", "$dynamicAnchor"] {
            if let Some(Value::String(name)) = members.get(keyword) {
                let key = (base.at.clone(), name.clone());
                self.anchors.entry(key).or_insert_with(|| at.clone());
            }
        }
        each_below(node, at, |member, at| self.collect(member, at, &base));
    }

    /// The places of references by name, and the references by place.
    fn references(
        &self,
        document: &Value,
        node: &Value,
        at: &Pointer,
        base: &Base,
        found: &mut Vec<(Pointer, String)>,
    ) {
        let mut own = base.clone();
        if let Some(members) = node.as_object() {
            own = base.of(members, at);
            for keyword in ["$ref", "$dynamicRef"] {
                if let Some(Value::String(reference)) = members.get(keyword)
                    && let Some(target) = self.target(document, reference, &own)
                {
                    found.push((at.clone(), super::moves::reference(&target)));
                }
            }
        }
        each_below(node, at, |member, at| {
            self.references(document, member, at, &own, found);
        });
    }

    /// What a reference by name refers to; `None` for one that is a pointer into the document.
    fn target(&self, document: &Value, reference: &str, base: &Base) -> Option<Pointer> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let resource = match uri {
            "" => &base.at,
            uri => self.resources.get(&base.resolved(uri))?,
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return self.anchor(resource, fragment);
        }
        let below = Pointer::from_reference(&format!("#{fragment}"))?;
        let target = below.rebased(&Pointer::root(), resource)?;
        let is_new = *resource != Pointer::root();
        (is_new && target.get(document).is_some()).then_some(target)
    }

    fn anchor(&self, resource: &Pointer, name: &str) -> Option<Pointer> {
        let own = self.anchors.get(&(resource.clone(), name.to_owned()));
        own.or_else(|| self.anchors.get(&(Pointer::root(), name.to_owned())))
            .cloned()
    }
}

/// The members and elements of a node that are no data.
fn each_below(node: &Value, at: &Pointer, mut visit: impl FnMut(&Value, &Pointer)) {
    match node {
        Value::Object(members) => {
            let is_named = at.last().is_some_and(|last| last == "properties");
            for (name, member) in members {
                if (is_named || !is_data(name)) && (member.is_object() || member.is_array()) {
                    visit(member, &at.child(name));
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(item, &at.child(index));
            }
        }
        _ => {}
    }
}
