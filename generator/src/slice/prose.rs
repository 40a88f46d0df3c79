//! The sentences of a description: which upstream's are, by digest, and ours put in their place.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Prior;
use super::reach::is_named;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// Digests of texts, by their place.
pub type Prose = BTreeMap<String, String>;

/// The digests of every `summary` and `description`.
pub(super) fn digests(document: &Value) -> Prose {
    let mut found = Vec::new();
    collect(document, &Pointer::root(), &mut found);
    let digest = |(at, text): (Pointer, &str)| (at.as_str().to_owned(), digest(text));
    found.into_iter().map(digest).collect()
}

/// Puts the prose of the earlier slice where its node still is; says where upstream's has changed
/// since, and where nothing has been written yet.
pub(super) fn keep(document: &mut Value, prior: Option<Prior<'_>>) -> Diagnostics {
    let mut said = Diagnostics::default();
    let Some(prior) = prior else { return said };
    let upstream = document.clone();
    let mut found = Vec::new();
    collect(&upstream, &Pointer::root(), &mut found);
    for (at, text) in found {
        let then = earlier(&at, &upstream, prior.document);
        let written = then.as_ref().and_then(|then| then.get(prior.document));
        let (Some(then), Some(Value::String(written))) = (&then, written) else {
            said.push(unwritten(&at));
            continue;
        };
        let recorded = prior.upstream.get(then.as_str());
        if recorded.is_some_and(|recorded| *recorded != digest(text)) {
            said.push(changed(&at));
        }
        if let Some(node) = document.pointer_mut(at.as_str()) {
            *node = Value::String(written.clone());
        }
    }
    said
}

/// Where the node `at` of `now` stood in `then`: what has a name, such as a tag or a parameter, is
/// found by it and not by its place in a list.
fn earlier(at: &Pointer, now: &Value, then: &Value) -> Option<Pointer> {
    let name = |element: &Value| {
        let part = |key| element.get(key).and_then(Value::as_str).map(str::to_owned);
        (part("name"), part("in"))
    };
    let (mut here, mut there) = (Pointer::root(), Pointer::root());
    for token in at.tokens() {
        let elements = there.get(then)?.as_array();
        here = here.child(&token);
        let wanted = name(here.get(now)?);
        there = match elements {
            Some(elements) if wanted.0.is_some() => {
                let index = elements.iter().position(|it| name(it) == wanted)?;
                there.child(index)
            }
            _ => there.child(&token),
        };
    }
    Some(there)
}

fn changed(at: &Pointer) -> Diagnostic {
    let message = "upstream has changed this text since ours was written for it";
    Diagnostic::new(Code::UpstreamProseChanged, at, message)
        .help("read it here, and see in the slice's file whether ours is still true")
}

fn unwritten(at: &Pointer) -> Diagnostic {
    let message = "this text is new, so the slice has it in upstream's words";
    Diagnostic::new(Code::UnwrittenProse, at, message).help("write it anew in the slice's file")
}

fn collect<'d>(node: &'d Value, at: &Pointer, found: &mut Vec<(Pointer, &'d str)>) {
    match node {
        Value::Object(members) => {
            for (name, value) in members {
                let at = at.child(name);
                match (name.as_str(), value) {
                    ("summary" | "description", Value::String(text)) => found.push((at, text)),
                    ("example" | "value" | "default" | "enum", _) if !is_named(&at) => {}
                    _ => collect(value, &at, found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &at.child(index), found);
            }
        }
        _ => {}
    }
}

/// The first 64 bits of a text's SHA-256 as hexadecimal: enough to see that it is another one.
pub(super) fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        // Writing to a string can't fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
