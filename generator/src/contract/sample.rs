//! A value for every schema: the same one each time, and one that is easy to get wrong.
//!
//! Texts hold what has a meaning in URLs, JSON and forms, whole numbers are too large for 32 bits,
//! arrays have two elements, objects all their members. Where a schema has no finite value, or the
//! place can't hold it, there is no sample.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value, json};

use super::keywords::{Keywords, is_flagged, named};
use super::reference::Node;
use crate::limits::MAX_SAMPLE;
use crate::pointer::Pointer;

/// What the place of a value can hold.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Scalars, and arrays and objects of scalars.
    pub(super) flat: bool,
    /// Printable ASCII alone.
    pub(super) ascii: bool,
    /// Objects with the members alone that they have to have.
    pub(super) least: bool,
}

impl Place {
    /// One that has no objects within objects.
    pub(super) const FLAT: Self = Self {
        flat: true,
        ascii: false,
        least: false,
    };
}

/// Below this depth objects have their required members alone, and arrays one element; below a
/// smaller one if that is too much for a function of a test.
const DEEP: usize = 4;

/// The sample for a schema; free JSON for none. What it is called goes into it, so that two
/// arguments of one type are told apart.
pub(super) fn sample(schema: Option<&Node<'_>>, place: Place, name: &str) -> Option<Value> {
    let nodes: Vec<Node<'_>> = schema.cloned().into_iter().collect();
    let mut deep = DEEP;
    loop {
        let mut sampler = Sampler {
            place,
            name: name.to_owned(),
            deep,
            way: Vec::new(),
            left: MAX_SAMPLE,
        };
        let value = sampler.value(&nodes, 0);
        if sampler.left > 0 || deep == 0 {
            return value;
        }
        deep -= 1;
    }
}

/// The names of an object's declared members and what declares each.
pub(super) fn members<'d>(schema: &Node<'d>) -> IndexMap<&'d str, Node<'d>> {
    let keywords = Keywords::of(std::slice::from_ref(schema));
    let declared = keywords.properties.into_iter();
    declared
        .filter(|(_, nodes)| !is_flagged(nodes, "readOnly"))
        .filter_map(|(name, mut nodes)| Some((name, nodes.pop()?)))
        .collect()
}

/// The members that an object has to have.
pub(super) fn required<'d>(schema: &Node<'d>) -> IndexSet<&'d str> {
    Keywords::of(std::slice::from_ref(schema)).required
}

/// The names of types that a value of the schema can have, as `type` has them.
pub(super) fn json_type<'d>(schema: &Node<'d>) -> Option<&'d str> {
    Keywords::of(std::slice::from_ref(schema)).json_type()
}

struct Sampler {
    place: Place,
    name: String,
    deep: usize,
    way: Vec<Pointer>,
    /// How many more values there may be: members that are required multiply.
    left: usize,
}

