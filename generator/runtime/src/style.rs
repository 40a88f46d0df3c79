//! How an argument is written (OAS 3.0.3, "Style Values"). A name, a style and a tree come in,
//! the text of a path segment, of a header or of query pairs goes out; a value the style has no
//! form for is refused with the reason.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::tree::Tree;

/// The `style` of a parameter with its `explode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `blue,black`; for paths and headers.
    Simple {
        /// `R=100,G=200` instead of `R,100,G,200`.
        explode: bool,
    },
    /// `.blue.black`; for paths.
    Label {
        /// `.R=100.G=200` instead of `.R.100.G.200`.
        explode: bool,
    },
    /// `;color=blue,black`; for paths.
    Matrix {
        /// `;color=blue;color=black` instead.
        explode: bool,
    },
    /// `color=blue,black`; for queries, cookies and forms.
    Form {
        /// `color=blue&color=black` instead.
        explode: bool,
    },
    /// `Form` with `allowReserved`: reserved characters stay as they are, unless they would end
    /// the value (`#[]&+`).
    FormReserved {
        /// As for `Form`.
        explode: bool,
    },
    /// `color=blue%20black`; for queries.
    SpaceDelimited,
    /// `color=blue%7Cblack`; for queries.
    PipeDelimited,
    /// `color[R]=100&color[G]=200`, to any depth, the brackets percent-encoded; for queries. A list
    /// repeats its name, one of lists or objects numbers them: `colors[0][R]=100`.
    DeepObject,
    /// The value as JSON, for parameters described by `content` instead of `schema`.
    Json,
}

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// As `STRICT` without the reserved characters that may stand in a query and mean nothing there.
const RESERVED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

const NO_FORM: &str = "holds a list or an object within another, for which its style has no form";

pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, STRICT).to_string()
}

/// Which characters are percent-encoded; none in a header.
type Encoded = Option<&'static AsciiSet>;

/// Most texts need no encoding and stay where they are.
fn encode_own(text: String, encoded: Encoded) -> String {
    let encoded = encoded.map(|set| Cow::from(utf8_percent_encode(&text, set)));
    match encoded {
        Some(Cow::Owned(encoded)) => encoded,
        Some(Cow::Borrowed(_)) | None => text,
    }
}

/// A value one level deep, encoded, without its nulls.
enum Flat {
    Null,
    Text(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

fn flatten(value: Tree, encoded: Encoded) -> Result<Flat, &'static str> {
    let text = |value: Tree| match value {
        Tree::Null => Ok(None),
        Tree::Text(text) => Ok(Some(encode_own(text, encoded))),
        Tree::List(_) | Tree::Members(_) => Err(NO_FORM),
    };
    match value {
        Tree::Null => Ok(Flat::Null),
        Tree::Text(text) => Ok(Flat::Text(encode_own(text, encoded))),
        Tree::List(items) => {
            let mut texts = Vec::new();
            for item in items {
                texts.extend(text(item)?);
            }
            Ok(Flat::List(texts))
        }
        Tree::Members(members) => {
            let mut pairs = Vec::new();
            for (name, value) in members {
                pairs.extend(text(value)?.map(|value| (encode_own(name, encoded), value)));
            }
            Ok(Flat::Members(pairs))
        }
    }
}

impl Flat {
    /// `R,100,G,200` or `R=100,G=200`; `None` where nothing is left to write.
    fn join(self, delimiter: &str, explode: bool) -> Option<String> {
        let equals = if explode { "=" } else { delimiter };
        let texts = match self {
            Self::Null => return None,
            Self::Text(text) => return Some(text),
            Self::List(texts) => texts,
            Self::Members(members) => members
                .iter()
                .map(|(name, value)| format!("{name}{equals}{value}"))
                .collect(),
        };
        (!texts.is_empty()).then(|| texts.join(delimiter))
    }
}

/// The text that takes the place of `{name}` in a path.
pub(crate) fn path(style: Style, name: &str, value: Tree) -> Result<String, &'static str> {
    let flat = flatten(value, Some(STRICT))?;
    let empty = "must not be empty";
    match style {
        Style::Simple { .. } | Style::Json => {
            let explode = style == Style::Simple { explode: true };
            flat.join(",", explode)
                .filter(|text| !text.is_empty())
                .ok_or(empty)
        }
        Style::Label { explode } => Ok(format!(".{}", flat.join(".", explode).ok_or(empty)?)),
        Style::Matrix { explode } => {
            let name = encode(name);
            let pair = |name: &str, value: &str| match value {
                "" => format!(";{name}"),
                _ => format!(";{name}={value}"),
            };
            let text = match flat {
                Flat::List(items) if explode => {
                    items.iter().map(|item| pair(&name, item)).collect()
                }
                Flat::Members(members) if explode => members
                    .iter()
                    .map(|(member, value)| pair(member, value))
                    .collect(),
                flat => pair(&name, &flat.join(",", false).ok_or(empty)?),
            };
            Some(text)
                .filter(|text: &String| !text.is_empty())
                .ok_or(empty)
        }
        _ => Err("has a style no path can have"),
    }
}

/// The `name=value` pairs of a query, a cookie or a form; none where the value is null or empty.
pub(crate) fn pairs(style: Style, name: &str, value: Tree) -> Result<Vec<String>, &'static str> {
    let key = encode(name);
    let (delimiter, explode, set) = match style {
        Style::Form { explode } => (",", explode, STRICT),
        Style::FormReserved { explode } => (",", explode, RESERVED),
        Style::SpaceDelimited => ("%20", false, STRICT),
        Style::PipeDelimited => ("%7C", false, STRICT),
        // What comes here is already the JSON text.
        Style::Json => (",", false, STRICT),
        Style::DeepObject => {
            let mut pairs = Vec::new();
            deep(&key, &value, &mut pairs);
            return Ok(pairs);
        }
        _ => return Err("has a style no query can have"),
    };
    let pair = |name: &str, value: &str| format!("{name}={value}");
    Ok(match flatten(value, Some(set))? {
        Flat::List(items) if explode => items.iter().map(|item| pair(&key, item)).collect(),
        Flat::Members(members) if explode => members
            .iter()
            .map(|(member, value)| pair(member, value))
            .collect(),
        flat => flat
            .join(delimiter, false)
            .iter()
            .map(|text| pair(&key, text))
            .collect(),
    })
}

fn deep(name: &str, value: &Tree, pairs: &mut Vec<String>) {
    match value {
        Tree::Null => {}
        Tree::Text(text) => pairs.push(format!("{name}={}", encode(text))),
        // The specification leaves lists open here. Numbers tell which members of items that have
        // names of their own belong together, and are what servers with nested forms know.
        Tree::List(items) => {
            let written = items.iter().filter(|item| !matches!(item, Tree::Null));
            for (index, item) in written.enumerate() {
                deep(&format!("{name}%5B{index}%5D"), item, pairs);
            }
        }
        Tree::Members(members) => {
            for (member, value) in members {
                deep(&format!("{name}%5B{}%5D", encode(member)), value, pairs);
            }
        }
    }
}

/// The value of a header; `None` where the argument is null or empty.
pub(crate) fn header(style: Style, value: Tree) -> Result<Option<String>, &'static str> {
    match style {
        Style::Simple { explode } => Ok(flatten(value, None)?.join(",", explode)),
        Style::Json => Ok(flatten(value, None)?.join(",", false)),
        _ => Err("has a style no header can have"),
    }
}
