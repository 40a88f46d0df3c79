//! Lists of several pages: every item once, the token on each request, and no request too many.

use futures_util::TryStreamExt;
use github_actions_artifacts::runtime::RedirectRefusal;
use github_actions_artifacts::{Client, Error};
use serde_json::json;

use crate::server::{Server, reply};
use crate::support::{ACCEPT, artifact, client, headers, ok, page, three_pages};

const FIRST: &str = "/repos/octo-org/docs/actions/artifacts?per_page=2";

async fn ids(client: &Client) -> Result<Vec<i64>, Error> {
    let request = client.actions().list_artifacts_for_repo("octo-org", "docs");
    request
        .per_page(2)
        .stream()
        .map_ok(|it| it.id)
        .try_collect()
        .await
}

#[tokio::test]
async fn every_item_of_three_pages() {
    let server = three_pages(FIRST).await;
    assert_eq!(ids(&client(&server)).await.unwrap(), [1, 2, 3]);
    let list = "/repositories/1296269/list?per_page=2,page&page=";
    let expected = [FIRST.to_owned(), format!("{list}2"), format!("{list}3")];
    let expected = expected.map(|path| (format!("GET {path} HTTP/1.1"), headers(&server, ACCEPT)));
    assert_eq!(server.requests(), expected);
}

#[tokio::test]
async fn page_by_page() {
    let server = three_pages("/repos/octo-org/docs/actions/runs/7/artifacts").await;
    let client = client(&server);
    let request = client
        .actions()
        .list_workflow_run_artifacts("octo-org", "docs", 7);
    let mut pages = request.pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!((page.status().as_u16(), page.total_count), (200, 6));
        sizes.push(page.artifacts.len());
        // A page is asked for when it is wanted, not before.
        assert_eq!(server.requests().len(), sizes.len());
    }
    assert_eq!(sizes, [2, 0, 1]);
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn whoever_stops_early_asks_no_further() {
    let server = three_pages(FIRST).await;
    let client = client(&server);
    let request = client
        .actions()
        .list_artifacts_for_repo("octo-org", "docs")
        .per_page(2);
    let mut items = request.stream();
    assert!(server.requests().is_empty());
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 1);
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 2);
    drop(items);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn one_page_without_links_is_all() {
    let server = Server::start(|_| ok(&page(&[4, 5]))).await;
    assert_eq!(ids(&client(&server)).await.unwrap(), [4, 5]);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_failure_comes_after_the_items_before_it() {
    let server = Server::start(|line| {
        if line.contains("page=2") {
            return reply("404 Not Found", &[], "");
        }
        let link = ("link", "<?page=2>; rel=\"next\"");
        reply("200 OK", &[link], page(&[1]).to_string())
    })
    .await;
    let client = client(&server);
    let mut items = client
        .actions()
        .list_artifacts_for_repo("octo-org", "docs")
        .stream();
    assert_eq!(items.next().await.unwrap().unwrap().id, 1);
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_next_link_to_another_origin_is_not_followed() {
    let other = Server::start(|_| ok(&page(&[9]))).await;
    let link = format!("<{}/repositories/1/list?page=2>; rel=\"next\"", other.url());
    let body = page(&[1]).to_string();
    let server = Server::start(move |_| reply("200 OK", &[("link", &link)], &body)).await;
    let Err(Error::Redirect(error)) = ids(&client(&server)).await else {
        panic!("it was followed")
    };
    assert_eq!(error.refusal, RedirectRefusal::ForeignOrigin);
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn the_newest_of_that_name() {
    let mut artifacts = [1, 2, 3, 4].map(artifact);
    artifacts[0]["created_at"] = json!(null);
    artifacts[2]["created_at"] = json!("2024-06-06T07:08:09+02:00");
    artifacts[3]["created_at"] = json!("2024-07-06T07:08:09Z");
    artifacts[3]["expired"] = json!(true);
    let body = json!({ "total_count": 4, "artifacts": artifacts });
    let server = Server::start(move |_| ok(&body)).await;
    let client = client(&server);
    let newest = consumer::newest(&client, "octo-org", "docs", "dist")
        .await
        .unwrap();
    assert_eq!(newest.unwrap().id, 3);
    let (line, _) = server.requests().remove(0);
    assert!(line.contains("?name=dist&per_page=100 "), "{line}");
}
