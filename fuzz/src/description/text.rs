//! Names and prose made of arbitrary bytes.

use arbitrary::Arbitrary;

/// A text: seldom free, mostly one of those that have made trouble somewhere.
#[derive(Arbitrary, Clone, Debug)]
pub enum Text {
    /// One of [`WORDS`].
    Word(u8),
    /// Any.
    Free(String),
}

/// As a name, none of these is `pwned`, which is what injected code would call.
const WORDS: [&str; 40] = [
    "pet",
    "Pet",
    "PET",
    "pets",
    "id",
    "a-b",
    "a_b",
    "aB",
    "type",
    "self",
    "Self",
    "crate",
    "r#fn",
    "Option",
    "String",
    "Vec",
    "Result",
    "Error",
    "Client",
    "Call",
    "Box",
    "default",
    "new",
    "send",
    "client",
    "",
    "1",
    "+1",
    "-1",
    "é",
    "_",
    "200",
    "\"; a::pwned(); \"",
    "*/ a::pwned() /*",
    "a\n```\npwned()\n```",
    "a\r\n    pwned()",
    "../x",
    "\u{202e}a",
    "null",
    "application/json",
];

impl Text {
    /// The text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Word(index) => WORDS[usize::from(*index) % WORDS.len()].to_owned(),
            Self::Free(text) => text.clone(),
        }
    }
}
