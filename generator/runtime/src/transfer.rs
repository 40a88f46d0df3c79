//! Content on its way. A call comes in, pieces of its content go out; a connection that breaks is
//! made again where it broke off (RFC 9110, section 14), and a signed URL that has run out is
//! asked for anew, so that who reads sees neither.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_RANGE, ETAG, HeaderValue, IF_RANGE, LAST_MODIFIED, RANGE};
use http::{HeaderMap, Method, StatusCode};

use super::client::Client;
use super::content::Content;
use super::context::Context;
use super::error::Error;
use super::exchange::Arrived;
use super::operation::Operation;
use super::redirect::{Manner, Outgoing};
use super::response::Response;
use super::retry::Retry;
use super::send::{answered, arrive, broken, plain, refused, refused_elsewhere, respond};
use super::session::{Mode, Session};
use super::trace;
use super::transport::{TransportError, TransportErrorKind};

pub(crate) struct Transfer<'c, B: 'static> {
    session: Session<'c>,
    operation: &'static Operation<B>,
    /// The call as the caller made it.
    request: Outgoing,
    /// Where its answer led to, while that is not known to have run out.
    elsewhere: Option<Outgoing>,
    /// Nothing has come from there yet, though it was asked for anew.
    renewed: bool,
    /// How many bytes the reader has had at most.
    furthest: u64,
    retry: Retry,
    held: Held,
}

/// What the reader has, and what it is a part of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) bytes: u64,
    pub(crate) total: Option<u64>,
    /// What tells whether the rest would be of the same (RFC 9110, section 13.1.5).
    pub(crate) validator: Option<HeaderValue>,
}

/// What reading on gave.
pub(crate) enum Piece {
    Bytes(Bytes),
    End,
    /// It broke off, and after a wait may be opened again.
    Broken,
}

/// Content that begins to arrive.
pub(crate) struct Opened {
    pub(crate) response: Response<()>,
    pub(crate) content: Content,
    /// Whether it begins where the reader's part ends, rather than anew.
    pub(crate) continues: bool,
}

impl<'c, B> Transfer<'c, B> {
    pub(crate) fn new(
        client: &'c Client,
        mode: Mode,
        operation: &'static Operation<B>,
        request: Outgoing,
    ) -> Self {
        Self {
            session: Session::new(client, mode),
            operation,
            request,
            elsewhere: None,
            renewed: false,
            furthest: 0,
            retry: Retry::new(&client.inner),
            held: Held::default(),
        }
    }

    pub(crate) fn held(&self) -> &Held {
        &self.held
    }

