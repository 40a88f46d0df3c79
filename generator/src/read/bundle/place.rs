//! Where a node is from and where it will stand, and how it gets there.

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// A node: where it is from, and where it will stand.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) at: Pointer,
    pub(super) address: Pointer,
}

impl Place {
    pub(super) fn child(&self, token: impl std::fmt::Display) -> Self {
        Self {
            file: self.file,
            at: self.at.child(&token),
            address: self.address.child(&token),
        }
    }
}

/// A reference to a node of the description.
pub(in crate::read) fn fragment(address: &Pointer) -> String {
    address.to_string().replace('%', "%25")
}

/// Puts a node where there may be nothing yet.
pub(super) fn put(root: &mut Value, address: &Pointer, node: Value) {
    let mut parent = root;
    let mut tokens = address.tokens().peekable();
    while let Some(token) = tokens.next() {
        let Value::Object(members) = parent else {
            return;
        };
        if tokens.peek().is_none() {
            members.insert(token, node);
            return;
        }
        parent = members
            .entry(token)
            .or_insert_with(|| Value::Object(Map::new()));
    }
}
