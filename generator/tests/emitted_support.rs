//! The written part of the emitted tests: it has to see what it is there to see.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[path = "../testing/comparison.rs"]
mod comparison;
#[path = "../testing/examples.rs"]
mod examples;

use comparison::{Sent, differences};

fn request(url: &str, headers: &[(&str, &str)], body: &str) -> Sent {
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Sent {
        method: "GET".to_owned(),
        url: format!("https://a/base{url}"),
        headers: headers
            .iter()
            .chain(&[("user-agent", "me")])
            .map(pair)
            .collect(),
        body: body.to_owned(),
    }
}

/// How many differences there are to a request that has `expected` besides method and path.
#[track_caller]
fn check(sent: &Sent, expected: &Value, count: usize) {
    let mut whole = json!({
        "method": "GET", "path": "/x", "query": [], "headers": [], "body": "none",
    });
    for (name, value) in expected.as_object().into_iter().flatten() {
        whole[name] = value.clone();
    }
    let found = differences(sent, "https://a/base", &whole);
    assert_eq!(found.len(), count, "{found:#?}");
}

#[test]
fn every_part_of_a_request_counts() {
    let sent = request("/x?a=1", &[("b", "2")], "c");
    let right = json!({ "query": [["a", "1"]], "headers": [["b", "2"]], "body": { "text": "c" } });
    check(&sent, &right, 0);
    for (name, wrong) in [
        ("method", json!("PUT")),
        ("path", json!("/y")),
        ("query", json!([])),
        ("query", json!([["a", "2"]])),
        ("query", json!([["a", "1"], ["a", "1"]])),
        ("headers", json!([])),
        ("headers", json!([["b", "2"], ["c", "3"]])),
        ("body", json!("none")),
        ("body", json!({ "json": "c" })),
    ] {
        let mut expected = right.clone();
        expected[name] = wrong;
        check(&sent, &expected, 1);
    }
    let anonymous = Sent {
        headers: vec![("b".to_owned(), "2".to_owned())],
        ..sent
    };
    check(&anonymous, &right, 1);
}

#[test]
fn a_header_that_is_sent_twice_is_not_the_same() {
    let sent = request("/x", &[("b", "2"), ("b", "2")], "");
    check(&sent, &json!({ "headers": [["b", "2"]] }), 1);
}

#[test]
fn the_encoding_of_a_query_does_not_matter_but_plus_is_no_space() {
    let expected = json!({ "query": [["a", "b c"], ["d[e]", "/"]] });
    check(&request("/x?d%5Be%5D=/&a=b%20c", &[], ""), &expected, 0);
    check(&request("/x?d[e]=%2F&a=b+c", &[], ""), &expected, 2);
}

#[test]
fn json_is_compared_by_what_it_means() {
    let body = |text: &str| request("/x", &[], text);
    let expected = json!({ "body": { "json": { "a": 1, "b": [null] } } });
    check(&body(r#"{"b": [null], "a": 1.0}"#), &expected, 0);
    for wrong in [
        r#"{"b": [], "a": 1}"#,
        r#"{"b": [null]}"#,
        r#"{"b":[null],"a":1,"c":2}"#,
        "",
    ] {
        check(&body(wrong), &expected, 1);
    }
}

#[test]
fn forms_and_multipart_bodies_are_taken_apart() {
    let form = json!({ "body": { "form": [["a", "b c"], ["a", "&"]] } });
    check(&request("/x", &[], "a=b%20c&a=%26"), &form, 0);
    check(&request("/x", &[], "a=b%20c"), &form, 1);
    let part = |head: &str, content: &str| {
        format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let body = [
        part("name=\"t\"", "1"),
        part(
            "name=\"j\"\r\nContent-Type: application/json",
            "{ \"a\": 2 }",
        ),
        part("name=\"f\"; filename=\"g\"\r\nContent-Type: image/png", "3"),
    ]
    .concat()
        + "--B--\r\n";
    let headers = [("content-type", "multipart/form-data; boundary=B")];
    let parts = |kind: &str| {
        json!({
            "headers": [["content-type", "multipart/form-data"]],
            "body": { "multipart": [
                { "name": "f", "kind": kind, "text": "3" },
                { "name": "t", "kind": "text", "text": "1" },
                { "name": "j", "kind": "json", "text": "{\"a\":2}" },
            ] },
        })
    };
    check(&request("/x", &headers, &body), &parts("file"), 0);
    check(&request("/x", &headers, &body), &parts("text"), 1);
    check(&request("/x", &[], &body), &parts("file"), 1);
}

#[derive(Deserialize, Serialize)]
struct Known {
    a: u8,
}

#[test]
#[should_panic(expected = "/b~1c")]
fn only_what_is_undeclared_may_be_lost() {
    examples::check::<Known>(r#"{ "a": 1, "b/c": 2 }"#, &["/a"]);
}

#[test]
fn what_an_example_loses_is_named() {
    for (example, encoded, expected) in [
        (
            json!({ "a": null, "b": 1 }),
            json!({ "b": 1.0, "c": 2 }),
            vec![],
        ),
        (
            json!({ "a": [{ "b": 1 }] }),
            json!({ "a": [{}] }),
            vec!["/a/0/b"],
        ),
        (json!([1]), json!([]), vec![""]),
        (json!("1"), json!(1), vec![""]),
    ] {
        let mut lost = Vec::new();
        examples::compare(&example, &encoded, "", &mut lost);
        let lost: Vec<&str> = lost.iter().map(|it| it.at.as_str()).collect();
        assert_eq!(lost, expected);
    }
    examples::check::<Vec<u8>>("[1]", &[]);
    examples::check::<Known>(r#"{ "a": 1, "b/c": 2 }"#, &["/b~1c"]);
}
