//! Why a call gave no result. Every failure comes out as one [`Error`] that says what kind it is,
//! which call it was and what the server said about it; no token and no query of a URL is ever in
//! its `Debug` or `Display`.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use http::StatusCode;

use super::answer::DecodeFailure;
use super::context::Context;
use super::digest::Mismatch;
use super::lenient::LenientBody;
use super::lifecycle::VersionRefusal;
use super::rate_limit::LimitScope;
use super::redirect::RedirectRefusal;
use super::transport::TransportError;

/// An argument that cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidArgument {
    name: String,
    reason: String,
}

impl InvalidArgument {
    pub(crate) fn new(name: &str, reason: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            reason: reason.into(),
        }
    }

    /// The parameter, as the description calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong with it.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for InvalidArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.name, self.reason)
    }
}

impl StdError for InvalidArgument {}

/// A request that was not sent because an argument does not allow it.
#[non_exhaustive]
#[derive(Debug)]
pub struct ArgumentError {
    /// Which call it was.
    pub context: Box<Context>,
    /// The argument.
    pub argument: InvalidArgument,
}

/// No answer, or not all of it.
#[non_exhaustive]
#[derive(Debug)]
pub struct TransportFailure {
    /// Which call it was; with a status where the answer broke off.
    pub context: Box<Context>,
    /// What happened.
    pub error: TransportError,
}

/// An error the description documents, with its body.
#[non_exhaustive]
#[derive(Debug)]
pub struct DocumentedError<B> {
    /// Which call it was.
    pub context: Box<Context>,
    /// The body as the description types it.
    pub body: Box<B>,
    /// The body as any service's error is read.
    pub lenient: Box<LenientBody>,
}

/// An answer that is neither a success nor an error as documented.
#[non_exhaustive]
#[derive(Debug)]
pub struct StatusError {
    /// Which call it was.
    pub context: Box<Context>,
    /// What could be read of the body.
    pub lenient: Box<LenientBody>,
}

/// The service refused because of a limit on calls.
#[non_exhaustive]
#[derive(Debug)]
pub struct RateLimitedError {
    /// Which call it was.
    pub context: Box<Context>,
    /// What could be read of the body.
    pub lenient: Box<LenientBody>,
    /// Which limit it was.
    pub scope: LimitScope,
    /// How long the service asks to wait, counted from its answer; `None` where it does not say.
    /// [`Error::retry_in`] then tells what the policy comes to.
    pub wait: Option<Duration>,
}

/// The service does not answer to the API version that was sent.
#[non_exhaustive]
#[derive(Debug)]
pub struct VersionError {
    /// Which call it was.
    pub context: Box<Context>,
    /// What could be read of the body.
    pub lenient: Box<LenientBody>,
    /// The version that was sent.
    pub version: String,
    /// Whether it is not known yet or no more.
    pub refusal: VersionRefusal,
}

/// A success whose body is not what the description says.
#[non_exhaustive]
#[derive(Debug)]
pub struct DecodeError {
    /// Which call it was.
    pub context: Box<Context>,
    /// What is wrong, and where.
    pub failure: DecodeFailure,
}

/// A redirect or a next link that was not followed.
#[non_exhaustive]
#[derive(Debug)]
pub struct RedirectError {
    /// Which call it was.
    pub context: Box<Context>,
    /// Why.
    pub refusal: RedirectRefusal,
}

/// A file that could not be written, read or put in its place.
#[non_exhaustive]
#[derive(Debug)]
pub struct FileError {
    /// Which call it was.
    pub context: Box<Context>,
    /// Which file.
    pub path: PathBuf,
    /// What happened.
    pub error: io::Error,
}

/// Content that arrived whole but is not what was expected.
#[non_exhaustive]
#[derive(Debug)]
pub struct VerificationError {
    /// Which call it was.
    pub context: Box<Context>,
    /// What is wrong with it.
    pub mismatch: Mismatch,
}

/// Why a call gave no result. `B` is the union of the operation's documented error bodies.
#[non_exhaustive]
#[derive(Debug)]
pub enum Error<B> {
    /// An argument cannot be sent; nothing was.
    InvalidArgument(ArgumentError),
    /// No answer, or not all of it.
    Transport(TransportFailure),
    /// An error the description documents, with its body.
    Documented(DocumentedError<B>),
    /// Any other status that is not a success, or a documented one with another body.
    Status(StatusError),
    /// A limit on calls was reached.
    RateLimited(RateLimitedError),
    /// The service does not answer to the API version that was sent.
    Version(VersionError),
    /// A success whose body is not what the description says.
    Decode(DecodeError),
    /// A redirect or a next link that was not followed.
    Redirect(RedirectError),
    /// A file could not be written, read or put in its place.
    File(FileError),
    /// Content is not what was expected.
    Verification(VerificationError),
}

