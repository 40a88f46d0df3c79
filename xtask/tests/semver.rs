//! Ten changes of a description, each way: what `cargo xtask diff` says of them, and what
//! cargo-semver-checks says of the crates that are emitted. Where they differ, it is written down
//! why. Without cargo-semver-checks on the machine, the test says so and passes.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../src/cargo.rs"]
mod cargo;
mod workspace;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use workspace::Workspace;

const BASE: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: list
      tags: [pets]
      parameters:
      - {name: page, in: query, schema: {type: integer}}
      - {name: kind, in: query, schema: {$ref: '#/components/schemas/kind'}}
      responses:
        '200': {description: Pets, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/pet'}}}}}
    post:
      operationId: add
      tags: [pets]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/new-pet'}}}}
      responses:
        '204': {description: Added}
  /pets/{id}:
    delete:
      operationId: remove
      tags: [pets]
      parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
      responses:
        '204': {description: Removed}
components:
  schemas:
    kind: {type: string, enum: [cat, dog]}
    pet:
      type: object
      required: [id, owner]
      properties: {id: {type: integer}, name: {type: string}, owner: {$ref: '#/components/schemas/owner'}}
    owner: {type: object, properties: {name: {type: string}}}
    new-pet:
      type: object
      required: [name]
      properties: {name: {type: string}, age: {type: integer}}
";

/// What a step asks for, as the two say it: nothing, a minor or a major version.
type Verdicts = (&'static str, &'static str);

struct Case {
    name: &'static str,
    from: &'static str,
    to: &'static str,
    /// What diff and cargo-semver-checks say.
    forth: Verdicts,
    back: Verdicts,
    /// Who is right where they differ.
    because: &'static str,
}

const CASES: [Case; 10] = [
    Case {
        name: "a member of an answer is gone",
        from: "name: {type: string}, owner:",
        to: "owner:",
        forth: ("major", "major"),
        back: ("minor", "none"),
        because: "there is no lint for what is new: diff is right",
    },
    Case {
        name: "a member of an answer may be missing",
        from: "required: [id, owner]",
        to: "required: [owner]",
        forth: ("major", "none"),
        back: ("major", "none"),
        because: "types of fields are not compared: diff is right",
    },
    Case {
        name: "a member of a body may come along",
        from: "age: {type: integer}}",
        to: "age: {type: integer}, tail: {type: boolean}}",
        forth: ("minor", "none"),
        back: ("major", "major"),
        because: "there is no lint for what is new: diff is right",
    },
    Case {
        name: "a member of a body is required",
        from: "required: [name]",
        to: "required: [name, age]",
        forth: ("major", "major"),
        back: ("major", "major"),
        because: "",
    },
    Case {
        name: "an operation is gone",
        from: "    delete:\n      operationId: remove\n      tags: [pets]\n      parameters:\n      - {name: id, in: path, required: true, schema: {type: integer}}\n      responses:\n        '204': {description: Removed}\n",
        to: "    {}\n",
        forth: ("major", "major"),
        back: ("minor", "none"),
        because: "there is no lint for what is new: diff is right",
    },
    Case {
        name: "a parameter is gone",
        from: "      - {name: page, in: query, schema: {type: integer}}\n",
        to: "",
        forth: ("major", "major"),
        back: ("minor", "none"),
        because: "there is no lint for what is new: diff is right",
    },
    Case {
        name: "a parameter is required",
        from: "{name: page, in: query, schema",
        to: "{name: page, in: query, required: true, schema",
        forth: ("major", "major"),
        back: ("major", "major"),
        because: "",
    },
    Case {
        name: "a value is gone",
        from: "[cat, dog]",
        to: "[cat]",
        forth: ("major", "major"),
        back: ("minor", "none"),
        because: "there is no lint for what is new: diff is right",
    },
    Case {
        name: "a schema has another name",
        from: "owner'}}\n    owner:",
        to: "keeper'}}\n    keeper:",
        forth: ("major", "major"),
        back: ("major", "major"),
        because: "",
    },
    Case {
        name: "a status is replaced",
        from: "'204': {description: Added}",
        to: "'202': {description: Added}",
        forth: ("major", "none"),
        back: ("major", "none"),
        because: "the crate looks the same, and takes the other answer for an error: diff is right",
    },
];

/// The directory in which one crate after the other is written and documented.
fn scratch() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
    fs::create_dir_all(&path).unwrap();
    let manifest = "[workspace]\nmembers = [\"client\"]\nresolver = \"3\"\n";
    fs::write(path.join("Cargo.toml"), manifest).unwrap();
    fs::copy(
        xtask::workspace().join("Cargo.lock"),
        path.join("Cargo.lock"),
    )
    .unwrap();
    path
}

