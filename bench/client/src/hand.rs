//! The same types as a program would write them that has no client.

use serde::{Deserialize, Serialize};

/// A page, with dates of the type `D`.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub(crate) struct Page<D> {
    pub(crate) total_count: i64,
    pub(crate) artifacts: Vec<Artifact<D>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub(crate) struct Artifact<D> {
    pub(crate) id: i64,
    pub(crate) node_id: String,
    pub(crate) name: String,
    pub(crate) size_in_bytes: i64,
    pub(crate) url: String,
    pub(crate) archive_download_url: String,
    pub(crate) expired: bool,
    pub(crate) created_at: Option<D>,
    pub(crate) expires_at: Option<D>,
    pub(crate) updated_at: Option<D>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) workflow_run: Option<WorkflowRun>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub(crate) struct WorkflowRun {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) repository_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) head_repository_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) head_branch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) head_sha: Option<String>,
}
