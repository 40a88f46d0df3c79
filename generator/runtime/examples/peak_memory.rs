//! How much memory a download of one GiB takes, on each transport: `cargo run --release
//! --all-features --example peak_memory`. The server is a process of its own, and so is each
//! download, which tells its peak at the end.
#![allow(clippy::print_stdout, reason = "a measurement prints")]

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use client_runtime::{ClientBuilder, Download, Operation, Service, Status};
use http::Method;

const SIZE: usize = 1 << 30;
const PIECE: usize = 1 << 20;

static SERVICE: Service = Service {
    base_url: "http://127.0.0.1",
    user_agent: "peak-memory/1.0",
    api_version: None,
    elsewhere: &[],
    request_id_headers: &[],
};
static DOWNLOAD: Operation<std::convert::Infallible> = Operation {
    id: "download",
    method: Method::GET,
    path: "/download",
    accept: "",
    security: &[],
    success: &[Status::Code(302)],
    errors: &[],
};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve"] => serve(),
        [way, url] => download(way, url),
        _ => measure(),
    }
}

fn measure() -> Outcome {
    let mut server = start(&["serve"])?;
    let mut url = String::new();
    let stdout = server.stdout.as_mut().ok_or("the server has no output")?;
    BufReader::new(stdout).read_line(&mut url)?;
    for way in ["awaited", "waited-for"] {
        let output = start(&[way, url.trim()])?.wait_with_output()?;
        if !output.status.success() {
            return Err(format!("{way}: the download has failed").into());
        }
        print!("{way}: {}", String::from_utf8(output.stdout)?);
    }
    server.kill()?;
    server.wait()?;
    Ok(())
}

fn start(arguments: &[&str]) -> std::io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments).stdout(Stdio::piped()).spawn()
}

fn serve() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept()?;
        // A download that has failed tells it itself.
        std::thread::spawn(|| answer(stream));
    }
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut head = [0; 4096];
    let count = stream.read(&mut head)?;
    if head[..count].starts_with(b"GET /download") {
        let found = "HTTP/1.1 302 Found\r\nlocation: /blob\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        return stream.write_all(found.as_bytes());
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\netag: \"1\"\r\nconnection: close\r\ncontent-length: {SIZE}\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    let piece = vec![7; PIECE];
    for _ in 0..SIZE / PIECE {
        stream.write_all(&piece)?;
    }
    Ok(())
}

fn download(way: &str, url: &str) -> Outcome {
    let start = Instant::now();
    let target = std::env::temp_dir().join(format!("peak-memory-{}", std::process::id()));
    let client = ClientBuilder::new(&SERVICE).base_url(url).build()?;
    let sending = Download::new(client.call(&DOWNLOAD)).to_file(&target);
    let saved = if way == "awaited" {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(sending)?
    } else {
        sending.wait()?
    };
    std::fs::remove_file(&target)?;
    assert_eq!(saved.bytes, SIZE as u64);
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!(
        "{} in {:.1} s",
        peak.ok_or("the peak is not told")?.replace('\t', " "),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}
