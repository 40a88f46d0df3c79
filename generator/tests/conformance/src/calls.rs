//! Calls of the emitted client, and the same calls in the words of other clients.

use github_actions_artifacts::Client;
use github_actions_artifacts::types::{ArchiveFormat, Direction};
use serde_json::{Map, Value, json};

/// The operations of the slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    ListForRepo,
    ListForRun,
    Get,
    Delete,
    Download,
}

impl Operation {
    pub(crate) const ALL: [Self; 5] = [
        Self::ListForRepo,
        Self::ListForRun,
        Self::Get,
        Self::Delete,
        Self::Download,
    ];

    /// The route as GitHub's documentation has it.
    pub(crate) fn template(self) -> &'static str {
        match self {
            Self::ListForRepo => "GET /repos/{owner}/{repo}/actions/artifacts",
            Self::ListForRun => "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
            Self::Get => "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}",
            Self::Delete => "DELETE /repos/{owner}/{repo}/actions/artifacts/{artifact_id}",
            Self::Download => {
                "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}"
            }
        }
    }

    /// The method of Octokit's REST plugin.
    fn octokit(self) -> &'static str {
        match self {
            Self::ListForRepo => "listArtifactsForRepo",
            Self::ListForRun => "listWorkflowRunArtifacts",
            Self::Get => "getArtifact",
            Self::Delete => "deleteArtifact",
            Self::Download => "downloadArtifact",
        }
    }
}

/// A call with its arguments; an operation takes those that it knows.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) operation: Operation,
    pub(crate) owner: String,
    pub(crate) repo: String,
    pub(crate) id: i64,
    pub(crate) per_page: Option<i64>,
    pub(crate) page: Option<i64>,
    pub(crate) name: Option<String>,
    pub(crate) direction: Option<Direction>,
}

impl Call {
    /// With what the operation requires.
    pub(crate) fn new(operation: Operation, owner: &str, repo: &str, id: i64) -> Self {
        Self {
            operation,
            owner: owner.to_owned(),
            repo: repo.to_owned(),
            id,
            per_page: None,
            page: None,
            name: None,
            direction: None,
        }
    }

    /// Makes the call, and reads the answer.
    pub(crate) async fn send(self, client: &Client) -> Result<(), String> {
        let actions = client.actions();
        let (owner, repo, id) = (&*self.owner, &*self.repo, self.id);
        let sent = match self.operation {
            Operation::ListForRepo => {
                let mut call = actions.list_artifacts_for_repo(owner, repo);
                if let Some(per_page) = self.per_page {
                    call = call.per_page(per_page);
                }
                if let Some(page) = self.page {
                    call = call.page(page);
                }
                if let Some(name) = &self.name {
                    call = call.name(name);
                }
                call.send().await.map(drop)
            }
            Operation::ListForRun => {
                let mut call = actions.list_workflow_run_artifacts(owner, repo, id);
                if let Some(per_page) = self.per_page {
                    call = call.per_page(per_page);
                }
                if let Some(page) = self.page {
                    call = call.page(page);
                }
                if let Some(name) = &self.name {
                    call = call.name(name);
                }
                if let Some(direction) = self.direction {
                    call = call.direction(direction);
                }
                call.send().await.map(drop)
            }
            Operation::Get => actions.get_artifact(owner, repo, id).send().await.map(drop),
            Operation::Delete => actions
                .delete_artifact(owner, repo, id)
                .send()
                .await
                .map(drop),
            Operation::Download => {
                let call = actions.download_artifact(owner, repo, id, ArchiveFormat::Zip);
                call.send().await.map(drop)
            }
        };
        sent.map_err(|error| error.to_string())
    }

    /// The same for Octokit.
    pub(crate) fn for_octokit(&self) -> Value {
        let mut values = Map::new();
        let mut value = |name: &str, value: Value| {
            if !value.is_null() {
                values.insert(name.to_owned(), value);
            }
        };
        value("owner", json!(self.owner));
        value("repo", json!(self.repo));
        match self.operation {
            Operation::ListForRepo => {}
            Operation::ListForRun => value("run_id", json!(self.id)),
            _ => value("artifact_id", json!(self.id)),
        }
        if self.operation == Operation::Download {
            value("archive_format", json!("zip"));
        }
        if matches!(
            self.operation,
            Operation::ListForRepo | Operation::ListForRun
        ) {
            value("per_page", json!(self.per_page));
            value("page", json!(self.page));
            value("name", json!(self.name));
        }
        if self.operation == Operation::ListForRun {
            value(
                "direction",
                json!(self.direction.as_ref().map(Direction::as_str)),
            );
        }
        json!({
            "template": self.operation.template(),
            "method": self.operation.octokit(),
            "values": values,
        })
    }
}

/// What is hard to write into a URL; no name of GitHub's has all of it, but no client may trip.
pub(crate) const AWKWARD: [&str; 16] = [
    "octo-org",
    "ünï-çødé",
    "two words",
    "a/b",
    "100%",
    "a%2Fb",
    "a+b",
    "a&b=c",
    "a?b#c",
    "日本語",
    "😀",
    "!$'()*,;:@",
    "~_.-",
    "\"<>\\^`{|}",
    "...",
    ".hidden",
];
