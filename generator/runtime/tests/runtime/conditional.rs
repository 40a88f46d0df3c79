//! Requests that ask only for what has changed.

use client_runtime::{Conditional, Error, decode};

use crate::support::{LIST, Script, answer, client};

#[tokio::test]
async fn unchanged_is_an_outcome() {
    let script = Script::new([
        answer(
            304,
            &[("etag", "\"a\""), ("x-ratelimit-remaining", "9")],
            "",
        ),
        answer(200, &[("etag", "\"b\"")], "7"),
    ]);
    let client = client(&script);
    let call = || {
        let mut call = client.call(&LIST);
        call.path("owner", "o");
        call
    };
    let same = call()
        .if_none_match("\"a\"", decode::json::<u8>)
        .await
        .unwrap();
    assert_eq!(*same.body(), Conditional::NotModified);
    assert!(same.is_not_modified());
    assert_eq!(same.status(), 304);
    assert_eq!(same.etag(), Some("\"a\""));
    assert_eq!(same.rate_limit().unwrap().remaining, Some(9));
    let other = call()
        .if_none_match("\"a\"", decode::json::<u8>)
        .wait()
        .unwrap();
    assert_eq!(*other.body(), Conditional::Modified(7));
    assert_eq!(other.etag(), Some("\"b\""));
    assert_eq!(other.into_inner().modified(), Some(7));
    for at in 0..2 {
        assert_eq!(script.request(at).headers()["if-none-match"], "\"a\"");
    }
}

#[tokio::test]
async fn weak_tags_go_out_as_they_are_and_no_tag_is_refused() {
    let script = Script::new([answer(304, &[], "")]);
    let client = client(&script);
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let sent = call
        .clone()
        .if_none_match("W/\"a\"", decode::json::<u8>)
        .await;
    assert!(sent.unwrap().is_not_modified());
    assert_eq!(script.request(0).headers()["if-none-match"], "W/\"a\"");
    for tag in ["", "a\nb"] {
        let error = call.clone().if_none_match(tag, decode::json::<u8>).await;
        assert!(
            matches!(error.unwrap_err(), Error::InvalidArgument(_)),
            "{tag:?}"
        );
    }
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn unasked_304_is_still_none() {
    let script = Script::new([answer(304, &[], "")]);
    let client = client(&script);
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let error = call.send(decode::json::<u8>).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 304);
}
