//! A transport in memory that keeps what is sent and has it compared with what is expected.

use std::fmt::Debug;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use serde_json::Value;

use crate::api::runtime::{BoxFuture, Content, Transport, TransportError};
use crate::api::{Error, Response};
use crate::comparison::{Sent, differences};

/// Where the service is said to be. A path of its own, since a careless join loses it.
pub(crate) const BASE_URL: &str = "https://api.example.com/base";

/// What is answered where nothing depends on it: an error that nobody tries again.
const REFUSAL: (u16, &str) = (400, "");

/// Keeps requests, and answers each of them.
#[derive(Clone)]
pub(crate) struct Recorder {
    expected: Arc<Value>,
    sent: Arc<Mutex<Vec<http::Request<Bytes>>>>,
    /// A status, and a text in JSON.
    answer: Arc<Mutex<(u16, &'static str)>>,
}

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request);
        let (status, body) = *self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut answer = http::Response::new(Content::from(Bytes::from_static(body.as_bytes())));
        *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
        let json = http::HeaderValue::from_static("application/json");
        answer.headers_mut().insert(http::header::CONTENT_TYPE, json);
        Box::pin(async move { Ok(answer) })
    }
}

impl Recorder {
    /// A recorder that knows what is expected, by operation and kind of call.
    pub(crate) fn new(expected: &str) -> Self {
        let expected = serde_json::from_str(expected).unwrap_or_default();
        Self {
            expected: Arc::new(expected),
            sent: Arc::default(),
            answer: Arc::new(Mutex::new(REFUSAL)),
        }
    }

    /// Makes the call, which gets this answer, and looks at how its result begins.
    #[allow(dead_code, reason = "where there are no examples, there is no answer")]
    #[track_caller]
    pub(crate) fn check_answer<T: Debug>(
        &self,
        call: impl Future<Output = Result<Response<T>, Error>>,
        answer: (u16, &'static str),
        operation: &str,
        kind: &str,
    ) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = answer;
        let Poll::Ready(result) = pin!(call).poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("{operation}: the call waits for something")
        };
        let found = format!("{:?}", result.map(Response::into_inner));
        let status = answer.0;
        assert!(found.starts_with(kind), "{operation}: {status} is read as\n{found}");
    }

    /// Makes the call and compares the one request it sends.
    #[track_caller]
    pub(crate) fn check<T, E: std::fmt::Display>(
        &self,
        call: impl Future<Output = Result<T, E>>,
        operation: &str,
        kind: &str,
    ) {
        self.check_at(BASE_URL, call, operation, kind);
    }

    /// The same for a request that goes elsewhere.
    #[track_caller]
    pub(crate) fn check_at<T, E: std::fmt::Display>(
        &self,
        base_url: &str,
        call: impl Future<Output = Result<T, E>>,
        operation: &str,
        kind: &str,
    ) {
        let Poll::Ready(result) = pin!(call).poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("{operation}: the call waits for something")
        };
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let [request] = sent.as_slice() else {
            let error = result
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            panic!("{operation}: {} requests were sent. {error}", sent.len())
        };
        let headers = request.headers().iter();
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let sent = Sent {
            method: request.method().to_string(),
            url: request.uri().to_string(),
            headers: headers
                .map(|(name, value)| (name.to_string(), text(value)))
                .collect(),
            body: String::from_utf8_lossy(request.body()).into_owned(),
        };
        let differences = differences(&sent, base_url, &self.expected[operation][kind]);
        assert!(
            differences.is_empty(),
            "{operation} ({kind}):\n{}",
            differences.join("\n")
        );
    }
}
