//! Which nodes of a description an overlay wrote or another file holds, and where the others stood
//! before.

use crate::diagnostic::SourceId;
use crate::pointer::Pointer;

/// A log of what was copied and moved, read backwards to find where a node came from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    log: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    /// The node `at` became what stands at `from` in `source`.
    Copied {
        at: Pointer,
        source: SourceId,
        from: Pointer,
    },
    /// The elements of `array` behind `index` moved one to the front.
    RemovedElement { array: Pointer, index: usize },
}

impl Origins {
    pub(super) fn wrote(&mut self, at: Pointer, from: Pointer) {
        self.copied(at, SourceId::Overlay, from);
    }

    pub(crate) fn copied(&mut self, at: Pointer, source: SourceId, from: Pointer) {
        self.log.push(Step::Copied { at, source, from });
    }

    pub(super) fn removed_element(&mut self, array: Pointer, index: usize) {
        self.log.push(Step::RemovedElement { array, index });
    }

    /// Goes on with what was done after.
    pub(crate) fn append(&mut self, later: Self) {
        self.log.extend(later.log);
    }

    /// The text that a node of the overlaid description comes from, and its pointer there.
    #[must_use]
    pub fn origin(&self, at: &Pointer) -> (SourceId, Pointer) {
        let mut at = at.clone();
        for step in self.log.iter().rev() {
            match step {
                Step::Copied {
                    at: copied,
                    source,
                    from,
                } => {
                    if let Some(origin) = at.rebased(copied, from) {
                        return (*source, origin);
                    }
                }
                Step::RemovedElement { array, index } => {
                    let now = element(&at, array).filter(|now| now >= index);
                    let before =
                        now.and_then(|now| at.rebased(&array.child(now), &array.child(now + 1)));
                    at = before.unwrap_or(at);
                }
            }
        }
        (SourceId::Description, at)
    }
}

/// The index of the element of `array` that a node is in.
fn element(at: &Pointer, array: &Pointer) -> Option<usize> {
    if !at.is_within(array) {
        return None;
    }
    at.tokens().nth(array.tokens().count())?.parse().ok()
}
