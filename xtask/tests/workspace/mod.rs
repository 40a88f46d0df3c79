//! A workspace of a test's own, and the command run in it.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A directory that is removed when it is done with.
pub(crate) struct Workspace(PathBuf);

impl Workspace {
    /// One without a file.
    pub(crate) fn empty(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Writes a file.
    pub(crate) fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Reads a file.
    pub(crate) fn get(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    /// Every file with its text.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut directories = vec![self.0.clone()];
        while let Some(next) = directories.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    directories.push(path);
                } else {
                    files.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        files
    }

    /// Runs the command in the directory; blanks separate arguments.
    pub(crate) fn run(&self, arguments: &str) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments.split_whitespace())
            .arg("--root")
            .arg(&self.0)
            .current_dir(&self.0);
        Said(command.output().unwrap())
    }

    /// The directory.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a command said.
pub(crate) struct Said(Output);

impl Said {
    /// Its exit code and parts of what it printed are these; returns what it was asked for.
    #[track_caller]
    pub(crate) fn says(&self, code: i32, expect: &[&str]) -> String {
        let stdout = String::from_utf8(self.0.stdout.clone()).unwrap();
        let all = stdout.clone() + &String::from_utf8(self.0.stderr.clone()).unwrap();
        assert_eq!(self.0.status.code(), Some(code), "{all}");
        for part in expect {
            assert!(all.contains(part), "no {part:?} in:\n{all}");
        }
        stdout
    }
}
