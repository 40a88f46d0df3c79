//! The body of an error, read as far as it goes. Whatever a server or something in front of it
//! sends comes in (JSON of several habits, HTML, XML, nothing), a message and a bounded excerpt go
//! out; nothing is refused.

use serde_json::Value;

/// How many bytes of a body the excerpt is made from.
const EXCERPT: usize = 2048;

/// What could be read of an error's body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LenientBody {
    message: Option<String>,
    documentation_url: Option<String>,
    errors: Vec<String>,
    content_type: Option<String>,
    excerpt: String,
}

impl LenientBody {
    /// Reads a body.
    pub fn read(content_type: Option<&str>, body: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        Self {
            message: message(&json),
            documentation_url: text(&json, "documentation_url"),
            errors: errors(&json["errors"]),
            content_type: content_type.map(str::to_owned),
            excerpt: excerpt(body),
        }
    }

    /// The server's sentence: `message`, `error`, `error.message`, `error_description`, or title
    /// and detail of a problem document (RFC 9457).
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Where the server says more can be read.
    #[must_use]
    pub fn documentation_url(&self) -> Option<&str> {
        self.documentation_url.as_deref()
    }

    /// The single faults, each as one text.
    #[must_use]
    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    /// The `Content-Type`, as it was sent.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The first 2 KiB of the body, control characters escaped.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }

    /// Storage hosts repeat parts of a signed URL in their answers.
    pub(crate) fn without(mut self, secrets: &[String]) -> Self {
        let hide = |text: &str| {
            secrets
                .iter()
                .fold(text.to_owned(), |text, secret| text.replace(secret, "…"))
        };
        self.excerpt = hide(&self.excerpt);
        self.message = self.message.as_deref().map(hide);
        self.errors = self.errors.iter().map(|error| hide(error)).collect();
        self
    }
}

fn text(json: &Value, member: &str) -> Option<String> {
    json[member]
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn message(json: &Value) -> Option<String> {
    let error = || match &json["error"] {
        Value::Object(_) => text(&json["error"], "message"),
        _ => text(json, "error"),
    };
    let problem = || match (text(json, "title"), text(json, "detail")) {
        (Some(title), Some(detail)) => Some(format!("{title}: {detail}")),
        (title, detail) => title.or(detail),
    };
    text(json, "message")
        .or_else(|| text(json, "error_description"))
        .or_else(error)
        .or_else(problem)
        .or_else(|| json.as_str().map(str::to_owned))
}

fn errors(errors: &Value) -> Vec<String> {
    match errors {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(flatten).collect(),
        // Problem documents of some frameworks: {"field": ["is invalid"]}.
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| format!("{name}: {}", flatten(value)))
            .collect(),
        other => vec![flatten(other)],
    }
}

fn flatten(error: &Value) -> String {
    match error {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(flatten).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let what = ["message", "detail", "code"]
                .iter()
                .find_map(|name| text(error, name));
            match (
                text(error, "field").or_else(|| text(error, "resource")),
                what,
            ) {
                (Some(place), Some(what)) => format!("{place}: {what}"),
                (None, Some(what)) => what,
                _ => Value::Object(members.clone()).to_string(),
            }
        }
        other => other.to_string(),
    }
}

fn excerpt(body: &[u8]) -> String {
    let cut = body.len() > EXCERPT;
    let text = String::from_utf8_lossy(&body[..body.len().min(EXCERPT)]);
    // The cut may have halved a character.
    let text = if cut {
        text.trim_end_matches('\u{fffd}')
    } else {
        &text
    };
    let mut excerpt = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            excerpt.extend(character.escape_default());
        } else {
            excerpt.push(character);
        }
    }
    if cut {
        excerpt.push('…');
    }
    excerpt
}
