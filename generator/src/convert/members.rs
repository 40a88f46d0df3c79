//! Members whose names are not listed: `patternProperties` and `unevaluatedProperties`, for which
//! 3.0 has `additionalProperties` alone.

use serde_json::{Map, Value, json};

use super::Conversion;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

const HELP: &str = "say `additionalProperties: false` beside the patterns if there are no others, \
                    by an overlay if the description is not yours";

/// Members that are described by a pattern of their names become members of any name.
pub(super) fn patterns(
    conversion: &mut Conversion,
    members: &mut Map<String, Value>,
    at: &Pointer,
) {
    if !members
        .get("patternProperties")
        .is_some_and(Value::is_object)
    {
        return;
    }
    let Some(Value::Object(patterns)) = members.shift_remove("patternProperties") else {
        return;
    };
    let place = at.child("patternProperties");
    let instead = "in 3.0, `additionalProperties` describes members of any name";
    conversion.newer(&place, "`patternProperties`", instead);
    let others = other_members(members);
    if patterns.is_empty() && others != Some(Vec::new()) {
        return;
    }
    let to = at.child("additionalProperties");
    let Some(others) = others else {
        let message = "members beside the patterns may be anything; all of them are free JSON";
        conversion.report(Code::DegradedPattern, &place, message, HELP);
        members.insert("additionalProperties".to_owned(), json!({}));
        return;
    };
    let mut schemas: Vec<Value> = Vec::new();
    let named = patterns
        .into_iter()
        .map(|(name, schema)| (place.child(name), schema));
    let others = others.into_iter().map(|schema| (to.clone(), schema));
    let all: Vec<(Pointer, Value)> = named.chain(others).collect();
    let is_uniform = all
        .iter()
        .all(|(_, schema)| Some(schema) == all.first().map(|it| &it.1));
    if !is_uniform {
        let message = "members of several patterns do not tell which type goes with which name";
        conversion.report(Code::DegradedPattern, &place, message, HELP);
    }
    for (index, (from, schema)) in all.into_iter().enumerate() {
        if is_uniform {
            conversion.moves.moved(&from, to.clone());
            members.insert("additionalProperties".to_owned(), schema);
            return;
        }
        conversion
            .moves
            .moved(&from, to.child("anyOf").child(index));
        schemas.push(schema);
    }
    let schema = if schemas.is_empty() {
        json!(false)
    } else {
        json!({ "anyOf": schemas })
    };
    members.insert("additionalProperties".to_owned(), schema);
}

/// The schema of members that match no pattern, if any: `None` if they may be anything.
fn other_members(members: &Map<String, Value>) -> Option<Vec<Value>> {
    let others = ["additionalProperties", "unevaluatedProperties"];
    match others.iter().find_map(|keyword| members.get(*keyword)) {
        Some(Value::Bool(false)) => Some(Vec::new()),
        Some(schema @ Value::Object(_)) if *schema != json!({}) => Some(vec![schema.clone()]),
        _ => None,
    }
}

/// A schema of members that no part of a composition describes is one of additional members, now
/// that the parts are merged.
pub(super) fn unevaluated(
    conversion: &mut Conversion,
    members: &mut Map<String, Value>,
    at: &Pointer,
) {
    if members.contains_key("additionalProperties") {
        return;
    }
    if let Some(schema @ Value::Object(_)) = members.get("unevaluatedProperties").cloned() {
        members.shift_remove("unevaluatedProperties");
        let from = at.child("unevaluatedProperties");
        conversion
            .moves
            .moved(&from, at.child("additionalProperties"));
        members.insert("additionalProperties".to_owned(), schema);
    }
}
