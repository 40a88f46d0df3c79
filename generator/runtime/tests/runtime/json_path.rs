//! Where decode errors say they lie.

use bytes::Bytes;
use client_runtime::{Answer, decode};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn answer(body: &str) -> Answer {
    let body = Bytes::copy_from_slice(body.as_bytes());
    Answer {
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body,
    }
}

fn check<T: DeserializeOwned + std::fmt::Debug>(body: &str, expected: &str) {
    let failure = decode::json::<T>(&answer(body)).unwrap_err();
    assert_eq!(failure.path(), Some(expected), "{failure}");
    let dotted = body.replace(", ", ",\r\n\t").replace(": ", " :\n  ");
    let failure = decode::json::<T>(&answer(&dotted)).unwrap_err();
    assert_eq!(failure.path(), Some(expected), "{failure} with line breaks");
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Page {
    total: u64,
    artifacts: Vec<Artifact>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Artifact {
    id: i64,
    name: String,
    #[serde(default)]
    labels: std::collections::BTreeMap<String, Vec<u8>>,
}

#[test]
fn scalars() {
    check::<Page>(
        r#"{"total": 1, "artifacts": [{"id": 1, "name": "a"}, {"id": "x", "name": "b"}]}"#,
        "$.artifacts[1].id",
    );
    check::<Page>(r#"{"total": null, "artifacts": []}"#, "$.total");
    check::<Page>(r#"{"total": -1, "artifacts": []}"#, "$.total");
    check::<Page>(r#"{"artifacts": [], "total": 1.5}"#, "$.total");
    check::<Page>(
        r#"{"total": 1, "artifacts": [{"id": 1, "name": null}]}"#,
        "$.artifacts[0].name",
    );
    check::<Vec<u8>>("[1, 2, 300]", "$[2]");
    check::<u8>("\"x\"", "$");
}

#[test]
fn containers_where_others_are_expected() {
    check::<Page>(r#"{"total": {"a": 1}, "artifacts": []}"#, "$.total");
    check::<Page>(r#"{"total": [1], "artifacts": []}"#, "$.total");
    check::<Page>(r#"{"total": 1, "artifacts": {"a": 1}}"#, "$.artifacts");
    check::<Vec<u8>>("[1, [2]]", "$[1]");
    check::<Vec<u8>>("[1, {}]", "$[1]");
    check::<Vec<u8>>("[[2]]", "$[0]");
}

#[test]
fn missing_members_lie_at_the_object() {
    check::<Page>(
        r#"{"total": 1, "artifacts": [{"id": 1, "name": "a"}, {"id": 2}]}"#,
        "$.artifacts[1]",
    );
    check::<Page>(r#"{"total": 1}"#, "$");
}

#[test]
fn keys_and_strings_that_look_like_structure() {
    let body = r#"{"total": 1, "artifacts": [{"id": 1, "name": "},{[\"\\", "labels": {"a b.c": [1, "x"]}}]}"#;
    check::<Page>(body, r#"$.artifacts[0].labels["a b.c"][1]"#);
    check::<std::collections::BTreeMap<String, u8>>(r#"{"a\"}": 1, "b\\": "x"}"#, r#"$["b\\"]"#);
    check::<std::collections::BTreeMap<String, u8>>(r#"{"": "x"}"#, r#"$[""]"#);
    check::<std::collections::BTreeMap<String, u8>>(r#"{"1a": "x"}"#, r#"$["1a"]"#);
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {}

#[test]
fn unknown_members_lie_at_their_key() {
    check::<Vec<Strict>>(r#"[{}, {"a": 1}]"#, "$[1].a");
}

#[test]
fn broken_documents() {
    check::<Page>(
        r#"{"total": 1, "artifacts": [{"id": 1, "name": "a"}, {"id": tru"#,
        "$.artifacts[1].id",
    );
    let failure = decode::json::<Page>(&answer("<html>")).unwrap_err();
    assert!(failure.message().starts_with("not JSON"), "{failure}");
}

#[test]
fn the_place_is_said_once() {
    let failure = decode::json::<Vec<u8>>(&answer("[1,\n\"x\"]")).unwrap_err();
    assert_eq!(
        failure.to_string(),
        "invalid type: string \"x\", expected u8 at $[1]"
    );
}

#[test]
fn an_empty_body_is_said_to_be_empty() {
    let failure = decode::json::<Page>(&answer("")).unwrap_err();
    assert_eq!(failure.to_string(), "status 200 OK with an empty body");
    assert!(decode::empty(&answer("ignored")).is_ok());
}

#[test]
fn text_and_bytes() {
    assert_eq!(decode::text(&answer("ü")).unwrap(), "ü");
    assert_eq!(decode::bytes(&answer("ü")).unwrap().len(), 2);
    let latin = Answer {
        body: Bytes::from_static(b"\xfc"),
        ..answer("")
    };
    assert!(decode::text(&latin).is_err());
}
