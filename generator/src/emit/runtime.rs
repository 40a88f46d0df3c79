//! The hand-written support code, copied byte for byte; files that nobody needs stay behind.

use std::collections::BTreeSet;

use super::{File, FileContent};
use crate::plan::RuntimePart;

macro_rules! runtime_files {
    ($($name:literal)+) => {
        /// The files below `runtime/src`, besides the root.
        const FILES: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../runtime/src/", $name, ".rs"))),)+
        ];
    };
}

runtime_files! {
    "answer" "base_url" "blank" "builder" "calendar" "call" "client" "clock" "conditional" "content"
    "context" "credential" "datetime" "decode" "digest" "download" "draft" "endings" "error"
    "event_source" "events" "exchange" "file_name" "gate" "hashing" "http_date" "intake" "json_path" "judge" "lenient" "lifecycle"
    "link" "maybe" "members" "multipart" "number_enum" "operation" "page" "part_file" "rate_limit"
    "record" "redirect" "request" "reqwest_transport" "response" "retry" "send" "sending" "service"
    "session" "string_enum"
    "style" "table" "template" "trace"
    "transfer" "transport" "tree" "union" "unpack" "unpack_error" "unpack_plan" "ureq_transport"
    "ureq_veil" "url"
}

const ROOT: &str = include_str!("../../runtime/src/lib.rs");

/// Files that stay behind where nothing needs them.
const OPTIONAL: [(RuntimePart, &[&str]); 5] = [
    (RuntimePart::Dates, &["datetime"]),
    (RuntimePart::Events, &["event_source", "events"]),
    (RuntimePart::Numbers, &["number_enum"]),
    (
        RuntimePart::Structs,
        &["maybe", "members", "record", "table"],
    ),
    (RuntimePart::Unions, &["union"]),
];

/// The runtime's files, as far as the crate needs them.
pub(super) fn files(needed: &BTreeSet<RuntimePart>) -> Vec<File> {
    let unused: Vec<&str> = OPTIONAL
        .into_iter()
        .filter(|(part, _)| !needed.contains(part))
        .flat_map(|(_, files)| files)
        .copied()
        .collect();
    let kept = FILES.iter().filter(|(name, _)| !unused.contains(name));
    let mut copies: Vec<File> = kept
        .map(|(name, text)| written(&format!("src/runtime/{name}.rs"), text))
        .collect();
    copies.push(root(&unused));
    copies
}

fn written(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        content: FileContent::WrittenRust(text.to_owned()),
    }
}

/// The runtime's root without the modules that stay behind.
fn root(unused: &[&str]) -> File {
    const PATH: &str = "src/runtime.rs";
    let is_of = |line: &str| {
        let line = line.trim_start_matches("pub(crate) ");
        let line = line.trim_start_matches("pub ");
        unused.iter().any(|module| {
            line == format!("mod {module};") || line.starts_with(&format!("use {module}::"))
        })
    };
    // The root has one module or re-export a line, which a test of the runtime's holds it to. An
    // attribute goes with the line below it.
    let mut kept = String::with_capacity(ROOT.len());
    let mut attributes = String::new();
    for line in ROOT.lines() {
        if line.starts_with("#[") {
            attributes.push_str(line);
            attributes.push('\n');
            continue;
        }
        let attributes = std::mem::take(&mut attributes);
        if !is_of(line) {
            kept.push_str(&attributes);
            kept.push_str(line);
            kept.push('\n');
        }
    }
    written(PATH, &kept)
}

/// What `datetime` alone uses: dependencies, each with a feature of its name.
const OF_DATES: [&str; 3] = ["chrono", "jiff", "time"];

/// Whether the crate needs the dependency or the feature `name` of the runtime's.
pub(super) fn needs_dependency(name: &str, needed: &BTreeSet<RuntimePart>) -> bool {
    needed.contains(&RuntimePart::Dates) || !OF_DATES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_runtime_is_known() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/src");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                entry
                    .unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            })
            .filter(|name| name != "lib")
            .collect();
        found.sort();
        let known: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, known);
    }

    #[test]
    fn what_nobody_uses_stays_behind_and_the_root_does_not_name_it() {
        let copies = files(&BTreeSet::from([RuntimePart::Dates]));
        let paths: Vec<&str> = copies.iter().map(|file| file.path.as_str()).collect();
        assert!(paths.contains(&"src/runtime/datetime.rs"));
        for unused in ["events", "maybe", "record", "table", "union"] {
            assert!(!paths.contains(&format!("src/runtime/{unused}.rs").as_str()));
        }
        let Some(FileContent::WrittenRust(root)) = copies.last().map(|file| &file.content) else {
            panic!("the root is written")
        };
        assert!(
            root.contains("mod datetime;") && !root.contains("union"),
            "{root}"
        );
        assert!(
            !root.contains("record") && !root.contains("emitted types"),
            "{root}"
        );
    }
}
