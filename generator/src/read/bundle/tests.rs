use super::*;
use crate::read::{self, Document};

const SPEC: &str = r#"
openapi: 3.0.3
info: { title: Pets, version: "1" }
paths: {}
"#;

fn beside(files: &[(&str, &str)]) -> Vec<Beside> {
    files
        .iter()
        .map(|(path, text)| Beside {
            path: (*path).to_owned(),
            content: Ok(text.as_bytes().to_vec()),
        })
        .collect()
}

fn read(text: &str, files: &[(&str, &str)]) -> Result<Document, Diagnostics> {
    let source = Source {
        name: "specs/api.yaml".to_owned(),
        bytes: format!("{SPEC}{text}").into_bytes(),
    };
    read_with(&source, &beside(files))
}

fn read_with(description: &Source, beside: &[Beside]) -> Result<Document, Diagnostics> {
    let texts = read::texts(description, beside, None)?;
    read::read(&texts, &description.name, beside).map(|(document, _)| document)
}

#[track_caller]
fn check(text: &str, files: &[(&str, &str)], expect: &[(&str, &str)]) {
    let document = read(text, files).unwrap();
    for (at, value) in expect {
        let found = document.value.pointer(at).map(ToString::to_string);
        assert_eq!(found.as_deref(), Some(*value), "{at} in {}", document.value);
    }
}

/// What is said of a description: the file by its number, line, code and message.
#[track_caller]
fn check_refused(text: &str, files: &[(&str, &str)], expect: &[&str]) {
    let found = read(text, files).unwrap_err();
    let said: Vec<String> = found
        .iter()
        .map(|it| {
            let span = it.span.unwrap();
            format!(
                "{:?}:{} {}: {}",
                span.source, span.line, it.code, it.message
            )
        })
        .collect();
    assert_eq!(said, expect);
}

#[test]
fn a_component_that_is_a_file_keeps_its_name() {
    check(
        "components: { schemas: { Pet: { $ref: ./schemas/pet.yaml }, Pets: { items: { $ref: schemas/pet.yaml } } } }",
        &[("schemas/pet.yaml", "type: string")],
        &[
            ("/components/schemas/Pet", r#"{"type":"string"}"#),
            (
                "/components/schemas/Pets/items/$ref",
                r##""#/components/schemas/Pet""##,
            ),
        ],
    );
}

#[test]
fn what_has_no_name_in_the_description_takes_the_one_it_has_elsewhere() {
    check(
        "components: { schemas: { A: { properties: { b: { $ref: 'b.yaml#/x/B' }, c: { $ref: c.json }, a: { $ref: 'b.yaml#/A' } } } } }",
        &[
            ("b.yaml", "x: { B: { items: { $ref: '#/x/B' } } }\nA: {}"),
            ("c.json", r#"{"$ref": "api.yaml#/components/schemas/A"}"#),
        ],
        &[
            (
                "/components/schemas/A/properties/b/$ref",
                r##""#/components/schemas/B""##,
            ),
            (
                "/components/schemas/B/items/$ref",
                r##""#/components/schemas/B""##,
            ),
            (
                "/components/schemas/c/$ref",
                r##""#/components/schemas/A""##,
            ),
            ("/components/schemas/b_A", "{}"),
        ],
    );
}

#[test]
fn every_kind_is_put_among_its_own() {
    let operation = "paths: { /a: { get: { operationId: a, parameters: [{ $ref: 'all.yaml#/P' }],
        requestBody: { $ref: 'all.yaml#/B' }, responses: { '200': { $ref: 'all.yaml#/R' } } } } }";
    let all = "P: { name: p, in: query, schema: { $ref: '#/S' } }\nB: { content: {} }\n\
        R: { description: ok, headers: { h: { $ref: '#/H' } } }\nH: { schema: { $ref: '#/S' } }\nS: {}";
    let found = bundled(operation, &[("all.yaml", all)]);
    let components = &found["components"];
    for pointer in [
        "parameters/P/name",
        "requestBodies/B/content",
        "responses/R/description",
        "headers/H/schema",
        "schemas/S",
    ] {
        assert!(
            components.pointer(&format!("/{pointer}")).is_some(),
            "{pointer}: {found}"
        );
    }
}

fn bundled(text: &str, files: &[(&str, &str)]) -> Value {
    let text = format!(
        "{SPEC}{}",
        text.strip_prefix("paths")
            .map_or(text.to_owned(), |it| format!("components: {{}}\npaths{it}"))
    );
    let text = text.replace("paths: {}\n", "");
    let mut value = read::parse::parse(&text, SourceId::Description).unwrap();
    bundle_beside(&text, "api.yaml", &mut value, &beside(files)).unwrap();
    value
}

