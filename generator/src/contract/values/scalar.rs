//! Texts and numbers: candidates in the order in which they are wanted, of which the first that all
//! schemas allow is taken.

use serde_json::{Number, Value, json};

use super::fill::Manner;
use crate::contract::judge::Judge;
use crate::contract::keywords::Keywords;
use crate::contract::reference::Node;

/// Longer texts would make the values hard to read.
const LONGEST: usize = 80;

/// Whether each of the schemas allows the value.
pub(super) fn allowed(nodes: &[Node<'_>], value: &Value) -> bool {
    nodes
        .iter()
        .all(|node| Judge::new(node.document).judge(node.value, value).is_ok())
}

/// Whether null is a value of all the schemas by what they say. Where none says a type and members or
/// items tell it, null is allowed by their silence alone, which is not read that way.
pub(super) fn takes_null(nodes: &[Node<'_>]) -> bool {
    let keywords = Keywords::of(nodes);
    let is_silent = keywords.json_type.is_none() && keywords.json_type().is_some();
    let mut parts = keywords.parts.iter();
    let is_told = !is_silent || parts.any(|node| node.flag("nullable") == Some(true));
    is_told && allowed(nodes, &Value::Null)
}

/// A text, a number or a truth value.
pub(super) fn scalar(
    keywords: &Keywords<'_>,
    json_type: &str,
    manner: Manner,
    nth: usize,
) -> Option<Value> {
    let candidates = match json_type {
        "boolean" => vec![json!((manner as usize + nth).is_multiple_of(2))],
        "integer" => integers(keywords, manner, nth),
        "number" => numbers(keywords, manner, nth),
        _ => texts(keywords, manner, nth),
    };
    let mut candidates = candidates.into_iter();
    candidates.find(|value| allowed(&keywords.parts, value))
}

fn integers(keywords: &Keywords<'_>, manner: Manner, nth: usize) -> Vec<Value> {
    let (first, last) = match keywords.format {
        Some("int32") => (i64::from(i32::MIN), json!(i32::MAX)),
        Some("uint64") => (0, json!(u64::MAX)),
        Some("uint32") => (0, json!(u32::MAX)),
        _ => (i64::MIN, json!(i64::MAX)),
    };
    let wanted = match manner {
        Manner::Least => json!(0),
        Manner::Everything => json!(2_147_483 + nth),
        Manner::Nulls => json!(-1),
        Manner::Low => json!(first),
        Manner::High => last,
    };
    let step = nth_of(nth);
    let mut candidates = vec![wanted];
    for end in ends(keywords, manner, [step, step + 1.0]) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is whole and within 64 bits"
        )]
        candidates.extend((end.abs() < 9.0e18).then(|| json!(end.round() as i64)));
    }
    candidates.extend([json!(nth), json!(1 + nth)]);
    // Formats without a sign bring a bound of their own.
    candidates.retain(|value| first < 0 || value.as_u64().is_some());
    candidates
}

fn numbers(keywords: &Keywords<'_>, manner: Manner, nth: usize) -> Vec<Value> {
    let wanted = match manner {
        Manner::Least => json!(0),
        Manner::Everything => json!(0.1 + nth_of(nth)),
        Manner::Nulls => json!(-1),
        Manner::Low => json!(-1.797_693_134_862_315_7e308),
        Manner::High => json!(1.797_693_134_862_315_7e308),
    };
    let ends = ends(keywords, manner, [0.0, 1.0]).into_iter();
    let [least, most] = bounds(keywords, "minimum", "maximum");
    let middle = least
        .zip(most)
        .map(|(least, most)| f64::midpoint(least, most));
    let numbers = ends.chain(middle).filter_map(Number::from_f64);
    let candidates = std::iter::once(wanted).chain(numbers.map(Value::Number));
    candidates.chain([json!(1.5)]).collect()
}

/// The numbers near the bounds: those near the lower one first, or those near the upper one.
fn ends(keywords: &Keywords<'_>, manner: Manner, steps: [f64; 2]) -> Vec<f64> {
    let [least, most] = bounds(keywords, "minimum", "maximum");
    let lower = least.into_iter().flat_map(|it| steps.map(|step| it + step));
    let lower = lower.chain(multiple(keywords, least));
    let upper = most.into_iter().flat_map(|it| steps.map(|step| it - step));
    if manner == Manner::High {
        upper.chain(lower).collect()
    } else {
        lower.chain(upper).collect()
    }
}

/// The narrowest bounds that the schemas have.
fn bounds(keywords: &Keywords<'_>, least: &str, most: &str) -> [Option<f64>; 2] {
    let all = |name: &str| {
        let values = keywords.parts.iter().filter_map(|it| it.value.get(name));
        values.filter_map(Value::as_f64).collect::<Vec<_>>()
    };
    [
        all(least).into_iter().reduce(f64::max),
        all(most).into_iter().reduce(f64::min),
    ]
}

