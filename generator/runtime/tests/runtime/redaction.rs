//! No secret in any `Debug` or `Display`.

use std::fmt::{Debug, Display};

use client_runtime::{Credential, Error, Token, decode};

use crate::support::{DOWNLOAD, Errors, LIST, Script, TOKEN, answer, builder, client};

const SIGNED: &str = "https://blob.example/z?sig=signaturesignature";

fn clean(text: &str) {
    for secret in [TOKEN, "hunter2", "aHVudGVyMg", "signature"] {
        assert!(!text.contains(secret), "{text}");
    }
}

fn debug(value: &impl Debug) {
    clean(&format!("{value:?}"));
    clean(&format!("{value:#?}"));
}

fn shown(error: &Error<Errors>) {
    debug(error);
    clean(&error.to_string());
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        clean(&format!("{error} {error:?}"));
        source = error.source();
    }
}

#[test]
fn credentials_and_clients() {
    debug(&Token::from(TOKEN));
    assert_eq!(Token::from(TOKEN.to_owned()).expose(), TOKEN);
    debug(&Credential::bearer(TOKEN));
    debug(&Credential::basic("user", "hunter2"));
    debug(&Credential::api_key_query("key", "hunter2"));
    let builder = builder()
        .credential("basic", Credential::basic("user", "hunter2"))
        .credential("query", Credential::api_key_query("key", "hunter2"))
        .credential("cookie", Credential::api_key_cookie("sid", "hunter2"))
        .transport(Script::default());
    debug(&builder);
    let client = builder.build().unwrap();
    debug(&client);
    let text = format!("{client:?}");
    assert!(
        text.contains("api.example.com") && text.contains("cookie"),
        "{text}"
    );
    let mut call = client.call(&LIST);
    call.path("owner", "hunter2");
    debug(&call);
    debug(call.prepare().unwrap().headers());
}

#[tokio::test]
async fn redirects() {
    let script = Script::new([answer(302, &[("location", SIGNED)], "")]);
    let client = client(&script);
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o");
    let response = call.send(decode::redirect).await.unwrap();
    debug(&response);
    debug(&response.body());
    debug(response.headers());
    clean(&display(response.body()));
    assert_eq!(display(response.body()), "https://blob.example/z?…");
}

fn display(value: &impl Display) -> String {
    value.to_string()
}

#[tokio::test]
async fn errors() {
    let location = [("location", SIGNED)];
    let scripts = [
        vec![
            answer(302, &location, ""),
            answer(403, &[], &format!("denied {SIGNED}")),
            answer(302, &location, ""),
            answer(403, &[], &format!("denied {SIGNED}")),
        ],
        vec![
            answer(302, &location, ""),
            answer(301, &[("location", "http://x/?signature")], ""),
        ],
        vec![answer(302, &location, "")],
        vec![
            answer(302, &location, ""),
            answer(500, &[], "signaturesignature"),
        ],
    ];
    for answers in scripts {
        let script = Script::new(answers);
        let client = client(&script);
        let mut call = client.call(&DOWNLOAD);
        call.path("owner", "o");
        shown(&call.content().await.unwrap_err());
    }
    let script = Script::new([answer(302, &location, "")]);
    let client = client(&script);
    let mut call = client.call(&LIST);
    call.path("owner", "o").query("key", TOKEN);
    let error = call.send(decode::empty).await.unwrap_err();
    shown(&error);
    debug(error.context().headers());
}

#[tokio::test]
async fn content() {
    let script = Script::new([
        answer(302, &[("location", SIGNED)], ""),
        answer(200, &[], "x"),
    ]);
    let client = client(&script);
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o");
    let download = client_runtime::Download::new(call.clone());
    debug(&download);
    assert!(format!("{download:?}").contains("keep_partial: false"));
    let content = call.content().await.unwrap();
    debug(&content);
    assert!(format!("{content:?}").contains("length: "));
}