    pub(crate) fn operation(&self) -> &'static Operation<B> {
        self.operation
    }

    /// The call an error belongs to once there is an answer.
    pub(crate) fn context(&self, head: &Response<()>) -> Box<Context> {
        answered(self.session, self.operation, head.status(), head.headers())
    }

    /// The reader has this from an earlier transfer, or from this one nothing.
    pub(crate) fn hold(&mut self, held: Held) {
        self.held = held;
    }

    /// Opens the content, from where the reader's part ends if it still is of the same.
    pub(crate) async fn open(&mut self) -> Result<Opened, Error<B>> {
        loop {
            let wait = match self.attempt().await {
                Ok(opened) => {
                    let attempt = self.retry.attempt();
                    trace::succeeded(self.operation, attempt, &opened.response);
                    return Ok(opened);
                }
                Err(error) => self.renew_or_wait(error)?,
            };
            self.session.sleep(wait).await;
        }
    }

    /// How long to wait before opening it again. A URL that has run out is forgotten, so that
    /// another one is asked for, but one that never worked is not asked for twice.
    fn renew_or_wait(&mut self, error: Error<B>) -> Result<Duration, Error<B>> {
        let refused = error.status() == Some(StatusCode::FORBIDDEN);
        if self.elsewhere.is_some() && refused && !self.renewed {
            self.elsewhere = None;
            self.renewed = true;
            self.retry.again(&error);
            return Ok(Duration::ZERO);
        }
        self.wait(error)
    }

    /// The next piece.
    pub(crate) async fn read(&mut self, opened: &mut Opened) -> Result<Piece, Error<B>> {
        let error = match opened.content.chunk().await {
            Ok(Some(chunk)) => {
                self.held.bytes += chunk.len() as u64;
                // A part that came before and had to be thrown away is no progress.
                if self.held.bytes > self.furthest {
                    self.furthest = self.held.bytes;
                    self.renewed = false;
                    self.retry.progressed();
                }
                return Ok(Piece::Bytes(chunk));
            }
            Ok(None) if self.held.total.is_none_or(|total| total == self.held.bytes) => {
                return Ok(Piece::End);
            }
            Ok(None) => TransportError::new(TransportErrorKind::Answer, "it is not all of it"),
            Err(error) => error,
        };
        let context = self.context(&opened.response);
        let wait = self.wait(broken(context, error))?;
        self.session.sleep(wait).await;
        Ok(Piece::Broken)
    }

    fn wait(&mut self, error: Error<B>) -> Result<Duration, Error<B>> {
        let (method, clock) = (&self.operation.method, self.session.clock());
        self.retry.wait(method, error, clock)
    }

    async fn attempt(&mut self) -> Result<Opened, Error<B>> {
        if let Some(source) = self.elsewhere.clone() {
            let arrived = self.follow(source).await?;
            return self.opened(arrived);
        }
        let arrived = if self.redirects() {
            self.arrive(&self.request, Manner::Ordinary).await?
        } else {
            let request = self.ranged(self.request.clone());
            self.arrive(&request, Manner::Ordinary).await?
        };
        let Some(url) = arrived.target else {
            if self.is_content(arrived.status) {
                return self.opened(arrived);
            }
            return Err(refused(self.session, self.operation, arrived).await);
        };
        let source = self.request.bare(url);
        self.elsewhere = Some(source.clone());
        let arrived = self.follow(source).await?;
        self.opened(arrived)
    }

    async fn follow(&self, source: Outgoing) -> Result<Arrived, Error<B>> {
        let arrived = self.arrive(&self.ranged(source), Manner::Bare).await?;
        if arrived.status.is_success() || self.is_content(arrived.status) {
            return Ok(arrived);
        }
        Err(refused_elsewhere(self.session, self.operation, arrived).await)
    }

    async fn arrive(&self, request: &Outgoing, manner: Manner) -> Result<Arrived, Error<B>> {
        let method = &self.operation.method;
        let _pass = self.session.inner.gate.pass(self.session, method).await;
        arrive(self.session, self.operation, request, manner).await
    }

    /// Whether the documented answer of the service is where the content is.
    fn redirects(&self) -> bool {
        let found = [301, 302, 303, 307, 308].map(StatusCode::from_u16);
        found
            .into_iter()
            .flatten()
            .any(|status| self.operation.succeeded(status))
    }

    /// Whether the status is that of content, or says that there is no more of it.
    fn is_content(&self, status: StatusCode) -> bool {
        let resumes = self.held.bytes > 0;
        self.operation.succeeded(status)
            || resumes
                && matches!(
                    status,
                    StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE
                )
    }

    fn ranged(&self, mut request: Outgoing) -> Outgoing {
        if self.held.bytes == 0 || request.method != Method::GET {
            return request;
        }
        if let Some(validator) = &self.held.validator {
            let range = HeaderValue::from_str(&format!("bytes={}-", self.held.bytes));
            if let Ok(range) = range {
                request.headers.insert(RANGE, range);
                request.headers.insert(IF_RANGE, validator.clone());
            }
        }
        request
    }

    fn opened(&mut self, arrived: Arrived) -> Result<Opened, Error<B>> {
        let Arrived {
            url,
            status,
            headers,
            content,
            ..
        } = arrived;
        let broken = |error| {
            let context = answered(self.session, self.operation, status, &headers);
            Err(broken(context, error))
        };
        if let Err(error) = plain(&headers) {
            return broken(error);
        }
        let continues = match status {
            StatusCode::PARTIAL_CONTENT => true,
            StatusCode::RANGE_NOT_SATISFIABLE => {
                // What the reader has is no part of what is there now: from the beginning, then.
                let error =
                    TransportError::new(TransportErrorKind::Answer, "there is no more of it");
                let failure = broken(error);
                self.held = Held::default();
                return failure;
            }
            _ => false,
        };
        if continues && !fits(&headers, &self.held) {
            let error = TransportError::new(TransportErrorKind::Answer, "it is another part");
            let failure = broken(error);
            self.held = Held::default();
            return failure;
        }
        if !continues {
            self.held = Held {
                bytes: 0,
                total: content.length(),
                validator: validator(&headers),
            };
        }
        Ok(Opened {
            response: respond(self.session, url, status, headers, ()),
            content,
            continues,
        })
    }
}

/// Whether the part that was sent is the one that was asked for.
fn fits(headers: &HeaderMap, held: &Held) -> bool {
    let range = headers
        .get(CONTENT_RANGE)
        .and_then(|range| range.to_str().ok());
    let Some((part, total)) = range
        .and_then(|range| range.strip_prefix("bytes "))
        .and_then(|range| range.split_once('/'))
    else {
        return false;
    };
    let first = part
        .split_once('-')
        .and_then(|(first, _)| first.parse().ok());
    let total = total.parse::<u64>().ok();
    first == Some(held.bytes) && (held.total.is_none() || total.is_none() || total == held.total)
}

/// A weak tag does not tell bytes apart, so `If-Range` must not have it.
fn validator(headers: &HeaderMap) -> Option<HeaderValue> {
    let strong = |tag: &&HeaderValue| !tag.as_bytes().starts_with(b"W/");
    let tag = headers.get(ETAG).filter(strong);
    tag.or_else(|| headers.get(LAST_MODIFIED)).cloned()
}
