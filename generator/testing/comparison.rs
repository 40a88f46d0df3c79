//! Whether a request is the one that is expected.
//!
//! Two requests are the same if a server can't tell them apart: the order of query pairs, of
//! headers and of the members of JSON does not matter, nor how a query is encoded, but `+` is no
//! space.

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Names and values.
pub(crate) type Pairs = Vec<(String, String)>;

/// A request as it left the client.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) url: String,
    /// Names in lower case, each as often as it was sent.
    pub(crate) headers: Pairs,
    pub(crate) body: String,
}

/// What is other than expected, a line each.
pub(crate) fn differences(sent: &Sent, base_url: &str, expected: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, sent: &str, expected: &str| {
        if sent != expected {
            found.push(format!("{what}:\n  sent     {sent}\n  expected {expected}"));
        }
    };
    let (place, query) = sent.url.split_once('?').unwrap_or((&sent.url, ""));
    compare("method", &sent.method, &text(&expected["method"]));
    compare(
        "URL",
        place,
        &format!("{base_url}{}", text(&expected["path"])),
    );
    no_plus("query", query, &mut compare);
    compare_pairs(
        "query",
        decoded(query),
        pairs(&expected["query"]),
        &mut compare,
    );
    let multipart = expected["body"].get("multipart").is_some();
    // The boundary, which follows the media type, is the client's to choose.
    let decided = |(name, _): &(String, String)| match name.as_str() {
        "user-agent" | "content-length" => false,
        "content-type" => !multipart,
        _ => true,
    };
    let headers: Pairs = sent
        .headers
        .iter()
        .filter(|it| decided(it))
        .cloned()
        .collect();
    let expected_headers = pairs(&expected["headers"])
        .into_iter()
        .filter(decided)
        .collect();
    compare_pairs("headers", headers, expected_headers, &mut compare);
    compare(
        "User-Agent",
        if header(sent, "user-agent").is_empty() {
            "none"
        } else {
            "one"
        },
        "one",
    );
    body(sent, &expected["body"], &mut compare);
    found
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn header<'s>(sent: &'s Sent, name: &str) -> &'s str {
    sent.headers
        .iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value)
}

fn no_plus(what: &str, encoded: &str, compare: &mut impl FnMut(&str, &str, &str)) {
    compare(
        &format!("`+` in the {what}"),
        encoded,
        &encoded.replace('+', "%20"),
    );
}

fn body(sent: &Sent, expected: &Value, compare: &mut impl FnMut(&str, &str, &str)) {
    let of_kind = |kind: &str| expected.get(kind);
    if let Some(json) = of_kind("json") {
        let parsed: Option<Value> = serde_json::from_str(&sent.body).ok();
        if !parsed.is_some_and(|parsed| same(&parsed, json)) {
            compare("JSON body", &sent.body, &json.to_string());
        }
    } else if let Some(form) = of_kind("form") {
        no_plus("form", &sent.body, compare);
        compare_pairs("form", decoded(&sent.body), pairs(form), compare);
    } else if let Some(parts) = of_kind("multipart") {
        let parsed = received(header(sent, "content-type"), &sent.body, parts);
        compare_pairs("multipart", parsed, expected_parts(parts), compare);
    } else {
        let text = of_kind("text")
            .or_else(|| of_kind("bytes"))
            .and_then(Value::as_str);
        compare("body", &sent.body, text.unwrap_or_default());
    }
}

fn compare_pairs(
    what: &str,
    mut sent: Pairs,
    mut expected: Pairs,
    compare: &mut impl FnMut(&str, &str, &str),
) {
    sent.sort();
    expected.sort();
    let is_same = |(sent, expected): (&(String, String), &(String, String))| {
        sent.0 == expected.0 && same_text(&sent.1, &expected.1)
    };
    if sent.len() != expected.len() || !sent.iter().zip(&expected).all(is_same) {
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

/// The parts of a multipart body (RFC 7578): kind and name, and the content. Where a media type is
/// expected, it takes the place of the kind.
fn received(content_type: &str, body: &str, expected: &Value) -> Pairs {
    let Some(("multipart/form-data", boundary)) = content_type.split_once("; boundary=") else {
        return vec![("no boundary".to_owned(), content_type.to_owned())];
    };
    let delimiter = format!("--{boundary}");
    body.split(delimiter.as_str())
        .filter_map(|it| part(it, expected))
        .collect()
}

fn part(text: &str, expected: &Value) -> Option<(String, String)> {
    let (head, content) = text.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
    let name = head.split("; name=\"").nth(1)?.split('"').next()?;
    let lower = head.to_ascii_lowercase();
    let media_type = lower.split("content-type: ").nth(1).unwrap_or("text/plain");
    let kind = match media_type.split("\r\n").next().unwrap_or_default() {
        "application/json" => "json",
        plain if plain.starts_with("text/plain") => "text",
        stated if is_expected(stated, expected) => stated,
        _ => "file",
    };
    Some((
        format!("{kind} {name}"),
        content.strip_suffix("\r\n")?.to_owned(),
    ))
}

fn is_expected(media_type: &str, parts: &Value) -> bool {
    let mut parts = parts.as_array().into_iter().flatten();
    parts.any(|part| text(&part["media_type"]) == media_type)
}

fn expected_parts(parts: &Value) -> Pairs {
    let part = |part: &Value| {
        let kind = part.get("media_type").unwrap_or(&part["kind"]);
        let kind_and_name = format!("{} {}", text(kind), text(&part["name"]));
        (kind_and_name, text(&part["text"]))
    };
    parts.as_array().into_iter().flatten().map(part).collect()
}
