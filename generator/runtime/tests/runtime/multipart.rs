//! The bytes of `multipart/form-data`.

use bytes::Bytes;
use client_runtime::{Error, Multipart, Operation, Part, Status};
use http::Method;
use serde_json::json;

use crate::support::{Script, client};

const JSON_HEAD: &str = "\r\nContent-Type: application/json\r\n\r\n";

static UPLOAD: Operation<()> = Operation {
    id: "upload",
    method: Method::POST,
    path: "/upload",
    accept: "",
    security: &[],
    success: &[Status::Code(201)],
    errors: &[],
};

/// The body with its boundary replaced, and the boundary.
fn write(form: &Multipart) -> Result<(String, String), String> {
    let client = client(&Script::default());
    let mut call = client.call(&UPLOAD);
    call.multipart(form.clone());
    let request = match call.prepare() {
        Ok(request) => request,
        Err(Error::InvalidArgument(error)) => return Err(error.argument.name().to_owned()),
        Err(other) => panic!("{other}"),
    };
    let kind = request.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let boundary = kind
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap()
        .to_owned();
    let body = String::from_utf8(request.body().to_vec()).unwrap();
    Ok((body.replace(&boundary, "B"), boundary))
}

fn file(filename: &str, content_type: &str) -> Part {
    Part {
        filename: Some(filename.to_owned()),
        content_type: content_type.to_owned(),
        bytes: Bytes::from_static(b"data"),
    }
}

#[test]
fn parts() {
    let mut form = Multipart::new();
    form.text("a", "1\r\n2")
        .json("j", &[1, 2])
        .file("f", file("x.bin", "application/zip"));
    let expected = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n\
        --B\r\nContent-Disposition: form-data; name=\"j\"\r\nContent-Type: application/json\r\n\r\n[1,2]\r\n\
        --B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.bin\"\r\nContent-Type: application/zip\r\n\r\ndata\r\n\
        --B--\r\n";
    assert_eq!(write(&form).unwrap().0, expected);
    assert_eq!(write(&Multipart::new()).unwrap().0, "--B--\r\n");
}

#[test]
fn a_value_is_text_or_json_as_it_is() {
    let mut form = Multipart::new();
    form.either("t", "auto")
        .either("n", &1.0)
        .either("l", &json!(["a", true]))
        .either("o", &json!({ "a": "b" }))
        .either("m", &json!(["a", [1]]));
    let text = |name: &str, text: &str| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let json = |name: &str, json: &str| text(name, json).replacen("\r\n\r\n", JSON_HEAD, 1);
    let expected = [
        text("t", "auto"),
        text("n", "1"),
        text("l", "a"),
        text("l", "true"),
        json("o", r#"{"a":"b"}"#),
        json("m", r#"["a",[1]]"#),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(write(&form).unwrap().0, expected.concat());
}

#[test]
fn names_cannot_break_out() {
    let mut form = Multipart::new();
    form.file("a\"\r\nX: y", file("ü\"; x=\"\r\n", "text/plain"));
    let body = write(&form).unwrap().0;
    let line = "name=\"a%22%0D%0AX: y\"; filename=\"ü%22; x=%22%0D%0A\"\r\n";
    assert!(body.contains(line), "{body}");
}

#[test]
fn media_types_cannot_break_out() {
    let mut form = Multipart::new();
    form.file("f", file("x", "text/plain\r\nX: y"));
    assert_eq!(write(&form), Err("f".to_owned()));
}

#[test]
fn the_boundary_depends_on_the_content_and_is_not_in_it() {
    let mut form = Multipart::new();
    form.text("a", "1");
    let (_, first) = write(&form).unwrap();
    assert_eq!(write(&form).unwrap().1, first);
    form.text("b", &first);
    let (body, second) = write(&form).unwrap();
    assert_ne!(first, second);
    assert!(body.contains(&first));
}
