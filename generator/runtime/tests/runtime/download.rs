//! Downloads: what they leave behind, what they ask for again, and what they refuse.

mod hashing;
mod pace;
mod resuming;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use client_runtime::{
    Client, Download, Error, Mismatch, Response, RetryPolicy, Saved, TransportErrorKind,
};

use crate::storage::{Act, Directory, Storage};
use crate::support::{DOWNLOAD, Errors};

const CONTENT: &[u8] = b"0123456789";
const DIGEST: &str = "sha256:84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882";
const BLOB: &str = "https://blob.example";

fn download(client: &Client) -> Download<'_, Errors> {
    let mut call = client.call(&DOWNLOAD);
    call.path("owner", "o");
    Download::new(call)
}

/// One download to a file per way of making it, and what was in the directory afterwards.
async fn save(
    storage: impl Fn() -> Storage,
    policy: RetryPolicy,
    with: impl Fn(Download<'_, Errors>) -> Download<'_, Errors>,
    before: &[(&str, &str)],
) -> (
    Result<Saved, Error<Errors>>,
    Vec<(String, String)>,
    Vec<String>,
) {
    let mut runs = Vec::new();
    for wait in [false, true] {
        let directory = Directory::new();
        for (name, content) in before {
            fs::write(directory.join(name), content).unwrap();
        }
        let storage = storage();
        let client = storage.client(policy);
        let sending = with(download(&client)).to_file(directory.join("a.zip"));
        let result = if wait { sending.wait() } else { sending.await };
        let saved = result.map(Response::into_inner);
        runs.push((saved, directory.files(), storage.sent()));
    }
    let (waited, awaited) = (runs.pop().unwrap(), runs.pop().unwrap());
    assert_eq!(waited.1, awaited.1);
    assert_eq!(waited.2, awaited.2);
    assert_eq!(waited.0.is_ok(), awaited.0.is_ok());
    awaited
}

fn file(name: &str, content: &[u8]) -> (String, String) {
    (
        name.to_owned(),
        String::from_utf8(content.to_vec()).unwrap(),
    )
}

/// Tells the compiler that the settings are of any download.
fn settings<F: Fn(Download<'_, Errors>) -> Download<'_, Errors>>(with: F) -> F {
    with
}

fn default(download: Download<'_, Errors>) -> Download<'_, Errors> {
    download
}

#[tokio::test]
async fn a_file_that_is_right() {
    let storage = || Storage::new(CONTENT, []);
    let (saved, files, sent) = save(storage, RetryPolicy::default(), default, &[]).await;
    let saved = saved.unwrap();
    assert_eq!(saved.bytes, 10);
    assert_eq!(saved.digest, DIGEST);
    assert_eq!(saved.content_type.as_deref(), Some("application/zip"));
    assert!(saved.path.ends_with("a.zip"));
    assert_eq!(files, [file("a.zip", CONTENT)]);
    assert_eq!(sent, ["api".to_owned(), format!("{BLOB}/1?sig=secret")]);
}

#[tokio::test]
async fn what_is_expected_and_is_there() {
    let storage = || Storage::new(CONTENT, []);
    for digest in [Some(DIGEST.to_owned()), Some(upper(DIGEST)), None] {
        let with = settings(|it| it.digest(digest.as_deref()));
        let before = [("a.zip", "old")];
        let (saved, files, _) = save(storage, RetryPolicy::none(), with, &before).await;
        assert_eq!(saved.unwrap().digest, DIGEST);
        assert_eq!(files, [file("a.zip", CONTENT)]);
    }
}

fn upper(digest: &str) -> String {
    digest.to_uppercase().replace("SHA", "sha")
}

#[tokio::test]
async fn another_digest_leaves_everything_as_it_was() {
    let wrong = DIGEST.replace("84", "48");
    let before = [("a.zip", "old"), ("b.zip", "other")];
    for keep in [false, true] {
        let with = settings(|it| {
            let it = it.digest(&*wrong);
            if keep { it.keep_partial() } else { it }
        });
        let storage = || Storage::new(CONTENT, []);
        let (saved, files, sent) = save(storage, RetryPolicy::default(), with, &before).await;
        let Err(Error::Verification(error)) = saved else {
            panic!("{saved:?}")
        };
        let (expected, actual) = (wrong.clone(), DIGEST.to_owned());
        assert_eq!(error.mismatch, Mismatch::Digest { expected, actual });
        assert_eq!(files, [file("a.zip", b"old"), file("b.zip", b"other")]);
        assert_eq!(sent.len(), 2, "what is wrong is not asked for again");
    }
}

#[tokio::test]
async fn a_digest_of_another_form_is_refused_before_anything_is_sent() {
    for digest in [
        "",
        "sha256:",
        "md5:00",
        &DIGEST[..70],
        &DIGEST.replace('8', "x"),
    ] {
        let storage = || Storage::new(CONTENT, []);
        let with = settings(|it| it.digest(digest));
        let (saved, files, sent) = save(storage, RetryPolicy::none(), with, &[]).await;
        assert!(matches!(saved, Err(Error::InvalidArgument(_))), "{digest}");
        assert!(files.is_empty() && sent.is_empty());
    }
}

#[tokio::test]
async fn another_length_is_refused_at_once_or_as_soon_as_it_shows() {
    for (measured, length) in [(true, 9), (true, 11), (false, 9), (false, 11)] {
        let storage = || {
            let storage = Storage::new(CONTENT, []);
            if measured {
                storage
            } else {
                storage.unmeasured()
            }
        };
        let with = settings(|it| it.length(length));
        let (saved, files, _) = save(storage, RetryPolicy::none(), with, &[]).await;
        let Err(Error::Verification(error)) = saved else {
            panic!("{saved:?}")
        };
        let actual = 10;
        let mismatch = Mismatch::Length {
            expected: length,
            actual,
        };
        assert_eq!(error.mismatch, mismatch);
        assert!(files.is_empty());
    }
}

#[tokio::test]
async fn more_than_the_limit_is_refused() {
    for measured in [true, false] {
        let storage = || {
            let storage = Storage::new(CONTENT, []);
            if measured {
                storage
            } else {
                storage.unmeasured()
            }
        };
        let (saved, files, _) = save(storage, RetryPolicy::none(), |it| it.limit(9), &[]).await;
        assert_eq!(kind(&saved.unwrap_err()), TransportErrorKind::TooLarge);
        assert!(files.is_empty());
        let (saved, ..) = save(storage, RetryPolicy::none(), |it| it.limit(10), &[]).await;
        saved.unwrap();
        let storage = storage();
        let client = storage.client(RetryPolicy::none());
        let error = download(&client).limit(9).bytes().await.unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::TooLarge);
        let bytes = download(&client).limit(10).bytes().wait().unwrap();
        assert_eq!(&**bytes.body(), CONTENT);
    }
}

fn kind(error: &Error<Errors>) -> TransportErrorKind {
    match error {
        Error::Transport(failure) => failure.error.kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_interrupted_part_is_kept_on_request_and_gone_on_with() {
    for wait in [false, true] {
        let directory = Directory::new();
        let storage = Storage::new(CONTENT, [Act::Break(7), Act::Serve]);
        let client = storage.client(RetryPolicy::none());
        let told = Arc::new(Mutex::new(Vec::new()));
        let start = || {
            let told = told.clone();
            let progress = move |it: client_runtime::Progress| {
                told.lock().unwrap().push((it.bytes, it.total));
            };
            download(&client)
                .keep_partial()
                .digest(DIGEST)
                .progress(progress)
                .to_file(directory.join("a.zip"))
        };
        let first = if wait { start().wait() } else { start().await };
        assert_eq!(kind(&first.unwrap_err()), TransportErrorKind::Answer);
        let kept = [
            file("a.zip.part", b"0123456"),
            file("a.zip.part.etag", b"\"1\"\n10"),
        ];
        assert_eq!(directory.files(), kept);
        storage.sent();
        let second = if wait { start().wait() } else { start().await };
        assert_eq!(second.unwrap().bytes, 10);
        assert_eq!(directory.files(), [file("a.zip", CONTENT)]);
        assert_eq!(
            storage.sent()[1],
            format!("{BLOB}/2?sig=secret bytes=7- \"1\"")
        );
        let told = told.lock().unwrap();
        let counts: Vec<_> = told.iter().map(|(bytes, _)| *bytes).collect();
        assert_eq!(counts, [3, 6, 7, 10]);
        assert!(told.iter().all(|(_, total)| *total == Some(10)));
    }
}

#[tokio::test]
async fn a_part_of_something_else_is_not_gone_on_with() {
    let parts = [
        vec![("a.zip.part", "xxxx"), ("a.zip.part.etag", "\"other\"\n10")],
        vec![("a.zip.part", "xxxx")],
        vec![("a.zip.part", "xxxx"), ("a.zip.part.etag", "")],
        // More than there is.
        vec![
            ("a.zip.part", "0123456789ab"),
            ("a.zip.part.etag", "\"1\"\n10"),
        ],
    ];
    for part in parts {
        let storage = || Storage::new(CONTENT, []);
        let with = settings(|it| it.keep_partial().limit(u64::MAX));
        let (saved, files, _) = save(storage, RetryPolicy::default(), with, &part).await;
        assert_eq!(saved.unwrap().digest, DIGEST, "{part:?}");
        assert_eq!(files, [file("a.zip", CONTENT)], "{part:?}");
    }
}

#[tokio::test]
async fn a_part_that_proves_wrong_is_not_kept() {
    let part = [("a.zip.part", "xxxx"), ("a.zip.part.etag", "\"1\"\n10")];
    let storage = || Storage::new(CONTENT, []);
    let with = settings(|it| it.keep_partial().digest(DIGEST));
    let (saved, files, _) = save(storage, RetryPolicy::default(), with, &part).await;
    assert!(matches!(saved, Err(Error::Verification(_))));
    assert!(files.is_empty());
}

#[test]
fn a_download_that_is_dropped_leaves_nothing() {
    let directory = Directory::new();
    let storage = Storage::new(CONTENT, [Act::Break(4), Act::Serve]);
    let client = storage.client(RetryPolicy::default());
    for keep in [false, true] {
        let stop = |_: client_runtime::Progress| panic!("stopped");
        let mut it = download(&client).progress(stop);
        if keep {
            it = it.keep_partial();
        }
        let sending = it.to_file(directory.join("a.zip"));
        let result = catch_unwind(AssertUnwindSafe(|| sending.wait()));
        assert!(result.is_err());
        let names: Vec<_> = directory
            .files()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        let kept = ["a.zip.part", "a.zip.part.etag"];
        assert_eq!(names, if keep { &kept[..] } else { &[] });
    }
}

#[tokio::test]
async fn a_target_that_cannot_be_is_refused_before_anything_is_sent() {
    let directory = Directory::new();
    fs::create_dir(directory.join("taken")).unwrap();
    let storage = Storage::new(CONTENT, []);
    let client = storage.client(RetryPolicy::default());
    for target in [
        directory.join("taken"),
        directory.join("missing/a.zip"),
        directory.join(".."),
        "".into(),
    ] {
        for keep in [false, true] {
            let mut it = download(&client);
            if keep {
                it = it.keep_partial();
            }
            let error = it.to_file(&target).await.unwrap_err();
            let Error::File(file) = &error else {
                panic!("{error:?}")
            };
            assert_eq!(file.path, target);
        }
    }
    assert!(storage.sent().is_empty());
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn pieces_as_they_arrive() {
    let storage = Storage::new(CONTENT, [Act::Expire]);
    let client = storage.client(RetryPolicy::default());
    let response = download(&client).stream().await.unwrap();
    assert_eq!(response.content_type(), Some("application/zip"));
    let mut content = response.into_inner();
    let mut pieces = Vec::new();
    while let Some(piece) = content.chunk().await.unwrap() {
        pieces.push(piece);
    }
    assert_eq!(pieces, ["012", "345", "678", "9"]);
    let response = download(&client).stream().wait().unwrap();
    let pieces: Vec<_> = response.into_inner().wait().map(Result::unwrap).collect();
    assert_eq!(pieces.concat(), CONTENT);
}
