//! Every reference of the document looked at once, whether an operation reaches it or not.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::limits::{MAX_COMPARED, MAX_REFERENCE_CHAIN, MAX_SUGGESTIONS, MAX_TEXT};
use crate::pointer::Pointer;
use crate::read::is_data;

/// Members that no client reads.
const UNREAD: [&str; 2] = ["links", "callbacks"];

/// Reports references that lead nowhere, schema references with siblings that have no effect, and
/// texts that are too long.
#[must_use]
pub fn check(document: &Value) -> Diagnostics {
    let mut found = Diagnostics::default();
    visit(document, document, &Pointer::root(), &mut found);
    found
}

fn visit(document: &Value, node: &Value, at: &Pointer, found: &mut Diagnostics) {
    match node {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                let diagnostic = check_reference(document, at, reference, found);
                found.extend(diagnostic);
                found.extend(ignored_siblings(members, at));
                return;
            }
            let is_schema_map = at.last().is_some_and(|last| last == "properties");
            for (key, member) in members {
                let is_skipped = is_data(key) || UNREAD.contains(&key.as_str());
                if !is_schema_map && is_skipped {
                    continue;
                }
                match member {
                    Value::String(text) if text.len() > MAX_TEXT => {
                        found.push(long_text(&at.child(key)));
                    }
                    _ if holds_nodes(member) => visit(document, member, &at.child(key), found),
                    _ => {}
                }
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements
                .iter()
                .enumerate()
                .filter(|(_, it)| holds_nodes(it))
            {
                visit(document, element, &at.child(index), found);
            }
        }
        _ => {}
    }
}

fn long_text(at: &Pointer) -> Diagnostic {
    let message = format!("a text has more than {} KiB", MAX_TEXT >> 10);
    Diagnostic::new(Code::TooLarge, at, message)
        .help("shorten it, by an overlay if it is not yours")
}

fn holds_nodes(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

fn check_reference(
    document: &Value,
    at: &Pointer,
    reference: &str,
    found: &Diagnostics,
) -> Option<Diagnostic> {
    let target = Pointer::from_reference(reference)?;
    match target.get(document) {
        Some(Value::Object(members)) if members.get("$ref").is_some_and(Value::is_string) => {
            pure_cycle(document, at, &target)
        }
        Some(_) => None,
        None if found.len() < MAX_SUGGESTIONS => Some(unresolved(document, at, reference, &target)),
        None => Some(without_target(at, reference)),
    }
}

/// A chain of references that never arrives at an object.
fn pure_cycle(document: &Value, at: &Pointer, start: &Pointer) -> Option<Diagnostic> {
    let mut passed = vec![start.clone()];
    loop {
        let reference = passed.last()?.get(document)?.get("$ref")?.as_str()?;
        let next = Pointer::from_reference(reference)?;
        if passed.contains(&next) {
            return Some(super::cycle(&passed, &next));
        }
        if passed.len() > MAX_REFERENCE_CHAIN {
            return Some(super::long_chain(at));
        }
        passed.push(next);
    }
}

/// The diagnostic for a reference whose target does not exist.
fn without_target(at: &Pointer, reference: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnresolvedReference,
        at,
        format!("`{reference}` does not exist in the document"),
    )
    .help("define it, or correct the reference")
}

/// The same with the likeliest target that was meant.
pub(crate) fn unresolved(
    document: &Value,
    at: &Pointer,
    reference: &str,
    target: &Pointer,
) -> Diagnostic {
    let diagnostic = without_target(at, reference);
    match nearest(document, target) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
}

fn nearest(document: &Value, target: &Pointer) -> Option<Pointer> {
    let (parent, wanted) = (target.parent()?, target.last()?);
    let siblings = parent.get(document)?.as_object()?;
    if wanted.len() > MAX_COMPARED {
        return None;
    }
    let (distance, key) = siblings
        .keys()
        .filter(|key| key.len() <= MAX_COMPARED)
        .map(|key| (strsim::damerau_levenshtein(key, &wanted), key))
        .min()?;
    (distance <= wanted.chars().count().div_ceil(3)).then(|| parent.child(key))
}

