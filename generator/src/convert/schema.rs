//! One schema: the rules in their order, and then the schemas in it.

use serde_json::{Map, Value, json};

use super::{Conversion, Edition, condition, content, members, number, reference, tuple, types};
use crate::pointer::Pointer;
use crate::read::{Holds, Kind};

/// What a schema is to the one around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// One of a list of schemas: `allOf`, `anyOf` or `oneOf`.
    Alternative,
    /// All that is said of a value.
    Whole,
}

/// Converts the schema that now stands at `at`, and all below it.
pub(super) fn convert(conversion: &mut Conversion, schema: &mut Value, at: &Pointer, role: Role) {
    if let Value::Bool(allows) = *schema {
        let instead = "in 3.0, `{}` allows everything and `{not: {}}` nothing";
        conversion.newer(at, "a boolean as a schema", instead);
        *schema = if allows {
            json!({})
        } else {
            json!({ "not": {} })
        };
    }
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    if members.get("$ref").is_some_and(Value::is_string) {
        if conversion.edition == Edition::V30 {
            return;
        }
        reference::siblings(members, role);
    }
    rules(conversion, members, at);
    for (name, member) in members.iter_mut() {
        below(conversion, name, member, &at.child(name));
    }
}

fn rules(conversion: &mut Conversion, members: &mut Map<String, Value>, at: &Pointer) {
    types::constant(conversion, members, at);
    types::alternatives(conversion, members, at);
    types::single(conversion, members, at);
    number::bounds(conversion, members, at);
    tuple::items(conversion, members, at);
    members::patterns(conversion, members, at);
    if conversion.edition == Edition::V31 {
        condition::report(conversion, members, at);
        members::unevaluated(conversion, members, at);
        content::format(members);
        content::example(members);
    }
}

fn below(conversion: &mut Conversion, name: &str, member: &mut Value, at: &Pointer) {
    match (name, member) {
        ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => {
            for (index, schema) in schemas.iter_mut().enumerate() {
                convert(conversion, schema, &at.child(index), Role::Alternative);
            }
        }
        ("properties", Value::Object(declared)) => {
            // A member that is never there is none.
            declared.retain(|_, schema| *schema != Value::Bool(false));
            for (name, schema) in declared.iter_mut() {
                convert(conversion, schema, &at.child(name), Role::Whole);
            }
        }
        ("additionalProperties", Value::Bool(_)) => {}
        (name, member) => {
            if let Some(holds) = holds(name) {
                conversion.held(holds, member, at);
            }
        }
    }
}

/// The schemas in a schema, in either edition, that references can lead to.
fn holds(name: &str) -> Option<Holds> {
    match name {
        "$defs" | "definitions" | "dependentSchemas" | "patternProperties" => {
            Some(Holds::Map(Kind::Schema))
        }
        "prefixItems" => Some(Holds::List(Kind::Schema)),
        "if" | "then" | "else" | "contains" | "contentSchema" | "propertyNames" => {
            Some(Holds::One(Kind::Schema))
        }
        name => Kind::Schema.member(name),
    }
}
