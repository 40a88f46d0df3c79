//! Reading an example and writing it again, without a loss.
//!
//! A member that comes back is known to its type; one that does not is unknown or was dropped. A
//! member that is null may be absent afterwards, and `1` may be `1.0`. Members that the description
//! itself does not declare are given by their JSON pointers, and only they may be lost.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads the example as a `T` and checks that nothing of it is lost but what is undeclared.
#[track_caller]
pub(crate) fn check<T: DeserializeOwned + Serialize>(example: &str, undeclared: &[&str]) {
    let decoded: T = match serde_json::from_str(example) {
        Ok(decoded) => decoded,
        Err(error) => panic!("the example does not decode: {error}"),
    };
    let encoded = serde_json::to_value(decoded).unwrap_or_default();
    let example: Value = serde_json::from_str(example).unwrap_or_default();
    let mut lost = Vec::new();
    compare(&example, &encoded, "", &mut lost);
    lost.retain(|loss| !undeclared.contains(&loss.at.as_str()));
    assert!(lost.is_empty(), "lost or changed:\n{lost:#?}");
}

/// What became of a part of an example.
#[derive(Debug)]
#[expect(dead_code, reason = "the values are there to be printed")]
pub(crate) struct Loss {
    /// The JSON pointer of the part.
    pub(crate) at: String,
    example: Value,
    encoded: Value,
}

/// Takes down where `encoded` lacks something of `example`.
pub(crate) fn compare(example: &Value, encoded: &Value, at: &str, lost: &mut Vec<Loss>) {
    match (example, encoded) {
        (Value::Object(members), Value::Object(encoded)) => {
            for (name, value) in members {
                let found = encoded.get(name).unwrap_or(&Value::Null);
                compare(value, found, &format!("{at}/{}", escaped(name)), lost);
            }
        }
        (Value::Array(items), Value::Array(encoded)) if items.len() == encoded.len() => {
            for (index, (item, encoded)) in items.iter().zip(encoded).enumerate() {
                compare(item, encoded, &format!("{at}/{index}"), lost);
            }
        }
        (Value::Number(number), Value::Number(encoded))
            if number.is_f64() != encoded.is_f64() && number.as_f64() == encoded.as_f64() => {}
        (example, encoded) if example == encoded => {}
        (example, encoded) => lost.push(Loss {
            at: at.to_owned(),
            example: example.clone(),
            encoded: encoded.clone(),
        }),
    }
}

/// A token of a JSON pointer (RFC 6901 §3).
fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