fn ignored_siblings(members: &serde_json::Map<String, Value>, at: &Pointer) -> Option<Diagnostic> {
    const HARMLESS: [&str; 6] = [
        "$ref",
        "description",
        "summary",
        "title",
        "example",
        "examples",
    ];
    let ignored: Vec<String> = members
        .keys()
        .filter(|key| !HARMLESS.contains(&key.as_str()) && !key.starts_with("x-"))
        .map(|key| format!("`{key}`"))
        .collect();
    (!ignored.is_empty()).then(|| {
        Diagnostic::new(
            Code::IgnoredSibling,
            at,
            format!("{} beside `$ref` has no effect", ignored.join(", ")),
        )
        .help("put the reference into an `allOf` and the other keywords beside that")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check_codes(document: &Value, expected: &[(Code, &str)]) {
        let found = check(document);
        let found: Vec<_> = found.iter().map(|it| (it.code, it.at.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_dangling_reference_is_found_where_no_operation_leads() {
        let document = json!({"components": {"schemas": {
            "Pet": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/Pte"}}},
        }}});
        check_codes(
            &document,
            &[(
                Code::UnresolvedReference,
                "/components/schemas/Pet/properties/a",
            )],
        );
        let help = check(&document)
            .iter()
            .next()
            .and_then(|it| it.help.clone())
            .unwrap();
        assert_eq!(help, "did you mean `#/components/schemas/Pet`?");
    }

    #[test]
    fn examples_may_hold_anything_but_a_property_may_be_called_example() {
        check_codes(
            &json!({"a": {"example": {"$ref": "#/no"}, "x-b": {"$ref": "#/no"}}}),
            &[],
        );
        check_codes(
            &json!({"responses": {"200": {"links": {"a": {"$ref": "#/no"}}}}}),
            &[],
        );
        check_codes(
            &json!({"properties": {"example": {"$ref": "#/no"}}}),
            &[(Code::UnresolvedReference, "/properties/example")],
        );
    }

    #[test]
    fn a_circle_of_references_is_told_once_wherever_it_is_entered() {
        check_codes(
            &json!({"0": {"$ref": "#/b"}, "b": {"$ref": "#/a"}, "a": {"$ref": "#/b"},
                "c": {"$ref": "#/d"}, "d": {}}),
            &[(Code::ReferenceCycle, "/a")],
        );
    }

    #[test]
    fn keywords_beside_a_reference_are_reported_but_prose_is_not() {
        check_codes(
            &json!({"a": {"$ref": "#/b", "description": "x"}, "b": {}}),
            &[],
        );
        check_codes(
            &json!({"a": {"$ref": "#/b", "nullable": true}, "b": {}}),
            &[(Code::IgnoredSibling, "/a")],
        );
    }

    #[test]
    fn chains_of_references_have_a_limit() {
        let chain = |length: usize| {
            let link = |index: usize| {
                (
                    format!("s{index}"),
                    json!({"$ref": format!("#/s{}", index + 1)}),
                )
            };
            let mut document: serde_json::Map<_, _> = (0..length).map(link).collect();
            document.insert(format!("s{length}"), json!({}));
            Value::Object(document)
        };
        check_codes(&chain(MAX_REFERENCE_CHAIN + 1), &[]);
        check_codes(&chain(MAX_REFERENCE_CHAIN + 2), &[(Code::TooLarge, "/s0")]);
    }

    #[test]
    fn suggestions_are_made_for_short_names_and_not_for_ever() {
        let suggested = |document: &Value| {
            let found = check(document);
            let helps = found.iter().filter_map(|it| it.help.as_deref());
            helps
                .filter(|help| help.starts_with("did you mean"))
                .count()
        };
        let long = |length: usize| {
            let name = "x".repeat(length - 1);
            json!({ "a": {"$ref": format!("#/s/{name}y")}, "s": { format!("{name}z"): {} } })
        };
        assert_eq!(suggested(&long(MAX_COMPARED)), 1);
        assert_eq!(suggested(&long(MAX_COMPARED + 1)), 0);
        let many: Vec<Value> = (0..=MAX_SUGGESTIONS)
            .map(|_| json!({"$ref": "#/s/pte"}))
            .collect();
        assert_eq!(
            suggested(&json!({ "a": many, "s": { "pet": {} } })),
            MAX_SUGGESTIONS
        );
    }
}
