//! The result of a request that asks only for what has changed (RFC 9110, section 13.1.2).

/// What is there now, or that it is still what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditional<T> {
    /// It has changed: this is it. The `ETag` of the answer is the one to ask with from now on.
    Modified(T),
    /// It is still what had the `ETag` asked with (304).
    NotModified,
}

impl<T> Conditional<T> {
    /// What has changed, if it has.
    pub fn modified(self) -> Option<T> {
        match self {
            Self::Modified(value) => Some(value),
            Self::NotModified => None,
        }
    }

    /// Whether nothing has changed.
    pub const fn is_not_modified(&self) -> bool {
        matches!(self, Self::NotModified)
    }
}
