//! The default blocking transport: ureq, with everything it would do by itself turned off. It
//! moves bytes on the caller's thread and keeps connections; what ureq logs at trace level, the
//! bytes themselves, lacks the target and the headers.

use std::error::Error as StdError;
use std::io::{self, Read};
use std::time::Duration;

use bytes::Bytes;
use ureq::config::AutoHeaderValue;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector as _, DefaultConnector};
use ureq::{Agent, AsSendBody, Body};

use super::transport::{BlockingTransport, TransportError, TransportErrorKind, distrusts};
use super::ureq_veil::{self, Veil};

/// Sends over ureq.
#[derive(Clone, Debug)]
pub struct UreqTransport {
    agent: Agent,
    /// Whether the agent is of this module's making, and with it its connector and settings.
    own: bool,
}

impl UreqTransport {
    /// A transport with its own connections. `read_timeout` is how long the server may be silent.
    /// Certificates are judged by the platform.
    #[must_use]
    pub fn new(connect_timeout: Duration, read_timeout: Duration) -> Self {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .timeout_connect(Some(connect_timeout))
            .timeout_recv_response(Some(read_timeout))
            .timeout_per_read(Some(read_timeout))
            .timeout_per_write(Some(read_timeout))
            .tls_config(tls.build())
            .build();
        let connector = DefaultConnector::default().chain(Veil);
        Self {
            agent: Agent::with_parts(config, connector, DefaultResolver::default()),
            own: true,
        }
    }

    /// A transport over an agent with settings of the caller's: proxy, certificates, timeouts.
    /// What would break the rules of redirects is overridden request by request: the agent
    /// follows none, and adds no headers. It must not have middleware or cookies that do either.
    ///
    /// At trace level ureq logs all that such an agent sends and receives, credentials and signed
    /// URLs included; at other levels, and with the agent of [`new`](Self::new), it does not.
    #[must_use]
    pub fn from_agent(agent: Agent) -> Self {
        Self { agent, own: false }
    }

    fn run<S: AsSendBody>(
        &self,
        request: http::Request<S>,
    ) -> Result<http::Response<Body>, ureq::Error> {
        if self.own {
            return ureq_veil::run(&self.agent, request);
        }
        let configured = self.agent.configure_request(request);
        let request = configured
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .build();
        self.agent.run(request)
    }
}

impl BlockingTransport for UreqTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Box<dyn Read + Send>>, TransportError> {
        let (head, body) = request.into_parts();
        let response = if body.is_empty() {
            self.run(http::Request::from_parts(head, ()))
        } else {
            self.run(http::Request::from_parts(head, &body[..]))
        };
        let response = response.map_err(failure)?;
        Ok(response.map(|body| Box::new(Reading(body.into_reader())) as _))
    }
}

/// A body whose errors are the transport's.
struct Reading<R>(R);

impl<R: Read> Read for Reading<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let error = match error.downcast::<ureq::Error>() {
                Ok(error) => failure(error),
                Err(error) => failure(ureq::Error::Io(error)),
            };
            io::Error::other(error)
        })
    }
}

fn failure(error: ureq::Error) -> TransportError {
    let kind = match &error {
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout,
        _ if distrusts(&error) => TransportErrorKind::Certificate,
        ureq::Error::Io(error) => of_io(error.kind()),
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::ConnectProxyFailed(_)
        | ureq::Error::InvalidProxyUrl
        | ureq::Error::Tls(_)
        | ureq::Error::Rustls(_)
        | ureq::Error::TlsRequired => TransportErrorKind::Connect,
        ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => {
            TransportErrorKind::Answer
        }
        _ => TransportErrorKind::Request,
    };
    let source: Box<dyn StdError + Send + Sync> = match error {
        // These show the URL.
        ureq::Error::BadUri(_) => "ureq refuses the URL".into(),
        ureq::Error::RequireHttpsOnly(_) => "the agent allows https only".into(),
        ureq::Error::Io(error) => error.into(),
        error => error.into(),
    };
    TransportError::new(kind, source)
}

fn of_io(kind: io::ErrorKind) -> TransportErrorKind {
    match kind {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => TransportErrorKind::Timeout,
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::AddrNotAvailable
        // Whoever answers a handshake with this does not speak TLS.
        | io::ErrorKind::InvalidData => TransportErrorKind::Connect,
        _ => TransportErrorKind::Answer,
    }
}
