//! What a faulty node is read as: as it was meant where that is plain, as nothing where a client
//! does not depend on it. What is none of both stays a fault, and the description is refused.

use serde_json::{Map, Value, json};

use super::kind::{Holds, Kind};
use crate::diagnostic::{Code, Diagnostic};

use Kind as K;

/// The warning about a fault that was mended.
pub(super) fn tolerated(fault: Diagnostic, remedy: &Remedy) -> Diagnostic {
    Diagnostic {
        code: Code::ToleratedFault,
        message: format!("{}; {}", fault.message, remedy.said()),
        ..fault
    }
}

/// What takes a faulty value's place.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Remedy {
    Instead(Value),
    Absent,
}

use Remedy::{Absent, Instead};

impl Remedy {
    /// The end of the sentence that says what is wrong.
    pub(super) fn said(&self) -> String {
        match self {
            Absent => "it is left out".to_owned(),
            Instead(Value::Object(members)) if members.is_empty() => {
                "it is read as empty".to_owned()
            }
            Instead(value) if value == "" => "it is read as empty".to_owned(),
            Instead(value) => match value.to_string() {
                text if text.len() <= MAX_SHOWN => format!("it is read as `{text}`"),
                _ => "it is read as what was meant".to_owned(),
            },
        }
    }
}

/// Bytes of JSON that a sentence shows.
const MAX_SHOWN: usize = 60;

/// The keywords of a schema that stand right in a parameter or a header of OpenAPI 2.0.
const OF_SCHEMA: [&str; 16] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "nullable",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "properties",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
];

/// What becomes of a node of this kind that can't be mended.
pub(super) fn given_up(kind: Kind) -> Option<Remedy> {
    match kind {
        // That there are tokens is all a client has to know of them.
        K::OAuthFlows => Some(Instead(json!({}))),
        _ => is_dispensable(kind).then_some(Absent),
    }
}

/// Whether a client can do without the node.
pub(super) fn is_dispensable(kind: Kind) -> bool {
    matches!(
        kind,
        K::Contact
            | K::License
            | K::ExternalDocs
            | K::Example
            | K::Link
            | K::Callback
            | K::Header
            | K::SecurityScheme
            | K::ServerVariable
            | K::Discriminator
            | K::Encoding
    )
}

/// For a node that is no object although its kind is one.
pub(super) fn form(kind: Kind, node: &Value) -> Option<Remedy> {
    Some(match (kind, node) {
        (K::Schema, Value::Array(schemas)) if schemas.len() == 1 => Instead(schemas[0].clone()),
        (K::Schema | K::MediaType, _) | (K::PathItem | K::Paths, Value::Null) => Instead(json!({})),
        (K::Tag, Value::String(name)) => Instead(json!({ "name": name })),
        (K::Discriminator, Value::String(name)) => Instead(json!({ "propertyName": name })),
        (K::Response, Value::Null) => Instead(json!({ "description": "" })),
        (kind, _) if is_dispensable(kind) => Absent,
        _ => return None,
    })
}

