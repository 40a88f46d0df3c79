//! Lists in pages.

use client_runtime::{Error, Items, Pages, RedirectRefusal, decode};
use serde::Deserialize;

use crate::support::{Errors, LIST, Script, answer, client};

const HOME: &str = "https://api.example.com";

#[derive(Debug, Deserialize)]
struct Page {
    items: Vec<u32>,
}

fn page(items: &str, next: Option<&str>) -> http::Response<bytes::Bytes> {
    let link = next.map(|next| format!("<{next}>; rel=\"next\""));
    let headers: Vec<_> = link.iter().map(|link| ("link", link.as_str())).collect();
    answer(200, &headers, &format!("{{\"items\": {items}}}"))
}

/// All items, and what ended them.
async fn items(script: &Script) -> (Vec<u32>, Option<Error<Errors>>) {
    let client = client(script);
    let mut call = client.call(&LIST);
    call.path("owner", "o").query("per_page", &2);
    let mut items = Items::new(call, decode::json, |page: Page| page.items);
    let mut found = Vec::new();
    let mut failure = None;
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => found.push(item),
            Err(error) => {
                assert!(failure.is_none());
                failure = Some(error);
            }
        }
    }
    assert!(items.next().await.is_none());
    (found, failure)
}

fn refusal(error: Option<Error<Errors>>) -> RedirectRefusal {
    match error {
        Some(Error::Redirect(error)) => error.refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn next_links_are_followed_as_they_stand() {
    let script = Script::new([
        page(
            "[1, 2]",
            Some(&format!("{HOME}/repositories/1/things?page=2&per_page=2")),
        ),
        page("[]", Some("/repositories/1/things?page=3")),
        page("[3]", None),
    ]);
    let (found, failure) = items(&script).await;
    assert_eq!(found, [1, 2, 3]);
    assert!(failure.is_none(), "{failure:?}");
    let first = format!("GET {HOME}/things/o?per_page=2 +token");
    let second = format!("GET {HOME}/repositories/1/things?page=2&per_page=2 +token");
    let third = format!("GET {HOME}/repositories/1/things?page=3 +token");
    assert_eq!(script.sent(), [first, second, third]);
    assert_eq!(script.request(0).headers(), script.request(2).headers());
}

#[tokio::test]
async fn a_page_is_asked_for_when_the_items_have_run_out() {
    let script = Script::new([page("[1, 2]", Some("/2")), page("[3]", Some("/3"))]);
    let client = client(&script);
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let mut items = Items::new(call, decode::json, |page: Page| page.items);
    assert_eq!(script.sent().len(), 0);
    for (item, requests) in [(1, 1), (2, 1), (3, 2)] {
        assert_eq!(items.next().await.unwrap().unwrap(), item);
        assert_eq!(script.sent().len(), requests);
    }
}

#[tokio::test]
async fn another_origin_is_refused_after_the_items_of_the_page() {
    for next in [
        "https://evil.example/2",
        "http://api.example.com/2",
        "https://api.example.com:1/",
    ] {
        let script = Script::new([page("[1]", Some(next))]);
        let (found, failure) = items(&script).await;
        assert_eq!(found, [1]);
        assert_eq!(refusal(failure), RedirectRefusal::ForeignOrigin, "{next}");
        assert_eq!(script.sent().len(), 1);
    }
}

#[tokio::test]
async fn loops_end() {
    let script = Script::new([page("[1]", Some("/things/o?per_page=2"))]);
    assert_eq!(refusal(items(&script).await.1), RedirectRefusal::Loop);
    let script = Script::new([
        page("[1]", Some("/2")),
        page("[2]", Some("/3")),
        page("[3]", Some("/2")),
    ]);
    let (found, failure) = items(&script).await;
    assert_eq!(
        (found, refusal(failure)),
        (vec![1, 2, 3], RedirectRefusal::Loop)
    );
}

#[tokio::test]
async fn a_moved_list_goes_on_where_it_moved_to() {
    let script = Script::new([
        answer(301, &[("location", "/repositories/1/things")], ""),
        page("[1]", Some("?page=2")),
        page("[2]", None),
    ]);
    assert_eq!(items(&script).await.0, [1, 2]);
    assert_eq!(
        script.sent()[2],
        format!("GET {HOME}/repositories/1/things?page=2 +token")
    );
}

#[tokio::test]
async fn a_moved_list_does_not_begin_again() {
    let location = [("location", "/repositories/1/things")];
    let script = Script::new([answer(301, &location, ""), page("[1]", Some(location[0].1))]);
    let (found, failure) = items(&script).await;
    assert_eq!((found, refusal(failure)), (vec![1], RedirectRefusal::Loop));
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let script = Script::new([
        page("[1]", Some("/2")),
        answer(500, &[], ""),
        page("[9]", None),
    ]);
    let (found, failure) = items(&script).await;
    assert_eq!(found, [1]);
    assert!(matches!(failure, Some(Error::Status(_))));
    let script = Script::new([page("[1]", Some("ftp://x"))]);
    assert_eq!(
        refusal(items(&script).await.1),
        RedirectRefusal::InvalidLocation
    );
}

#[tokio::test]
async fn pages_have_their_head() {
    let script = Script::new([page("[1]", Some("/2")), page("[2]", None)]);
    let client = client(&script);
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let mut pages = Pages::new(call, decode::json::<Page>);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.link("next"), Some(format!("{HOME}/2")));
    assert_eq!(first.items, [1]);
    assert_eq!(
        pages
            .next()
            .await
            .unwrap()
            .unwrap()
            .map(|page| page.items)
            .into_inner(),
        [2]
    );
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn an_argument_that_cannot_be_sent_is_the_only_item() {
    let script = Script::default();
    let client = client(&script);
    let mut items = Items::new(client.call(&LIST), decode::json, |page: Page| page.items);
    assert!(matches!(
        items.next().await,
        Some(Err(Error::InvalidArgument(_)))
    ));
    assert!(items.next().await.is_none());
}

#[test]
fn they_can_be_polled_and_sent() {
    fn check<S: futures_core::Stream + Unpin + Send>(_: &S) {}
    let client = client(&Script::default());
    check(&Pages::new(client.call(&LIST), decode::json::<Page>));
    check(&Items::new(
        client.call(&LIST),
        decode::json,
        |page: Page| page.items,
    ));
}

/// A list of two pages, one of which may break the promise of its type.
fn two_pages(second: &str) -> Script {
    let next = [("link", r#"</2>; rel="next""#)];
    Script::new([
        answer(200, &next, r#"{"items": [3, 9, 1]}"#),
        answer(200, &[], second),
    ])
}

fn all(client: &client_runtime::Client) -> Items<'_, Page, u32, Errors> {
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    Items::new(call, decode::json, |page: Page| page.items)
}

#[tokio::test]
async fn the_latest_is_looked_for_on_all_pages() {
    let odd = |item: &u32| (item % 2 == 1).then_some(*item);
    let script = two_pages(r#"{"items": [8, 11, 10]}"#);
    assert_eq!(all(&client(&script)).latest(odd).await.unwrap(), Some(11));
    let script = two_pages(r#"{"items": [8, 11, 10]}"#);
    assert_eq!(all(&client(&script)).latest(odd).wait().unwrap(), Some(11));
    assert_eq!(script.sent().len(), 2);
    // Of equals it is the first.
    let script = two_pages(r#"{"items": []}"#);
    let first = all(&client(&script)).latest(|_| Some(0)).await;
    assert_eq!(first.unwrap(), Some(3));
    let script = two_pages(r#"{"items": [8]}"#);
    let none = all(&client(&script)).latest(|_| None::<u8>).await;
    assert_eq!(none.unwrap(), None);
    let script = two_pages("{}");
    assert!(
        all(&client(&script)).latest(odd).await.is_err(),
        "half a list has no latest"
    );
}

#[tokio::test]
async fn finding_ends_with_what_is_found() {
    let script = two_pages(r#"{"items": [8]}"#);
    assert_eq!(
        all(&client(&script)).find(|item| *item > 3).await.unwrap(),
        Some(9)
    );
    assert_eq!(script.sent().len(), 1);
    let script = two_pages(r#"{"items": [8]}"#);
    assert_eq!(
        all(&client(&script))
            .find(|item| *item == 8)
            .wait()
            .unwrap(),
        Some(8)
    );
    let script = two_pages(r#"{"items": [8]}"#);
    assert_eq!(all(&client(&script)).find(|_| false).await.unwrap(), None);
    assert_eq!(script.sent().len(), 2);
}
