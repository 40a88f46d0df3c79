//! Text in, a value tree out: JSON if it begins like JSON, YAML otherwise.
//!
//! Refused are empty texts, syntax errors, duplicate keys, which both formats' parsers would let
//! pass or report without a place, and YAML's tags and infinite numbers, which JSON can't express.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::diagnostic::{Code, Diagnostic, Label, SourceId};
use crate::limits::{MAX_LEVELS, MAX_NODES};
use crate::locate;
use crate::pointer::Pointer;

/// Parses a text of either format.
pub(super) fn parse(text: &str, source: SourceId) -> Result<Value, Diagnostic> {
    parse_within(text, source, MAX_NODES)
}

/// Parses a text that has no more than so many nodes.
pub(super) fn parse_within(
    text: &str,
    source: SourceId,
    nodes: usize,
) -> Result<Value, Diagnostic> {
    let nodes = Nodes(Cell::new(nodes));
    let parsed = if locate::is_json(text) {
        parse_json(text, &nodes)
    } else {
        parse_yaml(text, &nodes)
    };
    match parsed {
        Ok(Value::Null) => {
            let message = "the document is empty";
            Err(
                Diagnostic::new(Code::EmptyDocument, &Pointer::root(), message)
                    .in_source(source)
                    .help("see that it is the right file, and that it was saved"),
            )
        }
        Ok(value) => Ok(value),
        Err(fault) => Err(fault.report(text, source)),
    }
}

struct Fault {
    code: Code,
    message: String,
    /// The byte.
    place: usize,
}

impl Fault {
    /// What a parser says of a text in `format`.
    fn new(format: &str, message: &str, place: usize) -> Self {
        let limit = match message {
            TOO_DEEP => format!("is nested more than {MAX_LEVELS} levels deep"),
            "repetition limit exceeded" => "has aliases that expand to too many nodes".to_owned(),
            _ if message.contains(TOO_MANY) => {
                format!("has more than {MAX_NODES} nodes, aliases expanded")
            }
            _ => {
                return Self {
                    code: Code::InvalidSyntax,
                    message: sentence(format, message),
                    place,
                };
            }
        };
        Self {
            code: Code::TooLarge,
            message: format!("the {format} {limit}"),
            place,
        }
    }

    fn report(self, text: &str, source: SourceId) -> Diagnostic {
        let root = Pointer::root();
        if self.message.starts_with(DUPLICATE)
            && let Some(found) = locate::duplicate_key(text, source)
        {
            let message = format!("{DUPLICATE} `{}`", found.key);
            let mut diagnostic = Diagnostic::new(Code::InvalidSyntax, &found.parent, message);
            diagnostic.span = Some(found.second);
            diagnostic.labels.push(Label {
                at: found.parent,
                message: "first stands here".to_owned(),
                span: Some(found.first),
            });
            return diagnostic
                .in_source(source)
                .help("remove or rename one of the two");
        }
        let help = match self.code {
            Code::TooLarge => "split the description into several, or flatten it",
            _ if self.message.contains("more than one document") => {
                "leave one document in the file, and no `---` between two"
            }
            _ => "mend the text here or shortly before: a quote, a bracket, a comma or an indent",
        };
        let mut diagnostic = Diagnostic::new(self.code, &root, self.message)
            .in_source(source)
            .help(help);
        diagnostic.span = Some(locate::span_at(text, source, self.place));
        diagnostic
    }
}

const DUPLICATE: &str = "duplicate key";

fn parse_json(text: &str, nodes: &Nodes) -> Result<Value, Fault> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = nodes.deserialize(&mut deserializer);
    match parsed.and_then(|value| deserializer.end().map(|()| value)) {
        Ok(value) => Ok(value),
        Err(error) => {
            // The column counts the bytes of the line up to and with the one that is at fault.
            let line = locate::byte_of(text, error.line(), 0);
            let place = line + error.column().saturating_sub(1);
            Err(Fault::new(
                "JSON",
                &without_places(&error.to_string()),
                place,
            ))
        }
    }
}

