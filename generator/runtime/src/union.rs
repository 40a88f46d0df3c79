//! What emitted unions (`oneOf`, `anyOf`) share. A JSON value comes in, the variants worth trying
//! go out, the most specific first; no value is refused, as the last variant of a union takes any.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What kind of JSON value a variant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean => value.is_boolean(),
            // JSON Schema counts 1.0 among the integers, but serde reads it as no integer type.
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}

/// The only value of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// A number without a fraction.
    Number(i64),
    /// `true` or `false`.
    Boolean(bool),
}

impl Constant {
    fn is(self, value: &Value) -> bool {
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            Self::Number(number) => value.as_i64() == Some(number),
            Self::Boolean(boolean) => value.as_bool() == Some(boolean),
        }
    }
}

/// What a variant asks of a value before decoding it is tried.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// The value is of one of these; empty means any.
    pub types: &'static [JsonType],
    /// Members an object must have.
    pub required: &'static [&'static str],
    /// Members the variant knows.
    pub known: &'static [&'static str],
    /// Members that, where present, hold this.
    pub constants: &'static [(&'static str, Constant)],
}

impl Guard {
    fn accepts(&self, value: &Value) -> bool {
        let typed = self.types.is_empty() || self.types.iter().any(|kind| kind.accepts(value));
        let Some(members) = value.as_object() else {
            return typed;
        };
        typed
            && self.required.iter().all(|name| members.contains_key(*name))
            && self
                .constants
                .iter()
                .all(|(name, only)| members.get(*name).is_none_or(|found| only.is(found)))
    }

    fn known_members(&self, value: &Value) -> usize {
        let Some(members) = value.as_object() else {
            return 0;
        };
        members
            .keys()
            .filter(|name| self.known.contains(&name.as_str()))
            .count()
    }
}

/// The indexes of the variants whose guard accepts the value: those that know most of its members
/// first, then those that miss the fewest of their own, then in the order of declaration.
#[must_use]
pub fn candidates(value: &Value, guards: &[Guard]) -> Vec<usize> {
    let mut accepted: Vec<_> = (0..guards.len())
        .filter(|&at| guards[at].accepts(value))
        .collect();
    // Two variants that know the same members of the value differ in what they would have
    // expected besides; the one that expected less fits better.
    accepted.sort_by_key(|&at| {
        let hits = guards[at].known_members(value);
        (
            std::cmp::Reverse(hits),
            guards[at].known.len().saturating_sub(hits),
        )
    });
    accepted
}

/// The text of a discriminator, if the value is an object that has it.
#[must_use]
pub fn tag<'a>(value: &'a Value, property: &str) -> Option<&'a str> {
    value.get(property)?.as_str()
}

/// The value a union is decided on.
///
/// # Errors
/// The input is not JSON.
pub fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Value::deserialize(deserializer)
}