/// The public items of the crate for a description, as rustdoc writes them.
fn items(scratch: &Path, name: &str, description: &str) -> PathBuf {
    let spec = scratch.join("spec.yaml");
    fs::write(&spec, description).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--name", "pets", "--spec"])
        .arg(&spec)
        .arg("--out")
        .arg(scratch.join("client"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let target = scratch.join("target");
    let output = cargo::cargo()
        .args([
            "rustdoc",
            "--quiet",
            "--offline",
            "--package",
            "pets",
            "--lib",
            "--target-dir",
        ])
        .arg(&target)
        .args(["--", "-Zunstable-options", "--output-format", "json"])
        // The form is unstable; cargo-semver-checks asks for it in the same way.
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(scratch)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let items = scratch.join(format!("{name}.json"));
    fs::copy(target.join("doc/pets.json"), &items).unwrap();
    items
}

/// What cargo-semver-checks asks for.
fn checked(old: &Path, new: &Path) -> String {
    let output = cargo::cargo()
        .args([
            "semver-checks",
            "--release-type",
            "patch",
            "--baseline-rustdoc",
        ])
        .arg(old)
        .arg("--current-rustdoc")
        .arg(new)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned()
        + &String::from_utf8_lossy(&output.stdout);
    let step = ["major", "minor"]
        .into_iter()
        .find(|step| said.contains(&format!("requires new {step} version")));
    match step {
        Some(step) => step.to_owned(),
        None if output.status.success() => "none".to_owned(),
        None => said,
    }
}

/// What `cargo xtask diff` asks for.
fn compared(old: &str, new: &str) -> String {
    let workspace = Workspace::empty("semver");
    workspace.put("old.yaml", old);
    workspace.put("new.yaml", new);
    let json = workspace
        .run("diff old.yaml new.yaml --format json")
        .says(0, &[]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let step = json["step"].as_str().unwrap();
    match step {
        "breaking" => "major".to_owned(),
        "additive" => "minor".to_owned(),
        _ => "none".to_owned(),
    }
}

#[test]
fn the_steps_are_those_that_cargo_semver_checks_finds_or_there_is_a_reason() {
    let version = cargo::cargo().args(["semver-checks", "--version"]).output();
    let is_here = version.is_ok_and(|it| it.status.success());
    let scratch = is_here.then(scratch);
    if !is_here {
        // Not `eprintln!`, which the test runner would swallow.
        let _ = writeln!(
            io::stderr(),
            "skipped in part: there is no cargo-semver-checks"
        );
    }
    let base = scratch
        .as_deref()
        .map(|scratch| items(scratch, "base", BASE));
    let mut wrong = Vec::new();
    for (index, case) in CASES.iter().enumerate() {
        assert!(BASE.contains(case.from), "{}", case.name);
        let mut other = BASE.replace(case.from, case.to);
        if case.name == "a schema has another name" {
            other = other.replace("schemas/owner", "schemas/keeper");
        }
        let crates = scratch.as_deref().zip(base.as_deref());
        let crates =
            crates.map(|(scratch, base)| (base, items(scratch, &index.to_string(), &other)));
        for (direction, expect, old, new) in [
            ("forth", case.forth, BASE, other.as_str()),
            ("back", case.back, other.as_str(), BASE),
        ] {
            let diff = compared(old, new);
            let semver = crates.as_ref().map(|(base, other)| match direction {
                "forth" => checked(base, other),
                _ => checked(other, base),
            });
            let semver = semver.unwrap_or_else(|| expect.1.to_owned());
            if (diff.as_str(), semver.as_str()) != expect {
                wrong.push(format!("{}, {direction}: {diff}, {semver}", case.name));
            }
            if diff != semver && case.because.is_empty() {
                wrong.push(format!(
                    "{}, {direction}: there is no reason given",
                    case.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
