//! No text of a description can become code, a path outside of the crate, a key of its manifest, a
//! doctest that runs, a tag in its documentation, or a trick with what is shown of its source.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod soundness;

use std::fs;
use std::path::Path;

use generator::{Diagnostics, Input, Output, Package, Source};
use proptest::prelude::*;
use serde_json::{Value, json};
use soundness::{MARK, faults};

/// What ends the place that a text is meant for, and begins another one.
const ESCAPES: [&str; 36] = [
    "\"",
    "\"#",
    "\"##\n",
    "'",
    "`",
    "``",
    "```\n",
    "\n```\n\n",
    "~~~\n",
    "\n\n    ",
    "\t",
    "*/",
    "*/ /*",
    "//",
    "\n//! ",
    "\n",
    "\r",
    "\r\n",
    "\n\n[dependencies]\n",
    "\n\"\"\"\n",
    "'''",
    "\\",
    "\\\"",
    "\\u{22}",
    "{}",
    "{0}",
    "}}",
    "#]\n#[",
    ")]\n",
    "../",
    "..\\",
    "/",
    "\u{202e}",
    "\u{2066}",
    "\u{0}",
    "\u{1b}[31m",
];

/// What would be code, a manifest's key, or a page's tag.
const PAYLOADS: [&str; 12] = [
    "pwned!();",
    "fn pwned() {}",
    "; pwned() ;",
    "#[pwned] ",
    "pwned = \"1\"",
    "[pwned]",
    "<script>pwned</script>",
    "[pwned](javascript:pwned)",
    "![pwned](data:text/html,pwned)",
    "```rust\npwned();\n```",
    "<!-- pwned -->",
    "$(pwned)",
];

/// A text with something in it that means no good.
fn hostile() -> impl Strategy<Value = String> {
    let escape = proptest::sample::select(&ESCAPES[..]);
    let payload = proptest::sample::select(&PAYLOADS[..]);
    (
        "[a-z]{1,3}",
        escape.clone(),
        payload,
        escape,
        "\\PC{0,4}|[a-z]{0,3}",
    )
        .prop_map(|(before, begin, payload, end, after)| {
            format!("{before}{begin}{payload}{end}{after}z")
        })
}

/// Where a description has free texts, each made by `text` out of what it is for.
fn description(text: &mut dyn FnMut(&str) -> String) -> Value {
    let member = text("member");
    let tag = text("tag");
    let response = json!({
        "description": text("response"),
        "headers": { text("X-Header"): { "description": text("header"), "schema": { "type": "string" } } },
        "content": { "application/json": {
            "schema": { "$ref": "#/components/schemas/Pet" },
            "examples": { text("example"): {
                "summary": text("summary"),
                "value": { "kind": "cat", &member: text("value"), "more": { text("key"): 1 } },
            } },
        } },
    });
    let parameter = |name: String, place: &str, prose: String| {
        json!({ "name": name, "in": place, "description": prose, "required": place == "path",
            "schema": { "type": "string", "default": prose, "example": prose, "enum": [prose] } })
    };
    let mut document = json!({
        "openapi": "3.0.3",
        "info": { "title": text("title"), "version": text("1"), "description": text("info"),
            "termsOfService": text("terms"), "license": { "name": text("license") },
            "contact": { "name": text("contact"), "email": text("email") } },
        "externalDocs": { "url": text("https://example.com/"), "description": text("external") },
        "servers": [{ "url": "https://{host}.example.com", "description": text("server"),
            "variables": { "host": { "default": "a", "description": text("variable") } } }],
        "tags": [{ "name": tag, "description": text("tags"),
            "externalDocs": { "url": text("https://example.com/") } }],
        "paths": { "/pets": {
            "summary": text("item"),
            "post": {
                "operationId": text("operation"),
                "tags": [tag],
                "summary": text("summary"),
                "description": text("description"),
                "externalDocs": { "url": text("https://example.com/") },
                "x-page": text("page"),
                "parameters": [
                    parameter(text("query"), "query", text("query")),
                    parameter("X-Pet".into(), "header", text("header")),
                    parameter(text("cookie"), "cookie", text("cookie")),
                ],
                "requestBody": { "required": true, "description": text("body"), "content": {
                    "application/json": { "schema": { "$ref": "#/components/schemas/Pet" },
                        "example": { "kind": "cat", &member: text("value") } } } },
                "responses": { "200": response, "404": { "description": text("error"),
                    "content": { "application/json": { "schema": { "type": "object",
                        "properties": { text("message"): { "type": "string" } } } } } } },
                "security": [{ "key": [] }],
            },
            "put": {
                "operationId": text("form"),
                "requestBody": { "content": { "multipart/form-data": { "schema": {
                    "type": "object", "properties": { text("part"): { "type": "string" },
                        text("file"): { "type": "string", "format": "binary" } } } } } },
                "responses": { "default": { "description": text("any") } },
            },
        } },
        "components": {
            "securitySchemes": { "key": { "type": "apiKey", "in": "query", "name": text("key"),
                "description": text("scheme") } },
            "schemas": {
                "Pet": { "type": "object", "title": text("Pet"), "description": text("pet"),
                    "required": [&member],
                    "properties": {
                        &member: { "type": "string", "description": text("member"),
                            "pattern": text("pattern"), "default": text("default"), "example": text("a") },
                        "kind": { "type": "string", "enum": [text("dog"), "cat", text("Dog")] },
                        "more": { "type": "object", "title": text("more"),
                            "additionalProperties": { "type": "integer" } },
                        "one": { "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "type": "string" }] },
                        "two": { "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
                            "discriminator": { "propertyName": text("tag"), "mapping": {
                                text("cat"): "#/components/schemas/Cat", text("dog"): "#/components/schemas/Dog" } } },
                        "mixed": { "enum": [1, text("one")], "description": text("mixed") },
                    } },
                "Cat": { "type": "object", "properties": { text("cat"): { "type": "string", "description": text("cat") } } },
                "Dog": { "type": "object", "properties": { text("dog"): { "type": "array", "items": { "type": "object",
                    "properties": { text("inner"): { "type": "integer", "minimum": 1e300 } } } } } },
            },
        },
    });
    document[text("x-extension")] = text("extension").into();
    document
}

fn generate(description: &Value) -> Result<Output, Diagnostics> {
    generator::generate(&Input {
        description: Source {
            name: "spec.json".to_owned(),
            bytes: description.to_string().into_bytes(),
        },
        beside: Vec::new(),
        overlay: None,
        package: Package::new("pets".parse().unwrap(), "cargo test".to_owned()),
        api_version: None,
        examples: Vec::new(),
    })
}

fn check(description: &Value) {
    let output = generate(description).unwrap_or_else(|found| panic!("{found:#?}"));
    let faults = faults(&output.tree);
    assert!(faults.is_empty(), "{faults:#?} of\n{description:#}");
    assert_eq!(output.operations, 2);
}

#[test]
fn a_harmless_description_is_sound() {
    check(&description(&mut str::to_owned));
}

#[test]
fn the_golden_cases_are_sound() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for case in fs::read_dir(golden).unwrap() {
        let out = case.unwrap().path().join("out");
        let mut tree = generator::Tree::default();
        collect(&out, &out, &mut tree);
        let faults = faults(&tree);
        assert!(faults.is_empty(), "{}: {faults:#?}", out.display());
    }
}

