//! The example program, run as a person at a terminal or a script would. It is built as a program
//! of this package, from the emitted file: an example of another package has no path to rely on.

mod commands;
mod download;
mod usage;

use std::process::{Command, Output};

use crate::server::Server;
use crate::support::TOKEN;

/// The program about to be run with arguments that blanks separate, and nothing else from here.
fn command(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_artifacts"));
    command.args(arguments.split_whitespace());
    command
        .env_remove("GITHUB_TOKEN")
        .current_dir(env!("CARGO_TARGET_TMPDIR"));
    command
}

/// What it prints and how it ends, while the servers of the test do their part.
async fn output(mut command: Command) -> Output {
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

/// Runs it with a token against the server.
async fn run(server: &Server, arguments: &str) -> Output {
    let mut command = command(arguments);
    command
        .args(["--base-url", &server.url()])
        .env("GITHUB_TOKEN", TOKEN);
    output(command).await
}

#[track_caller]
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Success: these lines, and nothing beside them.
#[track_caller]
fn check(output: &Output, lines: &[String]) {
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    let stdout = text(&output.stdout);
    assert_eq!(stdout.lines().collect::<Vec<_>>(), lines);
    assert!(stdout.is_empty() || stdout.ends_with('\n'));
}

/// Failure: this code, nothing on the output, and one line that starts with this.
#[track_caller]
fn check_failure(output: &Output, code: i32, begin: &str) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(text(&output.stdout), "");
    let lines: Vec<&str> = said.lines().collect();
    let hint = if code == 2 {
        &["Try 'artifacts --help'."][..]
    } else {
        &[]
    };
    assert_eq!(lines[1..], *hint, "{said}");
    assert!(said.starts_with(&format!("artifacts: {begin}")), "{said}");
    assert!(!said.contains(TOKEN), "{said}");
}
