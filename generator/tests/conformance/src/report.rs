//! What the judges found, as a table.

use std::io::{IsTerminal as _, stderr};
use std::process::ExitCode;

/// How many findings of one kind are printed.
const SHOWN: usize = 5;

/// What was put before a judge, and what it objected to.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// Who judges.
    pub(crate) judge: &'static str,
    /// What was judged.
    pub(crate) subject: String,
    /// How many exchanges were looked at.
    pub(crate) count: usize,
    /// What is wrong, a line each.
    pub(crate) findings: Vec<String>,
}

/// The verdicts so far; each is printed when it is given.
#[derive(Debug, Default)]
pub(crate) struct Report {
    verdicts: usize,
    failed: usize,
}

impl Report {
    /// What is being done, for somebody who waits.
    pub(crate) fn progress(&self, text: &str) {
        if stderr().is_terminal() {
            eprint!("\r\x1b[K{} verdicts; {text}", self.verdicts);
        }
    }

    pub(crate) fn add(&mut self, verdict: &Verdict) {
        if stderr().is_terminal() {
            eprint!("\r\x1b[K");
        }
        let result = match verdict.findings.len() {
            0 => "agrees".to_owned(),
            1 => "1 finding".to_owned(),
            count => format!("{count} findings"),
        };
        let Verdict {
            judge,
            subject,
            count,
            findings,
        } = verdict;
        println!("{judge:<10} {subject:<58} {count:>5}  {result}");
        for finding in findings.iter().take(SHOWN) {
            println!("    {finding}");
        }
        self.verdicts += 1;
        self.failed += usize::from(!findings.is_empty());
    }

    /// The last line, and the exit code.
    pub(crate) fn finish(&self) -> ExitCode {
        println!("{} verdicts, {} with findings", self.verdicts, self.failed);
        if self.failed == 0 && self.verdicts > 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
