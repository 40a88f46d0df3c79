//! What ureq does not get to see, because at trace level it would log it: the path and query of a
//! request and the `Location` of its answer. ureq sends to `/`, and here, between ureq and the
//! connection, the request line gets its real target, and the header of the answer another name.

use std::cell::RefCell;
use std::fmt;

use http::header::LOCATION;
use http::uri::PathAndQuery;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};
use ureq::{Agent, AsSendBody, Body, Error};

/// What `Location` is called on its way through ureq: as long, so that nothing moves.
const VEILED: &str = "veiled-l";
const BUFFER: usize = 64 * 1024;

thread_local! {
    /// The target of the request this thread is about to send. ureq sends on the thread that
    /// asks it to.
    static TARGET: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sends the request over an agent that connects by [`Veil`].
pub(crate) fn run<S: AsSendBody>(
    agent: &Agent,
    mut request: http::Request<S>,
) -> Result<http::Response<Body>, Error> {
    let mut parts = std::mem::take(request.uri_mut()).into_parts();
    let root = PathAndQuery::from_static("/");
    let target = parts.path_and_query.replace(root);
    *request.uri_mut() = http::Uri::from_parts(parts).map_err(http::Error::from)?;
    TARGET.set(target.map(|target| target.as_str().to_owned()));
    let response = agent.run(request);
    TARGET.set(None);
    let mut response = response?;
    if let Some(location) = response.headers_mut().remove(VEILED) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// Wraps every connection.
#[derive(Debug)]
pub(crate) struct Veil;

impl<In: Transport> Connector<In> for Veil {
    type Out = Veiled<In>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        inner: Option<In>,
    ) -> Result<Option<Veiled<In>>, Error> {
        Ok(inner.map(|inner| Veiled {
            inner,
            buffers: LazyBuffers::new(BUFFER, BUFFER),
            place: Place::Body,
        }))
    }
}

pub(crate) struct Veiled<In> {
    inner: In,
    buffers: LazyBuffers,
    place: Place,
}

/// Where in the answer the next byte is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Status,
    /// In a head after which another one comes, as after that of a 100.
    Interim,
    Head,
    Body,
}

impl<In> fmt::Debug for Veiled<In> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Veiled").finish_non_exhaustive()
    }
}

impl<In: Transport> Transport for Veiled<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let output = &self.buffers.output()[..amount];
        let Some(target) = TARGET.take() else {
            return transmit(&mut self.inner, output, timeout);
        };
        // The first thing sent is the request line: `GET / HTTP/1.1`.
        self.place = Place::Status;
        let line = output
            .iter()
            .position(|byte| *byte == b' ')
            .map_or(0, |at| at + 1);
        transmit(&mut self.inner, &output[..line], timeout)?;
        transmit(&mut self.inner, target.as_bytes(), timeout)?;
        transmit(
            &mut self.inner,
            output.get(line + 1..).unwrap_or_default(),
            timeout,
        )
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        loop {
            if self.pass_on() {
                return Ok(true);
            }
            if !self.inner.await_input(timeout)? {
                // The end: what is left is no whole line, and never will be.
                self.place = Place::Body;
                return Ok(self.pass_on());
            }
        }
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

impl<In: Transport> Veiled<In> {
    /// Gives ureq what has come, lines of a head whole; whether there was anything to give.
    fn pass_on(&mut self) -> bool {
        let mut passed = false;
        loop {
            let room = self.buffers.input_append_buf();
            let input = self.inner.buffers().input();
            let count = match self.place {
                Place::Body => input.len().min(room.len()),
                _ => input
                    .iter()
                    .position(|byte| *byte == b'\n')
                    .map_or(0, |at| at + 1),
            };
            if count == 0 || count > room.len() {
                // A line that finds no room is one ureq refuses to wait for, too.
                return passed;
            }
            let (piece, room) = (&input[..count], &mut room[..count]);
            room.copy_from_slice(piece);
            if self.place != Place::Body {
                self.place = line(self.place, room);
            }
            self.buffers.input_appended(count);
            self.inner.buffers().input_consume(count);
            passed = true;
        }
    }
}

/// Hides what the line of a head must not show, and tells where it leads.
fn line(place: Place, line: &mut [u8]) -> Place {
    let blank = line == b"\r\n" || line == b"\n";
    match place {
        Place::Status if line.get(8..10) == Some(b" 1") => Place::Interim,
        Place::Status => Place::Head,
        Place::Interim if blank => Place::Status,
        Place::Head if blank => Place::Body,
        _ => {
            let name = LOCATION.as_str().len();
            let found = line.get(name) == Some(&b':')
                && line[..name].eq_ignore_ascii_case(LOCATION.as_str().as_bytes());
            if found {
                line[..name].copy_from_slice(VEILED.as_bytes());
            }
            place
        }
    }
}

fn transmit(inner: &mut impl Transport, bytes: &[u8], timeout: NextTimeout) -> Result<(), Error> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let room = inner.buffers().output();
        let count = rest.len().min(room.len());
        room[..count].copy_from_slice(&rest[..count]);
        inner.transmit_output(count, timeout)?;
        rest = &rest[count..];
    }
    Ok(())
}
