//! What the generator has to say about a description: values with a code, a place and a remedy.
//!
//! Stages collect diagnostics and go on as far as they can, so that one run reports several
//! faults; [`locate`](crate::locate) turns pointers into lines, and the xtask renders them.

mod code;

use std::collections::HashSet;

use crate::limits::MAX_DIAGNOSTICS;
use crate::pointer::Pointer;

pub use code::{Code, Severity};

/// Which of the input's texts a place is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceId {
    /// The OpenAPI description.
    #[default]
    Description,
    /// The overlay laid over it.
    Overlay,
    /// A file that the description refers to, by its place among them.
    Beside(usize),
}

/// A range of a source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text it is in.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte in characters, from 1.
    pub column: usize,
}

/// A second place that explains the first, such as the other one of two equal names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The node.
    pub at: Pointer,
    /// What it has to do with the fault.
    pub message: String,
    /// Where `at` stands, once located.
    pub span: Option<Span>,
}

/// One fault: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of fault.
    pub code: Code,
    /// The node it is about.
    pub at: Pointer,
    /// The text `at` is an address in.
    pub source: SourceId,
    /// One sentence without a full stop.
    pub message: String,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// What the reader can do.
    pub help: Option<String>,
    /// Where `at` stands, once located.
    pub span: Option<Span>,
}

impl Diagnostic {
    /// A diagnostic about the node `at` of the description.
    pub fn new(code: Code, at: &Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            at: at.clone(),
            source: SourceId::Description,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            span: None,
        }
    }

    /// Says what the reader can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn label(mut self, at: &Pointer, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            at: at.clone(),
            message: message.into(),
            span: None,
        });
        self
    }

    /// Says that the place is in another text than the description.
    #[must_use]
    pub fn in_source(mut self, source: SourceId) -> Self {
        self.source = source;
        self
    }

    /// Whether it stops the run.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The diagnostics of a run or of a stage of it.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    seen: HashSet<(Code, SourceId, Pointer, String)>,
    kept: [usize; 2],
    left_out: usize,
}

impl Diagnostics {
    /// Adds one, unless the same was said of the same place before, or there are too many.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let kept = self.kept[diagnostic.severity() as usize];
        if kept >= MAX_DIAGNOSTICS {
            self.left_out += 1;
            return;
        }
        let key = (
            diagnostic.code,
            diagnostic.source,
            diagnostic.at.clone(),
            diagnostic.message.clone(),
        );
        if self.seen.insert(key) {
            self.kept[diagnostic.severity() as usize] += 1;
            self.list.push(diagnostic);
        }
    }

    /// Whether any of them stops the run.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// Ends a stage: all that was said, as an error, if any of it is one.
    ///
    /// # Errors
    /// The diagnostics themselves.
    pub fn propagate(self) -> Result<Self, Self> {
        if self.has_errors() {
            Err(self)
        } else {
            Ok(self)
        }
    }

    /// The diagnostics in the order they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// The diagnostics, to be located.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.list.iter_mut()
    }

    /// How many there are, those included that were not kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len() + self.left_out
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Puts errors first, and what is of one severity in the order of the text.
    pub fn sort(&mut self) {
        self.list.sort_by_key(|it| {
            let place = it.span.map(|span| (span.source, span.start));
            (it.severity(), place, it.at.clone(), it.code)
        });
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::from_iter([diagnostic])
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        let mut collected = Self::default();
        collected.extend(diagnostics);
        collected
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        diagnostics
            .into_iter()
            .for_each(|diagnostic| self.push(diagnostic));
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a mut Diagnostics {
    type Item = &'a mut Diagnostic;
    type IntoIter = std::slice::IterMut<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_are_counted_and_errors_are_kept_beside_warnings() {
        let warning =
            |index: usize| Diagnostic::new(Code::NameClash, &Pointer::root().child(index), "m");
        let mut found: Diagnostics = (0..=MAX_DIAGNOSTICS).map(warning).collect();
        assert_eq!(
            (found.iter().count(), found.len()),
            (MAX_DIAGNOSTICS, MAX_DIAGNOSTICS + 1)
        );
        assert!(!found.has_errors());
        found.push(Diagnostic::new(Code::InvalidName, &Pointer::root(), "m"));
        assert!(found.has_errors());
    }
}
