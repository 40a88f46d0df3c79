//! What programs do with the emitted crate, written as they would write it: by its public names
//! alone, and with nothing but its types, `?` and an async runtime.

use github_actions_artifacts::types::{ArchiveFormat, Artifact};
use github_actions_artifacts::{Client, Error, ErrorBody, Result};
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// The newest artifact of that name whose content is still there.
///
/// # Errors
/// One of the pages could not be had.
pub async fn newest(
    client: &Client,
    owner: &str,
    repo: &str,
    name: &str,
) -> Result<Option<Artifact>> {
    let request = client.actions().list_artifacts_for_repo(owner, repo);
    let mut artifacts = request.name(name).per_page(100).stream();
    let mut newest: Option<Artifact> = None;
    while let Some(artifact) = artifacts.next().await.transpose()? {
        let is_newer = |than: &Artifact| created(&artifact) > created(than);
        if !artifact.expired && newest.as_ref().is_none_or(is_newer) {
            newest = Some(artifact);
        }
    }
    Ok(newest)
}

fn created(artifact: &Artifact) -> Option<std::time::SystemTime> {
    artifact.created_at.as_ref()?.to_system_time().ok()
}

/// Writes the content of an artifact as it arrives, and says what it is.
///
/// # Errors
/// It could not be had, or not be written.
pub async fn save(
    client: &Client,
    (owner, repo, id): (&str, &str, i64),
    mut to: impl AsyncWrite + Unpin,
) -> std::result::Result<Option<String>, Box<dyn std::error::Error + Send + Sync>> {
    let actions = client.actions();
    let request = actions.download_artifact(owner, repo, id, ArchiveFormat::Zip);
    let mut content = request.download().stream().await?.into_inner();
    while let Some(chunk) = content.chunk().await? {
        to.write_all(&chunk).await?;
    }
    to.flush().await?;
    Ok(content.content_type().map(str::to_owned))
}

/// Whether an artifact's content is gone for good, and in which words the service says so.
#[must_use]
pub fn gone(error: &Error) -> Option<&str> {
    match error {
        Error::Documented(error) => match &*error.body {
            ErrorBody::BasicError(body) => body.message.as_deref(),
            _ => None,
        },
        _ => None,
    }
}

/// The project's own front page: its snippets are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../../README.md")]
pub struct FrontPage;
