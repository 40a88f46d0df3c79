//! The emitted client before judges that others wrote: Stoplight Prism, Octokit, and what was
//! recorded of GitHub. Started by `cargo xtask conformance`, which installs them.
//!
//! The one argument is the directory that they are installed in.

mod calls;
mod octokit;
mod prism;
mod recordings;
mod report;
mod server;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use report::Report;

/// Why a judge could not be asked; what a judge finds is no error.
type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Failure> {
    let installed = env::args_os()
        .nth(1)
        .ok_or("the directory with the judges is missing")?;
    let installed = PathBuf::from(installed);
    let mut report = Report::default();
    for (version, description) in descriptions()? {
        prism::judge(&installed, &version, &description, &mut report).await?;
    }
    octokit::judge(&installed, &mut report).await?;
    recordings::judge(&installed, &mut report).await?;
    Ok(report.finish())
}

/// The API versions in `spec/`, with their descriptions.
fn descriptions() -> Result<Vec<(String, PathBuf)>, Failure> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../spec");
    let mut found = Vec::new();
    for entry in fs::read_dir(spec)? {
        let entry = entry?;
        let file = entry.path().join("artifacts.yaml");
        if file.is_file() {
            found.push((entry.file_name().to_string_lossy().into_owned(), file));
        }
    }
    found.sort();
    Ok(found)
}
