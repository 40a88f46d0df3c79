//! What is read from the bodies of errors.

use client_runtime::LenientBody;

fn read(body: &str) -> LenientBody {
    LenientBody::read(Some("application/json"), body.as_bytes())
}

fn message(body: &str, expected: Option<&str>) {
    assert_eq!(read(body).message(), expected, "{body}");
}

fn errors(body: &str, expected: &[&str]) {
    assert_eq!(read(body).errors(), expected, "{body}");
}

#[test]
fn messages() {
    message(r#"{"message": "Not Found"}"#, Some("Not Found"));
    message(r#"{"error": "bad"}"#, Some("bad"));
    message(
        r#"{"error": {"message": "worse", "code": 1}}"#,
        Some("worse"),
    );
    message(
        r#"{"error": "invalid_grant", "error_description": "Expired"}"#,
        Some("Expired"),
    );
    message(
        r#"{"title": "Out", "detail": "of credit", "status": 403}"#,
        Some("Out: of credit"),
    );
    message(r#"{"title": "Out"}"#, Some("Out"));
    message(r#"{"message": "", "error": "x"}"#, Some("x"));
    message(r#"{"message": 1}"#, None);
    message(r#""plain""#, Some("plain"));
    message("[1]", None);
    message("", None);
    message("<html>Unicorn</html>", None);
    message(r#"{"message": "cut"#, None);
}

#[test]
fn single_errors() {
    errors(r#"{"errors": ["a", "b"]}"#, &["a", "b"]);
    errors(r#"{"errors": "a"}"#, &["a"]);
    errors(
        r#"{"errors": [{"resource": "Issue", "field": "title", "code": "missing"}]}"#,
        &["title: missing"],
    );
    errors(
        r#"{"errors": [{"resource": "Issue", "code": "invalid"}]}"#,
        &["Issue: invalid"],
    );
    errors(r#"{"errors": [{"message": "no"}]}"#, &["no"]);
    errors(
        r#"{"errors": [{"field": "f", "message": "no", "code": "c"}]}"#,
        &["f: no"],
    );
    errors(
        r#"{"errors": {"name": ["is blank", "is short"]}}"#,
        &["name: is blank, is short"],
    );
    errors(r#"{"errors": [{"x": 1}]}"#, &[r#"{"x":1}"#]);
    errors(r#"{"errors": null}"#, &[]);
}

#[test]
fn excerpts_are_bounded_and_one_line() {
    assert_eq!(read("a\n\u{1b}[31m\tb").excerpt(), "a\\n\\u{1b}[31m\\tb");
    let long = read(&"x".repeat(5000)).excerpt().to_owned();
    assert_eq!(long, format!("{}…", "x".repeat(2048)));
    let halved = read(&"ü".repeat(1500).replacen('ü', "u", 1));
    assert!(halved.excerpt().ends_with("ü…"), "{}", halved.excerpt());
    assert_eq!(LenientBody::read(None, b"\xff").excerpt(), "\u{fffd}");
}

#[test]
fn the_rest() {
    let body = read(r#"{"message": "m", "documentation_url": "https://docs"}"#);
    assert_eq!(body.documentation_url(), Some("https://docs"));
    assert_eq!(body.content_type(), Some("application/json"));
}
