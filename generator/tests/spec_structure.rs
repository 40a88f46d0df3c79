//! Holds the documents in `spec/` to what their heads promise: the structure is upstream's, the
//! prose is ours. Upstream's files are not part of the repository; where they are missing, the tests
//! that need them say so and pass.

use std::collections::HashMap;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_yaml::Value;

type Outcome = Result<(), Box<dyn Error>>;

const PROSE: [&str; 2] = ["summary", "description"];

/// Shorter prose may coincide by chance.
const LONGEST_SHARED_PROSE: usize = 25;
const SHORTEST_SHARED_RUN: usize = 8;

#[test]
fn the_structure_is_upstreams() -> Outcome {
    let Some(upstream) = upstream() else {
        return Ok(());
    };
    for (version, file) in documents()? {
        let theirs = upstream.join(format!("artifacts.{version}.yaml"));
        if !theirs.is_file() {
            skipped(&theirs);
            continue;
        }
        let theirs = read_yaml(&theirs)?;
        let mut differences = Vec::new();
        compare(&theirs, &read_yaml(&file)?, "", &mut differences);
        assert!(
            differences.is_empty(),
            "{} differs from upstream:\n{}",
            file.display(),
            differences.join("\n")
        );
    }
    Ok(())
}

#[test]
fn the_prose_is_ours() -> Outcome {
    let Some(upstream) = upstream() else {
        return Ok(());
    };
    let mut theirs = Vec::new();
    for file in entries(&upstream)? {
        collect_prose(&read_yaml(&file)?, "", &mut theirs);
    }
    // The documentation page that the descriptions render: all of it counts as prose.
    for page in entries(&upstream.with_file_name("seed"))? {
        let text = fs::read_to_string(page)?;
        theirs.extend(text.lines().map(|line| (String::new(), line.to_owned())));
    }
    let theirs: Vec<String> = theirs.into_iter().map(|(_, text)| text).collect();
    let mut runs = HashMap::new();
    for text in &theirs {
        for run in words(text).windows(SHORTEST_SHARED_RUN) {
            runs.insert(run.to_vec(), text);
        }
    }

    let overlay = spec().join("overlay.yaml");
    let mut copied = Vec::new();
    for file in documents()?
        .into_iter()
        .map(|(_, file)| file)
        .chain([overlay])
    {
        let mut ours = Vec::new();
        collect_prose(&read_yaml(&file)?, "", &mut ours);
        for (pointer, text) in ours {
            let place = format!("{}#{pointer}", file.display());
            if text.chars().count() > LONGEST_SHARED_PROSE && theirs.contains(&text) {
                copied.push(format!("{place}: is upstream's"));
            }
            for run in words(&text).windows(SHORTEST_SHARED_RUN) {
                if let Some(source) = runs.get(run) {
                    copied.push(format!(
                        "{place}: {:?} is also in {source:?}",
                        run.join(" ")
                    ));
                }
            }
        }
    }
    assert!(
        copied.is_empty(),
        "prose that is not ours:\n{}",
        copied.join("\n")
    );
    Ok(())
}

#[test]
fn a_difference_is_reported_with_its_pointer() -> Outcome {
    let check = |theirs: &str, ours: &str, expected: &[&str]| -> Outcome {
        let mut differences = Vec::new();
        compare(
            &serde_yaml::from_str(theirs)?,
            &serde_yaml::from_str(ours)?,
            "",
            &mut differences,
        );
        assert_eq!(differences, expected, "{theirs} against {ours}");
        Ok(())
    };
    check("{summary: a, b: 1}", "{summary: z, b: 1}", &[])?;
    check(
        "{b: {x~/y: 1}}",
        "{b: {x~/y: 2}}",
        &["/b/x~0~1y: 1 has become 2"],
    )?;
    check("{b: 1}", "{b: '1'}", &["/b: 1 has become '1'"])?;
    check(
        "{a: 1, b: 2}",
        "{b: 2, a: 1}",
        &[": the keys a, b have become b, a"],
    )?;
    check(
        "{description: a}",
        "{}",
        &[": the keys description have become "],
    )?;
    check(
        "{description: a}",
        "{description: ''}",
        &["/description: has no text"],
    )?;
    check("[1, 2]", "[1]", &[": 2 elements have become 1"])?;
    // A property that is called `description`, and an example with a member of that name.
    check(
        "{properties: {description: {type: string}}}",
        "{properties: {description: {type: integer}}}",
        &["/properties/description/type: string has become integer"],
    )?;
    check(
        "{example: {description: a}}",
        "{example: {description: b}}",
        &["/example/description: a has become b"],
    )
}

