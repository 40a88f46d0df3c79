//! What was recorded of GitHub's traffic (`@octokit/fixtures`), replayed through the runtime: pages,
//! a renamed repository, an error, an archive on another host.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, str};

use bytes::Bytes;
use client_runtime::{
    Call, Client, ClientBuilder, Credential, Download, Error, Items, Operation, Service, Status,
    decode,
};
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::Failure;
use crate::report::{Report, Verdict};
use crate::server::{Arrived, Server};

static SERVICE: Service = Service {
    base_url: "https://api.github.com",
    user_agent: "conformance",
    api_version: None,
    elsewhere: &[],
    request_id_headers: &["x-github-request-id"],
};

/// The recordings were made with this one.
const TOKEN: &str = "0000000000000000000000000000000000000001";
const API: &str = "https://api.github.com";
const ARCHIVES: &str = "https://codeload.github.com";
const REPO: &str = "/repos/{owner}/{repo}";

const fn operation(
    method: Method,
    path: &'static str,
    success: &'static [Status],
) -> Operation<()> {
    Operation {
        id: path,
        method,
        path,
        accept: "application/vnd.github.v3+json",
        security: &[&["token"]],
        success,
        errors: &[],
    }
}

static LIST_ISSUES: Operation<()> = operation(
    Method::GET,
    "/repos/{owner}/{repo}/issues",
    &[Status::Code(200)],
);
static GET_REPO: Operation<()> = operation(Method::GET, REPO, &[Status::Code(200)]);
static UPDATE_REPO: Operation<()> = operation(Method::PATCH, REPO, &[Status::Code(200)]);
static CREATE_LABEL: Operation<()> = operation(
    Method::POST,
    "/repos/{owner}/{repo}/labels",
    &[Status::Code(201)],
);
static GET_ARCHIVE: Operation<()> = operation(
    Method::GET,
    "/repos/{owner}/{repo}/tarball/{ref}",
    &[Status::Code(302)],
);

pub(crate) async fn judge(installed: &Path, report: &mut Report) -> Result<(), Failure> {
    report.add(&issues(installed).await?);
    report.add(&renamed(installed).await?);
    report.add(&error(installed).await?);
    report.add(&archive(installed).await?);
    Ok(())
}

async fn issues(installed: &Path) -> Result<Verdict, Failure> {
    let mut replay = Replay::start(installed, "paginate-issues").await?;
    let client = replay.client.clone();
    let mut call = replay.call(&client, &LIST_ISSUES);
    call.query("per_page", &3);
    let mut items = Items::new(call, decode::json, |page: Vec<Value>| page);
    let mut titles = Vec::new();
    while let Some(issue) = items.next().await {
        match issue {
            Ok(issue) => titles.push(issue["title"].clone()),
            Err(error) => replay.findings.push(error.to_string()),
        }
    }
    let pages = replay
        .exchanges
        .iter()
        .filter_map(|it| it.response.as_array());
    let recorded: Vec<Value> = pages
        .flatten()
        .map(|issue| issue["title"].clone())
        .collect();
    replay.equal("the issues", &json!(titles), &json!(recorded));
    Ok(replay.verdict("every issue over all pages"))
}

async fn renamed(installed: &Path) -> Result<Verdict, Failure> {
    let mut replay = Replay::start(installed, "rename-repository").await?;
    let client = replay.client.clone();
    let first = json!({ "name": "rename-repository-newname" });
    let mut second = first.clone();
    second["description"] = json!("test description");
    for body in [Some(first), None, Some(second)] {
        let operation = if body.is_some() {
            &UPDATE_REPO
        } else {
            &GET_REPO
        };
        let mut call = replay.call(&client, operation);
        if let Some(body) = &body {
            call.json("application/json; charset=utf-8", body);
        }
        match call.send(decode::json::<Value>).await {
            Ok(repo) => {
                let name = repo.body()["name"].clone();
                replay.equal("the name", &name, &json!("rename-repository-newname"));
            }
            Err(error) => replay.findings.push(error.to_string()),
        }
    }
    Ok(replay.verdict("a renamed repository is read and written"))
}

async fn error(installed: &Path) -> Result<Verdict, Failure> {
    let mut replay = Replay::start(installed, "errors").await?;
    let client = replay.client.clone();
    let mut call = replay.call(&client, &CREATE_LABEL);
    call.json(
        "application/json; charset=utf-8",
        &json!({ "name": "foo", "color": "invalid" }),
    );
    let told = match call.send(decode::json::<Value>).await {
        Ok(_) => Value::Null,
        Err(error) => told(&error),
    };
    let expected = json!({ "status": 422, "message": "Validation Failed", "names": true });
    replay.equal("the error", &told, &expected);
    Ok(replay.verdict("an error and its reasons"))
}

/// What a program learns from an error, and whether the fault's field is named.
fn told(error: &Error<()>) -> Value {
    let reasons = error.lenient().map(|body| body.errors().join(" "));
    json!({
        "status": error.status().map(|status| status.as_u16()),
        "message": error.message(),
        "names": reasons.is_some_and(|text| text.contains("color")),
    })
}

async fn archive(installed: &Path) -> Result<Verdict, Failure> {
    let mut replay = Replay::start(installed, "get-archive").await?;
    let client = replay.client.clone();
    let mut call = replay.call(&client, &GET_ARCHIVE);
    call.path("ref", "main");
    match Download::new(call).bytes().await {
        Ok(content) => {
            let recorded = replay.exchanges.last().map(Exchange::body);
            if Some(content.body()) != recorded.as_ref() {
                replay
                    .findings
                    .push("the content is another one".to_owned());
            }
        }
        Err(error) => replay.findings.push(error.to_string()),
    }
    Ok(replay.verdict("an archive on another host"))
}

