//! What a call tells whoever listens, with the feature `tracing`: one span per call, one event per
//! attempt. Both name the operation and its path template, and nothing an argument, a credential
//! or a URL is part of.

use super::error::Error;
use super::lifecycle::Lifecycle;
use super::operation::Operation;
use super::response::Response;

/// The span of a call. No `async fn`, which would hold the call's state twice.
pub(crate) fn call<B, F: Future>(
    operation: &Operation<B>,
    call: F,
) -> impl Future<Output = F::Output> + use<B, F> {
    #[cfg(feature = "tracing")]
    let call = {
        let (id, method, path) = (operation.id, &operation.method, operation.path);
        let span = tracing::info_span!("call", operation = id, %method, path);
        tracing::Instrument::instrument(call, span)
    };
    #[cfg(not(feature = "tracing"))]
    let _ = operation;
    call
}

/// An attempt that had a success.
pub(crate) fn succeeded<T, B>(operation: &Operation<B>, attempt: u32, response: &Response<T>) {
    #[cfg(feature = "tracing")]
    tracing::debug!(
        operation = operation.id,
        path = operation.path,
        attempt,
        status = response.status().as_u16(),
        request_id = response.request_id(),
        "answered"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = (operation, attempt, response);
}

/// An attempt that failed. If another one follows it is after `wait`.
pub(crate) fn failed<B>(error: &Error<B>, attempt: u32, wait: Option<std::time::Duration>) {
    #[cfg(feature = "tracing")]
    {
        let context = error.context();
        let (operation, path) = (context.operation(), context.path());
        let status = context.status().map(|status| status.as_u16());
        let request_id = context.request_id();
        let wait = wait.map(|wait| wait.as_secs_f64());
        tracing::debug!(operation, path, attempt, status, request_id, wait, %error, "failed");
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (error, attempt, wait);
}

/// An answer that says when what was asked for comes to an end: told once by a client, as a
/// warning, because the next version has to be taken up by people.
pub(crate) fn deprecated<B>(operation: &Operation<B>, lifecycle: Lifecycle) {
    #[cfg(feature = "tracing")]
    {
        let seconds = |moment: Option<std::time::SystemTime>| {
            let since = moment?.duration_since(std::time::SystemTime::UNIX_EPOCH);
            since.ok().map(|since| since.as_secs())
        };
        let (deprecated, sunset) = (seconds(lifecycle.deprecated), seconds(lifecycle.sunset));
        let (operation, path) = (operation.id, operation.path);
        tracing::warn!(operation, path, deprecated, sunset, "deprecated");
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (operation, lifecycle);
}
