//! Archives that are unpacked, and those that leave the directory as it was.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use client_runtime::{Found, Unpack, UnpackError, Unpacked};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::storage::Directory;

/// An archive of files; a name that ends in a slash is a directory.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        if name.ends_with('/') {
            archive
                .add_directory(*name, SimpleFileOptions::default())
                .unwrap();
        } else {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(content).unwrap();
        }
    }
    archive.finish().unwrap().into_inner()
}

/// The files below, with their content; directories end in a slash.
fn tree(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, directory: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if path.is_dir() {
                found.insert(name + "/", Vec::new());
                walk(root, &path, found);
            } else {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(directory, directory, &mut found);
    found
}

fn names(directory: &Path) -> Vec<String> {
    tree(directory).into_keys().collect()
}

/// Unpacks into a directory that is not there, one that is empty and one with a file; the failure,
/// after which all is as it was.
fn refused(archive: &[u8], limits: Unpack) -> UnpackError {
    let place = Directory::new();
    fs::create_dir(place.join("empty")).unwrap();
    fs::create_dir(place.join("full")).unwrap();
    fs::write(place.join("full/kept"), "kept").unwrap();
    let before = tree(place.path());
    let mut errors = ["new", "empty", "full"].map(|name| {
        let result = limits.reader(Cursor::new(archive), place.join(name));
        result.expect_err(name)
    });
    assert_eq!(tree(place.path()), before);
    std::mem::replace(&mut errors[0], UnpackError::TooMuch(Found::Entries(0)))
}

fn reason(archive: &[u8]) -> String {
    refused(archive, Unpack::default()).to_string()
}

const GOOD: [(&str, &[u8]); 4] = [
    ("a.txt", b"one"),
    ("dir/", b""),
    ("dir/b.txt", b"two"),
    ("other/c/d.txt", b""),
];

#[test]
fn into_a_directory_that_is_there_or_not() {
    let place = Directory::new();
    fs::create_dir(place.join("old")).unwrap();
    fs::write(place.join("old/kept"), "kept").unwrap();
    fs::write(place.join("a.zip"), archive(&GOOD)).unwrap();
    let below = [
        "a.txt",
        "dir/",
        "dir/b.txt",
        "other/",
        "other/c/",
        "other/c/d.txt",
    ];
    for name in ["new", "old"] {
        let unpacked = Unpack::default()
            .file(place.join("a.zip"), place.join(name))
            .unwrap();
        let Unpacked { files, bytes, .. } = unpacked;
        assert_eq!((files, bytes), (3, 6));
        assert_eq!(
            fs::read(place.join(name).join("dir/b.txt")).unwrap(),
            b"two"
        );
    }
    assert_eq!(names(&place.join("new")), below);
    let mut with_kept = below.to_vec();
    with_kept.insert(3, "kept");
    assert_eq!(names(&place.join("old")), with_kept);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 3);
}

#[test]
fn an_empty_archive_is_one() {
    let place = Directory::new();
    let archive = Cursor::new(archive(&[]));
    let unpacked = Unpack::default()
        .reader(archive, place.join("new"))
        .unwrap();
    assert_eq!(unpacked.files, 0);
    assert!(names(&place.join("new")).is_empty());
}

#[test]
fn names_that_lead_elsewhere() {
    for (name, told) in [
        ("../a", "dotted"),
        ("a/../../b", "dotted"),
        ("a/..", "dotted"),
        ("./a", "dotted"),
        ("a//b", "dotted"),
        ("/a", "absolute"),
        ("//host/share", "absolute"),
        ("C:/a", "drive"),
        ("c:a", "drive"),
        ("a\\b", "backslash"),
        ("..\\a", "backslash"),
        ("\\\\?\\C:\\a", "backslash"),
        ("a\0b", "control"),
        ("a\nb", "control"),
    ] {
        let reason = reason(&archive(&[("first", b"1"), (name, b"2")]));
        assert!(reason.contains(told), "{name:?}: {reason}");
    }
    // These do not.
    let place = Directory::new();
    let harmless = [
        ("..a", &b""[..]),
        ("a..b/...", b""),
        ("\u{540d}\u{524d}", b""),
    ];
    let archive = Cursor::new(archive(&harmless));
    Unpack::default()
        .reader(archive, place.join("new"))
        .unwrap();
}

#[test]
fn links_and_devices() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink("a", "/etc", SimpleFileOptions::default())
        .unwrap();
    let link = writer.finish().unwrap().into_inner();
    assert!(reason(&link).contains("link"));
    let device = with_mode(&archive(&[("a", b"")]), 0o010_644);
    assert!(reason(&device).contains("device"));
}

/// With another kind and permissions for the first entry of the directory.
fn with_mode(archive: &[u8], mode: u32) -> Vec<u8> {
    let mut archive = archive.to_vec();
    let at = directory(&archive);
    archive[at + 40..at + 42].copy_from_slice(&u16::try_from(mode).unwrap().to_le_bytes());
    archive
}

