//! Both default transports against real sockets and servers that misbehave, each test asserting
//! what the server saw. Every call is made twice: awaited, over reqwest, and waited for, over ureq.

mod answers;
mod connection;
mod downloads;
mod limits;
mod own;
mod paging;
mod redirects;
mod server;

use std::time::Duration;

use client_runtime::{
    Client, ClientBuilder, Error, Operation, Response, Sending, TransportErrorKind,
};

use self::server::Server;
use crate::support::{Errors, LIST, TOKEN, Watch, builder};

/// How a call is made.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Awaited,
    WaitedFor,
}

impl Way {
    const BOTH: [Self; 2] = [Self::Awaited, Self::WaitedFor];

    fn make<T>(self, sending: Sending<'_, T, Errors>) -> Result<T, Error<Errors>> {
        match self {
            Self::Awaited => runtime().block_on(sending),
            Self::WaitedFor => sending.wait(),
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

/// A client of the server, on whose clock waiting takes no time.
fn client_of(server: &Server) -> ClientBuilder {
    builder()
        .base_url(server.url())
        .read_timeout(Duration::from_millis(400))
        .write_interval(Duration::ZERO)
        .clock(Watch::new(0.5))
}

fn call<T>(
    way: Way,
    client: &Client,
    operation: &'static Operation<Errors>,
    decode: client_runtime::Decode<T>,
) -> Result<Response<T>, Error<Errors>> {
    let mut call = client.call(operation);
    call.path("owner", "o").query("q", "secretquery");
    way.make(call.send(decode))
}

/// A call of the server, made once.
fn get<T>(
    way: Way,
    server: &Server,
    decode: client_runtime::Decode<T>,
) -> Result<T, Error<Errors>> {
    let client = client_of(server).build().unwrap();
    call(way, &client, &LIST, decode).map(Response::into_inner)
}

fn kind(error: &Error<Errors>) -> TransportErrorKind {
    hides_secrets(error);
    match error {
        Error::Transport(failure) => failure.error.kind(),
        other => panic!("{other:?}"),
    }
}

fn hides_secrets(error: &Error<Errors>) {
    let clean = |text: String| {
        for secret in ["secretquery", "signature", TOKEN] {
            assert!(!text.contains(secret), "{text}");
        }
    };
    clean(format!("{error} {error:?}"));
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        clean(format!("{error} {error:?}"));
        source = error.source();
    }
}
