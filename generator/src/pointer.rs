//! JSON pointers (RFC 6901): the address every node of a description is known by.
//!
//! A pointer is the identity of a schema in the IR, the place of a diagnostic, and the key of a
//! name. It is held in its escaped text form, so that it sorts, hashes and prints as it stands.

use std::fmt;

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// The address of a node in a JSON or YAML document (RFC 6901), without the leading `#`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The document itself.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer a reference's fragment holds: `#/components/schemas/a~1b`, percent-encoded or not.
    ///
    /// `None` when the text is no fragment of this document, or no pointer.
    #[must_use]
    pub fn from_reference(reference: &str) -> Option<Self> {
        let decoded = percent_decode_str(reference.strip_prefix('#')?)
            .decode_utf8()
            .ok()?;
        (decoded.is_empty() || decoded.starts_with('/')).then(|| Self(decoded.into_owned()))
    }

    /// The pointer with the given tokens, unescaped.
    pub fn from_tokens<T: AsRef<str>>(tokens: impl IntoIterator<Item = T>) -> Self {
        tokens
            .into_iter()
            .fold(Self::root(), |pointer, token| pointer.child(token.as_ref()))
    }

    /// The member or element `token` of this node; the token is escaped here.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string();
        let mut text = String::with_capacity(self.0.len() + token.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for character in token.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text)
    }

    /// The node that holds this one; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The unescaped tokens, from the root.
    #[must_use]
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        let mut tokens = self.0.split('/');
        // What stands before the first slash is no token.
        tokens.next();
        tokens.map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The unescaped last token; `None` for the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.tokens().next_back()
    }

    /// Whether `self` is `ancestor` or lies below it.
    #[must_use]
    pub fn is_within(&self, ancestor: &Self) -> bool {
        self.0
            .strip_prefix(&ancestor.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The same way down from `to` as this one goes down from `from`; `None` if it is not within.
    #[must_use]
    pub fn rebased(&self, from: &Self, to: &Self) -> Option<Self> {
        let below = self.0.strip_prefix(&from.0)?;
        self.is_within(from)
            .then(|| Self(format!("{}{below}", to.0)))
    }

    /// The node this pointer names in `document`.
    #[must_use]
    pub fn get<'d>(&self, document: &'d Value) -> Option<&'d Value> {
        document.pointer(&self.0)
    }

    /// The escaped text, empty for the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped_and_come_back() {
        let pointer = Pointer::root()
            .child("paths")
            .child("/a/{b~c}")
            .child("get");
        assert_eq!(pointer.as_str(), "/paths/~1a~1{b~0c}/get");
        assert_eq!(
            pointer.tokens().collect::<Vec<_>>(),
            ["paths", "/a/{b~c}", "get"]
        );
        assert_eq!(
            pointer.parent().and_then(|parent| parent.last()).as_deref(),
            Some("/a/{b~c}")
        );
    }

    #[test]
    fn references_are_percent_decoded_before_they_are_unescaped() {
        let pointer = Pointer::from_reference("#/paths/~1a~1%7Bb%7D/get").unwrap();
        assert_eq!(
            pointer.tokens().collect::<Vec<_>>(),
            ["paths", "/a/{b}", "get"]
        );
        assert_eq!(Pointer::from_reference("other.yaml#/a"), None);
        assert_eq!(Pointer::from_reference("#a"), None);
        assert_eq!(Pointer::from_reference("#"), Some(Pointer::root()));
    }

    #[test]
    fn a_sibling_with_a_longer_name_is_not_within() {
        let node = Pointer::root().child("a");
        assert!(node.child("b").is_within(&node));
        assert!(node.is_within(&node));
        assert!(!Pointer::root().child("ab").is_within(&node));
    }
}
