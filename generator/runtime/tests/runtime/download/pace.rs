//! Which thread hashes what, and how far the one beside may be behind: seen by who lets go of the
//! pieces, and when.

use std::pin::{Pin, pin};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use client_runtime::{BoxFuture, Client, Content, Transport, TransportError};
use futures_core::Stream;
use http::header::LOCATION;
use http::{Request, Response};

use super::download;
use crate::storage::Directory;
use crate::support::builder;

const PIECE: usize = 64 * 1024;
/// A MiB: up to here no thread is begun, and so much may wait for it.
const MUCH: usize = 16;
const LONG: Duration = Duration::from_secs(20);

/// Content in pieces that tell who lets go of them.
#[derive(Clone, Default)]
struct Pieces(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    count: usize,
    given: usize,
    /// The threads that let go of a piece each, by name.
    gone: Vec<Option<String>>,
    /// Whether the thread beside may let go of what it has.
    held: bool,
}

struct Piece {
    bytes: Vec<u8>,
    pieces: Pieces,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        let thread = thread::current().name().map(str::to_owned);
        let beside = thread.as_deref() == Some("sha256");
        self.pieces.change(|state| state.gone.push(thread));
        self.pieces.wait(|state| !(beside && state.held));
    }
}

impl Pieces {
    fn new(count: usize) -> Self {
        let pieces = Self::default();
        pieces.change(|state| state.count = count);
        pieces
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let (state, changed) = &*self.0;
        let told = change(&mut state.lock().unwrap());
        changed.notify_all();
        told
    }

    fn wait(&self, until: impl Fn(&State) -> bool) {
        let (state, changed) = &*self.0;
        let state = state.lock().unwrap();
        let waited = changed.wait_timeout_while(state, LONG, |state| !until(state));
        assert!(!waited.unwrap().1.timed_out());
    }

    fn given(&self) -> usize {
        self.change(|state| state.given)
    }

    fn gone(&self) -> usize {
        self.change(|state| state.gone.len())
    }

    fn client(&self) -> Client {
        builder().transport(self.clone()).build().unwrap()
    }
}

impl Transport for Pieces {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Content>, TransportError>> {
        let answer = if request.uri().host() == Some("api.example.com") {
            let found = Response::builder().status(302);
            let found = found.header(LOCATION, "https://blob.example/");
            found.body(Content::from(Bytes::new())).unwrap()
        } else {
            Response::new(Content::from_stream(self.clone()))
        };
        Box::pin(async { Ok(answer) })
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // The first that is hashed beside keeps the thread: from there on it is behind by all.
        if self.given() == MUCH + 1 {
            self.wait(|state| state.gone.len() == MUCH + 1);
        }
        let piece = self.change(|state| {
            state.given += 1;
            (state.given <= state.count).then(|| Piece {
                bytes: vec![b'a'; PIECE],
                pieces: self.clone(),
            })
        });
        Poll::Ready(piece.map(|piece| Ok(Bytes::from_owner(piece))))
    }
}

/// Wakes nobody, but tells how many pieces were gone.
struct Told(Pieces, Mutex<Sender<usize>>);

impl Told {
    fn waker(pieces: &Pieces) -> (Waker, Receiver<usize>) {
        let (sender, told) = mpsc::channel();
        let waker = Arc::new(Self(pieces.clone(), Mutex::new(sender)));
        (waker.into(), told)
    }
}

impl Wake for Told {
    fn wake(self: Arc<Self>) {
        let _ = self.1.lock().unwrap().send(self.0.gone());
    }
}

#[tokio::test]
async fn a_thread_begins_after_a_mebibyte() {
    let directory = Directory::new();
    let pieces = Pieces::new(MUCH + 3);
    let client = pieces.client();
    let saved = download(&client).to_file(directory.join("a.zip")).await;
    assert_eq!(saved.unwrap().bytes, ((MUCH + 3) * PIECE) as u64);
    let gone = pieces.change(|state| state.gone.clone());
    let own = thread::current().name().map(str::to_owned);
    let beside = Some("sha256".to_owned());
    assert_eq!(gone, [vec![own; MUCH], vec![beside; 3]].concat());
}

#[test]
fn it_is_waited_for_once_a_mebibyte_waits_for_it_until_half_of_that_is_left() {
    let directory = Directory::new();
    let pieces = Pieces::new(4 * MUCH);
    pieces.change(|state| state.held = true);
    let client = pieces.client();
    let (waker, told) = Told::waker(&pieces);
    let mut context = Context::from_waker(&waker);
    let mut saving = pin!(download(&client).to_file(directory.join("a.zip")));
    assert!(saving.as_mut().poll(&mut context).is_pending());
    assert_eq!(pieces.given(), (MUCH + 1) + (MUCH + 1));
    assert_eq!(pieces.gone(), MUCH + 1);
    pieces.change(|state| state.held = false);
    // The last one that is hashed is not let go of yet.
    let hashed = (MUCH + 1) + (MUCH + 1) - MUCH / 2;
    assert_eq!(told.recv_timeout(LONG), Ok(hashed - 1));
    let saved = loop {
        match saving.as_mut().poll(&mut context) {
            Poll::Ready(saved) => break saved,
            Poll::Pending => drop(told.recv_timeout(LONG).unwrap()),
        }
    };
    assert_eq!(saved.unwrap().bytes, (4 * MUCH * PIECE) as u64);
}
