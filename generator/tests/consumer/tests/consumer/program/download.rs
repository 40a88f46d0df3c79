//! The example program's download: what is in the file, and that it is whole or not there.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{check, check_failure, run, text};
use crate::server::{Reply, Server, reply};

/// An empty directory of this test's own, removed when it is done with.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("download-{}-{name}", std::process::id());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("out.zip")
    }

    /// The names of what is there.
    fn listing(&self) -> Vec<String> {
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let names = fs::read_dir(&self.0).unwrap().map(name);
        names.map(|name| name.into_string().unwrap()).collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn servers(answer: Reply) -> (Server, Server) {
    let blob = Server::start(move |_| answer.clone()).await;
    let location = format!("{}/7.zip?sig=signature-of-the-blob", blob.url());
    let api = Server::start(move |_| reply("302 Found", &[("location", &location)], "")).await;
    (api, blob)
}

#[tokio::test]
async fn the_file_is_what_the_server_sent() {
    let scratch = Scratch::new("whole");
    let bytes: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
    let (api, blob) = servers(reply("200 OK", &[("content-type", "text/plain")], &bytes)).await;
    fs::write(scratch.file(), "of yesterday").unwrap();
    let out = scratch.file().display().to_string();
    let output = run(&api, &format!("download octo-org/docs 7 --out {out}")).await;
    check(&output, &[format!("saved 300000 bytes as {out}")]);
    assert!(fs::read(scratch.file()).unwrap() == bytes);
    let output = run(
        &api,
        &format!("--out {out} --json download octo-org/docs 7"),
    )
    .await;
    let said: Value = serde_json::from_str(text(&output.stdout)).unwrap();
    assert_eq!(said["path"], json!(out));
    assert_eq!(said["bytes"], 300_000);
    let digest = said["digest"].as_str().unwrap();
    assert!(
        digest.starts_with("sha256:") && digest.len() == 71,
        "{digest}"
    );
    assert_eq!(scratch.listing(), ["out.zip"]);
    for (line, headers) in blob.requests() {
        assert_eq!(line, "GET /7.zip?sig=signature-of-the-blob HTTP/1.1");
        assert!(
            !headers
                .iter()
                .any(|header| header.starts_with("authorization"))
        );
    }
}

#[tokio::test]
async fn a_failed_download_leaves_the_file_as_it_was() {
    let scratch = Scratch::new("failed");
    fs::write(scratch.file(), "of yesterday").unwrap();
    let out = scratch.file().display().to_string();
    let cut = reply("200 OK", &[("content-length", "9")], "PK");
    let refused = reply("403 Forbidden", &[], "<Error>signature-of-the-blob</Error>");
    for (answer, begin) in [
        (
            cut,
            "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}: could \
             not read the answer: ",
        ),
        (
            refused,
            "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}: 403",
        ),
    ] {
        let (api, _blob) = servers(answer).await;
        let output = run(&api, &format!("download octo-org/docs 7 --out {out}")).await;
        check_failure(&output, 1, begin);
        assert!(!text(&output.stderr).contains("signature"), "{output:?}");
        assert_eq!(fs::read_to_string(scratch.file()).unwrap(), "of yesterday");
        assert_eq!(scratch.listing(), ["out.zip"]);
    }
}

#[tokio::test]
async fn an_expired_artifact_leaves_no_file() {
    let scratch = Scratch::new("expired");
    let out = scratch.file().display().to_string();
    let body = r#"{"message": "Artifact has expired"}"#;
    let api = Server::start(move |_| reply("410 Gone", &[], body)).await;
    let output = run(&api, &format!("download octo-org/docs 7 --out {out}")).await;
    let path = "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}";
    check_failure(
        &output,
        1,
        &format!("GET {path}: 410 Gone: Artifact has expired"),
    );
    assert!(scratch.listing().is_empty());
}

#[tokio::test]
async fn a_place_that_can_not_be_written_is_named_before_anything_is_asked() {
    let scratch = Scratch::new("nowhere");
    let (api, _blob) = servers(reply("200 OK", &[], "PK")).await;
    let out = scratch.0.join("missing/out.zip").display().to_string();
    let output = run(&api, &format!("download octo-org/docs 7 --out {out}")).await;
    check_failure(&output, 1, &out);
    assert!(api.requests().is_empty());
}

/// An archive of one stored entry, `logs/a.txt`, of five bytes.
const ARCHIVE: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0\0\0\x21\x5c\x86\xa6\x10\x36\x05\0\0\0\x05\0\0\0\x0a\0\0\0logs/a.txthello\
PK\x01\x02\x14\x03\x14\0\0\0\0\0\0\0\x21\x5c\x86\xa6\x10\x36\x05\0\0\0\x05\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0\x80\x01\0\0\0\0logs/a.txt\
PK\x05\x06\0\0\0\0\x01\0\x01\0\x38\0\0\0\x2d\0\0\0\0\0";

#[tokio::test]
async fn an_archive_is_unpacked_and_only_kept_if_it_was_asked_for() {
    let scratch = Scratch::new("unpacked");
    let (api, _blob) = servers(reply("200 OK", &[], ARCHIVE)).await;
    let (out, into) = (scratch.file(), scratch.0.join("files"));
    let arguments = format!("download octo-org/docs 7 --unpack {}", into.display());
    let line = format!("unpacked 1 file into {}", into.display());
    for blocking in ["", " --blocking"] {
        let output = run(&api, &format!("{arguments}{blocking}")).await;
        check(&output, std::slice::from_ref(&line));
        let unpacked = fs::read_to_string(into.join("logs/a.txt")).unwrap();
        assert_eq!(unpacked, "hello");
        assert_eq!(scratch.listing(), ["files"]);
        fs::remove_dir_all(&into).unwrap();
    }
    let output = run(&api, &format!("{arguments} --out {}", out.display())).await;
    check(&output, &[line]);
    assert_eq!(fs::read(out).unwrap(), ARCHIVE);
}

#[tokio::test]
async fn what_is_no_archive_leaves_nothing() {
    let scratch = Scratch::new("no-archive");
    let (api, _blob) = servers(reply("200 OK", &[], "a log")).await;
    let into = scratch.0.join("files").display().to_string();
    let output = run(&api, &format!("download octo-org/docs 7 --unpack {into}")).await;
    check_failure(&output, 1, "");
    assert!(scratch.listing().is_empty());
}
