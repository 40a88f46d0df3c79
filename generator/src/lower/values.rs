//! Enumerations of numbers and booleans. Several whole numbers are a type, and so is one that has a
//! name; the other values that the description lists are told in prose.

use std::borrow::Borrow;
use std::collections::HashSet;

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::Lowering;
use super::all_of::included;
use super::flat::Flat;
use crate::ir::{Constant, NumberValue, Numbers, Ty};
use crate::pointer::Pointer;

/// More values than a reader looks at.
const MANY: usize = 20;

/// The extension by which several tools name the values of an enumeration.
const NAMES: &str = "x-enum-varnames";

/// The values that a schema lists, null aside.
pub(super) fn told<'f>(flat: &'f Flat<'_>) -> Vec<&'f Value> {
    flat.values.iter().filter(|it| !it.is_null()).collect()
}

/// Whether the values are whole numbers that a type can name: several, or one that is called
/// something.
pub(super) fn is_listed(flat: &Flat<'_>) -> bool {
    let values = told(flat);
    let is_named = flat.data.extensions.contains_key(NAMES) || titles(flat).next().is_some();
    values.iter().all(|it| it.is_i64()) && (values.len() > 1 || (values.len() == 1 && is_named))
}

/// The enumeration of the whole numbers that a schema lists. They are called by the titles of
/// alternatives, where each is one, or by the names that stand beside the list.
pub(super) fn numbers(lowering: &mut Lowering<'_>, at: &Pointer, flat: &Flat<'_>) -> Numbers {
    let form = "a list of names, one for each value of `enum`";
    let extensions = &flat.data.extensions;
    let names: Option<Vec<String>> = lowering.extension(extensions, at, NAMES, form);
    // `null` has a place in the list of names, too.
    let beside = flat.values.iter().zip(names.into_iter().flatten());
    let labels: Vec<(Value, String)> = titles(flat)
        .chain(beside.map(|(value, name)| (value.clone(), name)))
        .collect();
    let mut values: Vec<NumberValue> = Vec::new();
    let mut seen = HashSet::new();
    for number in flat.values.iter().filter_map(Value::as_i64) {
        if seen.insert(number) {
            let label = labels.iter().find(|(value, _)| *value == number);
            let label = label.map(|(_, label)| label.clone());
            values.push(NumberValue { number, label });
        }
    }
    Numbers { values }
}

/// The titles of alternatives that are one value each.
fn titles(flat: &Flat<'_>) -> impl Iterator<Item = (Value, String)> {
    let (_, alternatives) = flat.alternatives().unwrap_or_default();
    let schemas = alternatives.iter().filter_map(ReferenceOr::as_item);
    schemas.filter_map(|schema| {
        let Flat { data, values, .. } = Flat::of(schema);
        match values.as_slice() {
            [only] => Some((only.clone(), data.title.clone()?)),
            _ => None,
        }
    })
}

/// The only value of a member of this schema and type. What includes a schema is more derived, and
/// tells it first.
pub(super) fn constant<B: Borrow<Schema>>(
    lowering: &Lowering<'_>,
    at: &Pointer,
    node: &ReferenceOr<B>,
    ty: &Ty,
) -> Option<Constant> {
    let schemas = included(lowering.resolver, at, node);
    let mut told = schemas.iter().filter_map(|view| only(&Flat::of(view.node)));
    let of_type = || {
        lowering
            .only_text(ty)
            .map(|it| Constant::Text(it.to_owned()))
    };
    told.next().or_else(of_type)
}

fn only(flat: &Flat<'_>) -> Option<Constant> {
    let values = told(flat);
    let first = *values.first()?;
    if values.iter().any(|value| *value != first) {
        return None;
    }
    match first {
        Value::String(text) => Some(Constant::Text(text.clone())),
        Value::Number(number) => number.as_i64().map(Constant::Number),
        Value::Bool(is) => Some(Constant::Boolean(*is)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The description of a member or parameter with the values it can have, if that is not said by
/// its type.
pub(super) fn described<B: Borrow<Schema>>(
    lowering: &Lowering<'_>,
    at: &Pointer,
    node: &ReferenceOr<B>,
    description: Option<String>,
) -> Option<String> {
    match (description, listed(lowering, at, node)) {
        (Some(description), Some(values)) => Some(format!("{description}\n\n{values}")),
        (description, values) => description.or(values),
    }
}

fn listed<B: Borrow<Schema>>(
    lowering: &Lowering<'_>,
    at: &Pointer,
    node: &ReferenceOr<B>,
) -> Option<String> {
    let view = lowering.resolver.resolve::<Schema, _>(at, node).ok()?;
    let flat = Flat::of(view.node);
    let values = told(&flat);
    let is_plain = |it: &&Value| it.is_number() || it.is_boolean();
    if values.is_empty() || values.len() > MANY || !values.iter().all(is_plain) || is_listed(&flat)
    {
        return None;
    }
    let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    Some(match values.as_slice() {
        [only] => format!("Always {only}."),
        values => format!("One of {}.", values.join(", ")),
    })
}
