//! Values of every type, read and written and read again, and values that no type takes.

use std::fmt::{Debug, Write as _};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::support::compare;

/// The values of all types by the names of the types, and what was found to be wrong.
pub(crate) struct Values {
    values: Value,
    faults: String,
}

impl Values {
    /// The values as they stand in the file.
    pub(crate) fn new(json: &str) -> Self {
        Self {
            values: serde_json::from_str(json).unwrap_or_default(),
            faults: String::new(),
        }
    }

    /// Reads what the type has to take, and what it has to refuse.
    pub(crate) fn check<T>(&mut self, name: &str)
    where
        T: DeserializeOwned + Serialize + PartialEq + Debug,
    {
        let values = self.values[name].take();
        for accepted in values["accepted"].as_array().into_iter().flatten() {
            if let Err(fault) = round_trip::<T>(accepted) {
                // Writing to a string cannot fail.
                let _ = writeln!(self.faults, "{name}: {fault}\n    {}", accepted["value"]);
            }
        }
        for refused in values["refused"].as_array().into_iter().flatten() {
            if let Ok(read) = serde_json::from_str::<T>(&refused.to_string()) {
                let _ = writeln!(self.faults, "{name}: reads as {read:?}\n    {refused}");
            }
        }
    }

    /// Reads what the type has to take as one of the things that it knows. Whose `tag` is a text may
    /// be one that is not known.
    #[allow(dead_code, reason = "of some types nothing is unknown")]
    pub(crate) fn check_known<T: DeserializeOwned + Debug>(
        &mut self,
        name: &str,
        rest: &str,
        tag: Option<&str>,
    ) {
        for accepted in self.values[name]["accepted"].as_array().into_iter().flatten() {
            let value = &accepted["value"];
            if tag.is_some_and(|tag| value[tag].is_string()) {
                continue;
            }
            let read: Result<T, _> = serde_json::from_str(&value.to_string());
            let read = read.map_or_else(|error| error.to_string(), |read| format!("{read:?}"));
            if read.starts_with(rest) {
                let _ = writeln!(self.faults, "{name}: is not known: {read}\n    {value}");
            }
        }
    }

    /// Fails if anything was wrong.
    pub(crate) fn finish(self) {
        assert!(self.faults.is_empty(), "\n{}", self.faults);
    }
}

/// Reads the value, writes it without a loss, and reads the same again.
fn round_trip<T>(accepted: &Value) -> Result<(), String>
where
    T: DeserializeOwned + Serialize + PartialEq + Debug,
{
    let value = &accepted["value"];
    let first: T = serde_json::from_str(&value.to_string())
        .map_err(|error| format!("does not decode: {error}"))?;
    let text = serde_json::to_string(&first).map_err(|error| format!("is not written: {error}"))?;
    let encoded: Value = serde_json::from_str(&text).unwrap_or_default();
    let mut lost = Vec::new();
    compare(value, &encoded, "", &mut lost);
    let undeclared = accepted["undeclared"].as_array();
    lost.retain(|loss| !undeclared.is_some_and(|it| it.iter().any(|at| *at == *loss.at)));
    if !lost.is_empty() {
        return Err(format!("lost or changed: {lost:?}"));
    }
    match serde_json::from_str::<T>(&text) {
        Ok(second) if first == second => Ok(()),
        // What is left of a value without its nulls may be any alternative of a choice, as long as
        // it says the same.
        Ok(second) if encoded != *value && says(&second, &encoded) => Ok(()),
        Ok(second) => Err(format!("is read as {second:?} after it was written as {text}")),
        Err(error) => Err(format!("does not decode after it was written: {error}")),
    }
}

fn says(read: &impl Serialize, value: &Value) -> bool {
    serde_json::to_value(read).is_ok_and(|written| written == *value)
}
