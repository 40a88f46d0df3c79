//! The differences of GitHub's own descriptions, where these are at hand.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;

use super::*;
use crate::slice;

/// A file beside the repository, if it is there.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared")
        .join(path);
    if path.is_file() {
        return Some(path);
    }
    // Not `eprintln!`, which the test runner would swallow.
    let _ = writeln!(io::stderr(), "skipped: there is no {}", path.display());
    None
}

fn upstream(name: &str) -> Option<Diff> {
    let text = |version| {
        let path = shared(&format!("upstream/{name}.{version}.yaml"))?;
        Some(fs::read_to_string(path).unwrap())
    };
    Some(between(&text("2022-11-28")?, &text("2026-03-10")?))
}

#[test]
fn the_artifacts_are_as_they_were() {
    let Some(diff) = upstream("artifacts") else {
        return;
    };
    assert_eq!(diff, Diff::default());
}

#[test]
fn the_rate_limit_lost_a_member() {
    let Some(diff) = upstream("rate-limit") else {
        return;
    };
    assert_eq!(
        lines(&diff),
        [
            "breaking: the member `rate` is gone",
            "documentation: an example has changed",
        ]
    );
    assert_eq!(diff.changes[0].reached, ["RateLimitOverview"]);
    assert_eq!(
        diff.changes[0].old.as_deref(),
        Some("RateLimitOverview::rate: RateLimit")
    );
}

#[test]
fn the_deletion_of_an_installation_is_accepted_and_done_later() {
    let Some(diff) = upstream("delete-installation") else {
        return;
    };
    assert_eq!(
        lines(&diff),
        ["breaking: the status 204 is replaced by 202"]
    );
    assert_eq!(diff.changes[0].reached, ["apps/delete-installation"]);
    assert_eq!(
        diff.changes[0].pointer.as_str(),
        "/paths/~1app~1installations~1{installation_id}/delete/responses/202"
    );
}

/// The nodes that have `x-github-breaking-changes`.
fn places(node: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    match node {
        Value::Object(members) => {
            for (name, value) in members {
                if name == "x-github-breaking-changes" {
                    found.push(at.clone());
                } else {
                    places(value, &at.child(name), found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &at.child(index), found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_whole_description_changes_where_upstream_says_so_and_nowhere_else() {
    let Some(path) = shared("corpus/github.json") else {
        return;
    };
    let document: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut places = Vec::new();
    self::places(&document, &Pointer::root(), &mut places);
    assert_eq!(places.len(), 85);
    let at = |version| meaning(&slice::patched(&document, version).unwrap().to_string());
    let diff = diff(&at("2022-11-28"), &at("2026-03-10"));
    let missed: Vec<_> = places
        .iter()
        .filter(|place| {
            !diff
                .changes
                .iter()
                .any(|change| change.pointer.is_within(place))
        })
        .map(Pointer::as_str)
        .collect();
    let elsewhere: Vec<_> = diff
        .changes
        .iter()
        .filter(|change| !places.iter().any(|place| change.pointer.is_within(place)))
        .map(|change| (change.what.as_str(), change.step()))
        .collect();
    assert_eq!(missed, Vec::<&str>::new());
    // A schema changed where upstream says so, and is now what another one is, or no longer.
    assert_eq!(
        elsewhere,
        [
            "the type `GistsChangeStatus` is now `GistCommitChangeStatus`",
            "the member `plan` has another type",
            "the type `PrivateUserPlan` is now `UsersPlan`",
        ]
        .map(|what| (what, Step::Breaking))
    );
}
