//! The answers that the API's own page prints as examples: each is read as it stands there.

use github_actions_artifacts::types::Artifact;
use serde_json::Value;

use crate::server::{Server, reply};
use crate::support::client;

/// What the page prints of an artifact, in the order in which it prints it. The dates are those of
/// the creation, the expiry and the last change.
struct Printed {
    id: i64,
    node_id: &'static str,
    name: &'static str,
    size_in_bytes: i64,
    dates: [&'static str; 3],
    run: i64,
    head_sha: &'static str,
}

/// The first of the two in both lists.
const RAILS: Printed = Printed {
    id: 11,
    node_id: "MDg6QXJ0aWZhY3QxMQ==",
    name: "Rails",
    size_in_bytes: 556,
    dates: [
        "2020-01-10T14:59:22Z",
        "2020-03-21T14:59:22Z",
        "2020-02-21T14:59:22Z",
    ],
    run: 2_332_938,
    head_sha: "328faa0536e6fef19753d9d91dc96a9931694ce3",
};

const TEST_OUTPUT: Printed = Printed {
    id: 13,
    node_id: "MDg6QXJ0aWZhY3QxMw==",
    name: "Test output",
    size_in_bytes: 453,
    dates: RAILS.dates,
    run: 2_332_942,
    head_sha: "178f4f6090b3fccad4a65b3e83d076a622d59652",
};

/// The artifact alone, which expires earlier there than in the lists.
const ALONE: Printed = Printed {
    dates: [
        "2020-01-10T14:59:22Z",
        "2020-01-21T14:59:22Z",
        "2020-01-21T14:59:22Z",
    ],
    ..RAILS
};

impl Printed {
    fn url(&self) -> String {
        let id = self.id;
        format!("https://api.github.com/repos/octo-org/octo-docs/actions/artifacts/{id}")
    }

    #[track_caller]
    fn check(&self, artifact: &Artifact) {
        assert_eq!(artifact.id, self.id);
        assert_eq!(artifact.node_id, self.node_id);
        assert_eq!(artifact.name, self.name);
        assert_eq!(artifact.size_in_bytes, self.size_in_bytes);
        assert_eq!(artifact.url, self.url());
        assert_eq!(artifact.archive_download_url, format!("{}/zip", self.url()));
        assert!(!artifact.expired);
        let dates = [
            &artifact.created_at,
            &artifact.expires_at,
            &artifact.updated_at,
        ];
        assert_eq!(
            dates.map(|date| date.as_ref().unwrap().as_str()),
            self.dates
        );
        assert_eq!(artifact.digest, None);
        let run = artifact.workflow_run.as_ref().unwrap();
        assert_eq!(run.id, Some(self.run));
        assert_eq!(run.repository_id, Some(1_296_269));
        assert_eq!(run.head_repository_id, Some(1_296_269));
        assert_eq!(run.head_branch.as_deref(), Some("main"));
        assert_eq!(run.head_sha.as_deref(), Some(self.head_sha));
    }
}

/// A server that answers with a text of the page, and the text's JSON.
async fn page(printed: &'static str) -> (Server, Value) {
    let server = Server::start(move |_| reply("200 OK", &[], printed)).await;
    (server, serde_json::from_str(printed).unwrap())
}

/// Nothing of the text is lost: written again, it is the same.
#[track_caller]
fn check_whole(decoded: &impl serde::Serialize, printed: &Value) {
    assert_eq!(serde_json::to_value(decoded).unwrap(), *printed);
}

#[tokio::test]
async fn the_artifacts_of_a_repository() {
    let (server, printed) = page(include_str!("seed/list_artifacts_for_repo.json")).await;
    let client = client(&server);
    let request = client
        .actions()
        .list_artifacts_for_repo("octo-org", "octo-docs");
    let answer = request.send().await.unwrap();
    assert_eq!((answer.total_count, answer.artifacts.len()), (2, 2));
    RAILS.check(&answer.artifacts[0]);
    TEST_OUTPUT.check(&answer.artifacts[1]);
    check_whole(&*answer, &printed);
}

#[tokio::test]
async fn the_artifacts_of_a_run() {
    let (server, printed) = page(include_str!("seed/list_workflow_run_artifacts.json")).await;
    let client = client(&server);
    let request = client
        .actions()
        .list_workflow_run_artifacts("octo-org", "octo-docs", RAILS.run);
    let answer = request.send().await.unwrap();
    assert_eq!((answer.total_count, answer.artifacts.len()), (2, 2));
    RAILS.check(&answer.artifacts[0]);
    TEST_OUTPUT.check(&answer.artifacts[1]);
    check_whole(&*answer, &printed);
}

#[tokio::test]
async fn a_single_artifact() {
    let (server, printed) = page(include_str!("seed/get_artifact.json")).await;
    let client = client(&server);
    let request = client.actions().get_artifact("octo-org", "octo-docs", 11);
    let answer = request.send().await.unwrap();
    ALONE.check(&answer);
    check_whole(&*answer, &printed);
}
