//! What a child process cost, with all processes that it waited for, and what else measuring takes.

use std::fs;
use std::io::{self, IsTerminal as _, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

/// The cost of a process.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cost {
    /// From its start to its end.
    pub(super) wall: Duration,
    /// Of all cores, in the program and in the kernel.
    pub(super) cpu: Duration,
    /// The most memory that one of its processes held, in bytes.
    pub(super) peak: u64,
}

impl Cost {
    /// The lower of each: what disturbs a measurement only ever adds to it.
    pub(super) fn least(self, other: Self) -> Self {
        Self {
            wall: self.wall.min(other.wall),
            cpu: self.cpu.min(other.cpu),
            peak: self.peak.min(other.peak),
        }
    }
}

/// The least cost of each of what is measured in turn, `round` after round.
pub(super) fn in_turn<const N: usize>(
    rounds: usize,
    round: &mut dyn FnMut(usize) -> Result<[Cost; N], String>,
) -> Result<[Cost; N], String> {
    let mut least = round(1)?;
    for number in 2..=rounds {
        for (known, cost) in least.iter_mut().zip(round(number)?) {
            *known = known.least(cost);
        }
    }
    Ok(least)
}

/// The cost of a command that has to succeed.
pub(super) fn once(what: &str, command: &mut Command) -> Result<Cost, String> {
    telling(what, command.stdout(Stdio::null())).map(|(cost, _)| cost)
}

/// The cost of a command that has to succeed, and what it says, which is little.
pub(super) fn telling(what: &str, command: &mut Command) -> Result<(Cost, String), String> {
    progress(what);
    let failed = |error: io::Error| format!("{what}: {error}");
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut told = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_string(&mut told).map_err(failed)?;
    }
    let mut said = Vec::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_end(&mut said).map_err(failed)?;
    }
    let done = child.wait4().map_err(failed)?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&said);
        return Err(format!("{what} failed\n{said}"));
    }
    let cost = Cost {
        wall: start.elapsed(),
        cpu: done.rusage.utime + done.rusage.stime,
        peak: done.rusage.maxrss,
    };
    Ok((cost, told))
}

/// Removes what a run before has left, if there is any.
pub(super) fn remove(directory: &Path) -> Result<(), String> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", directory.display()))
        }
        _ => Ok(()),
    }
}

/// A time in seconds.
pub(super) fn seconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64())
}

/// An amount of memory in megabytes.
pub(super) fn megabytes(bytes: u64) -> u64 {
    bytes / 1_000_000
}

/// Says what is done now to whoever is watching.
pub(super) fn progress(what: &str) {
    if io::stderr().is_terminal() {
        anstream::eprintln!("  {what}");
    }
}
