//! When a call is made again: what the transport was asked for, and the waits in between.

use std::time::Duration;

use bytes::Bytes;
use client_runtime::{Client, Error, LimitScope, Operation, Pages, RetryPolicy, decode};

use crate::support::{
    CREATE, DELETE, DOWNLOAD, Errors, LIST, REFUSED, Script, Watch, answer, builder,
};

const MINUTE: Duration = Duration::from_secs(60);

fn client(script: &Script, watch: &Watch, policy: RetryPolicy) -> Client {
    builder()
        .retry(policy)
        .write_interval(Duration::ZERO)
        .clock(watch.clone())
        .transport(script.clone())
        .blocking_transport(script.clone())
        .build()
        .unwrap()
}

/// The result of a call, with the waits in seconds and how many requests there were.
struct Run {
    result: Result<u16, Error<Errors>>,
    slept: Vec<f64>,
    requests: usize,
}

impl Run {
    fn error(self) -> Error<Errors> {
        self.result.unwrap_err()
    }
}

async fn run(
    operation: &'static Operation<Errors>,
    policy: RetryPolicy,
    random: f64,
    answers: impl IntoIterator<Item = http::Response<Bytes>>,
) -> Run {
    let answers: Vec<_> = answers.into_iter().collect();
    let mut runs = Vec::new();
    // Awaited and waited for are to be the same.
    for wait in [false, true] {
        let (script, watch) = (Script::new(answers.clone()), Watch::new(random));
        let client = client(&script, &watch, policy);
        let mut call = client.call(operation);
        call.path("owner", "o");
        let sending = call.send(decode::empty);
        let result = if wait { sending.wait() } else { sending.await };
        runs.push(Run {
            result: result.map(|response| response.status().as_u16()),
            slept: watch.slept(),
            requests: script.sent().len(),
        });
    }
    let (waited, awaited) = (runs.pop().unwrap(), runs.pop().unwrap());
    assert_eq!(waited.slept, awaited.slept);
    assert_eq!(waited.requests, awaited.requests);
    assert_eq!(
        format!("{:?}", waited.result),
        format!("{:?}", awaited.result)
    );
    awaited
}

async fn get(random: f64, answers: impl IntoIterator<Item = http::Response<Bytes>>) -> Run {
    run(&LIST, RetryPolicy::default(), random, answers).await
}

fn ok() -> http::Response<Bytes> {
    answer(200, &[], "")
}

fn fault(status: u16) -> http::Response<Bytes> {
    answer(status, &[], "")
}

#[test]
fn the_default_is_as_documented() {
    let policy = RetryPolicy::default();
    assert_eq!(policy.attempts, 5);
    assert_eq!(policy.budget, 3 * MINUTE);
    assert_eq!(policy.backoff, Duration::from_millis(500));
    assert_eq!(policy.limit_backoff, MINUTE);
    assert_eq!(RetryPolicy::none().attempts, 1);
}

#[tokio::test]
async fn faults_are_retried_after_waits_that_double() {
    for status in [REFUSED, 500, 502, 503, 504] {
        let run = get(
            0.5,
            [
                fault(status),
                fault(status),
                fault(status),
                fault(status),
                ok(),
            ],
        )
        .await;
        assert_eq!(run.result.unwrap(), 200, "{status}");
        assert_eq!(run.slept, [0.25, 0.5, 1.0, 2.0], "{status}");
    }
}

#[tokio::test]
async fn waits_are_drawn_from_nothing_to_the_longest() {
    let faults = || [fault(503), fault(503), ok()];
    assert_eq!(get(0.0, faults()).await.slept, [] as [f64; 0]);
    let longest = get(0.999, faults()).await.slept;
    assert!(longest[0] < 0.5 && longest[0] > 0.499, "{longest:?}");
    assert!(longest[1] < 1.0 && longest[1] > 0.998, "{longest:?}");
}

#[tokio::test]
async fn no_backoff_exceeds_half_a_minute() {
    let policy = RetryPolicy {
        attempts: 12,
        budget: 100 * MINUTE,
        ..RetryPolicy::default()
    };
    let answers = std::iter::repeat_with(|| fault(500)).take(12);
    let run = run(&LIST, policy, 0.5, answers).await;
    assert_eq!(run.slept.len(), 11);
    assert_eq!(run.slept[6..], [15.0; 5]);
}

