//! A service, a few operations, and a transport that answers from a script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use client_runtime::{
    ApiVersion, BoxFuture, Client, ClientBuilder, Content, Credential, Operation, Service, Status,
    Transport, TransportError, TransportErrorKind, decode,
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

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        Box::pin(async move {
            self.requests.lock().unwrap().push(request);
            let answer = self.answers.lock().unwrap().pop_front();
            let over = || TransportError::new(TransportErrorKind::Connect, "the script is over");
            Ok(answer.ok_or_else(over)?.map(Content::from))
        })
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

pub(crate) fn builder() -> ClientBuilder {
    ClientBuilder::new(&SERVICE).credential("token", Credential::bearer(TOKEN))
}

pub(crate) fn client(script: &Script) -> Client {
    builder().transport(script.clone()).build().unwrap()
}
