//! What can be made of a request besides sending it: asking for a change, a file, the latest.

use github_actions_artifacts::types::ArchiveFormat;
use github_actions_artifacts::{Conditional, Error};
use serde_json::json;

use crate::server::{Server, reply};
use crate::support::{artifact, client, ok};

const DIGEST: &str = "sha256:fcab7fcc2b4cffd9bb45003bfc2e468a04ef6f77ca8200a7341f027631584d25";

#[tokio::test]
async fn unchanged_is_no_error() {
    let server = Server::start(|_| reply("304 Not Modified", &[("etag", "\"a\"")], "")).await;
    let client = client(&server);
    let request = client.actions().get_artifact("octo-org", "docs", 7);
    let answer = request.if_none_match("\"a\"").await.unwrap();
    assert_eq!(*answer.body(), Conditional::NotModified);
    assert_eq!(answer.etag(), Some("\"a\""));
    let (_, headers) = server.requests().remove(0);
    assert!(
        headers.contains(&"if-none-match: \"a\"".to_owned()),
        "{headers:?}"
    );
}

#[tokio::test]
async fn a_file_is_there_once_it_is_right() {
    let blob = Server::start(|_| reply("200 OK", &[], "PK")).await;
    let location = format!("{}/7.zip?sig=signature", blob.url());
    let api = Server::start(move |_| reply("302 Found", &[("location", &location)], "")).await;
    let client = client(&api);
    let request = || {
        let actions = client.actions();
        actions.download_artifact("octo-org", "docs", 7, ArchiveFormat::Zip)
    };
    let name = format!("consumer-{}.zip", std::process::id());
    let target = std::env::temp_dir().join(name);
    let wrong = DIGEST.replace('8', "9");
    let error = request()
        .download()
        .digest(&*wrong)
        .to_file(&target)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Verification(_)), "{error}");
    assert!(!target.exists());
    let saved = request().to_file(&target).await.unwrap();
    assert_eq!((saved.bytes, &*saved.digest), (2, DIGEST));
    assert_eq!(std::fs::read(&target).unwrap(), b"PK");
    std::fs::remove_file(target).unwrap();
}

#[tokio::test]
async fn the_latest_artifact_by_name() {
    let dated = |id: i64, created_at: serde_json::Value, expired: bool| {
        let mut artifact = artifact(id);
        artifact["created_at"] = created_at;
        artifact["expired"] = json!(expired);
        artifact
    };
    let artifacts = json!([
        dated(1, json!("2024-05-06T07:08:09Z"), false),
        // The same moment, and a later id.
        dated(3, json!("2024-05-06T09:08:09+02:00"), false),
        dated(4, json!("2024-05-07T00:00:00Z"), true),
        dated(5, json!(null), false),
        dated(2, json!("2024-05-06T07:08:09Z"), false),
    ]);
    let server =
        Server::start(move |_| ok(&json!({"total_count": 5, "artifacts": artifacts}))).await;
    let client = client(&server);
    let request = client
        .actions()
        .list_artifacts_for_repo("octo-org", "docs")
        .name("logs");
    let latest = request.stream().latest(|artifact| {
        let created = artifact.created_at.as_ref()?.unix_seconds().ok()?;
        (!artifact.expired).then_some((created, artifact.id))
    });
    assert_eq!(latest.await.unwrap().unwrap().id, 3);
    assert_eq!(server.requests().len(), 1);
}