#[tokio::test]
async fn other_refusals_are_final() {
    for status in [400, 401, 403, 404, 410, 422, 451, 501, 505] {
        let run = get(0.5, [fault(status), ok()]).await;
        assert_eq!(run.requests, 1, "{status}");
        let error = run.error();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.context().attempts(), 1);
        assert_eq!(error.retry_in(), None);
    }
}

#[tokio::test]
async fn attempts_come_to_an_end() {
    let run = get(0.5, (0..9).map(|_| fault(502))).await;
    assert_eq!(run.requests, 5);
    assert_eq!(run.slept, [0.25, 0.5, 1.0, 2.0]);
    let error = run.error();
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.context().attempts(), 5);
    assert_eq!(error.retry_in(), Some(Duration::from_secs(4)));
    assert!(error.to_string().contains("5 attempts"), "{error}");
}

#[tokio::test]
async fn only_idempotent_methods_are_retried() {
    for status in [REFUSED, 500, 503] {
        let run = run(&CREATE, RetryPolicy::default(), 0.5, [fault(status), ok()]).await;
        assert_eq!(run.requests, 1, "{status}");
    }
    let limited = answer(429, &[("retry-after", "7")], "");
    let run_create = run(&CREATE, RetryPolicy::default(), 0.5, [limited, ok()]).await;
    assert_eq!(run_create.requests, 1);
    assert_eq!(run_create.error().retry_in(), Some(Duration::from_secs(7)));
    let deleted = answer(204, &[], "");
    let run = run(&DELETE, RetryPolicy::default(), 0.5, [fault(500), deleted]).await;
    assert_eq!(run.result.unwrap(), 204);
}

#[tokio::test]
async fn a_delete_whose_answer_was_lost_may_find_nothing_to_delete() {
    let run = run(
        &DELETE,
        RetryPolicy::default(),
        0.5,
        [fault(REFUSED), fault(404)],
    )
    .await;
    let error = run.error();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.context().attempts(), 2);
}

#[tokio::test]
async fn a_server_that_says_how_long_is_believed() {
    let busy = answer(503, &[("retry-after", "8")], "");
    assert_eq!(get(0.5, [busy, ok()]).await.slept, [8.0]);
    let until = answer(
        503,
        &[
            ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("retry-after", "Sun, 06 Nov 1994 08:50:00 GMT"),
        ],
        "",
    );
    assert_eq!(get(0.5, [until, ok()]).await.slept, [23.0]);
}

#[tokio::test]
async fn a_primary_limit_waits_for_the_end_of_the_window() {
    for status in [403, 429] {
        // By the client's clock, as the answer does not tell the server's.
        let used_up = answer(
            status,
            &[
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "86490"),
            ],
            "",
        );
        assert_eq!(get(0.5, [used_up, ok()]).await.slept, [90.0], "{status}");
        let by_the_servers = answer(
            status,
            &[
                ("date", "Fri, 02 Jan 1970 00:01:00 GMT"),
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "86490"),
            ],
            "",
        );
        assert_eq!(get(0.5, [by_the_servers, ok()]).await.slept, [30.0]);
    }
}

#[tokio::test]
async fn retry_after_goes_before_the_window() {
    let both = answer(
        403,
        &[
            ("retry-after", "5"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "86490"),
        ],
        "",
    );
    assert_eq!(get(0.5, [both, ok()]).await.slept, [5.0]);
}

#[tokio::test]
async fn a_window_that_ends_now_takes_another_second() {
    let used_up = answer(
        429,
        &[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "86000"),
        ],
        "",
    );
    assert_eq!(get(0.5, [used_up, ok()]).await.slept, [1.0]);
}

#[tokio::test]
async fn a_secondary_limit_without_a_word_takes_a_minute_and_grows() {
    let message = r#"{"message": "You have exceeded a secondary rate limit."}"#;
    for status in [403, 429] {
        let limited = || answer(status, &[], message);
        assert_eq!(get(0.0, [limited(), ok()]).await.slept, [60.0]);
        assert_eq!(get(0.5, [limited(), ok()]).await.slept, [90.0]);
        let policy = RetryPolicy {
            budget: 20 * MINUTE,
            ..RetryPolicy::default()
        };
        let answers = [limited(), limited(), limited(), ok()];
        assert_eq!(
            run(&LIST, policy, 0.5, answers).await.slept,
            [90.0, 150.0, 270.0]
        );
    }
}

