//! OAS 3.0.3, "Style Examples": every row of the table, and what the table leaves open.

use std::collections::BTreeMap;

use client_runtime::{Client, Error, Operation, Status, Style};
use http::Method;
use serde::Serialize;
use serde_json::json;

use crate::support::{Script, client};

static OPERATION: Operation<()> = Operation {
    id: "color",
    method: Method::GET,
    path: "/x{color}y",
    accept: "",
    security: &[],
    success: &[Status::Code(200)],
    errors: &[],
};

/// Members in the order of the specification's example, which is not the alphabetical one.
#[derive(Serialize)]
struct Rgb {
    #[serde(rename = "R")]
    red: u8,
    #[serde(rename = "G")]
    green: u8,
    #[serde(rename = "B")]
    blue: u8,
}

const RGB: Rgb = Rgb {
    red: 100,
    green: 200,
    blue: 150,
};
const LIST: [&str; 3] = ["blue", "black", "brown"];

fn any() -> Client {
    client(&Script::default())
}

fn path(style: Style, value: &impl Serialize) -> Result<String, String> {
    let client = any();
    let mut call = client.call(&OPERATION);
    call.path_styled(style, "color", value);
    match call.prepare() {
        Ok(request) => {
            let path = request.uri().path();
            Ok(path
                .strip_prefix("/x")
                .unwrap()
                .strip_suffix('y')
                .unwrap()
                .to_owned())
        }
        Err(Error::InvalidArgument(error)) => Err(error.argument.reason().to_owned()),
        Err(other) => panic!("{other}"),
    }
}

fn query(style: Style, value: &impl Serialize) -> Result<String, String> {
    let client = any();
    let mut call = client.call(&OPERATION);
    call.path("color", "-").query_styled(style, "color", value);
    match call.prepare() {
        Ok(request) => Ok(request.uri().query().unwrap_or("").to_owned()),
        Err(Error::InvalidArgument(error)) => Err(error.argument.reason().to_owned()),
        Err(other) => panic!("{other}"),
    }
}

fn check(found: Result<String, String>, expected: &str) {
    assert_eq!(found.unwrap(), expected);
}

const MATRIX: Style = Style::Matrix { explode: false };
const MATRIX_EXPLODED: Style = Style::Matrix { explode: true };
const LABEL: Style = Style::Label { explode: false };
const LABEL_EXPLODED: Style = Style::Label { explode: true };
const SIMPLE: Style = Style::Simple { explode: false };
const SIMPLE_EXPLODED: Style = Style::Simple { explode: true };
const FORM: Style = Style::Form { explode: false };
const FORM_EXPLODED: Style = Style::Form { explode: true };

#[test]
fn matrix() {
    check(path(MATRIX, &""), ";color");
    check(path(MATRIX, &"blue"), ";color=blue");
    check(path(MATRIX, &LIST), ";color=blue,black,brown");
    check(path(MATRIX, &RGB), ";color=R,100,G,200,B,150");
    check(path(MATRIX_EXPLODED, &""), ";color");
    check(path(MATRIX_EXPLODED, &"blue"), ";color=blue");
    check(
        path(MATRIX_EXPLODED, &LIST),
        ";color=blue;color=black;color=brown",
    );
    check(path(MATRIX_EXPLODED, &RGB), ";R=100;G=200;B=150");
}

#[test]
fn label() {
    check(path(LABEL, &""), ".");
    check(path(LABEL, &"blue"), ".blue");
    check(path(LABEL, &LIST), ".blue.black.brown");
    check(path(LABEL, &RGB), ".R.100.G.200.B.150");
    check(path(LABEL_EXPLODED, &""), ".");
    check(path(LABEL_EXPLODED, &"blue"), ".blue");
    check(path(LABEL_EXPLODED, &LIST), ".blue.black.brown");
    check(path(LABEL_EXPLODED, &RGB), ".R=100.G=200.B=150");
}

#[test]
fn simple() {
    check(path(SIMPLE, &"blue"), "blue");
    check(path(SIMPLE, &LIST), "blue,black,brown");
    check(path(SIMPLE, &RGB), "R,100,G,200,B,150");
    check(path(SIMPLE_EXPLODED, &"blue"), "blue");
    check(path(SIMPLE_EXPLODED, &LIST), "blue,black,brown");
    check(path(SIMPLE_EXPLODED, &RGB), "R=100,G=200,B=150");
}

#[test]
fn form() {
    check(query(FORM, &""), "color=");
    check(query(FORM, &"blue"), "color=blue");
    check(query(FORM, &LIST), "color=blue,black,brown");
    check(query(FORM, &RGB), "color=R,100,G,200,B,150");
    check(query(FORM_EXPLODED, &""), "color=");
    check(query(FORM_EXPLODED, &"blue"), "color=blue");
    check(
        query(FORM_EXPLODED, &LIST),
        "color=blue&color=black&color=brown",
    );
    check(query(FORM_EXPLODED, &RGB), "R=100&G=200&B=150");
}

#[test]
fn delimited() {
    check(
        query(Style::SpaceDelimited, &LIST),
        "color=blue%20black%20brown",
    );
    check(
        query(Style::SpaceDelimited, &RGB),
        "color=R%20100%20G%20200%20B%20150",
    );
    check(
        query(Style::PipeDelimited, &LIST),
        "color=blue%7Cblack%7Cbrown",
    );
    check(
        query(Style::PipeDelimited, &RGB),
        "color=R%7C100%7CG%7C200%7CB%7C150",
    );
}

