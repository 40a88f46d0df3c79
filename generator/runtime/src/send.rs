//! From a request that is ready to the result of the call. The exchange brings the answer, the
//! judge says what it means, the retry whether to try again; here they meet, and every failure
//! gets the call it belongs to.

use std::sync::atomic::Ordering;

use http::header::CONTENT_ENCODING;
use http::{HeaderMap, StatusCode};

use super::answer::{Answer, DecodeFailure};
use super::context::{self, Context};
use super::error::{
    ArgumentError, DecodeError, Error, InvalidArgument, RedirectError, TransportFailure,
};
use super::exchange::{Arrived, Exchange, Failure};
use super::judge;
use super::lifecycle::Lifecycle;
use super::operation::Operation;
use super::redirect::{Manner, Outgoing};
use super::response::Response;
use super::retry::Retry;
use super::session::Session;
use super::trace;
use super::transport::{TransportError, TransportErrorKind};
use super::url::Url;

/// How much of an error's body is read.
const ERROR_BODY: usize = 256 * 1024;

/// How the answer of a success is read.
pub(crate) struct Reading<'a, T> {
    pub(crate) decode: &'a (dyn Fn(&Answer) -> Result<T, DecodeFailure> + Send + Sync),
    /// Whether 304 is a success, as it is where the request is conditional.
    pub(crate) not_modified: bool,
}

impl<T> Clone for Reading<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Reading<'_, T> {}

/// Sends a request until there is an answer and decodes it; also what pages are made of.
pub(crate) async fn fetch<T, B>(
    session: Session<'_>,
    operation: &'static Operation<B>,
    request: &Outgoing,
    reading: Reading<'_, T>,
) -> Result<Response<T>, Error<B>> {
    let mut retry = Retry::new(session.inner);
    loop {
        let error = match attempt(session, operation, request, reading).await {
            Ok(response) => {
                trace::succeeded(operation, retry.attempt(), &response);
                return Ok(response);
            }
            Err(error) => error,
        };
        let wait = retry.wait(&operation.method, error, session.clock())?;
        session.sleep(wait).await;
    }
}

async fn attempt<T, B>(
    session: Session<'_>,
    operation: &'static Operation<B>,
    request: &Outgoing,
    reading: Reading<'_, T>,
) -> Result<Response<T>, Error<B>> {
    let _pass = session.inner.gate.pass(session, &operation.method).await;
    let mut arrived = arrive(session, operation, request, Manner::Ordinary).await?;
    let not_modified = reading.not_modified && arrived.status == StatusCode::NOT_MODIFIED;
    if !operation.succeeded(arrived.status) && !not_modified {
        // Boxed, so that calls that succeed are not made room for it.
        return Err(Box::pin(refused(session, operation, arrived)).await);
    }
    let body = match plain(&arrived.headers) {
        Ok(()) => arrived.content.rest(u64::MAX).await,
        Err(error) => Err(error),
    };
    let Arrived {
        url,
        status,
        headers,
        ..
    } = arrived;
    let body = match body {
        Ok(body) => body,
        Err(error) => {
            let context = answered(session, operation, status, &headers);
            return Err(broken(context, error));
        }
    };
    let answer = Answer {
        status,
        headers,
        body,
    };
    match (reading.decode)(&answer) {
        Ok(value) => Ok(respond(session, url, answer.status, answer.headers, value)),
        Err(failure) => {
            let context = answered(session, operation, status, &answer.headers);
            Err(Error::Decode(DecodeError { context, failure }))
        }
    }
}

