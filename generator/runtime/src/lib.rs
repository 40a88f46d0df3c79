//! The support code of an emitted client: what is the same for every description.
//!
//! Arguments come in as anything that implements `Serialize`, answers go out as a [`Response`] or
//! an [`Error`]. It refuses what would reach another endpoint than the one meant, and what would
//! carry a credential to another origin than the one it was given for.

mod answer;
mod base_url;
mod blank;
mod builder;
mod calendar;
mod call;
mod client;
mod clock;
mod conditional;
mod content;
mod context;
mod credential;
mod datetime;
pub mod decode;
mod digest;
mod download;
mod draft;
mod endings;
mod error;
mod event_source;
pub mod events;
mod exchange;
mod file_name;
mod gate;
mod hashing;
mod http_date;
mod intake;
mod json_path;
mod judge;
mod lenient;
mod lifecycle;
mod link;
mod maybe;
#[doc(hidden)]
pub mod members;
mod multipart;
mod number_enum;
mod operation;
mod page;
mod part_file;
mod rate_limit;
#[doc(hidden)]
pub mod record;
mod redirect;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod response;
mod retry;
mod send;
mod sending;
mod service;
mod session;
mod string_enum;
mod style;
mod table;
mod template;
mod trace;
mod transfer;
mod transport;
mod tree;
mod union;
#[cfg(feature = "zip")]
mod unpack;
#[cfg(feature = "zip")]
mod unpack_error;
#[cfg(feature = "zip")]
mod unpack_plan;
#[cfg(feature = "blocking")]
mod ureq_transport;
#[cfg(feature = "blocking")]
mod ureq_veil;
mod url;

pub use answer::{Answer, Decode, DecodeFailure};
pub use base_url::BaseUrl;
#[doc(hidden)]
pub use blank::Blank;
pub use builder::{BuildError, ClientBuilder};
pub use call::Call;
pub use client::Client;
pub use clock::{Clock, SystemClock};
pub use conditional::Conditional;
pub use content::Content;
pub use context::Context;
pub use credential::{Credential, Token};
pub use datetime::{DateTime, InvalidDateTime};
pub use digest::Mismatch;
pub use download::{Download, Saved};
pub use error::{
    ArgumentError, DecodeError, DocumentedError, Error, FileError, InvalidArgument,
    RateLimitedError, RedirectError, StatusError, TransportFailure, VerificationError,
    VersionError,
};
pub use event_source::RawEvent;
pub use events::{Event, Events, ReadEvent};
pub use file_name::file_name;
pub use intake::Progress;
pub use lenient::LenientBody;
pub use lifecycle::{Lifecycle, VersionRefusal};
pub use maybe::Maybe;
pub use multipart::{Multipart, Part};
#[allow(unused_imports, reason = "emitted types use it")]
pub(crate) use number_enum::number_enum;
pub use operation::{ErrorDecoder, Operation, Status};
pub use page::{Items, Pages};
pub use rate_limit::{LimitScope, RateLimit};
pub use redirect::{Redirect, RedirectRefusal};
pub use request::{Fetch, Request};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use response::Response;
pub use retry::RetryPolicy;
pub use sending::{Sending, Waiting};
pub use service::{ApiVersion, Elsewhere, Service};
pub(crate) use string_enum::string_enum;
pub use style::Style;
#[allow(unused_imports, reason = "emitted types use it")]
pub(crate) use table::record;
pub use transport::{BlockingTransport, BoxFuture, Transport, TransportError, TransportErrorKind};
pub use union::{Constant, Guard, JsonType, candidates, tag, value};
#[cfg(feature = "zip")]
pub use unpack::{Unpack, Unpacked};
#[cfg(feature = "zip")]
pub use unpack_error::{Found, UnpackError};
#[cfg(feature = "blocking")]
pub use ureq_transport::UreqTransport;
