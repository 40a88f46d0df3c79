//! An argument on its way into a URL, a header or a form. Anything that implements `Serialize`
//! comes in, a tree of texts in the order it was written goes out; numbers and booleans are text.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;
use serde_json::Number;
use serde_json::value::RawValue;

/// Up to here a number with a fraction tells every whole number from the next.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// A whole number of so many digits is read as such.
const EXACT_DIGITS: usize = 19;

/// Not `serde_json::Value`: that one may forget the order of members, and the order of what a
/// caller wrote is kept on the wire.
#[derive(Debug)]
pub(crate) enum Tree {
    Null,
    Text(String),
    List(Vec<Tree>),
    Members(Vec<(String, Tree)>),
}

impl Tree {
    pub(crate) fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, String> {
        let mut json = json(value)?;
        // Most arguments are a word or a whole number, which needs no parser.
        match Verbatim::of(json.as_bytes()) {
            Some(Verbatim::Number) => Ok(Self::Text(json)),
            Some(Verbatim::Quoted) => {
                json.pop();
                json.remove(0);
                Ok(Self::Text(json))
            }
            None => serde_json::from_str(&json).map_err(|error| error.to_string()),
        }
    }

    /// The text of a scalar.
    pub(crate) fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::List(_) | Self::Members(_) => None,
        }
    }

    /// The value as one text of JSON, for `Style::Json`; null stays null, so that it is left out.
    pub(crate) fn json_text(value: &(impl Serialize + ?Sized)) -> Result<Self, String> {
        json(value).map(Self::of_json)
    }

    /// The value, with one text of JSON in the place of each member that is to be one.
    pub(crate) fn form(
        value: &(impl Serialize + ?Sized),
        is_json: impl Fn(&str) -> bool,
    ) -> Result<Self, String> {
        let mut form = Self::of(value)?;
        let texts = match &mut form {
            Self::Members(members) => members.iter_mut().filter(|(name, _)| is_json(name)),
            Self::Null | Self::Text(_) | Self::List(_) => return Ok(form),
        };
        let mut texts = texts.peekable();
        if texts.peek().is_some() {
            let json = json(value)?;
            let mut written: BTreeMap<String, Box<RawValue>> =
                serde_json::from_str(&json).map_err(|error| error.to_string())?;
            for (name, member) in texts {
                let text = written.remove(name).map(|text| text.get().to_owned());
                *member = text.map_or(Self::Null, Self::of_json);
            }
        }
        Ok(form)
    }

    fn of_json(text: String) -> Self {
        if text == "null" {
            Self::Null
        } else {
            Self::Text(text)
        }
    }
}

pub(crate) fn json(value: &(impl Serialize + ?Sized)) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| format!("cannot be written as JSON: {error}"))
}

/// What JSON has as it is.
enum Verbatim {
    Number,
    /// A string, but for its quotes.
    Quoted,
}

impl Verbatim {
    fn of(json: &[u8]) -> Option<Self> {
        match json {
            [b'"', text @ .., b'"'] => (!text.contains(&b'\\')).then_some(Self::Quoted),
            _ if json.len() > EXACT_DIGITS => None,
            digits => digits
                .iter()
                .all(u8::is_ascii_digit)
                .then_some(Self::Number),
        }
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        // What a URL holds has no type: a whole number is the same text whatever it came from.
        if value.fract() == 0.0 && value.abs() <= LARGEST_EXACT {
            return Ok(Tree::Text(format!("{:.0}", value + 0.0)));
        }
        Ok(Number::from_f64(value).map_or(Tree::Null, |number| Tree::Text(number.to_string())))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = entries.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Members(members))
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}
