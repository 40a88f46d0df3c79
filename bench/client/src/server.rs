//! A server on loopback that does as little as it can: a thread for each connection, answers that
//! are made before, and content of a GiB behind a redirect.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use crate::page::{artifact, page};

/// How much content there is.
const CONTENT: u64 = 1 << 30;
const PIECE: usize = 256 * 1024;

/// What is answered, whole.
struct Answers {
    artifact: Vec<u8>,
    page: Vec<u8>,
    redirect: Vec<u8>,
    /// Only the head.
    content: Vec<u8>,
    piece: Vec<u8>,
}

pub(crate) struct Server {
    listener: TcpListener,
    url: String,
}

impl Server {
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        Ok(Self { listener, url })
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// Tells where it is, and serves for as long as the process runs.
    pub(crate) fn serve(&self) -> io::Result<()> {
        let answers = Arc::new(Answers::new(&self.url));
        for stream in self.listener.incoming() {
            let stream = stream?;
            let answers = answers.clone();
            // A connection that breaks is its client's to report.
            std::thread::spawn(move || answers.give(stream));
        }
        Ok(())
    }
}

impl Answers {
    fn new(url: &str) -> Self {
        let json = "200 OK\r\ncontent-type: application/json; charset=utf-8";
        let whole = |head: &str, body: &str| {
            format!(
                "HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes()
        };
        Self {
            artifact: whole(json, &artifact(0)),
            page: whole(json, &page(100)),
            redirect: whole(&format!("302 Found\r\nlocation: {url}/content"), ""),
            content: format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\ncontent-length: {CONTENT}\r\n\r\n"
            )
            .into_bytes(),
            piece: vec![b'a'; PIECE],
        }
    }

    fn give(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let count = stream.read(&mut buffer)?;
            if count == 0 {
                return Ok(());
            }
            request.extend_from_slice(&buffer[..count]);
            // Nobody sends a body, or a request before the answer to the one before.
            if !request.ends_with(b"\r\n\r\n") {
                continue;
            }
            self.answer(&request, &mut stream)?;
            request.clear();
        }
    }

    fn answer(&self, request: &[u8], stream: &mut TcpStream) -> io::Result<()> {
        let path = request
            .split(|byte| *byte == b' ')
            .nth(1)
            .unwrap_or_default();
        if path.ends_with(b"/content") {
            stream.write_all(&self.content)?;
            let mut left = CONTENT;
            while left > 0 {
                stream.write_all(&self.piece)?;
                left -= PIECE as u64;
            }
            return Ok(());
        }
        stream.write_all(if path.ends_with(b"/zip") {
            &self.redirect
        } else if path.contains(&b'?') {
            &self.page
        } else {
            &self.artifact
        })
    }
}
