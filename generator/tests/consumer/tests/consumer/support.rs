//! A client of a local server, and answers for the server to give.

use std::time::Duration;

use github_actions_artifacts::runtime::RetryPolicy;
use github_actions_artifacts::{Client, ClientBuilder};
use serde_json::{Value, json};

use crate::server::{Reply, Server, reply};

/// No part of it may show up in a message.
pub(crate) const TOKEN: &str = "ghp_verysecret";

/// What every request but the one that answers nothing asks for.
pub(crate) const ACCEPT: &str = "application/vnd.github+json, application/json";

/// Every call is made once, as these tests are about what one answer means.
pub(crate) fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .retry(RetryPolicy::none())
        .base_url(server.url())
        .user_agent("consumer/1.0")
        .token(TOKEN)
        .read_timeout(Duration::from_millis(500))
}

pub(crate) fn client(server: &Server) -> Client {
    builder(server).build().unwrap()
}

/// All headers of a request of that client, as the server lists them.
pub(crate) fn headers(server: &Server, accept: &str) -> Vec<String> {
    vec![
        format!("accept: {accept}"),
        format!("authorization: Bearer {TOKEN}"),
        format!("host: {}", server.host()),
        "user-agent: consumer/1.0".to_owned(),
        "x-github-api-version: 2022-11-28".to_owned(),
    ]
}

/// The one request that arrived, which has to be this one.
#[track_caller]
pub(crate) fn check_request(server: &Server, line: &str, accept: &str) {
    let expected = (format!("{line} HTTP/1.1"), headers(server, accept));
    assert_eq!(server.requests(), [expected]);
}

pub(crate) fn artifact(id: i64) -> Value {
    json!({
        "id": id,
        "node_id": format!("node-{id}"),
        "name": format!("artifact-{id}"),
        "size_in_bytes": 1000 + id,
        "url": format!("https://api.github.com/repos/octo-org/docs/actions/artifacts/{id}"),
        "archive_download_url":
            format!("https://api.github.com/repos/octo-org/docs/actions/artifacts/{id}/zip"),
        "expired": false,
        "created_at": "2024-05-06T07:08:09Z",
        "expires_at": "2024-08-04T07:08:09Z",
        "updated_at": "2024-05-06T07:08:10Z",
    })
}

pub(crate) fn ok(body: &Value) -> Reply {
    let headers = [("content-type", "application/json; charset=utf-8")];
    reply("200 OK", &headers, body.to_string())
}

/// A page of artifacts with these ids, out of six.
pub(crate) fn page(ids: &[i64]) -> Value {
    let artifacts: Vec<Value> = ids.iter().copied().map(artifact).collect();
    json!({ "total_count": 6, "artifacts": artifacts })
}

/// A list of three pages, the middle one empty. As GitHub does, the links lead to the repository
/// by its number, and name all neighbours in one header.
pub(crate) async fn three_pages(first: &'static str) -> Server {
    Server::start_at(move |url, line| {
        let path = line.split(' ').nth(1).unwrap();
        let to = |page: u8| format!("{url}/repositories/1296269/list?per_page=2,page&page={page}");
        let (ids, next): (&[i64], _) = if path.starts_with(first) {
            (&[1, 2], Some(to(2)))
        } else if path == to(2).strip_prefix(url).unwrap() {
            (&[], Some(to(3)))
        } else if path == to(3).strip_prefix(url).unwrap() {
            (&[3], None)
        } else {
            return reply("404 Not Found", &[], "");
        };
        let mut link = format!("<{}>; rel=\"prev\", <{}>; rel=\"last\"", to(1), to(3));
        if let Some(next) = next {
            link = format!("{link}, <{next}>; rel=\"next\"");
        }
        reply("200 OK", &[("link", &link)], page(ids).to_string())
    })
    .await
}