#[test]
fn deep_object() {
    check(
        query(Style::DeepObject, &RGB),
        "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    );
    let nested = json!({"a": {"b": {"c": 1}}, "d": ["x", "y"], "e": null});
    let expected = "color%5Ba%5D%5Bb%5D%5Bc%5D=1&color%5Bd%5D%5B0%5D=x&color%5Bd%5D%5B1%5D=y";
    check(query(Style::DeepObject, &nested), expected);
    let objects = json!({"a": [{"b": 1, "c": [2, 3]}, [4], null, "d"]});
    let expected = "color%5Ba%5D%5B0%5D%5Bb%5D=1&color%5Ba%5D%5B0%5D%5Bc%5D%5B0%5D=2&\
        color%5Ba%5D%5B0%5D%5Bc%5D%5B1%5D=3&color%5Ba%5D%5B1%5D%5B0%5D=4&color%5Ba%5D%5B2%5D=d";
    check(query(Style::DeepObject, &objects), expected);
    check(
        query(Style::DeepObject, &json!(["x", null, "y"])),
        "color%5B0%5D=x&color%5B1%5D=y",
    );
    check(
        query(Style::DeepObject, &json!([{"a": 1}, {"a": 2}])),
        "color%5B0%5D%5Ba%5D=1&color%5B1%5D%5Ba%5D=2",
    );
}

#[test]
fn json_style() {
    check(
        query(Style::Json, &json!({"a": [1, "b&c"]})),
        "color=%7B%22a%22%3A%5B1%2C%22b%26c%22%5D%7D",
    );
    check(path(Style::Json, &json!([1])), "%5B1%5D");
    check(query(Style::Json, &None::<u8>), "");
}

#[test]
fn values_are_encoded_and_delimiters_are_not() {
    check(
        query(FORM, &["a,b", "c&d=e", "f g+h"]),
        "color=a%2Cb,c%26d%3De,f%20g%2Bh",
    );
    check(
        query(FORM_EXPLODED, &BTreeMap::from([("a b", "ü")])),
        "a%20b=%C3%BC",
    );
    check(path(SIMPLE, &["a,b", "c/d"]), "a%2Cb,c%2Fd");
    check(path(MATRIX, &"a;b"), ";color=a%3Bb");
}

#[test]
fn reserved_characters_stay_where_they_mean_nothing() {
    let reserved = Style::FormReserved { explode: true };
    check(query(reserved, &":/?@!$'()*,;="), "color=:/?@!$'()*,;=");
    check(
        query(reserved, &"#[]&+ %41"),
        "color=%23%5B%5D%26%2B%20%2541",
    );
}

#[test]
fn numbers_and_booleans() {
    // serde_json reads the next number to these, unless it is told to take its time.
    for number in [0.200_000_000_000_007_42_f64, 1.400_000_000_000_051_9] {
        check(query(FORM, &number), &format!("color={number}"));
        let read: f64 = serde_json::from_str(&number.to_string()).unwrap();
        assert_eq!(read.to_bits(), number.to_bits());
    }
    check(
        query(FORM, &9_007_199_254_740_993_i64),
        "color=9007199254740993",
    );
    check(query(FORM, &u64::MAX), "color=18446744073709551615");
    check(query(FORM, &true), "color=true");
    check(query(FORM, &1.5), "color=1.5");
    check(query(FORM, &90.0), "color=90");
    check(query(FORM, &-0.0), "color=0");
}

#[test]
fn nothing_is_left_out() {
    check(query(FORM, &None::<&str>), "");
    check(query(FORM, &[""; 0]), "");
    check(query(FORM_EXPLODED, &[""; 0]), "");
    check(query(FORM, &json!(["a", null, "b"])), "color=a,b");
    assert!(path(SIMPLE, &None::<&str>).is_err());
    assert!(path(SIMPLE, &[""; 0]).is_err());
    assert!(path(SIMPLE, &"").is_err());
    assert!(path(MATRIX_EXPLODED, &[""; 0]).is_err());
}

#[test]
fn what_has_no_form_is_refused() {
    for style in [FORM, FORM_EXPLODED, Style::SpaceDelimited] {
        assert!(query(style, &json!([["a"]])).is_err(), "{style:?}");
        assert!(query(style, &json!({"a": {"b": 1}})).is_err(), "{style:?}");
    }
    assert!(query(SIMPLE, &"a").is_err());
    assert!(path(FORM, &"a").is_err());
    assert!(path(SIMPLE, &json!([[1]])).is_err());
    assert!(query(FORM, &BTreeMap::from([((1, 2), 3)])).is_err());
}

#[test]
fn words_and_whole_numbers_are_written_as_they_are() {
    let simple = Style::Simple { explode: false };
    let check = |value: &serde_json::Value, text: &str| {
        assert_eq!(path(simple, value).as_deref(), Ok(text), "{value}");
    };
    check(&json!("007"), "007");
    check(&json!("\""), "%22");
    check(&json!("a\"b\\c"), "a%22b%5Cc");
    check(&json!("\u{1}ü"), "%01%C3%BC");
    check(&json!(0), "0");
    check(&json!(i64::MAX), "9223372036854775807");
    check(&json!(u64::MAX), "18446744073709551615");
    check(&json!(i64::MIN), "-9223372036854775808");
}
