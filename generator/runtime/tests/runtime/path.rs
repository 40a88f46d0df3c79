//! What arguments may do to a path: nothing but stand where the template has them.

use client_runtime::{Error, Operation, Status};
use http::Method;

use crate::support::{Script, client};

fn operation(path: &'static str) -> &'static Operation<()> {
    Box::leak(Box::new(Operation {
        id: "path",
        method: Method::GET,
        path,
        accept: "",
        security: &[],
        success: &[Status::Code(200)],
        errors: &[],
    }))
}

fn fill(template: &'static str, arguments: &[(&'static str, &str)]) -> Result<String, String> {
    let client = client(&Script::default());
    let mut call = client.call(operation(template));
    for (name, value) in arguments {
        call.path(name, value);
    }
    match call.prepare() {
        Ok(request) => Ok(request.uri().path().to_owned()),
        Err(Error::InvalidArgument(error)) => Err(error.argument.name().to_owned()),
        Err(other) => panic!("{other}"),
    }
}

fn check(value: &str, expected: &str) {
    assert_eq!(
        fill("/a/{x}/b", &[("x", value)]),
        Ok(format!("/a/{expected}/b"))
    );
}

#[test]
fn everything_but_unreserved_is_encoded() {
    check("AZaz09-._~", "AZaz09-._~");
    check("a/b", "a%2Fb");
    check("a b", "a%20b");
    check("a\\b", "a%5Cb");
    check("a?b#c", "a%3Fb%23c");
    check("%2e%2e", "%252e%252e");
    check("..%2f", "..%252f");
    check(".%2e", ".%252e");
    check("\u{0}\r\n", "%00%0D%0A");
    check("名前", "%E5%90%8D%E5%89%8D");
    check(":@!$&'()*+,;=", "%3A%40%21%24%26%27%28%29%2A%2B%2C%3B%3D");
    check("...", "...");
    check("a..b", "a..b");
}

#[test]
fn dots_and_nothing_are_refused() {
    for value in ["", ".", ".."] {
        assert_eq!(
            fill("/a/{x}/b", &[("x", value)]),
            Err("x".to_owned()),
            "{value:?}"
        );
        assert_eq!(
            fill("/a/{x}", &[("x", value)]),
            Err("x".to_owned()),
            "{value:?}"
        );
    }
}

#[test]
fn several_arguments_in_a_segment() {
    let both = |x, y| fill("/a/{x}.{y}/b", &[("x", x), ("y", y)]);
    assert_eq!(both("1", "2"), Ok("/a/1.2/b".to_owned()));
    assert_eq!(
        fill("/a/{x}{y}", &[("x", "."), ("y", ".")]),
        Err("x".to_owned())
    );
    assert_eq!(fill("/a/.{x}", &[("x", ".")]), Err("x".to_owned()));
    assert_eq!(fill("/{x}:verb", &[("x", "..")]), Ok("/..:verb".to_owned()));
    assert_eq!(fill("/{x}:verb", &[("x", "a")]), Ok("/a:verb".to_owned()));
}

#[test]
fn an_argument_that_looks_like_a_parameter_is_text() {
    let filled = fill("/{x}/{y}", &[("x", "{y}"), ("y", "1")]);
    assert_eq!(filled, Ok("/%7By%7D/1".to_owned()));
}

#[test]
fn a_missing_argument_is_named_and_the_last_one_counts() {
    assert_eq!(fill("/{x}/{y}", &[("x", "1")]), Err("y".to_owned()));
    let twice = fill("/{x}", &[("x", "1"), ("x", "2")]);
    assert_eq!(twice, Ok("/2".to_owned()));
}

#[test]
fn the_templates_own_segments_are_kept() {
    assert_eq!(fill("/a//{x}/", &[("x", "1")]), Ok("/a//1/".to_owned()));
    assert_eq!(fill("/", &[]), Ok("/".to_owned()));
}

#[test]
fn a_query_in_the_template_is_continued() {
    let client = client(&Script::default());
    let mut call = client.call(operation("/?Action={x}"));
    call.path("x", "a&b").query("q", &1);
    let request = call.prepare().unwrap();
    assert_eq!(request.uri(), "https://api.example.com/?Action=a%26b&q=1");
}
