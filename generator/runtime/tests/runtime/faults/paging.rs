//! Lists over many pages.

use client_runtime::{Client, Error, Items, RedirectRefusal, decode};
use serde::Deserialize;

use super::server::{Server, reply};
use super::{Way, client_of, runtime};
use crate::support::{Errors, LIST};

#[derive(Deserialize)]
struct Page {
    items: Vec<u32>,
}

/// The items until `stop` says so, and the error that ended them.
fn items(
    way: Way,
    client: &Client,
    stop: impl Fn(u32) -> bool,
) -> (Vec<u32>, Option<Error<Errors>>) {
    let mut call = client.call(&LIST);
    call.path("owner", "o").query("per_page", &100);
    let mut items = Items::new(call, decode::json, |page: Page| page.items);
    let mut found = Vec::new();
    let mut take = |item: Option<Result<u32, Error<Errors>>>| match item? {
        Ok(item) => {
            found.push(item);
            (!stop(item)).then_some(Ok(()))
        }
        Err(error) => Some(Err(error)),
    };
    let error = match way {
        Way::Awaited => runtime().block_on(async {
            loop {
                match take(items.next().await) {
                    Some(Ok(())) => {}
                    Some(Err(error)) => break Some(error),
                    None => break None,
                }
            }
        }),
        Way::WaitedFor => {
            let mut items = items.wait();
            loop {
                match take(items.next()) {
                    Some(Ok(())) => {}
                    Some(Err(error)) => break Some(error),
                    None => break None,
                }
            }
        }
    };
    (found, error)
}

fn page_of(line: &str) -> u32 {
    let page = line
        .split_once("page=")
        .and_then(|_| line.rsplit_once("&page="));
    page.map_or(1, |(_, page)| page.parse().unwrap())
}

/// So many pages of a hundred items.
fn list(pages: u32) -> Server {
    Server::start(move |_, request, stream| {
        let page = page_of(&request.line);
        let items: Vec<u32> = ((page - 1) * 100..page * 100).collect();
        let body = format!("{{\"items\": {items:?}}}");
        let next = format!(
            "</repositories/1,2/things?per_page=100&page={}>; rel=\"next\"",
            page + 1
        );
        let first = "</repositories/1,2/things?per_page=100&page=1>; rel=\"first\", ";
        let link = [("link", first.to_owned() + &next)];
        let link = link.each_ref().map(|(name, value)| (*name, value.as_str()));
        reply(
            stream,
            "200 OK",
            if page < pages { &link } else { &[] },
            body,
        );
    })
}

#[test]
fn ten_thousand_items_over_a_hundred_pages() {
    for way in Way::BOTH {
        let server = list(100);
        let client = client_of(&server).build().unwrap();
        let (found, error) = items(way, &client, |_| false);
        assert!(error.is_none(), "{error:?}");
        assert!(found.iter().copied().eq(0..10_000));
        let lines = server.lines();
        assert_eq!(lines.len(), 100);
        assert_eq!(lines[0], "GET /things/o?per_page=100");
        assert_eq!(
            lines[99],
            "GET /repositories/1,2/things?per_page=100&page=100"
        );
    }
}

#[test]
fn stopping_early_asks_for_no_more() {
    for way in Way::BOTH {
        let server = list(100);
        let client = client_of(&server).build().unwrap();
        let (found, error) = items(way, &client, |item| item == 99);
        assert!(error.is_none());
        assert_eq!((found.len(), server.requests().len()), (100, 1));
    }
}

#[test]
fn an_empty_page_in_the_middle_is_not_the_end() {
    for way in Way::BOTH {
        let server = Server::start(|before, _, stream| {
            let link = [("link", format!("</{before}>; rel=\"next\""))];
            let link = link.each_ref().map(|(name, value)| (*name, value.as_str()));
            match before {
                0 => reply(stream, "200 OK", &link, r#"{"items": [1]}"#),
                1 => reply(stream, "200 OK", &link, r#"{"items": []}"#),
                _ => reply(stream, "200 OK", &[], r#"{"items": [2]}"#),
            }
        });
        let client = client_of(&server).build().unwrap();
        let (found, error) = items(way, &client, |_| false);
        assert_eq!(found, [1, 2], "{error:?}");
    }
}

#[test]
fn a_next_link_to_another_origin_is_refused() {
    for way in Way::BOTH {
        let other = list(1);
        let link = format!("<{}/2>; rel=\"next\"", other.url());
        let server = Server::start(move |_, _, stream| {
            reply(stream, "200 OK", &[("link", &link)], r#"{"items": [1]}"#);
        });
        let client = client_of(&server).build().unwrap();
        let (found, error) = items(way, &client, |_| false);
        assert_eq!(found, [1]);
        let Some(Error::Redirect(error)) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.refusal, RedirectRefusal::ForeignOrigin);
        assert!(other.requests().is_empty());
    }
}
