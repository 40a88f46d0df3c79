//! Where in a JSON document an error lies. The document and `serde_json`'s line and column come in,
//! a path like `$.artifacts[1].id` goes out. Only what precedes the error is looked at, so the
//! document may be broken from there on.

use std::fmt::Write as _;

enum Frame<'a> {
    /// The raw text of the key, once it has been read.
    Object(Option<&'a [u8]>),
    Array(usize),
}

/// `serde_json` counts the bytes it has consumed: after a scalar or a closing bracket the value in
/// question is the one just read, before an opening bracket it is the one to come.
pub(crate) fn at(document: &[u8], line: usize, column: usize) -> String {
    let end = offset(document, line, column).min(document.len());
    render(&walk(&document[..end]))
}

fn offset(document: &[u8], line: usize, column: usize) -> usize {
    let breaks = document
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n');
    let start = match line.checked_sub(2) {
        Some(breaks_before) => breaks.map(|(at, _)| at + 1).nth(breaks_before),
        None => Some(0),
    };
    start.map_or(document.len(), |start| start + column)
}

fn walk(consumed: &[u8]) -> Vec<Frame<'_>> {
    let mut frames = Vec::new();
    let mut at = 0;
    while at < consumed.len() {
        let byte = consumed[at];
        at += 1;
        match byte {
            b'{' => frames.push(Frame::Object(None)),
            b'[' => frames.push(Frame::Array(0)),
            b'}' | b']' => {
                frames.pop();
            }
            b',' => match frames.last_mut() {
                Some(Frame::Object(key)) => *key = None,
                Some(Frame::Array(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let end = string_end(consumed, at);
                if let Some(Frame::Object(key @ None)) = frames.last_mut() {
                    *key = Some(&consumed[at..end]);
                }
                at = end + 1;
            }
            _ => {}
        }
    }
    frames
}

/// The index of the closing quote, or the end.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    at.min(text.len())
}

fn render(frames: &[Frame<'_>]) -> String {
    let mut path = String::from("$");
    for frame in frames {
        // Writing to a String cannot fail.
        let _ = match frame {
            Frame::Array(index) => write!(path, "[{index}]"),
            Frame::Object(None) => Ok(()),
            Frame::Object(Some(key)) => {
                let key = String::from_utf8_lossy(key);
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
                let simple = !key.is_empty()
                    && key.bytes().all(plain)
                    && !key.starts_with(|first: char| first.is_ascii_digit());
                if simple {
                    write!(path, ".{key}")
                } else {
                    write!(path, "[\"{key}\"]")
                }
            }
        };
    }
    path
}