fn collect(root: &Path, directory: &Path, tree: &mut generator::Tree) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, tree);
        } else {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            tree.insert(name.replace('\\', "/"), fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn injected_code_would_be_found() {
    let with = |path: &str, text: &str| {
        let mut tree = generator::Tree::default();
        tree.insert(path, text);
        faults(&tree)
    };
    for (path, text) in [
        ("src/lib.rs", format!("fn {MARK}() {{}}")),
        ("src/lib.rs", "#[proc]\nfn a() {}".to_owned()),
        (
            "src/lib.rs",
            format!("/// ```\n/// {MARK}();\n/// ```\nfn a() {{}}"),
        ),
        ("src/lib.rs", "/// <script>\nfn a() {}".to_owned()),
        ("src/lib.rs", "/// [a](javascript:a)\nfn a() {}".to_owned()),
        ("src/lib.rs", "const A: &str = \"\u{202e}\";".to_owned()),
        ("src/lib.rs", "struct A { b: u8, b: u8 }".to_owned()),
        ("src/lib.rs", "fn a(".to_owned()),
        ("src/../../lib.rs", String::new()),
        ("/lib.rs", String::new()),
        ("Cargo.toml", "[dependencies]\npwned = \"1\"".to_owned()),
        ("Cargo.toml", "[package]\nbuild = \"a.rs\"".to_owned()),
        ("Cargo.toml", "[patch]".to_owned()),
        ("Cargo.toml", "[features]\n\"a b\" = []".to_owned()),
        ("README.md", "<img src=x>".to_owned()),
    ] {
        assert_eq!(with(path, &text).len(), 1, "{path}: {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_becomes_anything_else(texts in proptest::collection::vec(hostile(), 90)) {
        let mut texts = texts.into_iter();
        // What is longer than the texts keeps its own word.
        check(&description(&mut |word| texts.next().map_or(word.to_owned(), |it| format!("{word} {it}"))));
    }

    #[test]
    fn what_may_be_refused_is_refused_or_sound(text in hostile(), place in 0..10_usize) {
        let mut document = description(&mut str::to_owned);
        let operation = "/paths/~1pets/post";
        match place {
            0 => document["paths"][format!("/{text}")] = document["paths"]["/pets"].take(),
            1 => document["paths"][format!("/pets/{{{text}}}")] = document["paths"]["/pets"].take(),
            2 => document["servers"][0]["url"] = format!("https://{text}").into(),
            3 => document["servers"][0]["variables"]["host"]["default"] = text.into(),
            4 => document["components"]["schemas"]["Pet"]["x-rust-name"] = text.into(),
            5 => document.pointer_mut(operation).unwrap()["x-rust-name"] = text.into(),
            6 => document.pointer_mut(operation).unwrap()["parameters"][1]["name"] = text.into(),
            7 => document["components"]["schemas"][text] = json!({ "type": "object" }),
            8 => document.pointer_mut(operation).unwrap()["responses"][text] = json!({ "description": "a" }),
            _ => document.pointer_mut(operation).unwrap()["requestBody"]["content"][text] = json!({}),
        }
        document["paths"].as_object_mut().unwrap().retain(|_, item| !item.is_null());
        match generate(&document) {
            Ok(output) => prop_assert_eq!(faults(&output.tree), Vec::<String>::new()),
            Err(found) => {
                for diagnostic in &found {
                    prop_assert!(diagnostic.span.is_some(), "{:?}", diagnostic);
                }
            }
        }
    }
}
