//! Values of a schema, and values that it does not allow, to be read and written by its type.
//!
//! Where [`super::sample`] makes one value for a request, here are the ends of what an answer can
//! hold: as little and as much as there may be, null wherever it is allowed, the first and the last
//! number, texts in other scripts. The judge has looked at each of them.

mod fill;
mod scalar;

use serde_json::{Value, json};

use super::judge::Judge;
use super::keywords::{Keywords, is_flagged};
use super::reference::Node;
use crate::pointer::Pointer;
use fill::{Filler, Manner};

/// How many alternatives of a choice are tried.
const MOST_ALTERNATIVES: usize = 6;

/// How many members of an object are left out or given a wrong type.
const MOST_FAULTS: usize = 4;

/// Values for one schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Values that the schema allows.
    pub accepted: Vec<Accepted>,
    /// Values that lack what is required, or have another type.
    pub refused: Vec<Value>,
    /// Why what was made is no value of the schema after all.
    pub faults: Vec<String>,
}

/// A value that a schema allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// The value.
    pub value: Value,
    /// Its members of which the schema says nothing, which a client can't know.
    pub undeclared: Vec<Pointer>,
}

/// The values for the schema at `at`, as an answer can hold them.
#[must_use]
pub fn values(document: &Value, at: &Pointer) -> Values {
    let mut values = Values::default();
    let node = Node::at(document, at).filter(|_| !is_part(document, at));
    let Some(node) = node else {
        return values;
    };
    let keywords = Keywords::of(std::slice::from_ref(&node));
    let choices = keywords.alternatives.len().min(MOST_ALTERNATIVES);
    let made = Manner::ALL.into_iter().map(|manner| (manner, 0));
    let chosen = (1..choices).map(|choice| (Manner::Everything, choice));
    for (manner, choice) in made.chain(chosen) {
        let Some(value) = Filler::new(manner, choice).value(std::slice::from_ref(&node)) else {
            continue;
        };
        if !values.accepted.iter().any(|known| known.value == value) {
            values.judged(&node, value);
        }
    }
    values.refused = refused(&node, &keywords, &values.accepted);
    values
}

/// Whether the schema is an alternative that holds together with what stands beside the choice: its
/// values are tried with those of the whole.
fn is_part(document: &Value, at: &Pointer) -> bool {
    let is_choice = |choice: &Pointer| {
        let keyword = choice.last();
        keyword.is_some_and(|keyword| ["oneOf", "anyOf"].contains(&&*keyword))
    };
    let choice = at.parent().filter(is_choice);
    let whole = choice.and_then(|choice| choice.parent()?.get(document));
    whole.is_some_and(|whole| {
        ["properties", "allOf"]
            .iter()
            .any(|it| whole.get(it).is_some())
    })
}

impl Values {
    fn judged(&mut self, node: &Node<'_>, value: Value) {
        let mut judge = Judge::new(node.document);
        let fault = judge.judge(node.value, &value).err();
        if let Some(fault) = fault.map(|found| found.to_string()) {
            self.faults.push(fault);
        } else {
            let undeclared = judge.undeclared(node.value, &value);
            drop(judge);
            self.accepted.push(Accepted { value, undeclared });
        }
    }
}

/// What the schema refuses for a missing member or a type. A choice takes whatever none of its
/// alternatives is, and a member of one direction may be missing in the other.
fn refused(node: &Node<'_>, keywords: &Keywords<'_>, accepted: &[Accepted]) -> Vec<Value> {
    if !keywords.alternatives.is_empty() {
        return Vec::new();
    }
    let mut wrong: Vec<Value> = wrong_type(keywords).into_iter().collect();
    if let Some(Value::Object(least)) = accepted.first().map(|it| &it.value) {
        let missing = keywords.required.iter().filter(|name| {
            let member = keywords.properties.get(*name);
            member.is_some_and(|nodes| is_always_there(nodes))
        });
        wrong.extend(missing.take(MOST_FAULTS).map(|name| {
            let mut object = least.clone();
            object.shift_remove(*name);
            Value::Object(object)
        }));
        let members = keywords.properties.iter().filter_map(|(name, nodes)| {
            let member = Keywords::of(nodes);
            let is_plain = !is_flagged(nodes, "writeOnly") && member.alternatives.is_empty();
            let value = is_plain.then(|| wrong_type(&member)).flatten()?;
            let mut object = least.clone();
            object.insert((*name).to_owned(), value);
            Some(Value::Object(object))
        });
        wrong.extend(members.take(MOST_FAULTS));
    }
    wrong.retain(|value| Judge::new(node.document).judge(node.value, value).is_err());
    wrong
}

/// Whether a type can insist on the member: it travels both ways, and null is no value of it, which
/// reads like a member that is missing.
fn is_always_there(nodes: &[Node<'_>]) -> bool {
    let one_way = is_flagged(nodes, "readOnly") || is_flagged(nodes, "writeOnly");
    // A choice reads null wherever it stands, even if several alternatives allow it, or one
    // part of an `allOf` alone.
    let keywords = Keywords::of(nodes);
    let has_choice = |node: &Node<'_>| node.get("oneOf").or_else(|| node.get("anyOf")).is_some();
    let choices = keywords.parts.into_iter().filter(has_choice);
    let single = choices.chain(keywords.alternatives).map(|node| vec![node]);
    let mut ways = std::iter::once(nodes.to_vec()).chain(single);
    !one_way && !ways.any(|nodes| scalar::allowed(&nodes, &Value::Null))
}

/// A value of another type than the schemas say, if they agree on one and list no values besides
/// those of it: what they list then, a type leaves open.
fn wrong_type(keywords: &Keywords<'_>) -> Option<Value> {
    let json_type = keywords.json_type()?;
    let lists_others = |node: &Node<'_>| {
        let values = node.value.get("enum").and_then(Value::as_array);
        values.is_some_and(|values| {
            let mut values = values.iter().filter(|value| !value.is_null()).peekable();
            values.peek().is_none() || !values.all(|value| is_scalar_of(json_type, value))
        })
    };
    let is_other = |node: &Node<'_>| {
        let own = node.text("type");
        own.is_some_and(|own| {
            own.replace("integer", "number") != json_type.replace("integer", "number")
        })
    };
    let mut parts = keywords.parts.iter();
    if parts.any(|node| lists_others(node) || is_other(node)) {
        return None;
    }
    Some(match json_type {
        "string" => json!({}),
        "array" | "object" => json!("text"),
        "boolean" | "integer" | "number" => json!([]),
        _ => return None,
    })
}

fn is_scalar_of(json_type: &str, value: &Value) -> bool {
    match json_type {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" | "number" => value.is_number(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
