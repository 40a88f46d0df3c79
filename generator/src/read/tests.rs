use super::*;
use crate::diagnostic::Severity;
use crate::limits::MAX_NODES;

fn source(text: impl Into<Vec<u8>>) -> Source {
    Source {
        name: "spec".to_owned(),
        bytes: text.into(),
    }
}

fn read_text(text: impl Into<Vec<u8>>) -> Result<Document, Diagnostics> {
    read_with(text, None)
}

fn read_with(text: impl Into<Vec<u8>>, overlay: Option<&str>) -> Result<Document, Diagnostics> {
    let (description, overlay) = (source(text), overlay.map(source));
    let texts = texts(&description, &[], overlay.as_ref())?;
    read(&texts, &description.name, &[]).map(|(document, _)| document)
}

/// What is said of a text: `line:column code: message`.
#[track_caller]
fn check(text: impl Into<Vec<u8>>, expect: &[&str]) {
    let diagnostics = read_text(text).unwrap_err();
    let said: Vec<_> = diagnostics
        .iter()
        .map(|it| {
            assert_eq!(it.severity(), Severity::Error);
            let place = it
                .span
                .map_or("-".to_owned(), |it| format!("{}:{}", it.line, it.column));
            format!("{place} {}: {}", it.code, it.message)
        })
        .collect();
    assert_eq!(said, expect);
}

#[track_caller]
fn check_value(text: &str, pointer: &str, expect: &str) {
    let document = read_text(format!(
        "{text}\nopenapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n"
    ));
    assert_eq!(
        document
            .unwrap()
            .value
            .pointer(pointer)
            .unwrap()
            .to_string(),
        expect
    );
}

const SMALLEST: &str =
    r#"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}}"#;

#[test]
fn both_formats_are_read_and_a_byte_order_mark_is_ignored() {
    for text in [
        SMALLEST.to_owned(),
        format!("\n {SMALLEST}"),
        format!("\u{feff}{SMALLEST}"),
        format!("---\n{SMALLEST}"),
    ] {
        let document = read_text(text).unwrap();
        assert_eq!(document.api.info.title, "t");
        assert_eq!(document.value["info"]["version"], "1");
    }
}

#[test]
fn a_document_without_content_is_empty() {
    for text in [
        "",
        " \n\t\n",
        "---\n",
        "---\n...\n",
        "null",
        "# nothing\n",
        "\u{feff}",
    ] {
        let diagnostics = read_text(text).unwrap_err();
        assert_eq!(
            diagnostics.iter().next().unwrap().code,
            Code::EmptyDocument,
            "{text:?}"
        );
    }
}

#[test]
fn other_encodings_are_named() {
    check(
        b"\xff\xfe{\0}\0",
        &["- invalid-encoding: the file is UTF-16, but only UTF-8 is read"],
    );
    check(
        b"\0{\0}",
        &["- invalid-encoding: the file is UTF-16, but only UTF-8 is read"],
    );
    check(
        b"openapi: \xe4",
        &["- invalid-encoding: the file is not UTF-8 from byte 9 on"],
    );
}

#[test]
fn syntax_errors_are_located() {
    check(
        "{\n \"a\": ,\n}",
        &["2:7 invalid-syntax: not valid JSON: expected value"],
    );
    check(
        "{\"a\":",
        &["1:5 invalid-syntax: not valid JSON: EOF while parsing a value"],
    );
    check(
        "{\"ä\": ,}",
        &["1:7 invalid-syntax: not valid JSON: expected value"],
    );
    check(
        "a: b\nc: 'd\n",
        &[
            "2:6 invalid-syntax: not valid YAML: found unexpected end of stream, while scanning a quoted scalar",
        ],
    );
    check(
        "a: !b c",
        &["1:4 invalid-syntax: not valid YAML: a: a tag has no meaning in an OpenAPI document"],
    );
}

#[test]
fn a_second_document_is_refused_where_it_begins() {
    let message = "invalid-syntax: not valid YAML: deserializing from YAML containing more than \
                   one document is not supported";
    check("a: 1\n---\nb: 1\n", &[&format!("2:1 {message}")]);
    // Found by fuzzing: what follows on a quoted document is another one.
    check("\"a\" b &", &[&format!("1:1 {message}")]);
}

