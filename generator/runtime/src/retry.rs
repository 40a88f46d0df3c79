//! Whether and when a call is made again. A failure comes in, the time to wait goes out, or that
//! it is final; nothing here sleeps.

use std::time::Duration;

use http::{Method, StatusCode};

use super::client::Inner;
use super::clock::Clock;
use super::error::Error;
use super::rate_limit;
use super::trace;
use super::transport::TransportErrorKind;

/// No wait of the exponential kind is longer, whatever the number of attempts.
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);
const LONGEST_LIMIT_BACKOFF: Duration = Duration::from_secs(15 * 60);

/// When a call that failed is made again.
///
/// Only calls of idempotent methods are (RFC 9110, section 9.2.2: `GET`, `HEAD`, `OPTIONS`,
/// `TRACE`, `PUT` and `DELETE`), and only after a connection fault, 429, 500, 502, 503, 504, or a
/// 403 that stands for a limit. How long to wait is what the server says: `Retry-After`, else,
/// where no calls are left, the end of the window. Where it says nothing, waits grow
/// exponentially and are drawn by lot, so that clients that failed together do not return
/// together: up to [`backoff`](Self::backoff), twice that, four times that; and for a limit
/// [`limit_backoff`](Self::limit_backoff) and up to as much again, then three times, seven times
/// as much again.
///
/// A wait that does not fit into the [`budget`](Self::budget) is not begun: the call fails at once
/// and [`Error::retry_in`] tells how long it would have been.
///
/// A `DELETE` whose first answer got lost may find on its second attempt that there is nothing to
/// delete. That is reported as the 404 it is; [`Context::attempts`](super::context::Context) tells
/// that it was not the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How many attempts a call may take, the first among them; 5 by default.
    pub attempts: u32,
    /// How long a call may wait between its attempts, all waits together; 3 minutes by default.
    pub budget: Duration,
    /// The longest first wait after a fault; half a second by default. No later one is longer
    /// than 30 seconds.
    pub backoff: Duration,
    /// The shortest wait after a limit was reached without a word on how long; a minute by
    /// default, which is what GitHub asks for.
    pub limit_backoff: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 5,
            budget: Duration::from_secs(180),
            backoff: Duration::from_millis(500),
            limit_backoff: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Every call is made once.
    #[must_use]
    pub fn none() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }
}

/// What a failure means for the next attempt.
enum Fault {
    /// The server is not there, or not well; it may say for how long.
    Broken(Option<Duration>),
    /// A limit was reached; the service may say for how long.
    Limited(Option<Duration>),
}

/// The attempts of one call so far.
#[derive(Clone, Copy)]
pub(crate) struct Retry {
    policy: RetryPolicy,
    /// Those that count against the policy.
    failed: u32,
    made: u32,
    waited: Duration,
}

impl Retry {
    pub(crate) fn new(inner: &Inner) -> Self {
        Self {
            policy: inner.retry,
            failed: 0,
            made: 0,
            waited: Duration::ZERO,
        }
    }

    /// Something was achieved: what fails next, fails for the first time.
    pub(crate) fn progressed(&mut self) {
        self.failed = 0;
    }

    /// How long to wait before the next attempt.
    pub(crate) fn wait<B>(
        &mut self,
        method: &Method,
        mut error: Error<B>,
        clock: &dyn Clock,
    ) -> Result<Duration, Error<B>> {
        self.made += 1;
        self.failed += 1;
        let wait = fault(&error, clock).map(|fault| self.backoff(&fault, clock));
        let fits = |wait: &Duration| {
            method.is_idempotent()
                && self.failed < self.policy.attempts
                && *wait <= self.policy.budget.saturating_sub(self.waited)
        };
        let Some(next) = wait.filter(fits) else {
            error.context_mut().retried(self.made, wait);
            trace::failed(&error, self.made, None);
            return Err(error);
        };
        trace::failed(&error, self.made, Some(next));
        self.waited += next;
        Ok(next)
    }

    /// An attempt failed for a reason that another one at once will not have.
    pub(crate) fn again<B>(&mut self, error: &Error<B>) {
        self.made += 1;
        trace::failed(error, self.made, Some(Duration::ZERO));
    }

    /// Which attempt this is, counted from one.
    pub(crate) fn attempt(&self) -> u32 {
        self.made + 1
    }

    fn backoff(&self, fault: &Fault, clock: &dyn Clock) -> Duration {
        let factor = 1_u32 << self.failed.saturating_sub(1).min(16);
        match *fault {
            Fault::Broken(Some(told)) => told,
            // Both clocks tell whole seconds: the window may end within the one that is now.
            Fault::Limited(Some(told)) => told.max(Duration::from_secs(1)),
            Fault::Broken(None) => {
                let longest = self.policy.backoff.saturating_mul(factor);
                longest.min(LONGEST_BACKOFF).mul_f64(clock.random())
            }
            Fault::Limited(None) => {
                let shortest = self.policy.limit_backoff;
                let more = shortest.saturating_mul(2 * factor - 1);
                shortest + more.min(LONGEST_LIMIT_BACKOFF).mul_f64(clock.random())
            }
        }
    }
}

fn fault<B>(error: &Error<B>, clock: &dyn Clock) -> Option<Fault> {
    match error {
        Error::Transport(failure) => match failure.error.kind() {
            TransportErrorKind::Connect
            | TransportErrorKind::Timeout
            | TransportErrorKind::Request
            | TransportErrorKind::Answer => Some(Fault::Broken(None)),
            TransportErrorKind::TooLarge
            | TransportErrorKind::Certificate
            | TransportErrorKind::Encoding
            | TransportErrorKind::Missing => None,
        },
        Error::RateLimited(limited) => Some(Fault::Limited(limited.wait)),
        Error::Documented(_) | Error::Status(_) => {
            let ill = |status: &StatusCode| matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504);
            error.status().filter(ill)?;
            let headers = error.context().headers();
            Some(Fault::Broken(rate_limit::retry_after(
                headers,
                clock.unix_time(),
            )))
        }
        _ => None,
    }
}
