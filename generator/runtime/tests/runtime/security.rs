//! Which credentials a call carries.

use client_runtime::{BuildError, ClientBuilder, Credential, Operation, Status};
use http::Method;

use crate::support::{SERVICE, Script};

fn operation(security: &'static [&'static [&'static str]]) -> &'static Operation<()> {
    Box::leak(Box::new(Operation {
        id: "s",
        method: Method::GET,
        path: "/",
        accept: "",
        security,
        success: &[Status::Code(200)],
        errors: &[],
    }))
}

/// The credentials sent, of a client that has those named.
fn check(has: &[&'static str], security: &'static [&'static [&'static str]], expected: &str) {
    let mut builder = ClientBuilder::new(&SERVICE).transport(Script::default());
    for scheme in has {
        let credential = match *scheme {
            "bearer" => Credential::bearer("t"),
            "basic" => Credential::basic("Aladdin", "open sesame"),
            "header" => Credential::api_key_header("X-Key", "k"),
            "query" => Credential::api_key_query("key", "k&k"),
            _ => Credential::api_key_cookie("sid", "c;c"),
        };
        builder = builder.credential(scheme, credential);
    }
    let client = builder.build().unwrap();
    let request = client.call(operation(security)).prepare().unwrap();
    let mut found = Vec::new();
    for name in ["authorization", "x-key", "cookie"] {
        for value in request.headers().get_all(name) {
            assert!(value.is_sensitive(), "{name}");
            found.push(value.to_str().unwrap().to_owned());
        }
    }
    found.extend(request.uri().query().map(str::to_owned));
    assert_eq!(found.join(" "), expected, "{has:?} {security:?}");
}

#[test]
fn each_kind() {
    check(&["bearer"], &[&["bearer"]], "Bearer t");
    check(
        &["basic"],
        &[&["basic"]],
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    );
    check(&["header"], &[&["header"]], "k");
    check(&["query"], &[&["query"]], "key=k%26k");
    check(&["cookie"], &[&["cookie"]], "sid=c%3Bc");
}

#[test]
fn the_first_alternative_that_can_be_met() {
    check(&["bearer", "basic"], &[&["bearer"], &["basic"]], "Bearer t");
    check(&["header"], &[&["bearer"], &["header"]], "k");
    check(
        &["bearer", "header"],
        &[&["bearer", "header"]],
        "Bearer t k",
    );
    check(
        &["bearer", "query"],
        &[&["bearer", "header"], &["query"]],
        "key=k%26k",
    );
}

#[test]
fn anonymous() {
    check(&["bearer"], &[], "");
    check(&["bearer"], &[&["header"]], "");
    check(&["bearer"], &[&[]], "");
    check(&["bearer"], &[&[], &["bearer"]], "Bearer t");
    check(&[], &[&["bearer"]], "");
}

#[test]
fn base64_of_every_length() {
    for (user, expected) in [
        ("", "Og=="),
        ("f", "Zjo="),
        ("fo", "Zm86"),
        ("foo", "Zm9vOg=="),
    ] {
        let client = ClientBuilder::new(&SERVICE)
            .transport(Script::default())
            .credential("basic", Credential::basic(user, ""))
            .build()
            .unwrap();
        let request = client.call(operation(&[&["basic"]])).prepare().unwrap();
        assert_eq!(
            request.headers()["authorization"],
            format!("Basic {expected}")
        );
    }
}

#[test]
fn what_cannot_be_sent_is_refused_when_building() {
    let refused = [
        Credential::bearer(""),
        Credential::bearer("a\nb"),
        Credential::basic("a:b", "c"),
        Credential::api_key_header("X Key", "k"),
        Credential::api_key_header("X-Key", ""),
    ];
    for credential in refused {
        let builder = ClientBuilder::new(&SERVICE).transport(Script::default());
        let error = builder.credential("s", credential).build().unwrap_err();
        assert!(matches!(error, BuildError::Credential("s")), "{error}");
    }
}
