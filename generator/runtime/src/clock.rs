//! Time and chance, from outside. What waits or draws lots asks a [`Clock`], so that a test can
//! check a schedule without living through it; the default one needs no particular async runtime.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::transport::BoxFuture;

/// Where a client has time and chance from.
pub trait Clock: Send + Sync + 'static {
    /// The time since some fixed moment. It never goes back.
    fn now(&self) -> Duration;

    /// The time since 1970-01-01 00:00 UTC, for answers that do not tell the server's own.
    fn unix_time(&self) -> Duration;

    /// Waits; calls that are awaited use it.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;

    /// Waits on the caller's thread; calls that are waited for use it.
    fn block(&self, time: Duration);

    /// A number from 0 up to, but not including, 1.
    fn random(&self) -> f64;
}

/// The system's clock. One thread, there only while something sleeps, wakes the sleepers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        START.elapsed()
    }

    fn unix_time(&self) -> Duration {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.unwrap_or_default()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        static IDS: AtomicU64 = AtomicU64::new(0);
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        Box::pin(Sleep {
            key: (Instant::now() + time, id),
        })
    }

    fn block(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn random(&self) -> f64 {
        // The standard library seeds its hashers with chance; 32 bits of it are an exact f64.
        let bits = RandomState::new().hash_one(0_u8) >> 32;
        f64::from(u32::try_from(bits).unwrap_or_default()) / (f64::from(u32::MAX) + 1.0)
    }
}

/// For names that nobody else has or can guess.
pub(crate) fn random_text() -> String {
    format!("{:016x}", RandomState::new().hash_one(1_u8))
}

type Key = (Instant, u64);

struct Sleep {
    key: Key,
}

struct Sleepers {
    wakers: BTreeMap<Key, Waker>,
    watched: bool,
}

static SLEEPERS: Mutex<Sleepers> = Mutex::new(Sleepers {
    wakers: BTreeMap::new(),
    watched: false,
});
static CHANGED: Condvar = Condvar::new();

fn sleepers() -> MutexGuard<'static, Sleepers> {
    SLEEPERS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let (deadline, _) = self.key;
        if Instant::now() >= deadline {
            return Poll::Ready(());
        }
        let mut sleepers = sleepers();
        sleepers.wakers.insert(self.key, context.waker().clone());
        if !sleepers.watched {
            let watch = std::thread::Builder::new().name("sleepers".to_owned());
            if watch.spawn(wake_in_time).is_err() {
                // Without a thread to spare the caller's has to do.
                drop(sleepers);
                std::thread::sleep(deadline.saturating_duration_since(Instant::now()));
                return Poll::Ready(());
            }
            sleepers.watched = true;
        }
        CHANGED.notify_one();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        sleepers().wakers.remove(&self.key);
    }
}

fn wake_in_time() {
    let mut sleepers = sleepers();
    while let Some((&(deadline, _), _)) = sleepers.wakers.first_key_value() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            if let Some((_, waker)) = sleepers.wakers.pop_first() {
                waker.wake();
            }
            continue;
        }
        let waited = CHANGED.wait_timeout(sleepers, left);
        sleepers = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
    sleepers.watched = false;
}
