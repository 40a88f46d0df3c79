//! What both formats' parsers report: the events of a text and their places.

use std::borrow::Cow;
use std::ops::Range;

/// One event; anchors are numbers from 1, and 0 is none.
#[derive(Debug)]
pub(super) enum Event<'t> {
    Scalar(Cow<'t, str>),
    Open { mapping: bool, anchor: usize },
    Close,
    Alias(usize),
}

/// Where an event stands. Turned into bytes only for the few that are asked for.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Bytes(Range<usize>),
    /// Line from 1 and column in characters from 0, of the first character and of the one behind.
    Marks((usize, usize), (usize, usize)),
}

impl Place {
    /// The bytes, without the white space at the end that block scalars have, and never none where
    /// there is a character to mark.
    pub(super) fn bytes(&self, text: &str) -> Range<usize> {
        let (start, end) = match self {
            Self::Bytes(range) => (range.start, range.end),
            Self::Marks(start, end) => {
                (byte_of(text, start.0, start.1), byte_of(text, end.0, end.1))
            }
        };
        let trimmed = start + text[start..end.max(start)].trim_end().len();
        let first = text[start..]
            .chars()
            .next()
            .filter(|next| !next.is_control());
        start..trimmed.max(start + first.map_or(0, char::len_utf8))
    }
}

/// The byte at a line from 1 and a column in characters from 0, or the nearest before it.
pub(crate) fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| *byte == b'\n')
        .map(|(at, _)| at + 1);
    let start = std::iter::once(0)
        .chain(start)
        .nth(line.saturating_sub(1))
        .unwrap_or(text.len());
    let end = text[start..]
        .find('\n')
        .map_or(text.len(), |length| start + length);
    text[start..end]
        .char_indices()
        .nth(column)
        .map_or(end, |(at, _)| start + at)
}