/// For a member that should hold objects, and holds neither a list nor a map of them.
pub(super) fn holder(name: &str, holds: Holds, member: &Value) -> Option<Remedy> {
    if name == "additionalProperties" {
        return truth(member.as_str()?).map(|allows| Instead(json!(allows)));
    }
    let (Holds::One(kind) | Holds::List(kind) | Holds::Map(kind)) = holds;
    let is_empty = match member {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    if is_empty || is_dispensable(kind) {
        return Some(Absent);
    }
    let sole = match (kind, member) {
        (K::Server, Value::String(url)) => json!({ "url": url }),
        (K::Tag, Value::String(_)) => member.clone(),
        (_, Value::Object(_)) if name != "parameters" => member.clone(),
        _ => return None,
    };
    matches!(holds, Holds::List(_)).then(|| Instead(json!([sole])))
}

/// For any other member that has not the form it has to have.
pub(super) fn member(
    kind: Kind,
    name: &str,
    value: &Value,
    expected: Option<&str>,
) -> Option<Remedy> {
    let meant = match (kind, name) {
        (K::Document | K::Operation, "security") => requirements(value),
        (K::Operation, "tags") | (K::Schema, "required") => texts(value),
        (K::Schema, "enum") if is_scalar(value) => Some(json!([value])),
        (K::Discriminator, "mapping") => texts_of(value),
        _ => expected.and_then(|expected| coerced(value, expected)),
    };
    let is_name = matches!((kind, name), (K::Parameter, "name" | "in"));
    let holds_contract = matches!((kind, name), (K::Paths | K::Responses, _));
    match meant.or_else(|| missing(kind, name, &Map::new())) {
        Some(meant) => Some(Instead(meant)),
        None if value.is_null() => match kind.member(name) {
            Some(Holds::One(kind)) => form(kind, value),
            _ => Some(Absent),
        },
        None if is_name || holds_contract || kind.member(name).is_some() => None,
        None => Some(Absent),
    }
}

/// For a word that is none of those allowed.
pub(super) fn word(kind: Kind, name: &str, word: &str, allowed: &str) -> Option<Remedy> {
    let lower = word.to_ascii_lowercase();
    if lower != word && allowed.contains(&format!("`{lower}`")) {
        return Some(Instead(Value::String(lower)));
    }
    let is_style = matches!(kind, K::Parameter | K::Header | K::Encoding) && name == "style";
    is_style.then_some(Absent)
}

/// For a member that is not there although it has to be.
pub(super) fn missing(kind: Kind, name: &str, members: &Map<String, Value>) -> Option<Value> {
    Some(match (kind, name) {
        (K::Info, "title" | "version")
        | (K::License | K::Tag, "name")
        | (K::Server | K::ExternalDocs, "url")
        | (K::SecurityScheme, "openIdConnectUrl")
        | (K::Response, "description") => json!(""),
        (K::Document, "info") => K::Info.smallest(),
        (K::Operation, "responses") | (K::SecurityScheme, "flows") => json!({}),
        (K::ServerVariable, "default") => members.get("enum")?.get(0)?.clone(),
        _ => return None,
    })
}

/// Puts what belongs to a schema and stands right in a parameter or a header into its `schema`.
pub(super) fn gather_schema(members: &mut Map<String, Value>) -> Value {
    let mut schema = Map::new();
    for keyword in OF_SCHEMA {
        if let Some(value) = members.shift_remove(keyword) {
            schema.insert(keyword.to_owned(), value);
        }
    }
    Value::Object(schema)
}

fn is_scalar(value: &Value) -> bool {
    value.is_string() || value.is_number() || value.is_boolean()
}

/// What YAML 1.1 and many a template call true and false.
fn truth(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// The same value in the form that serde says it expects.
fn coerced(value: &Value, expected: &str) -> Option<Value> {
    match (expected, value) {
        ("a string", Value::Number(_) | Value::Bool(_)) => Some(json!(value.to_string())),
        ("true or false", Value::String(word)) => truth(word).map(Value::Bool),
        ("a number", Value::String(digits)) => number(digits),
        ("a whole number from 0", Value::String(digits)) => number(digits).filter(Value::is_u64),
        ("a whole number from 0", Value::Number(number)) => whole(number.as_f64()?),
        _ => None,
    }
}

fn number(digits: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(digits.trim()).ok()?;
    value.is_number().then_some(value)
}

fn whole(number: f64) -> Option<Value> {
    let text = format!("{number:.0}");
    let value: u64 = text.parse().ok()?;
    (number.fract() == 0.0).then(|| json!(value))
}

/// A list of texts: the scalars of a list, and the `name` of what is an object.
fn texts(value: &Value) -> Option<Value> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        Value::String(_) => std::slice::from_ref(value),
        _ => return None,
    };
    Some(items.iter().filter_map(text).collect())
}

/// The members of a map that are texts.
fn texts_of(value: &Value) -> Option<Value> {
    let members = value.as_object()?.iter();
    let texts = members.filter_map(|(name, member)| Some((name.clone(), text(member)?)));
    Some(Value::Object(texts.collect()))
}

fn text(value: &Value) -> Option<Value> {
    match value {
        Value::String(_) => Some(value.clone()),
        Value::Number(_) | Value::Bool(_) => Some(json!(value.to_string())),
        Value::Object(members) => members.get("name").filter(|it| it.is_string()).cloned(),
        Value::Null | Value::Array(_) => None,
    }
}

/// Security requirements: those of a list, or one alone; a scheme without scopes has none.
fn requirements(value: &Value) -> Option<Value> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    let meant: Vec<Value> = items.iter().filter_map(requirement).collect();
    (meant.len() == items.len()).then(|| Value::Array(meant))
}

fn requirement(value: &Value) -> Option<Value> {
    match value {
        Value::String(scheme) => Some(json!({ scheme: [] })),
        Value::Object(schemes) => {
            let schemes = schemes.iter().map(|(scheme, scopes)| {
                let scopes = texts(scopes).unwrap_or_else(|| json!([]));
                (scheme.clone(), scopes)
            });
            Some(Value::Object(schemes.collect()))
        }
        _ => None,
    }
}