#[test]
fn keys_that_stand_twice_are_refused_with_both_places() {
    for text in ["a:\n  b: 1\n  b: 2\n", "{\"a\": {\n\"b\": 1,\n\"b\": 2}}"] {
        let diagnostics = read_text(text).unwrap_err();
        let diagnostic = diagnostics.iter().next().unwrap();
        assert_eq!(
            (diagnostic.message.as_str(), diagnostic.at.as_str()),
            ("duplicate key `b`", "/a")
        );
        assert_eq!(diagnostic.span.unwrap().line, 3);
        assert_eq!(diagnostic.labels[0].span.unwrap().line, 2);
    }
}

#[test]
fn nodes_and_bytes_have_limits() {
    for text in ["{\"a\": [1, 2]}", "a: &a [1]\nb: *a\n"] {
        let nodes = if text.starts_with('{') { 4 } else { 5 };
        assert!(parse::parse_within(text, SourceId::Description, nodes).is_ok());
        let refused = parse::parse_within(text, SourceId::Description, nodes - 1).unwrap_err();
        assert_eq!(refused.code, Code::TooLarge, "{refused:?}");
    }
    let of_size = |size| Source {
        name: "spec.yaml".to_owned(),
        bytes: vec![b' '; size],
    };
    assert!(text(&of_size(MAX_BYTES)).is_ok());
    assert_eq!(
        text(&of_size(MAX_BYTES + 1)).unwrap_err().code,
        Code::TooLarge
    );
}

#[test]
fn yaml_of_too_many_nodes_is_refused_before_it_is_held() {
    let items = format!("a: [{}1]", "1,".repeat(MAX_NODES));
    check(
        items,
        &["1:10000002 too-large: the YAML has more than 5000000 nodes, aliases expanded"],
    );
}

#[test]
fn depth_and_repetition_have_limits() {
    let levels = 100_000;
    let message = "too-large: the JSON is nested more than 127 levels deep";
    check("[".repeat(levels), &[&format!("1:128 {message}")]);
    check(
        format!("{}{}", "[".repeat(levels), "]".repeat(levels)),
        &[&format!("1:128 {message}")],
    );
    check("{\"a\":".repeat(levels), &[&format!("1:636 {message}")]);
    let message = "too-large: the YAML is nested more than 127 levels deep";
    check(
        format!("a: {}{}", "[".repeat(300), "]".repeat(300)),
        &[&format!("1:131 {message}")],
    );
    check(
        format!("a:\n {}", "{b: ".repeat(levels)),
        &[&format!("2:20002 {message}")],
    );
    check("a: &a [*a]", &[&format!("1:4 {message}")]);
    let laughs: String = (0..10)
        .map(|level: usize| match level.checked_sub(1) {
            None => "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned(),
            Some(below) => {
                format!(
                    "a{level}: &a{level} [{}]\n",
                    format!("*a{below}, ").repeat(10)
                )
            }
        })
        .collect();
    check(
        laughs,
        &["1:1 too-large: the YAML has aliases that expand to too many nodes"],
    );
}

#[test]
fn a_fault_below_many_schemas_is_found_at_once() {
    let deep = |leaf: &str| {
        let components = format!("{}{leaf}{}", "{\"items\":".repeat(110), "}".repeat(110));
        let members = format!("{{\"components\":{{\"schemas\":{{\"A\":{components}}}}},");
        SMALLEST.replacen('{', &members, 1)
    };
    assert!(read_text(deep("{}")).is_ok());
    let diagnostics = read_text(deep("{\"properties\":5}")).unwrap_err();
    assert_eq!(diagnostics.len(), 1);
    assert!(
        diagnostics
            .iter()
            .all(|it| it.at.as_str().ends_with("/items/items/properties"))
    );
}

#[test]
fn other_versions_are_refused_by_name() {
    let version = |member: &str| format!("info: {{}}\n{member}\n");
    check(
        version("swagger: '2.0'"),
        &["2:10 unsupported-version: Swagger 2.0 is not supported"],
    );
    check(
        version("openapi: 3.2.0"),
        &["2:10 unsupported-version: OpenAPI 3.2.0 is not supported"],
    );
    check(
        version("openapi: 4.0.0"),
        &["2:10 unsupported-version: `4.0.0` is not a supported version of OpenAPI"],
    );
    check(
        version("openapi: 3.0"),
        &[
            "2:10 unsupported-version: the version of OpenAPI is a string such as \"3.0.3\", not `3.0`",
        ],
    );
    check(
        version("x: 1"),
        &["1:1 unsupported-version: this is not an OpenAPI document: it has no `openapi` member"],
    );
    check(
        "[1]",
        &["1:1 unsupported-version: this is not an OpenAPI document: it has no `openapi` member"],
    );
}

