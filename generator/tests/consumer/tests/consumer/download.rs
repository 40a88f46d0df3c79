//! The content of an artifact: fetched from another host, which learns nothing about the caller.

use github_actions_artifacts::Content;
use github_actions_artifacts::runtime::TransportErrorKind;
use github_actions_artifacts::types::ArchiveFormat;
use github_actions_artifacts::{Error, Response, Result};

use crate::server::{Reply, Server, reply};
use crate::support::{ACCEPT, check_request, client};

const QUERY: &str = "sv=2024&sig=signature%2Bof%2Bthe%2Bblob";

/// A blob store on one port and, on another, an API that redirects to it.
async fn servers(answer: Reply) -> (Server, Server) {
    let blob = Server::start(move |_| answer.clone()).await;
    let location = format!("{}/container/7.zip?{QUERY}", blob.url());
    let cookie = "logged_in=no";
    let api = Server::start(move |_| {
        let headers = [("location", &*location), ("set-cookie", cookie)];
        reply("302 Found", &headers, "")
    })
    .await;
    (api, blob)
}

async fn stream(api: &Server) -> Result<Response<Content>> {
    let client = client(api);
    let actions = client.actions();
    let request = actions.download_artifact("octo-org", "docs", 7, ArchiveFormat::Zip);
    request.download().stream().await
}

#[tokio::test]
async fn another_port_gets_the_name_of_the_program_and_nothing_else() {
    let (api, blob) = servers(reply("200 OK", &[], "PK")).await;
    stream(&api).await.unwrap();
    check_request(
        &api,
        "GET /repos/octo-org/docs/actions/artifacts/7/zip",
        ACCEPT,
    );
    let headers = vec![
        "accept: */*".to_owned(),
        format!("host: {}", blob.host()),
        "user-agent: consumer/1.0".to_owned(),
    ];
    let line = format!("GET /container/7.zip?{QUERY} HTTP/1.1");
    assert_eq!(blob.requests(), [(line, headers)]);
}

#[tokio::test]
async fn content_arrives_byte_for_byte_and_under_its_own_type() {
    let bytes: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
    let headers = [("content-type", "text/html; charset=utf-8")];
    let (api, _blob) = servers(reply("200 OK", &headers, &bytes)).await;
    let content = stream(&api).await.unwrap();
    assert_eq!(content.status(), 200);
    assert_eq!(content.content_type(), Some("text/html; charset=utf-8"));
    assert_eq!(content.length(), Some(300_000));
    assert!(content.into_inner().bytes().await.unwrap() == bytes);
    let mut saved = Vec::new();
    let place = ("octo-org", "docs", 7);
    let kind = consumer::save(&client(&api), place, &mut saved)
        .await
        .unwrap();
    assert_eq!(kind.as_deref(), Some("text/html; charset=utf-8"));
    assert!(saved == bytes);
}

#[tokio::test]
async fn half_a_file_is_an_error() {
    let (api, _blob) = servers(reply("200 OK", &[("content-length", "9")], "PK")).await;
    let content = stream(&api).await.unwrap();
    let error = content.into_inner().bytes().await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Answer, "{error}");
}

#[tokio::test]
async fn a_refusal_of_the_other_host_repeats_no_secret() {
    let xml = format!("<Error><Code>AuthenticationFailed</Code><Got>{QUERY}</Got></Error>");
    let (api, _blob) = servers(reply("403 Forbidden", &[], xml)).await;
    let error = stream(&api).await.unwrap_err();
    let Error::Status(status) = &error else {
        panic!("{error:?}")
    };
    assert!(status.lenient.excerpt().contains("AuthenticationFailed"));
    assert_eq!(error.status().unwrap(), 403);
    let said = format!("{error} {error:?}");
    assert!(!said.contains("signature"), "{said}");
}

#[tokio::test]
async fn a_redirect_without_a_place_is_an_error() {
    let api = Server::start(|_| reply("302 Found", &[], "")).await;
    assert!(matches!(stream(&api).await, Err(Error::Redirect(_))));
}
