//! The commands when all is well.

use std::process::Output;

use serde_json::{Value, json};

use super::{check, command, output, run, text};
use crate::server::{Server, reply};
use crate::support::{ACCEPT, TOKEN, artifact, ok, page, three_pages};

fn lines_of(server: &Server) -> Vec<String> {
    let path = |(line, _): (String, _)| line.trim_end_matches(" HTTP/1.1").to_owned();
    server.requests().into_iter().map(path).collect()
}

fn json_lines(ids: &[i64]) -> Vec<String> {
    ids.iter().map(|id| artifact(*id).to_string()).collect()
}

/// Success: one object a line, each with the members of one of these, in whatever order.
#[track_caller]
fn check_json(output: &Output, expected: &[String]) {
    let parse = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let printed: Vec<Value> = text(&output.stdout).lines().map(parse).collect();
    let expected: Vec<Value> = expected.iter().map(|line| parse(line)).collect();
    assert_eq!(printed, expected);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

const LIST: &str = "/repos/octo-org/docs/actions/artifacts";

#[tokio::test]
async fn list_follows_every_page_and_asks_for_a_hundred() {
    let server = three_pages(LIST).await;
    let output = run(&server, "list octo-org/docs").await;
    let row = |id: u8| {
        format!(
            "{id:>11}  {:>8} B  2024-05-06T07:08:09Z           artifact-{id}",
            1000 + u16::from(id)
        )
    };
    check(&output, &[row(1), row(2), row(3)]);
    let next = "GET /repositories/1296269/list?per_page=2,page&page=";
    let expected = [
        format!("GET {LIST}?per_page=100"),
        format!("{next}2"),
        format!("{next}3"),
    ];
    assert_eq!(lines_of(&server), expected);
    for (_, headers) in server.requests() {
        assert!(headers.contains(&format!("authorization: Bearer {TOKEN}")));
        assert!(headers.contains(&format!("accept: {ACCEPT}")));
    }
}

#[tokio::test]
async fn options_stand_before_and_after_the_command() {
    for arguments in [
        "--json list octo-org/docs",
        "list --json octo-org/docs",
        "list octo-org/docs --json",
    ] {
        let server = three_pages(LIST).await;
        check_json(&run(&server, arguments).await, &json_lines(&[1, 2, 3]));
    }
}

#[tokio::test]
async fn a_limit_saves_the_requests_beyond_it() {
    for (limit, ids, requests) in [
        (0, &[][..], 0),
        (1, &[1], 1),
        (2, &[1, 2], 1),
        (3, &[1, 2, 3], 3),
        (9, &[1, 2, 3], 3),
    ] {
        let server = three_pages(LIST).await;
        let output = run(
            &server,
            &format!("list octo-org/docs --json --limit {limit}"),
        )
        .await;
        check_json(&output, &json_lines(ids));
        assert_eq!(server.requests().len(), requests, "--limit {limit}");
    }
}

#[tokio::test]
async fn a_list_can_be_narrowed_to_a_run_and_a_name() {
    let server = Server::start(|_| ok(&page(&[4]))).await;
    for arguments in [
        "--run 9000000000",
        "--name dist",
        "--name dist --run 9000000000",
    ] {
        let output = run(&server, &format!("list octo-org/docs {arguments} --json")).await;
        check_json(&output, &json_lines(&[4]));
    }
    let run = "/repos/octo-org/docs/actions/runs/9000000000/artifacts";
    let expected = [
        format!("GET {run}?per_page=100"),
        format!("GET {LIST}?name=dist&per_page=100"),
        format!("GET {run}?name=dist&per_page=100"),
    ];
    assert_eq!(lines_of(&server), expected);
}

#[tokio::test]
async fn get_prints_one_artifact() {
    let server = Server::start(|_| ok(&artifact(11))).await;
    let line = "         11      1011 B  2024-05-06T07:08:09Z           artifact-11";
    check(
        &run(&server, "get octo-org/docs 11").await,
        &[line.to_owned()],
    );
    check_json(
        &run(&server, "get octo-org/docs 11 --json").await,
        &json_lines(&[11]),
    );
    assert_eq!(lines_of(&server)[0], format!("GET {LIST}/11"));
}

#[tokio::test]
async fn delete_says_what_it_did() {
    let server = Server::start(|_| reply("204 No Content", &[], "")).await;
    check(
        &run(&server, "delete octo-org/docs 11").await,
        &["deleted 11".to_owned()],
    );
    let line = r#"{"deleted":11}"#.to_owned();
    check(
        &run(&server, "delete octo-org/docs 11 --json").await,
        &[line],
    );
    let request = format!("DELETE {LIST}/11");
    assert_eq!(lines_of(&server), [request.clone(), request]);
}

#[tokio::test]
async fn the_version_and_the_token_reach_the_server() {
    let server = Server::start(|_| ok(&artifact(11))).await;
    run(&server, "--api-version 2026-03-10 get octo-org/docs 11").await;
    for token in [None, Some("")] {
        let mut command = command("get octo-org/docs 11");
        command.args(["--base-url", &server.url()]);
        command.envs(token.map(|token| ("GITHUB_TOKEN", token)));
        assert_eq!(output(command).await.status.code(), Some(0));
    }
    let sent: Vec<_> = server
        .requests()
        .into_iter()
        .map(|(_, headers)| headers)
        .collect();
    assert!(sent[0].contains(&"x-github-api-version: 2026-03-10".to_owned()));
    assert!(sent[0].contains(&format!("authorization: Bearer {TOKEN}")));
    for anonymous in &sent[1..] {
        assert!(anonymous.contains(&"x-github-api-version: 2022-11-28".to_owned()));
        assert!(
            !anonymous
                .iter()
                .any(|header| header.starts_with("authorization"))
        );
    }
}

#[tokio::test]
async fn names_from_the_server_do_not_act_on_the_terminal() {
    let mut hostile = artifact(11);
    hostile["name"] = json!("a\u{1b}[31m\n\u{202e}b");
    let whole = hostile.to_string();
    let server = Server::start(move |_| ok(&hostile)).await;
    let output = run(&server, "get octo-org/docs 11").await;
    assert!(
        text(&output.stdout).ends_with("  a\\u001b[31m\\u000a\\u202eb\n"),
        "{output:?}"
    );
    let output = run(&server, "get octo-org/docs 11 --json").await;
    assert!(
        !text(&output.stdout)
            .trim_end()
            .contains(['\u{1b}', '\u{202e}', '\n'])
    );
    check_json(&output, &[whole]);
}

#[tokio::test]
async fn latest_is_the_newest_that_has_not_expired() {
    let dated = |id: i64, created_at: &str, expired: bool| {
        let mut artifact = artifact(id);
        artifact["created_at"] = json!(created_at);
        artifact["expired"] = json!(expired);
        artifact
    };
    let artifacts = vec![
        dated(1, "2026-01-01T00:00:00Z", false),
        dated(2, "2026-03-01T00:00:00Z", true),
        dated(3, "2026-02-01T00:00:00Z", false),
        dated(4, "2026-02-01T01:00:00+01:00", false),
    ];
    for blocking in ["", "--blocking"] {
        let body = json!({ "total_count": 4, "artifacts": artifacts });
        let server = Server::start(move |_| ok(&body)).await;
        let output = run(
            &server,
            &format!("latest octo-org/docs log --json {blocking}"),
        )
        .await;
        check_json(&output, &[artifacts[3].to_string()]);
        let asked = format!("GET {LIST}?name=log&per_page=100");
        assert_eq!(lines_of(&server), [asked]);
    }
}

#[tokio::test]
async fn latest_fails_where_there_is_none() {
    let body = json!({ "total_count": 0, "artifacts": [] });
    let server = Server::start(move |_| ok(&body)).await;
    let output = run(&server, "latest octo-org/docs log").await;
    super::check_failure(&output, 1, "no artifact of the name log is there");
}

#[tokio::test]
async fn waiting_gives_the_same_as_awaiting() {
    let server = three_pages(LIST).await;
    let output = run(&server, "list octo-org/docs --json --blocking").await;
    check_json(&output, &json_lines(&[1, 2, 3]));
    let body = artifact(5);
    let server = Server::start(move |_| ok(&body)).await;
    let output = run(&server, "get octo-org/docs 5 --json --blocking").await;
    check_json(&output, &json_lines(&[5]));
}