fn parse_yaml(text: &str, nodes: &Nodes) -> Result<Value, Fault> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    if let Some(at) = hopeless_bracket(text) {
        return Err(Fault::new("YAML", TOO_DEEP, at));
    }
    if let Some(at) = hopeless_node(text) {
        return Err(Fault::new("YAML", TOO_MANY, at));
    }
    match nodes.deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(mut value) => {
            if text.contains("<<") {
                merge(&mut value);
            }
            Ok(value)
        }
        Err(error) if error.to_string().starts_with("EOF while parsing a value") => Ok(Value::Null),
        Err(error) => {
            let place = match error.location() {
                Some(place) => locate::byte_of(text, place.line(), place.column() - 1),
                // The only fault that the parser does not place is a second document.
                None => text.find("\n---").map_or(0, |before| before + 1),
            };
            Err(Fault::new(
                "YAML",
                &without_places(&error.to_string()),
                place,
            ))
        }
    }
}

/// The bracket that opens one level more than any text has that is not made to keep the parser
/// busy: its time grows with the square of the depth, before it looks at its limit. Brackets in
/// prose count too, but these are closed or few.
fn hopeless_bracket(text: &str) -> Option<usize> {
    const HOPELESS: usize = 5_000;
    let mut depth = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > HOPELESS
    })
}

/// Where the text has one node more than there may be, unless what looks like the begin of one is
/// prose, which seldom does: the parser holds all of them, some 170 bytes each, before any is looked at.
fn hopeless_node(text: &str) -> Option<usize> {
    let begins = |byte: u8| matches!(byte, b',' | b'\n' | b':' | b'-' | b'[' | b'{' | b'?');
    if text.bytes().filter(|&byte| begins(byte)).count() <= MAX_NODES {
        return None;
    }
    let mut places = text.bytes().enumerate().filter(|(_, byte)| begins(*byte));
    places.nth(MAX_NODES).map(|(place, _)| place)
}

const TOO_DEEP: &str = "recursion limit exceeded";
const TOO_MANY: &str = "too many nodes";

/// A parser's message without the places in it, which the excerpt shows.
fn without_places(message: &str) -> String {
    let mut message = message.to_owned();
    while let Some(start) = message.find(" at line ") {
        let is_place = |c: char| c.is_ascii_digit() || " at line column".contains(c);
        let length = message[start..]
            .find(|c| !is_place(c))
            .unwrap_or(message.len() - start);
        message.replace_range(start..start + length, "");
    }
    message
}

/// A parser's message as a sentence that says which format was expected.
fn sentence(format: &str, message: &str) -> String {
    match message.find(DUPLICATE) {
        Some(at) => message[at..].to_owned(),
        None => format!("not valid {format}: {message}"),
    }
}

/// Expands merge keys, which YAML 1.2 dropped and descriptions still use.
fn merge(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(merge),
        Value::Object(members) => {
            members.values_mut().for_each(merge);
            match members.shift_remove("<<") {
                Some(Value::Object(base)) => add_missing(members, base),
                Some(Value::Array(bases)) if bases.iter().all(Value::is_object) => {
                    for base in bases {
                        if let Value::Object(base) = base {
                            add_missing(members, base);
                        }
                    }
                }
                Some(other) => {
                    members.insert("<<".to_owned(), other);
                }
                None => {}
            }
        }
        _ => {}
    }
}

fn add_missing(members: &mut Map<String, Value>, base: Map<String, Value>) {
    for (name, value) in base {
        members.entry(name).or_insert(value);
    }
}

/// Reads a value whose objects have no key twice; says how many more nodes there may be.
struct Nodes(Cell<usize>);

impl<'de> DeserializeSeed<'de> for &Nodes {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let Some(left) = self.0.get().checked_sub(1) else {
            return Err(D::Error::custom(TOO_MANY));
        };
        self.0.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Nodes {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can express")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    // JSON's parser makes a float of an integer beyond 64 bits, and so both formats agree.
    #[expect(clippy::cast_precision_loss, reason = "serde_json loses the same bits")]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "serde_json loses the same bits")]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that is not finite has no JSON form"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            match members.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(access.next_value_seed(self)?);
                }
                Entry::Occupied(entry) => {
                    return Err(A::Error::custom(format_args!(
                        "{DUPLICATE} `{}`",
                        entry.key()
                    )));
                }
            }
        }
        Ok(Value::Object(members))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(A::Error::custom(
            "a tag has no meaning in an OpenAPI document",
        ))
    }
}
