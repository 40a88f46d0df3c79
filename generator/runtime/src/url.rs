//! Absolute http and https URLs (RFC 3986), as far as a client needs them. Text comes in from base
//! URLs, `Location` and `Link`, a URL with a comparable origin goes out; user information, other
//! schemes and any host another parser could read differently are refused.

use std::borrow::Cow;
use std::fmt::Write as _;

use http::Uri;

/// The text is normalised: scheme and host in lower case, no default port, no fragment, nothing
/// that `http::Uri` would refuse.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Url {
    text: String,
    /// Where the path begins, which is where the origin ends.
    path: usize,
    uri: Uri,
}

impl Url {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = split_scheme(text).ok_or("is not an http or https URL")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let origin = format!("{scheme}://{}", authority_of(authority, scheme)?);
        Self::at(&origin, target)
    }

    /// What is there at an origin that is normalised already.
    pub(crate) fn at(origin: &str, target: &str) -> Result<Self, &'static str> {
        if !target.is_empty() && !target.starts_with(['/', '?', '#']) {
            return Err("has a path that does not begin with a slash");
        }
        let target = escape(target.split('#').next().unwrap_or(target))?;
        let (directory, query) = split_query(&target);
        let text = [origin, &remove_dot_segments(directory), query].concat();
        let uri = Uri::try_from(&text).map_err(|_| "is too long or malformed")?;
        Ok(Self {
            text,
            path: origin.len(),
            uri,
        })
    }

    /// What the reference means in a document at this URL (RFC 3986, section 5.3).
    pub(crate) fn join(&self, reference: &str) -> Result<Self, &'static str> {
        let reference = reference.trim_matches([' ', '\t']);
        if has_scheme(reference) {
            return Self::parse(reference);
        }
        let (directory, _) = split_query(&self.text[self.path..]);
        let joined = match reference.as_bytes() {
            [b'/', b'/', ..] => {
                let scheme = if self.is_https() { "https" } else { "http" };
                return Self::parse(&format!("{scheme}:{reference}"));
            }
            [] | [b'#', ..] => self.text.clone(),
            [b'/', ..] => format!("{}{reference}", self.origin()),
            [b'?', ..] => format!("{}{directory}{reference}", self.origin()),
            _ => {
                let end = directory.rfind('/').map_or(0, |at| at + 1);
                format!("{}{}{reference}", self.origin(), &directory[..end])
            }
        };
        Self::parse(&joined)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Scheme, host and effective port (RFC 6454), comparable as text.
    pub(crate) fn origin(&self) -> &str {
        &self.text[..self.path]
    }

    pub(crate) fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// The query without its `?`.
    pub(crate) fn query(&self) -> &str {
        split_query(&self.text).1.trim_start_matches('?')
    }
}

fn split_scheme(text: &str) -> Option<(&'static str, &str)> {
    ["https", "http"].into_iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        let rest = text[scheme.len()..].strip_prefix("://")?;
        head.eq_ignore_ascii_case(scheme).then_some((scheme, rest))
    })
}

fn has_scheme(reference: &str) -> bool {
    let end = reference.find([':', '/', '?', '#']);
    end.is_some_and(|at| at > 0 && reference.as_bytes()[at] == b':')
}

fn split_query(text: &str) -> (&str, &str) {
    text.split_at(text.find('?').unwrap_or(text.len()))
}

fn authority_of(authority: &str, scheme: &str) -> Result<String, &'static str> {
    if authority.contains('@') {
        return Err("carries user information");
    }
    let (host, port) = match authority.rfind(':') {
        Some(at) if !authority.ends_with(']') => (&authority[..at], &authority[at + 1..]),
        _ => (authority, ""),
    };
    if !is_host(host) {
        return Err("has no valid host name");
    }
    let host = host.to_ascii_lowercase();
    let default = if scheme == "https" { 443 } else { 80 };
    if port.is_empty() {
        return Ok(host);
    }
    // `parse` alone would take a sign.
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("has no valid port");
    }
    match port.parse::<u16>() {
        Ok(port) if port == default => Ok(host),
        Ok(port) => Ok(format!("{host}:{port}")),
        Err(_) => Err("has no valid port"),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !host.is_empty() && !host.starts_with('.') && host.bytes().all(allowed)
}

/// Servers put raw UTF-8 and blanks into `Location` and `Link`. A backslash, which some parsers
/// take for a slash, is escaped with them.
fn escape(target: &str) -> Result<Cow<'_, str>, &'static str> {
    if target.bytes().all(stays) {
        return Ok(Cow::Borrowed(target));
    }
    let mut escaped = String::with_capacity(target.len());
    for character in target.chars() {
        match u8::try_from(character) {
            Ok(byte) if stays(byte) => escaped.push(character),
            Ok(b'\0'..=b'\x1f' | b'\x7f') => return Err("contains a control character"),
            _ => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a String cannot fail.
                    let _ = write!(escaped, "%{byte:02X}");
                }
            }
        }
    }
    Ok(Cow::Owned(escaped))
}

/// Whether a URL can have it as it is.
fn stays(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~'
    )
}

/// RFC 3986, section 5.2.4, for a path that is empty or begins with a slash.
fn remove_dot_segments(path: &str) -> Cow<'_, str> {
    if path.starts_with('/') && !path.contains("/.") {
        return Cow::Borrowed(path);
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut directory = path.is_empty();
    for segment in path.split('/').skip(1) {
        directory = false;
        match segment {
            "." => directory = true,
            ".." => {
                kept.pop();
                directory = true;
            }
            _ => kept.push(segment),
        }
    }
    let mut clean = String::with_capacity(path.len() + 1);
    for segment in kept {
        clean.push('/');
        clean.push_str(segment);
    }
    if directory {
        clean.push('/');
    }
    Cow::Owned(clean)
}
