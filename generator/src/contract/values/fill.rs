//! One value of a schema, made in one manner.

use serde_json::{Map, Value, json};

use super::scalar;
use crate::contract::keywords::{Keywords, is_flagged, named};
use crate::contract::reference::Node;
use crate::pointer::Pointer;

/// What is wanted of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// What is required alone.
    Least,
    /// Every member.
    Everything,
    /// Null wherever it is allowed.
    Nulls,
    /// Every member, with the lowest numbers and odd texts.
    Low,
    /// Every member, with the highest numbers and long texts.
    High,
}

impl Manner {
    pub(super) const ALL: [Self; 5] = [
        Self::Least,
        Self::Everything,
        Self::Nulls,
        Self::Low,
        Self::High,
    ];
}

/// Schemas that hold one another come to an end here.
const DEEPEST: usize = 24;

/// How many parts a value may have.
const MOST_PARTS: usize = 2_000;

/// Makes a value. What it holds has what is required alone: it is likely to have a type and values
/// of its own.
pub(super) struct Filler {
    manner: Manner,
    choice: usize,
    way: Vec<Pointer>,
    depth: usize,
    parts: usize,
}

impl Filler {
    /// A filler that takes the alternative `choice` of the outermost schema.
    pub(super) fn new(manner: Manner, choice: usize) -> Self {
        Self {
            manner,
            choice,
            way: Vec::new(),
            depth: 0,
            parts: 0,
        }
    }

