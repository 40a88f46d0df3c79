//! Who is wrong where a value and its schema differ.
//!
//! A Schema Object of `OpenAPI` 3.0 (§4.7.24) and a JSON value come in, the first thing that the
//! schema does not allow goes out. The description is read as it stands, with nothing compiled
//! beforehand; a validator of JSON Schema has the last word on the verdicts in the tests. Beyond
//! JSON Schema, `nullable` lets `null` through, an answer may lack what is only ever written, and
//! one alternative is enough where a discriminator names it. Formats are hints.

mod declared;
mod fault;

use std::collections::{HashMap, HashSet};
use std::fmt;

use regex::Regex;
use serde_json::{Map, Value};

use crate::pointer::Pointer;

pub use fault::{Fault, Violation};

/// How many comparisons of a value with a schema a document is worth: alternatives within
/// alternatives multiply. GitHub's whole description takes less than a tenth of it.
const MOST_STEPS: u32 = 1 << 22;

/// How deep schemas may be entered for one value.
const DEEPEST: u32 = 256;

/// Compares values with schemas of a description.
#[derive(Debug)]
pub struct Judge<'d> {
    document: &'d Value,
    targets: HashMap<&'d str, Option<&'d Value>>,
    patterns: HashMap<&'d str, Option<Regex>>,
    steps: u32,
    depth: u32,
}

type Verdict<'d> = Result<(), Box<Violation<'d>>>;

impl<'d> Judge<'d> {
    /// A judge over the schemas of a document.
    #[must_use]
    pub fn new(document: &'d Value) -> Self {
        Self {
            document,
            targets: HashMap::new(),
            patterns: HashMap::new(),
            steps: 0,
            depth: 0,
        }
    }

    /// Whether the value of an answer satisfies a schema of the document.
    ///
    /// # Errors
    /// The first thing that the schema does not allow.
    pub fn judge(&mut self, schema: &'d Value, value: &'d Value) -> Verdict<'d> {
        self.schema(schema, value)
    }

    fn schema(&mut self, schema: &'d Value, value: &'d Value) -> Verdict<'d> {
        self.steps += 1;
        self.depth += 1;
        let verdict = if self.steps > MOST_STEPS || self.depth > DEEPEST {
            Fault::Endless.into()
        } else {
            match self.followed(schema) {
                Some(Value::Object(keywords)) => self.keywords(keywords, value),
                Some(_) => Ok(()),
                None => Fault::NoSchema.into(),
            }
        };
        self.depth -= 1;
        verdict
    }

    /// The schema that a reference leads to in the end.
    fn followed(&mut self, mut schema: &'d Value) -> Option<&'d Value> {
        for _ in 0..DEEPEST {
            let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
                return Some(schema);
            };
            let document = self.document;
            schema = (*self
                .targets
                .entry(reference)
                .or_insert_with(|| Pointer::from_reference(reference)?.get(document)))?;
        }
        None
    }

    fn keywords(&mut self, schema: &'d Map<String, Value>, value: &'d Value) -> Verdict<'d> {
        if value.is_null() && flag(schema, "nullable") {
            return Ok(());
        }
        of_type(schema, value)?;
        if let Some(values) = list(schema, "enum")
            && !values.iter().any(|it| equal(it, value))
        {
            return Fault::NotListed(value).into();
        }
        match value {
            Value::Number(number) => number_within(schema, number.as_f64().unwrap_or_default())?,
            Value::String(text) => self.text(schema, text)?,
            Value::Array(items) => self.array(schema, items)?,
            Value::Object(members) => self.object(schema, members)?,
            Value::Null | Value::Bool(_) => {}
        }
        self.combined(schema, value)
    }

    fn combined(&mut self, schema: &'d Map<String, Value>, value: &'d Value) -> Verdict<'d> {
        for part in list(schema, "allOf").into_iter().flatten() {
            self.schema(part, value)?;
        }
        if let Some(excluded) = schema.get("not")
            && self.schema(excluded, value).is_ok()
        {
            return Fault::Excluded.into();
        }
        for (keyword, exclusive) in [("anyOf", false), ("oneOf", true)] {
            if let Some(alternatives) = list(schema, keyword) {
                self.alternatives(schema, alternatives, exclusive, value)?;
            }
        }
        Ok(())
    }

    fn alternatives(
        &mut self,
        schema: &'d Map<String, Value>,
        alternatives: &'d [Value],
        exclusive: bool,
        value: &'d Value,
    ) -> Verdict<'d> {
        let mut fitting = 0;
        let mut nearest: Option<Box<Violation<'d>>> = None;
        for alternative in alternatives {
            match self.schema(alternative, value) {
                Ok(()) if !exclusive => return Ok(()),
                Ok(()) => fitting += 1,
                Err(found) if nearest.as_ref().is_none_or(|it| it.depth() < found.depth()) => {
                    nearest = Some(found);
                }
                Err(_) => {}
            }
        }
        match fitting {
            1 => Ok(()),
            0 => Fault::NoAlternative(alternatives.len(), nearest).into(),
            _ if self.is_told(schema, value) => Ok(()),
            fitting => Fault::SeveralAlternatives(fitting, alternatives.len()).into(),
        }
    }

    /// Whether a discriminator names an alternative that the value fits (§4.7.25).
    fn is_told(&mut self, schema: &'d Map<String, Value>, value: &'d Value) -> bool {
        let told = || {
            let discriminator = schema.get("discriminator")?;
            let property = discriminator.get("propertyName")?.as_str()?;
            let word = value.get(property)?.as_str()?;
            let mapped = discriminator.get("mapping").and_then(|it| it.get(word));
            Some(mapped.and_then(Value::as_str).unwrap_or(word))
        };
        let Some(target) = told() else {
            return false;
        };
        let at = Pointer::from_reference(target)
            .unwrap_or_else(|| Pointer::from_tokens(["components", "schemas", target]));
        at.get(self.document)
            .is_some_and(|schema| self.schema(schema, value).is_ok())
    }

    fn text(&mut self, schema: &'d Map<String, Value>, text: &'d str) -> Verdict<'d> {
        let bounds = [bound(schema, "minLength"), bound(schema, "maxLength")];
        if bounds != [None, None] {
            counted("characters", text.chars().count(), bounds)?;
        }
        let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else {
            return Ok(());
        };
        let regex = self
            .patterns
            .entry(pattern)
            // What is no expression here may be one in ECMAScript, and says nothing.
            .or_insert_with(|| Regex::new(pattern).ok());
        match regex {
            Some(regex) if !regex.is_match(text) => Fault::Pattern(text, pattern).into(),
            _ => Ok(()),
        }
    }

    fn array(&mut self, schema: &'d Map<String, Value>, items: &'d [Value]) -> Verdict<'d> {
        let bounds = [bound(schema, "minItems"), bound(schema, "maxItems")];
        counted("elements", items.len(), bounds)?;
        let repeats = || {
            let mut seen = HashSet::new();
            items.iter().any(|item| !seen.insert(item.to_string()))
        };
        if flag(schema, "uniqueItems") && repeats() {
            return Fault::Repeated.into();
        }
        if let Some(schema) = schema.get("items") {
            for (index, item) in items.iter().enumerate() {
                below(self.schema(schema, item), index)?;
            }
        }
        Ok(())
    }

    fn object(
        &mut self,
        schema: &'d Map<String, Value>,
        members: &'d Map<String, Value>,
    ) -> Verdict<'d> {
        let bounds = [
            bound(schema, "minProperties"),
            bound(schema, "maxProperties"),
        ];
        counted("members", members.len(), bounds)?;
        let properties = schema.get("properties").and_then(Value::as_object);
        for name in list(schema, "required").into_iter().flatten() {
            let Some(name) = name.as_str().filter(|name| !members.contains_key(*name)) else {
                continue;
            };
            let property = properties.and_then(|it| it.get(name));
            if !property.is_some_and(|it| self.is_written_only(it)) {
                return Fault::Missing(name).into();
            }
        }
        for (name, value) in members {
            let found = match properties.and_then(|it| it.get(name)) {
                Some(schema) => self.schema(schema, value),
                None => match schema.get("additionalProperties") {
                    Some(Value::Bool(false)) => Fault::Unexpected(name).into(),
                    Some(schema @ Value::Object(_)) => self.schema(schema, value),
                    _ => Ok(()),
                },
            };
            below(found, name)?;
        }
        Ok(())
    }

    fn is_written_only(&mut self, property: &'d Value) -> bool {
        let mut seen = HashSet::new();
        let mut waiting = vec![property];
        while let Some(schema) = waiting.pop().and_then(|it| self.followed(it)) {
            if schema.get("writeOnly") == Some(&Value::Bool(true)) {
                return true;
            }
            if seen.insert(std::ptr::from_ref(schema)) {
                let parts = schema.get("allOf").and_then(Value::as_array);
                waiting.extend(parts.into_iter().flatten());
            }
        }
        false
    }
}

