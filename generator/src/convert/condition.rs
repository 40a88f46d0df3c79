//! Schemas that apply on a condition: `if`, `then`, `else` and `dependentSchemas`.
//!
//! A type has no conditions. Where they only constrain what the schema declares anyway, nothing is
//! lost; where they declare more, the more is not typed, which is reported.

use serde_json::{Map, Value};

use super::Conversion;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

const HELP: &str = "declare the members beside the condition, or write a `oneOf`, by an overlay if \
                    the description is not yours";

/// Reports conditions that declare what no other part of the schema does.
pub(super) fn report(conversion: &mut Conversion, members: &Map<String, Value>, at: &Pointer) {
    let keywords = ["then", "else"].into_iter();
    let branches = keywords
        .filter(|_| members.contains_key("if"))
        .filter_map(|keyword| Some((at.child(keyword), members.get(keyword)?)));
    let dependent = members.get("dependentSchemas").and_then(Value::as_object);
    let place = at.child("dependentSchemas");
    let dependent = dependent
        .into_iter()
        .flatten()
        .map(|(name, schema)| (place.child(name), schema));
    for (at, schema) in branches.chain(dependent) {
        if declares_more(schema, members) {
            let message = "a schema that applies on a condition is not part of the type";
            conversion.report(Code::IgnoredCondition, &at, message, HELP);
        }
    }
}

/// Whether `branch` says more of the type than the schema around it.
fn declares_more(branch: &Value, around: &Map<String, Value>) -> bool {
    let Some(branch) = branch.as_object() else {
        return false;
    };
    let declared = around.get("properties").and_then(Value::as_object);
    let is_declared = |name: &String| declared.is_some_and(|it| it.contains_key(name));
    branch
        .iter()
        .any(|(keyword, value)| match keyword.as_str() {
            "properties" => value
                .as_object()
                .is_some_and(|members| !members.keys().all(is_declared)),
            "type" => around.get("type").is_none_or(|own| own != value),
            "$ref" | "allOf" | "anyOf" | "oneOf" | "items" | "prefixItems" => true,
            "additionalProperties" | "patternProperties" => value.is_object(),
            _ => false,
        })
}
