//! How one call is made: by which client, and whether it is awaited or waited for. All decisions
//! are the same for both; only bytes and time move differently.

use std::time::Duration;

use super::client::{Client, Inner};
use super::clock::Clock;
use super::transport::{Transport, TransportError, TransportErrorKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// By an async runtime, over the [`Transport`].
    Awaited,
    /// On the caller's thread, over the blocking transport.
    WaitedFor,
}

#[derive(Clone, Copy)]
pub(crate) struct Session<'c> {
    pub(crate) inner: &'c Inner,
    pub(crate) mode: Mode,
}

impl<'c> Session<'c> {
    pub(crate) fn new(client: &'c Client, mode: Mode) -> Self {
        Self {
            inner: &client.inner,
            mode,
        }
    }

    pub(crate) fn clock(self) -> &'c dyn Clock {
        &*self.inner.clock
    }

    pub(crate) fn transport(self) -> Result<&'c dyn Transport, TransportError> {
        let (transport, lacking) = match self.mode {
            Mode::Awaited => (&self.inner.transport, "the client has no async transport"),
            Mode::WaitedFor => (&self.inner.blocking, "the client has no blocking transport"),
        };
        let error = || TransportError::new(TransportErrorKind::Missing, lacking);
        transport.as_deref().ok_or_else(error)
    }

    pub(crate) async fn sleep(self, time: Duration) {
        if time.is_zero() {
            return;
        }
        match self.mode {
            Mode::Awaited => self.clock().sleep(time).await,
            Mode::WaitedFor => self.clock().block(time),
        }
    }
}
