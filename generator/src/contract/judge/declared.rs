//! Members that a schema lets through without a word: nothing declares them, nothing forbids them.

use serde_json::{Map, Value};

use super::{DEEPEST, Judge, list};
use crate::pointer::Pointer;

/// How a part of the value is reached. Few parts are ever named.
enum Way<'w> {
    Root,
    Member(&'w Way<'w>, &'w str),
    Element(&'w Way<'w>, usize),
}

impl Way<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Member(way, name) => way.pointer().child(name),
            Self::Element(way, index) => way.pointer().child(index),
        }
    }
}

impl<'d> Judge<'d> {
    /// The members of an allowed value that no schema declares, as pointers into the value. An
    /// object of which nothing at all is declared is free, and so is one with further members.
    #[must_use]
    pub fn undeclared(&mut self, schema: &'d Value, value: &'d Value) -> Vec<Pointer> {
        let mut found = Vec::new();
        self.collect(&[schema], value, &Way::Root, &mut found);
        found
    }

    fn collect(
        &mut self,
        schemas: &[&'d Value],
        value: &'d Value,
        way: &Way<'_>,
        found: &mut Vec<Pointer>,
    ) {
        match value {
            Value::Array(items) => {
                let schemas = self.that_hold(schemas, value);
                let of_items: Vec<&Value> =
                    schemas.iter().filter_map(|it| it.get("items")).collect();
                for (index, item) in items.iter().enumerate() {
                    self.collect(&of_items, item, &Way::Element(way, index), found);
                }
            }
            Value::Object(members) => {
                let schemas = self.that_hold(schemas, value);
                let names_members = |it: &&Map<String, Value>| it.contains_key("properties");
                let is_free = !schemas.iter().any(names_members);
                let has_rest = |it: &&Map<String, Value>| match it.get("additionalProperties") {
                    Some(Value::Bool(allowed)) => *allowed,
                    rest => rest.is_some(),
                };
                let is_open = is_free || schemas.iter().any(has_rest);
                for (name, value) in members {
                    let declared = of_member(&schemas, name);
                    let way = Way::Member(way, name);
                    if declared.is_empty() && !is_open {
                        found.push(way.pointer());
                    } else {
                        self.collect(&declared, value, &way, found);
                    }
                }
            }
            _ => {}
        }
    }

    /// The schemas with all that they are put together of, as far as it holds for the value.
    fn that_hold(
        &mut self,
        schemas: &[&'d Value],
        value: &'d Value,
    ) -> Vec<&'d Map<String, Value>> {
        let mut holding = Vec::new();
        let mut waiting = schemas.to_vec();
        while let Some(schema) = waiting.pop() {
            let Some(schema) = self.followed(schema).and_then(Value::as_object) else {
                continue;
            };
            if holding.len() > DEEPEST as usize {
                break;
            }
            holding.push(schema);
            waiting.extend(list(schema, "allOf").into_iter().flatten());
            let alternatives = ["anyOf", "oneOf"].iter().filter_map(|it| list(schema, it));
            for alternative in alternatives.flatten() {
                if self.schema(alternative, value).is_ok() {
                    waiting.push(alternative);
                }
            }
        }
        holding
    }
}

/// What the schemas say of a member: its own declarations, or else what they say of all others.
fn of_member<'d>(schemas: &[&'d Map<String, Value>], name: &str) -> Vec<&'d Value> {
    let named = schemas
        .iter()
        .filter_map(|it| it.get("properties")?.get(name));
    let named: Vec<&Value> = named.collect();
    if !named.is_empty() {
        return named;
    }
    let rest = schemas
        .iter()
        .filter_map(|it| it.get("additionalProperties"));
    rest.filter(|it| it.is_object()).collect()
}
