//! The command as a user meets it: exit codes, what is printed, and what happens to files.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An empty directory of this test's own, removed when it is done with.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("xtask-cli-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        fs::write(self.0.join(path), text).unwrap();
    }

    /// Runs the command in the directory; blanks separate arguments.
    fn run(&self, arguments: &str) -> Output {
        let command = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments.split_whitespace())
            .current_dir(&self.0)
            .output();
        command.unwrap()
    }

    /// Every file below `client`, with its bytes.
    fn client(&self) -> Vec<(PathBuf, Vec<u8>)> {
        fn collect(directory: &Path, all: &mut Vec<(PathBuf, Vec<u8>)>) {
            for entry in fs::read_dir(directory).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    collect(&path, all);
                } else {
                    all.push((path.clone(), fs::read(path).unwrap()));
                }
            }
        }
        let mut all = Vec::new();
        collect(&self.0.join("client"), &mut all);
        all.sort();
        all
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: pets/list
      tags: [pets]
      responses:
        '204': {description: none}
";

const GENERATE: &str = "codegen --spec spec.yaml --out client --name pets";

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn check(output: &Output, code: i32, expect: &[&str]) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for part in expect {
        assert!(said.contains(part), "no {part:?} in:\n{said}");
    }
}

#[test]
fn wrong_usage_is_2() {
    let scratch = Scratch::new("usage");
    check(&scratch.run("codegen --frobnicate"), 2, &["--frobnicate"]);
    check(&scratch.run("frobnicate"), 2, &["frobnicate"]);
    check(
        &scratch.run("codegen --spec spec.yaml --name pets"),
        2,
        &["--out"],
    );
    check(
        &scratch.run("codegen --spec spec.yaml --out client"),
        2,
        &["--name"],
    );
    let help = scratch.run("codegen --help");
    assert_eq!(help.status.code(), Some(0));
    assert!(
        String::from_utf8(help.stdout)
            .unwrap()
            .contains("Examples:")
    );
}

#[test]
fn a_client_is_written_once_and_found_up_to_date() {
    let scratch = Scratch::new("write");
    scratch.put("spec.yaml", SPEC);
    check(
        &scratch.run(GENERATE),
        0,
        &["1 operation", "0 unchanged, 0 deleted", " ms"],
    );
    let written = scratch.client();
    assert!(!written.is_empty());
    check(&scratch.run(GENERATE), 0, &["0 files written"]);
    check(
        &scratch.run(&format!("{GENERATE} --check")),
        0,
        &["up to date"],
    );
    assert_eq!(scratch.client(), written);
}

#[test]
fn files_are_read_from_the_directory_of_the_description_alone() {
    let scratch = Scratch::new("beside");
    let spec = SPEC.replace("{description: none}", "{$ref: 'answers/none.yaml'}");
    fs::create_dir_all(scratch.0.join("api/answers")).unwrap();
    scratch.put("api/spec.yaml", spec);
    scratch.put("none.yaml", "description: none");
    let generate = GENERATE.replace("spec.yaml", "api/spec.yaml");
    let missing = "the file of `answers/none.yaml` can't be read: there is no such file";
    check(&scratch.run(&generate), 1, &[missing, "api/spec.yaml:9"]);
    scratch.put("api/answers/none.yaml", "- none");
    let place = "--> api/answers/none.yaml:1";
    check(&scratch.run(&generate), 1, &["invalid-document", place]);
    scratch.put("api/answers/none.yaml", "description: none");
    check(&scratch.run(&generate), 0, &["1 operation"]);
    #[cfg(unix)]
    {
        fs::remove_file(scratch.0.join("api/answers/none.yaml")).unwrap();
        let link = scratch.0.join("api/answers/none.yaml");
        std::os::unix::fs::symlink(scratch.0.join("none.yaml"), link).unwrap();
        let outside = "a link leads out of the directory";
        check(&scratch.run(&generate), 1, &[outside]);
    }
}

#[test]
fn drift_is_1_and_named_whole_and_not_mended() {
    let scratch = Scratch::new("drift");
    scratch.put("spec.yaml", SPEC);
    check(&scratch.run(GENERATE), 0, &[]);
    scratch.put("client/src/lib.rs", "changed by hand");
    scratch.put("client/src/extra.rs", "");
    let before = scratch.client();
    let output = scratch.run(&format!("{GENERATE} --check"));
    check(
        &output,
        1,
        &[
            "2 files",
            "differs   src/lib.rs",
            "not ours  src/extra.rs",
            "cargo xtask codegen --spec spec.yaml",
        ],
    );
    assert_eq!(scratch.client(), before);
    check(&scratch.run(GENERATE), 0, &["1 file written", "1 deleted"]);
    check(&scratch.run(&format!("{GENERATE} --check")), 0, &[]);
}

#[test]
fn a_missing_file_is_one_diagnostic_and_touches_nothing() {
    let scratch = Scratch::new("missing");
    scratch.put("spec.yaml", SPEC);
    check(&scratch.run(GENERATE), 0, &[]);
    let before = scratch.client();
    fs::remove_file(scratch.0.join("spec.yaml")).unwrap();
    let output = scratch.run(GENERATE);
    check(&output, 1, &["error[unreadable-file]", "--> spec.yaml"]);
    assert_eq!(stderr(&output).matches("error[").count(), 1);
    assert_eq!(scratch.client(), before);
}