#[test]
fn shared_words_are_found_across_lines_and_code() {
    let theirs = words("You need the `repo` scope, (see [here](https://example.com/a)).");
    assert_eq!(theirs, ["you", "need", "the", "scope", "see", "here"]);
    assert_eq!(
        words("You need\nthe scope see https://x.test/b here"),
        theirs
    );
}

/// Collects where `ours` departs from `theirs` in anything but the wording of prose.
fn compare(theirs: &Value, ours: &Value, pointer: &str, differences: &mut Vec<String>) {
    match (theirs, ours) {
        (Value::Mapping(a), Value::Mapping(b)) => {
            let keys = |value: &serde_yaml::Mapping| {
                value.keys().map(scalar).collect::<Vec<_>>().join(", ")
            };
            if keys(a) != keys(b) {
                let (a, b) = (keys(a), keys(b));
                differences.push(format!("{pointer}: the keys {a} have become {b}"));
            }
            for (key, theirs) in a {
                let Some(ours) = b.get(key) else { continue };
                let pointer = child(pointer, &scalar(key));
                match ours {
                    Value::String(text) if is_prose(key, theirs, &pointer) => {
                        if text.trim().is_empty() {
                            differences.push(format!("{pointer}: has no text"));
                        }
                    }
                    _ => compare(theirs, ours, &pointer, differences),
                }
            }
        }
        (Value::Sequence(a), Value::Sequence(b)) => {
            if a.len() != b.len() {
                let (a, b) = (a.len(), b.len());
                differences.push(format!("{pointer}: {a} elements have become {b}"));
            }
            for (index, (theirs, ours)) in a.iter().zip(b).enumerate() {
                compare(
                    theirs,
                    ours,
                    &child(pointer, &index.to_string()),
                    differences,
                );
            }
        }
        _ if theirs == ours => {}
        _ => {
            let (a, b) = (scalar(theirs), scalar(ours));
            differences.push(format!("{pointer}: {a} has become {b}"));
        }
    }
}

/// Collects every summary and description with its pointer.
fn collect_prose(value: &Value, pointer: &str, prose: &mut Vec<(String, String)>) {
    match value {
        Value::Mapping(members) => {
            for (key, value) in members {
                let pointer = child(pointer, &scalar(key));
                match value {
                    Value::String(text) if is_prose(key, value, &pointer) => {
                        prose.push((pointer, text.clone()));
                    }
                    _ => collect_prose(value, &pointer, prose),
                }
            }
        }
        Value::Sequence(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect_prose(element, &child(pointer, &index.to_string()), prose);
            }
        }
        _ => {}
    }
}

/// Text under a prose key; but the value of an example is data, whatever its members are called.
fn is_prose(key: &Value, value: &Value, pointer: &str) -> bool {
    let in_example = pointer
        .split('/')
        .any(|part| part == "example" || part == "value");
    key.as_str().is_some_and(|key| PROSE.contains(&key)) && value.is_string() && !in_example
}

/// The words of a text, without code spans and addresses.
fn words(text: &str) -> Vec<String> {
    let without_code: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    without_code
        .replace("](", " ")
        .split_whitespace()
        .filter(|part| !part.contains("://"))
        .flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '\''))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn child(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

fn scalar(value: &Value) -> String {
    serde_yaml::to_string(value)
        .unwrap_or_default()
        .trim_end()
        .to_owned()
}

/// The folder of upstream's files, which stands beside the repository where there is one.
fn upstream() -> Option<PathBuf> {
    let folder = workspace().join("../shared/upstream");
    if !folder.is_dir() {
        skipped(&folder);
        return None;
    }
    Some(folder)
}

fn skipped(missing: &Path) {
    // Not `eprintln!`, which the test runner would swallow.
    let _ = writeln!(io::stderr(), "skipped: there is no {}", missing.display());
}

/// The API version and the document of every version folder.
fn documents() -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for folder in entries(&spec())? {
        let file = folder.join("artifacts.yaml");
        if let Some(version) = folder.file_name().filter(|_| file.is_file()) {
            documents.push((version.to_string_lossy().into_owned(), file));
        }
    }
    if documents.is_empty() {
        return Err("there is no artifacts.yaml below spec".into());
    }
    Ok(documents)
}

/// What is in a folder; nothing where there is no such folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut entries = Vec::new();
    if !folder.is_dir() {
        return Ok(entries);
    }
    for entry in fs::read_dir(folder)? {
        entries.push(entry?.path());
    }
    entries.sort();
    Ok(entries)
}

fn read_yaml(file: &Path) -> Result<Value, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    Ok(serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?)
}

fn spec() -> PathBuf {
    workspace().join("spec")
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
