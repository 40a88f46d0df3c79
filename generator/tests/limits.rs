//! Descriptions at and beyond the limits: each ends in time, with a crate or with a place.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use generator::diagnostic::{Code, Severity};
use generator::limits::{
    MAX_ALTERNATIVES, MAX_JOINED_NAME, MAX_NAME, MAX_NESTED_LISTS, MAX_NESTED_SCHEMAS,
    MAX_PARAMETERS, MAX_PARTS, MAX_PROSE, MAX_REFERENCE_CHAIN, MAX_SAMPLES, MAX_TEXT,
};
use generator::{Input, Package, Source, Stage, dump, generate, meaning_of};
use serde_json::{Map, Value, json};

fn input(description: &Value) -> Input {
    Input {
        description: Source {
            name: "spec.json".to_owned(),
            bytes: description.to_string().into_bytes(),
        },
        beside: Vec::new(),
        overlay: None,
        package: Package::new("pets".parse().unwrap(), "cargo test".to_owned()),
        api_version: None,
        examples: Vec::new(),
    }
}

/// A description whose operation answers with the first of the schemas.
fn description(tag: &str, schemas: &Map<String, Value>) -> Value {
    json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
        "paths": { "/a": { "get": { "operationId": "a", "tags": [tag], "x-page": tag,
            "responses": { "200": { "description": "d", "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/S0" } } } } } } } },
        "components": { "schemas": schemas } })
}

/// Objects within objects, each a component.
fn nested(depth: usize) -> Map<String, Value> {
    let object = |index: usize| {
        let next = format!("#/components/schemas/S{}", index + 1);
        let object = json!({ "type": "object", "properties": { "next": { "$ref": next } } });
        (format!("S{index}"), object)
    };
    let mut schemas: Map<_, _> = (0..depth - 1).map(object).collect();
    schemas.insert(format!("S{}", depth - 1), json!({ "type": "string" }));
    schemas
}

/// Where the description is refused as too large, and for nothing else.
#[track_caller]
fn refused(description: &Value) -> String {
    let found = meaning_of(&input(description)).err().unwrap();
    let mut errors = found.iter().filter(|it| it.severity() == Severity::Error);
    let first = errors.next().unwrap();
    assert_eq!((first.code, errors.next()), (Code::TooLarge, None));
    assert!(first.span.is_some());
    first.at.as_str().to_owned()
}

#[track_caller]
fn taken(description: &Value) {
    let found = meaning_of(&input(description)).err();
    assert!(found.is_none(), "{found:?}");
}

/// Objects of which each has the members of the next, and one more.
fn inherited(depth: usize) -> Map<String, Value> {
    let object = |index: usize| {
        let next = format!("#/components/schemas/S{}", index + 1);
        let own = json!({ "type": "object", "properties": { format!("p{index}"): {} } });
        (
            format!("S{index}"),
            json!({ "allOf": [{ "$ref": next }, own] }),
        )
    };
    let mut schemas: Map<_, _> = (0..depth).map(object).collect();
    schemas.insert(format!("S{depth}"), json!({ "type": "object" }));
    schemas
}

#[test]
fn members_that_are_inherited_count_wherever_they_are_emitted() {
    let depth = 1 + 2 * MAX_PARTS.isqrt();
    taken(&description("a", &inherited(depth)));
    let mut all = inherited(depth);
    let each: Map<_, _> = (0..depth)
        .map(|index| {
            let reference = format!("#/components/schemas/S{index}");
            (format!("q{index}"), json!({ "$ref": reference }))
        })
        .collect();
    all.insert(
        "All".to_owned(),
        json!({ "type": "object", "properties": each }),
    );
    let mut beyond = description("a", &all);
    let schema = "/paths/~1a/get/responses/200/content/application~1json/schema/$ref";
    *beyond.pointer_mut(schema).unwrap() = json!("#/components/schemas/All");
    assert!(refused(&beyond).starts_with("/components/schemas/S"));
}

#[test]
fn lists_may_hold_one_another_up_to_a_limit() {
    let lists = |depth: usize| {
        let list = |index: usize| {
            let next = format!("#/components/schemas/S{}", index + 1);
            (
                format!("S{index}"),
                json!({ "type": "array", "items": { "$ref": next } }),
            )
        };
        let mut schemas: Map<_, _> = (0..depth).map(list).collect();
        schemas.insert(format!("S{depth}"), json!({ "type": "string" }));
        description("a", &schemas)
    };
    taken(&lists(MAX_NESTED_LISTS));
    assert_eq!(
        refused(&lists(MAX_NESTED_LISTS + 1)),
        "/components/schemas/S0"
    );
}

