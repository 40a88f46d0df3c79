//! A page of a hundred artifacts, read and written in memory.

use std::error::Error;
use std::hint::black_box;
use std::rc::Rc;

use github_actions_artifacts::runtime::DateTime;
use github_actions_artifacts::types::ListArtifactsForRepoResponse;
use octocrab::models::workflows::WorkflowListArtifact;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::hand;
use crate::page::page;
use crate::rounds::{Contestant, compare};

const ROUNDS: u32 = 500;
const TIMES: u32 = 20;

/// octocrab's model of an artifact, in a page of our own: its own reads any page.
#[derive(Deserialize, Serialize)]
struct OctocrabPage {
    total_count: i64,
    artifacts: Vec<WorkflowListArtifact>,
}

pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    let page = page(100);
    let page = page.as_bytes();
    compare(
        "read",
        ROUNDS,
        TIMES,
        vec![
            reader::<hand::Page<String>>("by hand, dates as text", page),
            reader::<hand::Page<chrono::DateTime<chrono::Utc>>>("by hand, dates of chrono", page),
            reader::<hand::Page<DateTime>>("by hand, dates as emitted", page),
            reader::<ListArtifactsForRepoResponse>("emitted types", page),
            reader::<OctocrabPage>("octocrab's models", page),
        ],
    )
    .await?;
    compare(
        "write",
        ROUNDS,
        TIMES,
        vec![
            writer::<hand::Page<String>>("by hand, dates as text", page)?,
            writer::<hand::Page<chrono::DateTime<chrono::Utc>>>("by hand, dates of chrono", page)?,
            writer::<hand::Page<DateTime>>("by hand, dates as emitted", page)?,
            writer::<ListArtifactsForRepoResponse>("emitted types", page)?,
            writer::<OctocrabPage>("octocrab's models", page)?,
        ],
    )
    .await
}

fn reader<'t, T: DeserializeOwned>(name: &'static str, page: &'t [u8]) -> Contestant<'t> {
    Contestant::new(name, move || async move {
        for _ in 0..TIMES {
            black_box(serde_json::from_slice::<T>(black_box(page))?);
        }
        Ok(())
    })
}

fn writer<T: DeserializeOwned + Serialize + 'static>(
    name: &'static str,
    page: &[u8],
) -> Result<Contestant<'static>, Box<dyn Error>> {
    let value: T = serde_json::from_slice(page)?;
    let value = Rc::new(value);
    Ok(Contestant::new(name, move || {
        let value = value.clone();
        async move {
            for _ in 0..TIMES {
                black_box(serde_json::to_vec(black_box(&*value))?);
            }
            Ok(())
        }
    }))
}
