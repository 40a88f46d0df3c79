//! Reading an example and writing it again, without a loss.
//!
//! A member that comes back is known to its type; one that does not is unknown or was dropped. A
//! member that is null may be absent afterwards, and `1` may be `1.0`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads the example as a `T` and checks that nothing of it is lost.
#[track_caller]
pub(crate) fn check<T: DeserializeOwned + Serialize>(example: &str) {
    let decoded: T = match serde_json::from_str(example) {
        Ok(decoded) => decoded,
        Err(error) => panic!("the example does not decode: {error}"),
    };
    let encoded = serde_json::to_value(decoded).unwrap_or_default();
    let example: Value = serde_json::from_str(example).unwrap_or_default();
    let mut lost = Vec::new();
    compare(&example, &encoded, "$", &mut lost);
    assert!(lost.is_empty(), "lost or changed:\n{}", lost.join("\n"));
}

/// Takes down where `encoded` lacks something of `example`.
pub(crate) fn compare(example: &Value, encoded: &Value, at: &str, lost: &mut Vec<String>) {
    match (example, encoded) {
        (Value::Object(members), Value::Object(encoded)) => {
            for (name, value) in members {
                let found = encoded.get(name).unwrap_or(&Value::Null);
                compare(value, found, &format!("{at}.{name}"), lost);
            }
        }
        (Value::Array(items), Value::Array(encoded)) if items.len() == encoded.len() => {
            for (index, (item, encoded)) in items.iter().zip(encoded).enumerate() {
                compare(item, encoded, &format!("{at}[{index}]"), lost);
            }
        }
        (Value::Number(number), Value::Number(encoded))
            if number.is_f64() != encoded.is_f64() && number.as_f64() == encoded.as_f64() => {}
        (example, encoded) if example == encoded => {}
        (example, encoded) => lost.push(format!("  {at}: {example} became {encoded}")),
    }
}
