//! Objects by the table of their members, each beside what serde derives for the same object.

use std::collections::BTreeMap;

use client_runtime::record::{self, Member, Record, Slot, Table};
use client_runtime::{DateTime, Maybe};
use serde::de::{DeserializeOwned, MapAccess};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::runtime;

#[derive(PartialEq)]
struct Artifact {
    id: i64,
    created_at: DateTime,
    expires_at: Option<DateTime>,
    digest: Option<String>,
    run: Maybe<Run>,
    others: BTreeMap<String, bool>,
}

runtime::record! {
    both Artifact;
    0 required id = "id";
    1 required created_at = "created-at";
    2 nullable expires_at = "expires_at";
    3 optional digest = "digest";
    4 maybe run = "run";
    rest others;
}

#[derive(Clone, PartialEq)]
#[expect(
    clippy::box_collection,
    reason = "a box is to be read, whatever is in it"
)]
struct Run {
    id: i64,
    branch: Box<String>,
}

runtime::record! {
    both Run;
    0 required id = "id";
    1 required branch = "branch";
}

mod derived {
    use super::{BTreeMap, DateTime, Deserialize, Maybe, Serialize};

    #[derive(Debug, Serialize, Deserialize)]
    pub(super) struct Artifact {
        pub id: i64,
        #[serde(rename = "created-at")]
        pub created_at: DateTime,
        pub expires_at: Option<DateTime>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub digest: Option<String>,
        #[serde(default, skip_serializing_if = "Maybe::is_absent")]
        pub run: Maybe<Run>,
        #[serde(flatten)]
        pub others: BTreeMap<String, bool>,
    }

    #[derive(Debug, Serialize, Deserialize)]
    #[expect(
        clippy::box_collection,
        reason = "a box is to be read, whatever is in it"
    )]
    pub(super) struct Run {
        pub id: i64,
        pub branch: Box<String>,
    }
}

/// What is read of a text and written again; or the error without its place.
fn through<T: DeserializeOwned + Serialize>(text: &str) -> Result<Value, String> {
    let read: T = serde_json::from_str(text).map_err(|error| {
        let error = error.to_string();
        let end = error.find(" at line").unwrap_or(error.len());
        error[..end].to_owned()
    })?;
    Ok(serde_json::to_value(&read).unwrap())
}

#[test]
fn what_serde_derives_is_read_and_written() {
    for text in [
        r#"{"id":1,"created-at":"a","expires_at":"b","digest":"c","run":{"id":2,"branch":"d"}}"#,
        r#"{"run":null,"digest":null,"expires_at":null,"created-at":"a","id":1}"#,
        r#"{"id":1,"created-at":"a"}"#,
        r#"{"x":true,"id":1,"created-at":"a","y":false,"run":{"id":2,"e":[{}],"branch":"d"}}"#,
        r#"{"id":1}"#,
        r#"{"id":1,"created-at":null}"#,
        r#"{"id":"1","created-at":"a"}"#,
        r#"{"id":1,"created-at":"a","run":{"branch":"d"}}"#,
        r#"{"id":1,"created-at":"a","run":7}"#,
        r#"{"id":1,"created-at":"a","#,
        "[]",
        "null",
    ] {
        let (ours, theirs) = (
            through::<Artifact>(text),
            through::<derived::Artifact>(text),
        );
        assert_eq!(ours, theirs, "{text}");
        if let Ok(written) = ours {
            let read: Artifact = serde_json::from_value(written).unwrap();
            assert_eq!(read, serde_json::from_str(text).unwrap());
        }
    }
}

#[test]
fn undeclared_members_are_kept_in_their_type_or_skipped() {
    let read: Artifact =
        serde_json::from_value(json!({"id": 1, "created-at": "a", "x": true})).unwrap();
    assert_eq!(read.others, BTreeMap::from([("x".to_owned(), true)]));
    let wrong = json!({"id": 1, "created-at": "a", "x": 7});
    assert!(serde_json::from_value::<Artifact>(wrong).is_err());
    let run: Run = serde_json::from_str(r#"{"x": [{"y": 1}], "branch": "a", "id": 1}"#).unwrap();
    assert_eq!((run.id, run.branch.as_str()), (1, "a"));
}

#[test]
fn what_is_shown_has_the_names_of_the_wire() {
    let text = r#"{"id":1,"created-at":"a","run":{"id":2,"branch":"b"},"x":true}"#;
    let artifact: Artifact = serde_json::from_str(text).unwrap();
    let shown = format!("{artifact:?}");
    let expected = r#"run: Value(Run { id: 2, branch: "b" }), x: true }"#;
    assert!(
        shown.starts_with("Artifact { id: 1, created-at: "),
        "{shown}"
    );
    assert!(shown.ends_with(expected), "{shown}");
}

#[test]
fn of_two_members_of_one_name_the_last_counts() {
    let run: Run = serde_json::from_str(r#"{"id": 1, "branch": "a", "id": 2}"#).unwrap();
    assert_eq!(run.id, 2);
}

#[test]
fn an_array_is_no_object() {
    let error = serde_json::from_str::<Run>(r#"[1, "a"]"#).unwrap_err();
    assert!(error.to_string().contains("invalid type: sequence"));
    assert!(error.to_string().contains("expected struct Run"));
}

#[test]
fn an_error_lies_where_the_member_is() {
    let text = "{\"run\":\n{\"id\":1,\n\"branch\":[]}}";
    let error = serde_json::from_str::<Artifact>(text).unwrap_err();
    assert_eq!((error.line(), error.column()), (3, 9));
}

/// An object of more members than fit into one set of bits.
struct Wide;

impl runtime::Blank for Wide {
    fn blank() -> Self {
        Self
    }
}

impl Record for Wide {
    const TABLE: Table = Table {
        name: "Wide",
        members: &{
            let mut members = [Member::optional("some"); 130];
            members[1] = Member::required("one");
            members[129] = Member::required("last");
            members
        },
    };

    fn slot<'de, A: MapAccess<'de>>(&mut self, _: usize) -> &mut dyn Slot<'de, A> {
        record::nowhere()
    }
}

#[test]
fn every_required_member_of_a_wide_object_is_missed() {
    let read = |text: &str| {
        let wide: Result<Wide, _> = record::decode(&mut serde_json::Deserializer::from_str(text));
        wide.err().map(|error| error.to_string())
    };
    assert_eq!(read(r#"{"last": null, "some": null, "one": null}"#), None);
    let missing = |name| Some(format!("missing field `{name}` at line 1 column 14"));
    assert_eq!(read(r#"{"last": null}"#), missing("one"));
    assert_eq!(read(r#"{"one" : null}"#), missing("last"));
}
