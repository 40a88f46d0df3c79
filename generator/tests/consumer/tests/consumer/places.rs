//! Where requests go: the three kinds of host, prefixes, and arguments that would lead elsewhere.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use github_actions_artifacts::runtime::{BoxFuture, Transport, TransportError};
use github_actions_artifacts::types::ArchiveFormat;
use github_actions_artifacts::{API_VERSION, BuildError, Client, ClientBuilder};
use github_actions_artifacts::{Content, Error, servers};

use crate::server::{Server, reply};
use crate::support::{builder, client};

/// A transport of the program's own: it notes the URLs and answers 204.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Transport for Notes {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        self.0.lock().unwrap().push(request.uri().to_string());
        let mut answer = http::Response::new(Content::from(Bytes::new()));
        *answer.status_mut() = http::StatusCode::NO_CONTENT;
        Box::pin(async { Ok(answer) })
    }
}

/// The URL of a deletion by that client, with `notes` as its transport.
async fn deletes(builder: ClientBuilder) -> String {
    let notes = Notes::default();
    let client = builder.transport(notes.clone()).build().unwrap();
    let request = client.actions().delete_artifact("octo-org", "docs", 11);
    request.send().await.unwrap();
    notes.0.lock().unwrap().remove(0)
}

#[tokio::test]
async fn the_three_kinds_of_host() {
    let path = "repos/octo-org/docs/actions/artifacts/11";
    let github = deletes(Client::builder()).await;
    assert_eq!(github, format!("https://api.github.com/{path}"));
    let named = deletes(Client::builder().base_url(servers::GITHUB_COM)).await;
    assert_eq!(named, github);
    let cloud = servers::ghe_com("octocorp").unwrap();
    let cloud = deletes(Client::builder().base_url(cloud)).await;
    assert_eq!(cloud, format!("https://api.octocorp.ghe.com/{path}"));
    let own = servers::enterprise_server("github.example.com:8443").unwrap();
    let own = deletes(Client::builder().base_url(own)).await;
    assert_eq!(
        own,
        format!("https://github.example.com:8443/api/v3/{path}")
    );
}

#[test]
fn a_subdomain_that_is_more_than_that_is_refused() {
    for subdomain in ["", "evil.com/", "evil.com#", "a@b", "a b", "..", "a:1"] {
        assert!(servers::ghe_com(subdomain).is_err(), "{subdomain:?}");
    }
    for host in ["", "evil.com/", "a@b", "a?b", "http://a", "a:b"] {
        assert!(servers::enterprise_server(host).is_err(), "{host:?}");
    }
}

#[tokio::test]
async fn a_prefix_is_kept_with_and_without_a_slash() {
    let server = Server::start(|_| reply("204 No Content", &[], "")).await;
    for prefix in ["/api/v3", "/api/v3/"] {
        let base = format!("{}{prefix}", server.url());
        let client = builder(&server).base_url(base).build().unwrap();
        let request = client.actions().delete_artifact("octo-org", "docs", 11);
        request.send().await.unwrap();
    }
    for (line, _) in server.requests() {
        let expected = "DELETE /api/v3/repos/octo-org/docs/actions/artifacts/11 HTTP/1.1";
        assert_eq!(line, expected);
    }
}

#[tokio::test]
async fn an_argument_stays_one_segment_of_the_path() {
    let server = Server::start(|_| reply("204 No Content", &[], "")).await;
    let client = client(&server);
    let actions = client.actions();
    actions
        .delete_artifact("a/b?c#d", "é%2F", -1)
        .send()
        .await
        .unwrap();
    let (line, _) = server.requests().remove(0);
    let expected = "DELETE /repos/a%2Fb%3Fc%23d/%C3%A9%252F/actions/artifacts/-1 HTTP/1.1";
    assert_eq!(line, expected);
}

#[tokio::test]
async fn dot_segments_are_refused_before_anything_is_sent() {
    let server = Server::start(|_| reply("204 No Content", &[], "")).await;
    let client = client(&server);
    let actions = client.actions();
    for (owner, repo, name) in [
        ("..", "docs", "owner"),
        (".", "docs", "owner"),
        ("", "docs", "owner"),
        ("octo-org", "..", "repo"),
        ("octo-org", "", "repo"),
    ] {
        let zip = ArchiveFormat::Zip;
        let mut items = actions.list_artifacts_for_repo(owner, repo).stream();
        for error in [
            actions
                .delete_artifact(owner, repo, 11)
                .send()
                .await
                .unwrap_err(),
            actions
                .download_artifact(owner, repo, 11, zip)
                .download()
                .stream()
                .await
                .unwrap_err(),
            items.next().await.unwrap().unwrap_err(),
        ] {
            let Error::InvalidArgument(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.argument.name(), name);
        }
        assert!(items.next().await.is_none());
    }
    assert!(server.requests().is_empty());
}

#[test]
fn what_no_request_could_carry_is_refused_by_the_builder() {
    assert_eq!(API_VERSION, "2022-11-28");
    let refused = |builder: ClientBuilder| builder.build().unwrap_err();
    for base in [
        "",
        "api.github.com",
        "ftp://a",
        "https://a?b",
        "https://u:p@a",
        "https://a/../b",
    ] {
        let error = refused(Client::builder().base_url(base));
        assert!(matches!(error, BuildError::BaseUrl(_)), "{base:?}: {error}");
    }
    let error = refused(Client::builder().token("ghp_very\nsecret"));
    assert!(matches!(error, BuildError::Credential("token")), "{error}");
    assert!(!format!("{error} {error:?}").contains("secret"));
    let error = refused(Client::builder().user_agent(" "));
    assert!(matches!(error, BuildError::UserAgent), "{error}");
    let error = refused(Client::builder().api_version("a\nb"));
    assert!(matches!(error, BuildError::ApiVersion), "{error}");
}

#[test]
fn a_client_does_not_show_its_token() {
    let builder = Client::builder().token("ghp_verysecret");
    let shown = format!("{builder:?}");
    let shown = format!("{shown} {:?}", builder.build().unwrap());
    assert!(shown.contains("token"), "{shown}");
    assert!(!shown.contains("verysecret"), "{shown}");
}
