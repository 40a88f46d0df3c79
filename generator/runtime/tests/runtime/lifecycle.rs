//! The end of an API version: announced in headers, and refused with an error of its own.

use std::time::{Duration, SystemTime};

use client_runtime::{Error, Lifecycle, Response, VersionRefusal, decode};

use crate::support::{Errors, LIST, Script, answer, client};

async fn ask(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Response<String>, Error<Errors>> {
    let script = Script::new([answer(status, headers, body)]);
    let client = client(&script);
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    call.send(decode::text).await
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

async fn announced(headers: &[(&str, &str)]) -> Option<Lifecycle> {
    let response = ask(200, headers, "").await.unwrap();
    let error = ask(404, headers, "").await.unwrap_err();
    assert_eq!(error.context().lifecycle(), response.lifecycle());
    response.lifecycle()
}

#[tokio::test]
async fn the_end_is_announced_in_dates() {
    assert_eq!(announced(&[]).await, None);
    let both = [
        ("deprecation", "@1688169599"),
        ("sunset", "Sun, 30 Jun 2024 23:59:59 GMT"),
    ];
    let lifecycle = announced(&both).await.unwrap();
    assert_eq!(lifecycle.deprecated, Some(at(1_688_169_599)));
    assert_eq!(lifecycle.sunset, Some(at(1_719_791_999)));
    let drafts = announced(&[("deprecation", "Sun, 30 Jun 2024 23:59:59 GMT")]).await;
    assert_eq!(drafts.unwrap().deprecated, Some(at(1_719_791_999)));
}

#[tokio::test]
async fn an_end_without_a_readable_date_is_still_one() {
    for value in ["true", "@", "@-5", "@99999999999999999999", ""] {
        let lifecycle = announced(&[("deprecation", value)]).await.unwrap();
        assert_eq!(
            (lifecycle.deprecated, lifecycle.sunset),
            (None, None),
            "{value}"
        );
    }
}

#[tokio::test]
async fn a_version_that_is_not_answered_is_an_error_of_its_own() {
    for (status, body, expect) in [
        (
            400,
            r#"{"message": "bad", "errors": "2022-11-28 is not a supported version."}"#,
            VersionRefusal::NotSupported,
        ),
        (
            400,
            r#"{"message": "Unknown version `2022-11-28`"}"#,
            VersionRefusal::NotSupported,
        ),
        (
            410,
            r#"{"message": "This API version is gone"}"#,
            VersionRefusal::Retired,
        ),
    ] {
        let error = ask(status, &[], body).await.unwrap_err();
        let text = error.to_string();
        let Error::Version(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (error.refusal, error.version.as_str()),
            (expect, "2022-11-28")
        );
        assert!(text.contains("the API version 2022-11-28 is "), "{text}");
    }
}

#[tokio::test]
async fn what_is_wrong_or_gone_otherwise_is_not_about_the_version() {
    for (status, message) in [
        (410, "Artifact has expired"),
        (410, "this version of the artifact is gone"),
        (400, "Problems parsing JSON"),
        (400, "12022-11-28 is no version"),
        (404, "2022-11-28 is not a supported version"),
    ] {
        let body = format!(r#"{{"message": "{message}"}}"#);
        let error = ask(status, &[], &body).await.unwrap_err();
        assert!(
            !matches!(error, Error::Version(_)),
            "{status} {message}: {error:?}"
        );
        assert_eq!(error.message(), Some(message));
    }
}

/// Counts the warnings of this thread.
#[cfg(feature = "tracing")]
struct Warnings(std::sync::Arc<std::sync::atomic::AtomicUsize>);

#[cfg(feature = "tracing")]
impl tracing::Subscriber for Warnings {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        if *event.metadata().level() == tracing::Level::WARN {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[cfg(feature = "tracing")]
#[tokio::test]
async fn a_client_warns_once() {
    let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    // Were there one subscriber, tracing would ask only the thread that warns first about it, which
    // may be that of another test.
    let _second = tracing::Dispatch::new(Warnings(count.clone()));
    let _guard = tracing::subscriber::set_default(Warnings(count.clone()));
    let told = [("deprecation", "@1688169599")];
    let plain = answer(200, &[], "");
    let script = Script::new([plain, answer(404, &told, ""), answer(200, &told, "")]);
    let client = client(&script);
    for expect in [0, 1, 1] {
        let mut call = client.call(&LIST);
        call.path("owner", "o");
        let _ = call.send(decode::text).await;
        assert_eq!(count.load(std::sync::atomic::Ordering::Relaxed), expect);
    }
}
