//! Upstream's own account of a later API version, applied: `x-github-breaking-changes`, a list of
//! JSON patches (RFC 6902) and merge patches (RFC 7396) at the nodes that they change.

use serde_json::Value;

use super::remove;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

const BREAKING_CHANGES: &str = "x-github-breaking-changes";

/// Applies the changes of every version up to `version`, oldest first, and removes all of them.
pub(super) fn apply(document: &mut Value, version: &str) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::default();
    apply_below(document, &Pointer::root(), version, &mut found);
    found.propagate().map(drop)
}

fn apply_below(node: &mut Value, at: &Pointer, version: &str, found: &mut Diagnostics) {
    if let Some(changes) = remove(node, BREAKING_CHANGES) {
        let at = at.child(BREAKING_CHANGES);
        if let Err(diagnostic) = apply_to(node, &changes, &at, version) {
            found.push(diagnostic);
        }
    }
    match node {
        Value::Object(members) => members
            .iter_mut()
            .for_each(|(name, value)| apply_below(value, &at.child(name), version, found)),
        Value::Array(items) => items
            .iter_mut()
            .enumerate()
            .for_each(|(index, item)| apply_below(item, &at.child(index), version, found)),
        _ => {}
    }
}

fn apply_to(
    node: &mut Value,
    changes: &Value,
    at: &Pointer,
    version: &str,
) -> Result<(), Diagnostic> {
    let mut wanted = Vec::new();
    let changes = changes.as_array().map(Vec::as_slice).unwrap_or_default();
    for (index, change) in changes.iter().enumerate() {
        let at = at.child(index);
        let (Some(of), Some(patch)) = (
            change.get("version").and_then(Value::as_str),
            change.get("patch"),
        ) else {
            return Err(invalid(&at, "it needs a `version` and a `patch`"));
        };
        // API versions are dates in ISO 8601, which sort as text.
        if of <= version {
            wanted.push((of, at.child("patch"), patch));
        }
    }
    wanted.sort_by_key(|(of, ..)| *of);
    for (_, at, patch) in wanted {
        let before = node.clone();
        if patch.is_array() {
            let patch: json_patch::Patch = serde_json::from_value(patch.clone())
                .map_err(|error| invalid(&at, &error.to_string()))?;
            json_patch::patch(node, &patch).map_err(|error| invalid(&at, &error.to_string()))?;
        } else {
            json_patch::merge(node, patch);
        }
        restore_order(&before, node);
    }
    Ok(())
}

fn invalid(at: &Pointer, why: &str) -> Diagnostic {
    let message = format!("the breaking change can't be applied: {why}");
    Diagnostic::new(Code::InvalidBreakingChange, at, message)
        .help("mend it in a copy of the file, and tell upstream")
}

/// Puts members where they were: the library removes one by moving the last into its place.
fn restore_order(before: &Value, after: &mut Value) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let mut moved = std::mem::take(after);
            for (name, value) in before {
                if let Some(mut now) = moved.shift_remove(name) {
                    restore_order(value, &mut now);
                    after.insert(name.clone(), now);
                }
            }
            let mut added: Vec<_> = moved.into_iter().collect();
            added.sort_by(|(a, _), (b, _)| a.cmp(b));
            after.extend(added);
        }
        (Value::Array(before), Value::Array(after)) => {
            for (before, after) in before.iter().zip(after) {
                restore_order(before, after);
            }
        }
        _ => {}
    }
}
