//! Content as a whole: into a file, into memory, or piece by piece. What the caller knows of it
//! comes in, and only what agrees with that comes out; however large it is, no more than a piece
//! of it is in memory unless it was asked for there.

use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::call::Call;
use super::content::Content;
use super::digest::{self, Expected};
use super::error::{ArgumentError, Error, FileError, InvalidArgument};
use super::intake::{Intake, Memory, Progress, Tell};
use super::part_file::PartFile;
use super::response::Response;
use super::send::context;
use super::sending::Sending;
use super::session::Mode;
use super::trace;
use super::transfer::Transfer;

/// How much [`Download::bytes`] takes unless told otherwise.
const LIMIT: u64 = 256 * 1024 * 1024;

/// A file that was downloaded.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Where it is.
    pub path: PathBuf,
    /// How many bytes it has.
    pub bytes: u64,
    /// Its digest: `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    /// The `Content-Type`, as it was sent. It tells what the file is; its name need not.
    pub content_type: Option<String>,
}

/// A download under construction.
///
/// A connection that breaks is made again and gone on with where it broke off, if the server says
/// what the content is (`ETag` or `Last-Modified`), and begun anew if not. A signed URL that has
/// run out (403 from its host) is asked for anew. Both within the client's
/// [`RetryPolicy`](super::retry::RetryPolicy), whose attempts count from the last byte that came.
#[must_use = "a download does nothing until it is awaited or waited for"]
pub struct Download<'c, B: 'static> {
    call: Call<'c, B>,
    expected: Expected,
    problem: Option<InvalidArgument>,
    progress: Option<Tell<'c>>,
    limit: Option<u64>,
    keep_partial: bool,
}

impl<'c, B: 'static> Download<'c, B> {
    /// A download of what the call answers with, or redirects to.
    pub fn new(call: Call<'c, B>) -> Self {
        Self {
            call,
            expected: Expected::default(),
            problem: None,
            progress: None,
            limit: None,
            keep_partial: false,
        }
    }

    /// Expects content with this digest: `sha256:` and 64 hexadecimal digits. `None` expects
    /// nothing.
    pub fn digest<'d>(mut self, digest: impl Into<Option<&'d str>>) -> Self {
        self.expected.sha256 = digest.into().and_then(|text| {
            let parsed = digest::parse(text);
            if parsed.is_none() {
                let reason = "is not `sha256:` and 64 hexadecimal digits";
                self.problem = Some(InvalidArgument::new("digest", reason));
            }
            parsed
        });
        self
    }

    /// Expects content of this many bytes.
    pub fn length(mut self, bytes: u64) -> Self {
        self.expected.length = Some(bytes);
        self
    }

    /// Refuses content of more bytes than this as soon as that is known. Unless set there is no
    /// limit for a file, and one of 256 MiB for memory.
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// Tells how far it has come, after every piece. What it calls is not to take long.
    pub fn progress(mut self, tell: impl FnMut(Progress) + Send + 'c) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// Keeps what has come if [`to_file`](Self::to_file) is interrupted, as `NAME.part` beside the
    /// target, with what it is a part of in `NAME.part.etag`. The next `to_file` with this setting
    /// and the same target goes on from there. Content that proves wrong is not kept.
    pub fn keep_partial(mut self) -> Self {
        self.keep_partial = true;
        self
    }

    /// Puts the content into a file. It is written beside the target and takes its place only
    /// once it is whole and what was expected: until then, and on any failure, what was there
    /// stays as it was.
    ///
    /// Files are written with the standard library, piece by piece as they arrive, on the thread
    /// that polls: no async runtime has to provide for it, and a piece is in the system's cache
    /// sooner than it is hashed. What is more than a MiB is hashed on a thread of its own, as long
    /// as it lasts. The file is not synced to the disk.
    pub fn to_file(self, path: impl AsRef<Path>) -> Sending<'c, Response<Saved>, B> {
        let target = path.as_ref().to_owned();
        let operation = self.call.operation;
        Sending::new(move |mode| trace::call(operation, self.save(mode, target)))
    }

    /// Puts the content into memory.
    pub fn bytes(mut self) -> Sending<'c, Response<Bytes>, B> {
        self.limit.get_or_insert(LIMIT);
        let operation = self.call.operation;
        Sending::new(move |mode| {
            trace::call(operation, async move {
                let mut memory = Memory::default();
                let intake = self.intake(mode)?;
                let taken = intake.run(&mut memory).await?;
                Ok(taken.map(|_| memory.bytes.freeze()))
            })
        })
    }

    /// Gives the content piece by piece, as it arrives. What is expected is not checked, but the
    /// announced length is; a connection that breaks is an error.
    pub fn stream(self) -> Sending<'c, Response<Content>, B> {
        self.call.content()
    }

    async fn save(self, mode: Mode, target: PathBuf) -> Result<Response<Saved>, Error<B>> {
        let (operation, keep) = (self.call.operation, self.keep_partial);
        let failed = |error| {
            Error::File(FileError {
                context: context(operation),
                path: target.clone(),
                error,
            })
        };
        let mut intake = self.intake(mode)?;
        let mut part = if keep {
            let (part, held) = PartFile::resume(&target).map_err(failed)?;
            intake.hold(held);
            part
        } else {
            PartFile::create(&target).map_err(failed)?
        };
        let taken = intake.run(&mut part).await?;
        part.finish().map_err(failed)?;
        let content_type = taken.headers().get(CONTENT_TYPE);
        let content_type = content_type.map(|it| String::from_utf8_lossy(it.as_bytes()).into());
        Ok(taken.map(|taken| Saved {
            path: target.clone(),
            bytes: taken.bytes,
            digest: taken.digest,
            content_type,
        }))
    }

    fn intake(self, mode: Mode) -> Result<Intake<'c, B>, Error<B>> {
        let (client, operation) = (self.call.client, self.call.operation);
        if let Some(argument) = self.problem {
            let context = context(operation);
            return Err(Error::InvalidArgument(ArgumentError { context, argument }));
        }
        let transfer = Transfer::new(client, mode, operation, self.call.outgoing()?);
        Ok(Intake::new(
            transfer,
            self.expected,
            self.limit,
            self.progress,
        ))
    }
}

impl<B> fmt::Debug for Download<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("call", &self.call)
            .field("keep_partial", &self.keep_partial)
            .finish_non_exhaustive()
    }
}
