//! The example program when something is wrong: with how it was called, or with the answer.

use std::process::Stdio;

use super::{check, check_failure, command, output, run, text};
use crate::server::{Server, reply};
use crate::support::TOKEN;

#[tokio::test]
async fn wrong_usage_is_2_and_sends_nothing() {
    let server = Server::start(|_| reply("200 OK", &[], "")).await;
    for (arguments, begin) in [
        ("", "no command given"),
        ("frobnicate", "not a command: frobnicate"),
        (
            "list",
            "not list, but: artifacts list OWNER/REPO [--run ID]",
        ),
        (
            "list octo-org/docs more",
            "not list octo-org/docs more, but: artifacts list OWNER/REPO [--run ID]",
        ),
        ("list docs", "not of the form OWNER/REPO: docs"),
        (
            "list octo-org/docs/more",
            "not of the form OWNER/REPO: octo-org/docs/more",
        ),
        (
            "list octo-org/docs --frobnicate",
            "invalid option '--frobnicate'",
        ),
        (
            "list octo-org/docs --limit many",
            "cannot parse argument \"many\"",
        ),
        (
            "list octo-org/docs --limit -1",
            "cannot parse argument \"-1\"",
        ),
        (
            "list octo-org/docs --json=yes",
            "unexpected argument for option '--json'",
        ),
        (
            "list octo-org/docs --out a",
            "'download', and it alone, needs --out FILE or --unpack DIR",
        ),
        (
            "get octo-org/docs",
            "not get octo-org/docs, but: artifacts get OWNER/REPO ID\n",
        ),
        ("get octo-org/docs eleven", "not an id: eleven"),
        (
            "get octo-org/docs 11 --run 1",
            "--run, --name and --limit go with 'list' only",
        ),
        (
            "download octo-org/docs 11",
            "'download', and it alone, needs --out FILE or --unpack DIR",
        ),
        ("delete octo-org/docs 11 --base-url ftp://a", "`base URL` "),
        (
            "delete octo-org/docs 11 --base-url",
            "missing argument for option '--base-url'",
        ),
    ] {
        let arguments = format!("--base-url {} {arguments}", server.url());
        let mut command = command(&arguments);
        command.env("GITHUB_TOKEN", TOKEN);
        check_failure(&output(command).await, 2, begin);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_token_that_no_header_can_hold_is_not_repeated() {
    let mut command = command("delete octo-org/docs 11");
    command.env("GITHUB_TOKEN", format!("{TOKEN}\n"));
    check_failure(&output(command).await, 2, "the credential of `token`");
}

#[tokio::test]
async fn help_names_the_commands_and_needs_nothing() {
    for arguments in ["--help", "list -h"] {
        let help = output(command(arguments)).await;
        let lines: Vec<String> = text(&help.stdout).lines().map(str::to_owned).collect();
        for part in [
            "list OWNER/REPO",
            "get OWNER/REPO ID",
            "download",
            "delete",
            "GITHUB_TOKEN",
        ] {
            assert!(lines.iter().any(|line| line.contains(part)), "{part}");
        }
        check(&help, &lines);
    }
}

#[tokio::test]
async fn an_answer_that_is_no_success_is_1_and_one_line() {
    const UNSEEN: &str = "; are OWNER/REPO and ID right, and may the token in GITHUB_TOKEN read";
    let path = "/repos/{owner}/{repo}/actions/artifacts";
    for (status, body, said, advice) in [
        (
            "404 Not Found",
            r#"{"message": "Not Found"}"#,
            ": Not Found",
            UNSEEN,
        ),
        (
            "422 Unprocessable Entity",
            "{\"message\": \"a\\nb\\u001b[31m\"}",
            r": a\nb\u{1b}[31m",
            "\n",
        ),
        (
            "404 Not Found",
            "<html>\n<h1>Unicorn!</h1>\n</html>",
            "",
            UNSEEN,
        ),
        ("404 Not Found", "", "", UNSEEN),
        ("401 Unauthorized", "", "", "; is GITHUB_TOKEN a token"),
        (
            "403 Forbidden",
            "",
            "",
            "; has the token the permission 'actions'",
        ),
    ] {
        let answer = reply(status, &[("x-github-request-id", "7:8")], body);
        let server = Server::start(move |_| answer.clone()).await;
        let line = format!("{status}{said} (request 7:8){advice}");
        for (arguments, call) in [
            ("list octo-org/docs", format!("GET {path}")),
            (
                "get octo-org/docs 11 --json",
                format!("GET {path}/{{artifact_id}}"),
            ),
            (
                "delete octo-org/docs 11",
                format!("DELETE {path}/{{artifact_id}}"),
            ),
        ] {
            let output = run(&server, arguments).await;
            check_failure(&output, 1, &format!("{call}: {line}"));
        }
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_1() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let mut command = command("get octo-org/docs 11 --base-url");
    command.arg(url);
    let path = "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}";
    check_failure(
        &output(command).await,
        1,
        &format!("GET {path}: could not connect: "),
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = command("--help");
    let help = command.stdout(writer).stderr(Stdio::piped()).spawn();
    // The command holds on to its end of the pipe, too.
    drop(command);
    let help = help.unwrap().wait_with_output().unwrap();
    assert_eq!((help.status.code(), text(&help.stderr)), (Some(0), ""));
}

#[tokio::test]
async fn dot_segments_are_1_and_send_nothing() {
    let server = Server::start(|_| reply("200 OK", &[], "")).await;
    let output = run(&server, "get ../docs 11").await;
    let path = "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}";
    check_failure(
        &output,
        1,
        &format!("GET {path}: invalid argument: `owner` "),
    );
    assert!(server.requests().is_empty());
}
