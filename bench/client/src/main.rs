//! What the emitted client does, done by it, by hand and by octocrab, over loopback. The figures go
//! to the output, one a line: what was measured, who did it, and the nanoseconds that it took.
//!
//! `cargo xtask bench client` starts it, and makes tables of what it says.

mod decode;
mod download;
mod hand;
mod page;
mod requests;
mod rounds;
mod server;

use std::error::Error;

const USAGE: &str = "usage: client decode | requests | serve | download HOW URL FILE";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["decode"] => decode::run().await,
        ["requests"] => requests::run().await,
        ["serve"] => {
            let server = server::Server::start()?;
            println!("{}", server.url());
            Ok(server.serve()?)
        }
        ["download", how, url, file] => download::run(how, url, file.as_ref()).await,
        _ => Err(USAGE.into()),
    }
}
