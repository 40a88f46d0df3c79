//! `cargo xtask vendor`: reads an upstream description, has the slice cut out of it, and writes it
//! with what `spec/lock.toml` records about it.

mod record;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use generator::diagnostic::Diagnostics;
use generator::read::Beside;
use generator::slice::{self, Cut, Prior, Prose, Slice};
use generator::{Source, locate, read};
use serde_json::Value;

use crate::cli::Vendor;
use crate::codegen::unreadable;
use crate::digest::sha256;
use crate::lock::{ApiVersion, Lock};
use crate::report::Report;
use crate::{Outcome, beside, counted};

/// The name of the file beside a slice that holds the digests of upstream's prose.
const PROSE_FILE: &str = "prose.toml";

/// Runs the command in the workspace `root`.
#[must_use]
pub fn run(arguments: &Vendor, root: &Path) -> Outcome {
    let spec = root.join("spec");
    let done = match (&arguments.file, &arguments.api_version) {
        (Some(file), Some(version)) => vendor(arguments, &spec, file, version),
        _ => verify(&spec)
            .map(Report::note)
            .map_err(|error| Report::failure(&error)),
    };
    match done {
        Ok(report) => report.outcome(arguments.format, 0),
        Err(report) => report.outcome(arguments.format, 1),
    }
}

/// Compares the files of `spec` with the digests in its lock.
fn verify(spec: &Path) -> Result<String, String> {
    let lock = Lock::read(spec)?;
    let mut wrong = String::new();
    let mut count = 0;
    for (file, locked) in lock.digests() {
        let name = file.display();
        count += 1;
        match fs::read(spec.join(file)) {
            Err(error) => writeln!(wrong, "  spec/{name}: {error}"),
            Ok(bytes) if sha256(&bytes) == locked => continue,
            Ok(bytes) => writeln!(wrong, "  spec/{name}: is {}", sha256(&bytes)),
        }
        .map_err(|error| error.to_string())?;
    }
    if wrong.is_empty() {
        return Ok(format!("{}: as locked\n", counted(count, "file")));
    }
    Err(format!(
        "spec/ is not what its lock.toml says:\n{wrong}help: a changed slice or overlay needs its \
         new digest in lock.toml"
    ))
}

/// The slice of an API version, ready to be written.
struct Vendored {
    slice: Slice,
    said: Diagnostics,
    /// The slice's file, relative to `spec/`.
    file: PathBuf,
    text: String,
    /// The digests of upstream's prose.
    prose: String,
    lock: String,
}

fn vendor(arguments: &Vendor, spec: &Path, file: &Path, version: &str) -> Result<Report, Report> {
    let name = file.display().to_string();
    let bytes = fs::read(file).map_err(|error| unreadable(&name, &error))?;
    let source = Source { name, bytes };
    let beside = beside(&source, file);
    let vendored = vendored(arguments, spec, (&source, &beside), version)?;
    let found = Report::found_beside(&vendored.said, &source, &beside);
    let mut said = String::new();
    let directory = vendored.file.parent().unwrap_or(Path::new(""));
    let files = [
        (vendored.file.clone(), &vendored.text),
        (directory.join(PROSE_FILE), &vendored.prose),
        (PathBuf::from("lock.toml"), &vendored.lock),
    ];
    let differing: Vec<_> = files
        .iter()
        .filter(|(path, text)| fs::read(spec.join(path)).ok().as_deref() != Some(text.as_bytes()))
        .collect();
    let operations = operation_count(&vendored.slice.value);
    let _ = write!(
        said,
        "API version {version}: {}, {}: ",
        counted(operations, "operation"),
        counted(component_count(&vendored.slice.value), "component")
    );
    if arguments.check {
        if differing.is_empty() {
            said.push_str("up to date\n");
            return Ok(found.and(&Report::note(said)));
        }
        said.push_str("not what would be written\n");
        for (path, _) in differing {
            let _ = writeln!(said, "  differs   spec/{}", path.display());
        }
        return Err(found.and(&Report::note(said)));
    }
    for (path, text) in &differing {
        write(&spec.join(path), text)?;
    }
    let _ = writeln!(
        said,
        "{} written, {}",
        counted(differing.len(), "file"),
        counted(vendored.said.len(), "warning")
    );
    Ok(found.and(&Report::note(said)))
}

