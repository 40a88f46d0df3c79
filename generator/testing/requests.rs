//! A transport in memory that keeps what is sent, and the comparison with what is expected.
//!
//! Two requests are the same if a server can't tell them apart: the order of query pairs, of
//! headers and of the members of JSON does not matter, nor how a query is encoded, but `+` is no
//! space.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, USER_AGENT};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::api::runtime::{BoxFuture, Content, Transport, TransportError};

/// Where the service is said to be. A path of its own, since a careless join loses it.
pub(crate) const BASE_URL: &str = "https://api.example.com/base";

/// Keeps requests and answers each of them with an error that nobody tries again.
#[derive(Clone)]
pub(crate) struct Recorder {
    expected: Arc<Value>,
    sent: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request);
        let mut answer = http::Response::new(Content::from(Bytes::new()));
        *answer.status_mut() = http::StatusCode::BAD_REQUEST;
        Box::pin(async move { Ok(answer) })
    }
}

impl Recorder {
    /// A recorder that knows what is expected, by operation and kind of call.
    pub(crate) fn new(expected: &str) -> Self {
        let expected = serde_json::from_str(expected).unwrap_or_default();
        Self {
            expected: Arc::new(expected),
            sent: Arc::default(),
        }
    }

    /// Makes the call and compares the one request it sends.
    #[track_caller]
    pub(crate) fn check<T, E: std::fmt::Display>(
        &self,
        call: impl Future<Output = Result<T, E>>,
        operation: &str,
        kind: &str,
    ) {
        let Poll::Ready(result) = pin!(call).poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("{operation}: the call waits for something")
        };
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let [request] = sent.as_slice() else {
            let error = result
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            panic!("{operation}: {} requests were sent. {error}", sent.len())
        };
        let differences = differences(request, &self.expected[operation][kind]);
        assert!(
            differences.is_empty(),
            "{operation} ({kind}):\n{}",
            differences.join("\n")
        );
    }
}

type Pairs = Vec<(String, String)>;

/// What is other than expected, a line each.
pub(crate) fn differences(request: &http::Request<Bytes>, expected: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, sent: &str, expected: &str| {
        if sent != expected {
            found.push(format!("{what}:\n  sent     {sent}\n  expected {expected}"));
        }
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let url = request.uri().to_string();
    let (place, query) = url.split_once('?').unwrap_or((&url, ""));
    compare(
        "method",
        request.method().as_str(),
        &text(&expected["method"]),
    );
    compare(
        "URL",
        place,
        &format!("{BASE_URL}{}", text(&expected["path"])),
    );
    if query.contains('+') {
        compare("`+` in the query", query, &query.replace('+', "%20"));
    }
    let sent = sorted(decoded(query));
    compare_pairs(
        "query",
        &sent,
        &sorted(pairs(&expected["query"])),
        &mut compare,
    );
    let (sent, mut named) = (sorted(headers(request)), pairs(&expected["headers"]));
    let multipart = expected["body"].get("multipart").is_some();
    if multipart {
        named.retain(|(name, _)| name != CONTENT_TYPE.as_str());
    }
    let kept = |(name, _): &&(String, String)| !(multipart && name == CONTENT_TYPE.as_str());
    let sent: Pairs = sent.iter().filter(kept).cloned().collect();
    compare_pairs("headers", &sent, &sorted(named), &mut compare);
    compare(
        "User-Agent",
        &request.headers().contains_key(USER_AGENT).to_string(),
        "true",
    );
    body(request, &expected["body"], &mut compare);
    found
}

/// Every header that the description decides. The others are the transport's and the client's.
fn headers(request: &http::Request<Bytes>) -> Pairs {
    const OWN: [&str; 2] = ["user-agent", "content-length"];
    let headers = request
        .headers()
        .iter()
        .filter(|(name, _)| !OWN.contains(&name.as_str()));
    headers
        .map(|(name, value)| {
            let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), text)
        })
        .collect()
}

