//! A service, a few operations, and a transport that answers from a script.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use client_runtime::{
    ApiVersion, BlockingTransport, BoxFuture, Client, ClientBuilder, Clock, Content, Credential,
    Operation, RetryPolicy, Service, Status, Transport, TransportError, TransportErrorKind, decode,
};
use http::Method;
use serde::Deserialize;

pub(crate) static SERVICE: Service = Service {
    base_url: "https://api.example.com",
    user_agent: "tests/1.0",
    api_version: Some(ApiVersion {
        header: "X-Api-Version",
        default: "2022-11-28",
    }),
    elsewhere: &[],
    request_id_headers: &["x-github-request-id", "x-request-id"],
};

#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct Gone {
    pub(crate) message: String,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Errors {
    Gone(Gone),
    Client(Gone),
}

pub(crate) static LIST: Operation<Errors> = Operation {
    id: "things/list",
    method: Method::GET,
    path: "/things/{owner}",
    accept: "application/json",
    security: &[&["token"]],
    success: &[Status::Code(200)],
    errors: &[
        (Status::Range(4), |body| {
            decode::error(body).map(Errors::Client)
        }),
        (Status::Code(410), |body| {
            decode::error(body).map(Errors::Gone)
        }),
    ],
};

pub(crate) static DELETE: Operation<Errors> = Operation {
    id: "things/delete",
    method: Method::DELETE,
    path: "/things/{owner}",
    accept: "",
    security: &[&["token"]],
    success: &[Status::Code(204)],
    errors: &[],
};

pub(crate) static CREATE: Operation<Errors> = Operation {
    id: "things/create",
    method: Method::POST,
    path: "/things/{owner}",
    accept: "",
    security: &[&["token"]],
    success: &[Status::Code(200), Status::Code(201)],
    errors: &[],
};

pub(crate) static DOWNLOAD: Operation<Errors> = Operation {
    id: "things/download",
    method: Method::GET,
    path: "/things/{owner}/zip",
    accept: "application/json",
    security: &[&["token"]],
    success: &[Status::Code(302)],
    errors: &[(Status::Code(410), |body| {
        decode::error(body).map(Errors::Gone)
    })],
};

pub(crate) const TOKEN: &str = "ghp_verysecret";

/// Answers requests in the order of the script and keeps them.
#[derive(Clone, Default)]
pub(crate) struct Script {
    answers: Arc<Mutex<VecDeque<http::Response<Bytes>>>>,
    requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = http::Response<Bytes>>) -> Self {
        let answers = Arc::new(Mutex::new(answers.into_iter().collect()));
        Self {
            answers,
            ..Self::default()
        }
    }

    /// What was sent: method, URL and whether a token went along.
    pub(crate) fn sent(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        let line = |request: &http::Request<Bytes>| {
            let token = if request.headers().contains_key("authorization") {
                " +token"
            } else {
                ""
            };
            format!("{} {}{token}", request.method(), request.uri())
        };
        requests.iter().map(line).collect()
    }

    pub(crate) fn request(&self, at: usize) -> http::Request<Bytes> {
        self.requests.lock().unwrap()[at].clone()
    }
}

impl Script {
    fn next(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        self.requests.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        let over = || TransportError::new(TransportErrorKind::Certificate, "the script is over");
        let answer = answer.ok_or_else(over)?;
        if answer.status() == REFUSED {
            return Err(TransportError::new(TransportErrorKind::Connect, "refused"));
        }
        Ok(answer)
    }
}

/// Stands in a script for a connection that is refused.
pub(crate) const REFUSED: u16 = 999;

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        Box::pin(async move { Ok(self.next(request)?.map(Content::from)) })
    }
}

impl BlockingTransport for Script {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Box<dyn Read + Send>>, TransportError> {
        let answer = self.next(request)?;
        Ok(answer.map(|body| Box::new(std::io::Cursor::new(body)) as _))
    }
}

pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
    let mut answer = http::Response::builder().status(status);
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    answer
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap()
}

/// Every call is made once, so that a test of what an answer means is over at once.
pub(crate) fn builder() -> ClientBuilder {
    ClientBuilder::new(&SERVICE)
        .credential("token", Credential::bearer(TOKEN))
        .retry(RetryPolicy::none())
}

/// A clock on which waiting takes no time. It starts a day after 1970.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    now: Arc<Mutex<Duration>>,
    slept: Arc<Mutex<Vec<Duration>>>,
    random: f64,
}

pub(crate) const DAY: Duration = Duration::from_secs(86400);

impl Watch {
    pub(crate) fn new(random: f64) -> Self {
        Self {
            random,
            ..Self::default()
        }
    }

    /// The waits so far, in seconds.
    pub(crate) fn slept(&self) -> Vec<f64> {
        let slept = self.slept.lock().unwrap();
        slept.iter().map(Duration::as_secs_f64).collect()
    }

    pub(crate) fn pass(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }
}

impl Clock for Watch {
    fn now(&self) -> Duration {
        *self.now.lock().unwrap()
    }

    fn unix_time(&self) -> Duration {
        DAY + self.now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.block(time);
        Box::pin(std::future::ready(()))
    }

    fn block(&self, time: Duration) {
        self.slept.lock().unwrap().push(time);
        self.pass(time);
    }

    fn random(&self) -> f64 {
        self.random
    }
}

pub(crate) fn client(script: &Script) -> Client {
    builder()
        .transport(script.clone())
        .blocking_transport(script.clone())
        .build()
        .unwrap()
}
