//! What both formats' parsers report: the events of a text and their places.

use std::borrow::Cow;
use std::ops::Range;

use super::index::Index;

/// One event; anchors are numbers from 1, and 0 is none.
#[derive(Debug)]
pub(super) enum Event<'t> {
    Scalar(Cow<'t, str>),
    Open { mapping: bool, anchor: usize },
    Close,
    Alias(usize),
}

/// Where an event stands. Turned into bytes only for the few that are asked for; small, because
/// every node of a text has one.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Bytes(u32, u32),
    /// Of the first character and of the one behind.
    Marks(Mark, Mark),
}

/// Line from 1 and column in characters from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    line: u32,
    column: u32,
}

impl Mark {
    pub(super) fn new(line: usize, column: usize) -> Self {
        Self {
            line: narrow(line),
            column: narrow(column),
        }
    }

    fn byte(self, text: &Index<'_>) -> usize {
        text.byte(wide(self.line), wide(self.column))
    }
}

/// No text has as many bytes ([`crate::limits::MAX_BYTES`]).
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn wide(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

impl Place {
    pub(super) fn of_bytes(bytes: &Range<usize>) -> Self {
        Self::Bytes(narrow(bytes.start), narrow(bytes.end))
    }

    /// The bytes, without the white space at the end that block scalars have, and never none where
    /// there is a character to mark.
    pub(super) fn bytes(&self, text: &Index<'_>) -> Range<usize> {
        let (start, end) = match *self {
            Self::Bytes(start, end) => (wide(start), wide(end)),
            Self::Marks(start, end) => (start.byte(text), end.byte(text)),
        };
        let text = text.text();
        let trimmed = start + text[start..end.max(start)].trim_end().len();
        let first = text[start..]
            .chars()
            .next()
            .filter(|next| !next.is_control());
        start..trimmed.max(start + first.map_or(0, char::len_utf8))
    }
}
