//! Connections that do not come about, break or stall.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use client_runtime::{Error, RetryPolicy, TransportErrorKind, decode};

use super::server::{Server, hang, head, reply, reset, write};
use super::{Way, call, client_of, get, hides_secrets, kind};
use crate::support::{CREATE, DELETE, LIST, Watch, builder};

#[test]
fn refused() {
    for way in Way::BOTH {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let watch = Watch::new(0.5);
        let client = builder()
            .base_url(url)
            .retry(RetryPolicy::default())
            .clock(watch.clone())
            .build()
            .unwrap();
        let error = call(way, &client, &LIST, decode::empty).unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Connect, "{way:?} {error}");
        assert_eq!(watch.slept(), [0.25, 0.5, 1.0, 2.0]);
        let text = error.to_string();
        assert!(
            text.starts_with("GET /things/{owner}: could not connect: "),
            "{text}"
        );
        assert!(text.to_lowercase().contains("refused"), "{text}");
    }
}

/// What happens to the first two of three attempts.
fn survives(fault: fn(&mut std::net::TcpStream)) {
    for way in Way::BOTH {
        let server = Server::start(move |before, _, stream| match before {
            0 | 1 => fault(stream),
            _ => reply(stream, "200 OK", &[], "7"),
        });
        let client = client_of(&server)
            .retry(RetryPolicy::default())
            .build()
            .unwrap();
        let found = call(way, &client, &LIST, decode::json::<u8>);
        assert_eq!(found.unwrap().into_inner(), 7, "{way:?}");
        let line = "GET /things/o?q=secretquery";
        assert_eq!(server.lines(), [line; 3], "{way:?}");
        // What is not idempotent is not done again.
        let server = Server::start(move |_, _, stream| fault(stream));
        let client = client_of(&server)
            .retry(RetryPolicy::default())
            .build()
            .unwrap();
        let error = call(way, &client, &CREATE, decode::empty).unwrap_err();
        assert!(
            matches!(error, Error::Transport(_) | Error::Status(_)),
            "{error:?}"
        );
        hides_secrets(&error);
        assert_eq!(server.requests().len(), 1, "{way:?}");
    }
}

#[test]
fn reset_before_the_answer() {
    survives(reset);
}

#[test]
fn closed_before_the_answer() {
    survives(|_| {});
}

#[test]
fn reset_within_the_headers() {
    survives(|stream| {
        write(stream, "HTTP/1.1 200 OK\r\ncontent-le");
        reset(stream);
    });
}

#[test]
fn reset_within_the_body() {
    survives(|stream| {
        write(stream, head("200 OK", &[("content-length", "9")]) + "12");
        reset(stream);
    });
}

#[test]
fn truncated_with_a_length() {
    survives(|stream| write(stream, head("200 OK", &[("content-length", "9")]) + "12"));
}

#[test]
fn truncated_in_chunks() {
    survives(|stream| {
        let head = head("200 OK", &[("transfer-encoding", "chunked")]);
        write(stream, head + "2\r\n12\r\n");
    });
}

#[test]
fn bursts_of_5xx() {
    survives(|stream| reply(stream, "503 Service Unavailable", &[], "<html>busy</html>"));
    survives(|stream| reply(stream, "502 Bad Gateway", &[], ""));
}

#[test]
fn a_delete_whose_answer_is_lost_is_asked_for_again() {
    for way in Way::BOTH {
        let server = Server::start(|before, _, stream| match before {
            0 => reset(stream),
            _ => reply(stream, "404 Not Found", &[], r#"{"message": "Not Found"}"#),
        });
        let client = client_of(&server)
            .retry(RetryPolicy::default())
            .build()
            .unwrap();
        let error = call(way, &client, &DELETE, decode::empty).unwrap_err();
        assert_eq!(error.status().unwrap(), 404);
        assert_eq!(error.context().attempts(), 2);
        assert_eq!(server.lines(), ["DELETE /things/o?q=secretquery"; 2]);
    }
}

#[test]
fn silence() {
    for way in Way::BOTH {
        for bytes in [
            "",
            "HTTP/1.1 200 OK\r\ncon",
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n12",
        ] {
            let server = Server::start(move |_, _, stream| {
                write(stream, bytes);
                hang();
            });
            let start = Instant::now();
            let error = get(way, &server, decode::empty).unwrap_err();
            assert_eq!(
                kind(&error),
                TransportErrorKind::Timeout,
                "{way:?} {bytes:?} {error}"
            );
            assert!(start.elapsed() < Duration::from_secs(2));
            let answered = bytes.ends_with("12");
            assert_eq!(error.status().is_some(), answered);
            assert_eq!(server.requests().len(), 1);
        }
    }
}

fn drip(bytes: &'static str, every: Duration) -> Server {
    Server::start(move |_, _, stream| {
        write(
            stream,
            head("200 OK", &[("content-length", &bytes.len().to_string())]),
        );
        for byte in bytes.chars() {
            std::thread::sleep(every);
            write(stream, byte.to_string());
        }
    })
}

#[test]
fn slow_is_not_silent() {
    for way in Way::BOTH {
        // Longer than the timeout in all, but never silent for as long.
        let server = drip("1234567", Duration::from_millis(100));
        assert_eq!(get(way, &server, decode::json::<u32>).unwrap(), 1_234_567);
        let server = drip("12", Duration::from_millis(700));
        let error = get(way, &server, decode::json::<u32>).unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Timeout, "{way:?}");
    }
}

#[test]
fn not_http() {
    for way in Way::BOTH {
        for bytes in [
            "hello\r\n\r\n",
            "HTTP/1.1 abc\r\n\r\n",
            "\0\0\0\0\0\0\0\0\0\0\0\0\0",
        ] {
            let server = Server::start(move |_, _, stream| write(stream, bytes));
            kind(&get(way, &server, decode::empty).unwrap_err());
        }
    }
}

#[test]
fn header_bombs() {
    for way in Way::BOTH {
        let many = Server::start(|_, _, stream| {
            write(stream, "HTTP/1.1 200 OK\r\n");
            for at in 0..100_000 {
                write(stream, format!("x-{at}: y\r\n"));
            }
            write(stream, "\r\n");
        });
        kind(&get(way, &many, decode::empty).unwrap_err());
        let long = Server::start(|_, _, stream| {
            write(stream, "HTTP/1.1 200 OK\r\nx: ");
            for _ in 0..200 {
                write(stream, "y".repeat(100_000));
            }
            write(stream, "\r\n\r\n");
        });
        kind(&get(way, &long, decode::empty).unwrap_err());
    }
}

#[test]
fn tls_where_there_is_none() {
    for way in Way::BOTH {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                write(&mut stream, "HTTP/1.1 400 Bad Request\r\n\r\n");
                std::thread::sleep(Duration::from_millis(100));
            }
        });
        let client = builder().base_url(url).build().unwrap();
        let error = call(way, &client, &LIST, decode::empty).unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Connect, "{way:?} {error}");
    }
}
