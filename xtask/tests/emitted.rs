//! The crate that `spec/lock.toml` describes, for every API version in it: the same bytes each
//! time, those of `generated/`, and on its own, as its users have it, without a complaint.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cargo::cargo;
use xtask::lock::Lock;
use xtask::workspace;

#[path = "../src/cargo.rs"]
mod cargo;

/// A directory of these tests' own that outlives them: what was compiled is compiled no more.
fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("emitted")
        .join(name);
    fs::create_dir_all(&path).unwrap();
    path
}

fn versions() -> Vec<String> {
    let lock = Lock::read(&workspace().join("spec")).unwrap();
    lock.api_version
        .into_iter()
        .map(|entry| entry.version)
        .collect()
}

fn codegen(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("codegen").args(arguments).output().unwrap()
}

#[track_caller]
fn check(what: &str, output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    let listed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{what}:\n{said}{listed}");
}

/// Every file of the crate for this version, written by a process of its own.
fn files(version: &str, directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let _ = fs::remove_dir_all(directory);
    let out = directory.to_str().unwrap();
    check(
        "codegen",
        &codegen(&["--api-version", version, "--out", out]),
    );
    let mut files = BTreeMap::new();
    let mut directories = vec![directory.to_owned()];
    while let Some(next) = directories.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else {
                let name = path.strip_prefix(directory).unwrap().to_owned();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn generated_is_what_would_be_written() {
    check("generated/ is not up to date", &codegen(&["--check"]));
}

#[test]
fn the_same_description_gives_the_same_bytes() {
    for version in versions() {
        let (first, second) = (scratch("first"), scratch("second"));
        let (first, second) = (files(&version, &first), files(&version, &second));
        assert!(first.contains_key(Path::new("Cargo.toml")));
        let names = |files: &BTreeMap<PathBuf, _>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&first), names(&second));
        for (name, bytes) in first {
            assert!(bytes == second[&name], "{version}: {}", name.display());
        }
    }
}

#[test]
fn every_version_compiles_without_a_complaint_and_passes_its_own_tests() {
    for version in versions() {
        let directory = scratch(&version);
        // To cargo the versions are one package, told apart by the age of their files alone.
        let _ = fs::remove_dir_all(&directory);
        let out = directory.join("client");
        let arguments = ["--api-version", &version, "--out", out.to_str().unwrap()];
        check(&version, &codegen(&arguments));
        // Where the target directory is below this workspace, the crate must not be taken for a
        // part of it. The dependencies are the locked ones, which are here already.
        let manifest = "[workspace]\nmembers = [\"client\"]\nresolver = \"3\"\n";
        fs::write(directory.join("Cargo.toml"), manifest).unwrap();
        fs::copy(workspace().join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
        for arguments in [
            "clippy --all-targets --all-features -- -D warnings",
            "clippy --no-default-features -- -D warnings",
            "clippy --no-default-features --features reqwest -- -D warnings",
            "test",
        ] {
            let (command, rest) = arguments.split_once(' ').unwrap_or((arguments, ""));
            let output = cargo()
                .args([command, "--quiet", "--target-dir"])
                .arg(scratch("target"))
                .args(rest.split_whitespace())
                // Nobody debugs this, and without it there is half as much to write.
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .current_dir(&directory)
                .output();
            check(&format!("{version}: cargo {arguments}"), &output.unwrap());
        }
    }
}
