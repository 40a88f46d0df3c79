//! SHA-256 of content as it passes. Pieces come in one after the other, the digest goes out; what
//! is much is hashed on a thread of its own, while the next piece is read and the last one written.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::thread::{self, JoinHandle};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

/// Up to here, a MiB, a thread would not be there sooner than the digest.
const LITTLE: u64 = 1_048_576;

/// How much may wait to be hashed before reading waits, too.
const MOST_BEHIND: usize = 1_048_576;

/// How much is left when reading goes on, so that it does not wait for each piece anew.
const LEFT_BEHIND: usize = 524_288;

/// A digest under way.
#[derive(Default)]
pub(crate) struct Hashing {
    bytes: u64,
    place: Place,
}

enum Place {
    Here(Sha256),
    Beside(Beside),
}

impl Default for Place {
    fn default() -> Self {
        Self::Here(Sha256::default())
    }
}

impl Hashing {
    /// How many bytes have come so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes the next piece. It need not be hashed when this is done.
    pub(crate) async fn update(&mut self, piece: Bytes) {
        self.bytes += piece.len() as u64;
        if let Place::Here(sha256) = &mut self.place {
            // Without a thread to spare this one has to do.
            match beside(sha256, self.bytes) {
                Some(beside) => self.place = Place::Beside(beside),
                None => return sha256.update(&piece),
            }
        }
        if let Place::Beside(beside) = &self.place {
            beside.update(piece).await;
        }
    }

    /// The digest of all of it.
    pub(crate) async fn finish(self) -> impl IntoIterator<Item = u8> {
        let sha256 = match self.place {
            Place::Here(sha256) => sha256,
            Place::Beside(beside) => beside.finish().await,
        };
        sha256.finalize()
    }
}

/// A thread to go on with, if so many bytes are worth one.
fn beside(sha256: &Sha256, bytes: u64) -> Option<Beside> {
    if bytes <= LITTLE {
        return None;
    }
    Beside::begin(sha256.clone()).ok()
}

/// A thread that hashes. Left alone, it ends with what it has been given.
struct Beside {
    pieces: Sender<Bytes>,
    behind: Arc<Behind>,
    thread: JoinHandle<Sha256>,
}

impl Beside {
    fn begin(mut sha256: Sha256) -> io::Result<Self> {
        let (pieces, given) = mpsc::channel::<Bytes>();
        let behind = Arc::new(Behind::default());
        let hashed = behind.clone();
        let thread = thread::Builder::new().name("sha256".to_owned());
        let thread = thread.spawn(move || {
            for piece in given {
                sha256.update(&piece);
                hashed.falls(piece.len());
            }
            sha256
        })?;
        Ok(Self {
            pieces,
            behind,
            thread,
        })
    }

    async fn update(&self, piece: Bytes) {
        let behind = self.behind.grows(piece.len());
        // It takes whatever comes until there is nobody to send.
        let _ = self.pieces.send(piece);
        if behind > MOST_BEHIND {
            self.behind.is_at_most(LEFT_BEHIND).await;
        }
    }

    async fn finish(self) -> Sha256 {
        self.behind.is_at_most(0).await;
        drop(self.pieces);
        let hashed = self.thread.join();
        hashed.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// How many bytes were given to the thread and are not hashed yet.
#[derive(Default)]
struct Behind(Mutex<Lag>);

#[derive(Default)]
struct Lag {
    bytes: usize,
    /// Whom to wake once there are so many or fewer.
    waiting: Option<(usize, Waker)>,
}

impl Behind {
    fn grows(&self, by: usize) -> usize {
        let mut lag = self.lag();
        lag.bytes += by;
        lag.bytes
    }

    fn falls(&self, by: usize) {
        let mut lag = self.lag();
        lag.bytes -= by;
        let bytes = lag.bytes;
        let due = lag.waiting.take_if(|(most, _)| bytes <= *most);
        drop(lag);
        if let Some((_, waker)) = due {
            waker.wake();
        }
    }

    async fn is_at_most(&self, most: usize) {
        std::future::poll_fn(|context| {
            let mut lag = self.lag();
            if lag.bytes <= most {
                return Poll::Ready(());
            }
            lag.waiting = Some((most, context.waker().clone()));
            Poll::Pending
        })
        .await;
    }

    fn lag(&self) -> MutexGuard<'_, Lag> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
