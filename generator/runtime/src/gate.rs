//! How many requests a client has in flight, and how far apart its writes are. A request asks to
//! pass and holds its [`Pass`] until its answer is there; nobody who waits is overtaken.

use std::collections::{HashSet, VecDeque};
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::clock::Clock;
use super::session::Session;

pub(crate) struct Gate {
    requests: Lane,
    /// One at a time, unless writes need no distance.
    writes: Option<Writes>,
}

struct Writes {
    lane: Lane,
    interval: Duration,
    /// When the next may go, by the client's clock.
    next: Mutex<Duration>,
}

/// Leave to send one request.
pub(crate) struct Pass<'a> {
    _request: Permit<'a>,
    /// After the request, as fields are dropped in their order.
    _write: Option<Write<'a>>,
}

struct Write<'a> {
    writes: &'a Writes,
    clock: &'a dyn Clock,
    _turn: Permit<'a>,
}

impl Gate {
    pub(crate) fn new(requests: usize, interval: Duration) -> Self {
        let writes = Writes {
            lane: Lane::new(1),
            interval,
            next: Mutex::default(),
        };
        Self {
            requests: Lane::new(requests.max(1)),
            writes: (!interval.is_zero()).then_some(writes),
        }
    }

    pub(crate) async fn pass<'a>(
        &'a self,
        session: Session<'a>,
        method: &http::Method,
    ) -> Pass<'a> {
        let writes = self.writes.as_ref().filter(|_| !method.is_safe());
        let write = match writes {
            Some(writes) => Some(writes.turn(session).await),
            None => None,
        };
        Pass {
            _request: self.requests.enter().await,
            _write: write,
        }
    }
}

impl Writes {
    async fn turn<'a>(&'a self, session: Session<'a>) -> Write<'a> {
        let turn = self.lane.enter().await;
        let clock = session.clock();
        let next = *lock(&self.next);
        let wait = next.saturating_sub(clock.now());
        if !wait.is_zero() {
            session.sleep(wait).await;
        }
        Write {
            writes: self,
            clock,
            _turn: turn,
        }
    }
}

/// From the end of one write to the beginning of the next: their distance on the way may be less
/// than that of their beginnings here.
impl Drop for Write<'_> {
    fn drop(&mut self) {
        *lock(&self.writes.next) = self.clock.now() + self.writes.interval;
    }
}

/// A semaphore whose places are handed on in the order they were asked for.
struct Lane {
    state: Mutex<State>,
}

struct State {
    free: usize,
    next_id: u64,
    waiting: VecDeque<(u64, Waker)>,
    granted: HashSet<u64>,
}

struct Permit<'a> {
    lane: &'a Lane,
}

struct Enter<'a> {
    lane: &'a Lane,
    id: Option<u64>,
}

impl Lane {
    fn new(places: usize) -> Self {
        let state = State {
            free: places,
            next_id: 0,
            waiting: VecDeque::new(),
            granted: HashSet::new(),
        };
        Self {
            state: Mutex::new(state),
        }
    }

    fn enter(&self) -> Enter<'_> {
        Enter {
            lane: self,
            id: None,
        }
    }

    fn leave(&self) {
        let mut state = lock(&self.state);
        match state.waiting.pop_front() {
            Some((id, waker)) => {
                state.granted.insert(id);
                drop(state);
                waker.wake();
            }
            None => state.free += 1,
        }
    }
}

impl<'a> Future for Enter<'a> {
    type Output = Permit<'a>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Permit<'a>> {
        let lane = self.lane;
        let mut state = lock(&lane.state);
        match self.id {
            Some(id) => {
                if state.granted.remove(&id) {
                    self.id = None;
                    return Poll::Ready(Permit { lane });
                }
                if let Some((_, waker)) = state.waiting.iter_mut().find(|(known, _)| *known == id) {
                    waker.clone_from(context.waker());
                }
            }
            // A place is free only while nobody waits.
            None if state.free > 0 => {
                state.free -= 1;
                return Poll::Ready(Permit { lane });
            }
            None => {
                let id = state.next_id;
                state.next_id += 1;
                state.waiting.push_back((id, context.waker().clone()));
                self.id = Some(id);
            }
        }
        Poll::Pending
    }
}

/// Who gives up waiting hands on what was already granted.
impl Drop for Enter<'_> {
    fn drop(&mut self) {
        let Some(id) = self.id else { return };
        let mut state = lock(&self.lane.state);
        if state.granted.remove(&id) {
            drop(state);
            self.lane.leave();
        } else {
            state.waiting.retain(|(known, _)| *known != id);
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.lane.leave();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
