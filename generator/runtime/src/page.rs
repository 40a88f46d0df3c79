//! Lists that come in pages. A call comes in, its pages or their items go out one after another,
//! each next page by the `Link` header of the one before (RFC 8288); a next link to another origin
//! or to where the list has been before is refused.

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::answer::Decode;
use super::base_url::BaseUrl;
use super::call::Call;
use super::client::Client;
use super::error::{Error, RedirectError};
use super::link;
use super::operation::Operation;
use super::redirect::{Outgoing, RedirectRefusal};
use super::response::Response;
use super::send::{Reading, answered, fetch};
use super::sending::{Sending, Waiting};
use super::session::{Mode, Session};
use super::trace;
use super::transport::BoxFuture;
use super::url::Url;

/// The pages of a list. It ends after the last one, or after the first error.
pub struct Pages<'c, T, B: 'static> {
    client: &'c Client,
    operation: &'static Operation<B>,
    decode: Decode<T>,
    mode: Mode,
    state: State<'c, T, B>,
    seen: HashSet<Url>,
}

type Fetched<'c, T, B> = BoxFuture<'c, Result<Response<T>, Error<B>>>;

enum State<'c, T, B> {
    Ready(Outgoing),
    Waiting(Outgoing, Fetched<'c, T, B>),
    Failed(Error<B>),
    Ended,
}

impl<'c, T: 'c, B: 'static> Pages<'c, T, B> {
    /// The pages, the call's being the first. Nothing is sent before the first is asked for.
    pub fn new(call: Call<'c, B>, decode: Decode<T>) -> Self {
        let (client, operation) = (call.client, call.operation);
        let state = match call.outgoing() {
            Ok(first) => State::Ready(first),
            Err(error) => State::Failed(error),
        };
        Self {
            client,
            operation,
            decode,
            mode: Mode::Awaited,
            state,
            seen: HashSet::new(),
        }
    }

    /// The pages as an iterator, each waited for on this thread and over the client's blocking
    /// transport.
    pub fn wait(mut self) -> Waiting<Self> {
        self.mode = Mode::WaitedFor;
        Waiting(self)
    }

    /// The next page, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Response<T>, Error<B>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn ask(&mut self, request: Outgoing) -> State<'c, T, B> {
        self.seen.insert(request.url.clone());
        let session = Session::new(self.client, self.mode);
        let (operation, decode, first) = (self.operation, self.decode, request.clone());
        let page = async move {
            let reading = Reading {
                decode: &decode,
                not_modified: false,
            };
            fetch(session, operation, &first, reading).await
        };
        State::Waiting(request, Box::pin(trace::call(operation, page)))
    }

    /// What comes after this page.
    fn after(&mut self, page: &Response<T>, request: &Outgoing) -> State<'c, T, B> {
        // A redirect may have moved the list: the page is at another URL than was asked for.
        self.seen.insert(page.url().clone());
        match next_url(
            page,
            self.client.inner.base_url_of(self.operation),
            &self.seen,
        ) {
            Ok(Some(url)) => State::Ready(request.moved_to(url)),
            Ok(None) => State::Ended,
            Err(refusal) => {
                let (status, headers) = (page.status(), page.headers());
                let session = Session::new(self.client, self.mode);
                let context = answered(session, self.operation, status, headers);
                State::Failed(Error::Redirect(RedirectError { context, refusal }))
            }
        }
    }
}

fn next_url<T>(
    page: &Response<T>,
    base_url: &BaseUrl,
    seen: &HashSet<Url>,
) -> Result<Option<Url>, RedirectRefusal> {
    let Some(target) = link::target(page.headers(), "next") else {
        return Ok(None);
    };
    let url = page
        .url()
        .join(target)
        .map_err(|_| RedirectRefusal::InvalidLocation)?;
    if !url.is_beside(base_url.url()) {
        return Err(RedirectRefusal::ForeignOrigin);
    }
    if seen.contains(&url) {
        return Err(RedirectRefusal::Loop);
    }
    Ok(Some(url))
}

