//! What is recorded about a slice: its entry in `spec/lock.toml`, and upstream's prose by digest.

use std::fs;
use std::path::Path;

use generator::slice::Prose;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use crate::release::set;

/// What the lock says of a version.
pub(super) struct Entry<'a> {
    pub(super) version: &'a str,
    pub(super) file: &'a Path,
    pub(super) source: &'a str,
    pub(super) upstream_sha256: &'a str,
    pub(super) sha256: &'a str,
    pub(super) operations: Option<&'a [String]>,
}

/// The text of `lock.toml` with the entry in it, and all else as it was.
pub(super) fn lock(spec: &Path, entry: &Entry<'_>) -> Result<String, String> {
    let path = spec.join("lock.toml");
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(|error| failed(&error))?;
    let mut lock: DocumentMut = text.parse().map_err(|error| failed(&error))?;
    let versions = lock
        .entry("api-version")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or_else(|| failed(&"`api-version` is no array of tables"))?;
    let is_it = |table: &Table| text_of(table, "version") == Some(entry.version);
    let known = versions.iter().position(is_it);
    let index = known.unwrap_or_else(|| {
        versions.push(Table::new());
        versions.len() - 1
    });
    let table = versions
        .get_mut(index)
        .ok_or_else(|| failed(&"the entry is lost"))?;
    let is_as_before = text_of(table, "upstream-sha256") == Some(entry.upstream_sha256)
        && text_of(table, "sha256") == Some(entry.sha256);
    set(table, "version", entry.version);
    set(table, "file", &with_slashes(entry.file));
    set(table, "source", entry.source);
    set(table, "upstream-sha256", entry.upstream_sha256);
    if !is_as_before || !table.contains_key("date") {
        set(table, "date", &today());
    }
    set(table, "sha256", entry.sha256);
    match entry.operations {
        None => drop(table.remove("operations")),
        Some(operations) => {
            let operations: Array = operations.iter().map(String::as_str).collect();
            table["operations"] = value(operations);
        }
    }
    Ok(lock.to_string())
}

/// The digests of upstream's prose as a file.
pub(super) fn prose(upstream: &Prose) -> Result<String, String> {
    let digests = toml::to_string(upstream).map_err(|error| error.to_string())?;
    Ok(format!(
        "# The texts of upstream's for which the slice beside has its own, by the first 64 bits of their\n\
         # SHA-256: `cargo xtask vendor` writes this file, and warns of those that have changed.\n\
         {digests}"
    ))
}

fn text_of<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    table.get(key)?.as_str()
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn today() -> String {
    // The day in UTC, so that two people on one day write one date.
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}
