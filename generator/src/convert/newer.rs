//! Whether a document that says it is 3.0 may use words that only 3.1 has.
//!
//! This runs over every 3.0 document, so it looks at keys alone and builds nothing. It may say yes
//! where an example merely holds such a key; the conversion then finds nothing to do.

use serde_json::Value;

/// Whether any object has a member that would mean something else in 3.1.
pub(super) fn is_used(node: &Value) -> bool {
    match node {
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| is_newer(name, member) || is_used(member)),
        Value::Array(items) => items.iter().any(is_used),
        _ => false,
    }
}

fn is_newer(name: &str, member: &Value) -> bool {
    match name {
        "type" => match member {
            Value::Array(_) => true,
            Value::String(name) => name == "null" || name == "mutualTLS",
            _ => false,
        },
        "const" => true,
        "prefixItems" => member.is_array(),
        "patternProperties" => member.is_object(),
        "exclusiveMinimum" | "exclusiveMaximum" => member.is_number(),
        "items" | "schema" => member.is_boolean(),
        _ => false,
    }
}