fn body(
    request: &http::Request<Bytes>,
    expected: &Value,
    compare: &mut impl FnMut(&str, &str, &str),
) {
    let sent = String::from_utf8_lossy(request.body()).into_owned();
    let of_kind = |kind: &str| expected.get(kind);
    if let Some(json) = of_kind("json") {
        let parsed: Option<Value> = serde_json::from_str(&sent).ok();
        if !parsed.is_some_and(|parsed| same(&parsed, json)) {
            compare("JSON body", &sent, &json.to_string());
        }
    } else if let Some(form) = of_kind("form") {
        if sent.contains('+') {
            compare("`+` in the form", &sent, &sent.replace('+', "%20"));
        }
        compare_pairs(
            "form",
            &sorted(decoded(&sent)),
            &sorted(pairs(form)),
            compare,
        );
    } else if let Some(parts) = of_kind("multipart") {
        let content_type = request
            .headers()
            .get(CONTENT_TYPE)
            .map(|it| it.as_bytes().to_vec());
        let content_type = String::from_utf8(content_type.unwrap_or_default()).unwrap_or_default();
        let sent = sorted(received(&content_type, &sent));
        compare_pairs("multipart", &sent, &sorted(expected_parts(parts)), compare);
    } else {
        let text = of_kind("text")
            .or_else(|| of_kind("bytes"))
            .and_then(Value::as_str);
        compare("body", &sent, text.unwrap_or_default());
    }
}

fn compare_pairs(
    what: &str,
    sent: &Pairs,
    expected: &Pairs,
    compare: &mut impl FnMut(&str, &str, &str),
) {
    let pair_is_same = |(sent, expected): (&(String, String), &(String, String))| {
        sent.0 == expected.0 && same_text(&sent.1, &expected.1)
    };
    if sent.len() != expected.len() || !sent.iter().zip(expected).all(pair_is_same) {
        compare(what, &format!("{sent:?}"), &format!("{expected:?}"));
    }
}

/// Whether two texts are equal, or the same JSON object or array.
fn same_text(sent: &str, expected: &str) -> bool {
    let parsed = |text: &str| {
        let value: Option<Value> = serde_json::from_str(text).ok();
        value.filter(|value| value.is_object() || value.is_array())
    };
    sent == expected
        || parsed(sent)
            .zip(parsed(expected))
            .is_some_and(|(sent, expected)| same(&sent, &expected))
}

/// Whether two JSON values mean the same: `1` and `1.0` do.
fn same(sent: &Value, expected: &Value) -> bool {
    match (sent, expected) {
        (Value::Number(sent), Value::Number(expected)) => {
            sent == expected
                || (sent.is_f64() != expected.is_f64() && sent.as_f64() == expected.as_f64())
        }
        (Value::Array(sent), Value::Array(expected)) => {
            sent.len() == expected.len() && sent.iter().zip(expected).all(|(a, b)| same(a, b))
        }
        (Value::Object(sent), Value::Object(expected)) => {
            let found = |(name, value)| expected.get(name).is_some_and(|other| same(value, other));
            sent.len() == expected.len() && sent.iter().all(found)
        }
        (sent, expected) => sent == expected,
    }
}

fn sorted(mut pairs: Pairs) -> Pairs {
    pairs.sort();
    pairs
}

fn decoded(query: &str) -> Pairs {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn pairs(value: &Value) -> Pairs {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

/// The parts of a multipart body (RFC 7578): kind and name, and the content.
fn received(content_type: &str, body: &str) -> Pairs {
    let Some(("multipart/form-data", boundary)) = content_type.split_once("; boundary=") else {
        return vec![("no boundary".to_owned(), content_type.to_owned())];
    };
    let delimiter = format!("--{boundary}");
    body.split(delimiter.as_str()).filter_map(part).collect()
}

fn part(text: &str) -> Option<(String, String)> {
    let (head, content) = text.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
    let name = head.split("; name=\"").nth(1)?.split('"').next()?;
    let lower = head.to_ascii_lowercase();
    let media_type = lower.split("content-type: ").nth(1).unwrap_or("text/plain");
    let kind = match media_type.split("\r\n").next() {
        Some("application/json") => "json",
        Some(plain) if plain.starts_with("text/plain") => "text",
        _ => "file",
    };
    Some((
        format!("{kind} {name}"),
        content.strip_suffix("\r\n")?.to_owned(),
    ))
}

fn expected_parts(parts: &Value) -> Pairs {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let part = |part: &Value| {
        let kind_and_name = format!("{} {}", text(&part["kind"]), text(&part["name"]));
        (kind_and_name, text(&part["text"]))
    };
    parts.as_array().into_iter().flatten().map(part).collect()
}
