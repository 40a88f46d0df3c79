//! `cargo xtask conformance`: installs the judges that others wrote, and puts the emitted client
//! before them.
//!
//! What they are asked is in `generator/tests/conformance`, whose lock file pins their versions.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use xtask::{Outcome, workspace};

use crate::cargo::cargo;
use crate::crates::target;

/// What npm, and the judges, need of the package.
const FILES: [&str; 3] = ["package.json", "package-lock.json", "octokit.mjs"];

/// Runs the command.
pub(crate) fn run() -> Outcome {
    if !is_there("npm") || !is_there("node") {
        return Outcome {
            stderr: "skipped: the judges are npm packages, and npm or node is missing\n".to_owned(),
            ..Outcome::default()
        };
    }
    let judged = install().and_then(|installed| judge(&installed));
    match judged {
        Ok(true) => Outcome::default(),
        Ok(false) => Outcome::failed("error: a judge has findings, see above\n".to_owned()),
        Err(error) => Outcome::failed(format!("error: {error}\n")),
    }
}

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null());
    command.stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Installs the judges below the target directory, unless they are there in these versions.
fn install() -> io::Result<PathBuf> {
    let package = workspace().join("generator/tests/conformance");
    let installed = target()?.join("conformance");
    fs::create_dir_all(&installed)?;
    let lock = fs::read(package.join("package-lock.json"))?;
    let done = installed.join("installed-lock.json");
    for file in FILES {
        fs::copy(package.join(file), installed.join(file))?;
    }
    if fs::read(&done).is_ok_and(|known| known == lock) {
        return Ok(installed);
    }
    let mut npm = Command::new("npm");
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    npm.stdout(Stdio::null()).current_dir(&installed);
    if !npm.status()?.success() {
        return Err(io::Error::other(
            "npm could not install the judges, see above",
        ));
    }
    fs::write(done, lock)?;
    Ok(installed)
}

/// Whether the judges, all of whose verdicts are printed, have found nothing.
fn judge(installed: &Path) -> io::Result<bool> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "conformance", "--"]);
    command.arg(installed).current_dir(workspace());
    Ok(command.status()?.success())
}
