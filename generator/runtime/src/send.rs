//! From a request that is ready to the result of the call. The exchange brings the answer, the
//! judge says what it means; here the two meet, and every failure gets the call it belongs to.

use http::{HeaderMap, StatusCode};

use super::answer::{Answer, Decode};
use super::client::Client;
use super::content::Content;
use super::context::{self, Context};
use super::error::{DecodeError, Error, RedirectError, TransportFailure};
use super::exchange::{Arrived, Exchange, Failure};
use super::judge;
use super::operation::Operation;
use super::redirect::{Manner, Outgoing};
use super::response::Response;
use super::transport::TransportError;

/// How much of an error's body is read.
const ERROR_BODY: usize = 256 * 1024;

/// Sends a request and gives the body of a success as it arrives, from wherever the documented
/// redirect leads.
pub(crate) async fn stream<B>(
    client: &Client,
    operation: &'static Operation<B>,
    request: Outgoing,
) -> Result<Response<Content>, Error<B>> {
    let arrived = arrive(client, operation, request, Manner::Ordinary).await?;
    let Some(url) = arrived.target else {
        if operation.succeeded(arrived.status) {
            return Ok(respond(client, arrived));
        }
        return Err(refused(client, operation, arrived, judge::refusal).await);
    };
    let bare = arrived.request.bare(url);
    let arrived = arrive(client, operation, bare, Manner::Bare).await?;
    if judge::is_content(arrived.status) {
        return Ok(respond(client, arrived));
    }
    let url = arrived.request.url.clone();
    let judge = |_: &_, context, answer: &_| judge::foreign(context, answer, &url);
    Err(refused(client, operation, arrived, judge).await)
}

pub(crate) fn context<B>(operation: &Operation<B>) -> Box<Context> {
    Box::new(Context::new(
        operation.id,
        operation.method.clone(),
        operation.path,
    ))
}

pub(crate) fn answered<B>(
    client: &Client,
    operation: &Operation<B>,
    status: StatusCode,
    headers: &HeaderMap,
) -> Box<Context> {
    let ids = client.inner.service.request_id_headers;
    Box::new(context(operation).answered(status, headers, ids))
}

fn broken<B>(context: Box<Context>, error: TransportError) -> Error<B> {
    Error::Transport(TransportFailure { context, error })
}

async fn arrive<B>(
    client: &Client,
    operation: &'static Operation<B>,
    first: Outgoing,
    manner: Manner,
) -> Result<Arrived, Error<B>> {
    let succeeded = |status| match manner {
        Manner::Ordinary => operation.succeeded(status),
        Manner::Bare => judge::is_content(status),
    };
    let (transport, base) = (&*client.inner.transport, &client.inner.base_url);
    let exchange = Exchange {
        transport,
        base,
        manner,
        succeeded: &succeeded,
    };
    exchange.run(first).await.map_err(|failure| match failure {
        Failure::Transport(error) => broken(context(operation), error),
        Failure::Redirect {
            refusal,
            status,
            headers,
        } => {
            let context = answered(client, operation, status, &headers);
            Error::Redirect(RedirectError { context, refusal })
        }
    })
}

/// Sends a request that is ready and decodes its answer; also what pages are made of.
pub(crate) async fn fetch<T, B>(
    client: &Client,
    operation: &'static Operation<B>,
    request: Outgoing,
    decode: Decode<T>,
) -> Result<Response<T>, Error<B>> {
    let arrived = arrive(client, operation, request, Manner::Ordinary).await?;
    if !operation.succeeded(arrived.status) {
        return Err(refused(client, operation, arrived, judge::refusal).await);
    }
    let Arrived {
        request,
        status,
        headers,
        content,
        ..
    } = arrived;
    let context = answered(client, operation, status, &headers);
    let body = match content.bytes().await {
        Ok(body) => body,
        Err(error) => return Err(broken(context, error)),
    };
    let answer = Answer {
        status,
        headers,
        body,
    };
    match decode(&answer) {
        Ok(value) => {
            let request_id = context.request_id().map(str::to_owned);
            Ok(Response::new(
                value,
                status,
                answer.headers,
                request_id,
                request.url,
            ))
        }
        Err(failure) => Err(Error::Decode(DecodeError { context, failure })),
    }
}

fn respond(client: &Client, arrived: Arrived) -> Response<Content> {
    let Arrived {
        request,
        status,
        headers,
        content,
        ..
    } = arrived;
    let request_id = context::request_id(&headers, client.inner.service.request_id_headers);
    Response::new(content, status, headers, request_id, request.url)
}

async fn refused<B>(
    client: &Client,
    operation: &'static Operation<B>,
    arrived: Arrived,
    judge: impl FnOnce(&Operation<B>, Context, &Answer) -> Error<B>,
) -> Error<B> {
    let Arrived {
        status,
        headers,
        content,
        ..
    } = arrived;
    let context = answered(client, operation, status, &headers);
    let answer = Answer {
        status,
        headers,
        body: content.beginning(ERROR_BODY).await,
    };
    judge(operation, *context, &answer)
}
