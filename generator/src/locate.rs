//! JSON pointers in, places in the texts out: fills the spans of diagnostics before they are shown.
//!
//! Places are found by parsers that keep positions: of the description beside the one that reads
//! it, of other texts only when there is something to report. A scalar is marked itself; an object
//! or array by the key it stands under, because its extent is too long to be shown. What does not
//! exist is marked at its nearest ancestor.

mod duplicate;
mod events;
mod index;
mod json;
mod outline;
mod yaml;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use events::{Event, Place};
use index::Index;
use outline::{Lookup, Outline};

use crate::diagnostic::{Diagnostics, SourceId, Span};
use crate::overlay::Origins;
use crate::pointer::Pointer;

/// The texts of a run.
#[derive(Debug, Default)]
pub struct Texts<'t> {
    /// The description.
    pub description: Text<'t>,
    /// What is laid over it.
    pub overlay: Option<Text<'t>>,
    /// The files it refers to.
    pub beside: Vec<Text<'t>>,
}

impl<'t> Texts<'t> {
    /// A description alone.
    #[must_use]
    pub fn of(description: &'t str) -> Self {
        Self {
            description: Text::new(description),
            ..Self::default()
        }
    }

    fn get(&self, source: SourceId) -> Option<&Text<'t>> {
        match source {
            SourceId::Description => Some(&self.description),
            SourceId::Overlay => self.overlay.as_ref(),
            SourceId::Beside(index) => self.beside.get(index),
        }
    }
}

/// A text that places are in.
#[derive(Debug, Default)]
pub struct Text<'t> {
    /// All of it.
    pub text: &'t str,
    outline: OnceLock<Outline<'t>>,
}

impl<'t> Text<'t> {
    /// A text of which nothing is known yet.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            outline: OnceLock::new(),
        }
    }

    /// Reads the text, finding out where everything stands meanwhile. The result is that of the
    /// reading, and what can't be read is not gone on with.
    ///
    /// # Errors
    /// Those of the reading.
    pub(crate) fn outlined<T: Send, E: Send>(
        &self,
        read: impl FnOnce(&'t str) -> Result<T, E> + Send,
    ) -> Result<T, E> {
        let failed = AtomicBool::new(false);
        let read = || {
            let read = read(self.text);
            failed.store(read.is_err(), Ordering::Relaxed);
            read
        };
        let (read, outline) = rayon::join(read, || Outline::of(self.text, &failed));
        if let Some(outline) = outline {
            self.outline.get_or_init(|| outline);
        }
        read
    }

    fn outline(&self) -> &Outline<'t> {
        let whole = || Outline::of(self.text, &AtomicBool::new(false)).unwrap_or_default();
        self.outline.get_or_init(whole)
    }
}

/// Fills the span of every diagnostic and label that has none.
///
/// `origins` says which nodes the overlay wrote and other files hold: these are marked there.
pub fn locate(diagnostics: &mut Diagnostics, texts: &Texts<'_>, origins: &Origins) {
    let mut places = Places {
        texts,
        origins,
        opened: HashMap::new(),
    };
    for diagnostic in diagnostics.iter_mut() {
        for label in &mut diagnostic.labels {
            if label.span.is_none() {
                label.span = places.span(diagnostic.source, &label.at);
            }
        }
        if diagnostic.span.is_some() {
            continue;
        }
        diagnostic.span = places.span(diagnostic.source, &diagnostic.at);
        // Where a node of another file stands in the description, the user has never seen.
        let (source, at) = places.origin(diagnostic.source, &diagnostic.at);
        if let SourceId::Beside(_) = source {
            (diagnostic.source, diagnostic.at) = (source, at);
        }
    }
}

/// Where the nodes of the texts stand that were asked for.
struct Places<'p, 't> {
    texts: &'p Texts<'t>,
    origins: &'p Origins,
    opened: HashMap<SourceId, (Index<'t>, Lookup<'p, 't>)>,
}

impl Places<'_, '_> {
    /// The text that a node is from, and where in it.
    fn origin(&self, source: SourceId, at: &Pointer) -> (SourceId, Pointer) {
        match source {
            SourceId::Description => self.origins.origin(at),
            SourceId::Overlay | SourceId::Beside(_) => (source, at.clone()),
        }
    }

    fn span(&mut self, source: SourceId, at: &Pointer) -> Option<Span> {
        let (source, at) = self.origin(source, at);
        let text = self.texts.get(source)?;
        let open = || (Index::new(text.text), Lookup::new(text.outline()));
        let (index, lookup) = self.opened.entry(source).or_insert_with(open);
        // The parsers that read texts take more for YAML than the one that keeps positions.
        let beginning = || 0..text.text.chars().next().map_or(0, char::len_utf8);
        let place = lookup.place(&at);
        let range = place.map_or_else(beginning, |place| place.bytes(index));
        Some(span(index, source, range))
    }
}

/// Whether a text is to be read as JSON; everything else is YAML.
#[must_use]
pub fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// A key that an object has twice.
pub(crate) struct Duplicate {
    pub(crate) key: String,
    /// The object.
    pub(crate) parent: Pointer,
    pub(crate) first: Span,
    pub(crate) second: Span,
}

/// The first key of a text that is the second one of its name in its object.
pub(crate) fn duplicate_key(text: &str, source: SourceId) -> Option<Duplicate> {
    let (parent, key, first, second) = duplicate::duplicate_key(text)?;
    let text = Index::new(text);
    let span = |place: &Place| span(&text, source, place.bytes(&text));
    Some(Duplicate {
        key,
        parent,
        first: span(&first),
        second: span(&second),
    })
}

/// The character at a byte that a parser names, or the last one if it names the end of the text.
pub(crate) fn span_at(text: &str, source: SourceId, byte: usize) -> Span {
    let start = if byte < text.len() {
        byte
    } else {
        text.trim_end().len()
    };
    let is_boundary = |&at: &usize| text.is_char_boundary(at);
    let start = (0..=start).rev().find(is_boundary).unwrap_or_default();
    let end = text[start..]
        .chars()
        .next()
        .map_or(start, |next| start + next.len_utf8());
    span(&Index::new(text), source, start..end)
}

fn span(text: &Index<'_>, source: SourceId, range: std::ops::Range<usize>) -> Span {
    let (line, column) = text.place(range.start);
    Span {
        source,
        start: range.start,
        end: range.end,
        line,
        column,
    }
}

/// The byte at a line from 1 and a column in characters from 0, or the nearest before it.
pub(crate) fn byte_of(text: &str, line: usize, column: usize) -> usize {
    Index::new(text).byte(line, column)
}

/// The events of a text in either format, to its end, to the first fault, or until there are enough.
fn events<'t>(text: &'t str, on_event: &mut dyn FnMut(Event<'t>, Place) -> ControlFlow<()>) {
    if is_json(text) {
        json::events(text, on_event);
    } else {
        yaml::events(text, on_event);
    }
}

#[cfg(test)]
mod tests;
