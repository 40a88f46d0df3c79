use serde_json::json;

use super::*;
use crate::diagnostic::Code;

/// A description with two operations, references of several kinds and one that nobody needs.
fn document() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Pets", "version": "1" },
        "x-webhooks": { "born": { "post": { "responses": {} } } },
        "tags": [{ "name": "shops" }, { "name": "pets", "description": "Upstream on pets." }],
        "paths": {
            "/shops": { "get": { "operationId": "shops/list", "tags": ["shops"], "responses": {
                "200": { "$ref": "#/components/responses/shops" } } } },
            "/pets/{id}": {
                "parameters": [{ "$ref": "#/components/parameters/id" }],
                "get": { "operationId": "pets/get", "summary": "Get a pet", "tags": ["pets"],
                    "security": [{ "token": [] }],
                    "responses": { "200": { "description": "A pet.", "content": {
                        "application/json": {
                            "schema": { "$ref": "#/components/schemas/animal" },
                            "example": { "$ref": "#/components/schemas/nowhere" } } } } } },
                "delete": { "operationId": "pets/delete", "tags": ["pets"],
                    "responses": { "204": { "description": "Gone." } } }
            }
        },
        "components": {
            "securitySchemes": { "token": { "type": "http" }, "key": { "type": "http" } },
            "schemas": {
                "unused": { "type": "object" },
                "dog": { "type": "object", "properties": {
                    "name": { "type": "string" }, "bark": { "type": "string" },
                    "tail": { "type": "string" } } },
                "animal": { "oneOf": [{ "$ref": "#/components/schemas/dog" }],
                    "discriminator": { "propertyName": "kind", "mapping": { "cat": "cat" } } },
                "cat": { "type": "object" }
            },
            "responses": { "shops": { "description": "Shops." } },
            "parameters": { "id": { "name": "id", "in": "path", "required": true,
                "description": "Upstream on ids.", "schema": { "type": "string" } } }
        }
    })
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn cut(operations: &[String]) -> Cut<'_> {
    Cut {
        operations,
        api_version: "2026-03-10",
        prior: None,
        moves: false,
    }
}

fn sliced(document: &Value, operations: &[&str]) -> Value {
    let operations = names(operations);
    slice(document, &cut(&operations)).unwrap().0.value
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn all_that_is_referred_to_is_there_in_upstreams_order_and_nothing_else() {
    let value = sliced(&document(), &["pets/get"]);
    assert_eq!(
        keys(&value),
        ["openapi", "info", "tags", "paths", "components"]
    );
    assert_eq!(keys(&value["paths"]), ["/pets/{id}"]);
    assert_eq!(keys(&value["paths"]["/pets/{id}"]), ["parameters", "get"]);
    assert_eq!(
        keys(&value["components"]),
        ["securitySchemes", "schemas", "parameters"]
    );
    assert_eq!(
        keys(&value["components"]["schemas"]),
        ["dog", "animal", "cat"]
    );
    assert_eq!(keys(&value["components"]["securitySchemes"]), ["token"]);
    assert_eq!(
        value["tags"],
        json!([{ "name": "pets", "description": "Upstream on pets." }])
    );
}

#[test]
fn a_slice_of_a_slice_is_the_slice() {
    let once = sliced(&document(), &["pets/get", "pets/delete"]);
    assert_eq!(
        sliced(&once, &["pets/delete", "pets/get"]).to_string(),
        once.to_string()
    );
}

/// Applies one list of changes to the schema `dog` and returns the names of its properties.
fn dog_after(changes: &Value, version: &str) -> Result<Vec<String>, Diagnostics> {
    let mut document = document();
    document["components"]["schemas"]["dog"]["x-github-breaking-changes"] = changes.clone();
    let operations = names(&["pets/get"]);
    let cut = Cut {
        api_version: version,
        ..cut(&operations)
    };
    let (slice, _) = slice(&document, &cut)?;
    let dog = &slice.value["components"]["schemas"]["dog"];
    assert!(dog.get("x-github-breaking-changes").is_none());
    Ok(keys(&dog["properties"])
        .into_iter()
        .map(str::to_owned)
        .collect())
}

#[test]
fn breaking_changes_are_applied_in_both_notations_up_to_the_version() {
    let merge = json!({ "version": "2026-03-10", "changeset": "a",
        "patch": { "properties": { "name": null, "age": { "type": "integer" } } } });
    let patch = json!({ "version": "2026-03-10", "changeset": "b",
        "patch": [{ "op": "remove", "path": "/properties/name" }] });
    let check = |changes: Value, version: &str, expect: &[&str]| {
        assert_eq!(
            dog_after(&changes, version).unwrap(),
            expect,
            "{changes} for {version}"
        );
    };
    check(json!([merge]), "2022-11-28", &["name", "bark", "tail"]);
    check(json!([merge]), "2026-03-10", &["bark", "tail", "age"]);
    check(json!([merge]), "2028-01-01", &["bark", "tail", "age"]);
    check(json!([patch]), "2026-03-10", &["bark", "tail"]);
    // Older ones first, in whatever order they stand.
    let later = json!({ "version": "2027-01-01", "changeset": "c",
        "patch": [{ "op": "remove", "path": "/properties/age" }] });
    check(json!([later, merge]), "2027-01-01", &["bark", "tail"]);
    check(
        json!([later, merge]),
        "2026-03-10",
        &["bark", "tail", "age"],
    );
}

#[test]
fn a_breaking_change_that_does_not_fit_is_an_error_where_it_stands() {
    let changes = json!([{ "version": "2026-03-10", "changeset": "a",
        "patch": [{ "op": "remove", "path": "/properties/wings" }] }]);
    let found = dog_after(&changes, "2026-03-10").unwrap_err();
    let found: Vec<_> = found.iter().collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, Code::InvalidBreakingChange);
    assert_eq!(
        found[0].at.as_str(),
        "/components/schemas/dog/x-github-breaking-changes/0/patch"
    );
}

