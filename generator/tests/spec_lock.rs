//! Holds `spec/lock.toml` to what is in `spec/`: the digests of the files, the operations of every
//! version's document, and that nothing is named that is not there.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_yaml::Value;
use sha2::{Digest, Sha256};

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn the_digests_are_those_of_the_files() -> Outcome {
    let lock = lock()?;
    let locked = array(&lock, "api-version")?
        .iter()
        .chain(lock.get("overlay"));
    let mut wrong = Vec::new();
    for entry in locked {
        let (file, expected) = (text(entry, "file")?, text(entry, "sha256")?);
        let actual = sha256(&fs::read(spec().join(file))?);
        if actual != expected {
            wrong.push(format!("{file}: locked {expected}, is {actual}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "digests in spec/lock.toml:\n{}",
        wrong.join("\n")
    );
    Ok(())
}

#[test]
fn every_version_has_exactly_the_listed_operations() -> Outcome {
    let lock = lock()?;
    let listed = array(&lock, "operations")?;
    for version in array(&lock, "api-version")? {
        let own = version.get("operations").and_then(toml::Value::as_array);
        let listed = own.map_or(listed, Vec::as_slice).iter();
        let mut listed: Vec<&str> = listed.filter_map(toml::Value::as_str).collect();
        listed.sort_unstable();
        let file = text(version, "file")?;
        let document: Value = serde_yaml::from_str(&fs::read_to_string(spec().join(file))?)?;
        let paths = document.get("paths").and_then(Value::as_mapping);
        let mut found: Vec<&str> = paths
            .ok_or("no paths")?
            .values()
            .filter_map(Value::as_mapping)
            .flat_map(|item| item.values())
            .filter_map(|operation| operation.get("operationId")?.as_str())
            .collect();
        found.sort_unstable();
        assert_eq!(listed, found, "the listed operations and those of {file}");
    }
    Ok(())
}

#[test]
fn what_is_named_is_there() -> Outcome {
    let lock = lock()?;
    let default = lock.get("default-api-version");
    let versions = array(&lock, "api-version")?;
    assert!(
        versions.iter().any(|entry| entry.get("version") == default),
        "default-api-version {default:?} is none of the versions"
    );
    for example in array(&lock, "example")? {
        let file = text(example, "file")?;
        assert!(spec().join(file).is_file(), "{file} is missing");
    }
    Ok(())
}

fn lock() -> Result<toml::Table, Box<dyn Error>> {
    Ok(fs::read_to_string(spec().join("lock.toml"))?.parse()?)
}

fn array<'a>(lock: &'a toml::Table, key: &str) -> Result<&'a [toml::Value], Box<dyn Error>> {
    let value = lock.get(key).and_then(toml::Value::as_array);
    Ok(value.ok_or_else(|| format!("{key} is missing"))?)
}

fn text<'a>(entry: &'a toml::Value, key: &str) -> Result<&'a str, Box<dyn Error>> {
    let value = entry.get(key).and_then(toml::Value::as_str);
    Ok(value.ok_or_else(|| format!("{key} is missing in {entry}"))?)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}
