//! The differences as an entry of a changelog.

use std::fmt::Write as _;

use super::{Change, Class, Diff};

/// More names than these say no more than their number.
const MAX_REACHED: usize = 5;

type Section = (&'static str, &'static str, fn(&Change) -> bool);

const SECTIONS: [Section; 4] = [
    ("Breaking", "", |it| it.class == Class::Breaking),
    (
        "Changed",
        "Nothing breaks between client and server, but programs that use these have to be edited.\n\n",
        |it| it.class != Class::Breaking && it.source,
    ),
    ("Added", "", |it| it.class == Class::Additive && !it.source),
    ("Documentation", "", |it| {
        it.class == Class::Documentation && !it.source
    }),
];

pub(super) fn markdown(diff: &Diff) -> String {
    let mut text = String::new();
    for (heading, intro, test) in SECTIONS {
        let changes: Vec<String> = diff
            .changes
            .iter()
            .filter(|it| test(it))
            .map(line)
            .collect();
        if !changes.is_empty() {
            let _ = write!(text, "### {heading}\n\n{intro}{}\n", changes.concat());
        }
    }
    if text.is_empty() {
        "Nothing has changed for those who use the crate.\n".to_owned()
    } else {
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }
}

fn line(change: &Change) -> String {
    let mut line = format!("- {}: {}", reached(&change.reached), change.what);
    line.push('\n');
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old == new => {}
        (Some(old), Some(new)) => {
            let _ = writeln!(line, "  - `{old}` is now `{new}`");
        }
        (Some(only), None) | (None, Some(only)) => {
            let _ = writeln!(line, "  - `{only}`");
        }
        (None, None) => {}
    }
    line
}

pub(super) fn reached(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(MAX_REACHED)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len().saturating_sub(MAX_REACHED);
    let list = shown.join(", ");
    if more == 0 {
        list
    } else {
        format!("{list} and {more} more")
    }
}
