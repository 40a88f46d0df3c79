//! Answers that are no success, in every form that servers and what stands before them give.

use std::error::Error as _;

use github_actions_artifacts::runtime::{LimitScope, TransportErrorKind};
use github_actions_artifacts::types::ArchiveFormat;
use github_actions_artifacts::{Client, Error, Result};

use crate::server::{Reply, Server, Then, reply};
use crate::support::{TOKEN, client};

const JSON: &str = r#"{
    "message": "first\nsecond\u001b[31m",
    "documentation_url": "https://docs.github.com/rest",
    "errors": [{"resource": "Artifact", "field": "id", "code": "invalid"}, "too\nlong"]
}"#;
const HTML: &str = "<!DOCTYPE html>\n<html><body>\n<h1>Unicorn!</h1></body></html>";

const STATUSES: [&str; 4] = [
    "404 Not Found",
    "410 Gone",
    "422 Unprocessable Entity",
    "500 Internal Server Error",
];

async fn get(server: &Server) -> Result<()> {
    let client = client(server);
    let request = client.actions().get_artifact("octo-org", "docs", 11);
    request.send().await.map(drop)
}

async fn download(server: &Server) -> Result<()> {
    let client = client(server);
    let actions = client.actions();
    let request = actions.download_artifact("octo-org", "docs", 11, ArchiveFormat::Zip);
    request.download().stream().await.map(drop)
}

/// All that can be printed about an error: no secret, and nothing that acts on a terminal.
fn printed(error: &Error) -> String {
    let line = error.to_string();
    assert!(!line.contains(char::is_control), "{line:?}");
    let mut all = format!("{line} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        all = format!("{all} {error} {error:?}");
        source = error.source();
    }
    assert!(!all.contains(TOKEN), "{all}");
    line
}

#[tokio::test]
async fn statuses_and_bodies_of_every_kind() {
    for status in STATUSES {
        for (media, body, message) in [
            (
                "application/json",
                JSON,
                ": first\\nsecond\\u{1b}[31m; id: invalid; too\\nlong",
            ),
            ("text/html", HTML, ""),
            ("application/json", "", ""),
        ] {
            let headers = [("content-type", media), ("x-github-request-id", "7:8")];
            let answer = reply(status, &headers, body);
            let server = Server::start(move |_| answer.clone()).await;
            let path = "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}";
            for (error, path) in [
                (get(&server).await.unwrap_err(), path.to_owned()),
                (
                    download(&server).await.unwrap_err(),
                    format!("{path}/{{archive_format}}"),
                ),
            ] {
                let line = format!("GET {path}: {status}{message} (request 7:8)");
                assert_eq!(printed(&error), line);
                // Of the five operations, the download alone documents an error, and that is 410.
                let typed = path.ends_with("format}") && status == "410 Gone" && body == JSON;
                assert_eq!(matches!(error, Error::Documented(_)), typed, "{error:?}");
                assert_eq!(matches!(error, Error::Status(_)), !typed, "{error:?}");
                assert_eq!(error.status().unwrap().as_str(), &status[..3]);
                assert_eq!(error.request_id(), Some("7:8"));
                let said = (body == JSON).then_some("first\nsecond\u{1b}[31m");
                assert_eq!(error.message(), said);
                let lenient = error.lenient().unwrap();
                assert_eq!(lenient.content_type(), Some(media));
                assert_eq!(lenient.excerpt().contains("Unicorn!"), body == HTML);
            }
        }
    }
}

#[tokio::test]
async fn limits_are_told_apart_from_missing_permissions() {
    let limit = [
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "1000000060"),
        ("date", "Sun, 09 Sep 2001 01:46:40 GMT"),
    ];
    let answer = reply(
        "403 Forbidden",
        &limit,
        r#"{"message": "API rate limit exceeded"}"#,
    );
    let server = Server::start(move |_| answer.clone()).await;
    let error = get(&server).await.unwrap_err();
    printed(&error);
    let Error::RateLimited(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.scope, LimitScope::Primary);
    assert_eq!(error.wait.unwrap().as_secs(), 60);
    let answer = reply(
        "403 Forbidden",
        &[],
        r#"{"message": "Resource not accessible"}"#,
    );
    let server = Server::start(move |_| answer.clone()).await;
    assert!(matches!(get(&server).await, Err(Error::Status(_))));
}

#[tokio::test]
async fn an_answer_of_another_shape_says_where() {
    let body = r#"{"id": 1, "node_id": "n", "name": 7}"#;
    let server = Server::start(move |_| reply("200 OK", &[], body)).await;
    let error = get(&server).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(printed(&error).contains("name"), "{error}");
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn a_server_that_never_answers_runs_into_the_timeout() {
    let silence = Reply {
        bytes: Vec::new(),
        then: Then::Hang,
    };
    let server = Server::start(move |_| silence.clone()).await;
    let error = get(&server).await.unwrap_err();
    assert!(printed(&error).contains(": timed out: "), "{error}");
    let Error::Transport(failure) = error else {
        panic!("{error:?}")
    };
    assert_eq!(failure.error.kind(), TransportErrorKind::Timeout);
    assert_eq!(failure.context.status(), None);
}

#[tokio::test]
async fn nobody_there() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let builder = Client::builder().base_url(url).token(TOKEN);
    let client = builder.build().unwrap();
    let request = client.actions().get_artifact("octo-org", "docs", 11);
    let error = request.send().await.unwrap_err();
    assert!(printed(&error).contains(": could not connect: "), "{error}");
}