/// A request that was recorded, and its answer.
#[derive(Clone, Debug)]
struct Exchange {
    origin: String,
    method: String,
    target: String,
    request: Value,
    status: u16,
    headers: Vec<(String, String)>,
    response: Value,
}

impl Exchange {
    fn read(value: &Value) -> Self {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let headers = value["headers"].as_object().into_iter().flatten();
        let headers = headers
            .filter(|(name, _)| !["connection", "content-length"].contains(&name.as_str()))
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        Self {
            origin: text("scope").trim_end_matches(":443").to_owned(),
            method: text("method").to_uppercase(),
            target: text("path"),
            request: value["body"].clone(),
            status: value["status"]
                .as_u64()
                .and_then(|it| it.try_into().ok())
                .unwrap_or(500),
            headers: headers.collect(),
            response: value["response"].clone(),
        }
    }

    /// Bytes are recorded in hexadecimal.
    fn body(&self) -> Bytes {
        match &self.response {
            Value::String(text) => text
                .as_bytes()
                .chunks(2)
                .filter_map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok())
                .collect(),
            value => value.to_string().into(),
        }
    }

    /// The answer, with the servers of this machine in the place of the recorded ones.
    fn answer(&self, api: &str, archives: &str) -> Option<Response<Bytes>> {
        let mut response = Response::new(self.body());
        *response.status_mut() = StatusCode::from_u16(self.status).ok()?;
        for (name, value) in &self.headers {
            let value = value.replace(API, api).replace(ARCHIVES, archives);
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            response
                .headers_mut()
                .append(name, HeaderValue::from_str(&value).ok()?);
        }
        Some(response)
    }
}

/// A recording that is being replayed.
struct Replay {
    name: &'static str,
    exchanges: Vec<Exchange>,
    api: Server,
    archives: Server,
    client: Client,
    findings: Vec<String>,
}

impl Replay {
    async fn start(installed: &Path, name: &'static str) -> Result<Self, Failure> {
        let file = installed
            .join("node_modules/@octokit/fixtures/scenarios/api.github.com")
            .join(name)
            .join("normalized-fixture.json");
        let recorded: Vec<Value> = serde_json::from_slice(&fs::read(file)?)?;
        let exchanges: Vec<Exchange> = recorded.iter().map(Exchange::read).collect();
        let archives = Server::start(answers(&exchanges, ARCHIVES, "")).await?;
        let api = Server::start(answers(&exchanges, API, &archives.url())).await?;
        let client = ClientBuilder::new(&SERVICE)
            .base_url(api.url())
            .credential("token", Credential::bearer(TOKEN))
            .write_interval(std::time::Duration::ZERO)
            .build()?;
        Ok(Self {
            name,
            exchanges,
            api,
            archives,
            client,
            findings: Vec::new(),
        })
    }

    fn call<'c>(&self, client: &'c Client, operation: &'static Operation<()>) -> Call<'c, ()> {
        let mut call = client.call(operation);
        call.path("owner", "octokit-fixture-org")
            .path("repo", self.name);
        call
    }

    fn equal(&mut self, what: &str, found: &Value, expected: &Value) {
        if found != expected {
            self.findings
                .push(format!("{what}: {found}, and not {expected}"));
        }
    }

    /// Everything recorded was asked for, in its order, and the token stayed with its host.
    fn verdict(mut self, what: &str) -> Verdict {
        for (origin, server) in [(API, self.api.clone()), (ARCHIVES, self.archives.clone())] {
            let found: Vec<Value> = server.take().iter().map(|it| seen(it, origin)).collect();
            let recorded: Vec<Value> = self
                .exchanges
                .iter()
                .filter(|exchange| exchange.origin == origin)
                .map(Exchange::expected)
                .collect();
            self.equal(origin, &json!(found), &json!(recorded));
        }
        Verdict {
            judge: "recordings",
            subject: format!("{}: {what}", self.name),
            count: self.exchanges.len(),
            findings: self.findings,
        }
    }
}

impl Exchange {
    /// The request as it has to arrive. Octokit sent its token to the other host, too.
    fn expected(&self) -> Value {
        json!({
            "method": self.method,
            "target": self.target,
            "body": self.request,
            "token": self.origin == API,
        })
    }
}

fn seen(request: &Arrived, origin: &str) -> Value {
    let body = serde_json::from_slice(request.body()).unwrap_or_else(|_| json!(""));
    let token = request.headers().get("authorization");
    let is_ours = |value: &HeaderValue| value.as_bytes().ends_with(TOKEN.as_bytes());
    json!({
        "method": request.method().as_str(),
        "target": request.uri().path_and_query().map(http::uri::PathAndQuery::as_str),
        "body": body,
        "token": match token {
            Some(value) => json!(is_ours(value) || origin != API),
            None => json!(false),
        },
    })
}

/// Answers in the order in which they were recorded.
fn answers(
    exchanges: &[Exchange],
    origin: &str,
    archives: &str,
) -> impl Fn(&Arrived) -> Response<Bytes> + Send + Sync + 'static {
    let left: VecDeque<Exchange> = exchanges
        .iter()
        .filter(|exchange| exchange.origin == origin)
        .cloned()
        .collect();
    let left = Arc::new(Mutex::new(left));
    let archives = archives.to_owned();
    move |request| {
        let next = left
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        let host = request.headers().get("host");
        let host = host.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let api = format!("http://{host}");
        next.and_then(|exchange| exchange.answer(&api, &archives))
            .unwrap_or_else(|| {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::NOT_FOUND;
                response
            })
    }
}
