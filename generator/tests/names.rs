//! The names that a description gives, as `--dump names` lists them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fmt::Write as _;

use generator::{Input, Package, Source, Stage, dump};

const SPEC: &str = r##"
openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      x-rust-name: all
      parameters:
        - { name: "page[size]", in: query, x-rust-name: page_size, schema: { type: integer } }
      responses:
        "200":
          description: ok
          content:
            application/json: { schema: { $ref: "#/components/schemas/Pet" } }
components:
  schemas:
    Pet:
      x-rust-name: Animal
      x-rust-names: { pet-name: called }
      properties:
        pet_name: { type: string }
        pet-name: { type: string }
        kind:
          type: string
          enum: ["+1", "-1"]
          x-rust-names: { "+1": Up, "-1": Down }
"##;

/// What `--dump names` lists of a description, without what each name is for.
fn names(spec: &str) -> Vec<String> {
    let package = Package::new("pets".parse().unwrap(), "make".to_owned());
    let description = Source {
        name: "pets.yaml".into(),
        bytes: spec.into(),
    };
    let input = Input {
        description,
        beside: Vec::new(),
        overlay: None,
        package,
        api_version: None,
        examples: Vec::new(),
    };
    let names = dump(&input, Stage::Names).unwrap();
    let names = names.lines().filter_map(|line| line.split_once('\t'));
    names.map(|(_, name)| name.to_owned()).collect()
}

#[test]
fn given_names_are_taken_as_they_are() {
    assert_eq!(
        names(SPEC),
        [
            "api",
            "all",
            "page_size",
            "Animal { pet_name, called, kind }",
            "AnimalKind { Up, Down }",
        ]
    );
}

/// An operation for each list of values that its parameter can have.
fn ordered(orders: &[&str]) -> String {
    let mut spec = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n".to_owned();
    for (order, id) in orders.iter().zip('a'..) {
        let _ = writeln!(
            spec,
            "  /{id}:
    get:
      operationId: {id}
      parameters:
        - {{ name: order, in: query, schema: {{ type: string, enum: [{order}] }} }}
      responses: {{ '204': {{ description: ok }} }}"
        );
    }
    spec
}

#[test]
fn a_role_names_what_is_the_same_unless_something_else_has_it() {
    let types = |orders: &[&str]| -> Vec<String> {
        let names = names(&ordered(orders)).into_iter();
        names.filter(|name| name.contains('{')).collect()
    };
    assert_eq!(types(&["x, y"; 3]), ["Order { X, Y }"]);
    assert_eq!(
        types(&["x, y", "x, y", "v, w"]),
        ["AOrder { X, Y }", "COrder { V, W }"]
    );
}
