//! What both formats' parsers report: the events of a text and their places.

use std::borrow::Cow;
use std::ops::Range;

use super::lines::Lines;

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
    pub(super) fn bytes(&self, lines: &Lines<'_>) -> Range<usize> {
        let (start, end) = match self {
            Self::Bytes(range) => (range.start, range.end),
            Self::Marks(start, end) => {
                (lines.byte_of(start.0, start.1), lines.byte_of(end.0, end.1))
            }
        };
        let text = lines.text;
        let trimmed = start + text[start..end.max(start)].trim_end().len();
        let first = text[start..]
            .chars()
            .next()
            .filter(|next| !next.is_control());
        start..trimmed.max(start + first.map_or(0, char::len_utf8))
    }
}
