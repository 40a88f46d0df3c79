//! The `Link` header.

use client_runtime::decode;

use crate::support::{LIST, Script, answer, client};

async fn find(headers: &[(&str, &str)], rel: &str) -> Option<String> {
    let script = Script::new([answer(200, headers, "")]);
    let client = client(&script);
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    call.send(decode::empty).await.unwrap().link(rel)
}

async fn check(value: &str, rel: &str, expected: &str) {
    assert_eq!(
        find(&[("link", value)], rel).await.as_deref(),
        Some(expected),
        "{value}"
    );
}

async fn none(value: &str, rel: &str) {
    assert_eq!(find(&[("link", value)], rel).await, None, "{value}");
}

#[tokio::test]
async fn several_links() {
    let value = r#"<https://h/a?page=2>; rel="next", <https://h/a?page=9>; rel="last""#;
    check(value, "next", "https://h/a?page=2").await;
    check(value, "last", "https://h/a?page=9").await;
    none(value, "prev").await;
}

#[tokio::test]
async fn commas_and_semicolons_inside() {
    check(
        r#"<https://h/a,b;c>; rel="next""#,
        "next",
        "https://h/a,b;c",
    )
    .await;
    check(
        r#"<https://h/1>; title="a, b; rel=next", <https://h/2>; rel=next"#,
        "next",
        "https://h/2",
    )
    .await;
    check(
        r#"<https://h/1>; title="a \" , <https://h/3>; rel=next"; rel=next"#,
        "next",
        "https://h/1",
    )
    .await;
}

#[tokio::test]
async fn forms_of_the_relation() {
    check("<https://h/1>;rel=next", "next", "https://h/1").await;
    check("<https://h/1> ; REL = \"Next\"", "next", "https://h/1").await;
    check(r#"<https://h/1>; rel="last next""#, "next", "https://h/1").await;
    check(
        r#"<https://h/1>; rel="next"; rel="prev""#,
        "next",
        "https://h/1",
    )
    .await;
    none(r#"<https://h/1>; rel="prev"; rel="next""#, "next").await;
    none(r#"<https://h/1>; rel="nextish""#, "next").await;
    none(r#"<https://h/1>; anchor="/x"; rel="next""#, "next").await;
}

#[tokio::test]
async fn relative_targets() {
    check(
        "</b?c=d>; rel=next",
        "next",
        "https://api.example.com/b?c=d",
    )
    .await;
    check(
        "<?page=2>; rel=next",
        "next",
        "https://api.example.com/things/o?page=2",
    )
    .await;
    check("<x>; rel=next", "next", "https://api.example.com/things/x").await;
    check(
        "<../../x/./y/..>; rel=next",
        "next",
        "https://api.example.com/x/",
    )
    .await;
    check("<//other/x>; rel=next", "next", "https://other/x").await;
}

#[tokio::test]
async fn several_headers_and_broken_ones() {
    let headers = [("link", "nonsense"), ("link", "<https://h/2>; rel=next")];
    assert_eq!(find(&headers, "next").await.as_deref(), Some("https://h/2"));
    none("", "next").await;
    none("<https://h/1", "next").await;
    none("<https://h/1>", "next").await;
    none("<https://h/1>; rel", "next").await;
    none("<ftp://h/1>; rel=next", "next").await;
    check(
        "<https://h/1> junk, <https://h/2>; rel=next",
        "next",
        "https://h/2",
    )
    .await;
    check("<https://h/1>; rel=\"next", "next", "https://h/1").await;
}
