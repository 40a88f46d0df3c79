//! From bytes to lines and columns and back, without reading a text from its beginning each time.

/// Bytes between two known places.
const STRIDE: usize = 4096;

/// A text with known places in it.
pub(super) struct Index<'t> {
    text: &'t str,
    known: Vec<Known>,
}

/// The line of a byte from 1, and its column in characters from 0.
#[derive(Clone, Copy)]
struct Known {
    byte: usize,
    line: usize,
    column: usize,
}

impl<'t> Index<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut at = Known {
            byte: 0,
            line: 1,
            column: 0,
        };
        let mut known = vec![at];
        while at.byte < text.len() {
            let is_end = |&end: &usize| text.is_char_boundary(end);
            let next = (at.byte + STRIDE..text.len()).find(is_end);
            at.pass_all(&text[at.byte..next.unwrap_or(text.len())]);
            known.push(at);
        }
        Self { text, known }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Line and column of a byte, both from 1.
    pub(super) fn place(&self, byte: usize) -> (usize, usize) {
        let mut at = self.before(|it| it.byte <= byte);
        for character in self.text[at.byte..byte.max(at.byte)].chars() {
            at.pass(character);
        }
        (at.line, at.column + 1)
    }

    /// The byte at a line from 1 and a column from 0, or the nearest before it.
    pub(super) fn byte(&self, line: usize, column: usize) -> usize {
        let line = line.max(1);
        let mut at = self.before(|it| (it.line, it.column) <= (line, column));
        for character in self.text[at.byte..].chars() {
            let ends = at.line == line && (at.column == column || character == '\n');
            if ends {
                break;
            }
            at.pass(character);
        }
        at.byte
    }

    /// The last known place for which something holds that holds of the first.
    fn before(&self, holds: impl Fn(&Known) -> bool) -> Known {
        self.known[self.known.partition_point(holds).saturating_sub(1)]
    }
}

impl Known {
    fn pass_all(&mut self, text: &str) {
        self.byte += text.len();
        let last = text.rfind('\n').map(|end| &text[end + 1..]);
        if let Some(last) = last {
            self.line += text.bytes().filter(|&byte| byte == b'\n').count();
            self.column = last.chars().count();
        } else {
            self.column += text.chars().count();
        }
    }

    fn pass(&mut self, character: char) {
        self.byte += character.len_utf8();
        if character == '\n' {
            self.line += 1;
            self.column = 0;
        } else {
            self.column += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_counting_finds() {
        let text = "ä\n\n😀b".repeat(3 * STRIDE) + "\nend";
        let index = Index::new(&text);
        let (mut line, mut column) = (1, 1);
        for (byte, character) in text.char_indices() {
            assert_eq!(index.place(byte), (line, column), "{byte}");
            assert_eq!(index.byte(line, column - 1), byte);
            (line, column) = match character {
                '\n' => (line + 1, 1),
                _ => (line, column + 1),
            };
        }
        assert_eq!(index.place(text.len()), (line, column));
        assert_eq!(index.byte(1, 100), "ä".len());
        assert_eq!(index.byte(1_000_000, 0), text.len());
    }
}
