//! Which redirects are followed, and what goes along.

use client_runtime::{Content, Error, Operation, RedirectRefusal, Response, decode};

use crate::support::{DELETE, DOWNLOAD, Errors, LIST, Script, TOKEN, answer, builder, client};

const HOME: &str = "https://api.example.com";

fn moved(status: u16, location: &str) -> http::Response<bytes::Bytes> {
    answer(status, &[("location", location)], "")
}

async fn send(operation: &'static Operation<Errors>, script: &Script) -> Result<(), Error<Errors>> {
    let client = client(script);
    let mut call = client.call(operation);
    call.path("owner", "o").query("q", &1);
    call.send(decode::empty).await.map(|_| ())
}

async fn download(script: &Script) -> Result<Response<Content>, Error<Errors>> {
    let client = client(script);
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o");
    call.content().await
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error<Errors>>) -> RedirectRefusal {
    match result {
        Err(Error::Redirect(error)) => error.refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_get_is_followed_within_the_origin_with_the_token() {
    for status in [301, 302, 303, 307, 308] {
        let script = Script::new([moved(status, "/repositories/1?x=y#z"), answer(200, &[], "")]);
        send(&LIST, &script).await.unwrap();
        let first = format!("GET {HOME}/things/o?q=1 +token");
        let second = format!("GET {HOME}/repositories/1?x=y +token");
        assert_eq!(script.sent(), [first, second]);
    }
}

#[tokio::test]
async fn other_methods_are_kept_or_not_followed() {
    for status in [307, 308] {
        let script = Script::new([moved(status, "/r/1"), answer(204, &[], "")]);
        send(&DELETE, &script).await.unwrap();
        assert_eq!(script.sent()[1], format!("DELETE {HOME}/r/1 +token"));
    }
    for status in [301, 302] {
        let script = Script::new([moved(status, "/r/1")]);
        let error = send(&DELETE, &script).await.unwrap_err();
        assert!(matches!(error, Error::Status(_)), "{error:?}");
        assert_eq!(script.sent().len(), 1);
    }
    let script = Script::new([moved(303, "/r/1"), answer(204, &[], "")]);
    send(&DELETE, &script).await.unwrap();
    assert_eq!(script.sent()[1], format!("GET {HOME}/r/1 +token"));
}

#[tokio::test]
async fn other_origins_are_refused() {
    let hostile = [
        "https://evil.example/",
        "https://api.example.com.evil.example/",
        "https://api.example.com:8443/",
        "//evil.example/x",
        "https://API.example.com.:443/",
    ];
    for location in hostile {
        let script = Script::new([moved(302, location)]);
        assert_eq!(
            refusal(send(&LIST, &script).await),
            RedirectRefusal::ForeignOrigin,
            "{location}"
        );
        assert_eq!(script.sent().len(), 1);
    }
    let script = Script::new([moved(302, "http://api.example.com/")]);
    assert_eq!(
        refusal(send(&LIST, &script).await),
        RedirectRefusal::Insecure
    );
}

#[tokio::test]
async fn the_same_origin_in_other_words() {
    for location in [
        "HTTPS://API.EXAMPLE.COM:443/x",
        "/x",
        "//api.example.com/x",
        "/a/../x",
    ] {
        let script = Script::new([moved(301, location), answer(200, &[], "")]);
        send(&LIST, &script).await.unwrap();
        assert_eq!(
            script.sent()[1],
            format!("GET {HOME}/x +token"),
            "{location}"
        );
    }
    let script = Script::new([moved(301, "/\\evil.example/ü"), answer(200, &[], "")]);
    send(&LIST, &script).await.unwrap();
    assert_eq!(
        script.sent()[1],
        format!("GET {HOME}/%5Cevil.example/%C3%BC +token")
    );
}

#[tokio::test]
async fn broken_redirects() {
    let script = Script::new([answer(301, &[], "")]);
    assert_eq!(
        refusal(send(&LIST, &script).await),
        RedirectRefusal::MissingLocation
    );
    for location in [
        "ftp://x/",
        "https://",
        "https://a@b/",
        "https:///x",
        "javascript:x",
        "/\u{9}x\u{9}y",
    ] {
        let script = Script::new([moved(301, location)]);
        assert_eq!(
            refusal(send(&LIST, &script).await),
            RedirectRefusal::InvalidLocation,
            "{location}"
        );
    }
}

#[tokio::test]
async fn loops_and_long_chains_end() {
    let script = Script::new([moved(301, "/a"), moved(301, "/b"), moved(301, "/a")]);
    assert_eq!(refusal(send(&LIST, &script).await), RedirectRefusal::Loop);
    let script = Script::new([moved(301, "/things/o?q=1")]);
    assert_eq!(refusal(send(&LIST, &script).await), RedirectRefusal::Loop);
    let chain = |hops: u8| (0..hops).map(|hop| moved(301, &format!("/{hop}")));
    let script = Script::new(chain(10).chain([answer(200, &[], "")]));
    send(&LIST, &script).await.unwrap();
    let script = Script::new(chain(11));
    assert_eq!(
        refusal(send(&LIST, &script).await),
        RedirectRefusal::TooMany
    );
    assert_eq!(script.sent().len(), 11);
}

#[tokio::test]
async fn a_documented_redirect_is_the_answer() {
    let script = Script::new([
        moved(301, "/r/1"),
        moved(302, "https://blob.example/z?sig=secret"),
    ]);
    let client = client(&script);
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o");
    let response = call.send(decode::redirect).await.unwrap();
    assert_eq!(response.expose(), "https://blob.example/z?sig=secret");
    assert_eq!(response.location(), "https://blob.example/z");
    assert_eq!(script.sent()[1], format!("GET {HOME}/r/1 +token"));
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test]
async fn a_documented_redirect_is_made_absolute_and_judged() {
    let client_of = |script: &Script| client(script);
    for (location, expected) in [
        ("/blob?x", Ok("https://api.example.com/blob?x")),
        ("http://blob.example/", Err(RedirectRefusal::Insecure)),
        ("mailto:x", Err(RedirectRefusal::InvalidLocation)),
    ] {
        let client = client_of(&Script::new([moved(302, location)]));
        let mut call = client.call(&DOWNLOAD);
        call.path("owner", "o");
        match (call.send(decode::redirect).await, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found.expose(), expected),
            (found, Err(expected)) => assert_eq!(refusal(found), expected),
            (found, expected) => panic!("{found:?} {expected:?}"),
        }
    }
    let script = Script::new([answer(302, &[], "")]);
    assert_eq!(
        refusal(download(&script).await),
        RedirectRefusal::MissingLocation
    );
}

#[tokio::test]
async fn content_follows_it_bare() {
    let script = Script::new([
        moved(301, "/r/1"),
        moved(302, "https://blob.example/z?sig=secret"),
        moved(307, "https://cdn.example/z?sig=other"),
        answer(200, &[("content-type", "application/zip")], "PK"),
    ]);
    let response = download(&script).await.unwrap();
    assert_eq!(response.content_type(), Some("application/zip"));
    assert_eq!(response.into_inner().bytes().await.unwrap(), "PK");
    let sent = script.sent();
    assert_eq!(sent[1], format!("GET {HOME}/r/1 +token"));
    assert_eq!(sent[2], "GET https://blob.example/z?sig=secret");
    assert_eq!(sent[3], "GET https://cdn.example/z?sig=other");
    for at in [2, 3] {
        let request = script.request(at);
        let mut names: Vec<_> = request
            .headers()
            .keys()
            .map(http::HeaderName::as_str)
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "user-agent"]);
        assert_eq!(request.headers()["accept"], "*/*");
        assert_eq!(request.headers()["user-agent"], "tests/1.0");
    }
}

