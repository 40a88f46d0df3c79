//! What two descriptions say otherwise without a change of meaning: prose, examples, and schemas
//! that no operation reaches.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Change, Class, Meaning};
use crate::pointer::Pointer;

/// What a difference of the text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Prose,
    Example,
    Other,
}

/// The differences that `changes` do not account for, one for each operation or component.
pub(super) fn texts(
    old: &Meaning,
    new: &Meaning,
    pairs: &IndexMap<Pointer, Pointer>,
    changes: &[Change],
) -> Vec<Change> {
    let (before, after) = (old.document(), new.document());
    let mut comparison = Comparison {
        pairs,
        found: Vec::new(),
    };
    comparison.compare(before, after, &Pointer::root(), Kind::Other);
    let mut owners: IndexMap<(Pointer, Kind), usize> = IndexMap::new();
    for (at, kind) in comparison.found {
        *owners.entry((owner(&at), kind)).or_default() += 1;
    }
    let mut texts = Vec::new();
    for ((owner, kind), count) in owners {
        let what = match kind {
            Kind::Prose if count == 1 => "a text was rewritten".to_owned(),
            Kind::Prose => format!("{count} texts were rewritten"),
            Kind::Example => "an example has changed".to_owned(),
            Kind::Other => match other(&owner, old, new, changes) {
                Some(what) => what.to_owned(),
                None => continue,
            },
        };
        let name = name(&owner, after).or_else(|| name(&owner, before));
        let name = name.unwrap_or_else(|| owner.to_string());
        texts.push(Change::new(Class::Documentation, &owner, &name, what));
    }
    texts
}

/// What there is to say of an owner whose structure differs, if the meaning does not tell it.
fn other(
    owner: &Pointer,
    old: &Meaning,
    new: &Meaning,
    changes: &[Change],
) -> Option<&'static str> {
    // A change of the meaning may be written in several places of the text.
    if changes.iter().any(|change| change.pointer.is_within(owner)) {
        return None;
    }
    let is_in = |of: &Meaning| owner.get(of.document()).is_some();
    let is_reached = |of: &Meaning| of.plan.types.keys().any(|at| at.is_within(owner));
    let is_schema = owner.as_str().starts_with("/components/schemas/");
    match (is_in(old), is_in(new)) {
        _ if is_schema && !is_reached(old) && !is_reached(new) => {
            Some("the schema has changed, and no operation reaches it")
        }
        (true, true) => Some("what has changed here does not show in the crate"),
        // Its users say that it came or went.
        _ => None,
    }
}

struct Comparison<'c> {
    /// The types that are one, whatever they are called.
    pairs: &'c IndexMap<Pointer, Pointer>,
    found: Vec<(Pointer, Kind)>,
}

impl Comparison<'_> {
    fn compare(&mut self, old: &Value, new: &Value, at: &Pointer, kind: Kind) {
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => {
                for (name, was) in old {
                    let (at, kind) = (at.child(name), kind_of(at, name, was, kind));
                    match new.get(name) {
                        Some(is) if name == "$ref" && self.is_renamed(was, is) => {}
                        Some(is) => self.compare(was, is, &at, kind),
                        None => self.found.push((at, kind)),
                    }
                }
                for (name, is) in new {
                    if !old.contains_key(name) {
                        let kind = kind_of(at, name, is, kind);
                        self.found.push((at.child(name), kind));
                    }
                }
            }
            (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
                for (index, (was, is)) in old.iter().zip(new).enumerate() {
                    self.compare(was, is, &at.child(index), kind);
                }
            }
            _ if old == new => {}
            _ => self.found.push((at.clone(), kind)),
        }
    }

    /// Whether two references lead to one type, whose new name has been told.
    fn is_renamed(&self, old: &Value, new: &Value) -> bool {
        let target = |it: &Value| Pointer::from_reference(it.as_str()?);
        let (Some(old), Some(new)) = (target(old), target(new)) else {
            return false;
        };
        self.pairs.get(&old) == Some(&new)
    }
}

/// What the member `name` of the node `at` is about.
fn kind_of(at: &Pointer, name: &str, value: &Value, kind: Kind) -> Kind {
    let is_property = at.last().is_some_and(|last| last == "properties");
    match name {
        _ if kind != Kind::Other || is_property => kind,
        "summary" | "description" | "title" if value.is_string() => Kind::Prose,
        "externalDocs" => Kind::Prose,
        "example" | "examples" => Kind::Example,
        _ => Kind::Other,
    }
}

/// The operation, component or part of the root that a node belongs to.
fn owner(at: &Pointer) -> Pointer {
    let mut tokens = at.tokens();
    let depth = match tokens.next().as_deref() {
        Some("paths" | "components") => 3,
        _ => 1,
    };
    Pointer::from_tokens(at.tokens().take(depth))
}

/// What an owner is called.
fn name(owner: &Pointer, document: &Value) -> Option<String> {
    let node = owner.get(document)?;
    let id = node.get("operationId").and_then(Value::as_str);
    id.map(str::to_owned).or_else(|| owner.last())
}
