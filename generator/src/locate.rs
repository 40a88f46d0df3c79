//! JSON pointers in, places in the texts out: fills the spans of diagnostics before they are shown.
//!
//! The texts are read once more, by parsers that keep positions, and only when there is something
//! to report. A scalar is marked itself; an object or array by the key it stands under, because its
//! extent is too long to be shown. What does not exist is marked at its nearest ancestor.

mod events;
mod json;
mod lines;
mod tree;
mod yaml;

use std::collections::HashMap;

use events::{Event, Place};
use lines::Lines;
use tree::Wanted;

use crate::diagnostic::{Diagnostics, SourceId, Span};
use crate::overlay::Origins;
use crate::pointer::Pointer;

/// Fills the span of every diagnostic and label that has none.
///
/// `origins` says which nodes the overlay wrote: these are marked in its text.
pub fn locate(
    diagnostics: &mut Diagnostics,
    description: &str,
    overlay: Option<&str>,
    origins: &Origins,
) {
    let place = |source: SourceId, at: &Pointer| match source {
        SourceId::Description => origins.origin(at),
        SourceId::Overlay => (source, at.clone()),
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
    let texts = HashMap::from([
        (SourceId::Description, description),
        (SourceId::Overlay, overlay.unwrap_or_default()),
    ]);
    for (source, wanted) in &mut wanted {
        wanted.find(texts[source]);
    }
    let lines: HashMap<SourceId, Lines<'_>> = wanted
        .keys()
        .map(|source| (*source, Lines::new(texts[source])))
        .collect();
    let span = |source: SourceId, at: &Pointer| {
        let (source, at) = place(source, at);
        let (wanted, lines) = (wanted.get(&source)?, lines.get(&source)?);
        Some(lines.span(source, wanted.get(&at)?.bytes(lines)))
    };
    for diagnostic in diagnostics.iter_mut() {
        diagnostic.span = diagnostic
            .span
            .or_else(|| span(diagnostic.source, &diagnostic.at));
        for label in &mut diagnostic.labels {
            label.span = label.span.or_else(|| span(diagnostic.source, &label.at));
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
    let lines = Lines::new(text);
    let span = |place: &Place| lines.span(source, place.bytes(&lines));
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
    Lines::new(text).span(source, start..end)
}

/// The byte at a line from 1 and a column in characters from 0, or the nearest before it.
pub(crate) fn byte_of(text: &str, line: usize, column: usize) -> usize {
    Lines::new(text).byte_of(line, column)
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
