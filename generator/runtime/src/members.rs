//! Objects with declared members, written and shown member by member. An object hands its members
//! over, by `record!`; the implementations of `Serialize` and `Debug` go out.

use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::maybe::Maybe;

/// An object whose members can be walked through.
pub trait Walk {
    /// Hands every member over.
    fn walk<M: Members>(&self, members: &mut M);
}

/// What takes the members of an object, by the columns of the table.
pub trait Members {
    /// Takes a member.
    fn required<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &T);

    /// Takes a member that may be `null`.
    fn nullable<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &Option<T>) {
        self.required(name, value);
    }

    /// Takes a member that may be left out.
    fn optional<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &Option<T>);

    /// Takes a member that may be `null` or left out.
    fn maybe<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &Maybe<T>);

    /// Takes the members that the table does not have.
    fn rest<'r, T: Serialize + fmt::Debug + 'r>(
        &mut self,
        rest: impl IntoIterator<Item = (&'r String, &'r T)>,
    );
}

/// Writes an object.
///
/// # Errors
/// The serializer's own.
pub fn encode<T: Walk, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer {
        map: serializer.serialize_map(None)?,
        result: Ok(()),
    };
    object.walk(&mut writer);
    writer.result?;
    writer.map.end()
}

/// Shows an object.
///
/// # Errors
/// The formatter's own.
pub fn show<T: Walk>(object: &T, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    object.walk(&mut shown);
    shown.finish()
}

/// Writes members until one cannot be written; the error is told at the end.
struct Writer<M: SerializeMap> {
    map: M,
    result: Result<(), M::Error>,
}

impl<M: SerializeMap> Writer<M> {
    fn write<T: Serialize>(&mut self, name: &str, value: &T) {
        if self.result.is_ok() {
            self.result = self.map.serialize_entry(name, value);
        }
    }
}

impl<M: SerializeMap> Members for Writer<M> {
    fn required<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &T) {
        self.write(name, value);
    }

    fn optional<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.write(name, value);
        }
    }

    fn maybe<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &Maybe<T>) {
        if !value.is_absent() {
            self.write(name, value);
        }
    }

    fn rest<'r, T: Serialize + fmt::Debug + 'r>(
        &mut self,
        rest: impl IntoIterator<Item = (&'r String, &'r T)>,
    ) {
        for (name, value) in rest {
            self.write(name, value);
        }
    }
}

impl Members for fmt::DebugStruct<'_, '_> {
    fn required<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &T) {
        self.field(name, value);
    }

    fn optional<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &Option<T>) {
        self.field(name, value);
    }

    fn maybe<T: Serialize + fmt::Debug>(&mut self, name: &'static str, value: &Maybe<T>) {
        self.field(name, value);
    }

    fn rest<'r, T: Serialize + fmt::Debug + 'r>(
        &mut self,
        rest: impl IntoIterator<Item = (&'r String, &'r T)>,
    ) {
        for (name, value) in rest {
            self.field(name, value);
        }
    }
}