fn vendored(
    arguments: &Vendor,
    spec: &Path,
    (source, beside): (&Source, &[Beside]),
    version: &str,
) -> Result<Vendored, Report> {
    let report = |found: Diagnostics| Report::found_beside(&found, source, beside);
    let (document, origins) = read::whole(source, beside).map_err(report)?;
    let lock = Lock::read(spec).map_err(|error| Report::failure(&error))?;
    let entry = lock.api_version.iter().find(|it| it.version == version);
    let before = entry.or(lock.newest());
    let earlier = before
        .map(|before| Earlier::read(spec, before))
        .transpose()?;
    let listed = entry.and_then(|entry| entry.operations.as_deref());
    let operations = match arguments.operations.as_slice() {
        [] => listed.unwrap_or(&lock.operations),
        given => given,
    };
    let cut = Cut {
        operations,
        api_version: version,
        prior: earlier.as_ref().map(|earlier| Prior {
            document: &earlier.document,
            upstream: &earlier.upstream,
        }),
        moves: !arguments.operations.is_empty(),
    };
    let located = |mut found: Diagnostics| {
        if let Ok(texts) = read::texts(source, beside, None) {
            locate::locate(&mut found, &texts, &origins);
        }
        found
    };
    let (slice, said) = slice::slice(&document, &cut).map_err(|found| report(located(found)))?;
    let head = earlier
        .as_ref()
        .map_or("", |earlier| slice::head(&earlier.text));
    let text =
        slice::yaml(head, &slice.value).map_err(|error| Report::failure(&error.to_string()))?;
    let file = entry.map_or_else(|| new_file(version, before), |entry| entry.file.clone());
    let recorded = record::Entry {
        version,
        file: &file,
        source: &source_text(arguments, version, entry, before),
        upstream_sha256: &sha256(&source.bytes),
        sha256: &sha256(text.as_bytes()),
        operations: (operations != lock.operations).then_some(operations),
    };
    Ok(Vendored {
        lock: record::lock(spec, &recorded).map_err(|error| Report::failure(&error))?,
        prose: record::prose(&slice.upstream).map_err(|error| Report::failure(&error))?,
        said: located(said),
        slice,
        file,
        text,
    })
}

/// A slice that is there already.
struct Earlier {
    text: String,
    document: Value,
    upstream: Prose,
}

impl Earlier {
    fn read(spec: &Path, entry: &ApiVersion) -> Result<Self, Report> {
        let path = spec.join(&entry.file);
        let name = Path::new("spec").join(&entry.file).display().to_string();
        let bytes = fs::read(&path).map_err(|error| unreadable(&name, &error))?;
        let source = Source { name, bytes };
        let document =
            read::value(&source).map_err(|found| Report::found(&found, &source, None))?;
        let prose = path.with_file_name(PROSE_FILE);
        let upstream = match fs::read_to_string(&prose) {
            Ok(text) => toml::from_str(&text)
                .map_err(|error| Report::failure(&format!("{}: {error}", prose.display())))?,
            // Nothing was recorded, so nothing can have changed.
            Err(_) => Prose::new(),
        };
        Ok(Self {
            text: String::from_utf8_lossy(&source.bytes).into_owned(),
            document,
            upstream,
        })
    }
}

/// The file of a new version: in a directory of its own, called as that of the version before.
fn new_file(version: &str, before: Option<&ApiVersion>) -> PathBuf {
    let name = before.and_then(|before| before.file.file_name());
    Path::new(version).join(name.unwrap_or("api.yaml".as_ref()))
}

fn source_text(
    arguments: &Vendor,
    version: &str,
    entry: Option<&ApiVersion>,
    before: Option<&ApiVersion>,
) -> String {
    if let Some(source) = &arguments.source {
        return source.clone();
    }
    let before = entry.or(before);
    before.map_or_else(String::new, |it| it.source.replace(&it.version, version))
}

fn operation_count(value: &Value) -> usize {
    let items = value["paths"].as_object().into_iter().flatten();
    let members = items.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    members
        .filter(|(_, operation)| operation.get("operationId").is_some())
        .count()
}

fn component_count(value: &Value) -> usize {
    let sections = value["components"].as_object().into_iter().flatten();
    sections
        .filter_map(|(_, keys)| keys.as_object())
        .map(serde_json::Map::len)
        .sum()
}

fn write(path: &Path, text: &str) -> Result<(), Report> {
    let directory = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(directory)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| Report::failure(&format!("{}: {error}", path.display())))
}