#[test]
fn errors_leave_the_client_as_it_was_and_are_all_named() {
    let scratch = Scratch::new("errors");
    scratch.put("spec.yaml", SPEC);
    check(&scratch.run(GENERATE), 0, &[]);
    let before = scratch.client();
    scratch.put(
        "spec.yaml",
        SPEC.replace("{title: Pets, version: 1.0.0}", "Pets")
            .replace("operationId: pets/list", "parameters: [1]")
            .replace("{des", "[des")
            .replace("none}", "none]"),
    );
    let output = scratch.run(GENERATE);
    check(
        &output,
        1,
        &[
            "--> spec.yaml:2:7",
            "--> spec.yaml:6:20",
            "--> spec.yaml:9:9",
        ],
    );
    assert_eq!(
        stderr(&output).matches("error[invalid-document]").count(),
        3
    );
    assert_eq!(scratch.client(), before);
}

#[test]
fn warnings_stop_only_those_who_deny_them() {
    let scratch = Scratch::new("warnings");
    scratch.put(
        "spec.yaml",
        SPEC.replace("      operationId: pets/list\n", ""),
    );
    let denied = scratch.run(&format!("{GENERATE} --deny-warnings"));
    check(
        &denied,
        1,
        &["warning[missing-operation-id]", "nothing was written"],
    );
    assert!(scratch.client().is_empty());
    check(
        &scratch.run(GENERATE),
        0,
        &["warning[missing-operation-id]", "1 warning,"],
    );
    assert!(!scratch.client().is_empty());
}

#[test]
fn the_projects_own_description_is_found_from_everywhere() {
    let scratch = Scratch::new("own");
    let output = scratch.run("codegen --api-version 1999-01-01");
    check(&output, 1, &["no API version `1999-01-01`", "2022-11-28"]);
}

#[test]
fn a_directory_that_is_not_ours_is_refused() {
    let scratch = Scratch::new("theirs");
    scratch.put("spec.yaml", SPEC);
    fs::create_dir(scratch.0.join("client")).unwrap();
    scratch.put("client/precious.txt", "1");
    let before = scratch.client();
    check(&scratch.run(GENERATE), 1, &["error: client is not empty"]);
    assert_eq!(scratch.client(), before);
}

#[test]
fn nothing_of_a_document_acts_on_the_terminal() {
    let scratch = Scratch::new("terminal");
    let title = "\\u001b[31mred\\u202e";
    scratch.put("spec.yaml", format!("openapi: 3.0.3\ninfo: {{title: [\"{title}\"], version: '1', x: \"\u{202e}\"}}\npaths: {{}}\n"));
    let output = scratch.run(GENERATE);
    check(&output, 0, &["\u{fffd}"]);
    assert!(!stderr(&output).contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn a_dump_goes_to_the_output_and_writes_nothing() {
    let scratch = Scratch::new("dump");
    scratch.put("spec.yaml", SPEC);
    for stage in ["ir", "plan", "names"] {
        let output = scratch.run(&format!(
            "codegen --spec spec.yaml --name pets --dump {stage}"
        ));
        check(&output, 0, &[]);
        assert!(!output.stdout.is_empty());
    }
    assert_eq!(fs::read_dir(&scratch.0).unwrap().count(), 1);
}

#[test]
fn an_overlay_is_laid_over_the_description() {
    let scratch = Scratch::new("overlay");
    scratch.put("spec.yaml", SPEC);
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.nothing\n  remove: true\n";
    scratch.put("overlay.yaml", overlay);
    let output = scratch.run(&format!("{GENERATE} --overlay overlay.yaml"));
    check(
        &output,
        1,
        &["error[overlay-no-match]", "--> overlay.yaml:4:11"],
    );
    assert!(scratch.client().is_empty());
}

#[test]
fn for_editors_diagnostics_are_lines_of_json_on_the_output() {
    let scratch = Scratch::new("json");
    scratch.put(
        "spec.yaml",
        SPEC.replace("{title: Pets, version: 1.0.0}", "Pets")
            .replace("operationId: pets/list", "parameters: [1]"),
    );
    scratch.put(
        "good.yaml",
        SPEC.replace("      operationId: pets/list\n", ""),
    );
    for command in [
        GENERATE,
        "diff spec.yaml spec.yaml",
        "diff good.yaml spec.yaml",
    ] {
        let output = scratch.run(&format!("{command} --format json"));
        assert_eq!(output.status.code(), Some(1), "{command}");
        let said = String::from_utf8(output.stdout.clone()).unwrap();
        let lines: Vec<serde_json::Value> = said
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2, "{command}: {said}");
        assert_eq!(
            (&lines[0]["file"], &lines[0]["line"], &lines[0]["column"]),
            (&"spec.yaml".into(), &2.into(), &7.into())
        );
        assert_eq!(lines[0]["code"], "invalid-document");
        assert_eq!(stderr(&output), "", "{command}");
    }
    let missing = scratch.run("vendor nothing.yaml --api-version 1 --format json");
    assert_eq!(missing.status.code(), Some(1));
    let line: serde_json::Value = serde_json::from_slice(&missing.stdout).unwrap();
    assert_eq!(
        (&line["code"], &line["file"]),
        (&"unreadable-file".into(), &"nothing.yaml".into())
    );
    let warned = scratch.run("codegen --spec good.yaml --out client --name pets --format json");
    check(&warned, 0, &["1 operation", "1 warning"]);
    let line: serde_json::Value = serde_json::from_slice(&warned.stdout).unwrap();
    assert_eq!(line["severity"], "warning");
}
