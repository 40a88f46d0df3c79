//! Clients and agents of the caller's.

use std::time::Duration;

use client_runtime::{Download, Error, ReqwestTransport, RetryPolicy, UreqTransport, decode};

use super::server::{Server, reply};
use super::{Way, call, hides_secrets};
use crate::support::{DOWNLOAD, Errors, LIST, builder};

fn blob() -> Server {
    Server::start(|_, _, stream| reply(stream, "200 OK", &[], "content"))
}

fn service(blob: &Server) -> Server {
    let location = format!("{}/z?signature=1", blob.url());
    Server::start(move |_, _, stream| reply(stream, "302 Found", &[("location", &location)], ""))
}

fn bytes(
    way: Way,
    server: &Server,
    reqwest: ReqwestTransport,
    ureq: ureq::Agent,
) -> Result<Vec<u8>, Error<Errors>> {
    let client = builder()
        .base_url(server.url())
        .retry(RetryPolicy::default())
        .transport(reqwest)
        .blocking_transport(UreqTransport::from_agent(ureq))
        .build()
        .unwrap();
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o");
    let content = way.make(Download::new(call).bytes());
    content.map(|content| content.into_inner().to_vec())
}

fn tells_nothing(blob: &Server) {
    let requests = blob.requests();
    let mut headers = requests[0].headers.clone();
    headers.sort();
    let expected = [
        ("accept", "*/*"),
        ("host", &blob.host()),
        ("user-agent", "tests/1.0"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(headers, expected);
}

/// Followed by default, with `Referer`, and the version header along.
#[test]
fn settings_that_follow_redirects_are_overridden() {
    for way in Way::BOTH {
        let blob = blob();
        let server = service(&blob);
        let settings = ReqwestTransport::builder()
            .unwrap()
            .timeout(Duration::from_secs(9))
            .referer(true);
        let reqwest = ReqwestTransport::from_builder(settings).unwrap();
        let agent = ureq::Agent::new_with_defaults();
        assert_eq!(bytes(way, &server, reqwest, agent).unwrap(), b"content");
        tells_nothing(&blob);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn a_client_that_follows_none_is_taken_as_it_is() {
    let blob = blob();
    let server = service(&blob);
    let client = ReqwestTransport::builder()
        .unwrap()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let reqwest = ReqwestTransport::from_client(client);
    let agent = ureq::Agent::new_with_defaults();
    assert_eq!(
        bytes(Way::Awaited, &server, reqwest, agent).unwrap(),
        b"content"
    );
    tells_nothing(&blob);
}

fn following() -> reqwest::Client {
    ReqwestTransport::builder().unwrap().build().unwrap()
}

#[test]
fn a_client_that_follows_redirects_is_found_out() {
    let blob = blob();
    let server = service(&blob);
    let reqwest = ReqwestTransport::from_client(following());
    let agent = ureq::Agent::new_with_defaults();
    let error = bytes(Way::Awaited, &server, reqwest, agent).unwrap_err();
    assert!(
        error.to_string().contains("follows redirects by itself"),
        "{error}"
    );
    hides_secrets(&error);
    assert_eq!(server.requests().len(), 1, "nor is it tried again");
}

#[test]
fn an_agent_that_takes_statuses_for_errors_does_not() {
    let server = Server::start(|_, _, stream| reply(stream, "404 Not Found", &[], "nothing"));
    let agent = ureq::Agent::config_builder()
        .user_agent("mine")
        .accept("text/html")
        .build();
    let transport = UreqTransport::from_agent(ureq::Agent::new_with_config(agent));
    let client = builder()
        .base_url(server.url())
        .blocking_transport(transport)
        .build()
        .unwrap();
    let error = call(Way::WaitedFor, &client, &LIST, decode::empty).unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.lenient().unwrap().excerpt(), "nothing");
    let request = &server.requests()[0];
    assert_eq!(request.header("user-agent"), Some("tests/1.0"));
    assert_eq!(request.header("accept"), Some("application/json"));
    // One kind of transport of the caller's means that there is no other by default.
    let error = call(Way::Awaited, &client, &LIST, decode::empty).unwrap_err();
    assert!(error.to_string().contains("no async transport"), "{error}");
}
