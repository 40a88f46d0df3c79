//! Redirects that are not the answer: a repository that has moved, and servers that want the token
//! elsewhere.

use github_actions_artifacts::runtime::RedirectRefusal;
use github_actions_artifacts::types::ArchiveFormat;
use github_actions_artifacts::{Client, Error, Result};

use crate::server::{Reply, Server, reply};
use crate::support::{ACCEPT, artifact, client, headers, ok};

const BEFORE: &str = "/repos/octo-org/docs/actions/artifacts/11";
const MOVED: &str = "/repositories/1296269/actions/artifacts/11";

/// Where the repository was and where it is now, absolute, as GitHub has it.
async fn moved(status: &'static str, answer: Reply) -> Server {
    Server::start_at(move |url, line| {
        if line.contains(MOVED) {
            return answer.clone();
        }
        reply(status, &[("location", &format!("{url}{MOVED}"))], "{}")
    })
    .await
}

async fn get(client: &Client) -> Result<i64> {
    let request = client.actions().get_artifact("octo-org", "docs", 11);
    Ok(request.send().await?.id)
}

#[tokio::test]
async fn a_renamed_repository_is_found_with_the_token_kept() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
    ] {
        let server = moved(status, ok(&artifact(11))).await;
        assert_eq!(get(&client(&server)).await.unwrap(), 11);
        let before = format!("GET {BEFORE} HTTP/1.1");
        let after = format!("GET {MOVED} HTTP/1.1");
        let expected = [before, after].map(|line| (line, headers(&server, ACCEPT)));
        assert_eq!(server.requests(), expected, "{status}");
    }
}

#[tokio::test]
async fn a_delete_is_repeated_as_one_or_not_at_all() {
    for (status, lines) in [
        ("307 Temporary Redirect", 2),
        ("308 Permanent Redirect", 2),
        ("301 Moved Permanently", 1),
        ("302 Found", 1),
    ] {
        let server = moved(status, reply("204 No Content", &[], "")).await;
        let client = client(&server);
        let request = client.actions().delete_artifact("octo-org", "docs", 11);
        let result = request.send().await;
        assert_eq!(result.is_ok(), lines == 2, "{status}: {result:?}");
        let requests = server.requests();
        assert_eq!(requests.len(), lines, "{status}");
        for (line, sent) in requests {
            assert!(line.starts_with("DELETE "), "{status}: {line}");
            assert_eq!(sent, headers(&server, "application/vnd.github+json"));
        }
    }
}

#[tokio::test]
async fn a_download_may_meet_a_move_first() {
    let blob = Server::start(|_| reply("200 OK", &[], "PK")).await;
    let location = format!("{}/7.zip?sig=1", blob.url());
    let server = moved(
        "301 Moved Permanently",
        reply("302 Found", &[("location", &location)], ""),
    )
    .await;
    let client = client(&server);
    let actions = client.actions();
    let request = actions.download_artifact("octo-org", "docs", 11, ArchiveFormat::Zip);
    let content = request.download().stream().await.unwrap();
    assert_eq!(content.into_inner().bytes().await.unwrap(), "PK");
    let sent = server.requests();
    assert_eq!(sent.len(), 2);
    assert!(
        sent.iter()
            .all(|(_, sent)| *sent == headers(&server, ACCEPT))
    );
    assert_eq!(blob.requests()[0].1.len(), 3);
}

#[tokio::test]
async fn a_move_to_another_origin_is_not_followed() {
    let other = Server::start(|_| ok(&artifact(11))).await;
    let location = format!("{}{MOVED}", other.url());
    let headers = [("location", &*location), ("x-github-request-id", "7:8")];
    let answer = reply("301 Moved Permanently", &headers, "");
    let server = Server::start(move |_| answer.clone()).await;
    let error = get(&client(&server)).await.unwrap_err();
    let Error::Redirect(refused) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.refusal, RedirectRefusal::ForeignOrigin);
    assert_eq!(error.status().unwrap(), 301);
    assert_eq!(error.request_id(), Some("7:8"));
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_loop_ends() {
    let server = moved(
        "301 Moved Permanently",
        reply("301 Moved Permanently", &[("location", BEFORE)], ""),
    )
    .await;
    let Err(Error::Redirect(error)) = get(&client(&server)).await else {
        panic!("it was followed")
    };
    assert_eq!(error.refusal, RedirectRefusal::Loop);
    assert_eq!(server.requests().len(), 2);
}
