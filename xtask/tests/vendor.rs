//! `cargo xtask vendor` as a maintainer meets it, in a workspace of the test's own.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod workspace;

use std::io::{self, Write as _};
use std::process::Command;

use workspace::Workspace;
use xtask::lock::Lock;

const UPSTREAM: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
tags: [{name: pets}, {name: shops}]
paths:
  /pets:
    get:
      operationId: pets/list
      summary: List pets
      tags: [pets]
      responses:
        '200':
          description: Upstream on pets
          content: {application/json: {schema: {$ref: '#/components/schemas/pet'}}}
  /shops:
    get:
      operationId: shops/list
      tags: [shops]
      responses: {'204': {description: none}}
components:
  schemas:
    shop: {type: object}
    pet:
      type: object
      properties: {name: {type: string}, age: {type: integer}}
      x-github-breaking-changes:
      - {changeset: a, version: 2026-03-10, patch: {properties: {age: null}}}
";

const LOCK: &str = "\
# Ours.
default-api-version = '1'
operations = ['pets/list']
overlay = { file = 'overlay.yaml', sha256 = '' }
[crate]
name = 'pets'
version = '0.1.0'
description = 'Pets'
rust-version = '1.85'
keywords = []
# The first.
[[api-version]]
version = '2022-11-28'
file = '2022-11-28/pets.yaml'
source = 'upstream of 2022-11-28'
upstream-sha256 = '' # of it all
date = ''
sha256 = ''
";

fn workspace(name: &str) -> Workspace {
    let workspace = Workspace::empty(name);
    workspace.put("spec/lock.toml", LOCK);
    workspace.put("spec/overlay.yaml", "");
    workspace.put(
        "spec/2022-11-28/pets.yaml",
        format!("# Our head.\n---\n{UPSTREAM}"),
    );
    workspace.put("upstream.yaml", UPSTREAM);
    workspace
}

#[test]
fn a_new_version_is_cut_out_and_recorded_and_found_up_to_date() {
    let workspace = workspace("new");
    let vendor = "vendor upstream.yaml --api-version 2026-03-10";
    workspace.run(vendor).says(
        0,
        &["API version 2026-03-10: 1 operation, 1 component: 3 files written"],
    );
    let slice = workspace.get("spec/2026-03-10/pets.yaml");
    assert!(
        slice.starts_with("# Our head.\n---\nopenapi: 3.0.3\n"),
        "{slice}"
    );
    assert!(!slice.contains("shop") && !slice.contains("age"), "{slice}");
    let lock = workspace.get("spec/lock.toml");
    assert!(
        lock.starts_with(LOCK),
        "comments and all else stay:\n{lock}"
    );
    assert!(
        lock.contains("source = \"upstream of 2026-03-10\"\n"),
        "{lock}"
    );
    let before = workspace.files();
    workspace.run(vendor).says(0, &["0 files written"]);
    workspace
        .run(&format!("{vendor} --check"))
        .says(0, &["up to date"]);
    assert_eq!(workspace.files(), before);
}

#[test]
fn what_stands_in_files_beside_the_description_is_cut_out_with_it() {
    let workspace = workspace("beside");
    let (description, schemas) = UPSTREAM.split_once("components:\n").unwrap();
    let schemas = schemas.split_once("    pet:\n").unwrap().1;
    let elsewhere = description.replace("'#/components/schemas/pet'", "schemas/all.yaml#/pet");
    workspace.put("upstream.yaml", elsewhere);
    workspace.put("schemas/all.yaml", format!("pet:\n{schemas}"));
    let vendor = "vendor upstream.yaml --api-version 2026-03-10";
    workspace.run(vendor).says(
        0,
        &["API version 2026-03-10: 1 operation, 1 component: 3 files written"],
    );
    let slice = workspace.get("spec/2026-03-10/pets.yaml");
    assert!(slice.contains("#/components/schemas/pet"), "{slice}");
    assert!(slice.contains("name:") && !slice.contains("age"), "{slice}");
    workspace.put("schemas/all.yaml", "shop: {}");
    workspace
        .run(vendor)
        .says(1, &["error[unresolved-reference]", "upstream.yaml:13"]);
}

