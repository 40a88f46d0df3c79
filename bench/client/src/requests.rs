//! Calls over loopback, many under way at once, so that the client is what there is to wait for.

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use github_actions_artifacts::Client;
use octocrab::Octocrab;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use tokio::task::JoinSet;

use crate::hand;
use crate::rounds::{Contestant, compare};
use crate::server::Server;

const ROUNDS: u32 = 60;
/// Calls under way at once.
const LANES: u32 = 8;
const CALLS_PER_LANE: u32 = 25;
const CALLS: u32 = LANES * CALLS_PER_LANE;

const TOKEN: &str = "secret";
const ID: i64 = 2_913_478_000;

pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    let server = Server::start()?;
    let url = server.url();
    std::thread::spawn(move || server.serve());
    let bare = Bare::new(&url)?;
    let emitted = emitted(&url)?;
    let octocrab = octocrab(&url)?;
    compare(
        "one artifact",
        ROUNDS,
        CALLS,
        vec![
            contestant("reqwest", &bare, |bare: Bare| async move {
                black_box(bare.artifact().await?);
                Ok(())
            }),
            contestant("emitted client", &emitted, |client: Client| async move {
                black_box(
                    client
                        .actions()
                        .get_artifact("octo-org", "docs", ID)
                        .send()
                        .await?,
                );
                Ok(())
            }),
            contestant("octocrab", &octocrab, |client: Octocrab| async move {
                let id = octocrab::models::ArtifactId(ID.unsigned_abs());
                black_box(
                    client
                        .actions()
                        .get_artifact("octo-org", "docs", id)
                        .await?,
                );
                Ok(())
            }),
        ],
    )
    .await?;
    compare(
        "a page of 100",
        ROUNDS,
        CALLS,
        vec![
            contestant("reqwest", &bare, |bare: Bare| async move {
                black_box(bare.page().await?);
                Ok(())
            }),
            contestant("emitted client", &emitted, |client: Client| async move {
                let actions = client.actions();
                let call = actions
                    .list_artifacts_for_repo("octo-org", "docs")
                    .per_page(100);
                black_box(call.send().await?);
                Ok(())
            }),
            contestant("octocrab", &octocrab, |client: Octocrab| async move {
                let actions = client.actions();
                let call = actions
                    .list_repository_artifacts("octo-org", "docs")
                    .per_page(100);
                black_box(call.send().await?);
                Ok(())
            }),
        ],
    )
    .await
}

type Failure = Box<dyn Error + Send + Sync>;

/// Somebody who makes calls in several lanes.
fn contestant<C, F>(
    name: &'static str,
    client: &C,
    call: impl Fn(C) -> F + Copy + Send + 'static,
) -> Contestant<'static>
where
    C: Clone + Send + 'static,
    F: Future<Output = Result<(), Failure>> + Send + 'static,
{
    let client = client.clone();
    Contestant::new(name, move || {
        let client = client.clone();
        async move {
            let mut lanes = JoinSet::new();
            for _ in 0..LANES {
                let client = client.clone();
                lanes.spawn(async move {
                    for _ in 0..CALLS_PER_LANE {
                        call(client.clone()).await?;
                    }
                    Ok::<(), Failure>(())
                });
            }
            while let Some(done) = lanes.join_next().await {
                done?.map_err(|failure| -> Box<dyn Error> { failure })?;
            }
            Ok(())
        }
    })
}

/// reqwest with what GitHub asks of a request and the timeouts that the emitted client has, too.
#[derive(Clone)]
struct Bare {
    client: reqwest::Client,
    base: String,
}

impl Bare {
    fn new(base: &str) -> Result<Self, Box<dyn Error>> {
        let mut headers = HeaderMap::new();
        let accept = "application/vnd.github+json, application/json";
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        headers.insert(
            AUTHORIZATION,
            HeaderValue::from_str(&format!("Bearer {TOKEN}"))?,
        );
        headers.insert(USER_AGENT, HeaderValue::from_static("bench"));
        headers.insert(
            "x-github-api-version",
            HeaderValue::from_static("2022-11-28"),
        );
        Ok(Self {
            client: reqwest::Client::builder()
                .default_headers(headers)
                .connect_timeout(Duration::from_secs(10))
                .read_timeout(Duration::from_secs(30))
                .build()?,
            base: base.to_owned(),
        })
    }

    async fn artifact(&self) -> reqwest::Result<hand::Artifact<String>> {
        let url = format!("{}/repos/octo-org/docs/actions/artifacts/{ID}", self.base);
        self.client
            .get(url)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }

    async fn page(&self) -> reqwest::Result<hand::Page<String>> {
        let url = format!(
            "{}/repos/octo-org/docs/actions/artifacts?per_page=100",
            self.base
        );
        self.client
            .get(url)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}

/// The emitted client as a program would make it.
pub(crate) fn emitted(base: &str) -> Result<Client, Box<dyn Error>> {
    Ok(Client::builder().base_url(base).token(TOKEN).build()?)
}

/// octocrab's client as a program would make it.
pub(crate) fn octocrab(base: &str) -> octocrab::Result<Octocrab> {
    let builder = Octocrab::builder().base_uri(base)?;
    builder.personal_token(TOKEN).build()
}
