//! Bounds: 2020-12 has numbers where 3.0 says whether a bound belongs to the range.

use serde_json::{Map, Value};

use super::Conversion;
use crate::pointer::Pointer;

/// Turns exclusive bounds that are numbers into bounds that are marked as exclusive.
pub(super) fn bounds(conversion: &mut Conversion, members: &mut Map<String, Value>, at: &Pointer) {
    for (exclusive, inclusive) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        let Some(Value::Number(bound)) = members.get(exclusive).cloned() else {
            continue;
        };
        conversion.newer(
            &at.child(exclusive),
            &format!("`{exclusive}` as a number"),
            &format!("in 3.0, `{inclusive}` has the number and `{exclusive}` is true or false"),
        );
        let other = members.get(inclusive).and_then(Value::as_f64);
        let is_tighter = |other: f64| {
            let bound = bound.as_f64().unwrap_or_default();
            if exclusive == "exclusiveMinimum" {
                other > bound
            } else {
                other < bound
            }
        };
        if other.is_some_and(is_tighter) {
            members.shift_remove(exclusive);
        } else {
            members.insert(inclusive.to_owned(), Value::Number(bound));
            members.insert(exclusive.to_owned(), Value::Bool(true));
        }
    }
}
