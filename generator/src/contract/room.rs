//! How much the samples and examples of a contract may hold: a short description can have long ones,
//! by references.

use serde_json::Value;

use super::OperationContract;
use crate::limits::MAX_SAMPLES;

/// Bytes that there is still room for.
pub(super) struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(MAX_SAMPLES)
    }
}

impl Room {
    /// Whether there is room for an operation's samples, which is taken then.
    pub(super) fn takes(&mut self, operation: &OperationContract) -> bool {
        let arguments = operation.arguments.iter().map(|it| &it.value);
        let body = operation.body.iter().map(|it| &it.value);
        self.takes_bytes(arguments.chain(body).map(bytes).sum())
    }

    /// Whether there is room for an example, which is taken then.
    pub(super) fn takes_value(&mut self, value: &Value) -> bool {
        self.takes_bytes(bytes(value))
    }

    fn takes_bytes(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// Bytes of the value as JSON, more or less.
fn bytes(value: &Value) -> usize {
    const PUNCTUATION: usize = 4;
    let within: usize = match value {
        Value::Array(items) => items.iter().map(bytes).sum(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| name.len() + PUNCTUATION + bytes(value))
            .sum(),
        Value::String(text) => text.len(),
        _ => 0,
    };
    within + PUNCTUATION
}
