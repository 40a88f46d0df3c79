//! Who is calling. Tokens and passwords come in, the headers, cookies and query arguments that
//! carry them go out, marked so that no `Debug` shows them; what a header cannot hold is refused.

use std::fmt;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use super::style::encode;

/// A secret. It has no `Display`, and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Token {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

impl From<&str> for Token {
    fn from(secret: &str) -> Self {
        Self(secret.to_owned())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What satisfies a security scheme (OAS 3.0.3, "Security Scheme Object").
#[derive(Clone, Debug)]
pub struct Credential(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Bearer(Token),
    Basic(String, Token),
    Header(&'static str, Token),
    Query(&'static str, Token),
    Cookie(&'static str, Token),
}

impl Credential {
    /// `Authorization: Bearer TOKEN` (RFC 6750), also for OAuth 2 and `OpenID` Connect.
    pub fn bearer(token: impl Into<Token>) -> Self {
        Self(Kind::Bearer(token.into()))
    }

    /// `Authorization: Basic …` (RFC 7617).
    pub fn basic(user: impl Into<String>, password: impl Into<Token>) -> Self {
        Self(Kind::Basic(user.into(), password.into()))
    }

    /// An API key in a header.
    pub fn api_key_header(name: &'static str, key: impl Into<Token>) -> Self {
        Self(Kind::Header(name, key.into()))
    }

    /// An API key in the query.
    pub fn api_key_query(name: &'static str, key: impl Into<Token>) -> Self {
        Self(Kind::Query(name, key.into()))
    }

    /// An API key in a cookie.
    pub fn api_key_cookie(name: &'static str, key: impl Into<Token>) -> Self {
        Self(Kind::Cookie(name, key.into()))
    }

    /// What is to be sent; `None` where the secret is empty or no header can hold it.
    pub(crate) fn applied(&self) -> Option<Applied> {
        let header = |name: &[u8], text: &str| {
            let mut value = HeaderValue::from_str(text).ok()?;
            value.set_sensitive(true);
            Some(Applied::Header(HeaderName::from_bytes(name).ok()?, value))
        };
        let (Kind::Bearer(token)
        | Kind::Basic(_, token)
        | Kind::Header(_, token)
        | Kind::Query(_, token)
        | Kind::Cookie(_, token)) = &self.0;
        let secret = token.expose();
        match &self.0 {
            // The colon ends the user (RFC 7617, section 2); an empty password is one.
            Kind::Basic(user, _) if user.contains(':') => None,
            Kind::Basic(user, _) => {
                let pair = base64(format!("{user}:{secret}").as_bytes());
                header(AUTHORIZATION.as_str().as_bytes(), &format!("Basic {pair}"))
            }
            _ if secret.is_empty() => None,
            Kind::Bearer(_) => header(
                AUTHORIZATION.as_str().as_bytes(),
                &format!("Bearer {secret}"),
            ),
            Kind::Header(name, _) => header(name.as_bytes(), secret),
            Kind::Query(name, _) => Some(Applied::Query(format!(
                "{}={}",
                encode(name),
                encode(secret)
            ))),
            Kind::Cookie(name, _) => Some(Applied::Cookie(format!(
                "{}={}",
                encode(name),
                encode(secret)
            ))),
        }
    }
}

/// A credential as it goes into a request.
pub(crate) enum Applied {
    Header(HeaderName, HeaderValue),
    Query(String),
    Cookie(String),
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let index = (group >> (18 - 6 * at)) & 63;
            let digit = char::from(ALPHABET[index as usize]);
            text.push(if at > chunk.len() { '=' } else { digit });
        }
    }
    text
}
