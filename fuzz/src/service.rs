//! A client of the runtime's and a service that answers as the fuzzer wants it to.

use std::io::{Cursor, Read};
use std::sync::Mutex;
use std::time::Duration;

use arbitrary::Arbitrary;
use bytes::Bytes;
use client_runtime::{
    BaseUrl, BlockingTransport, BoxFuture, Client, ClientBuilder, Clock, Credential, DateTime,
    Download, LenientBody, Operation, Pages, Service, Status, TransportError, Unpack, decode,
    file_name,
};
use http::header::HeaderValue;
use http::{Method, Request, Response, StatusCode};

/// One answer of a server.
#[derive(Arbitrary, Debug)]
struct Answer {
    status: u16,
    headers: Vec<(u8, Text)>,
    body: Vec<u8>,
}

/// A header's value: free, or around a URL that gets further.
#[derive(Arbitrary, Debug)]
enum Text {
    Free(Vec<u8>),
    Link(String, String),
    Url(String),
    Number(u64),
    Date(u32),
}

/// What a server answers, and what a program reads out of answers.
#[derive(Arbitrary, Debug)]
pub struct Answers {
    script: Vec<Answer>,
    kind: Kind,
    text: String,
    archive: Vec<u8>,
}

#[derive(Arbitrary, Debug)]
enum Kind {
    Json,
    Pages,
    Bytes,
    Redirect,
}

/// The headers that the runtime reads.
const HEADERS: [&str; 16] = [
    "link",
    "location",
    "retry-after",
    "date",
    "content-type",
    "content-length",
    "content-range",
    "content-disposition",
    "etag",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-limit",
    "deprecation",
    "sunset",
    "content-encoding",
    "digest",
];

impl Text {
    fn value(&self) -> Option<HeaderValue> {
        let text = match self {
            Self::Free(bytes) => return HeaderValue::from_bytes(bytes).ok(),
            Self::Link(url, rest) => format!("<{url}>; rel=\"next\"{rest}"),
            Self::Url(rest) => format!("https://api.example.com/{rest}"),
            Self::Number(number) => number.to_string(),
            Self::Date(day) => format!("Sun, {:02} Nov 1994 08:{:02}:37 GMT", day % 40, day % 70),
        };
        HeaderValue::from_bytes(text.as_bytes()).ok()
    }
}

struct Script(Mutex<Vec<Answer>>);

impl BlockingTransport for Script {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Box<dyn Read + Send>>, TransportError> {
        let is_ours = request.uri().host() == Some("api.example.com");
        let has_token = request.headers().contains_key("authorization");
        assert!(is_ours || !has_token, "the token went to {}", request.uri());
        let next = self.0.lock().ok().and_then(|mut answers| answers.pop());
        let mut response = Response::new(Vec::new());
        if let Some(answer) = next {
            let status = StatusCode::from_u16(200 + answer.status % 400);
            *response.status_mut() = status.unwrap_or_default();
            for (name, value) in &answer.headers {
                let name = HEADERS[usize::from(*name) % HEADERS.len()];
                if let Some(value) = value.value() {
                    response.headers_mut().append(name, value);
                }
            }
            *response.body_mut() = answer.body;
        }
        Ok(response.map(|body| Box::new(Cursor::new(body)) as _))
    }
}

/// A clock that does not wait.
struct Still;

impl Clock for Still {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn unix_time(&self) -> Duration {
        Duration::from_secs(1_700_000_000)
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }

    fn block(&self, _: Duration) {}

    fn random(&self) -> f64 {
        0.5
    }
}

static SERVICE: Service = Service {
    base_url: "https://api.example.com",
    elsewhere: &[],
    user_agent: "fuzz/1.0",
    api_version: None,
    request_id_headers: &["x-request-id"],
};

static OPERATION: Operation<serde_json::Value> = Operation {
    id: "get",
    method: Method::GET,
    path: "/things",
    accept: "application/json",
    security: &[&["token"]],
    success: &[Status::Code(200)],
    errors: &[(Status::Range(4), decode::error)],
};

static REDIRECT: Operation<serde_json::Value> = Operation {
    id: "redirect",
    method: Method::GET,
    path: "/things",
    accept: "",
    security: &[&["token"]],
    success: &[Status::Code(302)],
    errors: &[],
};

/// More pages than any script has.
const MANY: usize = 1_000;

/// Calls the service, and reads what there is to read.
///
/// # Panics
/// If a token leaves its origin, a text does not come back as it was, or a list does not end.
pub fn judge(answers: Answers) {
    let Answers {
        script,
        kind,
        text,
        archive,
    } = answers;
    let builder = ClientBuilder::new(&SERVICE)
        .blocking_transport(Script(Mutex::new(script)))
        .credential("token", Credential::bearer("secret"))
        .clock(Still);
    if let Ok(client) = builder.build() {
        call(&client, &kind);
    }
    let date = DateTime::from(text.as_str());
    assert_eq!(date.as_str(), text);
    if let Ok(time) = date.to_system_time() {
        let again = DateTime::from(time).to_system_time();
        assert_eq!(again, Ok(time), "{text}");
    }
    if let Ok(url) = BaseUrl::parse(&text) {
        let again = BaseUrl::parse(url.as_str());
        assert_eq!(again.as_ref().map(BaseUrl::as_str), Ok(url.as_str()));
    }
    if let Ok(name) = file_name(&text) {
        assert!(
            !name.contains(['/', '\\', '\0']) && name != "..",
            "{name:?}"
        );
    }
    let _ = LenientBody::read(Some(&text), &archive);
    unpack(&archive);
}

fn call(client: &Client, kind: &Kind) {
    match kind {
        Kind::Json => {
            if let Ok(response) = client
                .call(&OPERATION)
                .send(decode::json::<serde_json::Value>)
                .wait()
            {
                let _ = (
                    response.link("next"),
                    response.rate_limit(),
                    response.lifecycle(),
                );
            }
        }
        Kind::Pages => {
            let pages = Pages::new(client.call(&OPERATION), decode::json::<serde_json::Value>);
            assert!(
                pages.wait().take(MANY).count() < MANY,
                "a list does not end"
            );
        }
        Kind::Bytes => {
            let _ = Download::new(client.call(&OPERATION))
                .limit(1 << 20)
                .bytes()
                .wait();
        }
        Kind::Redirect => {
            let _ = client.call(&REDIRECT).send(decode::redirect).wait();
        }
    }
    // A download of what a redirect leads to.
    let _ = Download::new(client.call(&REDIRECT))
        .limit(1 << 20)
        .bytes()
        .wait();
}

/// Unpacks into a directory of its own, out of which nothing may come.
fn unpack(archive: &[u8]) {
    let root = std::env::temp_dir().join(format!("fuzz-unpack-{}", std::process::id()));
    if std::fs::create_dir_all(&root).is_err() {
        return;
    }
    let limits = Unpack {
        entries: 100,
        bytes: 1 << 20,
        ratio: 250,
    };
    let done = limits.reader(Cursor::new(archive), root.join("in"));
    let beside = std::fs::read_dir(&root).into_iter().flatten().flatten();
    let stray: Vec<_> = beside
        .map(|it| it.file_name())
        .filter(|it| it != "in")
        .collect();
    let _ = std::fs::remove_dir_all(&root);
    assert!(stray.is_empty(), "{done:?} left {stray:?}");
}
