//! `cargo xtask release`: raises the crate's version by what has changed since the last release,
//! writes the changelog, and records what the next one is compared with.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use generator::diff::{self, Diff, Step, Version};
use generator::{Input, Source, slice};
use toml_edit::{DocumentMut, Item, Table};

use crate::Outcome;
use crate::cli::Release as Arguments;
use crate::codegen::{locked, unreadable};
use crate::diff::meaning;
use crate::digest::sha256;
use crate::lock::{Lock, Release};
use crate::report::Report;

/// The file that holds the description of the last release, with the overlay applied.
const RELEASED: &str = "released.yaml";

const HEAD: &str = "\
# The description that the last release of the crate was made from, with the overlay applied:
# `cargo xtask release` writes it, and `cargo xtask codegen --check` compares with it, so that the
# crate's version tells what has changed. Nothing is generated from it.
";

/// Runs the command in the workspace `root`.
#[must_use]
pub fn run(arguments: &Arguments, root: &Path) -> Outcome {
    match release(arguments, root) {
        Ok(done) => Report::note(done).outcome(arguments.format, 0),
        Err(report) => report.outcome(arguments.format, 1),
    }
}

/// What has changed since the last release, and what that asks of the version.
struct Changed {
    diff: Diff,
    released: Version,
    /// The least version that tells it.
    next: Version,
}

/// Compares the description of `version` with that of the last release; `None` if there was none.
fn changed(root: &Path, lock: &Lock, version: &str) -> Result<Option<Changed>, Report> {
    let Some(release) = &lock.release else {
        return Ok(None);
    };
    let released = parsed(&release.version)?;
    let old = meaning(&input(root, release, locked(root, version)?)?)?;
    let new = meaning(&locked(root, version)?)?;
    let diff = diff::diff(&old, &new);
    let next = released.after(diff.step());
    Ok(Some(Changed {
        diff,
        released,
        next,
    }))
}

/// The description of the last release, for a crate that is otherwise as `now`.
fn input(root: &Path, release: &Release, now: Input) -> Result<Input, Report> {
    let name = format!("spec/{}", release.file.display());
    let bytes = fs::read(root.join("spec").join(&release.file))
        .map_err(|error| unreadable(&name, &error))?;
    Ok(Input {
        description: Source { name, bytes },
        beside: Vec::new(),
        overlay: None,
        api_version: Some(release.api_version.clone()),
        ..now
    })
}

/// Refuses a version that does not tell what has changed since the last release.
///
/// # Errors
/// What it asks for.
pub(crate) fn check(root: &Path) -> Result<(), Report> {
    let lock = Lock::read(&root.join("spec")).map_err(|error| Report::failure(&error))?;
    let Some(changed) = changed(root, &lock, &lock.default_api_version)? else {
        return Ok(());
    };
    let Changed {
        diff,
        released,
        next,
    } = changed;
    let now = parsed(&lock.package.version)?;
    if diff.step() < Step::Additive || now >= next {
        return Ok(());
    }
    let heading = Report::failure(&format!(
        "the crate's version is {now}, but what has changed since {released} asks for {next}"
    ));
    let mut text = String::new();
    for line in diff.table().lines() {
        let _ = writeln!(text, "  {line}");
    }
    text.push_str("help: run `cargo xtask release`, or raise `version` in spec/lock.toml\n");
    Err(heading.and(&Report::note(text)))
}

fn release(arguments: &Arguments, root: &Path) -> Result<String, Report> {
    let spec = root.join("spec");
    let lock = Lock::read(&spec).map_err(|error| Report::failure(&error))?;
    let version = arguments.api_version.as_deref();
    let version = version.unwrap_or(&lock.default_api_version);
    let input = locked(root, version)?;
    let now = parsed(&lock.package.version)?;
    let changed = changed(root, &lock, version)?;
    if let Some(Changed { diff, released, .. }) = &changed
        && diff.step() == Step::None
        && now == *released
    {
        return Ok(format!("nothing has changed since {released}\n"));
    }
    let next = changed.as_ref().map_or(now, |it| now.max(it.next));
    let document = meaning(&input)?;
    let text = slice::yaml(HEAD, document.document())
        .map_err(|error| Report::failure(&error.to_string()))?;
    let (number, digest) = (next.to_string(), sha256(text.as_bytes()));
    let recorded = [
        ("version", number.as_str()),
        ("api-version", version),
        ("file", RELEASED),
        ("sha256", digest.as_str()),
    ];
    let edited = edited(&spec, version, &recorded).map_err(|error| Report::failure(&error))?;
    let entry = changed.as_ref().map(|changed| {
        let name = lock.package.name.as_str();
        let what = changed.diff.markdown();
        format!("## {name} {next}\n\nFor API version {version}.\n\n{what}")
    });
    let changelog = root.join("CHANGELOG.md");
    if let Some(entry) = entry {
        let text = fs::read_to_string(&changelog).unwrap_or_default();
        write(&changelog, &with_entry(&text, &entry))?;
    }
    write(&spec.join(RELEASED), &text)?;
    write(&spec.join("lock.toml"), &edited)?;
    let since = changed.map_or_else(
        || "the first to be recorded".to_owned(),
        |it| format!("{} after {}", it.diff.step().as_str(), it.released),
    );
    Ok(format!("{next} for API version {version}: {since}\n"))
}

/// The lock's text with the release in it, and all else as it was.
fn edited(spec: &Path, version: &str, recorded: &[(&str, &str)]) -> Result<String, String> {
    let path = spec.join("lock.toml");
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(|error| failed(&error))?;
    let mut lock: DocumentMut = text.parse().map_err(|error| failed(&error))?;
    set(lock.as_table_mut(), "default-api-version", version);
    let number = recorded.iter().find(|(key, _)| *key == "version");
    if let (Some(package), Some((key, number))) = (lock["crate"].as_table_mut(), number) {
        set(package, key, number);
    }
    let release = lock
        .entry("release")
        .or_insert_with(|| Item::Table(Table::new()))
        .as_table_mut()
        .ok_or_else(|| failed(&"`release` is no table"))?;
    for (key, text) in recorded {
        set(release, key, text);
    }
    Ok(lock.to_string())
}

/// Changes a value and leaves the comments around it.
pub(crate) fn set(table: &mut Table, key: &str, text: &str) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) if old.as_str() == Some(text) => {}
        Some(old) => {
            let decor = old.decor().clone();
            *old = text.into();
            *old.decor_mut() = decor;
        }
        None => table[key] = toml_edit::value(text),
    }
}

/// The changelog with a new section below what is not released, which becomes a part of it.
fn with_entry(changelog: &str, entry: &str) -> String {
    const UNRELEASED: &str = "## Unreleased\n\n";
    match changelog.find(UNRELEASED) {
        Some(at) => {
            let (head, rest) = changelog.split_at(at + UNRELEASED.len());
            format!("{head}{entry}\n{rest}")
        }
        None => format!("{changelog}\n{UNRELEASED}{entry}"),
    }
}

fn parsed(version: &str) -> Result<Version, Report> {
    version
        .parse()
        .map_err(|error: String| Report::failure(&error))
}

fn write(path: &Path, text: &str) -> Result<(), Report> {
    fs::write(path, text).map_err(|error| Report::failure(&format!("{}: {error}", path.display())))
}
