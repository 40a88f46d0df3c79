//! What several schemas say of one value, put together.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value};

use super::heir;
use super::reference::Node;
use crate::pointer::Pointer;

/// The keywords of several schemas that hold at the same time.
#[derive(Clone, Default)]
pub(super) struct Keywords<'d> {
    pub(super) json_type: Option<&'d str>,
    pub(super) format: Option<&'d str>,
    pub(super) pattern: bool,
    pub(super) values: Vec<&'d Value>,
    pub(super) proposals: Vec<&'d Value>,
    pub(super) properties: IndexMap<&'d str, Vec<Node<'d>>>,
    pub(super) required: IndexSet<&'d str>,
    pub(super) additional: Option<Node<'d>>,
    pub(super) items: Option<Node<'d>>,
    pub(super) alternatives: Vec<Node<'d>>,
    pub(super) discriminator: Option<Node<'d>>,
    pub(super) composed: bool,
    /// The schemas, and those that they include.
    pub(super) parts: Vec<Node<'d>>,
    pub(super) seen: HashSet<Pointer>,
}

impl<'d> Keywords<'d> {
    pub(super) fn of(nodes: &[Node<'d>]) -> Self {
        let mut keywords = Self {
            composed: nodes.len() > 1,
            ..Self::default()
        };
        for node in nodes {
            keywords.add(node);
        }
        if let ([node], []) = (nodes, keywords.alternatives.as_slice()) {
            (keywords.alternatives, keywords.discriminator) = heir::choice(node);
        }
        keywords
    }

    pub(super) fn add(&mut self, node: &Node<'d>) {
        if !self.seen.insert(node.at.clone()) {
            return;
        }
        self.parts.push(node.clone());
        for part in node.get("allOf").iter().flat_map(Node::elements) {
            self.composed = true;
            self.add(&part);
        }
        self.json_type = node.text("type").or(self.json_type);
        self.format = node.text("format").or(self.format);
        self.pattern |= node.text("pattern").is_some();
        if let Some(values) = node.value.get("enum").and_then(Value::as_array) {
            self.values = values.iter().filter(|value| !value.is_null()).collect();
        }
        self.proposals.extend(
            ["example", "default"]
                .iter()
                .filter_map(|it| node.value.get(it)),
        );
        for (name, member) in node.get("properties").iter().flat_map(Node::all) {
            self.properties.entry(name).or_default().push(member);
        }
        let required = node.value.get("required").and_then(Value::as_array);
        self.required
            .extend(required.into_iter().flatten().filter_map(Value::as_str));
        self.additional = node.get("additionalProperties").or(self.additional.take());
        self.items = node.get("items").or(self.items.take());
        let choice = ["oneOf", "anyOf"]
            .iter()
            .find_map(|keyword| node.get(keyword));
        if let Some(choice) = choice.filter(|choice| choice.value.as_array().is_some()) {
            self.alternatives = choice.elements().collect();
            self.discriminator = node.get("discriminator");
        }
    }

    pub(super) fn json_type(&self) -> Option<&'d str> {
        self.json_type
            .or_else(|| self.is_object().then_some("object"))
            .or_else(|| self.items.as_ref().map(|_| "array"))
    }

    pub(super) fn is_object(&self) -> bool {
        !self.properties.is_empty() || self.additional.is_some()
    }
}

/// Whether one of the schemas says so, or one that it includes.
pub(super) fn is_flagged(nodes: &[Node<'_>], name: &str) -> bool {
    let mut seen = HashSet::new();
    let mut waiting = nodes.to_vec();
    while let Some(node) = waiting.pop() {
        if node.flag(name) == Some(true) {
            return true;
        }
        if let Some(parts) = node.get("allOf").filter(|_| seen.insert(node.at.clone())) {
            waiting.extend(parts.elements());
        }
    }
    false
}

/// The object with the discriminator's word for this alternative (§4.7.25).
pub(super) fn named(
    keywords: &Keywords<'_>,
    node: &Node<'_>,
    own: &Keywords<'_>,
    mut object: Map<String, Value>,
) -> Map<String, Value> {
    let Some(discriminator) = &keywords.discriminator else {
        return object;
    };
    let Some(property) = discriminator.text("propertyName") else {
        return object;
    };
    let declaring = own.properties.get(property);
    let beside = || keywords.properties.get(property);
    let declared = declaring.or_else(beside).map(|nodes| Keywords::of(nodes));
    let allowed = |word: &String| match &declared {
        None => false,
        Some(it) => it.values.is_empty() || it.values.iter().any(|value| *value == word),
    };
    let component = Pointer::from_tokens(["components", "schemas"]);
    let is_target = |target: &str| {
        let target = Pointer::from_reference(target).unwrap_or_else(|| component.child(target));
        target == node.at
    };
    let mapping = discriminator
        .value
        .get("mapping")
        .and_then(Value::as_object);
    let mapped = mapping
        .into_iter()
        .flatten()
        .find_map(|(word, target)| target.as_str().is_some_and(is_target).then(|| word.clone()));
    let implied = (node.at.parent() == Some(component))
        .then(|| node.at.last())
        .flatten();
    if let Some(word) = mapped.or(implied).filter(allowed) {
        object.insert(property.to_owned(), Value::String(word));
    }
    object
}
