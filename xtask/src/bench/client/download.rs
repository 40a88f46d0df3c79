//! A GiB into a file, each time by a process of its own, whose memory is told, too.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::bench::measure::{self, Cost};

/// How often everybody downloads.
const ROUNDS: usize = 5;

/// What the program calls those who download, and how they do it.
const HOW: [(&str, &str); 5] = [
    ("reqwest", "reqwest"),
    ("reqwest-sha256", "reqwest, hashed"),
    ("emitted-stream", "emitted, `stream()`"),
    ("emitted", "emitted, `to_file()`, which hashes"),
    ("octocrab", "octocrab, which has it in memory"),
];

/// A download.
pub(super) struct Download {
    pub(super) how: &'static str,
    pub(super) cost: Cost,
}

pub(super) fn measured(program: &Path, directory: &Path) -> Result<Vec<Download>, String> {
    let server = Server::start(program)?;
    let file = directory.join("content");
    let costs = measure::in_turn(ROUNDS, &mut |round| {
        let mut costs = [Cost::default(); HOW.len()];
        for ((how, title), cost) in HOW.iter().zip(&mut costs) {
            let mut command = Command::new(program);
            command.args(["download", how, &server.url]).arg(&file);
            command.stdout(Stdio::piped());
            let what = format!("download {round}, {title}");
            let (measured, told) = measure::telling(&what, &mut command)?;
            // What the system knows of a child begins with what its parent had in memory.
            let peak = told.trim().parse().unwrap_or(measured.peak);
            *cost = Cost { peak, ..measured };
            fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(costs)
    })?;
    let downloads = HOW.iter().zip(costs);
    Ok(downloads
        .map(|((_, how), cost)| Download { how, cost })
        .collect())
}

/// The server, as long as it is wanted.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(program: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", program.display());
        let process = Command::new(program)
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut server = Self {
            process,
            url: String::new(),
        };
        if let Some(said) = server.process.stdout.take() {
            let mut line = String::new();
            BufReader::new(said).read_line(&mut line).map_err(failed)?;
            line.trim().clone_into(&mut server.url);
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which the downloads then have told.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
