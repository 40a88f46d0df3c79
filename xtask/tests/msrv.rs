//! The toolchain that the emitted crate declares, as far as a newer one can tell: its dependencies
//! ask for no more, and its text has no syntax of later ones. That it calls no later function of
//! the standard library is clippy's part (`incompatible_msrv`), in the tests of the emitted crate.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeSet, HashMap};
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use cargo::cargo;
use serde_json::Value;
use syn::visit::Visit;
use xtask::lock::Lock;
use xtask::workspace;

#[path = "../src/cargo.rs"]
mod cargo;

/// Major and minor number.
type Version = (u32, u32);

fn version(text: &str) -> Version {
    let mut numbers = text.split('.').map(|number| number.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap_or(0))
}

fn declared() -> Version {
    let lock = Lock::read(&workspace().join("spec")).unwrap();
    version(&lock.package.rust_version)
}

#[test]
fn the_runtime_declares_the_same() {
    let text = fs::read_to_string(workspace().join("generator/runtime/Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let of_runtime = manifest["package"]["rust-version"].as_str().unwrap();
    assert_eq!(version(of_runtime), declared());
}

#[test]
fn no_dependency_asks_for_more() {
    let metadata = metadata();
    let packages = by_id(&metadata["packages"]);
    let nodes = by_id(&metadata["resolve"]["nodes"]);
    let lock = Lock::read(&workspace().join("spec")).unwrap();
    let of_crate = |(_, package): &(_, &&Value)| package["name"] == *lock.package.name.as_str();
    let (root, _) = packages.iter().find(of_crate).unwrap();
    let mut reached = BTreeSet::new();
    let mut waiting = vec![*root];
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            let dependencies = nodes[id]["deps"].as_array().unwrap().iter();
            let needed = dependencies.filter(|dependency| {
                let mut kinds = dependency["dep_kinds"].as_array().unwrap().iter();
                kinds.any(|kind| kind["kind"] != "dev")
            });
            waiting.extend(needed.map(|dependency| dependency["pkg"].as_str().unwrap()));
        }
    }
    // With the transport and TLS; fewer would mean that the graph was not walked.
    assert!(reached.len() > 50, "{reached:?}");
    for id in reached {
        let Some(wanted) = packages[id]["rust_version"].as_str() else {
            continue;
        };
        assert!(
            version(wanted) <= declared(),
            "{id} wants {wanted}: raise `rust-version` in spec/lock.toml and in the runtime"
        );
    }
}

/// Of this platform alone: for others, packages would have to be fetched that nobody else needs.
fn metadata() -> Value {
    let compiler = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .arg("-vV")
        .output()
        .unwrap();
    let said = String::from_utf8(compiler.stdout).unwrap();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    let output = cargo()
        .args([
            "metadata",
            "--format-version=1",
            "--all-features",
            "--locked",
        ])
        .args(["--filter-platform", host.unwrap()])
        .current_dir(workspace())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn by_id(list: &Value) -> HashMap<&str, &Value> {
    let entries = list.as_array().unwrap().iter();
    entries
        .map(|entry| (entry["id"].as_str().unwrap(), entry))
        .collect()
}

/// Conditions with a `let` that is one of several, which came with 1.88, and guards with one, which
/// came later still.
#[derive(Default)]
struct LetChains(usize);

impl<'ast> Visit<'ast> for LetChains {
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let sides = [&*binary.left, &*binary.right];
        self.0 += sides
            .iter()
            .filter(|side| matches!(side, syn::Expr::Let(_)))
            .count();
        syn::visit::visit_expr_binary(self, binary);
    }

    fn visit_pat_guard(&mut self, guarded: &'ast syn::PatGuard) {
        self.0 += usize::from(matches!(*guarded.guard, syn::Expr::Let(_)));
        syn::visit::visit_pat_guard(self, guarded);
    }
}

fn let_chains(text: &str) -> usize {
    let mut found = LetChains::default();
    found.visit_file(&syn::parse_file(text).unwrap());
    found.0
}

#[test]
fn nothing_is_written_in_a_later_language() {
    if declared() >= (1, 88) {
        return;
    }
    // All of the runtime, since a description's crate has only the files that it needs.
    let mut directories = vec![
        workspace().join("generated"),
        workspace().join("generator/runtime/src"),
    ];
    let mut seen = 0;
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                seen += 1;
                let found = let_chains(&fs::read_to_string(&path).unwrap());
                assert_eq!(found, 0, "let chains in {}", shown(&path));
            }
        }
    }
    assert!(seen > 50);
}

fn shown(path: &Path) -> String {
    path.strip_prefix(workspace())
        .unwrap()
        .display()
        .to_string()
}

#[test]
fn a_later_language_is_seen() {
    for (text, count) in [
        (
            "fn f() { if let Some(a) = b {} while let Some(a) = b {} }",
            0,
        ),
        ("fn f() { if a && let Some(b) = c {} }", 1),
        (
            "fn f() { while let Some(a) = b && let Some(c) = a && c {} }",
            2,
        ),
        (
            "fn f() { match a { Some(b) if let Some(c) = b => {} _ if d => {} } }",
            1,
        ),
    ] {
        assert_eq!(let_chains(text), count, "{text}");
    }
}
