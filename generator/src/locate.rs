//! JSON pointers in, places in the texts out: fills the spans of diagnostics before they are shown.
//!
//! The texts are read once more, by parsers that keep positions, and only when there is something
//! to report. A scalar is marked itself; an object or array by the key it stands under, because its
//! extent is too long to be shown. What does not exist is marked at its nearest ancestor.

mod events;
mod index;
mod json;
mod tree;
mod yaml;

use std::collections::HashMap;

use events::{Event, Place};
use index::Index;
use tree::Wanted;

use crate::diagnostic::{Diagnostics, SourceId, Span};
use crate::overlay::Origins;
use crate::pointer::Pointer;

/// The texts of a run.
#[derive(Clone, Debug, Default)]
pub struct Texts<'t> {
    /// The description.
    pub description: &'t str,
    /// What is laid over it.
    pub overlay: Option<&'t str>,
    /// The files it refers to.
    pub beside: Vec<&'t str>,
}

impl<'t> Texts<'t> {
    /// A description alone.
    #[must_use]
    pub fn of(description: &'t str) -> Self {
        Self {
            description,
            ..Self::default()
        }
    }

    fn get(&self, source: SourceId) -> &'t str {
        match source {
            SourceId::Description => self.description,
            SourceId::Overlay => self.overlay.unwrap_or_default(),
            SourceId::Beside(index) => self.beside.get(index).copied().unwrap_or_default(),
        }
    }
}

/// Fills the span of every diagnostic and label that has none.
///
/// `origins` says which nodes the overlay wrote and other files hold: these are marked there.
pub fn locate(diagnostics: &mut Diagnostics, texts: &Texts<'_>, origins: &Origins) {
    let place = |source: SourceId, at: &Pointer| match source {
        SourceId::Description => origins.origin(at),
        SourceId::Overlay | SourceId::Beside(_) => (source, at.clone()),
    };
    let mut wanted: HashMap<SourceId, Wanted> = HashMap::new();
    for diagnostic in diagnostics.iter() {
        let labels = diagnostic
            .labels
            .iter()
            .map(|label| (&label.at, label.span));
        for (at, span) in labels.chain([(&diagnostic.at, diagnostic.span)]) {
            if span.is_none() {
                let (source, at) = place(diagnostic.source, at);
                wanted.entry(source).or_default().add(&at);
            }
        }
    }
    let texts: HashMap<SourceId, Index<'_>> = wanted
        .keys()
        .map(|source| (*source, Index::new(texts.get(*source))))
        .collect();
    for (source, wanted) in &mut wanted {
        wanted.find(texts[source].text());
    }
    let span = |source: SourceId, at: &Pointer| {
        let (source, at) = place(source, at);
        let text = &texts[&source];
        // The parsers that read texts take more for YAML than the one that keeps positions.
        let beginning = || 0..text.text().chars().next().map_or(0, char::len_utf8);
        let place = wanted.get(&source)?.get(&at);
        let range = place.map_or_else(beginning, |place| place.bytes(text));
        Some(span(text, source, range))
    };
    for diagnostic in diagnostics.iter_mut() {
        for label in &mut diagnostic.labels {
            label.span = label.span.or_else(|| span(diagnostic.source, &label.at));
        }
        if diagnostic.span.is_some() {
            continue;
        }
        diagnostic.span = span(diagnostic.source, &diagnostic.at);
        // Where a node of another file stands in the description, the user has never seen.
        if let (source @ SourceId::Beside(_), at) = place(diagnostic.source, &diagnostic.at) {
            (diagnostic.source, diagnostic.at) = (source, at);
        }
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
    let (parent, key, first, second) = tree::duplicate_key(text)?;
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

/// The events of a text in either format, to its end or to the first fault.
fn events<'t>(text: &'t str, on_event: &mut dyn FnMut(Event<'t>, Place)) {
    if is_json(text) {
        json::events(text, on_event);
    } else {
        yaml::events(text, on_event);
    }
}

#[cfg(test)]
mod tests;
