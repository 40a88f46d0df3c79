//! A transport of one's own, as a test would have it: a service in memory, called without any
//! network, awaited and waited for.
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::io::Read;

use bytes::Bytes;
use client_runtime::{
    BlockingTransport, BoxFuture, ClientBuilder, Content, Operation, Service, Status, Transport,
    TransportError, decode,
};
use http::{Method, Request, Response};

/// Answers every request with what was asked for.
struct Echo;

fn answer(request: &Request<Bytes>) -> Response<Bytes> {
    let line = format!("{} {}", request.method(), request.uri());
    Response::new(Bytes::from(line))
}

impl Transport for Echo {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Content>, TransportError>> {
        Box::pin(async move { Ok(answer(&request).map(Content::from)) })
    }
}

impl BlockingTransport for Echo {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Box<dyn Read + Send>>, TransportError> {
        Ok(answer(&request).map(|body| Box::new(std::io::Cursor::new(body)) as _))
    }
}

/// An emitted crate has these two.
static SERVICE: Service = Service {
    base_url: "https://api.example.com",
    user_agent: "in-memory/1.0",
    api_version: None,
    elsewhere: &[],
    request_id_headers: &[],
};
static GREET: Operation<std::convert::Infallible> = Operation {
    id: "greet",
    method: Method::GET,
    path: "/greetings/{name}",
    accept: "text/plain",
    security: &[],
    success: &[Status::Code(200)],
    errors: &[],
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = ClientBuilder::new(&SERVICE)
        .transport(Echo)
        .blocking_transport(Echo)
        .build()?;
    let mut call = client.call(&GREET);
    call.path("name", "Ann Lee");
    println!("{}", call.clone().send(decode::text).await?.into_inner());
    println!("{}", call.send(decode::text).wait()?.into_inner());
    Ok(())
}
