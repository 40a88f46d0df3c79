//! The default transport against a real socket: what is on the wire, and what breaks.

use std::time::Duration;

use client_runtime::{Client, Error, Items, RedirectRefusal, TransportErrorKind, decode};
use serde::Deserialize;

use crate::server::{Reply, Server, Then, reply};
use crate::support::{DELETE, DOWNLOAD, Errors, Gone, LIST, TOKEN, builder};

fn client(server: &Server) -> Client {
    builder()
        .base_url(server.url())
        .read_timeout(Duration::from_millis(300))
        .build()
        .unwrap()
}

async fn get(server: &Server) -> Result<Gone, Error<Errors>> {
    let client = client(server);
    let mut call = client.call(&LIST);
    call.path("owner", "a/b").query("q", "x y");
    call.send(decode::json)
        .await
        .map(client_runtime::Response::into_inner)
}

fn ordinary_headers(server: &Server) -> Vec<String> {
    vec![
        "accept: application/json".to_owned(),
        format!("authorization: Bearer {TOKEN}"),
        format!("host: {}", server.host()),
        "user-agent: tests/1.0".to_owned(),
        "x-api-version: 2022-11-28".to_owned(),
    ]
}

#[tokio::test]
async fn a_get() {
    let server = Server::start(|_| reply("200 OK", &[], r#"{"message": "hi"}"#)).await;
    assert_eq!(get(&server).await.unwrap().message, "hi");
    let line = "GET /things/a%2Fb?q=x%20y HTTP/1.1".to_owned();
    assert_eq!(server.requests(), [(line, ordinary_headers(&server))]);
}

#[derive(Deserialize)]
struct Page {
    items: Vec<u32>,
}

async fn items(server: &Server) -> (Vec<u32>, Option<Error<Errors>>) {
    let client = client(server);
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let mut items = Items::new(call, decode::json, |page: Page| page.items);
    let mut found = Vec::new();
    loop {
        match items.next().await {
            Some(Ok(item)) => found.push(item),
            Some(Err(error)) => return (found, Some(error)),
            None => return (found, None),
        }
    }
}

#[tokio::test]
async fn three_pages() {
    let server = Server::start(|line| {
        let (items, next) = match line {
            "GET /things/o HTTP/1.1" => ("[1,2]", "2"),
            "GET /repositories/1/things?page=2 HTTP/1.1" => ("[]", "3"),
            _ => return reply("200 OK", &[], r#"{"items": [3]}"#),
        };
        let link = format!("</repositories/1/things?page={next}>; rel=\"next\"");
        reply(
            "200 OK",
            &[("link", &link)],
            format!("{{\"items\": {items}}}"),
        )
    })
    .await;
    let (found, failure) = items(&server).await;
    assert_eq!(found, [1, 2, 3], "{failure:?}");
    assert!(failure.is_none());
    for (_, headers) in server.requests() {
        assert_eq!(headers, ordinary_headers(&server));
    }
}

#[tokio::test]
async fn a_next_link_to_another_port_is_refused() {
    let other = Server::start(|_| reply("200 OK", &[], r#"{"items": [9]}"#)).await;
    let link = format!("<{}/2>; rel=\"next\"", other.url());
    let server =
        Server::start(move |_| reply("200 OK", &[("link", &link)], r#"{"items": [1]}"#)).await;
    let (found, failure) = items(&server).await;
    assert_eq!(found, [1]);
    let Some(Error::Redirect(error)) = failure else {
        panic!("{failure:?}")
    };
    assert_eq!(error.refusal, RedirectRefusal::ForeignOrigin);
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_download_tells_the_other_host_nothing() {
    let blob = Server::start(|_| reply("200 OK", &[], "PK-content")).await;
    let location = format!("{}/z?sig=secret", blob.url());
    let server = Server::start(move |line| match line {
        "GET /repositories/1/zip HTTP/1.1" => reply(
            "302 Found",
            &[("location", &location), ("set-cookie", "a=b")],
            "",
        ),
        _ => reply(
            "301 Moved Permanently",
            &[("location", "/repositories/1/zip")],
            "",
        ),
    })
    .await;
    let client = client(&server);
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o").cookie("session", "secret");
    let mut content = call.content().await.unwrap().into_inner();
    assert_eq!(content.length(), Some(10));
    let mut body = Vec::new();
    while let Some(chunk) = content.chunk().await.unwrap() {
        body.extend_from_slice(&chunk);
    }
    assert_eq!(body, b"PK-content");
    let host = format!("host: {}", blob.host());
    let headers = vec![
        "accept: */*".to_owned(),
        host,
        "user-agent: tests/1.0".to_owned(),
    ];
    assert_eq!(
        blob.requests(),
        [("GET /z?sig=secret HTTP/1.1".to_owned(), headers)]
    );
    let mut expected = ordinary_headers(&server);
    expected.insert(2, "cookie: session=secret".to_owned());
    let sent = server.requests();
    assert_eq!(sent.len(), 2);
    assert!(
        sent.iter().all(|(_, headers)| *headers == expected),
        "{sent:?}"
    );
}

#[tokio::test]
async fn a_delete_stays_one() {
    let server = Server::start(|line| match line {
        "DELETE /r/1 HTTP/1.1" => reply("204 No Content", &[], ""),
        _ => reply("307 Temporary Redirect", &[("location", "/r/1")], ""),
    })
    .await;
    let client = client(&server);
    let mut call = client.call(&DELETE);
    call.path("owner", "o");
    call.send(decode::empty).await.unwrap();
    let (line, headers) = server.requests().remove(1);
    assert_eq!(line, "DELETE /r/1 HTTP/1.1");
    assert!(headers.contains(&format!("authorization: Bearer {TOKEN}")));
}

#[tokio::test]
async fn errors_of_every_form() {
    for status in [
        "404 Not Found",
        "410 Gone",
        "422 Unprocessable Entity",
        "500 Oops",
    ] {
        for body in [r#"{"message": "m"}"#, "<html>m</html>", ""] {
            let server =
                Server::start(move |_| reply(status, &[("x-request-id", "7")], body)).await;
            let error = get(&server).await.unwrap_err();
            let documented = body.starts_with('{') && status.starts_with('4');
            assert_eq!(error.documented().is_some(), documented, "{status} {body}");
            assert_eq!(error.message(), body.starts_with('{').then_some("m"));
            assert_eq!(error.lenient().unwrap().excerpt(), body);
            assert_eq!(error.status().unwrap().as_str(), &status[..3]);
            assert_eq!(error.request_id(), Some("7"));
        }
    }
}

fn transport(error: &Error<Errors>) -> TransportErrorKind {
    match error {
        Error::Transport(failure) => failure.error.kind(),
        other => panic!("{other:?}"),
    }
}

fn hides_the_query(error: &Error<Errors>) {
    let clean = |text: String| {
        assert!(!text.contains("q=") && !text.contains("x%20y"), "{text}");
        assert!(!text.contains(TOKEN), "{text}");
    };
    clean(format!("{error} {error:?}"));
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        clean(format!("{error} {error:?}"));
        source = error.source();
    }
}

#[tokio::test]
async fn a_truncated_body() {
    let server = Server::start(|_| reply("200 OK", &[("content-length", "99")], "{")).await;
    let error = get(&server).await.unwrap_err();
    assert_eq!(transport(&error), TransportErrorKind::Answer, "{error}");
    assert_eq!(error.status().unwrap(), 200);
    hides_the_query(&error);
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n";
    let bytes = chunked.as_bytes().to_vec();
    let server = Server::start(move |_| Reply {
        bytes: bytes.clone(),
        then: Then::Close,
    })
    .await;
    assert_eq!(
        transport(&get(&server).await.unwrap_err()),
        TransportErrorKind::Answer
    );
}

#[tokio::test]
async fn a_truncated_error_is_still_that_error() {
    let server =
        Server::start(|_| reply("404 Not Found", &[("content-length", "99")], "cut")).await;
    let error = get(&server).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.lenient().unwrap().excerpt(), "cut");
}

#[tokio::test]
async fn silence_before_and_within_the_answer() {
    for (bytes, status) in [
        ("", None),
        ("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{", Some(200)),
    ] {
        let server = Server::start(move |_| Reply {
            bytes: bytes.into(),
            then: Then::Hang,
        })
        .await;
        let error = get(&server).await.unwrap_err();
        assert_eq!(transport(&error), TransportErrorKind::Timeout, "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), status);
        hides_the_query(&error);
    }
}

#[tokio::test]
async fn nobody_there() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = builder().base_url(url).build().unwrap();
    let mut call = client.call(&LIST);
    call.path("owner", "o").query("q", "x y");
    let error = call.send(decode::empty).await.unwrap_err();
    assert_eq!(transport(&error), TransportErrorKind::Connect, "{error}");
    assert!(
        error
            .to_string()
            .starts_with("GET /things/{owner}: could not connect: "),
        "{error}"
    );
    assert!(
        error.to_string().to_lowercase().contains("refused"),
        "{error}"
    );
    hides_the_query(&error);
}

#[tokio::test]
async fn not_http() {
    let server = Server::start(|_| Reply {
        bytes: b"hello\r\n\r\n".to_vec(),
        then: Then::Close,
    })
    .await;
    let error = get(&server).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    hides_the_query(&error);
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn tls_is_set_up_without_a_process_wide_provider() {
    let server = Server::start(|_| reply("200 OK", &[], "")).await;
    let url = server.url().replace("http:", "https:");
    let client = builder().base_url(url).build().unwrap();
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let error = call.send(decode::empty).await.unwrap_err();
    assert_eq!(transport(&error), TransportErrorKind::Connect, "{error}");
}
