//! What is wrong with a value, in words.

use std::fmt;

use serde_json::Value;

use crate::pointer::Pointer;

/// A fault and where in the value it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation<'d> {
    /// What is wrong.
    pub fault: Fault<'d>,
    /// The tokens of the place, the last first.
    way: Vec<String>,
}

/// What a schema does not allow.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault<'d> {
    /// Another type than this one.
    Type(&'d str, &'d Value),
    /// None of the listed values.
    NotListed(&'d Value),
    /// A required member is not there.
    Missing(&'d str),
    /// A member that may not be there.
    Unexpected(&'d str),
    /// A number beyond its bound.
    OutOfBounds(f64, f64),
    /// A number that is no multiple.
    NoMultiple(f64, f64),
    /// Less of it than there has to be.
    TooFew(&'static str, usize, usize),
    /// More of it than there may be.
    TooMany(&'static str, usize, usize),
    /// Two elements are the same.
    Repeated,
    /// A text that does not match its pattern.
    Pattern(&'d str, &'d str),
    /// What `not` excludes.
    Excluded,
    /// None of so many alternatives fits; the one that comes nearest lacks this.
    NoAlternative(usize, Option<Box<Violation<'d>>>),
    /// Several alternatives fit, of so many, where one should.
    SeveralAlternatives(usize, usize),
    /// A reference leads nowhere.
    NoSchema,
    /// The schemas hold themselves, or are too many.
    Endless,
}

impl Violation<'_> {
    /// The same, seen from the value that holds this one.
    pub(super) fn move_below(&mut self, token: String) {
        self.way.push(token);
    }

    /// How deep in the value it is.
    pub(super) fn depth(&self) -> usize {
        let deeper = match &self.fault {
            Fault::NoAlternative(_, Some(nearest)) => nearest.depth(),
            _ => 0,
        };
        self.way.len() + deeper
    }
}

impl<'d> From<Fault<'d>> for Result<(), Box<Violation<'d>>> {
    fn from(fault: Fault<'d>) -> Self {
        let way = Vec::new();
        Err(Box::new(Violation { fault, way }))
    }
}

impl fmt::Display for Violation<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.way.is_empty() {
            let at = Pointer::from_tokens(self.way.iter().rev());
            write!(formatter, "{}: ", at.as_str())?;
        }
        self.fault.fmt(formatter)
    }
}

impl fmt::Display for Fault<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(wanted, value) => {
                write!(formatter, "{} where {wanted} is asked for", kind(value))
            }
            Self::NotListed(value) => {
                write!(formatter, "{} is none of the listed values", short(value))
            }
            Self::Missing(name) => write!(formatter, "`{name}` is required and missing"),
            Self::Unexpected(_) => formatter.write_str("no such member is allowed"),
            Self::OutOfBounds(number, bound) => {
                write!(formatter, "{number} is beyond the bound {bound}")
            }
            Self::NoMultiple(number, step) => {
                write!(formatter, "{number} is no multiple of {step}")
            }
            Self::TooFew(what, count, least) => {
                write!(formatter, "{count} {what} where there have to be {least}")
            }
            Self::TooMany(what, count, most) => {
                write!(formatter, "{count} {what} where there may be {most}")
            }
            Self::Repeated => formatter.write_str("elements are repeated"),
            Self::Pattern(text, pattern) => {
                write!(formatter, "`{}` does not match `{pattern}`", cut(text))
            }
            Self::Excluded => formatter.write_str("what `not` excludes"),
            Self::NoAlternative(count, None) => {
                write!(formatter, "none of {count} alternatives fits")
            }
            Self::NoAlternative(count, Some(nearest)) => {
                write!(formatter, "none of {count} alternatives fits: {nearest}")
            }
            Self::SeveralAlternatives(fitting, count) => {
                write!(formatter, "{fitting} of {count} alternatives fit, not one")
            }
            Self::NoSchema => formatter.write_str("a reference leads nowhere"),
            Self::Endless => formatter.write_str("the schemas do not come to an end"),
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "a fraction",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn short(value: &Value) -> String {
    cut(&value.to_string())
}

/// The text up to a length that leaves the reason one line.
fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}\u{2026}", &text[..end]),
        None => text.to_owned(),
    }
}
