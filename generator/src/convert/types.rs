//! `type`, `const` and `null`: 3.0 has one type to a schema, lists the values of a constant, and
//! says of null that it is allowed as well.

use serde_json::{Map, Value, json};

use super::Conversion;
use crate::pointer::Pointer;

/// A value that is the only one is an enumeration of one.
pub(super) fn constant(
    conversion: &mut Conversion,
    members: &mut Map<String, Value>,
    at: &Pointer,
) {
    if let Some(value) = members.shift_remove("const") {
        let instead = "in 3.0, an `enum` of one value says the same";
        conversion.newer(&at.child("const"), "`const`", instead);
        if value.is_null() {
            members.insert("nullable".to_owned(), Value::Bool(true));
        }
        members.insert("enum".to_owned(), json!([value]));
    }
}

/// Says of a schema that null is allowed if one of its alternatives is null, and which values there
/// are if each alternative of a scalar is a value with its prose.
pub(super) fn alternatives(
    conversion: &mut Conversion,
    members: &mut Map<String, Value>,
    at: &Pointer,
) {
    for keyword in ["oneOf", "anyOf"] {
        let Some(Value::Array(schemas)) = members.get(keyword) else {
            continue;
        };
        let has_null = schemas.iter().any(is_null);
        let values =
            listed(schemas).filter(|_| is_scalar(members) && !members.contains_key("enum"));
        if let Some(values) = values {
            let instead = "in 3.0, the values stand in an `enum` beside the type";
            conversion.newer(&at.child(keyword), "a choice of constants", instead);
            members.insert("enum".to_owned(), Value::Array(values));
        }
        if has_null {
            members.insert("nullable".to_owned(), Value::Bool(true));
        }
    }
}

/// Whether null is the only value a schema allows.
fn is_null(schema: &Value) -> bool {
    let only = |value: &Value| match value {
        Value::Array(names) => !names.is_empty() && names.iter().all(names_null),
        name => names_null(name),
    };
    let is_empty = |members| schema.get("type") == Some(&Value::Null) && describes(members);
    if schema.as_object().is_some_and(is_empty) {
        return false;
    }
    schema.get("type").is_some_and(only)
        || schema.get("const").is_some_and(Value::is_null)
        || schema.get("enum") == Some(&json!([null]))
}

/// Whether an entry of `type` means null, which in YAML is easily written without its quotes.
fn names_null(name: &Value) -> bool {
    name.is_null() || name == "null"
}

/// The values of alternatives that are constants.
fn listed(schemas: &[Value]) -> Option<Vec<Value>> {
    let constants = schemas.iter().filter(|schema| !is_null(schema));
    let values: Option<Vec<Value>> = constants.map(|it| it.get("const").cloned()).collect();
    values.filter(|values| !values.is_empty())
}

fn is_scalar(members: &Map<String, Value>) -> bool {
    const SCALARS: [&str; 4] = ["string", "integer", "number", "boolean"];
    let is_one = |name: &Value| name.as_str().is_some_and(|name| SCALARS.contains(&name));
    match members.get("type") {
        Some(Value::Array(names)) => {
            let mut others = names.iter().filter(|name| !names_null(name));
            others.next().is_some_and(is_one) && others.next().is_none()
        }
        Some(name) => is_one(name),
        None => false,
    }
}

/// Leaves a schema one type, or none.
pub(super) fn single(conversion: &mut Conversion, members: &mut Map<String, Value>, at: &Pointer) {
    let place = at.child("type");
    match members.get("type") {
        Some(Value::Null) if describes(members) => {}
        Some(name) if names_null(name) => {
            conversion.newer(&place, "`type: \"null\"`", NULLABLE);
            null(members);
        }
        Some(Value::Array(names)) if are_names(names) => {
            let (null_names, others): (Vec<Value>, Vec<Value>) =
                names.iter().cloned().partition(names_null);
            conversion.newer(&place, "a list of types", NULLABLE);
            if !null_names.is_empty() {
                members.insert("nullable".to_owned(), Value::Bool(true));
            }
            match others.as_slice() {
                [] => null(members),
                [name] => {
                    members.insert("type".to_owned(), name.clone());
                }
                _ => several(conversion, members, &others, at),
            }
        }
        _ => {}
    }
}

