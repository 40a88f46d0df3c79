//! Where the service is. A URL or a server template with its variables comes in, the prefix of
//! every request goes out; whatever would move a request to another host is refused.

use std::fmt;

use super::error::InvalidArgument;
use super::url::Url;

const NAME: &str = "base URL";

/// An http or https URL without query, fragment or user information. A path on it is kept in
/// front of every operation's (`https://HOST/api/v3`), with or without a slash at its end.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    origin: String,
    url: Url,
}

impl BaseUrl {
    /// Reads a base URL.
    ///
    /// # Errors
    /// The text is not an http or https URL, or has a query, a fragment, user information, dot
    /// segments or characters no URL may contain.
    pub fn parse(text: &str) -> Result<Self, InvalidArgument> {
        let refuse = |reason: &str| Err(InvalidArgument::new(NAME, reason));
        if text.contains(['?', '#']) {
            return refuse("must have no query and no fragment");
        }
        if text.contains(|character: char| character.is_whitespace() || character == '\\') {
            return refuse("contains a character no URL may contain");
        }
        let url = match Url::parse(text) {
            Ok(url) => url,
            Err(reason) => return refuse(reason),
        };
        if text
            .split('/')
            .any(|segment| segment == "." || segment == "..")
        {
            return refuse("contains a dot segment");
        }
        let text = url.text().trim_end_matches('/').to_owned();
        let path = url.uri().path().trim_end_matches('/');
        let origin = text[..text.len() - path.len()].to_owned();
        Ok(Self { text, origin, url })
    }

    /// Fills the variables of a server's URL (OAS 3.0.3, "Server Object").
    ///
    /// # Errors
    /// A variable is missing, or its value would change what the template says: only
    /// letters, digits, `-`, `_` and inner dots may stand in a host, a port only where a variable
    /// is the whole of host and port, and no `/`, `?`, `#`, `@` or dot segment in a path.
    pub fn from_template(
        template: &'static str,
        variables: &[(&'static str, &str)],
    ) -> Result<Self, InvalidArgument> {
        let Some((scheme, rest)) = template.split_once("://") else {
            return Err(InvalidArgument::new(NAME, "the template names no scheme"));
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let whole = authority.starts_with('{') && authority.find('}') == Some(authority.len() - 1);
        let scheme = fill(scheme, variables, |value| matches!(value, "http" | "https"))?;
        let authority = fill(authority, variables, |value| match value.rsplit_once(':') {
            Some((host, port)) => whole && is_labels(host) && is_port(port),
            None => is_labels(value),
        })?;
        let path = fill(path, variables, is_path_text)?;
        Self::parse(&format!("{scheme}://{authority}{path}"))
    }

    /// The URL, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host in lower case, and the port where it is not the scheme's own (RFC 6454).
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What is in front of every operation's path.
    pub(crate) fn path(&self) -> &str {
        &self.text[self.origin.len()..]
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }
}

impl AsRef<str> for BaseUrl {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BaseUrl").field(&self.text).finish()
    }
}

fn fill(
    template: &str,
    variables: &[(&'static str, &str)],
    accepts: impl Fn(&str) -> bool,
) -> Result<String, InvalidArgument> {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            return Err(InvalidArgument::new(NAME, "the template lacks a `}`"));
        };
        let Some((_, value)) = variables.iter().find(|(known, _)| *known == name) else {
            return Err(InvalidArgument::new(name, "has no value"));
        };
        if !accepts(value) {
            return Err(InvalidArgument::new(
                name,
                "does not fit where the URL has it",
            ));
        }
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn is_labels(text: &str) -> bool {
    text.split('.').all(|label| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let edge = label.starts_with('-') || label.ends_with('-');
        !label.is_empty() && !edge && label.bytes().all(allowed)
    })
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_path_text(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte);
    !matches!(text, "" | "." | "..") && text.bytes().all(allowed)
}