/// Where the directory of entries begins.
fn directory(archive: &[u8]) -> usize {
    archive
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .unwrap()
}

#[test]
fn names_of_others() {
    for (one, other, told) in [
        ("a", "A", "upper and lower case"),
        ("dir/a", "DIR/b", "upper and lower case"),
        ("\u{e4}", "\u{c4}", "upper and lower case"),
        ("stra\u{df}e", "STRASSE", "upper and lower case"),
        ("a", "a/b", "name of another"),
        ("a/b", "a", "name of another"),
    ] {
        let reason = reason(&archive(&[(one, b""), (other, b"")]));
        assert!(reason.contains(told), "{one} {other}: {reason}");
    }
    // The writer refuses to do this, and the reader forgets the first.
    let mut twice = archive(&[("name-a", b"1"), ("name-b", b"2")]);
    while let Some(at) = twice.windows(6).position(|window| window == b"name-b") {
        twice[at + 5] = b'a';
    }
    assert!(reason(&twice).contains("same name"));
}

#[test]
fn more_than_is_allowed() {
    let three = archive(&[("a", b"12"), ("b", b"34"), ("c", b"")]);
    let limits = |entries, bytes| Unpack {
        entries,
        bytes,
        ..Unpack::default()
    };
    let Unpack { ratio, .. } = Unpack::default();
    assert_eq!(ratio, 250);
    let found = |limits| match refused(&three, limits) {
        UnpackError::TooMuch(found) => found,
        other => panic!("{other}"),
    };
    assert_eq!(found(limits(2, 9)), Found::Entries(3));
    assert_eq!(found(limits(3, 3)), Found::Bytes(4));
    let place = Directory::new();
    limits(3, 4)
        .reader(Cursor::new(&three), place.join("new"))
        .unwrap();
    let zeros = archive(&[("a", &vec![0; 20 << 20])]);
    let UnpackError::TooMuch(Found::Ratio(ratio)) = refused(&zeros, Unpack::default()) else {
        panic!("not a bomb")
    };
    assert!((900..1100).contains(&ratio), "{ratio}");
    let generous = Unpack {
        ratio: 2000,
        ..Unpack::default()
    };
    generous
        .reader(Cursor::new(&zeros), place.join("zeros"))
        .unwrap();
    // Little is harmless.
    let zeros = archive(&[("a", &vec![0; 10 << 20])]);
    Unpack::default()
        .reader(Cursor::new(&zeros), place.join("few"))
        .unwrap();
}

#[test]
fn more_entries_than_two_bytes_count() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for at in 0..66_000 {
        writer.start_file(at.to_string(), options).unwrap();
    }
    let many = writer.finish().unwrap().into_inner();
    let limits = Unpack {
        entries: 65_999,
        ..Unpack::default()
    };
    let error = limits.reader(Cursor::new(&many), "never").unwrap_err();
    assert!(
        matches!(error, UnpackError::TooMuch(Found::Entries(66_000))),
        "{error}"
    );
}

#[test]
fn sizes_and_checksums_that_are_not_true() {
    let good = archive(&[("first", b"1"), ("a", b"1234567890")]);
    let second = directory(&good) + 46 + "first".len();
    assert_eq!(&good[second..second + 4], b"PK\x01\x02");
    for size in [4_u32, 400] {
        let mut bad = good.clone();
        bad[second + 24..second + 28].copy_from_slice(&size.to_le_bytes());
        refused(&bad, Unpack::default());
    }
    let mut bad = good.clone();
    bad[second + 16] ^= 1;
    assert!(reason(&bad).contains("\"a\""));
    let mut encrypted = good.clone();
    encrypted[second + 8] |= 1;
    assert!(reason(&encrypted).contains("encrypted"));
    let mut cut = good.clone();
    cut.truncate(good.len() - 30);
    refused(&cut, Unpack::default());
    refused(b"<html>no archive</html>", Unpack::default());
    refused(b"", Unpack::default());
}

#[test]
fn entries_that_overlap() {
    // Both entries of the directory lead to the content of the first.
    let mut archive = archive(&[("aaaa", b"content"), ("bbbb", b"content")]);
    let second = directory(&archive) + 46 + 4;
    archive[second + 42..second + 46].copy_from_slice(&0_u32.to_le_bytes());
    refused(&archive, Unpack::default());
}

#[test]
fn what_is_there_already_is_not_replaced() {
    let place = Directory::new();
    fs::create_dir_all(place.join("old/dir")).unwrap();
    fs::write(place.join("old/dir/b.txt"), "mine").unwrap();
    fs::write(place.join("file"), "mine").unwrap();
    let before = tree(place.path());
    let archive = archive(&GOOD);
    for target in ["old", "file", "missing/new"] {
        let error = Unpack::default().reader(Cursor::new(&archive), place.join(target));
        assert!(matches!(error, Err(UnpackError::File(..))), "{target}");
        assert_eq!(tree(place.path()), before);
    }
}