#[test]
fn yaml_means_what_json_can_say() {
    check_value(
        "x-a: {200: a, true: b, ~: c}",
        "/x-a",
        r#"{"200":"a","true":"b","~":"c"}"#,
    );
    check_value(
        "x-a: [no, yes, on, 'y', 0x10, 1_0, 1e3, 12345678901234567890]",
        "/x-a",
        r#"["no","yes","on","y",16,"1_0",1000.0,12345678901234567890]"#,
    );
    check_value(
        "x-a: {b: &b {c: 1, d: 2}, e: {<<: *b, c: 3}}",
        "/x-a/e",
        r#"{"c":3,"d":2}"#,
    );
    check_value(
        "x-a: {b: &b {c: 1}, e: {<<: [*b, {d: 4}]}}",
        "/x-a/e",
        r#"{"c":1,"d":4}"#,
    );
    check(
        "x-a: .inf",
        &["1:6 invalid-syntax: not valid YAML: x-a: a number that is not finite has no JSON form"],
    );
}

#[test]
fn a_schema_for_a_request_body_is_refused_although_openapiv3_reads_it() {
    let body = r#"{"/a": {"post": {"requestBody": {"type": "object"}, "responses": {}}}}"#;
    let text = SMALLEST.replace("\"paths\": {}", &format!("\"paths\": {body}"));
    check(
        text,
        &["1:88 invalid-document: expected a request body, found a schema"],
    );
}

#[test]
fn references_among_callbacks_cost_nothing() {
    let paths = r##"{"/a": {"post": {"callbacks": {"a": {"$ref": "#/x"}}, "responses": {}}}}"##;
    let text = SMALLEST.replace("\"paths\": {}", &format!("\"paths\": {paths}"));
    assert!(
        read_text(text)
            .unwrap()
            .value
            .pointer("/paths/~1a/post/callbacks/a")
            .is_some()
    );
}

#[test]
fn a_fault_that_the_overlay_wrote_is_located_in_it() {
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $\n  update: {paths: [5]}\n";
    let diagnostics = read_with(SMALLEST, Some(overlay)).unwrap_err();
    let diagnostic = diagnostics.iter().next().unwrap();
    let span = diagnostic.span.unwrap();
    assert_eq!(
        (diagnostic.at.as_str(), span.source),
        ("/paths", SourceId::Overlay)
    );
    assert_eq!((span.line, span.column), (5, 12));
}

const SMALLEST_OF_3_1: &str = "\
openapi: 3.1.0
info: {title: t, version: '1', summary: s, license: {name: MIT, identifier: MIT}}
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
webhooks: {new: {post: {requestBody: {content: {}}}}}
components:
  schemas:
    A:
      type: [strin, integer]
";

#[test]
fn what_3_1_has_beside_schemas_is_passed_over() {
    let document = read_text(SMALLEST_OF_3_1).unwrap();
    assert!(document.api.paths.paths.is_empty());
}

#[test]
fn a_version_without_its_patch_is_told_by_its_edition() {
    for version in ["'3.0'", "'3.1'", "3.1.0-rc1"] {
        let text = SMALLEST_OF_3_1.replace("3.1.0", version) + "paths: {}\n";
        let said = read_text(text).map(drop).map_err(|found| found.len());
        assert_eq!(said, Ok(()), "{version}");
    }
    check(
        SMALLEST_OF_3_1.replace("3.1.0", "3.10.0"),
        &["1:10 unsupported-version: OpenAPI 3.10.0 is not supported"],
    );
}

#[test]
fn an_overlay_is_laid_over_the_document_as_it_was_written() {
    let overlay = "\
overlay: 1.0.0
info: {title: t, version: '1'}
actions:
  - target: $.components.schemas.A[?@[0] == 'strin']
    remove: true
  - target: $.components.schemas.A
    update: {type: [string, 'null'], properties: 1}
";
    let found = read_with(SMALLEST_OF_3_1, Some(overlay)).unwrap_err();
    let found: Vec<_> = found
        .iter()
        .map(|it| (it.at.as_str(), it.span.map(|span| (span.source, span.line))))
        .collect();
    let at = "/components/schemas/A/properties";
    assert_eq!(found, [(at, Some((SourceId::Overlay, 7)))]);
}

#[test]
fn a_fault_in_what_was_converted_is_found_where_it_was_written() {
    let text = SMALLEST_OF_3_1.replace("[strin, integer]", "[string, object]\n      properties: 1");
    check(
        text,
        &["9:19 invalid-document: `properties` of a schema must be an object, not the number `1`"],
    );
}
