//! Bodies as they arrive.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use client_runtime::{Content, TransportError, TransportErrorKind};
use futures_core::Stream;

type Chunk = Result<Bytes, TransportError>;

struct Chunks(VecDeque<Chunk>);

impl Stream for Chunks {
    type Item = Chunk;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Chunk>> {
        Poll::Ready(self.0.pop_front())
    }
}

fn content(chunks: &[&'static str]) -> Content {
    let chunks = chunks
        .iter()
        .map(|chunk| Ok(Bytes::from_static(chunk.as_bytes())));
    Content::from_stream(Chunks(chunks.collect()))
}

#[tokio::test]
async fn chunks_are_joined() {
    assert_eq!(content(&[]).bytes().await.unwrap(), "");
    assert_eq!(
        content(&["", "a", "", "bc", "d"]).bytes().await.unwrap(),
        "abcd"
    );
    assert_eq!(
        Content::from(Bytes::from_static(b"abc"))
            .bytes()
            .await
            .unwrap(),
        "abc"
    );
    assert_eq!(Content::from(Bytes::new()).bytes().await.unwrap(), "");
}

#[tokio::test]
async fn a_limit() {
    for chunks in [&["12345"][..], &["123", "45"], &["1", "", "2345"]] {
        assert_eq!(content(chunks).bytes_with_limit(5).await.unwrap(), "12345");
        let error = content(chunks).bytes_with_limit(4).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::TooLarge);
        assert_eq!(
            error.to_string(),
            "the answer is too large: more than 4 bytes"
        );
    }
}

#[tokio::test]
async fn nothing_comes_after_a_failure() {
    let failure = TransportError::new(TransportErrorKind::Answer, "broken");
    let chunks = [
        Ok(Bytes::from_static(b"a")),
        Err(failure),
        Ok(Bytes::from_static(b"b")),
    ];
    let mut content = Content::from_stream(Chunks(chunks.into_iter().collect()));
    assert_eq!(content.chunk().await.unwrap().unwrap(), "a");
    assert_eq!(
        content.chunk().await.unwrap_err().kind(),
        TransportErrorKind::Answer
    );
    assert!(content.chunk().await.unwrap().is_none());
}