/// Sends one request, and those its redirects lead to, and returns once there is the head of the
/// answer to judge.
pub(crate) async fn arrive<B>(
    session: Session<'_>,
    operation: &'static Operation<B>,
    first: &Outgoing,
    manner: Manner,
) -> Result<Arrived, Error<B>> {
    let succeeded = |status| match manner {
        Manner::Ordinary => operation.succeeded(status),
        Manner::Bare => judge::is_content(status),
    };
    let transport = match session.transport() {
        Ok(transport) => transport,
        Err(error) => return Err(broken(context(operation), error)),
    };
    let exchange = Exchange {
        transport,
        base: session.inner.base_url_of(operation),
        manner,
        succeeded: &succeeded,
    };
    let arrived = exchange.run(first).await.map_err(|failure| match failure {
        Failure::Transport(error) => broken(context(operation), error),
        Failure::Redirect {
            refusal,
            status,
            headers,
        } => {
            let context = answered(session, operation, status, &headers);
            Error::Redirect(RedirectError { context, refusal })
        }
    })?;
    if manner == Manner::Ordinary {
        warn_once(session, operation, &arrived.headers);
    }
    Ok(arrived)
}

/// Passes on what an answer says of its end, the first time that one does.
fn warn_once<B>(session: Session<'_>, operation: &Operation<B>, headers: &HeaderMap) {
    let Some(lifecycle) = Lifecycle::read(headers) else {
        return;
    };
    if !session.inner.warned.swap(true, Ordering::Relaxed) {
        trace::deprecated(operation, lifecycle);
    }
}

pub(crate) fn context<B>(operation: &Operation<B>) -> Box<Context> {
    Box::new(Context::new(
        operation.id,
        operation.method.clone(),
        operation.path,
    ))
}

pub(crate) fn answered<B>(
    session: Session<'_>,
    operation: &Operation<B>,
    status: StatusCode,
    headers: &HeaderMap,
) -> Box<Context> {
    let ids = session.inner.service.request_id_headers;
    Box::new(context(operation).answered(status, headers, ids))
}

pub(crate) fn invalid<B>(operation: &Operation<B>, argument: InvalidArgument) -> Error<B> {
    let context = context(operation);
    Error::InvalidArgument(ArgumentError { context, argument })
}

pub(crate) fn broken<B>(context: Box<Context>, error: TransportError) -> Error<B> {
    Error::Transport(TransportFailure { context, error })
}

/// No encoding is asked for, so none is undone: it would be taken for the content.
pub(crate) fn plain(headers: &HeaderMap) -> Result<(), TransportError> {
    let Some(encoding) = headers.get(CONTENT_ENCODING) else {
        return Ok(());
    };
    if encoding.as_bytes().eq_ignore_ascii_case(b"identity") {
        return Ok(());
    }
    let encoding = String::from_utf8_lossy(encoding.as_bytes()).into_owned();
    Err(TransportError::new(TransportErrorKind::Encoding, encoding))
}

pub(crate) fn respond<T>(
    session: Session<'_>,
    url: Url,
    status: StatusCode,
    headers: HeaderMap,
    value: T,
) -> Response<T> {
    let ids = session.inner.service.request_id_headers;
    let request_id = context::request_id(&headers, ids);
    Response::new(value, status, headers, request_id, url)
}

/// The service's refusal.
pub(crate) async fn refused<B>(
    session: Session<'_>,
    operation: &'static Operation<B>,
    arrived: Arrived,
) -> Error<B> {
    let clock = session.clock().unix_time();
    let (context, answer) = explained(session, operation, arrived).await;
    let version = session.inner.api_version.as_ref();
    let version = version.and_then(|(_, version)| version.to_str().ok());
    judge::refusal(operation, *context, &answer, clock, version)
}

/// The refusal of a host a documented redirect led to.
pub(crate) async fn refused_elsewhere<B>(
    session: Session<'_>,
    operation: &'static Operation<B>,
    arrived: Arrived,
) -> Error<B> {
    let url = arrived.url.clone();
    let (context, answer) = explained(session, operation, arrived).await;
    judge::foreign(*context, &answer, &url)
}

async fn explained<B>(
    session: Session<'_>,
    operation: &'static Operation<B>,
    arrived: Arrived,
) -> (Box<Context>, Answer) {
    let Arrived {
        status,
        headers,
        content,
        ..
    } = arrived;
    let context = answered(session, operation, status, &headers);
    let answer = Answer {
        status,
        headers,
        body: content.beginning(ERROR_BODY).await,
    };
    (context, answer)
}