#[tokio::test]
async fn a_wait_beyond_the_budget_is_an_error_that_says_how_long() {
    let used_up = answer(
        403,
        &[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "90000"),
        ],
        "",
    );
    let run_primary = get(0.5, [used_up, ok()]).await;
    assert_eq!((run_primary.requests, run_primary.slept.len()), (1, 0));
    let error = run_primary.error();
    assert_eq!(error.retry_in(), Some(Duration::from_secs(3600)));
    assert!(error.to_string().contains("wait 3600 s"), "{error}");
    let Error::RateLimited(limited) = error else {
        panic!("{error}")
    };
    assert_eq!(limited.scope, LimitScope::Primary);
    // Without a word from the server it is the policy that says.
    let policy = RetryPolicy {
        budget: Duration::from_secs(59),
        ..RetryPolicy::default()
    };
    let run = run(&LIST, policy, 0.0, [fault(429), ok()]).await;
    assert_eq!(run.requests, 1);
    assert_eq!(run.error().retry_in(), Some(MINUTE));
}

#[tokio::test]
async fn the_budget_is_that_of_all_waits_together() {
    let limited = || answer(429, &[("retry-after", "70")], "");
    let run = get(0.5, [limited(), limited(), limited(), ok()]).await;
    assert_eq!(run.slept, [70.0, 70.0]);
    assert_eq!(run.error().retry_in(), Some(Duration::from_secs(70)));
}

#[tokio::test]
async fn none_is_none() {
    for first in [
        fault(REFUSED),
        fault(503),
        answer(429, &[("retry-after", "1")], ""),
    ] {
        let run = run(&LIST, RetryPolicy::none(), 0.5, [first, ok()]).await;
        assert_eq!((run.requests, run.slept.len()), (1, 0));
        assert!(run.error().retry_in().is_some());
    }
}

#[tokio::test]
async fn pages_are_retried_one_by_one() {
    let next = [("link", r#"</2>; rel="next""#)];
    let script = Script::new([
        fault(500),
        answer(200, &next, "1"),
        fault(REFUSED),
        answer(200, &[], "2"),
    ]);
    let watch = Watch::new(0.5);
    let client = client(&script, &watch, RetryPolicy::default());
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let mut pages = Pages::new(call, decode::json::<u8>);
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.push(page.unwrap().into_inner());
    }
    assert_eq!(found, [1, 2]);
    assert_eq!(watch.slept(), [0.25, 0.25]);
    assert_eq!(script.sent().len(), 4);
}

#[tokio::test]
async fn downloads_ask_only_the_host_that_failed() {
    let script = Script::new([
        fault(502),
        answer(302, &[("location", "https://blob.example/z?sig=1")], ""),
        fault(503),
        answer(200, &[], "content"),
    ]);
    let watch = Watch::new(0.5);
    let client = client(&script, &watch, RetryPolicy::default());
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o");
    let content = call.content().await.unwrap().into_inner();
    assert_eq!(content.bytes().await.unwrap(), "content");
    assert_eq!(watch.slept(), [0.25, 0.5]);
    let sent = script.sent();
    assert_eq!(sent.len(), 4);
    assert!(sent[1].ends_with(" +token"));
    assert_eq!(sent[2..], ["GET https://blob.example/z?sig=1"; 2]);
}

#[tokio::test]
async fn every_answer_tells_the_rate_limit() {
    let figures = [
        ("x-ratelimit-limit", "5000"),
        ("x-ratelimit-remaining", "4999"),
        ("x-ratelimit-reset", "86490"),
        ("x-ratelimit-used", "1"),
        ("x-ratelimit-resource", "core"),
    ];
    let script = Script::new([answer(200, &figures, "")]);
    let client = client(&script, &Watch::default(), RetryPolicy::none());
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let limit = call
        .send(decode::empty)
        .await
        .unwrap()
        .rate_limit()
        .unwrap();
    assert_eq!((limit.limit, limit.remaining), (Some(5000), Some(4999)));
    assert_eq!((limit.reset, limit.used), (Some(86490), Some(1)));
    assert_eq!(limit.resource.as_deref(), Some("core"));
}
