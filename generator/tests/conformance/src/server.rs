//! A server on this machine that keeps what arrives, and answers by a function.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Collected, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::Failure;

/// A request that has arrived, whole.
pub(crate) type Arrived = Request<Bytes>;

/// It runs until the program ends.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Server {
    pub(crate) async fn start(
        answer: impl Fn(&Arrived) -> Response<Bytes> + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let server = Self {
            address: listener.local_addr()?,
            arrived: Arc::default(),
        };
        tokio::spawn(server.clone().run(listener, Arc::new(answer)));
        Ok(server)
    }

    async fn run<A>(self, listener: TcpListener, answer: Arc<A>)
    where
        A: Fn(&Arrived) -> Response<Bytes> + Send + Sync + 'static,
    {
        while let Ok((stream, _)) = listener.accept().await {
            let (server, answer) = (self.clone(), answer.clone());
            let service = service_fn(move |request: Request<Incoming>| {
                let (server, answer) = (server.clone(), answer.clone());
                async move {
                    let (head, body) = request.into_parts();
                    let body = body.collect().await.map(Collected::to_bytes);
                    let request = Request::from_parts(head, body.unwrap_or_default());
                    let response = answer(&request);
                    server.lock().push(request);
                    Ok::<_, Infallible>(response.map(Full::new))
                }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    }

    /// What has arrived since it was asked for last.
    pub(crate) fn take(&self) -> Vec<Arrived> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arrived>> {
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