#[test]
fn an_operation_has_no_more_parameters_than_a_call_can_have() {
    let with = |count: usize| {
        let parameter = |index| json!({ "name": format!("p{index}"), "in": "query", "schema": {} });
        let mut description = description("a", &nested(1));
        description["paths"]["/a"]["get"]["parameters"] = (0..count).map(parameter).collect();
        description
    };
    taken(&with(MAX_PARAMETERS));
    let at = format!("/paths/~1a/get/parameters/{MAX_PARAMETERS}");
    assert_eq!(refused(&with(MAX_PARAMETERS + 1)), at);
    let mut variables = description("a", &nested(1));
    let path: Vec<String> = (0..=MAX_PARAMETERS)
        .map(|it| format!("/{{v{it}}}"))
        .collect();
    let path = path.concat();
    variables["paths"][&path] = json!({ "get": { "responses": {} } });
    assert!(refused(&variables).starts_with("/paths/~1{v0}"));
}

#[test]
fn alternatives_have_a_limit() {
    let with = |count: usize| {
        let alternative = |index| {
            let name = format!("p{index}");
            json!({ "type": "object", "required": [name], "properties": { name: {} } })
        };
        let one_of: Vec<Value> = (0..count).map(alternative).collect();
        let schema = json!({ "oneOf": one_of });
        description("a", &Map::from_iter([("S0".to_owned(), schema)]))
    };
    taken(&with(MAX_ALTERNATIVES));
    let at = format!("/components/schemas/S0/oneOf/{MAX_ALTERNATIVES}");
    assert_eq!(refused(&with(MAX_ALTERNATIVES + 1)), at);
}

/// A description of so many operations that each refer to the same parameter and answer.
fn shared(operations: usize, parameter: &Value, response: &Value) -> Value {
    let operation = |index: usize| {
        let operation = json!({ "operationId": format!("o{index}"),
            "parameters": [{ "$ref": "#/components/parameters/P" }],
            "responses": { "200": { "$ref": "#/components/responses/R" } } });
        (format!("/o{index}"), json!({ "get": operation }))
    };
    let mut description = description("a", &nested(1));
    description["paths"] = (0..operations).map(operation).collect::<Map<_, _>>().into();
    description["components"]["parameters"] = json!({ "P": parameter });
    description["components"]["responses"] = json!({ "R": response });
    description
}

fn parameter(description: &str) -> Value {
    json!({ "name": "p", "in": "query", "schema": {}, "description": description })
}

#[test]
fn prose_counts_wherever_it_is_emitted() {
    let prose = "a".repeat(MAX_TEXT);
    let with = |operations| {
        shared(
            operations,
            &parameter(&prose),
            &json!({ "description": "" }),
        )
    };
    let within = MAX_PROSE / MAX_TEXT;
    taken(&with(within));
    let at = format!("/paths/~1o{within}/get/parameters/0");
    assert_eq!(refused(&with(within + 1)), at);
    let longer = parameter(&format!("{prose}a"));
    let longer = shared(1, &longer, &json!({ "description": "" }));
    assert_eq!(refused(&longer), "/components/parameters/P/description");
}

#[test]
fn samples_and_examples_that_have_no_room_are_left_out_and_told() {
    let example = "a".repeat(MAX_SAMPLES / 4);
    let content = json!({ "application/json": { "schema": {}, "example": example } });
    let response = json!({ "description": "d", "content": content });
    let output = generate(&input(&shared(5, &parameter("p"), &response))).unwrap();
    let untested: Vec<_> = output.untested.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(untested.len(), 2, "{untested:?}");
    assert!(untested[0].starts_with("GET /o3, example #/components/responses/R"));
    // Two to the power of thirty values.
    let twice = |index: usize| {
        let next = json!({ "$ref": format!("#/components/schemas/S{}", index + 1) });
        let object = json!({ "type": "object", "required": ["a", "b"],
            "properties": { "a": next, "b": next } });
        (format!("S{index}"), object)
    };
    let mut schemas: Map<_, _> = (0..30).map(twice).collect();
    schemas.insert("S30".to_owned(), json!({ "type": "string" }));
    let mut description = description("a", &schemas);
    let schema = json!({ "$ref": "#/components/schemas/S0" });
    description["paths"]["/a"]["post"] = json!({ "operationId": "b", "responses": {},
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } } });
    let output = generate(&input(&description)).unwrap();
    assert_eq!(output.untested.len(), 1, "{:?}", output.untested);
}

#[test]
fn objects_that_hold_one_another_in_a_ring_are_each_looked_at_once() {
    const LENGTH: usize = 3_000;
    let object = |index: usize| {
        let next = format!("#/components/schemas/S{}", (index + 1) % LENGTH);
        let object = json!({ "type": "object", "required": ["next"],
            "properties": { "next": { "$ref": next } } });
        (format!("S{index}"), object)
    };
    let ring: Map<_, _> = (0..LENGTH).map(object).collect();
    let output = generate(&input(&description("a", &ring))).unwrap();
    assert_eq!(output.types, LENGTH);
}

