//! The names that a description gives, as `--dump names` lists them.

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

#[test]
fn given_names_are_taken_as_they_are() {
    let package = Package::new("pets".parse().unwrap(), "make".to_owned());
    let description = Source {
        name: "pets.yaml".into(),
        bytes: SPEC.into(),
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
    let given: Vec<&str> = names
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(_, name)| name)
        .collect();
    assert_eq!(
        given,
        [
            "api",
            "all",
            "page_size",
            "Animal { pet_name, called, kind }",
            "AnimalKind { Up, Down }",
        ]
    );
}
