//! Downloads over connections that break, from hosts whose URLs run out.

use std::fs;
use std::net::TcpStream;

use client_runtime::{Client, Download, Error, RetryPolicy, TransportErrorKind};

use super::server::{Request, Server, head, reply, reset, write};
use super::{Way, client_of, hides_secrets, kind};
use crate::storage::Directory;
use crate::support::{DOWNLOAD, Errors};

const SIZE: usize = 300_000;
const DIGEST: &str = "sha256:";

fn content() -> Vec<u8> {
    (0..SIZE)
        .map(|at| u8::try_from(at * 7 % 251).unwrap())
        .collect()
}

/// The service, which redirects to the blob host and counts the URLs it gives out.
fn service(blob: &Server) -> Server {
    let url = blob.url();
    Server::start(move |before, _, stream| {
        let location = format!("{url}/{before}?signature=1");
        reply(stream, "302 Found", &[("location", &location)], "");
    })
}

/// Serves from where it is asked to, up to so many bytes.
fn serve(request: &Request, stream: &mut TcpStream, count: usize) {
    let content = content();
    let from = request.header("range").map(|range| {
        assert_eq!(request.header("if-range"), Some("\"v1\""));
        let from = range
            .strip_prefix("bytes=")
            .and_then(|range| range.strip_suffix('-'));
        from.unwrap().parse::<usize>().unwrap()
    });
    let start = from.unwrap_or(0);
    let length = (SIZE - start).to_string();
    let range = format!("bytes {start}-{}/{SIZE}", SIZE - 1);
    let headers = [
        ("content-length", &*length),
        ("content-type", "application/octet-stream"),
        ("etag", "\"v1\""),
        ("content-range", &*range),
    ];
    match from {
        Some(_) => write(stream, head("206 Partial Content", &headers)),
        None => write(stream, head("200 OK", &headers[..3])),
    }
    let rest = &content[start..];
    write(stream, &rest[..count.min(rest.len())]);
}

fn download(client: &Client) -> Download<'_, Errors> {
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o");
    Download::new(call)
}

fn retrying(server: &Server) -> Client {
    client_of(server)
        .retry(RetryPolicy::default())
        .build()
        .unwrap()
}

#[test]
fn resets_are_gone_on_with_and_urls_that_ran_out_renewed() {
    for way in Way::BOTH {
        let blob = Server::start(|before, request, stream| match before {
            0 => {
                serve(request, stream, 100_000);
                reset(stream);
            }
            1 => serve(request, stream, 50_000),
            2 => reply(
                stream,
                "403 Forbidden",
                &[],
                "<Error>AuthenticationFailed</Error>",
            ),
            _ => serve(request, stream, SIZE),
        });
        let server = service(&blob);
        let directory = Directory::new();
        let target = directory.join("a.bin");
        let client = retrying(&server);
        let saved = way.make(download(&client).to_file(&target)).unwrap();
        assert_eq!(saved.bytes, SIZE as u64);
        assert_eq!(
            saved.content_type.as_deref(),
            Some("application/octet-stream")
        );
        assert!(fs::read(&target).unwrap() == content(), "{way:?}");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        let requests = blob.requests();
        let lines = ["/0", "/0", "/0", "/1"].map(|path| format!("GET {path}?signature=1"));
        assert_eq!(blob.lines(), lines, "{way:?}");
        assert_eq!(requests[0].header("range"), None);
        // A reset may overtake what was sent before it, so how much there is varies.
        let from = |at: usize| -> usize {
            let range: Option<&str> = requests[at].header("range");
            let from = range.unwrap().strip_prefix("bytes=").unwrap();
            from.strip_suffix('-').unwrap().parse().unwrap()
        };
        assert!(from(1) > 0 && from(1) <= 100_000, "{}", from(1));
        assert!(from(2) > from(1) && from(2) == from(3));
        for request in &requests {
            assert!(request.header("authorization").is_none());
        }
        assert_eq!(server.requests().len(), 2);
    }
}

#[test]
fn a_wrong_digest_leaves_nothing() {
    for way in Way::BOTH {
        let blob = Server::start(|_, request, stream| serve(request, stream, SIZE));
        let server = service(&blob);
        let directory = Directory::new();
        let client = retrying(&server);
        let wrong = DIGEST.to_owned() + &"0".repeat(64);
        let sending = download(&client)
            .digest(&*wrong)
            .to_file(directory.join("a"));
        let error = way.make(sending).unwrap_err();
        assert!(matches!(error, Error::Verification(_)), "{error:?}");
        hides_secrets(&error);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
        assert_eq!((server.requests().len(), blob.requests().len()), (1, 1));
    }
}

#[test]
fn a_host_that_never_finishes_is_given_up() {
    for way in Way::BOTH {
        let blob = Server::start(|before, request, stream| {
            if before == 0 {
                serve(request, stream, 1000);
            }
        });
        let server = service(&blob);
        let directory = Directory::new();
        let client = retrying(&server);
        let sending = download(&client).to_file(directory.join("a"));
        let error = way.make(sending).unwrap_err();
        kind(&error);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
        assert_eq!(blob.requests().len(), 5, "{way:?}");
    }
}

#[test]
fn gzip_where_it_was_not_asked_for_is_no_content() {
    for way in Way::BOTH {
        let blob = Server::start(|_, _, stream| {
            reply(
                stream,
                "200 OK",
                &[("content-encoding", "gzip")],
                b"\x1f\x8b\x08",
            );
        });
        let server = service(&blob);
        let client = retrying(&server);
        let error = way.make(download(&client).bytes()).unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Encoding);
        assert_eq!(blob.requests().len(), 1);
    }
}

#[test]
fn what_the_host_says_of_the_signature_is_not_repeated() {
    for way in Way::BOTH {
        let blob = Server::start(|_, _, stream| {
            reply(
                stream,
                "403 Forbidden",
                &[],
                "no: signature=1234567890123456",
            );
        });
        let url = blob.url();
        let server = Server::start(move |_, _, stream| {
            let location = format!("{url}/z?signature=1234567890123456");
            reply(stream, "302 Found", &[("location", &location)], "");
        });
        let client = retrying(&server);
        let error = way.make(download(&client).bytes()).unwrap_err();
        hides_secrets(&error);
        assert_eq!(error.lenient().unwrap().excerpt(), "no: …");
        assert_eq!((server.requests().len(), blob.requests().len()), (2, 2));
    }
}