/// What is said about cutting `pets/get` out of `document`, where the earlier slice is that of
/// [`document`].
fn refused(document: &Value, moves: bool) -> Option<(Code, String)> {
    let operations = names(&["pets/get"]);
    let (before, _) = slice(&self::document(), &cut(&operations)).unwrap();
    let prior = Prior {
        document: &before.value,
        upstream: &before.upstream,
    };
    let cut = Cut {
        prior: Some(prior),
        moves,
        ..cut(&operations)
    };
    let found = slice(document, &cut).err()?;
    let diagnostic = found.iter().next()?;
    let help = diagnostic.help.as_deref().unwrap_or_default();
    Some((diagnostic.code, format!("{}; {help}", diagnostic.message)))
}

#[track_caller]
fn check_refused(change: impl FnOnce(&mut Value), code: Code, expect: &[&str]) {
    let mut document = document();
    change(&mut document);
    let (found, said) = refused(&document, false).unwrap();
    assert_eq!(found, code);
    for part in expect {
        assert!(said.contains(part), "no {part:?} in {said}");
    }
}

fn take(document: &mut Value, path: &str, method: &str) -> Value {
    document["paths"][path]
        .as_object_mut()
        .unwrap()
        .shift_remove(method)
        .unwrap()
}

#[test]
fn what_is_gone_is_refused_with_what_looks_like_its_successor() {
    let code = Code::MissingOperation;
    check_refused(
        |document| document["paths"]["/pets/{id}"]["get"]["operationId"] = json!("animals/fetch"),
        code,
        &[
            "no operation `pets/get`",
            "`animals/fetch` (GET /pets/{id})",
            "same method and path",
        ],
    );
    check_refused(
        |document| {
            let mut get = take(document, "/pets/{id}", "get");
            get["operationId"] = json!("animals/fetch");
            document["paths"]["/animals/{id}"] = json!({ "get": get });
        },
        code,
        &["`animals/fetch` (GET /animals/{id})", "same summary"],
    );
    check_refused(
        |document| {
            let mut get = take(document, "/pets/{id}", "get");
            (get["operationId"], get["summary"]) = (json!("animals/query"), json!("New"));
            document["paths"]["/pets/{id}"] = json!({ "post": get });
        },
        code,
        &["`animals/query` (POST /pets/{id})", "same path"],
    );
    check_refused(
        |document| {
            let mut get = take(document, "/pets/{id}", "get");
            (get["operationId"], get["summary"]) = (json!("pets/get-one"), json!("New"));
            document["paths"] = json!({ "/animals/{id}": { "get": get } });
        },
        code,
        &["`pets/get-one` (GET /animals/{id})", "similar name"],
    );
    check_refused(
        |document| document["paths"] = json!({}),
        code,
        &["nothing", "take it off"],
    );
}

#[test]
fn what_has_moved_is_refused_unless_that_is_wanted() {
    let mut document = document();
    let get = take(&mut document, "/pets/{id}", "get");
    document["paths"]["/animals/{id}"] = json!({ "get": get });
    let (code, said) = refused(&document, false).unwrap();
    assert_eq!(code, Code::MovedOperation);
    assert!(
        said.contains("it was GET /pets/{id} and is GET /animals/{id}"),
        "{said}"
    );
    assert_eq!(refused(&document, true), None);
}

