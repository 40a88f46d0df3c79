//! Operations with a server of their own.

use client_runtime::{
    ClientBuilder, Credential, Elsewhere, Error, Items, RedirectRefusal, Service, decode,
};

use crate::support::{CREATE, LIST, SERVICE, Script, TOKEN, answer};

static SPREAD: Service = Service {
    elsewhere: &[Elsewhere {
        method: "GET",
        path: "/things/{owner}",
        base_url: "https://lists.example.com/v2",
    }],
    ..SERVICE
};

fn spread(script: &Script) -> ClientBuilder {
    ClientBuilder::new(&SPREAD)
        .credential("token", Credential::bearer(TOKEN))
        .transport(script.clone())
}

#[test]
fn are_called_there_unless_told_otherwise() {
    let script = Script::default();
    for (builder, list, create) in [
        (
            spread(&script),
            "https://lists.example.com/v2/things/o",
            "https://api.example.com/things/o",
        ),
        (
            spread(&script).base_url("http://localhost:1"),
            "http://localhost:1/things/o",
            "http://localhost:1/things/o",
        ),
    ] {
        let client = builder.build().unwrap();
        let mut call = client.call(&LIST);
        call.path("owner", "o");
        let request = call.prepare().unwrap();
        assert_eq!(request.uri(), list);
        let mut call = client.call(&CREATE);
        call.path("owner", "o");
        assert_eq!(call.prepare().unwrap().uri(), create);
    }
}

async fn pages(next: &str) -> (Vec<String>, Option<Error<crate::support::Errors>>) {
    let link = format!("<{next}>; rel=\"next\"");
    let script = Script::new([
        answer(200, &[("link", &link)], "[1]"),
        answer(200, &[], "[2]"),
    ]);
    let client = spread(&script).build().unwrap();
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let mut items: Items<'_, Vec<u8>, u8, _> = Items::new(call, decode::json, |page| page);
    let mut error = None;
    while let Some(item) = items.next().await {
        error = item.err();
    }
    (script.sent(), error)
}

#[tokio::test]
async fn their_pages_stay_there() {
    let (sent, error) = pages("https://lists.example.com/v2/things/o?page=2").await;
    assert!(error.is_none(), "{error:?}");
    let list = "GET https://lists.example.com/v2/things/o";
    assert_eq!(
        sent,
        [format!("{list} +token"), format!("{list}?page=2 +token")]
    );
    let (sent, error) = pages("https://api.example.com/things/o?page=2").await;
    assert_eq!(sent.len(), 1);
    let Some(Error::Redirect(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.refusal, RedirectRefusal::ForeignOrigin);
}
