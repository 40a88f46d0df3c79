//! Content that breaks off, changes or moves while it comes.

use client_runtime::{Error, RetryPolicy, TransportErrorKind};

use super::{BLOB, CONTENT, DIGEST, default, download, file, kind, save, settings};
use crate::storage::{Act, Storage};

#[tokio::test]
async fn a_broken_connection_is_gone_on_with() {
    let acts = [Act::Break(4), Act::Break(3), Act::Serve];
    let storage = || Storage::new(CONTENT, acts.clone());
    let with = settings(|it| it.digest(DIGEST));
    let (saved, files, sent) = save(storage, RetryPolicy::default(), with, &[]).await;
    saved.unwrap();
    assert_eq!(files, [file("a.zip", CONTENT)]);
    let expected = ["", " bytes=4- \"1\"", " bytes=7- \"1\""];
    let expected = expected.map(|range| format!("{BLOB}/1?sig=secret{range}"));
    assert_eq!(sent[1..], expected);
}

#[tokio::test]
async fn attempts_are_counted_from_the_last_byte_that_came() {
    // Nine breaks with progress are no reason to give up, two in a row are for this policy.
    let policy = RetryPolicy {
        attempts: 2,
        ..RetryPolicy::default()
    };
    let storage = || Storage::new(CONTENT, vec![Act::Break(1); 9]);
    let (saved, files, sent) = save(storage, policy, default, &[]).await;
    saved.unwrap();
    assert_eq!((files.len(), sent.len()), (1, 11));
    let acts = [Act::Break(1), Act::Break(0), Act::Serve];
    let storage = || Storage::new(CONTENT, acts.clone());
    let (saved, files, sent) = save(storage, policy, default, &[("a.zip", "old")]).await;
    assert_eq!(kind(&saved.unwrap_err()), TransportErrorKind::Answer);
    assert_eq!(files, [file("a.zip", b"old")]);
    assert_eq!(sent.len(), 3);
}

#[tokio::test]
async fn what_never_gets_further_is_given_up() {
    let storage = || Storage::new(CONTENT, vec![Act::Break(4); 30]).untagged();
    let (saved, files, sent) = save(storage, RetryPolicy::default(), default, &[]).await;
    assert_eq!(kind(&saved.unwrap_err()), TransportErrorKind::Answer);
    assert!(files.is_empty());
    // The service once, its storage as often as the policy has attempts.
    assert_eq!(sent.len(), 6);
}

#[tokio::test]
async fn without_a_policy_to_retry_a_break_is_final() {
    let storage = || Storage::new(CONTENT, [Act::Break(4)]);
    let (saved, files, sent) = save(storage, RetryPolicy::none(), default, &[]).await;
    assert_eq!(kind(&saved.unwrap_err()), TransportErrorKind::Answer);
    assert!(files.is_empty());
    assert_eq!(sent.len(), 2);
}

#[tokio::test]
async fn content_that_changed_meanwhile_is_begun_anew() {
    let acts = [Act::Break(4), Act::Replace(b"abcdefgh".to_vec())];
    let storage = || Storage::new(CONTENT, acts.clone());
    let (saved, files, sent) = save(storage, RetryPolicy::default(), default, &[]).await;
    assert_eq!(saved.unwrap().bytes, 8);
    assert_eq!(files, [file("a.zip", b"abcdefgh")]);
    assert_eq!(sent.len(), 3);
    // In memory as well.
    let storage = storage();
    let client = storage.client(RetryPolicy::default());
    let bytes = download(&client).bytes().await.unwrap();
    assert_eq!(&**bytes.body(), b"abcdefgh");
}

#[tokio::test]
async fn content_that_nothing_tells_apart_is_begun_anew() {
    let storage = || Storage::new(CONTENT, [Act::Break(4)]).untagged();
    let (saved, files, sent) = save(storage, RetryPolicy::default(), default, &[]).await;
    saved.unwrap();
    assert_eq!(files, [file("a.zip", CONTENT)]);
    assert_eq!(sent[1..], vec![format!("{BLOB}/1?sig=secret"); 2]);
}

#[tokio::test]
async fn another_part_than_asked_for_is_not_appended() {
    let acts = [Act::Break(4), Act::WrongPart];
    let storage = || Storage::new(CONTENT, acts.clone());
    let (saved, files, sent) = save(storage, RetryPolicy::default(), default, &[]).await;
    saved.unwrap();
    assert_eq!(files, [file("a.zip", CONTENT)]);
    assert_eq!(sent.last().unwrap(), &format!("{BLOB}/1?sig=secret"));
}

#[tokio::test]
async fn an_end_too_early_is_none() {
    let storage = || Storage::new(CONTENT, [Act::Short(4)]);
    let (saved, files, sent) = save(storage, RetryPolicy::default(), default, &[]).await;
    saved.unwrap();
    assert_eq!(files, [file("a.zip", CONTENT)]);
    assert_eq!(sent[2], format!("{BLOB}/1?sig=secret bytes=4- \"1\""));
    // Where nobody told the length, the digest does.
    let storage = || Storage::new(CONTENT, [Act::Short(4)]).unmeasured();
    let with = settings(|it| it.digest(DIGEST));
    let (saved, files, _) = save(storage, RetryPolicy::default(), with, &[]).await;
    assert!(matches!(saved, Err(Error::Verification(_))));
    assert!(files.is_empty());
}

#[tokio::test]
async fn a_url_that_has_run_out_is_asked_for_anew() {
    let acts = [Act::Expire, Act::Break(4), Act::Expire, Act::Serve];
    let storage = || Storage::new(CONTENT, acts.clone());
    let (saved, files, sent) = save(storage, RetryPolicy::default(), default, &[]).await;
    saved.unwrap();
    assert_eq!(files, [file("a.zip", CONTENT)]);
    let expected = [
        "api".to_owned(),
        format!("{BLOB}/1?sig=secret"),
        "api".to_owned(),
        format!("{BLOB}/2?sig=secret"),
        format!("{BLOB}/2?sig=secret bytes=4- \"1\""),
        "api".to_owned(),
        format!("{BLOB}/3?sig=secret bytes=4- \"1\""),
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn a_url_that_never_works_is_not_asked_for_for_ever() {
    let storage = || Storage::new(CONTENT, vec![Act::Expire; 9]);
    let (saved, files, sent) = save(storage, RetryPolicy::default(), default, &[]).await;
    assert_eq!(saved.unwrap_err().status().unwrap(), 403);
    assert!(files.is_empty());
    assert_eq!(sent.len(), 4);
}

#[tokio::test]
async fn a_refusal_of_the_host_leaves_nothing() {
    for status in [400, 404, 500] {
        let storage = || Storage::new(CONTENT, vec![Act::Status(status); 9]);
        let (saved, files, sent) = save(storage, RetryPolicy::default(), default, &[]).await;
        assert_eq!(saved.unwrap_err().status().unwrap(), status);
        assert!(files.is_empty());
        assert_eq!(sent.len(), if status == 500 { 6 } else { 2 });
    }
}
