//! What an answer means. The operation and a complete answer come in, and where the answer is no
//! success the [`Error`] goes out that says why.

use std::time::Duration;

use http::StatusCode;
use http::header::CONTENT_TYPE;
use percent_encoding::percent_decode_str;

use super::answer::Answer;
use super::context::Context;
use super::error::{DocumentedError, Error, RateLimitedError, StatusError, VersionError};
use super::lenient::LenientBody;
use super::lifecycle;
use super::operation::Operation;
use super::rate_limit;
use super::url::Url;

/// The error an answer of the service stands for; `clock` is the time since 1970 by the client's
/// clock, `version` the API version that was sent.
pub(crate) fn refusal<B>(
    operation: &Operation<B>,
    context: Context,
    answer: &Answer,
    clock: Duration,
    version: Option<&str>,
) -> Error<B> {
    let context = Box::new(context);
    let lenient = Box::new(read(answer));
    let limited = rate_limit::refusal(answer.status, &answer.headers, lenient.message(), clock);
    if let Some((scope, wait)) = limited {
        return Error::RateLimited(RateLimitedError {
            context,
            lenient,
            scope,
            wait,
        });
    }
    let refused = version.and_then(|version| {
        let refusal = lifecycle::refusal(answer.status, version, &lenient)?;
        Some((version.to_owned(), refusal))
    });
    if let Some((version, refusal)) = refused {
        return Error::Version(VersionError {
            context,
            lenient,
            version,
            refusal,
        });
    }
    // A body that is not as documented tells no less than an undocumented one.
    let body = operation
        .error_decoder(answer.status)
        .and_then(|decode| decode(&answer.body));
    match body.map(Box::new) {
        Some(body) => Error::Documented(DocumentedError {
            context,
            body,
            lenient,
        }),
        None => Error::Status(StatusError { context, lenient }),
    }
}

/// The error of the host a documented redirect led to. Nothing is documented about that one, and
/// it may repeat in its answer what made the URL a secret.
pub(crate) fn foreign<B>(context: Context, answer: &Answer, url: &Url) -> Error<B> {
    let lenient = Box::new(read(answer).without(&secrets(url)));
    Error::Status(StatusError {
        context: Box::new(context),
        lenient,
    })
}

pub(crate) fn is_content(status: StatusCode) -> bool {
    status.is_success()
}

fn read(answer: &Answer) -> LenientBody {
    let content_type = answer
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    LenientBody::read(content_type, &answer.body)
}

fn secrets(url: &Url) -> Vec<String> {
    let mut secrets = vec![url.query().to_owned()];
    for pair in url.query().split('&') {
        let value = pair.split_once('=').map_or(pair, |(_, value)| value);
        secrets.push(value.to_owned());
        secrets.push(percent_decode_str(value).decode_utf8_lossy().into_owned());
    }
    // Dates, versions and the like are no secrets, and hiding them would hide the message.
    secrets.retain(|secret| secret.len() >= 16);
    secrets
}
