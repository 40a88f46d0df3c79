//! A page of a hundred artifacts, read and written by the emitted types and by derived code of the
//! same types, in the same run: what the table of members costs at run time.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use github_actions_artifacts::types::ListArtifactsForRepoResponse;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

mod derived {
    use github_actions_artifacts::runtime::DateTime;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub(super) struct Page {
        pub(super) total_count: i64,
        pub(super) artifacts: Vec<Artifact>,
    }

    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub(super) struct Artifact {
        pub(super) id: i64,
        pub(super) node_id: String,
        pub(super) name: String,
        pub(super) size_in_bytes: i64,
        pub(super) url: String,
        pub(super) archive_download_url: String,
        pub(super) expired: bool,
        pub(super) created_at: Option<DateTime>,
        pub(super) expires_at: Option<DateTime>,
        pub(super) updated_at: Option<DateTime>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) digest: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) workflow_run: Option<WorkflowRun>,
    }

    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    pub(super) struct WorkflowRun {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) id: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) repository_id: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) head_repository_id: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) head_branch: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) head_sha: Option<String>,
    }
}

/// The page as the service sends it, in the service's order.
fn page() -> Vec<u8> {
    let artifacts: Vec<String> = (0..100).map(artifact).collect();
    let artifacts = artifacts.join(",");
    format!(r#"{{"total_count":4711,"artifacts":[{artifacts}]}}"#).into_bytes()
}

fn artifact(index: i64) -> String {
    let (id, size) = (2_913_478_000 + index, 453 + 7919 * index);
    let url = format!("https://api.github.com/repos/octo-org/octo-docs/actions/artifacts/{id}");
    let expired = index % 7 == 0;
    format!(
        r#"{{"id":{id},"node_id":"MDg6QXJ0aWZhY3Q{id}","name":"coverage-{index}","size_in_bytes":{size},
        "url":"{url}","archive_download_url":"{url}/zip","expired":{expired},
        "digest":"sha256:{index:064x}","created_at":"2026-01-10T14:59:22Z",
        "updated_at":"2026-02-21T14:59:22Z","expires_at":"2026-03-21T14:59:22Z",
        "workflow_run":{{"id":{id},"repository_id":1296269,"head_repository_id":1296269,
        "head_branch":"main","head_sha":"328faa0536e6fef19753d9d91dc96a9931694ce3"}}}}"#
    )
}

fn bench<T: DeserializeOwned + Serialize>(criterion: &mut Criterion, name: &str) {
    let page = page();
    let bytes = Throughput::Bytes(page.len() as u64);
    let decoded: T = read(&page);

    let mut group = criterion.benchmark_group("decode");
    group.throughput(bytes.clone());
    group.bench_function(name, |bencher| {
        bencher.iter(|| read::<T>(black_box(&page)));
    });
    group.finish();

    let mut group = criterion.benchmark_group("encode");
    group.throughput(bytes);
    group.bench_function(name, |bencher| {
        bencher.iter(|| write(black_box(&decoded)));
    });
    group.finish();
}

#[allow(clippy::unwrap_used, reason = "a benchmark of what fails is none")]
fn read<'de, T: Deserialize<'de>>(page: &'de [u8]) -> T {
    serde_json::from_slice(page).unwrap()
}

#[allow(clippy::unwrap_used, reason = "a benchmark of what fails is none")]
fn write<T: Serialize>(page: &T) -> Vec<u8> {
    serde_json::to_vec(page).unwrap()
}

fn benches(criterion: &mut Criterion) {
    bench::<derived::Page>(criterion, "derived");
    bench::<ListArtifactsForRepoResponse>(criterion, "emitted");
}

criterion_group!(decode, benches);
criterion_main!(decode);
