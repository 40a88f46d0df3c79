//! Streams of events: the format, whatever way it is split, and what comes over a socket.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use client_runtime::{
    BoxFuture, Content, Error, Event, Events, ReadEvent, Transport, TransportError, events,
};
use futures_core::Stream;
use serde::Deserialize;

use crate::support::{Errors, LIST, builder};

/// Answers with these pieces.
#[derive(Clone)]
struct Pieces(VecDeque<Bytes>, &'static str);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}

impl Transport for Pieces {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Content>, TransportError>> {
        assert_eq!(request.headers()["accept"], "text/event-stream");
        let answer = http::Response::builder().header("content-type", self.1);
        let content = Content::from_stream(self.clone());
        Box::pin(async move { Ok(answer.body(content).unwrap()) })
    }
}

async fn opened<T>(
    text: &[u8],
    size: usize,
    media_type: &'static str,
    read: ReadEvent<T>,
) -> Result<Events<T, Errors>, Error<Errors>> {
    let pieces = text.chunks(size).map(Bytes::copy_from_slice).collect();
    let client = builder()
        .transport(Pieces(pieces, media_type))
        .build()
        .unwrap();
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    call.events(read)
        .await
        .map(client_runtime::Response::into_inner)
}

/// Each event as `type|data|id`, in pieces of every size.
async fn check(text: &str, expect: &[&str]) {
    for size in 1..=text.len() {
        let stream = opened(
            text.as_bytes(),
            size,
            "Text/Event-Stream; charset=utf-8",
            events::text,
        );
        let mut stream = stream.await.unwrap();
        let mut found = Vec::new();
        while let Some(event) = stream.next().await {
            let Event {
                event, data, id, ..
            } = event.unwrap();
            found.push(format!("{event}|{data}|{}", id.unwrap_or_default()));
        }
        assert_eq!(found, expect, "{text:?} in pieces of {size}");
    }
}

#[tokio::test]
async fn lines_end_in_three_ways() {
    for text in [
        "data: a\ndata: b\n\ndata: c\n\n",
        "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n",
        "data: a\rdata: b\r\rdata: c\r\r",
        "data: a\r\ndata: b\n\rdata: c\n\n",
    ] {
        check(text, &["message|a\nb|", "message|c|"]).await;
    }
}

#[tokio::test]
async fn fields_are_read_as_the_standard_says() {
    check("\u{feff}data:a\n\n", &["message|a|"]).await;
    check(": comment\n\n:\ndata:  b\n\n", &["message| b|"]).await;
    check(
        "event: add\ndata: 1\n\ndata: 2\n\n",
        &["add|1|", "message|2|"],
    )
    .await;
    check("event: nothing\n\ndata\n\n", &["message||"]).await;
    check(
        "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
        &["message|a|1", "message|b|1", "message|c|"],
    )
    .await;
    check("id: a\0b\ndata: ä:ö\nother: x\n\n", &["message|ä:ö|"]).await;
    check("data: unfinished\n", &[]).await;
    check("data: x\n\ndata: unfinished", &["message|x|"]).await;
}

#[derive(Debug, Deserialize, PartialEq)]
struct Delta {
    text: String,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Whole {
    event: Option<String>,
    id: Option<String>,
    data: Delta,
}

#[tokio::test]
async fn data_is_json_until_it_is_done() {
    let text = b"data: {\"text\": \"a\"}\n\ndata: {\"text\":\ndata: 5}\n\nevent: e\ndata: {\"text\": \"b\"}\n\ndata: [DONE]\n\ndata: {\"text\": \"c\"}\n\n";
    let mut stream = opened(text, 7, "text/event-stream", events::json::<Delta>)
        .await
        .unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data.text, "a");
    let error = stream.next().await.unwrap().unwrap_err();
    let Error::Decode(error) = error else {
        panic!("{error}")
    };
    assert!(
        error
            .failure
            .message()
            .starts_with("event `message`: invalid type")
    );
    let last = stream.next().await.unwrap().unwrap();
    assert_eq!((last.event.as_str(), last.data.text.as_str()), ("e", "b"));
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn an_event_may_be_described_as_a_whole() {
    let text = b"id: 7\nretry: 1500\nretry: soon\nevent: e\ndata: {\"text\": \"a\"}\n\n";
    let mut stream = opened(text, 7, "text/event-stream", events::object::<Whole>)
        .await
        .unwrap();
    let whole = stream.next().await.unwrap().unwrap().data;
    assert_eq!(whole.event.as_deref(), Some("e"));
    assert_eq!(whole.id.as_deref(), Some("7"));
    assert_eq!(whole.data.text, "a");
    assert!(stream.next().await.is_none());
    assert_eq!(stream.last_event_id(), Some("7"));
    assert_eq!(stream.retry_after(), Some(Duration::from_millis(1500)));
    let text = b"data: plain\n\n";
    let mut stream = opened(
        text,
        99,
        "text/event-stream",
        events::object::<serde_json::Value>,
    )
    .await
    .unwrap();
    let whole = stream.next().await.unwrap().unwrap().data;
    assert_eq!(whole, serde_json::json!({ "data": "plain" }));
}

#[tokio::test]
async fn another_media_type_is_no_stream() {
    let refused = opened(b"{}", 9, "application/json", events::text).await;
    let Err(Error::Decode(error)) = refused else {
        panic!("it is read")
    };
    assert_eq!(
        error.failure.message(),
        "no event stream (application/json)"
    );
}

#[tokio::test]
async fn what_never_ends_is_given_up() {
    let text = [b"data: ".as_slice(), &vec![b'a'; 17 << 20]].concat();
    let mut stream = opened(&text, 1 << 20, "text/event-stream", events::text)
        .await
        .unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("too large"), "{error}");
    assert!(stream.next().await.is_none());
}

#[cfg(feature = "reqwest")]
mod socket {
    use super::*;
    use crate::server::{Reply, Server, Then, reply};

    /// Two events, and then a connection that stays open.
    async fn server() -> Server {
        Server::start(|_| {
            let headers = [
                ("content-type", "text/event-stream"),
                ("content-length", "1000"),
            ];
            let body = "data: {\"text\": \"a\"}\n\ndata: {\"text\": \"b\"}\r\n\r\ndata";
            let then = Then::Hang;
            Reply {
                then,
                ..reply("200 OK", &headers, body)
            }
        })
        .await
    }

    #[tokio::test]
    async fn events_come_before_the_answer_ends() {
        let server = server().await;
        let timeout = Duration::from_millis(300);
        let client = builder()
            .base_url(server.url())
            .read_timeout(timeout)
            .build()
            .unwrap();
        let mut call = client.call(&LIST);
        call.path("owner", "o");
        let mut stream = call
            .events(events::json::<Delta>)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(stream.next().await.unwrap().unwrap().data.text, "a");
        assert_eq!(stream.next().await.unwrap().unwrap().data.text, "b");
        let error = stream.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error}");
        assert!(stream.next().await.is_none());
        assert!(
            server.requests()[0]
                .1
                .contains(&"accept: text/event-stream".to_owned())
        );
    }

    #[cfg(feature = "blocking")]
    #[tokio::test]
    async fn and_can_be_waited_for() {
        let server = server().await;
        let url = server.url();
        let found = tokio::task::spawn_blocking(move || {
            let timeout = Duration::from_millis(300);
            let client = builder()
                .base_url(url)
                .read_timeout(timeout)
                .build()
                .unwrap();
            let mut call = client.call(&LIST);
            call.path("owner", "o");
            let events = call
                .events(events::json::<Delta>)
                .wait()
                .unwrap()
                .into_inner()
                .wait();
            let texts = events.map(|event| event.map(|event| event.data.text).ok());
            texts.collect::<Vec<_>>()
        });
        let expect = [Some("a".to_owned()), Some("b".to_owned()), None];
        assert_eq!(found.await.unwrap(), expect);
    }
}
