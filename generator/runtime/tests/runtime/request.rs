//! What a request looks like besides its path and query styles.

use client_runtime::{BuildError, ClientBuilder, Error, Operation, Service, Status, Style};
use http::Method;
use serde_json::json;

use crate::support::{LIST, SERVICE, Script, builder, client};

static POST: Operation<()> = Operation {
    id: "things/create",
    method: Method::POST,
    path: "/things",
    accept: "",
    security: &[],
    success: &[Status::Code(201)],
    errors: &[],
};

static PLAIN: Service = Service {
    api_version: None,
    ..SERVICE
};

#[test]
fn the_head() {
    let client = client(&Script::default());
    let mut call = client.call(&LIST);
    call.path("owner", "o")
        .query("z", &1)
        .query("a", &2)
        .query("none", &None::<u8>);
    let request = call.prepare().unwrap();
    assert_eq!(request.method(), Method::GET);
    assert_eq!(request.uri(), "https://api.example.com/things/o?z=1&a=2");
    let mut headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    headers.sort_unstable();
    assert_eq!(
        headers,
        ["accept", "authorization", "user-agent", "x-api-version"]
    );
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(request.headers()["user-agent"], "tests/1.0");
    assert_eq!(request.headers()["x-api-version"], "2022-11-28");
}

#[test]
fn the_builder_changes_the_defaults() {
    let client = builder()
        .base_url("https://HOST/api/v3/")
        .user_agent("mine")
        .api_version("2026-03-10")
        .transport(Script::default())
        .build()
        .unwrap();
    let mut call = client.call(&LIST);
    call.path("owner", "o");
    let request = call.prepare().unwrap();
    assert_eq!(request.uri(), "https://host/api/v3/things/o");
    assert_eq!(request.headers()["user-agent"], "mine");
    let versions: Vec<_> = request.headers().get_all("x-api-version").iter().collect();
    assert_eq!(versions, ["2026-03-10"]);
}

#[test]
fn headers_and_cookies() {
    let client = client(&Script::default());
    let mut call = client.call(&POST);
    call.header("X-List", &["a", "b"])
        .header("X-List", &["c"])
        .header("X-None", &None::<u8>)
        .header("X-Api-Version", "mine")
        .header_styled(
            Style::Simple { explode: true },
            "X-Map",
            &json!({"k": 1, "l": 2}),
        )
        .cookie("c", "v;w")
        .cookie("d", &1);
    let request = call.prepare().unwrap();
    let lists: Vec<_> = request.headers().get_all("x-list").iter().collect();
    assert_eq!(lists, ["c"], "the last one counts");
    assert_eq!(request.headers()["x-map"], "k=1,l=2");
    assert_eq!(request.headers()["cookie"], "c=v%3Bw; d=1");
    assert_eq!(request.headers()["accept"], "*/*");
    assert!(!request.headers().contains_key("x-none"));
    let versions: Vec<_> = request.headers().get_all("x-api-version").iter().collect();
    assert_eq!(versions, ["mine"]);
}

#[test]
fn bodies() {
    let client = client(&Script::default());
    let body = |set: &dyn Fn(&mut client_runtime::Call<'_, ()>)| {
        let mut call = client.call(&POST);
        set(&mut call);
        let request = call.prepare().unwrap();
        let kind = request.headers()["content-type"]
            .to_str()
            .unwrap()
            .to_owned();
        (kind, String::from_utf8(request.body().to_vec()).unwrap())
    };
    let check = |found: (String, String), kind: &str, text: &str| {
        assert_eq!((found.0.as_str(), found.1.as_str()), (kind, text));
    };
    let json = body(&|call| {
        call.json("application/merge-patch+json", &json!({"a": null}));
    });
    check(json, "application/merge-patch+json", r#"{"a":null}"#);
    let form = body(&|call| {
        let value = json!({"a": [1, 2], "b": ["x y", "z"], "c": null});
        call.form(&value, &[("b", Style::Form { explode: false })]);
    });
    check(
        form,
        "application/x-www-form-urlencoded",
        "a=1&a=2&b=x%20y,z",
    );
    let texts = body(&|call| {
        let value = json!({"a": {"b": [1, true, null, "x"]}, "c": null, "d": "e"});
        call.form(
            &value,
            &[("a", Style::Json), ("c", Style::Json), ("d", Style::Json)],
        );
    });
    check(
        texts,
        "application/x-www-form-urlencoded",
        "a=%7B%22b%22%3A%5B1%2Ctrue%2Cnull%2C%22x%22%5D%7D&d=%22e%22",
    );
    let text = body(&|call| {
        call.text("text/plain", "ü");
    });
    check(text, "text/plain", "ü");
    let raw = body(&|call| {
        call.raw("application/zip", vec![b'P', b'K']);
    });
    check(raw, "application/zip", "PK");
}

#[tokio::test]
async fn the_first_argument_that_cannot_be_sent_is_reported_and_nothing_is_sent() {
    let script = Script::default();
    let client = client(&script);
    let mut call = client.call(&POST);
    call.header("X-Bad", "a\r\nHost: evil")
        .header("X-Worse", "ü")
        .query("q", &1);
    let error = call.send(client_runtime::decode::empty).await.unwrap_err();
    let text = "POST /things: invalid argument: `X-Bad` contains characters no header can hold";
    assert_eq!(error.to_string(), text);
    assert_eq!(script.sent(), [""; 0]);
    assert!(matches!(error, Error::InvalidArgument(_)));
}

#[test]
fn a_client_that_could_not_send_is_not_built() {
    let build = |change: &dyn Fn(ClientBuilder) -> ClientBuilder| {
        change(builder().transport(Script::default()))
            .build()
            .unwrap_err()
    };
    assert!(matches!(
        build(&|b| b.user_agent("")),
        BuildError::UserAgent
    ));
    assert!(matches!(
        build(&|b| b.user_agent("a\nb")),
        BuildError::UserAgent
    ));
    assert!(matches!(
        build(&|b| b.api_version("")),
        BuildError::ApiVersion
    ));
    assert!(matches!(
        build(&|b| b.base_url("nowhere")),
        BuildError::BaseUrl(_)
    ));
    let plain = ClientBuilder::new(&PLAIN).transport(Script::default());
    assert!(matches!(
        plain.api_version("1").build(),
        Err(BuildError::ApiVersion)
    ));
}

static BAD_ACCEPT: Operation<()> = Operation {
    id: "bad",
    method: Method::GET,
    path: "/",
    accept: "a\nb",
    security: &[],
    success: &[],
    errors: &[],
};

#[test]
fn a_description_cannot_make_the_client_panic() {
    let client = client(&Script::default());
    let error = client.call(&BAD_ACCEPT).prepare().unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /: invalid argument: `Accept` is not a header value"
    );
    let long = "x".repeat(70_000);
    let error = client
        .call(&LIST)
        .path("owner", &long)
        .prepare()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("`URL` is too long or malformed")
    );
}

#[cfg(not(feature = "reqwest"))]
#[test]
fn without_a_transport_there_is_no_client() {
    assert!(matches!(builder().build(), Err(BuildError::NoTransport)));
}

#[test]
fn futures_can_be_spawned() {
    fn sendable(_: impl Send + 'static) {}
    sendable(async {
        let client = client(&Script::default());
        let _ = client.call(&LIST).send(client_runtime::decode::text).await;
        let _ = client.call(&LIST).content().await;
        let mut pages =
            client_runtime::Pages::new(client.call(&LIST), client_runtime::decode::text);
        let _ = pages.next().await;
    });
}
