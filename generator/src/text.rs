//! Characters that act on a terminal or hide something, and JSON without them.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character is none that a reader sees: a control, an override of the direction of
/// text, or one without width.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// The JSON text with every hidden character but its own line ends as an escape; it means the same.
#[must_use]
pub fn visible_json(json: &str) -> Cow<'_, str> {
    let is_escaped = |character: char| character != '\n' && is_hidden(character);
    if !json.contains(is_escaped) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 8);
    for character in json.chars() {
        if is_escaped(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing into a `String` can't fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_means_the_same_without_hidden_characters() {
        let value = serde_json::json!({ "a\u{202e}": "\u{7f}b\n\u{e0041}", "c": ["é", "\t"] });
        for text in [value.to_string(), format!("{value:#}")] {
            let visible = visible_json(&text);
            assert!(
                !visible.contains(|it| it != '\n' && is_hidden(it)),
                "{visible}"
            );
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&visible).unwrap(),
                value
            );
        }
        assert!(matches!(visible_json("{\n}"), Cow::Borrowed(_)));
    }
}
