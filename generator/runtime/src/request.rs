//! Requests of operations that take nothing more once they are begun. A [`Call`] with its arguments
//! comes in together with the decoder of its answer, and goes out the way the caller chooses.

use std::fmt;

use super::answer::Decode;
use super::call::Call;
use super::conditional::Conditional;
use super::response::Response;
use super::sending::Sending;

/// A request that is ready to be sent.
///
/// An operation that gets optional arguments one day returns a type of its own from then on, so
/// code that names this type may have to follow the description.
#[must_use = "a request does nothing until it is sent"]
pub struct Request<'c, T, B: 'static> {
    call: Call<'c, B>,
    decode: Decode<T>,
}

impl<'c, T: 'c, B> Request<'c, T, B> {
    /// A request with all its arguments.
    pub const fn new(call: Call<'c, B>, decode: Decode<T>) -> Self {
        Self { call, decode }
    }

    /// Sends the request and waits for its answer.
    pub fn send(self) -> Sending<'c, Response<T>, B> {
        self.call.send(self.decode)
    }
}

impl<T, B> Clone for Request<'_, T, B> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            decode: self.decode,
        }
    }
}

impl<T, B> fmt::Debug for Request<'_, T, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request").field(&self.call).finish()
    }
}

/// A request, ready to be sent, whose answer a caller may hold and ask for again only if it has
/// changed.
///
/// As of [`Request`], its name is no promise.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Fetch<'c, T, B: 'static> {
    request: Request<'c, T, B>,
}

impl<'c, T: 'c, B> Fetch<'c, T, B> {
    /// A request with all its arguments.
    pub const fn new(call: Call<'c, B>, decode: Decode<T>) -> Self {
        let request = Request::new(call, decode);
        Self { request }
    }

    /// Sends the request and waits for its answer.
    pub fn send(self) -> Sending<'c, Response<T>, B> {
        self.request.send()
    }

    /// Sends the request, but asks only for what has changed since the answer with this
    /// [`etag`](Response::etag).
    pub fn if_none_match(self, etag: &str) -> Sending<'c, Response<Conditional<T>>, B> {
        let Request { call, decode } = self.request;
        call.if_none_match(etag, decode)
    }
}