impl<B> Error<B> {
    /// Which call it was.
    #[must_use]
    pub fn context(&self) -> &Context {
        match self {
            Self::InvalidArgument(error) => &error.context,
            Self::Transport(error) => &error.context,
            Self::Documented(error) => &error.context,
            Self::Status(error) => &error.context,
            Self::RateLimited(error) => &error.context,
            Self::Version(error) => &error.context,
            Self::Decode(error) => &error.context,
            Self::Redirect(error) => &error.context,
            Self::File(error) => &error.context,
            Self::Verification(error) => &error.context,
        }
    }

    pub(crate) fn context_mut(&mut self) -> &mut Context {
        match self {
            Self::InvalidArgument(error) => &mut error.context,
            Self::Transport(error) => &mut error.context,
            Self::Documented(error) => &mut error.context,
            Self::Status(error) => &mut error.context,
            Self::RateLimited(error) => &mut error.context,
            Self::Version(error) => &mut error.context,
            Self::Decode(error) => &mut error.context,
            Self::Redirect(error) => &mut error.context,
            Self::File(error) => &mut error.context,
            Self::Verification(error) => &mut error.context,
        }
    }

    /// How long to wait before another attempt makes sense, if it does: what the server asks for,
    /// else what the [`RetryPolicy`](super::retry::RetryPolicy) comes to. It was longer than the
    /// policy allows, or the attempts were used up, or the method is not idempotent.
    #[must_use]
    pub fn retry_in(&self) -> Option<Duration> {
        self.context().retry_in()
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.context().status()
    }

    /// What the service calls this call, if it said so.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.context().request_id()
    }

    /// The body of the error as any service's error is read.
    #[must_use]
    pub fn lenient(&self) -> Option<&LenientBody> {
        match self {
            Self::Documented(error) => Some(&error.lenient),
            Self::Status(error) => Some(&error.lenient),
            Self::RateLimited(error) => Some(&error.lenient),
            Self::Version(error) => Some(&error.lenient),
            _ => None,
        }
    }

    /// What the server says about it.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.lenient()?.message()
    }

    /// The body of a documented error.
    #[must_use]
    pub fn documented(&self) -> Option<&B> {
        match self {
            Self::Documented(error) => Some(&error.body),
            _ => None,
        }
    }
}

impl<B> fmt::Display for Error<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.context())?;
        match self {
            Self::InvalidArgument(error) => write!(f, "invalid argument: {}", error.argument)?,
            Self::Transport(error) => write!(f, "{}", error.error)?,
            Self::Documented(DocumentedError {
                context, lenient, ..
            })
            | Self::Status(StatusError { context, lenient }) => said(f, context, lenient)?,
            Self::RateLimited(error) => {
                write!(f, "{} rate limit, ", error.scope)?;
                match error.wait.or(error.context.retry_in()) {
                    Some(wait) => write!(f, "wait {} s, ", wait.as_secs())?,
                    None => f.write_str("wait unknown, ")?,
                }
                said(f, &error.context, &error.lenient)?;
            }
            Self::Version(error) => {
                let what = match error.refusal {
                    VersionRefusal::NotSupported => "is not supported",
                    VersionRefusal::Retired => "is retired",
                };
                let version = error.version.escape_debug();
                write!(f, "the API version {version} {what}, ")?;
                said(f, &error.context, &error.lenient)?;
            }
            Self::Decode(error) => write!(f, "cannot read the answer: {}", error.failure)?,
            Self::Redirect(error) => {
                write!(f, "redirect or next link not followed: {}", error.refusal)?;
            }
            Self::File(error) => write!(f, "{}: {}", error.path.display(), error.error)?,
            Self::Verification(error) => write!(f, "{}", error.mismatch)?,
        }
        if self.context().attempts() > 1 {
            write!(f, ", {} attempts", self.context().attempts())?;
        }
        match self.request_id() {
            Some(id) => write!(f, " (request {})", id.escape_debug()),
            None => Ok(()),
        }
    }
}

fn said(f: &mut fmt::Formatter<'_>, context: &Context, lenient: &LenientBody) -> fmt::Result {
    if let Some(status) = context.status() {
        write!(f, "{status}")?;
    }
    if let Some(message) = lenient.message() {
        // One line, and not a page: the server chose the text.
        let cut: String = message.chars().take(300).collect();
        write!(f, ": {}", cut.escape_debug())?;
    }
    for error in lenient.errors().iter().take(3) {
        let cut: String = error.chars().take(200).collect();
        write!(f, "; {}", cut.escape_debug())?;
    }
    Ok(())
}

impl<B: fmt::Debug> StdError for Error<B> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::InvalidArgument(error) => Some(&error.argument),
            Self::Transport(error) => Some(&error.error),
            Self::Decode(error) => Some(&error.failure),
            Self::Redirect(error) => Some(&error.refusal),
            Self::File(error) => Some(&error.error),
            Self::Verification(error) => Some(&error.mismatch),
            Self::Documented(_) | Self::Status(_) | Self::RateLimited(_) | Self::Version(_) => None,
        }
    }
}
