//! `cargo xtask ci`: what CI does, step by step, so that it can be done before.

use std::process::ExitCode;
use std::time::Instant;

use xtask::workspace;

use crate::cargo::cargo;

/// A command of CI: its arguments to cargo, and the environment it needs.
struct Step {
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const STEPS: &[Step] = &[
    step(&["fmt", "--check"]),
    step(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]),
    step(&["xtask", "codegen", "--check"]),
    step(&["test", "--workspace", "--all-features"]),
    step(&["xtask", "golden"]),
    step(&["xtask", "conformance"]),
    Step {
        arguments: &["doc", "--workspace", "--all-features", "--no-deps"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
];

const fn step(arguments: &'static [&'static str]) -> Step {
    Step {
        arguments,
        environment: &[],
    }
}

impl Step {
    fn shown(&self) -> String {
        let variables = self
            .environment
            .iter()
            .map(|(name, value)| format!("{name}='{value}' "));
        variables
            .chain([format!("cargo {}", self.arguments.join(" "))])
            .collect()
    }

    fn succeeds(&self) -> std::io::Result<bool> {
        let environment = self.environment.iter().copied();
        let mut command = cargo();
        command
            .args(self.arguments)
            .envs(environment)
            .current_dir(workspace());
        Ok(command.status()?.success())
    }
}

/// Runs the steps up to the first that fails, or only lists them.
pub(crate) fn run(list: bool) -> ExitCode {
    let mut done = Vec::new();
    for step in STEPS {
        let shown = step.shown();
        println!("$ {shown}");
        if list {
            continue;
        }
        let start = Instant::now();
        match step.succeeds() {
            Ok(true) => done.push((shown, start.elapsed().as_secs())),
            failed => {
                summary(&done);
                let why = failed
                    .err()
                    .map_or_else(String::new, |error| format!(": {error}"));
                println!("failed       {shown}{why}");
                return ExitCode::FAILURE;
            }
        }
    }
    summary(&done);
    ExitCode::SUCCESS
}

fn summary(done: &[(String, u64)]) {
    for (step, seconds) in done {
        println!("ok {seconds:>6} s  {step}");
    }
}
