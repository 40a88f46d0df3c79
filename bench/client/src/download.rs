//! A GiB into a file, from behind a redirect as GitHub has it.

use std::error::Error;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;

use github_actions_artifacts::types::ArchiveFormat;
use sha2::{Digest as _, Sha256};

use crate::requests::{emitted, octocrab};

const ID: i64 = 1;

/// Downloads with one of the clients, and prints the most memory in bytes that there was at once,
/// where the system tells that.
pub(crate) async fn run(how: &str, url: &str, file: &Path) -> Result<(), Box<dyn Error>> {
    download(how, url, file).await?;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|it| it.trim().strip_suffix(" kB"));
    if let Some(kilobytes) = kilobytes.and_then(|it| it.parse::<u64>().ok()) {
        println!("{}", kilobytes * 1024);
    }
    Ok(())
}

async fn download(how: &str, url: &str, file: &Path) -> Result<(), Box<dyn Error>> {
    match how {
        "reqwest" => bare(url, file, |_| {}).await,
        "reqwest-sha256" => {
            let mut digest = Sha256::new();
            bare(url, file, |piece| digest.update(piece)).await?;
            black_box(digest.finalize());
            Ok(())
        }
        "emitted" => {
            let client = emitted(url)?;
            let actions = client.actions();
            let call = actions.download_artifact("octo-org", "docs", ID, ArchiveFormat::Zip);
            let saved = call.download().to_file(file).await?;
            black_box(saved);
            Ok(())
        }
        "emitted-stream" => {
            let client = emitted(url)?;
            let actions = client.actions();
            let call = actions.download_artifact("octo-org", "docs", ID, ArchiveFormat::Zip);
            let mut content = call.download().stream().await?.into_inner();
            let mut file = File::create(file)?;
            while let Some(piece) = content.chunk().await? {
                file.write_all(&piece)?;
            }
            Ok(())
        }
        "octocrab" => {
            let format = octocrab::params::actions::ArchiveFormat::Zip;
            let id = octocrab::models::ArtifactId(ID.unsigned_abs());
            let client = octocrab(url)?;
            let actions = client.actions();
            let content = actions
                .download_artifact("octo-org", "docs", id, format)
                .await?;
            Ok(fs::write(file, content)?)
        }
        _ => Err(format!("nobody downloads as {how}").into()),
    }
}

async fn bare(url: &str, file: &Path, mut pass: impl FnMut(&[u8])) -> Result<(), Box<dyn Error>> {
    let url = format!("{url}/repos/octo-org/docs/actions/artifacts/{ID}/zip");
    let client = reqwest::Client::builder().user_agent("bench").build()?;
    let mut response = client.get(url).send().await?.error_for_status()?;
    let mut file = File::create(file)?;
    while let Some(piece) = response.chunk().await? {
        file.write_all(&piece)?;
        pass(&piece);
    }
    Ok(())
}
