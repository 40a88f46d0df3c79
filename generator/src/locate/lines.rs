//! Between bytes and lines, by a table of where the lines begin.

use std::ops::Range;

use crate::diagnostic::{SourceId, Span};

/// A text and the bytes its lines begin at.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    pub(super) text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let ends = text.match_indices('\n');
        let starts = std::iter::once(0).chain(ends.map(|(end, _)| end + 1));
        Self {
            text,
            starts: starts.collect(),
        }
    }

    /// The span of a range of bytes.
    pub(super) fn span(&self, source: SourceId, range: Range<usize>) -> Span {
        let line = self.starts.partition_point(|&start| start <= range.start);
        let start = self.starts[..line].last().copied().unwrap_or_default();
        Span {
            source,
            start: range.start,
            end: range.end,
            line,
            column: self.text[start..range.start].chars().count() + 1,
        }
    }

    /// The byte at a line from 1 and a column in characters from 0, or the nearest before it.
    pub(super) fn byte_of(&self, line: usize, column: usize) -> usize {
        let start = self.starts.get(line.saturating_sub(1));
        let start = start.copied().unwrap_or(self.text.len());
        let end = self.text[start..]
            .find('\n')
            .map_or(self.text.len(), |length| start + length);
        self.text[start..end]
            .char_indices()
            .nth(column)
            .map_or(end, |(at, _)| start + at)
    }
}
