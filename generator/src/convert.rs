//! An `OpenAPI` 3.1 value tree in, one that the model of 3.0 can hold out, and a record of what was
//! moved.
//!
//! JSON Schema 2020-12 says in new words most of what 3.0 can say, too: `type: [string, "null"]`,
//! `const`, bounds that are numbers. These are translated without a word. What changes the type of
//! a value and can't be held is widened and reported; what only constrains values is left alone,
//! since no type shows it. A document that says it is 3.0 and uses the new words all the same is
//! read as it was meant, with a warning at each. Any other 3.0 document passes untouched, at the
//! price of one look at its keys.

mod condition;
mod content;
mod document;
mod identity;
mod members;
mod moves;
mod newer;
mod number;
mod reference;
mod schema;
mod tuple;
mod types;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::read::{Holds, Kind};

pub use moves::Moves;

/// The edition of the specification that a document says it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edition {
    V30,
    V31,
}

/// Rewrites `document` in place. The warnings name places of the document as it came.
#[must_use]
pub fn convert(document: &mut Value) -> (Moves, Diagnostics) {
    let version = document.get("openapi").and_then(Value::as_str);
    let edition = match version {
        Some(version) if is_3_1(version) => Edition::V31,
        _ if newer::is_used(document) => Edition::V30,
        _ => return (Moves::default(), Diagnostics::default()),
    };
    let mut conversion = Conversion {
        edition,
        moves: Moves::default(),
        found: Diagnostics::default(),
    };
    if edition == Edition::V31 {
        identity::resolve(&mut conversion, document);
        document::complete(document);
    }
    document::drop_mutual_tls(&mut conversion, document);
    conversion.node(Kind::Document, document, &Pointer::root());
    conversion.moves.redirect(document);
    (conversion.moves, conversion.found)
}

fn is_3_1(version: &str) -> bool {
    version
        .strip_prefix("3.1")
        .is_some_and(|patch| patch.is_empty() || patch.starts_with('.'))
}

/// What the rules share.
struct Conversion {
    edition: Edition,
    moves: Moves,
    found: Diagnostics,
}

impl Conversion {
    /// Converts the object of `kind` that now stands at `at`, and all below it.
    fn node(&mut self, kind: Kind, node: &mut Value, at: &Pointer) {
        if kind == Kind::Schema {
            return schema::convert(self, node, at, schema::Role::Whole);
        }
        let Some(members) = node.as_object_mut() else {
            return;
        };
        if kind.is_referable() && members.contains_key("$ref") {
            return;
        }
        if kind == Kind::Operation && self.edition == Edition::V31 {
            members
                .entry("responses")
                .or_insert_with(|| Value::Object(serde_json::Map::new()));
        }
        for (name, member) in members.iter_mut() {
            if let Some(holds) = document::holds(kind, name) {
                self.held(holds, member, &at.child(name));
            }
        }
    }

    fn held(&mut self, holds: Holds, member: &mut Value, at: &Pointer) {
        match (holds, member) {
            (Holds::One(kind), member) => self.node(kind, member, at),
            (Holds::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.node(kind, item, &at.child(index));
                }
            }
            (Holds::Map(kind), Value::Object(items)) => {
                for (key, item) in items.iter_mut() {
                    self.node(kind, item, &at.child(key));
                }
            }
            _ => {}
        }
    }

    /// Reports a loss at the node that now stands at `at`.
    fn report(&mut self, code: Code, at: &Pointer, message: impl Into<String>, help: &str) {
        let at = self.moves.source(at);
        self.found
            .push(Diagnostic::new(code, &at, message).help(help));
    }

    /// Says that a document of 3.0 uses what only 3.1 has.
    fn newer(&mut self, at: &Pointer, what: &str, instead: &str) {
        if self.edition == Edition::V30 {
            let message =
                format!("{what} is OpenAPI 3.1, which this document does not claim; read as 3.1");
            self.report(Code::NewerKeyword, at, message, instead);
        }
    }
}

#[cfg(test)]
mod tests;
