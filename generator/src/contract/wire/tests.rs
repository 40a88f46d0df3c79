//! The table of §4.7.12.2, cell by cell.

use serde_json::json;

use super::*;

/// The columns of the table: a text, an array, an object; `None` where the table says n/a.
fn check(style: Style, explode: bool, expected: [Option<&str>; 3]) {
    let values = [
        json!("blue"),
        json!(["blue", "black", "brown"]),
        json!({ "R": 100, "G": 200, "B": 150 }),
    ];
    let writing = Writing { style, explode };
    for (value, expected) in values.iter().zip(expected) {
        let written = match style {
            Style::Matrix | Style::Label | Style::Simple => path(writing, "color", value),
            _ => pairs(writing, "color", value).map(|pairs| {
                let pair = |(name, value): &(String, String)| format!("{name}={value}");
                pairs.iter().map(pair).collect::<Vec<_>>().join("&")
            }),
        };
        assert_eq!(written.as_deref(), expected, "{style:?} {explode} {value}");
    }
}

#[test]
fn the_table_of_the_specification() {
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let all = |text, array, object| [Some(text), Some(array), Some(object)];
    let delimited = |array, object| [None, Some(array), Some(object)];
    let rows = [
        (
            Matrix,
            false,
            all(
                ";color=blue",
                ";color=blue,black,brown",
                ";color=R,100,G,200,B,150",
            ),
        ),
        (
            Matrix,
            true,
            all(
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";R=100;G=200;B=150",
            ),
        ),
        (
            Label,
            false,
            all(".blue", ".blue.black.brown", ".R.100.G.200.B.150"),
        ),
        (
            Label,
            true,
            all(".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        ),
        (
            Simple,
            false,
            all("blue", "blue,black,brown", "R,100,G,200,B,150"),
        ),
        (
            Simple,
            true,
            all("blue", "blue,black,brown", "R=100,G=200,B=150"),
        ),
        (
            Form,
            false,
            all(
                "color=blue",
                "color=blue,black,brown",
                "color=R,100,G,200,B,150",
            ),
        ),
        (
            Form,
            true,
            all(
                "color=blue",
                "color=blue&color=black&color=brown",
                "R=100&G=200&B=150",
            ),
        ),
        (
            SpaceDelimited,
            false,
            delimited("color=blue black brown", "color=R 100 G 200 B 150"),
        ),
        (SpaceDelimited, true, [None; 3]),
        (
            PipeDelimited,
            false,
            delimited("color=blue|black|brown", "color=R|100|G|200|B|150"),
        ),
        (PipeDelimited, true, [None; 3]),
        (
            DeepObject,
            true,
            [
                None,
                Some("color[0]=blue&color[1]=black&color[2]=brown"),
                Some("color[R]=100&color[G]=200&color[B]=150"),
            ],
        ),
    ];
    for (style, explode, expected) in rows {
        check(style, explode, expected);
    }
}

#[test]
fn explode_is_the_default_of_form_alone() {
    for (style, explode) in [("form", true), ("simple", false), ("deepObject", false)] {
        assert_eq!(
            Writing::read(Some(style), None, Style::Simple).explode,
            explode,
            "{style}"
        );
    }
    let form = Writing {
        style: Style::Form,
        explode: false,
    };
    assert_eq!(Writing::read(None, Some(false), Style::Form), form);
}

#[test]
fn only_unreserved_characters_stay_in_a_path() {
    for (text, expected) in [
        ("a b", "a%20b"),
        ("a/b", "a%2Fb"),
        ("100%", "100%25"),
        ("a+b", "a%2Bb"),
        ("\u{e9}", "%C3%A9"),
        ("\"&,;:@", "%22%26%2C%3B%3A%40"),
        ("-._~", "-._~"),
    ] {
        assert_eq!(encode(text), expected);
    }
}

#[test]
fn nested_and_empty_values_have_no_form() {
    let form = Writing {
        style: Style::Form,
        explode: true,
    };
    for value in [
        json!([[1]]),
        json!({ "a": {} }),
        json!([]),
        json!({}),
        json!(null),
    ] {
        assert_eq!(pairs(form, "a", &value), None, "{value}");
    }
}

#[test]
fn headers_are_written_as_they_are() {
    let simple = |explode| Writing {
        style: Style::Simple,
        explode,
    };
    assert_eq!(
        header(simple(false), &json!(["a b", "c/d"])).as_deref(),
        Some("a b,c/d")
    );
    assert_eq!(
        header(simple(true), &json!({ "a": 1 })).as_deref(),
        Some("a=1")
    );
}

#[test]
fn cookies_are_pairs_of_their_own() {
    let form = |explode| Writing {
        style: Style::Form,
        explode,
    };
    assert_eq!(
        cookie(form(true), "a", &json!("b c")).as_deref(),
        Some("a=b%20c")
    );
    assert_eq!(
        cookie(form(false), "a", &json!([1, 2])).as_deref(),
        Some("a=1,2")
    );
    assert_eq!(
        cookie(form(true), "a", &json!([1, "b c"])).as_deref(),
        Some("a=1; a=b%20c")
    );
    assert_eq!(
        cookie(form(true), "a", &json!({ "R": 100, "G": 200 })).as_deref(),
        Some("R=100; G=200")
    );
}

#[test]
fn what_stands_in_a_template_is_encoded_once() {
    assert_eq!(literal("/a b/é/%20/{c:d}"), "/a%20b/%C3%A9/%20/{c:d}");
}
