//! A page of artifacts as GitHub sends it, in GitHub's order of members.

/// A page of so many artifacts.
pub(crate) fn page(count: i64) -> String {
    let artifacts: Vec<String> = (0..count).map(artifact).collect();
    let artifacts = artifacts.join(",");
    format!(r#"{{"total_count":4711,"artifacts":[{artifacts}]}}"#)
}

/// One of them.
pub(crate) fn artifact(index: i64) -> String {
    let (id, size) = (2_913_478_000 + index, 453 + 7919 * index);
    let url = format!("https://api.github.com/repos/octo-org/octo-docs/actions/artifacts/{id}");
    let expired = index % 7 == 0;
    format!(
        r#"{{"id":{id},"node_id":"MDg6QXJ0aWZhY3Q{id}","name":"coverage-{index}","size_in_bytes":{size},"url":"{url}","archive_download_url":"{url}/zip","expired":{expired},"digest":"sha256:{index:064x}","created_at":"2026-01-10T14:59:22Z","updated_at":"2026-02-21T14:59:22Z","expires_at":"2026-03-21T14:59:22Z","workflow_run":{{"id":{id},"repository_id":1296269,"head_repository_id":1296269,"head_branch":"main","head_sha":"328faa0536e6fef19753d9d91dc96a9931694ce3"}}}}"#
    )
}
