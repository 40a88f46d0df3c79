//! What is so much that it is hashed on a thread of its own.

use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use client_runtime::{Error, Mismatch, Progress, RetryPolicy};
use sha2::{Digest as _, Sha256};

use super::{default, download, file, save, settings};
use crate::storage::{Act, Directory, Storage};

/// From here on there is a thread.
const MUCH: usize = 1024 * 1024;
const PIECE: usize = 50_000;

/// No piece is like another one.
fn content(bytes: usize) -> Vec<u8> {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        write!(text, "{number:08}").unwrap();
    }
    text.truncate(bytes);
    text.into_bytes()
}

fn digest(content: &[u8]) -> String {
    let mut text = "sha256:".to_owned();
    for byte in Sha256::digest(content) {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

#[tokio::test]
async fn the_digest_is_that_of_all_pieces_in_their_order() {
    for bytes in [MUCH - 1, MUCH, MUCH + 1, 4 * MUCH + 1] {
        let content = content(bytes);
        let storage = || Storage::new(&content, []).in_pieces_of(PIECE);
        let (saved, files, _) = save(storage, RetryPolicy::default(), default, &[]).await;
        let saved = saved.unwrap();
        assert_eq!(saved.bytes, bytes as u64);
        assert_eq!(saved.digest, digest(&content));
        assert!(files == [file("a.zip", &content)], "{bytes} bytes");
    }
}

#[tokio::test]
async fn another_digest_leaves_nothing() {
    let content = content(4 * MUCH);
    let other = digest(b"something else");
    let storage = || Storage::new(&content, []).in_pieces_of(PIECE);
    let with = settings(|it| it.digest(other.as_str()));
    let (saved, files, _) = save(storage, RetryPolicy::default(), with, &[]).await;
    let Err(Error::Verification(error)) = saved else {
        panic!("{saved:?}");
    };
    let (expected, actual) = (other.clone(), digest(&content));
    assert_eq!(error.mismatch, Mismatch::Digest { expected, actual });
    assert!(files.is_empty());
}

#[tokio::test]
async fn what_is_gone_on_with_or_begun_anew_is_hashed_once() {
    let content = content(4 * MUCH);
    for tagged in [false, true] {
        let storage = || {
            let acts = [Act::Break(2 * MUCH), Act::Break(MUCH)];
            let storage = Storage::new(&content, acts).in_pieces_of(PIECE);
            if tagged { storage } else { storage.untagged() }
        };
        let (saved, files, _) = save(storage, RetryPolicy::default(), default, &[]).await;
        assert_eq!(saved.unwrap().digest, digest(&content));
        assert!(files == [file("a.zip", &content)]);
    }
}

#[tokio::test]
async fn a_part_that_is_there_is_hashed_with_the_rest() {
    let content = content(4 * MUCH);
    let part = String::from_utf8(content[..3 * MUCH].to_vec()).unwrap();
    let note = format!("\"1\"\n{}", content.len());
    let before = [
        ("a.zip.part", part.as_str()),
        ("a.zip.part.etag", note.as_str()),
    ];
    let storage = || Storage::new(&content, []).in_pieces_of(PIECE);
    let with = settings(|it| it.keep_partial().limit(u64::MAX));
    let (saved, files, sent) = save(storage, RetryPolicy::default(), with, &before).await;
    assert_eq!(saved.unwrap().digest, digest(&content));
    assert!(files == [file("a.zip", &content)]);
    assert!(sent[1].contains(&format!("bytes={}-", 3 * MUCH)));
}

#[test]
fn a_download_that_is_dropped_while_there_is_a_thread_leaves_nothing() {
    let directory = Directory::new();
    let content = content(4 * MUCH);
    let storage = Storage::new(&content, []).in_pieces_of(PIECE);
    let client = storage.client(RetryPolicy::default());
    fs::write(directory.join("a.zip"), "before").unwrap();
    let stop = |it: Progress| assert!(it.bytes < 3 * MUCH as u64, "stopped");
    let sending = download(&client)
        .progress(stop)
        .to_file(directory.join("a.zip"));
    let result = catch_unwind(AssertUnwindSafe(|| sending.wait()));
    assert!(result.is_err());
    assert_eq!(directory.files(), [file("a.zip", b"before")]);
}
