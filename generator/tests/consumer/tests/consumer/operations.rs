//! Each operation: the request that arrives, and its answer member by member.

use github_actions_artifacts::types::{ArchiveFormat, Direction};
use github_actions_artifacts::{Error, ErrorBody};
use serde_json::json;

use crate::server::{Server, reply};
use crate::support::{ACCEPT, artifact, builder, check_request, client, ok, page};

#[tokio::test]
async fn list_artifacts_for_repo() {
    let server = Server::start(|_| {
        let headers = [
            ("x-github-request-id", "7:8"),
            ("x-ratelimit-remaining", "42"),
            ("link", "</repositories/1/x?page=4>; rel=\"next\""),
        ];
        reply("200 OK", &headers, page(&[11, 12]).to_string())
    })
    .await;
    let client = client(&server);
    let actions = client.actions();
    let request = actions.list_artifacts_for_repo("octo-org", "docs");
    let request = request.per_page(2).page(3).name("dist & co");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.request_id(), Some("7:8"));
    assert_eq!(answer.rate_limit().unwrap().remaining, Some(42));
    let next = format!("{}/repositories/1/x?page=4", server.url());
    assert_eq!(answer.link("next"), Some(next));
    assert_eq!(answer.total_count, 6);
    let ids: Vec<i64> = answer.artifacts.iter().map(|it| it.id).collect();
    assert_eq!(ids, [11, 12]);
    let line = "GET /repos/octo-org/docs/actions/artifacts?per_page=2&page=3&name=dist%20%26%20co";
    check_request(&server, line, ACCEPT);
}

#[tokio::test]
async fn list_workflow_run_artifacts() {
    let server = Server::start(|_| ok(&page(&[11]))).await;
    let client = client(&server);
    let actions = client.actions();
    let request = actions.list_workflow_run_artifacts("octo-org", "docs", 9_000_000_000);
    let request = request.direction(Direction::Asc).name("a/b").per_page(1);
    let answer = request.page(2).send().await.unwrap();
    assert_eq!((answer.total_count, answer.artifacts.len()), (6, 1));
    assert_eq!(answer.artifacts[0].name, "artifact-11");
    let line = "GET /repos/octo-org/docs/actions/runs/9000000000/artifacts\
        ?direction=asc&name=a%2Fb&per_page=1&page=2";
    check_request(&server, line, ACCEPT);
}

#[tokio::test]
async fn get_artifact() {
    let mut full = artifact(5_000_000_000);
    full["size_in_bytes"] = json!(6_000_000_000_i64);
    full["digest"] =
        json!("sha256:cfc3236bdad15b5898bca8408945c9e19e1917da8704adc20eaa618444290a8c");
    full["workflow_run"] = json!({
        "id": 7_000_000_000_i64,
        "repository_id": 1_296_269,
        "head_repository_id": 1_296_270,
        "head_branch": "main",
        "head_sha": "328faa0536e6fef19753d9d91dc96a9931694ce3",
    });
    full["member_of_tomorrow"] = json!([{ "a": 1 }]);
    let server = Server::start(move |_| ok(&full)).await;
    let client = client(&server);
    let request = client
        .actions()
        .get_artifact("octo-org", "docs", 5_000_000_000);
    let artifact = request.send().await.unwrap().into_inner();
    check_request(
        &server,
        "GET /repos/octo-org/docs/actions/artifacts/5000000000",
        ACCEPT,
    );
    assert_eq!(artifact.id, 5_000_000_000);
    assert_eq!(artifact.node_id, "node-5000000000");
    assert_eq!(artifact.name, "artifact-5000000000");
    assert_eq!(artifact.size_in_bytes, 6_000_000_000);
    let url = "https://api.github.com/repos/octo-org/docs/actions/artifacts/5000000000";
    assert_eq!(artifact.url, url);
    assert_eq!(artifact.archive_download_url, format!("{url}/zip"));
    assert!(!artifact.expired);
    let created = artifact.created_at.unwrap();
    assert_eq!(created.as_str(), "2024-05-06T07:08:09Z");
    assert_eq!(created.unix_seconds().unwrap(), 1_714_979_289);
    assert_eq!(
        artifact.expires_at.unwrap().as_str(),
        "2024-08-04T07:08:09Z"
    );
    assert_eq!(
        artifact.updated_at.unwrap().as_str(),
        "2024-05-06T07:08:10Z"
    );
    let digest = artifact.digest.unwrap();
    assert_eq!(digest.split_once(':').unwrap().0, "sha256");
    assert_eq!(digest.len(), 7 + 64);
    let run = artifact.workflow_run.unwrap();
    assert_eq!(run.id, Some(7_000_000_000));
    assert_eq!(run.repository_id, Some(1_296_269));
    assert_eq!(run.head_repository_id, Some(1_296_270));
    assert_eq!(run.head_branch.as_deref(), Some("main"));
    let sha = "328faa0536e6fef19753d9d91dc96a9931694ce3";
    assert_eq!(run.head_sha.as_deref(), Some(sha));
}

