//! Answers that are not what was asked for.

use client_runtime::{Error, TransportErrorKind, decode};

use super::server::{Server, head, reply, write};
use super::{Way, call, client_of, get, hides_secrets, kind};
use crate::support::{LIST, TOKEN};

#[test]
fn a_request_is_what_was_built_and_nothing_else() {
    for way in Way::BOTH {
        let server = Server::start(|_, _, stream| reply(stream, "200 OK", &[], "7"));
        assert_eq!(get(way, &server, decode::json::<u8>).unwrap(), 7);
        let requests = server.requests();
        assert_eq!(requests[0].line, "GET /things/o?q=secretquery");
        let mut headers = requests[0].headers.clone();
        headers.sort();
        let expected = [
            ("accept", "application/json"),
            ("authorization", &format!("Bearer {TOKEN}")),
            ("host", &server.host()),
            ("user-agent", "tests/1.0"),
            ("x-api-version", "2022-11-28"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(headers, expected, "{way:?}");
    }
}

#[test]
fn gzip_where_it_was_not_asked_for() {
    for way in Way::BOTH {
        let gzip = [("content-encoding", "gzip")];
        let server =
            Server::start(move |_, _, stream| reply(stream, "200 OK", &gzip, b"\x1f\x8b\x08"));
        let error = get(way, &server, decode::json::<u8>).unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Encoding, "{way:?}");
        assert!(error.to_string().contains("gzip"), "{error}");
        assert!(server.requests()[0].header("accept-encoding").is_none());
        let identity = [("content-encoding", "identity")];
        let server = Server::start(move |_, _, stream| reply(stream, "200 OK", &identity, "7"));
        assert_eq!(get(way, &server, decode::json::<u8>).unwrap(), 7);
    }
}

#[test]
fn not_modified() {
    for way in Way::BOTH {
        let server = Server::start(|_, request, stream| match request.header("if-none-match") {
            Some("\"a\"") => write(stream, head("304 Not Modified", &[("etag", "\"a\"")])),
            _ => reply(stream, "200 OK", &[("etag", "\"a\"")], "7"),
        });
        let client = client_of(&server).build().unwrap();
        let first = call(way, &client, &LIST, decode::json::<u8>).unwrap();
        let etag = first.etag().unwrap().to_owned();
        let mut again = client.call(&LIST);
        again.path("owner", "o");
        let again = way
            .make(again.if_none_match(&etag, decode::json::<u8>))
            .unwrap();
        assert!(again.is_not_modified());
        assert_eq!(again.status(), 304);
        assert_eq!(server.requests()[1].header("if-none-match"), Some("\"a\""));
    }
}

#[test]
fn html_errors_of_fifty_megabytes_are_read_in_part() {
    for way in Way::BOTH {
        let server = Server::start(|_, _, stream| {
            let length = (50 << 20).to_string();
            let headers = [("content-type", "text/html"), ("content-length", &length)];
            write(stream, head("500 Internal Server Error", &headers));
            write(stream, "<html>signature");
            for _ in 0..50 {
                write(stream, vec![b'.'; 1 << 20]);
            }
        });
        let error = get(way, &server, decode::empty).unwrap_err();
        assert_eq!(error.status().unwrap(), 500);
        let lenient = error.lenient().unwrap();
        assert_eq!(lenient.content_type(), Some("text/html"));
        assert!(lenient.excerpt().starts_with("<html>"));
        assert!(lenient.excerpt().len() < 4096);
        assert_eq!(error.message(), None);
    }
}

#[test]
fn invalid_utf_8() {
    for way in Way::BOTH {
        let server = Server::start(|_, _, stream| reply(stream, "200 OK", &[], b"\"\xff\xfe\""));
        let error = get(way, &server, decode::json::<String>).unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        hides_secrets(&error);
        let server = Server::start(|_, _, stream| reply(stream, "404 Not Found", &[], b"\xff no"));
        let error = get(way, &server, decode::empty).unwrap_err();
        assert_eq!(error.lenient().unwrap().excerpt(), "\u{fffd} no");
        let odd = "HTTP/1.1 200 OK\r\nconnection: close\r\nlink: <\u{e4}>; rel=\"x\"\r\ncontent-length: 1\r\n\r\n7";
        let server = Server::start(move |_, _, stream| write(stream, odd));
        assert_eq!(get(way, &server, decode::json::<u8>).unwrap(), 7);
    }
}

#[test]
fn empty_and_other_than_json() {
    for way in Way::BOTH {
        for body in ["", "<html>", "[1,", "{\"a\":"] {
            let server = Server::start(move |_, _, stream| reply(stream, "200 OK", &[], body));
            let error = get(way, &server, decode::json::<Vec<u8>>).unwrap_err();
            assert!(matches!(error, Error::Decode(_)), "{body}");
        }
    }
}

#[test]
fn interim_answers_are_passed_over() {
    for way in Way::BOTH {
        let server = Server::start(|_, _, stream| {
            write(stream, "HTTP/1.1 103 Early Hints\r\nlocation: /x\r\n\r\n");
            reply(stream, "200 OK", &[("location", "/here")], "7");
        });
        let client = client_of(&server).build().unwrap();
        let response = call(way, &client, &LIST, decode::json::<u8>).unwrap();
        assert_eq!(*response, 7, "{way:?}");
        assert_eq!(response.headers()["location"], "/here", "{way:?}");
    }
}
