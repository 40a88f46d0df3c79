//! Absolute http and https URLs (RFC 3986), as far as a client needs them. Text comes in from base
//! URLs, `Location` and `Link`, a URL with a comparable origin goes out; user information, other
//! schemes and any host another parser could read differently are refused.

use std::fmt::Write as _;

use bytes::Bytes;
use http::Uri;
use http::uri::{PathAndQuery, Scheme};

const MALFORMED: &str = "is too long or malformed";

/// Of the 65,534 bytes that `http::Uri` takes, what a scheme and a host leave.
const LONGEST: usize = 65_000;

/// A URL in its normal form: scheme and host in lower case, no default port, no fragment.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Url {
    uri: Uri,
}

impl Url {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = split_scheme(text).ok_or("is not an http or https URL")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let origin = format!("{scheme}://{}", authority_of(authority, scheme)?);
        let uri = Uri::try_from(origin).map_err(|_| MALFORMED)?;
        Self { uri }.beside(target)
    }

    /// What is there at the same origin.
    pub(crate) fn beside(&self, target: &str) -> Result<Self, &'static str> {
        if !target.is_empty() && !target.starts_with(['/', '?', '#']) {
            return Err("has a path that does not begin with a slash");
        }
        let target = if is_normal(target) {
            Bytes::copy_from_slice(target.as_bytes())
        } else {
            normal(target)?.into()
        };
        let mut parts = self.uri.clone().into_parts();
        if target.len() > LONGEST {
            return Err(MALFORMED);
        }
        let target = PathAndQuery::from_maybe_shared(target).map_err(|_| MALFORMED)?;
        parts.path_and_query = Some(target);
        let uri = Uri::from_parts(parts).map_err(|_| MALFORMED)?;
        Ok(Self { uri })
    }

    /// What the reference means in a document at this URL (RFC 3986, section 5.3).
    pub(crate) fn join(&self, reference: &str) -> Result<Self, &'static str> {
        let reference = reference.trim_matches([' ', '\t']);
        if has_scheme(reference) {
            return Self::parse(reference);
        }
        let path = self.uri.path();
        match reference.as_bytes() {
            [b'/', b'/', ..] => {
                let scheme = if self.is_https() { "https" } else { "http" };
                Self::parse(&format!("{scheme}:{reference}"))
            }
            [] | [b'#', ..] => Ok(self.clone()),
            [b'/', ..] => self.beside(reference),
            [b'?', ..] => self.beside(&format!("{path}{reference}")),
            _ => {
                let end = path.rfind('/').map_or(0, |at| at + 1);
                self.beside(&format!("{}{reference}", &path[..end]))
            }
        }
    }

    pub(crate) fn text(&self) -> String {
        self.uri.to_string()
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Whether scheme, host and effective port are the same (RFC 6454).
    pub(crate) fn is_beside(&self, other: &Self) -> bool {
        self.uri.scheme() == other.uri.scheme() && self.uri.authority() == other.uri.authority()
    }

    pub(crate) fn is_https(&self) -> bool {
        self.uri.scheme() == Some(&Scheme::HTTPS)
    }

    /// The query without its `?`.
    pub(crate) fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
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

/// Whether a path with its query is surely in its normal form.
fn is_normal(target: &str) -> bool {
    let mut before = 0;
    let plain = |byte| {
        let dot_segment = before == b'/' && byte == b'.';
        before = byte;
        PLAIN[usize::from(byte)] && !dot_segment
    };
    target.starts_with('/') && target.bytes().all(plain)
}

/// The bytes that stay as they are and end nothing. Looked up, since there is a path in each call.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        plain[byte as usize] = stays(byte) && byte != b'#';
        byte += 1;
    }
    plain
};

fn normal(target: &str) -> Result<String, &'static str> {
    let target = escape(target.split('#').next().unwrap_or(target))?;
    let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
    Ok(remove_dot_segments(path) + query)
}

/// Servers put raw UTF-8 and blanks into `Location` and `Link`. A backslash, which some parsers
/// take for a slash, is escaped with them.
fn escape(target: &str) -> Result<String, &'static str> {
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
    Ok(escaped)
}

/// Whether a URL can have it as it is.
const fn stays(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~'
    )
}

/// RFC 3986, section 5.2.4, for a path that is empty or begins with a slash.
fn remove_dot_segments(path: &str) -> String {
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
    clean
}
