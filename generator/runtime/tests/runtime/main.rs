//! The tests of the support code, one module per theme.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod base_url;
mod conditional;
mod content;
mod download;
mod elsewhere;
mod events;
#[cfg(all(feature = "reqwest", feature = "blocking"))]
mod faults;
mod gate;
mod json_path;
mod judge;
mod lenient;
mod lifecycle;
mod link;
mod multipart;
#[path = "../../src/number_enum.rs"]
mod number_enum;
mod paging;
mod path;
mod record;
mod redaction;
mod redirect;
mod request;
mod retry;
mod security;
#[cfg(feature = "reqwest")]
mod server;
#[cfg(feature = "reqwest")]
mod socket;
mod storage;
#[path = "../../src/string_enum.rs"]
mod string_enum;
mod style;
mod support;
#[path = "../../src/table.rs"]
mod table;
mod union;
#[cfg(feature = "zip")]
mod unpack;
mod values;

/// The crate as the macros name it.
mod runtime {
    pub(crate) use crate::number_enum::number_enum;
    pub(crate) use crate::string_enum::string_enum;
    pub(crate) use crate::table::record;
    pub(crate) use client_runtime::*;
}
