//! What ureq does not get to see, because at trace level it would log it: the target and the
//! headers of a request, which carry credentials, and the headers of an answer, such as the
//! `Location` of signed content. ureq sends `GET /` and reads a status with what it needs to find
//! the end of the body; the rest goes in and out here, between ureq and the connection.

use std::cell::RefCell;
use std::fmt;

use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};
use ureq::{Agent, AsSendBody, Body, Error};

const BUFFER: usize = 64 * 1024;

/// How large the head of an answer may be, and how many headers it may have.
const HEAD: usize = 256 * 1024;
const HEADERS: usize = 256;

thread_local! {
    /// What the request this thread is about to send has in truth. ureq sends, and waits for the
    /// head of the answer, on the thread that asks it to.
    static ASKED: RefCell<Option<Asked>> = const { RefCell::new(None) };
    /// The lines of the answer's head that ureq is not shown.
    static ANSWERED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Asked {
    target: String,
    /// As lines.
    headers: Vec<u8>,
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
    let target = target.map_or_else(|| "/".to_owned(), |target| target.as_str().to_owned());
    let headers = written(&std::mem::take(request.headers_mut()));
    ASKED.set(Some(Asked { target, headers }));
    let response = agent.run(request);
    ASKED.set(None);
    let answered = ANSWERED.take();
    let mut response = response?;
    read(&answered, response.headers_mut())?;
    Ok(response)
}

fn written(headers: &HeaderMap) -> Vec<u8> {
    let line = |(name, value): (&HeaderName, &HeaderValue)| {
        [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat()
    };
    headers.iter().flat_map(line).collect()
}

fn read(lines: &[u8], headers: &mut HeaderMap) -> Result<(), Error> {
    let lines = lines.split(|byte| *byte == b'\n');
    for (at, line) in lines.enumerate() {
        if at > HEADERS {
            return Err(Error::LargeResponseHeader(at, HEADERS));
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let value = line[colon + 1..].trim_ascii();
        let name = HeaderName::from_bytes(&line[..colon]).map_err(http::Error::from)?;
        let value = HeaderValue::from_bytes(value).map_err(http::Error::from)?;
        headers.append(name, value);
    }
    Ok(())
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
        let Some(Asked { target, headers }) = ASKED.take() else {
            return transmit(&mut self.inner, output, timeout);
        };
        // The first thing sent begins with the request line: `GET / HTTP/1.1`.
        self.place = Place::Status;
        ANSWERED.take();
        let at = |wanted| output.iter().position(|byte| *byte == wanted);
        let (Some(space), Some(end)) = (at(b' '), at(b'\n')) else {
            return Err(Error::Other("there is no request line".into()));
        };
        let mut head = output[..=space].to_vec();
        head.extend_from_slice(target.as_bytes());
        head.extend_from_slice(&output[space + 2..=end]);
        head.extend_from_slice(&headers);
        head.extend_from_slice(&output[end + 1..]);
        transmit(&mut self.inner, &head, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        loop {
            if self.pass_on()? {
                return Ok(true);
            }
            if !self.inner.await_input(timeout)? {
                // The end: what is left is no whole line, and never will be.
                self.place = Place::Body;
                return self.pass_on();
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
    /// Gives ureq what has come, of a head what it may see; whether there was anything to give.
    fn pass_on(&mut self) -> Result<bool, Error> {
        let mut passed = false;
        loop {
            let room = self.buffers.input_append_buf();
            let input = self.inner.buffers().input();
            let count = if self.place == Place::Body {
                input.len().min(room.len())
            } else {
                let line = input.iter().position(|byte| *byte == b'\n');
                let held = ANSWERED.with_borrow(Vec::len) + input.len();
                if held > HEAD || line.is_none() && input.len() >= BUFFER {
                    return Err(Error::LargeResponseHeader(held, HEAD));
                }
                line.map_or(0, |at| at + 1)
            };
            if count == 0 || count > room.len() {
                return Ok(passed);
            }
            let line = &input[..count];
            if self.place == Place::Body || self.place.shows(line) {
                room[..count].copy_from_slice(line);
                self.buffers.input_appended(count);
                passed = true;
            } else if self.place == Place::Head {
                ANSWERED.with_borrow_mut(|answered| answered.extend_from_slice(line));
            }
            self.place = self.place.after(line);
            self.inner.buffers().input_consume(count);
        }
    }
}

impl Place {
    /// Whether ureq is shown a line of a head.
    fn shows(self, line: &[u8]) -> bool {
        let colon = line.iter().position(|byte| *byte == b':');
        let name = &line[..colon.unwrap_or(0)];
        let framing = [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING];
        let needed = |it: &HeaderName| it.as_str().as_bytes().eq_ignore_ascii_case(name);
        self == Self::Status || blank(line) || framing.iter().any(needed)
    }

    fn after(self, line: &[u8]) -> Self {
        match self {
            // `HTTP/1.1 100 Continue`, after which another head comes.
            Self::Status if line.get(8..10) == Some(b" 1") => Self::Interim,
            Self::Status => Self::Head,
            Self::Interim if blank(line) => Self::Status,
            Self::Head if blank(line) => Self::Body,
            other => other,
        }
    }
}

fn blank(line: &[u8]) -> bool {
    line == b"\r\n" || line == b"\n"
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
