//! The manifest: its text comes in, and what in it no template has written goes out.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use toml::{Table, Value};

const TABLES: [&str; 9] = [
    "dependencies",
    "dev-dependencies",
    "example",
    "features",
    "lib",
    "lints",
    "package",
    "test",
    "workspace",
];

const PACKAGE: [&str; 13] = [
    "autoexamples",
    "categories",
    "description",
    "edition",
    "keywords",
    "license",
    "metadata",
    "name",
    "publish",
    "readme",
    "repository",
    "rust-version",
    "version",
];

/// The runtime's manifest, from which the emitted one has its dependencies.
const RUNTIME: &str = include_str!("../../runtime/Cargo.toml");

pub(super) fn faults(text: &str) -> Vec<String> {
    let manifest: Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![format!("is no TOML: {error}")],
    };
    let mut faults = unknown("", &manifest, &TABLES.into());
    faults.extend(unknown(
        "package.",
        table(&manifest, "package"),
        &PACKAGE.into(),
    ));
    faults.extend(unknown(
        "lib.",
        table(&manifest, "lib"),
        &BTreeSet::from(["test"]),
    ));
    let runtime: Table = RUNTIME.parse().unwrap_or_default();
    for section in ["dependencies", "dev-dependencies"] {
        let known: BTreeSet<&str> = ["dependencies", "dev-dependencies"]
            .iter()
            .flat_map(|section| table(&runtime, section).keys())
            .map(String::as_str)
            .collect();
        let found = table(&manifest, section);
        faults.extend(unknown(&format!("{section}."), found, &known));
    }
    faults.extend(features(table(&manifest, "features")));
    faults
}

fn table<'t>(manifest: &'t Table, name: &str) -> &'t Table {
    static EMPTY: LazyLock<Table> = LazyLock::new(Table::new);
    let table = manifest.get(name).and_then(Value::as_table);
    table.unwrap_or(&EMPTY)
}

fn unknown(prefix: &str, found: &Table, known: &BTreeSet<&str>) -> Vec<String> {
    let unknown = found.keys().filter(|key| !known.contains(key.as_str()));
    unknown
        .map(|key| format!("has the key {prefix}{key}"))
        .collect()
}

/// Features that Cargo refuses, and those that turn on what is not there.
fn features(features: &Table) -> Vec<String> {
    let is_name = |name: &str| {
        let allowed = |it: u8| it.is_ascii_alphanumeric() || b"-_".contains(&it);
        !name.is_empty() && name.bytes().all(allowed)
    };
    let refused = features.keys().filter(|name| !is_name(name));
    let mut faults: Vec<String> = refused
        .map(|name| format!("has the feature {name:?}"))
        .collect();
    for (name, turned_on) in features {
        for other in turned_on.as_array().into_iter().flatten() {
            let other = other.as_str().unwrap_or_default();
            let is_known = other.contains(['/', ':']) || features.contains_key(other);
            if !is_known {
                faults.push(format!("the feature {name} turns on {other:?}"));
            }
        }
    }
    faults
}
