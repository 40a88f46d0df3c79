//! `cargo xtask diff` and `cargo xtask release` as a maintainer meets them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod workspace;

use workspace::Workspace;

const OLD: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: pets/list
      tags: [pets]
      responses:
        '200':
          description: Pets
          content: {application/json: {schema: {$ref: '#/components/schemas/pet'}}}
components:
  schemas:
    pet:
      type: object
      properties: {name: {type: string}, age: {type: integer}}
      x-github-breaking-changes:
      - {changeset: a, version: 2026-03-10, patch: {properties: {age: null}}}
";

const LOCK: &str = "\
# The one that requests ask for.
default-api-version = '1'
operations = ['pets/list']
overlay = { file = 'overlay.yaml', sha256 = '' }
[crate]
name = 'pets'
version = '0.1.0' # raised by releases
description = 'Pets'
rust-version = '1.85'
keywords = []
[[api-version]]
version = '1'
file = 'pets.yaml'
source = ''
upstream-sha256 = ''
date = ''
sha256 = ''
[[api-version]]
version = '2'
file = 'pets2.yaml'
source = ''
upstream-sha256 = ''
date = ''
sha256 = ''
";

fn workspace(name: &str) -> Workspace {
    let workspace = Workspace::empty(name);
    workspace.put("spec/lock.toml", LOCK);
    workspace.put(
        "spec/overlay.yaml",
        "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions: [{target: $.info, update: {x-a: b}}]\n",
    );
    workspace.put("spec/pets.yaml", OLD);
    workspace.put(
        "spec/pets2.yaml",
        OLD.replace("age: {type: integer}", "kind: {type: string}"),
    );
    workspace.put(
        "CHANGELOG.md",
        "# Changelog\n\n## Unreleased\n\n- Something.\n",
    );
    workspace.put("old.yaml", OLD);
    workspace.put(
        "new.yaml",
        OLD.replace("description: Pets", "description: All pets"),
    );
    workspace.put(
        "more.yaml",
        OLD.replace("name:", "kind: {type: string}, name:"),
    );
    workspace.put("less.yaml", OLD.replace("name: {type: string}, ", ""));
    workspace
}

#[test]
fn files_versions_and_versions_of_files_are_compared() {
    let workspace = workspace("compare");
    let gone = "the member `age` is gone";
    workspace
        .run("diff old.yaml old.yaml")
        .says(0, &["0 documentation: the version stays"]);
    workspace
        .run("diff old.yaml new.yaml")
        .says(0, &["documentation  `pets/list`: a text was rewritten"]);
    workspace.run("diff 1 2").says(
        0,
        &[gone, "- Pet::age: Option<i64>", "1 breaking, 1 additive"],
    );
    workspace
        .run("diff old.yaml@2022-11-28 old.yaml@2026-03-10")
        .says(0, &[gone, "1 breaking, 0 additive"]);
    workspace
        .run("diff old.yaml 3")
        .says(1, &["error[unreadable-file]", "--> 3"]);
    workspace.put(
        "old.yaml",
        OLD.replace("age: {type: integer}", "age: {$ref: '#/no'}"),
    );
    workspace
        .run("diff new.yaml old.yaml")
        .says(1, &["error[unresolved-reference]", "old.yaml:16:"]);
}

#[test]
fn files_beside_a_description_are_compared_with_it() {
    let workspace = workspace("beside");
    let (description, schemas) = OLD.split_once("components:\n").unwrap();
    let schemas = schemas.split_once("    pet:\n").unwrap().1;
    let elsewhere = description.replace("'#/components/schemas/pet'", "schemas/all.yaml#/pet");
    workspace.put("split.yaml", elsewhere);
    workspace.put("schemas/all.yaml", format!("pet:\n{schemas}"));
    workspace
        .run("diff old.yaml split.yaml")
        .says(0, &["the version stays"]);
    workspace
        .run("diff split.yaml@2022-11-28 split.yaml@2026-03-10")
        .says(0, &["the member `age` is gone", "1 breaking, 0 additive"]);
}