/// What was found in a member or an element, seen from the value that holds it.
fn below(mut verdict: Verdict<'_>, token: impl fmt::Display) -> Verdict<'_> {
    if let Err(found) = &mut verdict {
        found.move_below(token.to_string());
    }
    verdict
}

fn of_type<'d>(schema: &'d Map<String, Value>, value: &'d Value) -> Verdict<'d> {
    let Some(wanted) = schema.get("type").and_then(Value::as_str) else {
        return Ok(());
    };
    let fits = match wanted {
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    if fits {
        Ok(())
    } else {
        Fault::Type(wanted, value).into()
    }
}

/// The bounds and the step of a number; in 3.0, a bound is exclusive by a flag.
fn number_within(schema: &Map<String, Value>, number: f64) -> Verdict<'static> {
    let limit = |name: &str| schema.get(name).and_then(Value::as_f64);
    let below = limit("minimum")
        .filter(|&least| number < least || (flag(schema, "exclusiveMinimum") && number <= least));
    let above = limit("maximum")
        .filter(|&most| number > most || (flag(schema, "exclusiveMaximum") && number >= most));
    if let Some(bound) = below.or(above) {
        return Fault::OutOfBounds(number, bound).into();
    }
    match limit("multipleOf") {
        Some(step) if (number / step).fract() != 0.0 => Fault::NoMultiple(number, step).into(),
        _ => Ok(()),
    }
}

fn counted(
    what: &'static str,
    count: usize,
    [least, most]: [Option<usize>; 2],
) -> Verdict<'static> {
    match (least, most) {
        (Some(least), _) if count < least => Fault::TooFew(what, count, least).into(),
        (_, Some(most)) if count > most => Fault::TooMany(what, count, most).into(),
        _ => Ok(()),
    }
}

/// Equal as JSON has it, where `1` is `1.0`.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) if a.is_f64() != b.is_f64() => {
            a.as_f64() == b.as_f64()
        }
        _ => a == b,
    }
}

fn flag(schema: &Map<String, Value>, name: &str) -> bool {
    schema.get(name) == Some(&Value::Bool(true))
}

fn list<'d>(schema: &'d Map<String, Value>, name: &str) -> Option<&'d [Value]> {
    Some(schema.get(name)?.as_array()?)
}

fn bound(schema: &Map<String, Value>, name: &str) -> Option<usize> {
    usize::try_from(schema.get(name)?.as_u64()?).ok()
}

#[cfg(test)]
mod tests;
