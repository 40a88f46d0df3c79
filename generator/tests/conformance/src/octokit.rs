//! Octokit, GitHub's own client: it and the emitted one make the same calls to a server that
//! records them, and the requests have to be the same.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use bytes::Bytes;
use github_actions_artifacts::Client;
use github_actions_artifacts::types::Direction;
use http::Response;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::Failure;
use crate::calls::{AWKWARD, Call, Operation};
use crate::report::{Report, Verdict};
use crate::server::{Arrived, Server};

const TOKEN: &str = "ghp_0123456789";
const VERSION: &str = "x-github-api-version";

pub(crate) async fn judge(installed: &Path, report: &mut Report) -> Result<(), Failure> {
    let server = Server::start(answer).await?;
    let calls = calls();
    let mut findings = Vec::new();
    let ours = ours(&server, &calls, &mut findings).await?;
    let theirs = theirs(installed, &server, &calls, &ours).await?;
    if ours.len() != calls.len() || theirs.len() != 2 * ours.len() {
        findings.push(format!(
            "{} calls became {} requests here and {} there",
            calls.len(),
            ours.len(),
            theirs.len()
        ));
    }
    for (ours, theirs) in ours.iter().zip(theirs.chunks(2)) {
        let ours = Seen::of(ours);
        for theirs in theirs.iter().map(Seen::of) {
            if ours != theirs {
                findings.push(format!("{ours:?} is {theirs:?} there"));
            }
        }
    }
    report.add(&Verdict {
        judge: "octokit",
        subject: "the same calls are the same requests".to_owned(),
        count: theirs.len(),
        findings,
    });
    Ok(())
}

/// Ordinary ones with all combinations of options, and awkward ones.
fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    for operation in Operation::ALL {
        let ordinary = Call::new(operation, "octo-org", "docs", i64::from(i32::MAX) + 1);
        calls.push(ordinary.clone());
        if matches!(operation, Operation::ListForRepo | Operation::ListForRun) {
            for bits in 1..16 {
                let set = |bit: u8| bits >> bit & 1 == 1;
                calls.push(Call {
                    per_page: set(0).then_some(100),
                    page: set(1).then_some(3),
                    name: set(2).then(|| "build".to_owned()),
                    direction: set(3).then_some(Direction::Asc),
                    ..ordinary.clone()
                });
            }
        }
        for (at, owner) in AWKWARD.into_iter().enumerate() {
            let repo = AWKWARD[(at + 5) % AWKWARD.len()];
            calls.push(Call {
                name: Some(AWKWARD[(at + 9) % AWKWARD.len()].to_owned()),
                ..Call::new(operation, owner, repo, 5)
            });
        }
    }
    calls
}

async fn ours(
    server: &Server,
    calls: &[Call],
    findings: &mut Vec<String>,
) -> Result<Vec<Arrived>, Failure> {
    let client = Client::builder()
        .base_url(server.url())
        .token(TOKEN)
        .write_interval(std::time::Duration::ZERO)
        .build()?;
    for call in calls {
        if let Err(error) = call.clone().send(&client).await {
            findings.push(format!("{call:?}: {error}"));
        }
    }
    Ok(server.take())
}

/// Each call twice. Octokit asks for no version of the API unless it is told to.
async fn theirs(
    installed: &Path,
    server: &Server,
    calls: &[Call],
    ours: &[Arrived],
) -> Result<Vec<Arrived>, Failure> {
    let version = ours.first().and_then(|it| it.headers().get(VERSION));
    let version = version.and_then(|it| it.to_str().ok());
    let input = json!({
        "token": TOKEN,
        "headers": { VERSION: version },
        "calls": calls.iter().map(Call::for_octokit).collect::<Vec<Value>>(),
    });
    let mut process = Command::new("node")
        .arg(installed.join("octokit.mjs"))
        .arg(server.url())
        .stdin(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut stdin = process.stdin.take().ok_or("node has no standard input")?;
    stdin.write_all(input.to_string().as_bytes()).await?;
    drop(stdin);
    let status = process.wait().await?;
    if !status.success() {
        return Err(format!("octokit.mjs ended with {status}").into());
    }
    Ok(server.take())
}

/// What of a request has to be equal.
#[derive(Debug, PartialEq)]
struct Seen {
    method: String,
    /// As it is on the wire.
    path: String,
    query: BTreeMap<String, String>,
    token: String,
    /// The preferred one.
    media_type: String,
    version: Option<String>,
    content_type: Option<String>,
    is_named: bool,
}

impl Seen {
    fn of(request: &Arrived) -> Self {
        let header = |name: &str| {
            let value = request.headers().get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let query = request.uri().query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let authorization = header("authorization").unwrap_or_default();
        let accept = header("accept").unwrap_or_default();
        Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decoded(name), decoded(value)))
                .collect(),
            // Octokit says `token`, which GitHub takes as well.
            token: authorization
                .split(' ')
                .next_back()
                .unwrap_or_default()
                .to_owned(),
            // The third version is the only one there is; GitHub has stopped to name it.
            media_type: accept
                .split(',')
                .next()
                .unwrap_or_default()
                .replace(".v3", ""),
            version: header(VERSION),
            content_type: header("content-type"),
            is_named: header("user-agent").is_some_and(|name| !name.is_empty()),
        }
    }
}

fn answer(request: &Arrived) -> Response<Bytes> {
    let path = request.uri().path();
    let last = path.rsplit('/').next().unwrap_or_default();
    let (status, body) = if request.method() == http::Method::DELETE {
        (204, None)
    } else if last == "zip" {
        (302, None)
    } else if last == "artifacts" {
        (200, Some(json!({ "total_count": 0, "artifacts": [] })))
    } else {
        (200, Some(artifact()))
    };
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    if status == 302 {
        let location = http::HeaderValue::from_static("/content");
        response
            .headers_mut()
            .insert(http::header::LOCATION, location);
    }
    if let Some(body) = body {
        let json = http::HeaderValue::from_static("application/json; charset=utf-8");
        response
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, json);
        *response.body_mut() = body.to_string().into();
    }
    response
}

fn artifact() -> Value {
    json!({
        "id": 5,
        "node_id": "MDg6QXJ0aWZhY3Q1",
        "name": "build",
        "size_in_bytes": 1,
        "url": "https://api.github.com/repos/octo-org/docs/actions/artifacts/5",
        "archive_download_url":
            "https://api.github.com/repos/octo-org/docs/actions/artifacts/5/zip",
        "expired": false,
        "created_at": null,
        "expires_at": null,
        "updated_at": null,
    })
}
