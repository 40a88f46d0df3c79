//! A service and a blob host in one transport, in memory: they serve ranges, break off where they
//! are told to, and let signed URLs run out.

mod directory;

use std::collections::VecDeque;
use std::io::Read;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use client_runtime::{
    BlockingTransport, BoxFuture, Client, Content, RetryPolicy, Transport, TransportError,
    TransportErrorKind,
};
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, LOCATION, RANGE};
use http::{HeaderValue, Request, Response, StatusCode};

pub(crate) use self::directory::Directory;
use crate::support::{Watch, builder};

/// What happens to one request to the blob host.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// All that is asked for.
    Serve,
    /// So many bytes, and then the connection breaks.
    Break(usize),
    /// So many bytes, and then an end as if it were all.
    Short(usize),
    /// The signed URL has run out.
    Expire,
    /// The content has become another one.
    Replace(Vec<u8>),
    /// An answer without content.
    Status(u16),
    /// 206, but of another part.
    WrongPart,
}

#[derive(Clone)]
pub(crate) struct Storage {
    state: Arc<Mutex<State>>,
    pub(crate) watch: Watch,
}

struct State {
    content: Vec<u8>,
    version: u32,
    tagged: bool,
    lengths: bool,
    piece: usize,
    urls: u32,
    acts: VecDeque<Act>,
    sent: Vec<String>,
}

impl Storage {
    pub(crate) fn new(content: &[u8], acts: impl IntoIterator<Item = Act>) -> Self {
        let state = State {
            content: content.to_vec(),
            version: 1,
            tagged: true,
            lengths: true,
            piece: 3,
            urls: 0,
            acts: acts.into_iter().collect(),
            sent: Vec::new(),
        };
        Self {
            state: Arc::new(Mutex::new(state)),
            watch: Watch::new(0.5),
        }
    }

    /// Without anything that tells one content from another.
    pub(crate) fn untagged(self) -> Self {
        self.state.lock().unwrap().tagged = false;
        self
    }

    /// Without telling lengths.
    pub(crate) fn unmeasured(self) -> Self {
        self.state.lock().unwrap().lengths = false;
        self
    }

    /// In pieces of so many bytes rather than of three.
    pub(crate) fn in_pieces_of(self, bytes: usize) -> Self {
        self.state.lock().unwrap().piece = bytes;
        self
    }

    pub(crate) fn client(&self, policy: RetryPolicy) -> Client {
        builder()
            .retry(policy)
            .clock(self.watch.clone())
            .transport(self.clone())
            .blocking_transport(self.clone())
            .build()
            .unwrap()
    }

    /// The requests since the last time: `api` or the URL, with the range and its condition.
    pub(crate) fn sent(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap().sent)
    }

    fn answer(&self, request: &Request<Bytes>) -> (Response<()>, Vec<Bytes>, bool) {
        let mut state = self.state.lock().unwrap();
        let header = |name| {
            let value: Option<&HeaderValue> = request.headers().get(name);
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        let (range, condition) = (header(RANGE), header(IF_RANGE));
        let to_api = request.uri().host() == Some("api.example.com");
        let mut line = if to_api {
            "api".to_owned()
        } else {
            request.uri().to_string()
        };
        for part in [&range, &condition].into_iter().flatten() {
            line.push(' ');
            line.push_str(part);
        }
        state.sent.push(line);
        if to_api {
            assert!(request.headers().contains_key("authorization"));
            state.urls += 1;
            let url = format!("https://blob.example/{}?sig=secret", state.urls);
            let head = Response::builder().status(302).header(LOCATION, url);
            return (head.body(()).unwrap(), Vec::new(), false);
        }
        assert!(!request.headers().contains_key("authorization"));
        let act = state.acts.pop_front().unwrap_or(Act::Serve);
        match act {
            Act::Expire => return (status(403), vec!["expired".into()], false),
            Act::Status(code) => return (status(code), Vec::new(), false),
            Act::Replace(ref content) => {
                state.content.clone_from(content);
                state.version += 1;
            }
            _ => {}
        }
        state.content(&act, range.as_deref(), condition.as_deref())
    }
}

fn status(code: u16) -> Response<()> {
    Response::builder().status(code).body(()).unwrap()
}

impl State {
    fn content(
        &self,
        act: &Act,
        range: Option<&str>,
        condition: Option<&str>,
    ) -> (Response<()>, Vec<Bytes>, bool) {
        let tag = format!("\"{}\"", self.version);
        let total = self.content.len();
        let same = condition.is_none_or(|condition| condition == tag);
        let from = range.filter(|_| same).map(|range| {
            let from = range
                .strip_prefix("bytes=")
                .and_then(|range| range.strip_suffix('-'));
            from.unwrap().parse::<usize>().unwrap()
        });
        let mut head = Response::builder().header(CONTENT_TYPE, "application/zip");
        if self.tagged {
            head = head.header(ETAG, &tag);
        }
        let start = match from {
            Some(from) if from >= total => return (status(416), Vec::new(), false),
            Some(from) => {
                let told = if matches!(act, Act::WrongPart) {
                    from + 1
                } else {
                    from
                };
                head = head
                    .status(StatusCode::PARTIAL_CONTENT)
                    .header(CONTENT_RANGE, format!("bytes {told}-{}/{total}", total - 1));
                from
            }
            None => 0,
        };
        let rest = &self.content[start..];
        if self.lengths {
            head = head.header(CONTENT_LENGTH, rest.len());
        }
        let (rest, breaks) = match act {
            Act::Break(count) => (&rest[..*count], true),
            Act::Short(count) => (&rest[..*count], false),
            _ => (rest, false),
        };
        let chunks = rest
            .chunks(self.piece)
            .map(Bytes::copy_from_slice)
            .collect();
        (head.body(()).unwrap(), chunks, breaks)
    }
}

/// The chunks, and then the break or the end.
struct Chunks(VecDeque<Bytes>, bool);

impl Chunks {
    fn pop(&mut self) -> Option<Result<Bytes, TransportError>> {
        let broken = || TransportError::new(TransportErrorKind::Answer, "connection reset");
        match self.0.pop_front() {
            Some(chunk) => Some(Ok(chunk)),
            None => std::mem::take(&mut self.1).then(|| Err(broken())),
        }
    }
}

impl futures_core::Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.pop())
    }
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let chunk = self.pop().transpose().map_err(std::io::Error::other)?;
        let chunk = chunk.unwrap_or_default();
        buffer[..chunk.len()].copy_from_slice(&chunk);
        Ok(chunk.len())
    }
}

impl Transport for Storage {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Content>, TransportError>> {
        let (head, chunks, breaks) = self.answer(&request);
        let content = Content::from_stream(Chunks(chunks.into(), breaks));
        Box::pin(async move { Ok(head.map(|()| content)) })
    }
}

impl BlockingTransport for Storage {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Box<dyn Read + Send>>, TransportError> {
        let (head, chunks, breaks) = self.answer(&request);
        Ok(head.map(|()| Box::new(Chunks(chunks.into(), breaks)) as _))
    }
}