#[test]
fn a_version_that_is_there_is_cut_out_anew_with_its_comments_and_prose() {
    let workspace = workspace("again");
    workspace
        .run("vendor upstream.yaml --api-version 2022-11-28")
        .says(0, &[]);
    let lock = workspace.get("spec/lock.toml");
    assert!(lock.contains("# The first.\n[[api-version]]"), "{lock}");
    assert!(lock.contains(" # of it all\n"), "{lock}");
    let slice = workspace.get("spec/2022-11-28/pets.yaml");
    assert!(
        slice.contains("age"),
        "the changes of a later version: {slice}"
    );
    let ours = slice.replace("Upstream on pets", "Ours on pets");
    workspace.put("spec/2022-11-28/pets.yaml", ours);
    workspace.put(
        "upstream.yaml",
        UPSTREAM.replace("Upstream on pets", "Upstream, anew"),
    );
    workspace
        .run("vendor upstream.yaml --api-version 2022-11-28")
        .says(
            0,
            &[
                "warning[upstream-prose-changed]",
                "upstream.yaml:12:24",
                "1 warning",
            ],
        );
    assert!(
        workspace
            .get("spec/2022-11-28/pets.yaml")
            .contains("Ours on pets")
    );
}

#[test]
fn errors_are_located_and_write_nothing() {
    let workspace = workspace("errors");
    let before = workspace.files();
    let vendor = "vendor upstream.yaml --api-version 2026-03-10";
    workspace
        .run(&format!("{vendor} --operations pets/lists"))
        .says(
            1,
            &[
                "error[missing-operation]",
                "`pets/list` (GET /pets)",
                "upstream.yaml:6:5",
            ],
        );
    workspace
        .run(&format!("{vendor} --check"))
        .says(1, &["differs   spec/2026-03-10/pets.yaml"]);
    workspace
        .run("vendor missing.yaml --api-version 1")
        .says(1, &["error[unreadable-file]"]);
    assert_eq!(workspace.files(), before);
}

#[test]
fn operations_of_a_version_of_its_own_are_recorded_with_it() {
    let workspace = workspace("operations");
    let vendor = "vendor upstream.yaml --api-version 2026-03-10";
    workspace
        .run(&format!("{vendor} --operations shops/list"))
        .says(0, &["0 components"]);
    let lock = workspace.get("spec/lock.toml");
    assert!(lock.contains("operations = [\"shops/list\"]\n"), "{lock}");
    workspace.run(vendor).says(0, &["0 files written"]);
}

#[test]
fn a_file_that_was_changed_by_hand_is_noticed() {
    let workspace = workspace("digests");
    workspace
        .run("vendor upstream.yaml --api-version 2022-11-28")
        .says(0, &[]);
    workspace
        .run("vendor --check")
        .says(1, &["spec/overlay.yaml: is e3b0c442"]);
    let lock = workspace.get("spec/lock.toml");
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    workspace.put(
        "spec/lock.toml",
        lock.replace("sha256 = '' }", &format!("sha256 = '{empty}' }}")),
    );
    workspace
        .run("vendor --check")
        .says(0, &["2 files: as locked"]);
    workspace.put("spec/2022-11-28/pets.yaml", "changed");
    workspace
        .run("vendor --check")
        .says(1, &["spec/2022-11-28/pets.yaml: is "]);
}

#[test]
fn the_projects_slices_are_what_is_cut_out_of_upstreams_files() {
    let upstream = xtask::workspace().join("../shared/upstream");
    let mut checked = 0;
    for entry in Lock::read(&xtask::workspace().join("spec"))
        .unwrap()
        .api_version
    {
        let file = upstream.join(format!("artifacts.{}.yaml", entry.version));
        if !file.is_file() {
            // Not `eprintln!`, which the test runner would swallow.
            let _ = writeln!(io::stderr(), "skipped: there is no {}", file.display());
            continue;
        }
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["vendor", "--check", "--api-version", &entry.version])
            .arg(&file)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.success() && !said.contains("warning["),
            "{said}"
        );
        checked += 1;
    }
    assert!(checked > 0 || !upstream.is_dir(), "nothing was checked");
}