#[test]
fn a_step_can_be_made_an_error() {
    let workspace = workspace("fail");
    for (new, breaking, additive) in [("new", 0, 0), ("more", 0, 1), ("less", 1, 1)] {
        let diff = format!("diff old.yaml {new}.yaml --fail-on");
        workspace
            .run(&format!("{diff} breaking"))
            .says(breaking, &[]);
        workspace
            .run(&format!("{diff} additive"))
            .says(additive, &[]);
    }
    workspace
        .run("diff old.yaml less.yaml --fail-on breaking")
        .says(1, &["error: the step is breaking"]);
}

#[test]
fn programs_and_changelogs_have_a_format_of_their_own() {
    let workspace = workspace("format");
    let markdown = workspace
        .run("diff old.yaml less.yaml --format markdown")
        .says(0, &[]);
    assert_eq!(
        markdown,
        "### Breaking\n\n- `Pet`: the member `name` is gone\n  - `Pet::name: Option<String>`\n"
    );
    let json = workspace
        .run("diff old.yaml less.yaml --format json")
        .says(0, &[]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["changes"][0]["pointer"],
        "/components/schemas/pet/properties/name"
    );
}

#[test]
fn the_version_has_to_tell_what_has_changed_since_the_release() {
    let workspace = workspace("release");
    let check = "codegen --check";
    workspace.run("codegen").says(0, &[]);
    workspace.run(check).says(0, &[]);
    workspace
        .run("release")
        .says(0, &["0.1.0 for API version 1: the first to be recorded"]);
    workspace.run(check).says(0, &[]);
    workspace
        .run("release")
        .says(0, &["nothing has changed since 0.1.0"]);

    // Documentation may change without a release, and what is added asks for a patch before 1.0.
    workspace.put("spec/pets.yaml", workspace.get("new.yaml"));
    workspace.run("codegen").says(0, &[]);
    workspace.run(check).says(0, &[]);
    workspace.put("spec/pets.yaml", workspace.get("more.yaml"));
    workspace.run("codegen").says(0, &[]);
    workspace.run(check).says(
        1,
        &[
            "error: the crate's version is 0.1.0, but what has changed since 0.1.0 asks for 0.1.1",
            "new member `kind`",
        ],
    );
    workspace.put("spec/pets.yaml", workspace.get("less.yaml"));
    workspace.run("codegen").says(0, &[]);
    workspace
        .run(check)
        .says(1, &["asks for 0.2.0", "the member `name` is gone"]);

    // By hand, one step is enough.
    let lock = workspace.get("spec/lock.toml");
    for (version, code) in [("0.1.9", 1), ("0.2.0", 0), ("1.0.0", 0)] {
        workspace.put(
            "spec/lock.toml",
            lock.replacen("'0.1.0'", &format!("'{version}'"), 1),
        );
        workspace.run("codegen").says(0, &[]);
        workspace.run(check).says(code, &[]);
    }

    // By the command, version, record and changelog go together.
    workspace.put("spec/lock.toml", lock);
    workspace
        .run("release --api-version 2")
        .says(0, &["0.2.0 for API version 2: breaking after 0.1.0"]);
    let lock = workspace.get("spec/lock.toml");
    assert!(
        lock.starts_with("# The one that requests ask for.\ndefault-api-version = \"2\"\n"),
        "{lock}"
    );
    assert!(
        lock.contains("version = \"0.2.0\" # raised by releases\n"),
        "{lock}"
    );
    let changelog = workspace.get("CHANGELOG.md");
    let entry = "## Unreleased\n\n## pets 0.2.0\n\nFor API version 2.\n\n### Breaking\n\n- `Pet`: the member `age` is gone\n";
    assert!(changelog.contains(entry), "{changelog}");
    assert!(changelog.ends_with("\n\n- Something.\n"), "{changelog}");
    workspace
        .run(check)
        .says(1, &["is not what would be generated"]);
    workspace.run("codegen").says(0, &[]);
    workspace.run(check).says(0, &[]);
    workspace
        .run("release --api-version 3")
        .says(1, &["no API version `3`"]);
}
