//! How values become text on the wire (`OpenAPI` 3.0.3 §4.7.12.2, RFC 6570, RFC 3986).
//!
//! A style, a name and a JSON value come in; the encoded text of a path, the decoded pairs of a
//! query or the text of a header go out. What the specification's table leaves blank is nothing,
//! but for arrays in `deepObject`.

use serde_json::Value;

/// The rows of the specification's table of styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Matrix,
    Label,
    Form,
    Simple,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// Not in the table: a parameter with `content`, whose value is a text already.
    Content,
}

/// A style with its `explode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Writing {
    pub(super) style: Style,
    pub(super) explode: bool,
}

impl Writing {
    /// What `style` and `explode` say; what they don't say is the default of the place.
    pub(super) fn read(style: Option<&str>, explode: Option<bool>, default: Style) -> Self {
        let style = match style {
            Some("matrix") => Style::Matrix,
            Some("label") => Style::Label,
            Some("form") => Style::Form,
            Some("simple") => Style::Simple,
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            _ => default,
        };
        Self {
            style,
            explode: explode.unwrap_or(style == Style::Form),
        }
    }
}

/// A value without nesting, as the table's columns have it.
enum Column {
    Text(String),
    Array(Vec<String>),
    Object(Vec<(String, String)>),
}

fn column(value: &Value) -> Option<Column> {
    Some(match value {
        Value::Array(items) => Column::Array(items.iter().map(scalar).collect::<Option<_>>()?),
        Value::Object(members) => Column::Object(
            members
                .iter()
                .map(|(name, value)| Some((name.clone(), scalar(value)?)))
                .collect::<Option<_>>()?,
        ),
        other => Column::Text(scalar(other)?),
    })
    .filter(|column| match column {
        Column::Text(_) => true,
        Column::Array(items) => !items.is_empty(),
        Column::Object(members) => !members.is_empty(),
    })
}

/// The text of a value that has no parts.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        // A whole number is written without a fraction, however the description has it.
        Value::Number(number) => Some(number.to_string().trim_end_matches(".0").to_owned()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// What stands in the place of a path's variable, percent-encoded.
pub(super) fn path(writing: Writing, name: &str, value: &Value) -> Option<String> {
    let (name, explode) = (encode(name), writing.explode);
    let column = encoded(column(value)?);
    match writing.style {
        Style::Simple | Style::Content => Some(joined(column, ",", ",", explode)),
        Style::Label => Some(format!(".{}", joined(column, ".", ".", explode))),
        Style::Matrix => Some(match column {
            Column::Array(items) if explode => items
                .iter()
                .flat_map(|item| [";", &name, "=", item])
                .collect(),
            Column::Object(members) if explode => members
                .iter()
                .flat_map(|(member, value)| [";", member, "=", value])
                .collect(),
            column => format!(";{name}={}", joined(column, ",", ",", false)),
        }),
        Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject => None,
    }
    .filter(|text| !text.is_empty())
}

/// The decoded pairs of a query or a form.
pub(super) fn pairs(writing: Writing, name: &str, value: &Value) -> Option<Vec<(String, String)>> {
    let column = column(value)?;
    let one = |text: String| Some(vec![(name.to_owned(), text)]);
    match (writing.style, column) {
        (Style::Form | Style::Content, Column::Text(text)) => one(text),
        (Style::Form, Column::Array(items)) if writing.explode => Some(
            items
                .into_iter()
                .map(|item| (name.to_owned(), item))
                .collect(),
        ),
        (Style::Form, Column::Object(members)) if writing.explode => Some(members),
        (Style::Form, column) => one(joined(column, ",", ",", false)),
        (Style::SpaceDelimited, column @ (Column::Array(_) | Column::Object(_)))
            if !writing.explode =>
        {
            one(joined(column, " ", " ", false))
        }
        (Style::PipeDelimited, column @ (Column::Array(_) | Column::Object(_)))
            if !writing.explode =>
        {
            one(joined(column, "|", "|", false))
        }
        (Style::DeepObject, Column::Object(members)) => Some(
            members
                .into_iter()
                .map(|(member, it)| (format!("{name}[{member}]"), it))
                .collect(),
        ),
        // Left open, too, but a query that repeats the name is no `deepObject` to any server.
        (Style::DeepObject, Column::Array(items)) => Some(
            (0..)
                .zip(items)
                .map(|(index, it): (usize, _)| (format!("{name}[{index}]"), it))
                .collect(),
        ),
        _ => None,
    }
}

/// The value of a header, which is not percent-encoded.
pub(super) fn header(writing: Writing, value: &Value) -> Option<String> {
    let column = column(value)?;
    match writing.style {
        Style::Simple | Style::Content => Some(joined(column, ",", ",", writing.explode)),
        _ => None,
    }
}

/// The pairs of a `Cookie` header, percent-encoded. Those of an exploded list are separated as
/// cookies are (RFC 6265 §4.2.1), since `&` separates nothing there.
pub(super) fn cookie(writing: Writing, name: &str, value: &Value) -> Option<String> {
    if !matches!(writing.style, Style::Form | Style::Content) {
        return None;
    }
    let name = encode(name);
    let pairs: Vec<String> = match encoded(column(value)?) {
        Column::Array(items) if writing.explode => {
            items.iter().map(|item| format!("{name}={item}")).collect()
        }
        Column::Object(members) if writing.explode => members
            .iter()
            .map(|(member, value)| format!("{member}={value}"))
            .collect(),
        column => vec![format!("{name}={}", joined(column, ",", ",", false))],
    };
    Some(pairs.join("; "))
}

fn encoded(column: Column) -> Column {
    let pair = |(name, value): (String, String)| (encode(&name), encode(&value));
    match column {
        Column::Text(text) => Column::Text(encode(&text)),
        Column::Array(items) => Column::Array(items.iter().map(|item| encode(item)).collect()),
        Column::Object(members) => Column::Object(members.into_iter().map(pair).collect()),
    }
}

fn joined(column: Column, between: &str, inside: &str, explode: bool) -> String {
    let inside = if explode { "=" } else { inside };
    match column {
        Column::Text(text) => text,
        Column::Array(items) => items.join(between),
        Column::Object(members) => {
            let member = |(name, value): &(String, String)| format!("{name}{inside}{value}");
            members.iter().map(member).collect::<Vec<_>>().join(between)
        }
    }
}

/// Percent-encodes everything that is not unreserved (RFC 3986 §2.3).
pub(super) fn encode(text: &str) -> String {
    encode_all_but(text, |byte| {
        byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
    })
}

/// Percent-encodes what can't stand in a path (RFC 3986 §3.3), and leaves what is encoded.
pub(super) fn literal(template: &str) -> String {
    encode_all_but(template, |byte| {
        byte.is_ascii_graphic() && !b"\"<>`".contains(&byte)
    })
}

fn encode_all_but(text: &str, stays: impl Fn(u8) -> bool) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if stays(byte) {
            encoded.push(char::from(byte));
        } else {
            let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
            encoded.extend(['%', DIGITS[high], DIGITS[low]]);
        }
    }
    encoded
}

#[cfg(test)]
mod tests;