impl<'c, T: 'c, B: 'static> Stream for Pages<'c, T, B> {
    type Item = Result<Response<T>, Error<B>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match std::mem::replace(&mut this.state, State::Ended) {
                State::Ready(request) => this.state = this.ask(request),
                State::Waiting(request, mut fetched) => {
                    let Poll::Ready(page) = fetched.as_mut().poll(context) else {
                        this.state = State::Waiting(request, fetched);
                        return Poll::Pending;
                    };
                    if let Ok(page) = &page {
                        this.state = this.after(page, &request);
                    }
                    return Poll::Ready(Some(page));
                }
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

// Nothing in them is pinned but the boxed future.
impl<T, B> Unpin for Pages<'_, T, B> {}
impl<T, I, B> Unpin for Items<'_, T, I, B> {}

/// The items of a list over all its pages. The next page is asked for when the items have run out.
pub struct Items<'c, T, I, B: 'static> {
    pages: Pages<'c, T, B>,
    split: fn(T) -> Vec<I>,
    current: std::vec::IntoIter<I>,
}

impl<'c, T: 'c, I, B: 'static> Items<'c, T, I, B> {
    /// The items, which `items` takes out of a page.
    pub fn new(call: Call<'c, B>, decode: Decode<T>, items: fn(T) -> Vec<I>) -> Self {
        Self {
            pages: Pages::new(call, decode),
            split: items,
            current: Vec::new().into_iter(),
        }
    }

    /// The item with the greatest key over all pages, the first of several; those without a key do
    /// not count. No more than a page of items is held.
    pub fn latest<K: Ord + Send + 'c>(
        self,
        key: impl Fn(&I) -> Option<K> + Send + 'c,
    ) -> Sending<'c, Option<I>, B>
    where
        T: Send,
        I: Send + 'c,
        B: Send,
    {
        self.finish(move |items| async move {
            let mut latest: Option<(K, I)> = None;
            let mut items = items;
            while let Some(item) = items.next().await {
                let item = item?;
                let Some(key) = key(&item) else { continue };
                if latest.as_ref().is_none_or(|(before, _)| *before < key) {
                    latest = Some((key, item));
                }
            }
            Ok(latest.map(|(_, item)| item))
        })
    }

    /// The first item that is wanted. No page is asked for once it is found.
    pub fn find(self, mut wanted: impl FnMut(&I) -> bool + Send + 'c) -> Sending<'c, Option<I>, B>
    where
        T: Send,
        I: Send + 'c,
        B: Send,
    {
        self.finish(move |items| async move {
            let mut items = items;
            while let Some(item) = items.next().await {
                let item = item?;
                if wanted(&item) {
                    return Ok(Some(item));
                }
            }
            Ok(None)
        })
    }

    fn finish<O, F>(mut self, run: impl FnOnce(Self) -> F + Send + 'c) -> Sending<'c, O, B>
    where
        T: Send,
        I: Send + 'c,
        B: Send,
        F: Future<Output = Result<O, Error<B>>> + Send + 'c,
    {
        Sending::new(move |mode| {
            self.pages.mode = mode;
            run(self)
        })
    }

    /// The items as an iterator, their pages waited for on this thread and over the client's
    /// blocking transport.
    pub fn wait(mut self) -> Waiting<Self> {
        self.pages.mode = Mode::WaitedFor;
        Waiting(self)
    }

    /// The next item, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<I, Error<B>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<'c, T: 'c, I, B: 'static> Stream for Items<'c, T, I, B> {
    type Item = Result<I, Error<B>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.current.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => this.current = (this.split)(page.into_inner()).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, B> fmt::Debug for Pages<'_, T, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", self.operation)
            .finish_non_exhaustive()
    }
}

impl<T, I, B> fmt::Debug for Items<'_, T, I, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
