use super::*;
use crate::diagnostic::{Code, Diagnostic};

fn located(text: &str, pointers: &[&str]) -> Vec<Span> {
    let pointers = pointers
        .iter()
        .map(|at| Pointer::from_reference(&format!("#{at}")).unwrap());
    let mut diagnostics: Diagnostics = pointers
        .map(|at| Diagnostic::new(Code::InvalidDocument, &at, ""))
        .collect();
    locate(&mut diagnostics, &Texts::of(text), &Origins::default());
    diagnostics.iter().map(|it| it.span.unwrap()).collect()
}

/// The marked text of a pointer's place, and its line and column.
#[track_caller]
fn check(text: &str, at: &str, expect: (&str, usize, usize)) {
    let span = located(text, &[at])[0];
    assert_eq!(
        (&text[span.start..span.end], span.line, span.column),
        expect,
        "{at}"
    );
}

#[test]
fn scalars_are_marked_themselves_and_containers_by_their_key() {
    let text = "a:\n  type: integr  # why\n  b: {c: [x, 'y z']}\n";
    check(text, "/a/type", ("integr", 2, 9));
    check(text, "/a", ("a", 1, 1));
    check(text, "/a/b", ("b", 3, 3));
    check(text, "/a/b/c/1", ("'y z'", 3, 14));
}

#[test]
fn objects_without_a_key_are_marked_by_their_first() {
    let text = "a:\n- name: b\n  in: c\n- [d]\n- {}\n";
    check(text, "/a/0", ("name", 2, 3));
    check(text, "/a/1/0", ("d", 4, 4));
    check(text, "/a/2", ("{", 5, 3));
    check(text, "", ("a", 1, 1));
    check("\n{\"b\" : {}}", "", ("\"b\"", 2, 2));
}

#[test]
fn what_does_not_exist_is_marked_at_what_is_nearest() {
    let text = "a:\n  b: 1\n";
    check(text, "/a/c/d", ("a", 1, 1));
    check(text, "/a/b/d", ("1", 2, 6));
    check(text, "/x", ("a", 1, 1));
}

#[test]
fn what_only_the_reader_takes_for_yaml_is_marked_at_its_beginning() {
    for text in ["!!(((!(", "?"] {
        check(text, "", (&text[..1], 1, 1));
    }
}

#[test]
fn columns_count_characters_and_spans_count_bytes() {
    check("ä: {ö: {ü: 'ß'}}\n", "/ä/ö/ü", ("'ß'", 1, 12));
    check("{\"ä\": {\"ö\": \"ß\"}}", "/ä/ö", ("\"ß\"", 1, 13));
    check("# ä😀 comment\na: ß # ö\nb: c\n", "/b", ("c", 3, 4));
}

#[test]
fn json_may_have_tabs_and_carriage_returns_and_escapes() {
    let text = "{\r\n\t\"a\\u0062\":\t[\r\n\t\t1,\t{\"c\\\"d\": tru}\r\n\t]\r\n}";
    check(text, "/ab", ("\"a\\u0062\"", 2, 2));
    check(text, "/ab/0", ("1", 3, 3));
    check(text, "/ab/1/c\"d", ("tru", 3, 15));
}

#[test]
fn yaml_may_have_carriage_returns_and_many_lines() {
    let text = "a: |\r\n  one\r\n  two\r\nb: >-\r\n  c\r\nd: 'e\r\n  f'\r\n";
    check(text, "/a", ("one\r\n  two", 2, 3));
    check(text, "/d", ("'e\r\n  f'", 6, 4));
}

#[test]
fn what_stands_behind_an_alias_is_found_at_its_anchor() {
    let text = "a: &x\n  b: &y {c: 1}\nd: *x\ne: {f: *y}\n";
    check(text, "/d/b/c", ("1", 2, 13));
    check(text, "/d", ("*x", 3, 4));
    check(text, "/e/f/c", ("1", 2, 13));
    check("a: &x {b: *x}\nc: *x", "/c/b/b/b", ("*x", 1, 11));
}

#[test]
fn what_a_key_holds_is_no_node() {
    check("? {a: 1, b: [2]}\n: {c: 3}\nd: 4", "/d", ("4", 3, 4));
    check("? {a: 1}\n: {c: 3}\n", "/a", ("{", 1, 3));
}

#[test]
fn many_places_are_found_in_one_go() {
    let spans = located("a: 1\nb: 2\n", &["/b", "/a", ""]);
    assert_eq!(
        spans.iter().map(|span| span.line).collect::<Vec<_>>(),
        [2, 1, 1]
    );
}

#[test]
fn a_text_that_ends_too_early_is_read_as_far_as_it_goes() {
    check("{\"a\": {\"b\": 1", "/a/b", ("1", 1, 13));
    check("{\"a\": {\"b\": \"", "/a", ("\"a\"", 1, 2));
    check("a: 1\nb: 'c", "/a", ("1", 1, 4));
}

#[test]
fn what_can_not_be_read_is_outlined_when_it_is_asked_for() {
    let text = Text::new("a: 1\nb: 2\n");
    assert_eq!(text.outlined(|_| Err::<(), _>("no")), Err("no"));
    let texts = Texts {
        description: text,
        ..Texts::default()
    };
    let at = Pointer::from_tokens(["b"]);
    let mut diagnostics = Diagnostics::from(Diagnostic::new(Code::InvalidDocument, &at, ""));
    locate(&mut diagnostics, &texts, &Origins::default());
    let line = diagnostics
        .iter()
        .next()
        .and_then(|it| it.span)
        .map(|it| it.line);
    assert_eq!(line, Some(2));
}

#[test]
fn a_key_that_stands_twice_is_found_with_the_first() {
    for text in [
        "a: {b: 1, c: {b: 2}, b: 3}",
        r#"{"a": {"b": 1, "c": [{"b": 2}], "b": 3}}"#,
    ] {
        let found = duplicate_key(text, SourceId::Description).unwrap();
        assert_eq!((found.key.as_str(), found.parent.as_str()), ("b", "/a"));
        assert!(found.first.start < found.second.start);
        assert_eq!(
            text.rfind('b').unwrap(),
            found.second.end - usize::from(text.starts_with('{')) - 1
        );
    }
    assert!(duplicate_key("a: {b: 1}\nb: [{a: 1}, {a: 1}]", SourceId::Description).is_none());
}

#[test]
fn the_overlay_is_marked_where_it_wrote() {
    let description = "a: {}\n";
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.a\n  update:\n    b: {c: 1}\n";
    let mut value = serde_json::json!({ "a": {} });
    let actions = serde_yaml::from_str(overlay).unwrap();
    let origins = crate::overlay::apply(&actions, &mut value).unwrap();
    let at = Pointer::from_tokens(["a", "b", "c"]);
    let mut diagnostics = Diagnostics::from(
        Diagnostic::new(Code::InvalidDocument, &at, "").label(&Pointer::from_tokens(["a"]), ""),
    );
    let texts = Texts {
        overlay: Some(Text::new(overlay)),
        ..Texts::of(description)
    };
    locate(&mut diagnostics, &texts, &origins);
    let diagnostic = diagnostics.iter().next().unwrap();
    let span = diagnostic.span.unwrap();
    assert_eq!(
        (span.source, span.line, span.column),
        (SourceId::Overlay, 6, 12)
    );
    let label = diagnostic.labels[0].span.unwrap();
    assert_eq!((label.source, label.line), (SourceId::Description, 1));
}
