//! What becomes of a [`Call`] once its arguments are set: a result, a result if it has changed, or
//! content.

use http::StatusCode;
use http::header::{HeaderValue, IF_NONE_MATCH};

use super::answer::{Answer, Decode};
use super::call::Call;
use super::conditional::Conditional;
use super::content::Content;
use super::error::InvalidArgument;
use super::response::Response;
use super::send::{self, Reading, fetch};
use super::sending::Sending;
use super::session::Session;
use super::trace;
use super::transfer::Transfer;

impl<'c, B: 'static> Call<'c, B> {
    /// Sends the request and reads the whole answer. Redirects within the service's origin are
    /// followed, credentials included.
    pub fn send<T: 'c>(self, decode: Decode<T>) -> Sending<'c, Response<T>, B> {
        let (client, operation) = (self.client, self.operation);
        Sending::new(move |mode| {
            let request = self.written();
            trace::call(operation, async move {
                let request = match request {
                    Ok(ref request) => request,
                    Err(argument) => return Err(send::invalid(operation, argument)),
                };
                let reading = Reading {
                    decode: &decode,
                    not_modified: false,
                };
                fetch(Session::new(client, mode), operation, request, reading).await
            })
        })
    }

    /// As [`send`](Self::send), but asks only for what has changed since the answer that had this
    /// `ETag`. Services often do not count a call that finds nothing changed.
    pub fn if_none_match<T: 'c>(
        self,
        etag: &str,
        decode: Decode<T>,
    ) -> Sending<'c, Response<Conditional<T>>, B> {
        let (client, operation) = (self.client, self.operation);
        let etag = HeaderValue::from_str(etag).ok();
        let etag = etag.filter(|etag| !etag.is_empty());
        Sending::new(move |mode| {
            trace::call(operation, async move {
                let mut request = self.outgoing()?;
                let Some(etag) = etag else {
                    let argument = InvalidArgument::new("etag", "is not one");
                    return Err(send::invalid(operation, argument));
                };
                request.headers.insert(IF_NONE_MATCH, etag);
                let decode = |answer: &Answer| {
                    if answer.status == StatusCode::NOT_MODIFIED {
                        return Ok(Conditional::NotModified);
                    }
                    decode(answer).map(Conditional::Modified)
                };
                let reading = Reading {
                    decode: &decode,
                    not_modified: true,
                };
                fetch(Session::new(client, mode), operation, &request, reading).await
            })
        })
    }

    /// Sends the request and gives the body of a success as it arrives. A redirect that is the
    /// documented answer is followed wherever it leads, with nothing on the request but
    /// `User-Agent` and `Accept`, and not from https to http.
    pub fn content(self) -> Sending<'c, Response<Content>, B> {
        let (client, operation) = (self.client, self.operation);
        Sending::new(move |mode| {
            trace::call(operation, async move {
                let request = self.outgoing()?;
                let mut transfer = Transfer::new(client, mode, operation, request);
                let opened = transfer.open().await?;
                let content = opened.content;
                Ok(opened.response.map(|()| content))
            })
        })
    }
}
