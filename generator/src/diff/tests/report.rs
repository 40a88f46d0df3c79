use super::*;

fn sample() -> Diff {
    let old = pet("name: {type: string}, age: {type: integer}", "name");
    let new = pet(
        "name: {type: string, description: The name}, kind: {type: string}",
        "",
    );
    between(&used(&old, false, true), &used(&new, false, true))
}

#[test]
fn markdown_is_an_entry_of_a_changelog() {
    assert_eq!(
        sample().markdown(),
        "\
### Breaking

- `Pet`: the member `age` is gone
  - `Pet::age: Option<i64>`

### Changed

Nothing breaks between client and server, but programs that use these have to be edited.

- `Pet`: the member `name` may be missing now
  - `Pet::name: String` is now `Pet::name: Option<String>`

### Added

- `Pet`: there is a new member `kind`
  - `Pet::kind: Option<String>`

### Documentation

- `pet`: a text was rewritten
"
    );
    assert_eq!(
        Diff::default().markdown(),
        "Nothing has changed for those who use the crate.\n"
    );
}

#[test]
fn the_table_ends_with_the_step() {
    let table = sample().table();
    assert!(
        table.starts_with("breaking       `Pet`: the member `age` is gone\n"),
        "{table}"
    );
    assert!(
        table.contains("at #/components/schemas/pet/properties/age\n"),
        "{table}"
    );
    assert!(table.contains("- Pet::name: String\n"), "{table}");
    assert!(table.contains("+ Pet::name: Option<String>\n"), "{table}");
    assert!(table.ends_with("1 breaking, 2 additive, 1 documentation: the step is a major version, or a minor one before 1.0\n"), "{table}");
}

#[test]
fn json_has_all_of_it() {
    let json = sample().json();
    assert_eq!(json["step"], "breaking");
    assert_eq!(json["changes"].as_array().map(Vec::len), Some(4));
    assert_eq!(json["changes"][1]["class"], "additive");
    assert_eq!(json["changes"][1]["step"], "breaking");
    assert_eq!(
        json["changes"][1]["pointer"],
        "/components/schemas/pet/properties/name"
    );
}

#[test]
fn many_operations_are_counted() {
    let names: Vec<String> = (1..8).map(|it| format!("o{it}")).collect();
    assert_eq!(
        markdown::reached(&names),
        "`o1`, `o2`, `o3`, `o4`, `o5` and 2 more"
    );
    assert_eq!(markdown::reached(&names[..1]), "`o1`");
}
