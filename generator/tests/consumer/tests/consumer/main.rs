//! The emitted client and its example program against a server on this machine: what arrives
//! there, and what becomes of the answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod download;
mod endings;
mod operations;
mod paging;
mod places;
mod program;
mod redirects;
mod refusals;
mod seed;
#[path = "../../../../runtime/tests/runtime/server.rs"]
mod server;
mod support;