/// Whether a schema is more than its `type`, so that a `type` of nothing was left empty.
fn describes(members: &Map<String, Value>) -> bool {
    let keywords = [
        "properties",
        "items",
        "allOf",
        "anyOf",
        "oneOf",
        "enum",
        "format",
    ];
    keywords
        .iter()
        .any(|keyword| members.contains_key(*keyword))
}

fn are_names(names: &[Value]) -> bool {
    !names.is_empty() && names.iter().all(|name| name.is_string() || name.is_null())
}

const NULLABLE: &str = "in 3.0, `nullable: true` beside another type allows null, and `anyOf` has \
                        several types";

fn null(members: &mut Map<String, Value>) {
    members.shift_remove("type");
    members.insert("nullable".to_owned(), Value::Bool(true));
    members.insert("enum".to_owned(), json!([null]));
}

fn several(
    conversion: &mut Conversion,
    members: &mut Map<String, Value>,
    names: &[Value],
    at: &Pointer,
) {
    let Some(listed) = members.shift_remove("type") else {
        return;
    };
    let place = |name: &Value| listed.as_array()?.iter().position(|it| it == name);
    let is_composed = ["allOf", "anyOf", "oneOf"]
        .iter()
        .any(|keyword| members.contains_key(*keyword));
    // What is composed has its types in its parts, and the list only bounds them.
    if is_composed || allows_all(members, names) {
        return;
    }
    let has = |name: &str| names.iter().any(|it| it == name);
    let names: Vec<&Value> = names
        .iter()
        .filter(|name| *name != "integer" || !has("number"))
        .collect();
    if let [name] = names.as_slice() {
        members.insert("type".to_owned(), (*name).clone());
        return;
    }
    let to = at.child("anyOf");
    let mut alternatives = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let to = to.child(index);
        let mut alternative = Map::from_iter([("type".to_owned(), (*name).clone())]);
        conversion.moves.made(at, to.clone());
        if let Some(place) = place(name) {
            let from = at.child("type").child(place);
            conversion.moves.made(&from, to.child("type"));
        }
        for keyword in own_keywords(members, name) {
            if let Some(member) = members.shift_remove(&keyword) {
                conversion
                    .moves
                    .moved(&at.child(&keyword), to.child(&keyword));
                alternative.insert(keyword, member);
            }
        }
        let values = members.get("enum").and_then(Value::as_array);
        if let Some(values) = values {
            let own = values.iter().filter(|value| is_of(value, name));
            alternative.insert("enum".to_owned(), own.cloned().collect());
        }
        alternatives.push(Value::Object(alternative));
    }
    if members.shift_remove("enum").is_some() {
        alternatives.retain(|it| it.get("enum") != Some(&json!([])));
    }
    members.insert("anyOf".to_owned(), Value::Array(alternatives));
}

/// Whether the types are all there are, of which nothing more is said.
fn allows_all(members: &Map<String, Value>, names: &[Value]) -> bool {
    const ALL: [&str; 5] = ["string", "number", "boolean", "array", "object"];
    let has = |name: &str| names.iter().any(|it| it == name);
    let says_more = ["properties", "items", "enum", "additionalProperties"];
    ALL.iter().all(|name| has(name)) && !says_more.iter().any(|name| members.contains_key(*name))
}

/// The keywords that constrain the values of one type alone.
fn own_keywords(members: &Map<String, Value>, name: &Value) -> Vec<String> {
    let is_own = |keyword: &str| match keyword {
        "minLength" | "maxLength" | "pattern" | "contentEncoding" | "contentMediaType" => {
            name == "string"
        }
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            name == "integer" || name == "number"
        }
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "contains" => {
            name == "array"
        }
        "properties"
        | "required"
        | "additionalProperties"
        | "patternProperties"
        | "propertyNames"
        | "minProperties"
        | "maxProperties"
        | "unevaluatedProperties" => name == "object",
        // A format says by its name what it is of.
        "format" => match members.get("format").and_then(Value::as_str) {
            Some("int32" | "int64" | "uint64") => name == "integer",
            Some("float" | "double") => name == "number",
            _ => name == "string",
        },
        _ => false,
    };
    let keywords = members.keys().filter(|keyword| is_own(keyword));
    keywords.cloned().collect()
}

/// Whether a value is of a type.
fn is_of(value: &Value, name: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || (name == "integer" && !number.is_f64()),
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}
