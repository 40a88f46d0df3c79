//! Arrays whose items are described one by one (`prefixItems`), which 3.0 has not: the items become
//! one of their types, whatever the place.

use serde_json::{Map, Value, json};

use super::Conversion;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// Describes all items of an array at once.
pub(super) fn items(conversion: &mut Conversion, members: &mut Map<String, Value>, at: &Pointer) {
    if !members.get("prefixItems").is_some_and(Value::is_array) {
        no_items(members);
        return;
    }
    let Some(Value::Array(prefix)) = members.shift_remove("prefixItems") else {
        return;
    };
    let place = at.child("prefixItems");
    conversion.newer(&place, "`prefixItems`", "3.0 has `items` for all of them");
    let Some(others) = other_items(members, prefix.len()) else {
        let message = "items after those that are described may be anything; a list of free JSON";
        conversion.report(Code::DegradedTuple, &place, message, HELP);
        members.insert("items".to_owned(), json!({}));
        return;
    };
    let is_uniform = |first: &Value| prefix.iter().chain(&others).all(|item| item == first);
    let to = at.child("items");
    if let Some(first) = prefix.first().filter(|first| is_uniform(first)) {
        conversion.moves.moved(&place.child(0), to);
        members.insert("items".to_owned(), first.clone());
        return;
    }
    let message = "a list with items of several types does not tell which is at which place";
    conversion.report(Code::DegradedTuple, &place, message, HELP);
    let choice = to.child("anyOf");
    for index in 0..prefix.len() {
        let from = place.child(index);
        conversion.moves.moved(&from, choice.child(index));
    }
    if !others.is_empty() {
        conversion.moves.moved(&to, choice.child(prefix.len()));
    }
    conversion.moves.made(&place, to);
    let all: Vec<Value> = prefix.into_iter().chain(others).collect();
    members.insert("items".to_owned(), json!({ "anyOf": all }));
}

const HELP: &str = "an object with named members has a type for each, if the API is yours";

/// The schema of the items after the first `count`, if any: `None` if they may be anything.
fn other_items(members: &mut Map<String, Value>, count: usize) -> Option<Vec<Value>> {
    let most = members.get("maxItems").and_then(Value::as_u64);
    if most.is_some_and(|most| most <= count as u64) {
        return Some(Vec::new());
    }
    let others = members.shift_remove("items");
    match others.or_else(|| members.shift_remove("unevaluatedItems")) {
        Some(Value::Bool(false)) => Some(Vec::new()),
        Some(schema @ Value::Object(_)) if schema != json!({}) => Some(vec![schema]),
        _ => None,
    }
}

/// Describes the items of an array that has no tuple before them: an array that is always empty has
/// none.
fn no_items(members: &mut Map<String, Value>) {
    if members.get("items") == Some(&Value::Bool(false)) {
        members.insert("items".to_owned(), json!({}));
        members.insert("maxItems".to_owned(), json!(0));
    }
    if members.contains_key("items")
        || !members
            .get("unevaluatedItems")
            .is_some_and(Value::is_object)
    {
        return;
    }
    if let Some(schema) = members.shift_remove("unevaluatedItems") {
        members.insert("items".to_owned(), schema);
    }
}
