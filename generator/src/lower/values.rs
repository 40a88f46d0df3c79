//! Enumerations of numbers and booleans, which are no types of their own: the values that the
//! description lists are told in prose.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::Lowering;
use super::flat::Flat;
use crate::pointer::Pointer;

/// More values than a reader looks at.
const MANY: usize = 20;

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
    let values: Vec<&Value> = flat.values.iter().filter(|it| !it.is_null()).collect();
    let is_plain = |it: &&Value| it.is_number() || it.is_boolean();
    if values.is_empty() || values.len() > MANY || !values.iter().all(is_plain) {
        return None;
    }
    let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    Some(match values.as_slice() {
        [only] => format!("Always {only}."),
        values => format!("One of {}.", values.join(", ")),
    })
}
