//! The events of a JSON text, with tabs, carriage returns and any size and depth.
//!
//! saphyr reads most JSON as YAML, but not all of it; this reads what `serde_json` accepted, and of
//! other texts as much as it understands.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use super::events::{Event, Place};

pub(super) fn events<'t>(
    text: &'t str,
    on_event: &mut dyn FnMut(Event<'t>, Place) -> ControlFlow<()>,
) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        let event = match byte {
            b'{' | b'[' => Event::Open {
                mapping: byte == b'{',
                anchor: 0,
            },
            b'}' | b']' => Event::Close,
            b'"' => {
                let Some(end) = string_end(bytes, at) else {
                    return;
                };
                at = end;
                Event::Scalar(unquoted(text, start..end))
            }
            b',' | b':' => continue,
            _ if byte.is_ascii_whitespace() => continue,
            _ => {
                let is_end = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t'..=b'\r');
                at = bytes[at..]
                    .iter()
                    .position(is_end)
                    .map_or(bytes.len(), |length| at + length);
                Event::Scalar(Cow::Borrowed(&text[start..at]))
            }
        };
        if on_event(event, Place::of_bytes(&(start..at))).is_break() {
            return;
        }
    }
}

/// One past the quote that ends the string whose content begins at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn unquoted(text: &str, range: Range<usize>) -> Cow<'_, str> {
    let quoted = &text[range];
    if quoted.contains('\\')
        && let Ok(unescaped) = serde_json::from_str(quoted)
    {
        return Cow::Owned(unescaped);
    }
    Cow::Borrowed(quoted.trim_matches('"'))
}