#[tokio::test]
async fn the_way_back_to_the_service_is_bare_too() {
    let script = Script::new([
        moved(302, "https://blob.example/z"),
        moved(302, &format!("{HOME}/z")),
        answer(200, &[], ""),
    ]);
    download(&script).await.unwrap();
    assert_eq!(script.sent()[2], format!("GET {HOME}/z"));
}

#[tokio::test]
async fn https_is_not_left() {
    let script = Script::new([
        moved(302, "https://blob.example/z"),
        moved(302, "http://blob.example/z"),
    ]);
    assert_eq!(refusal(download(&script).await), RedirectRefusal::Insecure);
    assert_eq!(script.sent().len(), 2);
    let script = Script::new([moved(302, "http://blob.example/z"), answer(200, &[], "")]);
    let plain = builder()
        .base_url("http://localhost")
        .transport(script.clone())
        .build()
        .unwrap();
    let mut call = plain.call(&DOWNLOAD);
    call.path("owner", "o");
    call.content().await.unwrap();
    assert_eq!(script.sent()[1], "GET http://blob.example/z");
}

#[tokio::test]
async fn a_refusal_of_the_other_host_is_told_without_what_makes_it_secret() {
    let signed = "https://blob.example/z?se=2024-01-31&sig=abcdefgh%2Fijklmnop%3D";
    let body = "<Error>no: sig abcdefgh/ijklmnop= abcdefgh%2Fijklmnop%3D</Error>";
    // The first 403 may be that of a URL that has run out, so there is a second.
    let once = || [moved(302, signed), answer(403, &[], body)];
    let script = Script::new([once(), once()].concat());
    let error = download(&script).await.unwrap_err();
    assert_eq!(script.sent().len(), 4);
    let Error::Status(status) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(status.lenient.excerpt(), "<Error>no: sig … …</Error>");
    let text = "GET /things/{owner}/zip: 403 Forbidden, 2 attempts";
    assert_eq!(error.to_string(), text);
    let shown = format!("{error:?}");
    assert!(
        !shown.contains("abcdefgh") && !shown.contains(TOKEN),
        "{shown}"
    );
}

#[tokio::test]
async fn an_error_of_the_service_is_judged_as_such() {
    let script = Script::new([answer(410, &[], r#"{"message": "expired"}"#)]);
    let error = download(&script).await.unwrap_err();
    assert!(
        matches!(error.documented(), Some(Errors::Gone(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn content_of_an_ordinary_operation_streams() {
    let script = Script::new([answer(200, &[("content-length", "5")], "12345")]);
    let client = client(&script);
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let mut content = call.content().await.unwrap().into_inner();
    assert_eq!(content.length(), Some(5));
    assert_eq!(content.chunk().await.unwrap().unwrap(), "12345");
    assert!(content.chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn a_short_body_is_a_failure() {
    let short = || Script::new([answer(200, &[("content-length", "9")], "12345")]);
    let error = send(&LIST, &short()).await.unwrap_err();
    let text = "GET /things/{owner}: could not read the answer: it ended after 5 of 9 bytes";
    assert_eq!(error.to_string(), text);
    assert_eq!(error.status().unwrap(), 200);
}
