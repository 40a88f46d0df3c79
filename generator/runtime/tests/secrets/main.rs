//! Everything that is logged in a full run, at the lowest level, by this crate and by those below
//! it: no token and no signed query. A program of its own, as logging is the process's.
#![cfg(all(feature = "reqwest", feature = "blocking", feature = "tracing"))]
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and these modules are shared"
)]

mod listener;
#[path = "../runtime/faults/server.rs"]
mod server;
#[path = "../runtime/storage/directory.rs"]
mod storage;
#[path = "../runtime/support.rs"]
mod support;

use std::time::Duration;

use client_runtime::{Client, Download, Error, Items, RetryPolicy, Sending, decode};

use crate::listener::Heard;
use crate::server::{Server, head, reply, reset, write};
use crate::storage::Directory;
use crate::support::{DELETE, DOWNLOAD, Errors, LIST, TOKEN, Watch, builder};

const SIGNATURE: &str = "sp=r&sig=topsecretsignature";

fn blob() -> Server {
    Server::start(|before, request, stream| match before {
        0 => {
            let headers = [("content-length", "9"), ("etag", "\"1\"")];
            write(stream, head("200 OK", &headers) + "0123");
            reset(stream);
        }
        1 => reply(stream, "403 Forbidden", &[], "expired"),
        2 => reply(
            stream,
            "307 Temporary Redirect",
            &[("location", "/z?sig=topsecretsignature")],
            "",
        ),
        _ => match request.header("range") {
            Some(_) => {
                let headers = [("content-range", "bytes 4-8/9"), ("etag", "\"1\"")];
                reply(stream, "206 Partial Content", &headers, "45678");
            }
            None => reply(stream, "200 OK", &[("etag", "\"1\"")], "012345678"),
        },
    })
}

fn service(blob: &Server) -> Server {
    let location = format!("{}/z?{SIGNATURE}", blob.url());
    Server::start(move |before, request, stream| {
        if request.line.contains("/zip") {
            return reply(stream, "302 Found", &[("location", &location)], "");
        }
        match (request.line.split(' ').next(), before) {
            (Some("DELETE"), _) => reply(stream, "404 Not Found", &[("x-request-id", "id7")], "{}"),
            (_, 0) => reply(
                stream,
                "503 Service Unavailable",
                &[("x-request-id", "id1")],
                "",
            ),
            (_, 1) => reply(
                stream,
                "200 OK",
                &[("link", "</next?key=hunter2>; rel=next")],
                "[1]",
            ),
            _ => reply(stream, "200 OK", &[], "[2]"),
        }
    })
}

async fn make<T>(wait: bool, sending: Sending<'_, T, Errors>) -> Result<T, Error<Errors>> {
    if wait { sending.wait() } else { sending.await }
}

async fn everything(wait: bool, client: &Client, directory: &Directory) {
    let mut call = client.call(&LIST);
    call.path("owner", "o").query("key", "hunter2");
    let mut items = Items::new(call, decode::json, |page: Vec<u8>| page);
    if wait {
        assert_eq!(items.wait().map(Result::unwrap).count(), 2);
    } else {
        for _ in 0..2 {
            items.next().await.unwrap().unwrap();
        }
    }
    let mut call = client.call(&DELETE);
    call.path("owner", "o");
    let error = make(wait, call.send(decode::empty)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o");
    let sending = Download::new(call).to_file(directory.join("a"));
    assert_eq!(make(wait, sending).await.unwrap().bytes, 9);
}

/// The bytes of a line like `log ureq_proto::util 4745 5420 2f--  GET./..`.
fn dump(line: &str) -> Vec<u8> {
    let Some(row) = line.strip_prefix("log ureq_proto::util ") else {
        return Vec::new();
    };
    let hex: String = row
        .chars()
        .take(40)
        .filter(char::is_ascii_hexdigit)
        .collect();
    let pairs = (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16));
    pairs.flatten().collect()
}

#[tokio::test]
async fn nothing_that_is_logged_is_secret() {
    let heard = Heard::listen();
    let secrets = [TOKEN, "topsecretsignature", "hunter2"];
    for wait in [false, true] {
        let blob = blob();
        let server = service(&blob);
        let client = builder()
            .base_url(server.url())
            .retry(RetryPolicy::default())
            .read_timeout(Duration::from_secs(5))
            .clock(Watch::new(0.5))
            .build()
            .unwrap();
        everything(wait, &client, &Directory::new()).await;
        assert_eq!(blob.lines().len(), 4);
        let lines = heard.take();
        for line in &lines {
            for secret in secrets {
                assert!(!line.contains(secret), "{line}");
            }
        }
        // ureq dumps what passes through it, some bytes a line.
        let dumped: Vec<u8> = lines.iter().flat_map(|line| dump(line)).collect();
        let dumped = String::from_utf8_lossy(&dumped);
        for secret in secrets {
            assert!(!dumped.contains(secret), "{dumped}");
        }
        assert_eq!(dumped.contains("45678"), wait, "{dumped}");
        let has = |parts: &[&str]| {
            let found = lines
                .iter()
                .any(|line| parts.iter().all(|part| line.contains(part)));
            assert!(found, "{parts:?} in {lines:#?}");
        };
        // Those below are heard, or their silence would prove nothing.
        has(&[if wait { "ureq" } else { "reqwest" }]);
        let spans = lines
            .iter()
            .filter(|line| line.starts_with("span call"))
            .count();
        assert_eq!(spans, 4, "one for each page, the deletion and the download");
        has(&[
            "span call",
            "operation=things/list",
            "method=GET",
            "path=/things/{owner}",
        ]);
        has(&[
            "event",
            "operation=things/list",
            "attempt=1",
            "status=503",
            "request_id=id1",
            "wait=0.25",
        ]);
        has(&["event", "operation=things/list", "attempt=2", "status=200"]);
        has(&[
            "event",
            "operation=things/delete",
            "attempt=1",
            "status=404",
            "request_id=id7",
        ]);
        has(&[
            "event",
            "operation=things/download",
            "attempt=1",
            "status=200",
        ]);
        has(&[
            "event",
            "operation=things/download",
            "attempt=2",
            "status=403",
            "wait=0",
        ]);
        has(&[
            "event",
            "operation=things/download",
            "attempt=3",
            "status=206",
        ]);
        has(&["path=/things/{owner}/zip"]);
    }
}