#[test]
fn path_items_and_whole_sections_take_the_place_of_their_reference() {
    let found = bundled(
        "paths: { /a: { $ref: 'paths/a.yaml' } }",
        &[
            (
                "paths/a.yaml",
                "get: { responses: { '200': { $ref: ../r.yaml } } }",
            ),
            ("r.yaml", "description: ok"),
        ],
    );
    assert_eq!(
        found["paths"]["/a"]["get"]["responses"]["200"]["$ref"],
        "#/components/responses/r"
    );
    let found = bundled(
        "paths: { $ref: 'paths.yaml' }",
        &[("paths.yaml", "/a: { parameters: [] }")],
    );
    assert_eq!(found["paths"]["/a"]["parameters"], Value::Array(Vec::new()));
}

#[test]
fn a_discriminator_maps_to_files_too() {
    let mapping = "components: { schemas: { A: { oneOf: [{ $ref: b.yaml }], discriminator: { propertyName: t, mapping: { b: b.yaml, c: C } } } } }";
    check(
        mapping,
        &[("b.yaml", "type: object")],
        &[(
            "/components/schemas/A/discriminator/mapping",
            r##"{"b":"#/components/schemas/b","c":"C"}"##,
        )],
    );
}

#[test]
fn faults_are_told_where_they_are() {
    let to = |reference: &str| format!("components:\n  schemas:\n    A: {{ $ref: '{reference}' }}");
    let pet =
        "components: { schemas: { P: { properties: { x: { $ref: '#/components/schemas/Q' } } } } }";
    check_refused(
        &to("b.yaml#/components/schemas/P"),
        &[("b.yaml", pet)],
        &[
            "Beside(0):1 unresolved-reference: `#/components/schemas/Q` does not exist in the document",
        ],
    );
    check_refused(
        &to("b.yaml"),
        &[(
            "b.yaml",
            "type: object\nproperties:\n  a:\n    properties: x",
        )],
        &[
            "Beside(0):4 invalid-document: `properties` of a schema must be an object, not the string \"x\"",
        ],
    );
    check_refused(
        &to("b.yaml"),
        &[("b.yaml", "a: [")],
        &[
            "Beside(0):1 invalid-syntax: not valid YAML: did not find expected node content, while parsing a flow node",
        ],
    );
    check_refused(
        &to("../b.yaml"),
        &[],
        &[
            "Description:7 external-reference: the reference `../b.yaml` leaves the description's directory",
        ],
    );
    check_refused(
        &to("b.yaml"),
        &[],
        &["Description:7 external-reference: the reference `b.yaml` leaves the document"],
    );
}

#[test]
fn a_file_in_the_place_of_itself_ends() {
    let text = SPEC.replace("paths: {}", "paths: { /a: { $ref: a.yaml } }");
    let mut value = read::parse::parse(&text, SourceId::Description).unwrap();
    let files = beside(&[("a.yaml", "$ref: b.yaml"), ("b.yaml", "$ref: a.yaml")]);
    let found = bundle_beside(&text, "api.yaml", &mut value, &files).unwrap_err();
    let codes: Vec<_> = found.iter().map(|it| (it.code, it.source)).collect();
    assert_eq!(codes, [(Code::ReferenceCycle, SourceId::Beside(1))]);
}

#[test]
fn what_doubles_with_each_file_has_an_end() {
    let text = SPEC.replace("paths: {}", "paths: { /a: { $ref: 0.yaml } }");
    let item = |next: usize| {
        let callback = format!("{{ $ref: {next}.yaml }}");
        let weight = "0, ".repeat(10_000);
        format!(
            "x-weight: [{weight}]\nget: {{ callbacks: {{ a: {{ x: {callback}, y: {callback} }} }} }}"
        )
    };
    let texts: Vec<(String, String)> = (0..40)
        .map(|n| (format!("{n}.yaml"), item(n + 1)))
        .collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(a, b)| (&**a, &**b)).collect();
    let mut value = read::parse::parse(&text, SourceId::Description).unwrap();
    let found = bundle_beside(&text, "api.yaml", &mut value, &beside(&texts)).unwrap_err();
    assert!(
        found
            .iter()
            .any(|it| it.message.contains("when put together"))
    );
}

#[test]
fn what_is_gathered_is_what_is_needed() {
    let description = Source {
        name: "specs/api.yaml".to_owned(),
        bytes: format!(
            "{SPEC}components: {{ schemas: {{ A: {{ $ref: a.yaml }}, B: {{ $ref: no.yaml }} }} }}"
        )
        .into_bytes(),
    };
    let gathered = gather(&description, &mut |path| match path {
        "a.yaml" => Ok(b"$ref: sub/b.yaml".to_vec()),
        "sub/b.yaml" => Ok(b"$ref: ../../c.yaml".to_vec()),
        _ => Err("there is none".to_owned()),
    });
    let paths: Vec<&str> = gathered.iter().map(|it| &*it.path).collect();
    assert_eq!(paths, ["a.yaml", "no.yaml", "sub/b.yaml"]);
    let found = read_with(&description, &gathered).unwrap_err();
    let said: Vec<_> = found.iter().map(|it| (it.code, it.source)).collect();
    let outside = (Code::ExternalReference, SourceId::Beside(2));
    assert_eq!(
        said,
        [(Code::UnreadableFile, SourceId::Description), outside]
    );
}
