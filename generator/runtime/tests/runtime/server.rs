//! A server as small as it can be: it reads requests whole and writes whatever it is given.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What is written, and what happens then.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) bytes: Vec<u8>,
    pub(crate) then: Then,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Then {
    Close,
    Hang,
}

pub(crate) fn reply(status: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&[name, ": ", value, "\r\n"].concat());
    }
    if !headers.iter().any(|(name, _)| *name == "content-length") && !status.starts_with("204") {
        head.push_str(&["content-length: ", &body.len().to_string(), "\r\n"].concat());
    }
    head.push_str("\r\n");
    Reply {
        bytes: [head.as_bytes(), body].concat(),
        then: Then::Close,
    }
}

pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers one connection after another; the function gets the request line.
    pub(crate) async fn start(answer: impl Fn(&str) -> Reply + Send + 'static) -> Self {
        Self::start_at(move |_, line| answer(line)).await
    }

    /// The same for answers that name the server's own URL, which the function gets first.
    pub(crate) async fn start_at(answer: impl Fn(&str, &str) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let url = format!("http://{address}");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = requests.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                let line = request.lines().next().unwrap_or("").to_owned();
                kept.lock().unwrap().push(request);
                let reply = answer(&url, &line);
                let _ = stream.write_all(&reply.bytes).await;
                if reply.then == Then::Hang {
                    tokio::time::sleep(Duration::from_secs(20)).await;
                }
            }
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// The requests so far: the request line and the headers in lower case, sorted.
    pub(crate) fn requests(&self) -> Vec<(String, Vec<String>)> {
        let parse = |text: &String| {
            let head = text.split("\r\n\r\n").next().unwrap();
            let (line, headers) = head.split_once("\r\n").unwrap();
            let mut headers: Vec<_> = headers
                .split("\r\n")
                .map(|header| {
                    let (name, value) = header.split_once(": ").unwrap();
                    format!("{}: {value}", name.to_ascii_lowercase())
                })
                .collect();
            headers.sort();
            (line.to_owned(), headers)
        };
        self.requests.lock().unwrap().iter().map(parse).collect()
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            // A TLS handshake has no blank line to wait for.
            Ok(_) if buffer[0] == 0x16 => break,
            Ok(count) => request.extend_from_slice(&buffer[..count]),
        }
    }
    String::from_utf8_lossy(&request).into_owned()
}
