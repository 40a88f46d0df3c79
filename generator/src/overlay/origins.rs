//! Which nodes of a description an overlay wrote, and where those it did not write stood before.

use crate::diagnostic::SourceId;
use crate::pointer::Pointer;

/// A log of what the actions of an overlay did, read backwards to find where a node came from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    log: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    /// The node `at` became what stands at `from` in the overlay.
    Wrote { at: Pointer, from: Pointer },
    /// The elements of `array` behind `index` moved one to the front.
    RemovedElement { array: Pointer, index: usize },
}

impl Origins {
    pub(super) fn wrote(&mut self, at: Pointer, from: Pointer) {
        self.log.push(Step::Wrote { at, from });
    }

    pub(super) fn removed_element(&mut self, array: Pointer, index: usize) {
        self.log.push(Step::RemovedElement { array, index });
    }

    /// The text that a node of the overlaid description comes from, and its pointer there.
    #[must_use]
    pub fn origin(&self, at: &Pointer) -> (SourceId, Pointer) {
        let mut at = at.clone();
        for step in self.log.iter().rev() {
            match step {
                Step::Wrote { at: written, from } => {
                    if let Some(below) = tokens_below(&at, written) {
                        return (SourceId::Overlay, extend(from, below));
                    }
                }
                Step::RemovedElement { array, index } => {
                    let Some(mut below) = tokens_below(&at, array) else {
                        continue;
                    };
                    let Some(Ok(now)) = below.first().map(|token| token.parse::<usize>()) else {
                        continue;
                    };
                    if now >= *index {
                        below[0] = (now + 1).to_string();
                        at = extend(array, below);
                    }
                }
            }
        }
        (SourceId::Description, at)
    }
}

fn tokens_below(at: &Pointer, ancestor: &Pointer) -> Option<Vec<String>> {
    at.is_within(ancestor)
        .then(|| at.tokens().skip(ancestor.tokens().count()).collect())
}

fn extend(pointer: &Pointer, tokens: Vec<String>) -> Pointer {
    tokens
        .into_iter()
        .fold(pointer.clone(), |pointer, token| pointer.child(token))
}
