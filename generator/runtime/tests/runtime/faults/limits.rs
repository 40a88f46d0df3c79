//! Refusals because of limits, and when the next request comes.

use std::time::Duration;

use client_runtime::{RetryPolicy, decode};

use super::server::{Server, reply};
use super::{Way, call, client_of};
use crate::support::{LIST, Watch};

/// The waits after one refusal, and how many requests came.
fn after(
    way: Way,
    status: &'static str,
    headers: &'static [(&str, &str)],
    body: &'static str,
) -> Vec<f64> {
    let server = Server::start(move |before, _, stream| match before {
        0 => reply(stream, status, headers, body),
        _ => reply(stream, "200 OK", &[("x-ratelimit-remaining", "59")], "7"),
    });
    let watch = Watch::new(0.5);
    let client = client_of(&server)
        .clock(watch.clone())
        .retry(RetryPolicy::default());
    let response = call(way, &client.build().unwrap(), &LIST, decode::json::<u8>).unwrap();
    assert_eq!(response.rate_limit().unwrap().remaining, Some(59));
    assert_eq!(server.requests().len(), 2);
    watch.slept()
}

const PRIMARY: &[(&str, &str)] = &[
    ("date", "Fri, 02 Jan 1970 00:00:00 GMT"),
    ("x-ratelimit-limit", "60"),
    ("x-ratelimit-remaining", "0"),
    ("x-ratelimit-reset", "86442"),
];
const SECONDARY: &str = r#"{"message": "You have exceeded a secondary rate limit. Please wait."}"#;

#[test]
fn each_kind() {
    for way in Way::BOTH {
        assert_eq!(after(way, "403 Forbidden", PRIMARY, "{}"), [42.0]);
        assert_eq!(after(way, "429 Too Many Requests", PRIMARY, ""), [42.0]);
        assert_eq!(
            after(way, "403 Forbidden", &[("retry-after", "33")], SECONDARY),
            [33.0]
        );
        assert_eq!(after(way, "403 Forbidden", &[], SECONDARY), [90.0]);
        assert_eq!(after(way, "429 Too Many Requests", &[], "<html>"), [90.0]);
        assert_eq!(
            after(way, "429 Too Many Requests", &[("retry-after", "7")], ""),
            [7.0]
        );
        assert_eq!(
            after(way, "503 Service Unavailable", &[("retry-after", "9")], ""),
            [9.0]
        );
    }
}

#[test]
fn a_403_that_is_no_limit_is_final() {
    for way in Way::BOTH {
        let server = Server::start(|_, _, stream| {
            reply(
                stream,
                "403 Forbidden",
                &[("x-ratelimit-remaining", "9")],
                "{}",
            );
        });
        let client = client_of(&server)
            .retry(RetryPolicy::default())
            .build()
            .unwrap();
        let error = call(way, &client, &LIST, decode::empty).unwrap_err();
        assert_eq!(error.status().unwrap(), 403);
        assert_eq!(error.retry_in(), None);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn an_hour_is_an_error_at_once() {
    for way in Way::BOTH {
        let server = Server::start(|_, _, stream| {
            reply(stream, "403 Forbidden", &[("retry-after", "3600")], "");
        });
        let client = client_of(&server)
            .retry(RetryPolicy::default())
            .build()
            .unwrap();
        let error = call(way, &client, &LIST, decode::empty).unwrap_err();
        assert_eq!(error.retry_in(), Some(Duration::from_secs(3600)));
        assert_eq!(server.requests().len(), 1);
    }
}