#[tokio::test]
async fn what_may_be_null_or_absent_is_none() {
    let mut bare = artifact(1);
    for member in [
        "created_at",
        "expires_at",
        "updated_at",
        "digest",
        "workflow_run",
    ] {
        bare[member] = json!(null);
    }
    let mut short = artifact(2);
    short["workflow_run"] = json!({});
    let body = json!({ "total_count": 2, "artifacts": [bare, short] });
    let server = Server::start(move |_| ok(&body)).await;
    let client = client(&server);
    let request = client.actions().list_artifacts_for_repo("octo-org", "docs");
    let [bare, short] =
        <[_; 2]>::try_from(request.send().await.unwrap().into_inner().artifacts).unwrap();
    assert_eq!(
        (&bare.created_at, &bare.expires_at, &bare.updated_at),
        (&None, &None, &None)
    );
    assert_eq!((&bare.digest, &bare.workflow_run), (&None, &None));
    assert_eq!(short.digest, None);
    let run = short.workflow_run.unwrap();
    assert_eq!(
        (run.id, run.repository_id, run.head_repository_id),
        (None, None, None)
    );
    assert_eq!((run.head_branch, run.head_sha), (None, None));
}

#[tokio::test]
async fn delete_artifact() {
    let server = Server::start(|_| reply("204 No Content", &[], "")).await;
    let client = client(&server);
    let request = client.actions().delete_artifact("octo-org", "docs", 11);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 204);
    answer.into_inner();
    let line = "DELETE /repos/octo-org/docs/actions/artifacts/11";
    check_request(&server, line, "application/vnd.github+json");
}

#[tokio::test]
async fn download_artifact() {
    let signed = "https://blob.example.com/a/b.zip?sig=verysecret&se=2024";
    let server = Server::start(move |_| reply("302 Found", &[("location", signed)], "")).await;
    let client = client(&server);
    let actions = client.actions();
    let request = actions.download_artifact("octo-org", "docs", 11, ArchiveFormat::Zip);
    let answer = request.send().await.unwrap();
    check_request(
        &server,
        "GET /repos/octo-org/docs/actions/artifacts/11/zip",
        ACCEPT,
    );
    assert_eq!(answer.status(), 302);
    assert_eq!(answer.expose(), signed);
    assert_eq!(answer.location(), "https://blob.example.com/a/b.zip");
    for text in [
        format!("{answer:?} {:?}", answer.headers()),
        format!("{} {:?}", answer.body(), answer.body()),
    ] {
        assert!(text.contains("302") || text.contains("/a/b.zip"), "{text}");
        assert!(!text.contains("verysecret"), "{text}");
    }
}

#[tokio::test]
async fn an_expired_artifact_is_a_documented_error() {
    let body = json!({
        "message": "Artifact has expired",
        "documentation_url": "https://docs.github.com/rest",
        "status": "410",
    });
    let server = Server::start(move |_| reply("410 Gone", &[], body.to_string())).await;
    let client = client(&server);
    let actions = client.actions();
    let request = actions.download_artifact("octo-org", "docs", 11, ArchiveFormat::Zip);
    let error = request.clone().send().await.unwrap_err();
    assert_eq!(consumer::gone(&error), Some("Artifact has expired"));
    let Error::Documented(error) = error else {
        panic!("{error:?}")
    };
    let ErrorBody::BasicError(body) = *error.body else {
        panic!("{:?}", error.body)
    };
    assert_eq!(body.message.as_deref(), Some("Artifact has expired"));
    assert_eq!(
        body.documentation_url.as_deref(),
        Some("https://docs.github.com/rest")
    );
    assert_eq!(
        (body.url.as_deref(), body.status.as_deref()),
        (None, Some("410"))
    );
    let streamed = request.download().stream().await.unwrap_err();
    assert_eq!(consumer::gone(&streamed), Some("Artifact has expired"));
}

#[tokio::test]
async fn without_a_token_a_request_is_anonymous() {
    let server = Server::start(|_| ok(&artifact(11))).await;
    let builder = github_actions_artifacts::Client::builder().base_url(server.url());
    let client = builder.build().unwrap();
    client
        .actions()
        .get_artifact("octo-org", "docs", 11)
        .send()
        .await
        .unwrap();
    let (_, headers) = server.requests().remove(0);
    let names: Vec<&str> = headers
        .iter()
        .map(|it| it.split(':').next().unwrap())
        .collect();
    assert_eq!(
        names,
        ["accept", "host", "user-agent", "x-github-api-version"]
    );
    // The default, which an invalid or missing one would have cost the answer.
    assert!(
        headers[2].starts_with("user-agent: github-actions-artifacts/"),
        "{headers:?}"
    );
}

#[tokio::test]
async fn another_api_version_is_sent_instead() {
    let server = Server::start(|_| ok(&artifact(11))).await;
    let client = builder(&server).api_version("2026-03-10").build().unwrap();
    client
        .actions()
        .get_artifact("octo-org", "docs", 11)
        .send()
        .await
        .unwrap();
    let (_, headers) = server.requests().remove(0);
    let versions: Vec<_> = headers
        .iter()
        .filter(|it| it.contains("api-version"))
        .collect();
    assert_eq!(versions, ["x-github-api-version: 2026-03-10"]);
}
