//! The day on which GitHub publishes a new API version, on a copy: the commands of CONTRIBUTING.md
//! as they stand there, on a description with a new member, a parameter less and a schema renamed.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

#[path = "../src/cargo.rs"]
mod cargo;
mod workspace;

use std::fs;
use std::path::Path;

use workspace::Workspace;

/// Copies what the commands read and write.
fn copy(from: &Path, workspace: &Workspace, path: &str) {
    let source = from.join(path);
    if source.is_dir() {
        for entry in fs::read_dir(source).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            copy(from, workspace, &format!("{path}/{name}"));
        }
    } else {
        workspace.put(path, fs::read(source).unwrap());
    }
}

/// The commands of the guide, in their order.
fn guide() -> Vec<String> {
    let text = fs::read_to_string(xtask::workspace().join("CONTRIBUTING.md")).unwrap();
    let (_, section) = text.split_once("## A new API version\n").unwrap();
    let (_, block) = section.split_once("```sh\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    block.lines().map(str::to_owned).collect()
}

/// What GitHub might publish: the description of today with three changes.
fn doctored(today: &str) -> String {
    let changes = [
        (
            "        workflow_run:\n          type: object\n",
            "        retention_days:\n          type: integer\n          description: How long it is kept.\n        \
             workflow_run:\n          type: object\n",
        ),
        ("      - $ref: '#/components/parameters/direction'\n", ""),
        ("    basic-error:\n", "    error-body:\n"),
        ("schemas/basic-error", "schemas/error-body"),
    ];
    changes.iter().fold(today.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

#[test]
fn the_guide_leads_from_a_description_to_a_tested_crate() {
    let root = xtask::workspace();
    let workspace = Workspace::empty("rehearsal");
    for path in ["spec", "generated", "CHANGELOG.md", "Cargo.lock"] {
        copy(&root, &workspace, path);
    }
    let manifest = "[workspace]\nmembers = [\"generated\"]\nresolver = \"3\"\n";
    workspace.put("Cargo.toml", manifest);

    let guide = guide();
    let [vendor, diff, release, codegen, test] = guide.as_slice() else {
        panic!("five commands: {guide:?}");
    };
    let xtask = |command: &str| workspace.run(command.strip_prefix("cargo xtask ").unwrap());

    // As it is today, there is nothing to do but to write down where it came from.
    let today = workspace.get("spec/2026-03-10/artifacts.yaml");
    workspace.put("api.github.com.yaml", &today);
    xtask(vendor).says(0, &["5 operations, 15 components"]);
    xtask(diff).says(
        0,
        &[
            "requests ask for the API version 2026-03-10",
            "0 breaking, 1 additive",
        ],
    );

    workspace.put("api.github.com.yaml", doctored(&today));
    xtask(vendor).says(
        0,
        &[
            "warning[unwritten-prose]",
            "#/components/schemas/artifact/properties/retention_days/description",
            "#/components/schemas/error-body/description",
            "5 operations, 14 components: 3 files written, 2 warnings",
        ],
    );

    // The overlay is about a schema of the old name, which it says before anything is compared.
    xtask(diff).says(
        1,
        &[
            "error[overlay-no-match]",
            "schemas['basic-error']",
            "--> spec/overlay.yaml:",
        ],
    );
    let overlay = workspace.get("spec/overlay.yaml");
    workspace.put(
        "spec/overlay.yaml",
        overlay.replace("['basic-error']", "['basic-error', 'error-body']"),
    );
    xtask(diff).says(
        0,
        &[
            "breaking       `actions/list-workflow-run-artifacts`: the parameter `direction` is gone\n",
            "- ListWorkflowRunArtifacts::direction(Direction)\n",
            "breaking       `ErrorBody`: the type `BasicError` is now `ErrorBody`\n",
            "additive       `Artifact`: there is a new member `retention_days`\n",
            "+ Artifact::retention_days: Option<i64>\n",
            "2 breaking, 2 additive, 0 documentation: the step is a major version, or a minor one before 1.0\n",
        ],
    );
    workspace
        .run("diff 2022-11-28 2026-03-10 --fail-on breaking")
        .says(1, &["the step is breaking"]);

    xtask(release).says(
        0,
        &["0.2.0 for API version 2026-03-10: breaking after 0.1.0"],
    );
    let changelog = workspace.get("CHANGELOG.md");
    for line in [
        "## github-actions-artifacts 0.2.0\n",
        "the parameter `direction` is gone\n",
    ] {
        assert!(changelog.contains(line), "no {line:?} in:\n{changelog}");
    }
    workspace
        .run("codegen --check")
        .says(1, &["differs   src/types/actions.rs"]);
    xtask(codegen).says(0, &["5 operations, 6 types", "0 warnings"]);
    workspace.run("codegen --check").says(0, &["up to date"]);
    let manifest = workspace.get("generated/Cargo.toml");
    assert!(manifest.contains("version = \"0.2.0\"\n"), "{manifest}");

    // The crate passes the tests that came with it, offline as everything else here.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted/target");
    let output = cargo::cargo()
        .args(test.strip_prefix("cargo ").unwrap().split_whitespace())
        .args(["--quiet", "--offline", "--target-dir"])
        .arg(target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .current_dir(workspace.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{test}:\n{said}{}",
        String::from_utf8_lossy(&output.stdout)
    );
}
