//! The decoders that emitted operations and types name. An [`Answer`] comes in, the operation's
//! result goes out; a body of another form than asked for is refused with the place.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use super::answer::{Answer, DecodeFailure};
use super::json_path;
use super::redirect::Redirect;

/// Reads the body as JSON.
///
/// # Errors
/// The body is empty, not JSON, or not of this type; the failure names the JSON path.
pub fn json<T: DeserializeOwned>(answer: &Answer) -> Result<T, DecodeFailure> {
    serde_json::from_slice(&answer.body).map_err(|error| refuse(answer, &error))
}

/// Takes an answer without a body; a body that is there all the same is ignored.
///
/// # Errors
/// None; the signature is that of every decoder.
pub fn empty(_: &Answer) -> Result<(), DecodeFailure> {
    Ok(())
}

/// Takes the body as text.
///
/// # Errors
/// The body is not UTF-8.
pub fn text(answer: &Answer) -> Result<String, DecodeFailure> {
    let text = std::str::from_utf8(&answer.body);
    text.map(str::to_owned)
        .map_err(|error| DecodeFailure::new(format!("not UTF-8: {error}")))
}

/// Takes the body as it is.
///
/// # Errors
/// None; the signature is that of every decoder.
pub fn bytes(answer: &Answer) -> Result<Bytes, DecodeFailure> {
    Ok(answer.body.clone())
}

/// Takes the `Location` of an answer that is a redirect by its documentation.
///
/// # Errors
/// There is none. An invalid one does not get here: it is an
/// [`Error::Redirect`](super::error::Error::Redirect).
pub fn redirect(answer: &Answer) -> Result<Redirect, DecodeFailure> {
    let location = answer
        .headers
        .get(LOCATION)
        .and_then(|value| value.to_str().ok());
    match location {
        Some(location) => Ok(Redirect::new(location)),
        None => Err(DecodeFailure::new(format!(
            "status {} without a Location",
            answer.status
        ))),
    }
}

/// Reads the body of a documented error, for [`Operation::errors`](super::operation::Operation).
#[must_use]
pub fn error<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}

/// Reads a text into an enum that takes any.
///
/// # Errors
/// It is no text.
pub fn open_enum<'de, T: From<String>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    String::deserialize(deserializer).map(T::from)
}

fn refuse(answer: &Answer, error: &serde_json::Error) -> DecodeFailure {
    if answer.body.is_empty() {
        return DecodeFailure::new(format!("status {} with an empty body", answer.status));
    }
    let full = error.to_string();
    // The place is said better by the path.
    let suffix = format!(" at line {} column {}", error.line(), error.column());
    let message = full.strip_suffix(&suffix).unwrap_or(&full);
    if error.is_data() {
        let path = json_path::at(&answer.body, error.line(), error.column());
        return DecodeFailure::at(message.to_owned(), path);
    }
    let kind = answer
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or("no Content-Type");
    let path = json_path::at(&answer.body, error.line(), error.column());
    DecodeFailure::at(format!("not JSON ({kind}): {message}"), path)
}
