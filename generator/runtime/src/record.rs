//! Objects with declared members, read by one visitor for all. A table of the members comes in, by
//! `record!`, an implementation of `serde`'s trait goes out. Members that the table does not have are
//! skipped or kept; a required one that is missing is refused.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};

use super::blank::Blank;

/// A member by its name on the wire. The constructors are called as the columns of the table are.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    name: &'static str,
    required: bool,
}

impl Member {
    /// One that is always there.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        let required = true;
        Self { name, required }
    }

    /// One that is written as `null` where there is no value, and may be missing all the same.
    #[must_use]
    pub const fn nullable(name: &'static str) -> Self {
        let required = false;
        Self { name, required }
    }

    /// One that is left out where there is no value.
    #[must_use]
    pub const fn optional(name: &'static str) -> Self {
        Self::nullable(name)
    }

    /// One that may be left out or `null`.
    #[must_use]
    pub const fn maybe(name: &'static str) -> Self {
        Self::nullable(name)
    }
}

/// What is known of all objects of a type. One constant, since a compiler evaluates each.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// What the type is called.
    pub name: &'static str,
    /// The members in their order.
    pub members: &'static [Member],
}

/// An object that is read member by member.
pub trait Record: Blank {
    /// What is known of all of them.
    const TABLE: Table;
    /// Whether members that the table does not have are kept.
    const KEEPS_REST: bool = false;

    /// Where the value of the member at `place` in the table belongs.
    fn slot<'de, A: MapAccess<'de>>(&mut self, place: usize) -> &mut dyn Slot<'de, A>;

    /// Reads the value of a member that the table does not have.
    ///
    /// # Errors
    /// The value is not of the type of such members.
    fn read_rest<'de, A: MapAccess<'de>>(
        &mut self,
        _name: String,
        map: &mut A,
    ) -> Result<(), A::Error> {
        skip(map)
    }
}

/// Shows an object, which nothing else walks through, by the values of its members in their order.
///
/// # Errors
/// The formatter's own.
pub fn show<T: Record>(f: &mut fmt::Formatter<'_>, values: &[&dyn fmt::Debug]) -> fmt::Result {
    let mut shown = f.debug_struct(T::TABLE.name);
    let names = T::TABLE.members.iter().map(|member| member.name);
    for (name, value) in names.chain(["…"]).zip(values) {
        shown.field(name, value);
    }
    shown.finish()
}

/// Reads an object.
///
/// # Errors
/// It is no object, lacks a required member, or a member is not of its type.
pub fn decode<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Object(PhantomData))
}

/// Where the value of a member belongs. Members of whatever type are handed over behind this, since
/// a compiler makes a reference sooner than the call of a function for the type.
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the value.
    ///
    /// # Errors
    /// It is not of the member's type.
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error>;
}

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Slot<'de, A> for T {
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error> {
        *self = map.next_value()?;
        Ok(())
    }
}

/// Where the value of no member belongs. It has no size, so nothing is allocated.
#[must_use]
pub fn nowhere<'s, 'de, A: MapAccess<'de>>() -> &'s mut dyn Slot<'de, A> {
    Box::leak(Box::new(IgnoredAny))
}

/// Reads a value that nobody wants.
///
/// # Errors
/// It is not JSON.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Reads the value of a member that the table does not have.
///
/// # Errors
/// It is not of the type of such members.
pub fn read_rest<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    rest: &mut impl Extend<(String, T)>,
    name: String,
    map: &mut A,
) -> Result<(), A::Error> {
    rest.extend([(name, map.next_value()?)]);
    Ok(())
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Record> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::TABLE.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut record = T::blank();
        let mut keys = Keys::new(T::TABLE.members, T::KEEPS_REST);
        while let Some(key) = keys.next(&mut map)? {
            match key {
                Key::Member(place) => record.slot(place).fill(&mut map)?,
                Key::Rest => record.read_rest(std::mem::take(&mut keys.name), &mut map)?,
                Key::Unknown => skip(&mut map)?,
            }
        }
        keys.end()?;
        Ok(record)
    }
}

/// The key of a member, as far as the record is interested in it.
enum Key {
    Member(usize),
    /// One to be kept, whose name the keys hold.
    Rest,
    Unknown,
}

/// The keys of one object as they come in. Nothing here depends on the record's type, so that the
/// compiler makes it once for all of them.
struct Keys {
    members: &'static [Member],
    keeps_rest: bool,
    /// The place behind the last member: members mostly come in the order of the table.
    next: usize,
    seen: Seen,
    /// The last name that is to be kept.
    name: String,
}

impl Keys {
    fn new(members: &'static [Member], keeps_rest: bool) -> Self {
        Self {
            members,
            keeps_rest,
            next: 0,
            seen: Seen::default(),
            name: String::new(),
        }
    }

    #[inline]
    fn next<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<Option<Key>, A::Error> {
        map.next_key_seed(Lookup(self))
    }

    /// Looked for behind the last one first, since members mostly come in the table's order and
    /// some are left out.
    #[inline]
    fn place(&self, name: &str) -> Option<usize> {
        let is_it = |member: &Member| member.name == name;
        let behind = self.members.get(self.next..).unwrap_or_default();
        match behind.iter().position(is_it) {
            Some(index) => Some(self.next + index),
            None => self.members.iter().take(self.next).position(is_it),
        }
    }

    fn end<E: Error>(&self) -> Result<(), E> {
        let mut members = self.members.iter().enumerate();
        match members.find(|(place, member)| member.required && !self.seen.contains(*place)) {
            Some((_, member)) => Err(E::missing_field(member.name)),
            None => Ok(()),
        }
    }
}

struct Lookup<'k>(&'k mut Keys);

impl<'de> DeserializeSeed<'de> for Lookup<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Lookup<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        let keys = self.0;
        if let Some(place) = keys.place(name) {
            keys.next = place + 1;
            keys.seen.insert(place);
            return Ok(Key::Member(place));
        }
        if !keys.keeps_rest {
            return Ok(Key::Unknown);
        }
        name.clone_into(&mut keys.name);
        Ok(Key::Rest)
    }
}

/// The places of members that have come, a bit each; only objects with more than 64 allocate.
#[derive(Default)]
struct Seen {
    first: u64,
    others: Vec<u64>,
}

impl Seen {
    #[inline]
    fn insert(&mut self, place: usize) {
        if place < 64 {
            self.first |= 1 << place;
        } else {
            self.insert_other(place);
        }
    }

    fn insert_other(&mut self, place: usize) {
        let index = place / 64 - 1;
        if self.others.len() <= index {
            self.others.resize(index + 1, 0);
        }
        self.others[index] |= 1 << (place % 64);
    }

    fn contains(&self, place: usize) -> bool {
        let bits = match (place / 64).checked_sub(1) {
            None => self.first,
            Some(index) => self.others.get(index).copied().unwrap_or(0),
        };
        (bits >> (place % 64)) & 1 == 1
    }
}