#[test]
fn choices_that_hold_choices_are_each_looked_at_once() {
    const WIDTH: usize = 10;
    const LEVELS: usize = 8;
    let reference = |index: usize| json!({ "$ref": format!("#/components/schemas/S{index}") });
    let schema = |index: usize| {
        let below = (index / WIDTH + 1) * WIDTH;
        let own = format!("p{index}");
        let own = json!({ "type": "object", "properties": { own: {} } });
        let mut choice: Vec<Value> = (below..below + WIDTH).map(reference).collect();
        choice.push(own.clone());
        let is_last = index / WIDTH == LEVELS - 1;
        let schema = if is_last {
            own
        } else {
            json!({ "oneOf": choice })
        };
        (format!("S{index}"), schema)
    };
    let schemas = (0..WIDTH * LEVELS).map(schema).collect();
    let plan = dump(&input(&description("a", &schemas)), Stage::Plan).unwrap();
    assert!(plan.contains("\"p79\""));
}

#[test]
fn what_choices_within_choices_know_is_told_as_long_as_there_is_room() {
    const MEMBERS: usize = 10_000;
    let member = |index| (format!("p{index}"), json!({}));
    let large: Map<_, _> = (0..MEMBERS).map(member).collect();
    let inner =
        json!({ "oneOf": [{ "type": "object", "properties": large }, { "type": "string" }] });
    let choice = |index: usize| {
        let name = format!("c{index}");
        let own = json!({ "type": "object", "required": [name], "properties": { name: {} } });
        let next = format!("#/components/schemas/S{}", index + 1);
        let inner = json!({ "$ref": "#/components/schemas/S1000" });
        (
            format!("S{index}"),
            json!({ "oneOf": [own, inner, { "$ref": next }] }),
        )
    };
    let mut schemas: Map<_, _> = (0..1_000).map(choice).collect();
    schemas.insert("S1000".to_owned(), inner);
    let plan = dump(&input(&description("a", &schemas)), Stage::Plan).unwrap();
    let last = format!("\"p{}\"", MEMBERS - 1);
    let told = plan.matches(&last).count();
    assert!((2..2 + MAX_PARTS / MEMBERS).contains(&told), "{told}");
}

#[test]
fn joined_names_have_a_limit_too() {
    let long = "n".repeat(MAX_NAME);
    let mut schema = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    for _ in 0..10 {
        schema = json!({ "type": "object", "properties": { &long: schema } });
    }
    let schemas = Map::from_iter([("S0".to_owned(), schema)]);
    let names = dump(&input(&description("a", &schemas)), Stage::Names).unwrap();
    let words = names.split(|it: char| !it.is_ascii_alphanumeric() && it != '_');
    let given = words.filter(|word| word.starts_with("S0"));
    let longest = given.map(str::len).max().unwrap();
    assert!(
        (MAX_JOINED_NAME..MAX_JOINED_NAME + 3).contains(&longest),
        "{longest}"
    );
}

#[test]
fn references_may_lead_to_references_up_to_a_limit() {
    let chain = |references: usize| {
        let link = |index: usize| {
            let next = format!("#/components/schemas/S{}", index + 1);
            (format!("S{index}"), json!({ "$ref": next }))
        };
        let mut schemas: Map<_, _> = (0..references).map(link).collect();
        schemas.insert(format!("S{references}"), json!({ "type": "string" }));
        description("pets", &schemas)
    };
    taken(&chain(MAX_REFERENCE_CHAIN));
    let found = meaning_of(&input(&chain(MAX_REFERENCE_CHAIN + 1))).err();
    assert!(found.unwrap().iter().all(|it| it.code == Code::TooLarge));
}

#[test]
fn schemas_may_hold_one_another_up_to_a_limit() {
    let beyond = description("a", &nested(MAX_NESTED_SCHEMAS + 1));
    let found = meaning_of(&input(&beyond)).err().unwrap();
    let refused = found.iter().next().unwrap();
    assert_eq!((refused.code, found.len()), (Code::TooLarge, 1));
    assert_eq!(refused.at.last().unwrap(), format!("S{MAX_NESTED_SCHEMAS}"));
    assert!(refused.span.is_some());
    let within = description("a", &nested(MAX_NESTED_SCHEMAS));
    assert!(meaning_of(&input(&within)).is_ok());
}

#[test]
fn files_of_long_names_can_be_written() {
    for length in [MAX_NAME, 100_000] {
        let output = generate(&input(&description(&"n".repeat(length), &nested(1)))).unwrap();
        let parts = output.tree.iter().flat_map(|(path, _)| path.split('/'));
        let longest = parts.map(str::len).max().unwrap();
        assert_eq!(longest, MAX_NAME + ".rs".len());
    }
}
