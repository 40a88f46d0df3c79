//! Content on its way into a file or into memory, measured as it passes. What proves to be
//! something else than expected, or too much, is refused as soon as that is known.

use std::io;
use std::path::Path;

use bytes::{Bytes, BytesMut};

use super::digest::{Expected, Mismatch};
use super::error::{Error, FileError, TransportFailure, VerificationError};
use super::hashing::Hashing;
use super::part_file::PartFile;
use super::response::Response;
use super::send::context;
use super::transfer::{Held, Piece, Transfer};
use super::transport::{TransportError, TransportErrorKind};

/// How far a download has come.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many bytes there are so far, those of an earlier part included.
    pub bytes: u64,
    /// How many there will be, if the server has said so.
    pub total: Option<u64>,
}

/// How much of an earlier part is read at once.
const EXISTING: usize = 256 * 1024;

pub(crate) type Tell<'c> = Box<dyn FnMut(Progress) + Send + 'c>;

/// Where content goes.
pub(crate) trait Sink: Send {
    /// For errors.
    fn path(&self) -> &Path;
    /// The next piece of what is there from an earlier part.
    fn existing(&mut self, buffer: &mut [u8]) -> io::Result<usize>;
    /// Forgets what is there, for content that is described.
    fn restart(&mut self, held: &Held) -> io::Result<()>;
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// What is there is wrong.
    fn spoil(&mut self);
}

/// Content that has arrived.
pub(crate) struct Taken {
    pub(crate) bytes: u64,
    pub(crate) digest: String,
}

pub(crate) struct Intake<'c, B: 'static> {
    transfer: Transfer<'c, B>,
    expected: Expected,
    limit: Option<u64>,
    tell: Option<Tell<'c>>,
    content: Hashing,
}

/// Why not to go on.
enum Refusal {
    Mismatch(Mismatch),
    TooLarge(u64),
}

impl<'c, B> Intake<'c, B> {
    pub(crate) fn new(
        transfer: Transfer<'c, B>,
        expected: Expected,
        limit: Option<u64>,
        tell: Option<Tell<'c>>,
    ) -> Self {
        Self {
            transfer,
            expected,
            limit,
            tell,
            content: Hashing::default(),
        }
    }

    /// Goes on with what is there from an earlier part.
    pub(crate) fn hold(&mut self, held: Held) {
        self.transfer.hold(held);
    }

    pub(crate) async fn run(mut self, sink: &mut impl Sink) -> Result<Response<Taken>, Error<B>> {
        self.measure_existing(sink).await?;
        loop {
            let mut opened = self.transfer.open().await?;
            if !opened.continues {
                self.content = Hashing::default();
                let restarted = sink.restart(self.transfer.held());
                restarted.map_err(|error| self.failed(sink, error))?;
            }
            if let Some(total) = self.transfer.held().total {
                let checked = self.check(total, true);
                checked.map_err(|refusal| self.refused(sink, &opened.response, refusal))?;
            }
            loop {
                let piece = self.transfer.read(&mut opened).await?;
                let chunk = match piece {
                    Piece::Bytes(chunk) => chunk,
                    Piece::End => return self.verified(sink, opened.response).await,
                    Piece::Broken => break,
                };
                let took = self.take(sink, chunk).await;
                took.map_err(|error| self.failed(sink, error))?;
                let checked = self.check(self.content.bytes(), false);
                checked.map_err(|refusal| self.refused(sink, &opened.response, refusal))?;
            }
        }
    }

    /// An earlier part is hashed like what comes now.
    async fn measure_existing(&mut self, sink: &mut impl Sink) -> Result<(), Error<B>> {
        let held = self.transfer.held().bytes;
        while self.content.bytes() < held {
            let mut piece = BytesMut::zeroed(EXISTING);
            match sink.existing(&mut piece) {
                Ok(0) => break,
                Ok(count) => piece.truncate(count),
                Err(error) => return Err(self.failed(sink, error)),
            }
            self.content.update(piece.freeze()).await;
            // Nothing else waits here, and others may want to run meanwhile.
            pause().await;
        }
        if self.content.bytes() != held {
            self.content = Hashing::default();
            self.transfer.hold(Held::default());
        }
        Ok(())
    }

    async fn take(&mut self, sink: &mut impl Sink, chunk: Bytes) -> io::Result<()> {
        sink.write(&chunk)?;
        self.content.update(chunk).await;
        if let Some(tell) = &mut self.tell {
            tell(Progress {
                bytes: self.content.bytes(),
                total: self.transfer.held().total,
            });
        }
        Ok(())
    }

    /// Whether content of so many bytes can be it; `whole` if it has no more.
    fn check(&self, bytes: u64, whole: bool) -> Result<(), Refusal> {
        if let Some(limit) = self.limit.filter(|limit| bytes > *limit) {
            return Err(Refusal::TooLarge(limit));
        }
        if whole || self.expected.length.is_some_and(|length| bytes > length) {
            return self.expected.announced(bytes).map_err(Refusal::Mismatch);
        }
        Ok(())
    }

    async fn verified(
        mut self,
        sink: &mut impl Sink,
        response: Response<()>,
    ) -> Result<Response<Taken>, Error<B>> {
        let bytes = self.content.bytes();
        let content = std::mem::take(&mut self.content);
        match self.expected.verify(content).await {
            Ok(digest) => Ok(response.map(|()| Taken { bytes, digest })),
            Err(mismatch) => Err(self.refused(sink, &response, Refusal::Mismatch(mismatch))),
        }
    }

    fn refused(&self, sink: &mut impl Sink, head: &Response<()>, refusal: Refusal) -> Error<B> {
        sink.spoil();
        let context = self.transfer.context(head);
        match refusal {
            Refusal::Mismatch(mismatch) => {
                Error::Verification(VerificationError { context, mismatch })
            }
            Refusal::TooLarge(limit) => {
                let kind = TransportErrorKind::TooLarge;
                let error = TransportError::new(kind, format!("more than {limit} bytes"));
                Error::Transport(TransportFailure { context, error })
            }
        }
    }

    fn failed(&self, sink: &impl Sink, error: io::Error) -> Error<B> {
        Error::File(FileError {
            context: context(self.transfer.operation()),
            path: sink.path().to_owned(),
            error,
        })
    }
}

/// Lets others run before going on.
async fn pause() {
    let mut paused = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut paused, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

/// Content in memory.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) bytes: BytesMut,
}

impl Sink for Memory {
    fn path(&self) -> &Path {
        Path::new("")
    }

    fn existing(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Ok(0)
    }

    fn restart(&mut self, _: &Held) -> io::Result<()> {
        self.bytes.clear();
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn spoil(&mut self) {}
}

impl Sink for PartFile {
    fn path(&self) -> &Path {
        self.path()
    }

    fn existing(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read(buffer)
    }

    fn restart(&mut self, held: &Held) -> io::Result<()> {
        self.restart(held)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes)
    }

    fn spoil(&mut self) {
        self.spoil();
    }
}
