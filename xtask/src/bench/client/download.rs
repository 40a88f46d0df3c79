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
    let mut costs: [Option<Cost>; HOW.len()] = [None; HOW.len()];
    for round in 1..=ROUNDS {
        for ((how, title), least) in HOW.iter().zip(&mut costs) {
            let mut command = Command::new(program);
            command.args(["download", how, &server.url]).arg(&file);
            command.stdout(Stdio::piped());
            let what = format!("download {round}, {title}");
            let (mut cost, told) = measure::telling(&what, &mut command)?;
            // What the system knows of a child begins with what its parent had in memory.
            cost.peak = told.trim().parse().unwrap_or(cost.peak);
            *least = Some(least.map_or(cost, |known| known.least(cost)));
            fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        }
    }
    let downloads = HOW.iter().zip(costs).filter_map(|((_, how), cost)| {
        let cost = cost?;
        Some(Download { how, cost })
    });
    Ok(downloads.collect())
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
