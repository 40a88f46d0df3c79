//! Redirects, in chains, loops and to where they must not lead.

use client_runtime::{Error, RedirectRefusal, decode};

use super::server::{Server, reply};
use super::{Way, call, client_of, hides_secrets};
use crate::support::{CREATE, DELETE, DOWNLOAD, LIST};

const CODES: [&str; 4] = [
    "301 Moved Permanently",
    "302 Found",
    "307 Temporary Redirect",
    "308 Permanent Redirect",
];

#[test]
fn chains_within_the_origin_are_followed_with_the_token() {
    for way in Way::BOTH {
        let server = Server::start(|before, _, stream| {
            let next = [("location", format!("/step/{before}?q=secretquery"))];
            let next = next.each_ref().map(|(name, value)| (*name, value.as_str()));
            match CODES.get(before) {
                Some(code) => reply(stream, code, &next, "moved"),
                None => reply(stream, "200 OK", &[], "7"),
            }
        });
        let client = client_of(&server).build().unwrap();
        assert_eq!(*call(way, &client, &LIST, decode::json::<u8>).unwrap(), 7);
        let requests = server.requests();
        assert_eq!(requests.len(), 5, "{way:?}");
        assert_eq!(requests[4].line, "GET /step/3?q=secretquery");
        assert!(
            requests
                .iter()
                .all(|request| request.header("authorization").is_some())
        );
        assert!(
            requests
                .iter()
                .all(|request| request.header("referer").is_none())
        );
    }
}

#[test]
fn methods_are_kept_or_the_redirect_is_none() {
    for way in Way::BOTH {
        for code in CODES {
            let server = Server::start(move |before, _, stream| match before {
                0 => reply(stream, code, &[("location", "/r/1")], ""),
                _ => reply(stream, "204 No Content", &[], ""),
            });
            let client = client_of(&server).build().unwrap();
            let result = call(way, &client, &DELETE, decode::empty);
            let kept = code.starts_with("307") || code.starts_with("308");
            assert_eq!(result.is_ok(), kept, "{way:?} {code}");
            let methods: Vec<_> = server.requests().iter().map(|it| it.line.clone()).collect();
            assert!(
                methods.iter().all(|line| line.starts_with("DELETE ")),
                "{methods:?}"
            );
            assert_eq!(methods.len(), if kept { 2 } else { 1 });
        }
        let server = Server::start(|before, _, stream| match before {
            0 => reply(
                stream,
                "307 Temporary Redirect",
                &[("location", "/r/1")],
                "",
            ),
            _ => reply(stream, "201 Created", &[], ""),
        });
        let client = client_of(&server).build().unwrap();
        let mut create = client.call(&CREATE);
        create.path("owner", "o").json("application/json", &[1, 2]);
        way.make(create.send(decode::empty)).unwrap();
        for request in server.requests() {
            assert_eq!(request.header("content-length"), Some("5"), "{way:?}");
            assert_eq!(request.header("content-type"), Some("application/json"));
        }
    }
}

fn refusal(way: Way, location: &str) -> (RedirectRefusal, usize) {
    let location = location.to_owned();
    let server = Server::start(move |_, _, stream| {
        reply(stream, "302 Found", &[("location", &location)], "");
    });
    let client = client_of(&server).build().unwrap();
    let error = call(way, &client, &LIST, decode::empty).unwrap_err();
    hides_secrets(&error);
    let Error::Redirect(error) = error else {
        panic!("{error:?}")
    };
    (error.refusal, server.requests().len())
}

#[test]
fn where_they_must_not_lead() {
    let other = Server::start(|_, _, stream| reply(stream, "200 OK", &[], "7"));
    for way in Way::BOTH {
        let foreign = |location: &str| refusal(way, location);
        let port = format!("{}/x?signature", other.url());
        assert_eq!(foreign(&port), (RedirectRefusal::ForeignOrigin, 1));
        let name = port.replace("127.0.0.1", "localhost");
        assert_eq!(foreign(&name), (RedirectRefusal::ForeignOrigin, 1));
        for location in [
            "file:///etc/passwd",
            "ftp://x/",
            "javascript:1",
            "http://a@b/",
            "http:///x",
        ] {
            assert_eq!(
                foreign(location),
                (RedirectRefusal::InvalidLocation, 1),
                "{location}"
            );
        }
        assert_eq!(
            foreign("/things/o?q=secretquery"),
            (RedirectRefusal::Loop, 1)
        );
        assert_eq!(foreign("/other"), (RedirectRefusal::Loop, 2));
    }
    assert!(other.requests().is_empty());
}

#[test]
fn endless_chains_end() {
    for way in Way::BOTH {
        let server = Server::start(|before, _, stream| {
            let next = format!("/{before}");
            reply(stream, "302 Found", &[("location", &next)], "");
        });
        let client = client_of(&server).build().unwrap();
        let error = call(way, &client, &LIST, decode::empty).unwrap_err();
        let Error::Redirect(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.refusal, RedirectRefusal::TooMany);
        assert_eq!(server.requests().len(), 11);
    }
}

#[test]
fn the_documented_one_tells_the_other_host_nothing() {
    for way in Way::BOTH {
        let blob = Server::start(|before, _, stream| match before {
            0 => reply(stream, "302 Found", &[("location", "/moved?signature")], ""),
            _ => reply(stream, "200 OK", &[("set-cookie", "a=b")], "content"),
        });
        let location = format!("{}/z?signature=1", blob.url());
        let server = Server::start(move |_, _, stream| {
            let headers = [("location", &*location), ("set-cookie", "a=b")];
            reply(stream, "302 Found", &headers, "");
        });
        let client = client_of(&server).build().unwrap();
        for _ in 0..2 {
            let mut download = client.call(&DOWNLOAD);
            download.path("owner", "o").cookie("session", "secret");
            let content = way
                .make(client_runtime::Download::new(download).bytes())
                .unwrap();
            assert_eq!(&**content.body(), b"content");
        }
        for request in blob.requests() {
            let mut headers = request.headers.clone();
            headers.sort();
            let expected = [
                ("accept", "*/*"),
                ("host", &blob.host()),
                ("user-agent", "tests/1.0"),
            ];
            let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
            assert_eq!(headers, expected, "{way:?}");
        }
        let lines = [
            "GET /z?signature=1",
            "GET /moved?signature",
            "GET /z?signature=1",
        ];
        assert_eq!(blob.lines(), lines);
        assert!(server.requests()[1].header("cookie").unwrap() == "session=secret");
    }
}
