//! An answer that is a stream of events. A call goes in, and each event comes out as it arrives,
//! read as what the description says of it. The stream ends with the answer, or with the word
//! `[DONE]` that some services send; it is not connected again by itself.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::answer::DecodeFailure;
use super::call::Call;
use super::content::Content;
use super::context;
use super::error::{DecodeError, Error};
use super::event_source::{EventSource, RawEvent};
use super::operation::Operation;
use super::response::Response;
use super::send::{broken, context as unanswered};
use super::sending::{Sending, Waiting};
use super::session::Session;
use super::trace;
use super::transfer::Transfer;
use super::transport::{TransportError, TransportErrorKind};

/// The media type of event streams.
const MEDIA_TYPE: &str = "text/event-stream";

/// The data of the last event of services that say when they are done.
const DONE: &str = "[DONE]";

/// Reads an event; `None` is the end of the stream.
pub type ReadEvent<T> = fn(&RawEvent) -> Result<Option<T>, DecodeFailure>;

/// An event of a stream.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub struct Event<T> {
    /// Its type, `message` if the server names none.
    pub event: String,
    /// What it holds.
    pub data: T,
    /// The last id that the stream has set, from which another call may go on.
    pub id: Option<String>,
}

/// The events of an answer. It ends after the last one, or after an error of the transport; an
/// event that can't be read is an error of its own, after which others may come.
#[must_use = "events are lost unless they are asked for"]
pub struct Events<T, B: 'static> {
    content: Option<Content>,
    source: EventSource,
    read: ReadEvent<T>,
    operation: &'static Operation<B>,
    status: StatusCode,
    headers: HeaderMap,
    request_ids: &'static [&'static str],
}

impl<T, B: 'static> Events<T, B> {
    /// The next event, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error<B>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The events as an iterator that waits for each on this thread; of a call that was itself
    /// waited for.
    pub fn wait(self) -> Waiting<Self> {
        Waiting(self)
    }

    /// The last id that the stream has set, for the `Last-Event-ID` of a call that goes on.
    pub fn last_event_id(&self) -> Option<&str> {
        self.source.last_event_id()
    }

    /// How long the server wants to be left alone before such a call, if it has said so.
    pub fn retry_after(&self) -> Option<Duration> {
        self.source.retry()
    }

    fn context(&self) -> Box<context::Context> {
        let context = unanswered(self.operation);
        Box::new(context.answered(self.status, &self.headers, self.request_ids))
    }

    fn failed(&mut self, error: TransportError) -> Error<B> {
        self.content = None;
        broken(self.context(), error)
    }

    /// An event as it is given out; `None` ends the stream.
    fn read(&mut self, raw: RawEvent) -> Option<Result<Event<T>, Error<B>>> {
        match (self.read)(&raw) {
            Ok(Some(data)) => Some(Ok(Event {
                event: if raw.event.is_empty() {
                    "message".to_owned()
                } else {
                    raw.event
                },
                data,
                id: raw.id,
            })),
            Ok(None) => {
                self.content = None;
                None
            }
            Err(failure) => Some(Err(Error::Decode(DecodeError {
                context: self.context(),
                failure,
            }))),
        }
    }
}

impl<T, B: 'static> Stream for Events<T, B> {
    type Item = Result<Event<T>, Error<B>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            let Some(body) = &mut this.content else {
                return Poll::Ready(None);
            };
            if let Some(raw) = this.source.next() {
                return Poll::Ready(this.read(raw));
            }
            match ready!(Pin::new(body).poll_next(context)) {
                Some(Ok(piece)) => {
                    if this.source.feed(&piece).is_err() {
                        let kind = TransportErrorKind::TooLarge;
                        let error = TransportError::new(kind, "an event without an end");
                        return Poll::Ready(Some(Err(this.failed(error))));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(this.failed(error)))),
                None => this.content = None,
            }
        }
    }
}

// Nothing in it is pinned but the content, which pins what it needs to.
impl<T, B> Unpin for Events<T, B> {}

impl<T, B> fmt::Debug for Events<T, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("operation", self.operation)
            .finish_non_exhaustive()
    }
}

impl<'c, B: 'static> Call<'c, B> {
    /// Sends the request and gives the events of the answer as they arrive.
    pub fn events<T: 'c>(self, read: ReadEvent<T>) -> Sending<'c, Response<Events<T, B>>, B> {
        let (client, operation) = (self.client, self.operation);
        Sending::new(move |mode| {
            trace::call(operation, async move {
                let mut request = self.outgoing()?;
                let accept = HeaderValue::from_static(MEDIA_TYPE);
                request.headers.insert(ACCEPT, accept);
                let mut transfer = Transfer::new(client, mode, operation, request);
                let opened = transfer.open().await?;
                let (status, headers) = (opened.response.status(), opened.response.headers());
                let events = Events {
                    content: Some(opened.content),
                    source: EventSource::default(),
                    read,
                    operation,
                    status,
                    headers: headers.clone(),
                    request_ids: Session::new(client, mode).inner.service.request_id_headers,
                };
                if let Err(failure) = check_media_type(headers) {
                    let context = events.context();
                    return Err(Error::Decode(DecodeError { context, failure }));
                }
                Ok(opened.response.map(|()| events))
            })
        })
    }
}

/// What is said to be something else is not read as events.
fn check_media_type(headers: &HeaderMap) -> Result<(), DecodeFailure> {
    let Some(media_type) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let text = String::from_utf8_lossy(media_type.as_bytes());
    let essence = text.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(MEDIA_TYPE) {
        return Ok(());
    }
    Err(DecodeFailure::new(format!("no event stream ({text})")))
}

/// Reads the data as JSON.
///
/// # Errors
/// It is not JSON, or not of this type.
pub fn json<T: DeserializeOwned>(event: &RawEvent) -> Result<Option<T>, DecodeFailure> {
    if event.data == DONE {
        return Ok(None);
    }
    let read = serde_json::from_str(&event.data).map(Some);
    read.map_err(|error| refuse(event, &error))
}

/// Takes the data as text.
///
/// # Errors
/// None; the signature is that of every reader.
pub fn text(event: &RawEvent) -> Result<Option<String>, DecodeFailure> {
    Ok(Some(event.data.clone()))
}

/// Reads the event as an object of `event`, `data` and `id`; data that is not JSON is a text.
///
/// # Errors
/// It is not of this type.
pub fn object<T: DeserializeOwned>(event: &RawEvent) -> Result<Option<T>, DecodeFailure> {
    if event.data == DONE {
        return Ok(None);
    }
    let data = serde_json::from_str(&event.data);
    let mut members = Map::new();
    let mut put = |name: &str, value| members.insert(name.to_owned(), value);
    put(
        "data",
        data.unwrap_or_else(|_| Value::String(event.data.clone())),
    );
    if !event.event.is_empty() {
        put("event", Value::String(event.event.clone()));
    }
    if let Some(id) = &event.id {
        put("id", Value::String(id.clone()));
    }
    let read = serde_json::from_value(Value::Object(members)).map(Some);
    read.map_err(|error| refuse(event, &error))
}

fn refuse(event: &RawEvent, error: &serde_json::Error) -> DecodeFailure {
    let name = match event.event.as_str() {
        "" => "message",
        name => name,
    };
    DecodeFailure::new(format!("event `{name}`: {error}"))
}
