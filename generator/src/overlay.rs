//! An OpenAPI Overlay 1.0 document and a description in, the description with its actions applied
//! out, and a record of what they wrote.
//!
//! Refused are overlays of another version or form, and actions whose target matches nothing: such
//! an action is a mistake, or has become one with a new edition of the description.

mod origins;
mod target;
mod validate;

use serde_json::Value;

pub use origins::Origins;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceId};
use crate::limits::{MAX_LEVELS, MAX_NODES, nodes};
use crate::pointer::Pointer;
use target::{NoSelection, Target};

/// One action, as the overlay has it.
struct Action<'o> {
    /// Where it stands in the overlay.
    at: Pointer,
    target: Target,
    change: Change<'o>,
}

enum Change<'o> {
    Remove,
    Update(&'o Value),
    /// Allowed by the specification, of no effect.
    Nothing,
}

/// Applies the actions of `overlay` to `document`, in their order.
///
/// # Errors
/// The overlay is not valid, or an action matches nothing or can't be merged. The document may
/// have been changed then.
pub fn apply(overlay: &Value, document: &mut Value) -> Result<Origins, Diagnostics> {
    apply_within(overlay, document, MAX_NODES)
}

/// Applies actions that make the document no larger than so many nodes.
fn apply_within(
    overlay: &Value,
    document: &mut Value,
    limit: usize,
) -> Result<Origins, Diagnostics> {
    let actions = validate::actions(overlay)?;
    let mut origins = Origins::default();
    let mut diagnostics = Diagnostics::default();
    let mut room = limit.saturating_sub(nodes(document));
    for action in &actions {
        if let Err(diagnostic) = apply_one(action, document, &mut origins, &mut room) {
            diagnostics.push(diagnostic.in_source(SourceId::Overlay));
        }
    }
    diagnostics.propagate().map(|_| origins)
}

fn apply_one(
    action: &Action<'_>,
    document: &mut Value,
    origins: &mut Origins,
    room: &mut usize,
) -> Result<(), Diagnostic> {
    let targets = action.target.select(document);
    let targets = targets.map_err(|reason| not_selected(action, reason))?;
    match action.change {
        Change::Nothing => {}
        // From the end, so that removing an element moves none that is still to be removed.
        Change::Remove => {
            let mut targets = targets;
            targets.sort_by_cached_key(place);
            for target in targets.iter().rev() {
                remove(target, document, origins);
            }
        }
        Change::Update(update) => {
            let from = action.at.child("update");
            // An object is merged into the target, and so adds no more than its members.
            let each = nodes(update) - usize::from(update.is_object());
            let added = each.saturating_mul(targets.len());
            *room = room
                .checked_sub(added)
                .ok_or_else(|| too_large(&from, "nodes"))?;
            let above = targets.iter().map(|it| it.tokens().count()).max();
            if above.unwrap_or_default() + levels(update) > MAX_LEVELS {
                return Err(too_large(&from, "levels"));
            }
            for target in &targets {
                if let Some(node) = document.pointer_mut(target.as_str()) {
                    check_form(node, update, &from)?;
                    merge(node, update, target, &from, origins);
                }
            }
        }
    }
    Ok(())
}

/// How deep containers are nested in a value.
fn levels(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(levels).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(levels).max().unwrap_or_default(),
        _ => 0,
    }
}

fn too_large(from: &Pointer, what: &str) -> Diagnostic {
    let message = format!("the description has too many {what} with what this adds");
    Diagnostic::new(Code::TooLarge, from, message).help("let the target match fewer nodes")
}

/// What puts the elements of a list into their order.
fn place(target: &Pointer) -> Vec<(Option<usize>, String)> {
    let tokens = target.tokens();
    tokens.map(|token| (token.parse().ok(), token)).collect()
}

fn remove(target: &Pointer, document: &mut Value, origins: &mut Origins) {
    let (Some(parent), Some(token)) = (target.parent(), target.last()) else {
        return;
    };
    match document.pointer_mut(parent.as_str()) {
        Some(Value::Object(members)) => {
            members.shift_remove(&token);
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = token.parse()
                && index < items.len()
            {
                items.remove(index);
                origins.removed_element(parent, index);
            }
        }
        _ => {}
    }
}

/// An update that would put a scalar or list in the place of an object is a slip.
fn check_form(node: &Value, update: &Value, from: &Pointer) -> Result<(), Diagnostic> {
    if node.is_object() && !update.is_object() {
        let message = "an object can only be updated with an object";
        return Err(Diagnostic::new(Code::InvalidOverlay, from, message)
            .help("give the members that are to be changed, or remove the object first"));
    }
    Ok(())
}

/// Merges objects member by member, appends to arrays, and replaces everything else.
fn merge(node: &mut Value, update: &Value, at: &Pointer, from: &Pointer, origins: &mut Origins) {
    match (node, update) {
        (Value::Object(members), Value::Object(added)) => {
            for (name, value) in added {
                let (at, from) = (at.child(name), from.child(name));
                if let Some(member) = members.get_mut(name) {
                    merge(member, value, &at, &from, origins);
                } else {
                    members.insert(name.clone(), value.clone());
                    origins.wrote(at, from);
                }
            }
        }
        (Value::Array(items), Value::Array(added)) => {
            for (index, value) in added.iter().enumerate() {
                origins.wrote(at.child(items.len()), from.child(index));
                items.push(value.clone());
            }
        }
        (Value::Array(items), value) => {
            origins.wrote(at.child(items.len()), from.clone());
            items.push(value.clone());
        }
        (node, value) => {
            *node = value.clone();
            origins.wrote(at.clone(), from.clone());
        }
    }
}

fn not_selected(action: &Action<'_>, reason: NoSelection) -> Diagnostic {
    let (text, at) = (&action.target.text, action.at.child("target"));
    match reason {
        NoSelection::TooMany(part) => {
            let message = format!("`{part}` looks at more than {MAX_NODES} nodes");
            Diagnostic::new(Code::TooLarge, &at, message)
                .help("name members instead of one of its `..` or `*`")
        }
        NoSelection::Nothing(matching) => {
            let message = format!("the target `{text}` matches nothing in the description");
            let help = match matching {
                Some(part) => format!("`{part}` does match; what follows it does not"),
                None => "remove the action, or correct its target".to_owned(),
            };
            Diagnostic::new(Code::OverlayNoMatch, &at, message).help(help)
        }
    }
}

#[cfg(test)]
mod tests;
