//! What a member of an object holds before it has been read. A record is made of blanks, filled as
//! its members come in, and given out only if every required one has come.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A type with a value that stands in for one to come, made without allocating.
pub trait Blank {
    /// The value that stands in.
    fn blank() -> Self;
}

macro_rules! blank_by_default {
    ($($name:ty)*) => {
        $(impl Blank for $name {
            fn blank() -> Self {
                Self::default()
            }
        })*
    };
}

blank_by_default!(bool i32 i64 u64 f64 String Value);

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T> Blank for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl Blank for Map<String, Value> {
    fn blank() -> Self {
        Self::new()
    }
}

/// Allocates, which is why only members that would otherwise hold themselves are boxed.
impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}
