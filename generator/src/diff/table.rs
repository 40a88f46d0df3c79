//! The differences for a terminal, and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Class, Diff, Step, markdown};

pub(super) fn table(diff: &Diff) -> String {
    let mut text = String::new();
    for change in &diff.changes {
        let class = change.class.as_str();
        let reached = markdown::reached(&change.reached);
        let _ = writeln!(text, "{class:<13}  {reached}: {}", change.what);
        let _ = writeln!(text, "{:15}at {}", "", change.pointer);
        if change.old != change.new {
            for (sign, signature) in [('-', &change.old), ('+', &change.new)] {
                if let Some(signature) = signature {
                    let _ = writeln!(text, "{:15}{sign} {signature}", "");
                }
            }
        }
    }
    let count = |class| diff.of(class).count();
    let _ = writeln!(
        text,
        "{} breaking, {} additive, {} documentation: {}",
        count(Class::Breaking),
        count(Class::Additive),
        count(Class::Documentation),
        step(diff.step())
    );
    text
}

/// The step in words.
fn step(step: Step) -> &'static str {
    match step {
        Step::None => "the version stays",
        Step::Patch => "the step is a patch",
        Step::Additive => "the step is a minor version, or a patch before 1.0",
        Step::Breaking => "the step is a major version, or a minor one before 1.0",
    }
}

pub(super) fn json(diff: &Diff) -> Value {
    let changes: Vec<Value> = diff
        .changes
        .iter()
        .map(|change| {
            json!({
                "pointer": change.pointer.as_str(),
                "reached": change.reached,
                "class": change.class.as_str(),
                "step": change.step().as_str(),
                "what": change.what,
                "old": change.old,
                "new": change.new,
            })
        })
        .collect();
    json!({ "step": diff.step().as_str(), "changes": changes })
}
