//! serde's messages as sentences for the reader of a description.

use serde_json::{Map, Value};

use super::kind::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

/// What to do about a fault that says itself how it is mended.
const CORRECT: &str = "correct it, by an overlay if the description is not yours";

const QUOTE: &str = "put it between quotes";

/// The kinds that `components` holds.
pub(super) const SECTIONS: [Kind; 9] = [
    Kind::Schema,
    Kind::Response,
    Kind::Parameter,
    Kind::Example,
    Kind::RequestBody,
    Kind::Header,
    Kind::SecurityScheme,
    Kind::Link,
    Kind::Callback,
];

/// What serde said of a node.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault(String);

impl From<String> for Fault {
    fn from(message: String) -> Self {
        Self(message)
    }
}

impl Fault {
    /// The member that is missing.
    pub(super) fn missing(&self) -> Option<&str> {
        self.0.strip_prefix("missing field `")?.split('`').next()
    }

    /// Whether something is missing, so that no member is to blame.
    pub(super) fn is_absence(&self) -> bool {
        self.missing().is_some() || self.0.starts_with("no variant of enum")
    }

    /// Whether it is the member `name` that is missing, or one of those that can take its place.
    pub(super) fn is_absence_of(&self, name: &str) -> bool {
        const EITHER: [&str; 4] = ["schema", "content", "operationId", "operationRef"];
        match self.missing() {
            Some(missing) => missing == name,
            None => self.is_absence() && EITHER.contains(&name),
        }
    }

    /// What was expected and what was found.
    pub(super) fn mismatch(&self) -> Option<(String, String)> {
        let rest = self
            .0
            .strip_prefix("invalid type: ")
            .or(self.0.strip_prefix("invalid value: "))?;
        let (found, expected) = rest.split_once(", expected ")?;
        Some((readable(expected), readable(found)))
    }

    /// A value that is none of those allowed, and these.
    pub(super) fn unknown_variant(&self) -> Option<(&str, &str)> {
        self.0
            .strip_prefix("unknown variant `")?
            .split_once("`, expected ")
    }
}

/// An object of `kind` that has a fault; `culprit` is the member that is to blame.
pub(super) fn fault(
    kind: Kind,
    members: &Map<String, Value>,
    culprit: Option<&str>,
    fault: &Fault,
    at: &Pointer,
) -> Diagnostic {
    let invalid = |at: &Pointer, message: String| {
        Diagnostic::new(Code::InvalidDocument, at, message).help(CORRECT)
    };
    let name = kind.name();
    let Some(member) = culprit else {
        if let Some(diagnostic) = schema_instead(kind, members, at) {
            return diagnostic;
        }
        if let Some(missing) = fault.missing() {
            return invalid(at, format!("{name} needs `{missing}`")).help(format!(
                "add `{missing}`, by an overlay if the description is not yours"
            ));
        }
        if fault.is_absence() && kind == Kind::Link {
            return invalid(at, format!("{name} needs `operationId` or `operationRef`"))
                .help("add one of the two");
        }
        if fault.is_absence() {
            let message = format!("{name} needs `schema` or `content`");
            return match around_schema(kind).filter(|_| is_schema(members)) {
                Some(help) => invalid(at, message).help(help),
                None => invalid(at, message).help("say by `schema` what the values are"),
            };
        }
        return invalid(at, format!("{name} is not valid: {}", readable(&fault.0)));
    };
    let at = at.child(member);
    if let Some((expected, found)) = fault.mismatch() {
        let is_unquoted = expected == "a string" && !found.ends_with(['}', ']']);
        let message = format!("`{member}` of {name} must be {expected}, not {found}");
        return invalid(&at, message).help(if is_unquoted { QUOTE } else { CORRECT });
    }
    if let Some((found, allowed)) = fault.unknown_variant() {
        let message = format!("`{member}` of {name} can't be `{found}`");
        let allowed = allowed.strip_prefix("one of ").unwrap_or(allowed);
        return invalid(&at, message).help(format!("it can be {allowed}"));
    }
    invalid(
        &at,
        format!("`{member}` of {name} is not valid: {}", readable(&fault.0)),
    )
}

/// A schema where an object of a kind should be that is often mistaken for one.
pub(super) fn schema_instead(
    kind: Kind,
    members: &Map<String, Value>,
    at: &Pointer,
) -> Option<Diagnostic> {
    let is_mistaken = is_schema(members) && !members.contains_key("in");
    let help = around_schema(kind).filter(|_| is_mistaken)?;
    let message = format!("expected {}, found a schema", kind.name());
    Some(Diagnostic::new(Code::InvalidDocument, at, message).help(help))
}

/// A member of an object of `kind` that is not what it has to be.
pub(super) fn wrong_member(
    kind: Kind,
    member: &str,
    value: &Value,
    expected: &str,
    at: &Pointer,
) -> Diagnostic {
    let (name, found) = (kind.name(), found(value));
    let message = format!("`{member}` of {name} must be {expected}, not {found}");
    Diagnostic::new(Code::InvalidDocument, &at.child(member), message).help(CORRECT)
}

/// A node that is no object although its kind is one.
pub(super) fn wrong_form(kind: Kind, node: &Value, at: &Pointer) -> Diagnostic {
    let message = format!("{} is an object, not {}", kind.name(), found(node));
    Diagnostic::new(Code::InvalidDocument, at, message).help(CORRECT)
}

fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// How a schema is put into an object of a kind that is often mistaken for one.
pub(super) fn around_schema(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Response | Kind::RequestBody => {
            Some("a schema stands under `content`, a media type and `schema`")
        }
        Kind::Parameter | Kind::Header => {
            Some("`type` and what belongs to it stand under `schema`")
        }
        _ => None,
    }
}

fn is_schema(members: &Map<String, Value>) -> bool {
    let keywords = [
        "type",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "enum",
    ];
    keywords
        .iter()
        .any(|keyword| members.contains_key(*keyword))
}

/// A part of serde's message in the words of JSON.
fn readable(message: &str) -> String {
    const WORDS: [(&str, &str); 12] = [
        ("floating point ", "the number "),
        ("integer ", "the number "),
        ("boolean ", ""),
        ("string ", "the string "),
        ("a boolean", "true or false"),
        ("a map", "an object"),
        ("map", "an object"),
        ("a sequence", "a list"),
        ("sequence", "a list"),
        ("null", "null"),
        ("usize", "a whole number from 0"),
        ("a JSON number", "a number"),
    ];
    let word = WORDS.iter().find(|(word, _)| match word.strip_suffix(' ') {
        Some(_) => message.starts_with(word),
        None => message == *word,
    });
    match word {
        Some((word, plain)) => format!("{plain}{}", &message[word.len()..]),
        None if message.starts_with("struct ") => "an object".to_owned(),
        None if message.starts_with("data did not match any variant of untagged enum") => {
            "of none of the forms that it can have".to_owned()
        }
        None => message.to_owned(),
    }
}
