//! Bodies and answers made of arbitrary bytes.

use arbitrary::Arbitrary;
use serde_json::{Map, Value, json};

use super::schema::{Json, Schema};
use super::{Text, put};

#[derive(Arbitrary, Clone, Debug)]
pub(super) struct Media {
    of: u8,
    schema: Option<Schema>,
    example: Option<Json>,
}

const MEDIA: [&str; 14] = [
    "application/json",
    "application/json; charset=utf-8",
    "application/problem+json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "text/event-stream",
    "application/octet-stream",
    "application/xml",
    "image/*",
    "*/*",
    "application/x-ndjson",
    "TEXT/HTML",
    "no media type",
];

pub(super) fn content(media: &[Media]) -> Value {
    let mut content = Map::new();
    for it in media {
        let mut value = json!({});
        put(&mut value, "schema", it.schema.as_ref().map(Schema::value));
        put(&mut value, "example", it.example.as_ref().map(Json::value));
        content.insert(MEDIA[usize::from(it.of) % MEDIA.len()].to_owned(), value);
    }
    content.into()
}

#[derive(Arbitrary, Clone, Debug)]
pub(super) struct Response {
    pub(super) status: u8,
    description: Text,
    content: Vec<Media>,
    headers: Vec<(Text, Schema)>,
    has_link: bool,
}

pub(super) const STATUSES: [&str; 14] = [
    "200", "201", "204", "202", "default", "4XX", "404", "302", "2XX", "304", "500", "410", "100",
    "99",
];

impl Response {
    pub(super) fn value(&self) -> Value {
        let mut value = json!({ "description": self.description.text() });
        if !self.content.is_empty() {
            value["content"] = content(&self.content);
        }
        let mut headers = Map::new();
        for (name, schema) in &self.headers {
            headers.insert(name.text(), json!({ "schema": schema.value() }));
        }
        if self.has_link {
            headers.insert("Link".into(), json!({ "schema": { "type": "string" } }));
        }
        if STATUSES[usize::from(self.status) % STATUSES.len()] == "302" {
            headers.insert("Location".into(), json!({ "schema": { "type": "string" } }));
        }
        if !headers.is_empty() {
            value["headers"] = headers.into();
        }
        value
    }
}
