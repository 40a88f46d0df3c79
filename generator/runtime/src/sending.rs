//! A call that is complete but not made. It is a future to those who await, and `wait()` makes it
//! on the caller's thread; nothing is sent before one of the two happens.

use std::fmt;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use futures_core::Stream;

use super::error::Error;
use super::session::Mode;
use super::transport::BoxFuture;

type Begin<'c, T, B> = Box<dyn FnOnce(Mode) -> Running<'c, T, B> + Send + 'c>;
type Running<'c, T, B> = BoxFuture<'c, Result<T, Error<B>>>;

/// A call about to be made: `.await` it, or [`wait`](Self::wait) for it.
#[must_use = "a call is not made before it is awaited or waited for"]
pub struct Sending<'c, T, B: 'static> {
    state: State<'c, T, B>,
}

enum State<'c, T, B> {
    Ready(Begin<'c, T, B>),
    Running(Running<'c, T, B>),
    Done,
}

impl<'c, T, B: 'static> Sending<'c, T, B> {
    pub(crate) fn new<F>(begin: impl FnOnce(Mode) -> F + Send + 'c) -> Self
    where
        F: Future<Output = Result<T, Error<B>>> + Send + 'c,
    {
        Self {
            state: State::Ready(Box::new(|mode| Box::pin(begin(mode)))),
        }
    }

    /// Makes the call over the client's blocking transport, on this thread, and returns when it is
    /// done. No async runtime is needed, and none is used.
    ///
    /// # Errors
    /// Every kind of [`Error`].
    ///
    /// # Panics
    /// If it was polled to its end before.
    pub fn wait(self) -> Result<T, Error<B>> {
        let running = match self.state {
            State::Ready(begin) => begin(Mode::WaitedFor),
            State::Running(running) => running,
            State::Done => panic!("a call was waited for after its end"),
        };
        block_on(running)
    }
}

impl<T, B> Future for Sending<'_, T, B> {
    type Output = Result<T, Error<B>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let mut running = match std::mem::replace(&mut this.state, State::Done) {
            State::Ready(begin) => begin(Mode::Awaited),
            State::Running(running) => running,
            State::Done => panic!("a call was polled after its end"),
        };
        let polled = running.as_mut().poll(context);
        if polled.is_pending() {
            this.state = State::Running(running);
        }
        polled
    }
}

// Nothing in it is pinned but the boxed future.
impl<T, B> Unpin for Sending<'_, T, B> {}

impl<T, B> fmt::Debug for Sending<'_, T, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// A stream as an iterator that waits for each item on the caller's thread.
#[derive(Debug)]
#[must_use = "iterators are lazy"]
pub struct Waiting<S>(pub(crate) S);

impl<S: Stream + Unpin> Iterator for Waiting<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.0;
        block_on(std::future::poll_fn(|context| {
            Pin::new(&mut *stream).poll_next(context)
        }))
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Over a blocking transport every step is done when it is first asked for; the only things ever
/// waited for here are another thread's request, when too many are in flight, and the thread that
/// hashes.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::park();
    }
}
