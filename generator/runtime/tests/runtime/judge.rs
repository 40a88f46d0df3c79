//! What answers mean: success, documented, limited, or anything else.

use std::time::Duration;

use client_runtime::{Error, LimitScope, Operation, Response, Status, decode};
use http::Method;

use crate::support::{Errors, Gone, LIST, Script, answer, client};

async fn ask(
    operation: &'static Operation<Errors>,
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Response<String>, Error<Errors>> {
    let script = Script::new([answer(status, headers, body)]);
    let client = client(&script);
    let mut call = client.call(operation);
    call.path("owner", "o");
    call.send(decode::text).await
}

fn gone(message: &str) -> Gone {
    Gone {
        message: message.to_owned(),
    }
}

#[tokio::test]
async fn an_exact_status_goes_before_a_range() {
    let error = ask(&LIST, 410, &[], r#"{"message": "expired"}"#)
        .await
        .unwrap_err();
    assert_eq!(error.documented(), Some(&Errors::Gone(gone("expired"))));
    let error = ask(&LIST, 404, &[], r#"{"message": "nope"}"#)
        .await
        .unwrap_err();
    assert_eq!(error.documented(), Some(&Errors::Client(gone("nope"))));
    assert_eq!(error.message(), Some("nope"));
}

#[tokio::test]
async fn a_documented_status_with_another_body_is_read_leniently() {
    for (kind, body) in [
        ("text/html", "<html>"),
        ("application/json", r#"{"error": "x"}"#),
        ("", ""),
    ] {
        let error = ask(&LIST, 410, &[("content-type", kind)], body)
            .await
            .unwrap_err();
        let Error::Status(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.lenient.excerpt(), body);
        assert_eq!(error.lenient.content_type(), Some(kind));
    }
}

#[tokio::test]
async fn what_is_not_documented_is_a_status() {
    for status in [201, 304, 500, 503] {
        let error = ask(&LIST, status, &[], "").await.unwrap_err();
        assert!(matches!(error, Error::Status(_)), "{status}: {error:?}");
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

static KEYS: Operation<Errors> = Operation {
    id: "keys",
    method: Method::GET,
    path: "/",
    accept: "",
    security: &[],
    success: &[Status::Range(2)],
    errors: &[
        (Status::Code(410), |body| {
            decode::error(body).map(Errors::Gone)
        }),
        (Status::Default, |body| {
            decode::error(body).map(Errors::Client)
        }),
        (Status::Code(299), |body| {
            decode::error(body).map(Errors::Gone)
        }),
    ],
};

#[tokio::test]
async fn ranges_and_default() {
    assert_eq!(ask(&KEYS, 206, &[], "x").await.unwrap().body(), "x");
    let body = r#"{"message": "m"}"#;
    for status in [299, 410] {
        let error = ask(&KEYS, status, &[], body).await.unwrap_err();
        assert_eq!(
            error.documented(),
            Some(&Errors::Gone(gone("m"))),
            "{status}"
        );
    }
    let error = ask(&KEYS, 500, &[], body).await.unwrap_err();
    assert_eq!(error.documented(), Some(&Errors::Client(gone("m"))));
}

static DEFAULT: Operation<Errors> = Operation {
    id: "default",
    method: Method::GET,
    path: "/",
    accept: "",
    security: &[],
    success: &[Status::Default],
    errors: &[(Status::Code(204), |body| {
        decode::error(body).map(Errors::Gone)
    })],
};

#[tokio::test]
async fn a_success_by_default_is_still_no_failure() {
    assert_eq!(ask(&DEFAULT, 200, &[], "x").await.unwrap().body(), "x");
    assert!(ask(&DEFAULT, 204, &[], "").await.is_err());
    assert!(ask(&DEFAULT, 404, &[], "").await.is_err());
    assert!(ask(&DEFAULT, 304, &[], "").await.is_err());
}

#[tokio::test]
async fn errors_say_which_call_it_was() {
    let headers = [("x-request-id", "second"), ("x-github-request-id", "A:1")];
    let body = r#"{"message": "Not\nFound", "errors": [{"field": "owner", "code": "missing"}]}"#;
    let error = ask(&LIST, 500, &headers, body).await.unwrap_err();
    let text =
        "GET /things/{owner}: 500 Internal Server Error: Not\\nFound; owner: missing (request A:1)";
    assert_eq!(error.to_string(), text);
    let context = error.context();
    assert_eq!(
        (context.operation(), context.path()),
        ("things/list", "/things/{owner}")
    );
    assert_eq!(context.method(), Method::GET);
    assert_eq!(error.request_id(), Some("A:1"));
    assert_eq!(context.headers()["x-request-id"], "second");
}

async fn limited(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Option<(LimitScope, Option<u64>)> {
    match ask(&LIST, status, headers, body).await.unwrap_err() {
        Error::RateLimited(error) => {
            Some((error.scope, error.wait.as_ref().map(Duration::as_secs)))
        }
        _ => None,
    }
}

const DATE: (&str, &str) = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
/// A minute and a half after `DATE`.
const RESET: (&str, &str) = ("x-ratelimit-reset", "784111867");
const EMPTY: (&str, &str) = ("x-ratelimit-remaining", "0");

#[tokio::test]
async fn limits() {
    let primary = LimitScope::Primary;
    let secondary = LimitScope::Secondary;
    assert_eq!(
        limited(403, &[DATE, RESET, EMPTY], "").await,
        Some((primary, Some(90)))
    );
    assert_eq!(
        limited(429, &[DATE, RESET, EMPTY], "").await,
        Some((primary, Some(90)))
    );
    let after = ("retry-after", "7");
    assert_eq!(limited(403, &[after], "").await, Some((secondary, Some(7))));
    assert_eq!(
        limited(429, &[DATE, RESET, EMPTY, after], "").await,
        Some((primary, Some(7)))
    );
    let at = ("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT");
    assert_eq!(
        limited(429, &[DATE, at], "").await,
        Some((secondary, Some(60)))
    );
    let left = ("x-ratelimit-remaining", "5");
    assert_eq!(
        limited(429, &[DATE, RESET, left], "").await,
        Some((secondary, None))
    );
    let told = r#"{"message": "You have exceeded a secondary rate limit."}"#;
    assert_eq!(limited(403, &[left], told).await, Some((secondary, None)));
    let past = ("x-ratelimit-reset", "784111000");
    assert_eq!(
        limited(403, &[DATE, past, EMPTY], "").await,
        Some((primary, Some(0)))
    );
}

#[tokio::test]
async fn other_refusals_are_no_limits() {
    assert_eq!(limited(403, &[DATE, RESET], "").await, None);
    assert_eq!(
        limited(403, &[], r#"{"message": "Must have admin rights"}"#).await,
        None
    );
    assert_eq!(limited(404, &[EMPTY, ("retry-after", "1")], "").await, None);
    assert_eq!(limited(503, &[("retry-after", "1")], "").await, None);
}

#[tokio::test]
async fn the_wait_is_counted_from_dates_in_leap_years_too() {
    for (date, reset) in [
        ("Thu, 29 Feb 2024 23:59:59 GMT", "1709251201"),
        ("Fri, 01 Mar 2024 00:00:00 GMT", "1709251202"),
        ("Tue, 31 Dec 2024 23:59:58 GMT", "1735689600"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "2"),
        ("Sat, 01 Mar 2025 00:00:00 GMT", "1740787202"),
    ] {
        let headers = [("date", date), ("x-ratelimit-reset", reset), EMPTY];
        assert_eq!(
            limited(429, &headers, "").await,
            Some((LimitScope::Primary, Some(2))),
            "{date}"
        );
    }
}

#[tokio::test]
async fn a_success_tells_the_limits() {
    let headers = [
        ("x-ratelimit-limit", "60"),
        EMPTY,
        RESET,
        ("x-ratelimit-used", "60"),
    ];
    let response = ask(&LIST, 200, &headers, "").await.unwrap();
    let limit = response.rate_limit().unwrap();
    assert_eq!(
        (limit.limit, limit.remaining, limit.used),
        (Some(60), Some(0), Some(60))
    );
    assert_eq!((limit.reset, limit.resource), (Some(784_111_867), None));
    assert!(
        ask(&LIST, 200, &[], "")
            .await
            .unwrap()
            .rate_limit()
            .is_none()
    );
}

#[tokio::test]
async fn a_success_that_cannot_be_decoded() {
    let script = Script::new([answer(200, &[("x-request-id", "7")], r#"{"message": 1}"#)]);
    let client = client(&script);
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let error = call.send(decode::json::<Gone>).await.unwrap_err();
    let text = "GET /things/{owner}: cannot read the answer: invalid type: integer `1`, \
        expected a string at $.message (request 7)";
    assert_eq!(error.to_string(), text);
    assert!(std::error::Error::source(&error).is_some());
}