/// The first multiple above the lower bound, where there have to be multiples.
fn multiple(keywords: &Keywords<'_>, least: Option<f64>) -> Option<f64> {
    let [step, _] = bounds(keywords, "multipleOf", "multipleOf");
    step.map(|step| ((least.unwrap_or(0.0) / step).floor() + 1.0) * step)
}

#[expect(clippy::cast_precision_loss, reason = "there are a few elements")]
fn nth_of(nth: usize) -> f64 {
    nth as f64
}

/// The texts that are a value of many patterns.
const USUAL: [&str; 14] = [
    "a",
    "A",
    "1",
    "aa-aa",
    "abc_def",
    "1.2.3",
    "0123456789abcdef0123456789abcdef01234567",
    "#a0b1c2",
    "2024-02-29",
    "2024-02-29T23:59:58Z",
    "0b8e3a1c-5d7f-4c2e-9a64-1f0d2b3c4e5f",
    "https://example.com/a",
    "a@example.com",
    "+12025550123",
];

fn texts(keywords: &Keywords<'_>, manner: Manner, nth: usize) -> Vec<Value> {
    let [least, most] = bounds(keywords, "minLength", "maxLength");
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a length beyond memory finds no text, whatever it is rounded to"
    )]
    let [least, most] = [least.unwrap_or(0.0), most.unwrap_or(f64::MAX)].map(|it| it as usize);
    if least > LONGEST * LONGEST {
        return Vec::new();
    }
    let mut texts: Vec<String> = Vec::new();
    if let Some(known) = keywords.format.and_then(formatted) {
        texts.push(known[(manner as usize + nth) % known.len()].to_owned());
        texts.extend(known.map(str::to_owned));
    }
    let wanted = match manner {
        Manner::Least | Manner::Nulls => "a".repeat(least),
        Manner::Low => format!("\u{0}\"\\/\u{8}\u{7f}\u{2028}{nth}"),
        Manner::Everything => format!("{nth} \u{e9}\u{6f22}\u{5b57}\u{1f980} e\u{301} \u{202e}"),
        Manner::High => "\u{1f980}".repeat(most.min(LONGEST.max(least))),
    };
    texts.push(fitted(&wanted, least, most));
    let proposals = keywords.proposals.iter().filter_map(|it| it.as_str());
    texts.extend(proposals.map(str::to_owned));
    let patterns = keywords.parts.iter().filter_map(|it| it.text("pattern"));
    texts.extend(patterns.map(spelt_out));
    texts.extend(USUAL.map(str::to_owned));
    let fills = ["a", "A", "1", "0", "a1"].map(|fill| fitted(fill, least.max(1), most));
    texts.extend(fills);
    texts.into_iter().map(Value::String).collect()
}

/// The text of a pattern that spells one out.
fn spelt_out(pattern: &str) -> String {
    let text = pattern.trim_start_matches('^').trim_end_matches('$');
    text.replace('\\', "")
}

/// The text, repeated or cut to a length.
fn fitted(text: &str, least: usize, most: usize) -> String {
    let length = text.chars().count().clamp(least.min(most), most);
    text.chars().cycle().take(length).collect()
}

/// Texts of a format; each is a value that a service may send.
fn formatted(format: &str) -> Option<[&'static str; 4]> {
    Some(match format {
        "date-time" => [
            "2024-02-29T23:59:58Z",
            "1999-12-31T00:00:00.123456789012+01:30",
            "0000-01-01t00:00:00z",
            "9999-12-31T23:59:60.9-23:59",
        ],
        "date" => ["2024-02-29", "1999-12-31", "0000-01-01", "9999-12-31"],
        "time" => ["23:59:58Z", "00:00:00.5+01:30", "00:00:00Z", "23:59:60Z"],
        "uuid" => [
            "0b8e3a1c-5d7f-4c2e-9a64-1f0d2b3c4e5f",
            "1F0D2B3C-4E5F-4C2E-9A64-0B8E3A1C5D7F",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
        ],
        "email" => [
            "a@example.com",
            "a+b@example.com",
            "c@d.e",
            "\"a b\"@example.com",
        ],
        "uri" | "url" | "uri-reference" => [
            "https://example.com/",
            "https://example.com/a%20b?c=d&e=%C3%A9#f",
            "urn:a:b",
            "https://[2001:db8::1]:8080/",
        ],
        "hostname" => ["example.com", "a.example.org", "a", "xn--nxasmq6b.example"],
        "ipv4" | "ip" => ["192.0.2.1", "192.0.2.2", "0.0.0.0", "255.255.255.255"],
        "ipv6" => [
            "2001:db8::1",
            "::ffff:192.0.2.1",
            "::",
            "2001:DB8:0:0:0:0:0:2",
        ],
        "byte" => ["aGVsbG8/Cg==", "Kys+", "AA==", "/+8="],
        _ => return None,
    })
}
