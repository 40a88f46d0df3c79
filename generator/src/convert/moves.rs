//! Where the nodes of a converted document stood before.
//!
//! Rules leave nodes where they are as far as they can. Where one has to stand elsewhere, both
//! places are recorded: diagnostics are taken back to the old one, references led to the new one.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// What would be read as something else in the fragment of a reference.
const FRAGMENT: &AsciiSet = &CONTROLS.add(b'%').add(b' ').add(b'"').add(b'#');

/// A record of the nodes that a conversion put elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    sources: HashMap<Pointer, Pointer>,
    targets: HashMap<Pointer, Pointer>,
}

impl Moves {
    /// The node that was at `from` stands at `to` now; both are places of the converted document.
    pub(super) fn moved(&mut self, from: &Pointer, to: Pointer) {
        let source = self.source(from);
        self.targets.insert(source.clone(), to.clone());
        self.sources.insert(to, source);
    }

    /// The node at `to` was made out of the one at `from`, which is where it was.
    pub(super) fn made(&mut self, from: &Pointer, to: Pointer) {
        let source = self.source(from);
        self.sources.insert(to, source);
    }

    /// Where the node that stands at `at` now stood before.
    #[must_use]
    pub fn source(&self, at: &Pointer) -> Pointer {
        rebased(&self.sources, at).unwrap_or_else(|| at.clone())
    }

    /// The diagnostics of a converted document, about the document as it came.
    #[must_use]
    pub fn restore(&self, diagnostics: Diagnostics) -> Diagnostics {
        if self.sources.is_empty() {
            return diagnostics;
        }
        let restored = diagnostics.into_iter().map(|mut diagnostic| {
            diagnostic.at = self.source(&diagnostic.at);
            for label in &mut diagnostic.labels {
                label.at = self.source(&label.at);
            }
            diagnostic
        });
        restored.collect()
    }

    /// Leads all references to what was moved to its new place.
    pub(super) fn redirect(&self, node: &mut Value) {
        if self.targets.is_empty() {
            return;
        }
        match node {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get_mut("$ref")
                    && let Some(target) = Pointer::from_reference(reference)
                    && let Some(target) = rebased(&self.targets, &target)
                {
                    *reference = self::reference(&target);
                }
                members.values_mut().for_each(|it| self.redirect(it));
            }
            Value::Array(items) => items.iter_mut().for_each(|it| self.redirect(it)),
            _ => {}
        }
    }
}

/// The reference to a node of the document.
pub(super) fn reference(target: &Pointer) -> String {
    format!("#{}", utf8_percent_encode(target.as_str(), FRAGMENT))
}

/// `at` below the place that the nearest of its ancestors is mapped to.
fn rebased(places: &HashMap<Pointer, Pointer>, at: &Pointer) -> Option<Pointer> {
    if places.is_empty() {
        return None;
    }
    let mut ancestor = Some(at.clone());
    while let Some(from) = ancestor {
        if let Some(to) = places.get(&from) {
            return at.rebased(&from, to);
        }
        ancestor = from.parent();
    }
    None
}
