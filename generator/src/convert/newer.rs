//! Whether a document that says it is 3.0 may use words that only 3.1 has.
//!
//! This runs over every 3.0 document, so it looks at keys alone and builds nothing. It may say yes
//! where an extension merely holds such a key; the conversion then finds nothing to do.

use serde_json::Value;

/// Whether any object has a member that would mean something else in 3.1.
pub(super) fn is_used(node: &Value) -> bool {
    match node {
        Value::Object(members) => members.iter().any(|(name, member)| match name.as_str() {
            "example" | "examples" | "default" | "enum" => false,
            // What they are called says nothing.
            "properties" => is_used_below(member),
            name => is_newer(name, member) || is_used(member),
        }),
        Value::Array(_) => is_used_below(node),
        _ => false,
    }
}

fn is_used_below(node: &Value) -> bool {
    match node {
        Value::Object(members) => members.values().any(is_used),
        Value::Array(items) => items.iter().any(is_used),
        _ => false,
    }
}

fn is_newer(name: &str, member: &Value) -> bool {
    match name {
        "type" => match member {
            Value::Array(_) | Value::Null => true,
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
