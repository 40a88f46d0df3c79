//! Which variants of a union are tried.

use client_runtime::{Constant, Guard, JsonType, candidates, tag};
use serde_json::{Value, json};

const ANY: Guard = Guard {
    types: &[],
    required: &[],
    known: &[],
    constants: &[],
};

fn check(value: &Value, guards: &[Guard], expected: &[usize]) {
    assert_eq!(candidates(value, guards), expected, "{value}");
}

#[test]
fn by_type() {
    let of = |types| Guard { types, ..ANY };
    let guards = [
        of(&[JsonType::String]),
        of(&[JsonType::Integer]),
        of(&[JsonType::Number]),
        of(&[JsonType::Boolean, JsonType::Null]),
        of(&[JsonType::Array]),
        of(&[JsonType::Object]),
    ];
    check(&json!("a"), &guards, &[0]);
    check(&json!(1), &guards, &[1, 2]);
    check(&json!(-1), &guards, &[1, 2]);
    check(&json!(1.5), &guards, &[2]);
    check(&json!(true), &guards, &[3]);
    check(&json!(null), &guards, &[3]);
    check(&json!([]), &guards, &[4]);
    check(&json!({}), &guards, &[5]);
    check(&json!(1), &[ANY], &[0]);
}

const OBJECT: Guard = Guard {
    types: &[JsonType::Object],
    ..ANY
};

#[test]
fn required_members_must_be_there() {
    let guards = [
        Guard {
            required: &["a", "b"],
            ..OBJECT
        },
        Guard {
            required: &["a"],
            ..OBJECT
        },
    ];
    check(&json!({"a": 1}), &guards, &[1]);
    check(&json!({"a": 1, "b": null}), &guards, &[0, 1]);
    check(&json!({}), &guards, &[]);
}

#[test]
fn constants_must_match_where_present() {
    let guards = [
        Guard {
            constants: &[("type", Constant::Text("dir"))],
            ..OBJECT
        },
        Guard {
            constants: &[("type", Constant::Number(-1))],
            ..OBJECT
        },
        Guard {
            constants: &[("type", Constant::Boolean(false))],
            ..OBJECT
        },
    ];
    check(&json!({"type": "dir"}), &guards, &[0]);
    check(&json!({"type": -1}), &guards, &[1]);
    check(&json!({"type": false}), &guards, &[2]);
    check(&json!({"type": "-1"}), &guards, &[]);
    check(&json!({"type": 1}), &guards, &[]);
    check(&json!({"type": true}), &guards, &[]);
    check(&json!({}), &guards, &[0, 1, 2]);
}

#[test]
fn the_most_specific_goes_first() {
    let guards = [
        Guard {
            known: &["id"],
            ..OBJECT
        },
        Guard {
            known: &["id", "name", "x", "y"],
            ..OBJECT
        },
        Guard {
            known: &["id", "name"],
            ..OBJECT
        },
        Guard {
            known: &["id", "name"],
            ..OBJECT
        },
    ];
    check(
        &json!({"id": 1, "name": "n", "extra": 0}),
        &guards,
        &[2, 3, 1, 0],
    );
    check(&json!({"id": 1}), &guards, &[0, 2, 3, 1]);
}

#[test]
fn tags() {
    assert_eq!(tag(&json!({"kind": "a"}), "kind"), Some("a"));
    assert_eq!(tag(&json!({"kind": 1}), "kind"), None);
    assert_eq!(tag(&json!("kind"), "kind"), None);
    let read = client_runtime::value(json!({"a": [1]})).unwrap();
    assert_eq!(read, json!({"a": [1]}));
}