#[test]
fn prose_is_kept_by_place_and_what_upstream_did_to_it_is_said() {
    let operations = names(&["pets/get"]);
    let (mut before, said) = slice(&document(), &cut(&operations)).unwrap();
    assert!(said.is_empty(), "{said:?}");
    before.value["paths"]["/pets/{id}"]["get"]["summary"] = json!("Our summary");
    before.value["components"]["parameters"]["id"]["description"] = json!("Ours on ids.");
    let prior = Prior {
        document: &before.value,
        upstream: &before.upstream,
    };
    let mut now = document();
    now["components"]["parameters"]["id"]["description"] = json!("Upstream thought again.");
    now["components"]["schemas"]["dog"]["description"] = json!("A dog.");
    // A property of this name is no prose, and neither is a member of an example.
    now["components"]["schemas"]["dog"]["properties"]["description"] = json!({ "type": "string" });
    now["components"]["schemas"]["dog"]["example"] = json!({ "description": "data" });
    let cut = Cut {
        prior: Some(prior),
        ..cut(&operations)
    };
    let (after, said) = slice(&now, &cut).unwrap();
    assert_eq!(
        after.value["paths"]["/pets/{id}"]["get"]["summary"],
        "Our summary"
    );
    assert_eq!(
        after.value["components"]["parameters"]["id"]["description"],
        "Ours on ids."
    );
    assert_eq!(
        after.value["components"]["schemas"]["dog"]["description"],
        "A dog."
    );
    let said: Vec<_> = said.iter().map(|it| (it.code, it.at.as_str())).collect();
    assert_eq!(
        said,
        [
            (Code::UnwrittenProse, "/components/schemas/dog/description"),
            (
                Code::UpstreamProseChanged,
                "/components/parameters/id/description"
            ),
        ]
    );
}

#[test]
fn prose_follows_the_name_of_what_it_is_about() {
    let mut upstream = document();
    let parameters = &mut upstream["paths"]["/pets/{id}"]["get"]["parameters"];
    let one = json!({ "name": "a", "in": "query", "description": "Upstream on a." });
    *parameters = json!([one]);
    let operations = names(&["pets/get"]);
    let (mut before, _) = slice(&upstream, &cut(&operations)).unwrap();
    let at = "/paths/~1pets~1{id}/get/parameters/0/description";
    *before.value.pointer_mut(at).unwrap() = json!("Ours on a.");
    let prior = Prior {
        document: &before.value,
        upstream: &before.upstream,
    };
    let other = json!({ "name": "b", "in": "query", "description": "Upstream on b." });
    upstream["paths"]["/pets/{id}"]["get"]["parameters"] = json!([other, one]);
    let cut = Cut {
        prior: Some(prior),
        ..cut(&operations)
    };
    let (after, said) = slice(&upstream, &cut).unwrap();
    let parameters = &after.value["paths"]["/pets/{id}"]["get"]["parameters"];
    assert_eq!(parameters[0]["description"], "Upstream on b.");
    assert_eq!(parameters[1]["description"], "Ours on a.");
    let said: Vec<_> = said.iter().map(|it| (it.code, it.at.as_str())).collect();
    assert_eq!(said, [(Code::UnwrittenProse, at)]);
}

/// Removes what the edition of the corpus has beyond upstream's.
fn without_octokit(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| name != "x-octokit");
            members.values_mut().for_each(without_octokit);
        }
        Value::Array(items) => items.iter_mut().for_each(without_octokit),
        _ => {}
    }
}

#[test]
fn upstreams_own_slices_are_cut_out_of_the_whole_description() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let corpus = shared.join("corpus/github.json");
    let (Ok(whole), true) = (std::fs::read(&corpus), shared.join("upstream").is_dir()) else {
        // Not `eprintln!`, which the test runner would swallow.
        let _ = std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("skipped: there is no {}\n", corpus.display()),
        );
        return;
    };
    let mut whole: Value = serde_json::from_slice(&whole).unwrap();
    without_octokit(&mut whole);
    for (file, operation) in [
        ("rate-limit", "rate-limit/get"),
        ("delete-installation", "apps/delete-installation"),
    ] {
        for version in ["2022-11-28", "2026-03-10"] {
            let path = shared.join(format!("upstream/{file}.{version}.yaml"));
            let expect: Value = serde_yaml::from_slice(&std::fs::read(path).unwrap()).unwrap();
            let operations = names(&[operation]);
            let cut = Cut {
                api_version: version,
                ..cut(&operations)
            };
            let (slice, _) = slice(&whole, &cut).unwrap();
            for part in ["paths", "components"] {
                assert_eq!(
                    slice.value[part].to_string(),
                    expect[part].to_string(),
                    "{part} of {file} for {version}"
                );
            }
        }
    }
}

#[test]
fn the_head_of_a_file_is_kept_apart_from_the_document() {
    let text = yaml("# Head.\n", &json!({ "a": "200", "b": "x\ny" })).unwrap();
    assert_eq!(text, "# Head.\n---\na: '200'\nb: |-\n  x\n  y\n");
    assert_eq!(head(&text), "# Head.\n");
}