    /// A value that satisfies all of the schemas, unless they are too many or contradict.
    pub(super) fn value(&mut self, nodes: &[Node<'_>]) -> Option<Value> {
        self.nth(nodes, 0)
    }

    /// The `nth` of several values.
    fn nth(&mut self, nodes: &[Node<'_>], nth: usize) -> Option<Value> {
        self.parts += 1;
        let is_within = |node: &Node<'_>| self.way.contains(&node.at);
        if self.parts > MOST_PARTS || self.depth > DEEPEST || nodes.iter().any(is_within) {
            return None;
        }
        // The outermost schema may hold itself once.
        let entered = if self.depth > 0 { nodes } else { &[] };
        let before = self.way.len();
        self.way.extend(entered.iter().map(|node| node.at.clone()));
        self.depth += 1;
        let value = self.of_keywords(&Keywords::of(nodes), nth);
        self.depth -= 1;
        self.way.truncate(before);
        value
    }

    fn is_outermost(&self) -> bool {
        self.depth == 1
    }

    fn of_keywords(&mut self, keywords: &Keywords<'_>, nth: usize) -> Option<Value> {
        if !keywords.alternatives.is_empty() {
            return self.alternative(keywords, nth);
        }
        if !keywords.values.is_empty() {
            let at = (self.manner as usize + nth) % keywords.values.len();
            return keywords.values.get(at).map(|&value| value.clone());
        }
        match keywords.json_type() {
            Some("array") => self.array(keywords),
            Some("object") => self.object(keywords),
            Some(json_type @ ("boolean" | "integer" | "number" | "string")) => {
                scalar::scalar(keywords, json_type, self.manner, nth)
            }
            _ => {
                let free = self.free();
                scalar::allowed(&keywords.parts, &free).then_some(free)
            }
        }
    }

    fn free(&self) -> Value {
        match self.manner {
            Manner::Least => json!("text"),
            Manner::Everything => json!({ "free": ["\u{6f22}", -1, 1.5, true, null] }),
            Manner::Nulls => Value::Null,
            Manner::Low => json!([]),
            Manner::High => json!(1.5),
        }
    }

    fn array(&mut self, keywords: &Keywords<'_>) -> Option<Value> {
        let least = counts(keywords, "minItems").max().unwrap_or(0);
        let most = counts(keywords, "maxItems").min().unwrap_or(usize::MAX);
        let wanted = match self.manner {
            Manner::Least | Manner::Low => 0,
            Manner::Nulls | Manner::High => 1,
            Manner::Everything => 2,
        };
        let items: Vec<Node<'_>> = keywords.items.clone().into_iter().collect();
        let mut array: Vec<Value> = Vec::new();
        for nth in 0..wanted.max(least).min(most) {
            let null = self.manner == Manner::Nulls && nth == 0 && self.is_outermost();
            let value = if null && scalar::takes_null(&items) {
                Some(Value::Null)
            } else {
                self.nth(&items, nth)
            };
            match value {
                Some(value) if !array.contains(&value) || !is_set(keywords) => array.push(value),
                _ if array.len() >= least => break,
                _ => return None,
            }
        }
        Some(Value::Array(array))
    }

    fn object(&mut self, keywords: &Keywords<'_>) -> Option<Value> {
        let wants_all = self.is_outermost() && self.manner != Manner::Least;
        let most = counts(keywords, "maxProperties").min();
        let mut object = Map::new();
        for (name, nodes) in &keywords.properties {
            let required = keywords.required.contains(name);
            let wants_all = wants_all && most.is_none_or(|most| object.len() < most);
            let is_written = is_flagged(nodes, "writeOnly");
            if is_written || !(required || wants_all) {
                continue;
            }
            match self.member(nodes, required) {
                Some(value) => {
                    object.insert((*name).to_owned(), value);
                }
                None if required => return None,
                None => {}
            }
        }
        for name in &keywords.required {
            if !keywords.properties.contains_key(name) {
                let value = self.rest(keywords)?;
                object.insert((*name).to_owned(), value);
            }
        }
        self.fill_up(keywords, wants_all && most.is_none(), &mut object);
        Some(Value::Object(object))
    }

    /// The value of a member: the first that its schemas allow.
    fn member(&mut self, nodes: &[Node<'_>], required: bool) -> Option<Value> {
        if self.manner == Manner::Nulls && self.is_outermost() {
            if scalar::takes_null(nodes) {
                return Some(Value::Null);
            }
            if !required {
                return None;
            }
        }
        if let Some(value) = self.value(nodes)
            && scalar::allowed(nodes, &value)
        {
            return Some(value);
        }
        // A value that holds itself ends where null may stand instead.
        let null = required && scalar::takes_null(nodes);
        null.then_some(Value::Null)
    }

    /// The value of a member that the schema does not name.
    fn rest(&mut self, keywords: &Keywords<'_>) -> Option<Value> {
        match &keywords.additional {
            Some(node) if node.object().is_some() => {
                let null = self.manner == Manner::Nulls && self.is_outermost();
                let nodes = std::slice::from_ref(node);
                if null && scalar::takes_null(nodes) {
                    return Some(Value::Null);
                }
                self.value(nodes)
            }
            Some(node) if node.value.as_bool() == Some(false) => None,
            _ => Some(self.free()),
        }
    }

    /// Members that the schema does not name, where it says that there can be some or has to be.
    fn fill_up(&mut self, keywords: &Keywords<'_>, wants: bool, object: &mut Map<String, Value>) {
        let least = counts(keywords, "minProperties").max().unwrap_or(0);
        for (name, nodes) in &keywords.properties {
            if object.len() >= least {
                break;
            }
            if !object.contains_key(*name)
                && let Some(value) = self.member(nodes, true)
            {
                object.insert((*name).to_owned(), value);
            }
        }
        let is_open = match &keywords.additional {
            Some(node) => node.value.as_bool() != Some(false) && !keywords.composed,
            None => keywords.properties.is_empty() && keywords.required.is_empty(),
        };
        let names = ["", "\u{6f22} \"\\/~", "$ref", "type"];
        let wanted = if wants && is_open { 2 } else { 0 };
        for (nth, name) in names.into_iter().enumerate() {
            if nth >= wanted && object.len() >= least {
                break;
            }
            if let Some(value) = self.rest(keywords) {
                object.entry(name.to_owned()).or_insert(value);
            }
        }
    }

    /// A value of the chosen alternative, with the members that stand beside the choice, or of the
    /// first other one that has a value.
    fn alternative(&mut self, keywords: &Keywords<'_>, nth: usize) -> Option<Value> {
        let base = Keywords {
            alternatives: Vec::new(),
            discriminator: None,
            composed: true,
            ..keywords.clone()
        };
        let chosen = if self.is_outermost() { self.choice } else { 0 };
        let (before, after) = keywords.alternatives.split_at_checked(chosen)?;
        for node in after.iter().chain(before) {
            if self.way.contains(&node.at) {
                continue;
            }
            let own = Keywords::of(std::slice::from_ref(node));
            let mut whole = base.clone();
            whole.add(node);
            self.way.push(node.at.clone());
            let value = self.of_keywords(&whole, nth);
            self.way.pop();
            let value = match value {
                Some(Value::Object(object)) => Value::Object(named(keywords, node, &own, object)),
                Some(value) => value,
                None => continue,
            };
            if scalar::allowed(&keywords.parts, &value) {
                return Some(value);
            }
        }
        None
    }
}

/// The counts that the schemas have by a keyword.
fn counts<'k, 'd>(
    keywords: &'k Keywords<'d>,
    name: &'static str,
) -> impl Iterator<Item = usize> + use<'k, 'd> {
    let parts = keywords.parts.iter();
    let counts = parts.filter_map(move |it| it.value.get(name)?.as_u64());
    counts.filter_map(|it| usize::try_from(it).ok())
}

fn is_set(keywords: &Keywords<'_>) -> bool {
    let mut parts = keywords.parts.iter();
    parts.any(|node| node.flag("uniqueItems") == Some(true))
}