impl Sampler {
    /// A value that satisfies all of the schemas; `nth` tells the elements of an array apart.
    fn value(&mut self, nodes: &[Node<'_>], nth: usize) -> Option<Value> {
        if nodes.iter().any(|node| self.way.contains(&node.at)) {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        let before = self.way.len();
        self.way.extend(nodes.iter().map(|node| node.at.clone()));
        let value = self.of_keywords(&Keywords::of(nodes), nth);
        self.way.truncate(before);
        value
    }

    fn of_keywords(&mut self, keywords: &Keywords<'_>, nth: usize) -> Option<Value> {
        let json_type = keywords.json_type();
        if !keywords.alternatives.is_empty() && matches!(json_type, None | Some("object")) {
            return self.alternative(keywords, nth);
        }
        let is_narrow = keywords.format == Some("int32");
        let fits = |value: &&Value| value.as_i64().is_none_or(|it| i32::try_from(it).is_ok());
        let values = keywords.values.iter().copied();
        let values: Vec<&Value> = values.filter(|it| !is_narrow || fits(it)).collect();
        if let Some(first) = values.first() {
            return Some((*values.get(nth).unwrap_or(first)).clone());
        }
        match json_type {
            Some("boolean") => Some(Value::Bool(nth.is_multiple_of(2))),
            Some("integer") => Some(self.integer(keywords.format, nth)),
            Some("number") => Some(json!([1.5, -0.25][nth % 2])),
            Some("string") => Some(Value::String(self.text(keywords, nth))),
            Some("array") => self.array(keywords),
            Some("object") => self.object(keywords),
            _ => Some(self.free(nth)),
        }
    }

    fn integer(&self, format: Option<&str>, nth: usize) -> Value {
        let large: u64 = if format == Some("int32") {
            2_147_480_000
        } else {
            4_294_967_311
        };
        let own: u64 = self.name.bytes().map(u64::from).sum();
        json!(large + own % 3_000 + nth as u64)
    }

    fn awkward(&self, nth: usize) -> String {
        let rest = match (self.place.ascii, nth) {
            (true, 0) => " b/c%2F+d&e=\"f\"",
            (false, 0) => " b/c%2F+d\u{e9}&e=\"f\"?#",
            (true, _) => "'h;i",
            (false, _) => "'h;i\u{6f22}",
        };
        let plain: String = self
            .name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        format!("{}{rest}", if plain.is_empty() { "a" } else { &plain })
    }

    fn free(&self, nth: usize) -> Value {
        let text = self.awkward(nth);
        if self.place.flat {
            Value::String(text)
        } else {
            json!({ "free": [text, 1, true, null] })
        }
    }

    fn text(&self, keywords: &Keywords<'_>, nth: usize) -> String {
        let known = match keywords.format {
            Some("date-time") => ["2024-02-29T23:59:58Z", "1999-12-31T00:00:00+01:30"],
            Some("date") => ["2024-02-29", "1999-12-31"],
            Some("time") => ["23:59:58Z", "00:00:00Z"],
            Some("uuid") => [
                "0b8e3a1c-5d7f-4c2e-9a64-1f0d2b3c4e5f",
                "1f0d2b3c-4e5f-4c2e-9a64-0b8e3a1c5d7f",
            ],
            Some("email") => ["a+b@example.com", "c@example.com"],
            Some("uri" | "url" | "uri-reference") => [
                "https://example.com/a%20b?c=d&e=%C3%A9#f",
                "https://example.com/",
            ],
            Some("hostname") => ["example.com", "example.org"],
            Some("ipv4" | "ip") => ["192.0.2.1", "192.0.2.2"],
            Some("ipv6") => ["2001:db8::1", "2001:db8::2"],
            Some("byte") => ["aGVsbG8/Cg==", "Kys+"],
            _ => ["", ""],
        };
        let proposal = || keywords.proposals.iter().find_map(|value| value.as_str());
        match known[nth % 2] {
            "" if keywords.pattern => proposal()
                .filter(|text| !text.is_empty() && (text.is_ascii() || !self.place.ascii))
                .map_or_else(|| self.awkward(nth), str::to_owned),
            "" => self.awkward(nth),
            known => known.to_owned(),
        }
    }

    fn array(&mut self, keywords: &Keywords<'_>) -> Option<Value> {
        let items: Vec<Node<'_>> = keywords.items.clone().into_iter().collect();
        let first = self
            .value(&items, 0)
            .filter(|it| !self.place.flat || is_scalar(it));
        // An array of what has no finite value is finite if it is empty.
        let Some(first) = first else {
            return (!self.place.flat).then(|| json!([]));
        };
        let two = is_scalar(&first) || self.way.len() < self.deep;
        let second = two.then(|| self.value(&items, 1)).flatten();
        Some(Value::Array(std::iter::once(first).chain(second).collect()))
    }

    fn object(&mut self, keywords: &Keywords<'_>) -> Option<Value> {
        let deep = self.way.len() > self.deep;
        let mut object = Map::new();
        for (name, nodes) in &keywords.properties {
            let required = keywords.required.contains(name);
            let read_only = is_flagged(nodes, "readOnly");
            if read_only || ((deep || self.place.least) && !required) {
                continue;
            }
            let outer = std::mem::replace(&mut self.name, (*name).to_owned());
            let value = self.value(nodes, 0);
            self.name = outer;
            let nullable = nodes.iter().any(|node| node.flag("nullable") == Some(true));
            match value.filter(|it| !self.place.flat || is_scalar(it)) {
                Some(value) => {
                    object.insert((*name).to_owned(), value);
                }
                // A value that holds itself ends where null may stand instead.
                None if required && nullable && !self.place.flat => {
                    object.insert((*name).to_owned(), Value::Null);
                }
                None if required => return None,
                None => {}
            }
        }
        for name in &keywords.required {
            if !keywords.properties.contains_key(name) {
                object.insert((*name).to_owned(), self.free(0));
            }
        }
        if let Some((name, value)) = self.undeclared(keywords) {
            object.insert(name, value);
        }
        Some(Value::Object(object))
    }

    /// A member that the schema does not name, where it says that there can be some.
    fn undeclared(&mut self, keywords: &Keywords<'_>) -> Option<(String, Value)> {
        let declares = !keywords.properties.is_empty() || !keywords.required.is_empty();
        let additional = keywords.additional.as_ref();
        if self.place.least
            || declares && (self.place.flat || keywords.composed || additional.is_none())
        {
            return None;
        }
        let name = self.awkward(1);
        let value = match additional {
            Some(node) if node.object().is_some() => self.value(std::slice::from_ref(node), 0)?,
            Some(node) if node.value.as_bool() == Some(false) => return None,
            _ => self.free(0),
        };
        (!self.place.flat || is_scalar(&value)).then_some((name, value))
    }

    /// The first alternative that has a sample, with the members that stand beside the choice.
    fn alternative(&mut self, keywords: &Keywords<'_>, nth: usize) -> Option<Value> {
        let base = Keywords {
            alternatives: Vec::new(),
            composed: true,
            ..keywords.clone()
        };
        for node in &keywords.alternatives {
            let own = Keywords::of(std::slice::from_ref(node));
            let only_null = node.value.get("enum").is_some() && own.values.is_empty();
            if only_null || own.json_type == Some("null") {
                continue;
            }
            let value = if !keywords.is_object() {
                self.value(std::slice::from_ref(node), nth)
            } else if matches!(own.json_type(), None | Some("object"))
                && !self.way.contains(&node.at)
            {
                let mut whole = base.clone();
                whole.add(node);
                self.way.push(node.at.clone());
                let value = self.of_keywords(&whole, nth);
                self.way.pop();
                value
            } else {
                None
            };
            match value {
                Some(Value::Object(object)) => {
                    return Some(Value::Object(named(keywords, node, &own, object)));
                }
                Some(value) => return Some(value),
                None => {}
            }
        }
        None
    }
}

/// Whether a value has no parts.
pub(super) fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

#[cfg(test)]
mod tests;
