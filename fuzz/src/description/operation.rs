//! Operations made of arbitrary bytes.

use arbitrary::Arbitrary;
use serde_json::{Map, Value, json};

use super::body::{Media, Response, STATUSES, content};
use super::parameter::{Parameter, parameters};
use super::{OrReference, Text, put, text};

#[derive(Arbitrary, Clone, Debug)]
pub(super) struct Operation {
    id: Option<Text>,
    tags: Vec<Text>,
    summary: Option<Text>,
    description: Option<Text>,
    parameters: Vec<OrReference<Parameter>>,
    body: Option<OrReference<Vec<Media>>>,
    is_body_required: bool,
    responses: Vec<OrReference<Response>>,
    security: Option<Vec<Vec<u8>>>,
    deprecated: Option<bool>,
    page: Option<Text>,
    paging: Option<bool>,
    rust_name: Option<Text>,
}

const SCHEMES: [&str; 6] = ["bearer", "basic", "key", "query", "cookie", "nobody"];

impl Operation {
    pub(super) fn value(&self) -> Value {
        let mut responses = Map::new();
        for (index, response) in self.responses.iter().enumerate() {
            let (status, value) = match response {
                OrReference::Item(it) => (it.status, it.value()),
                OrReference::Reference(target) => (
                    u8::try_from(index).unwrap_or(0),
                    target.reference("responses", &["R"]),
                ),
            };
            responses.insert(STATUSES[usize::from(status) % STATUSES.len()].into(), value);
        }
        let mut value = json!({ "responses": responses });
        put(&mut value, "operationId", self.id.as_ref().map(text));
        put(&mut value, "summary", self.summary.as_ref().map(text));
        put(
            &mut value,
            "description",
            self.description.as_ref().map(text),
        );
        put(&mut value, "deprecated", self.deprecated.map(Value::from));
        put(&mut value, "x-page", self.page.as_ref().map(text));
        put(&mut value, "x-paging", self.paging.map(Value::from));
        put(&mut value, "x-rust-name", self.rust_name.as_ref().map(text));
        if !self.tags.is_empty() {
            value["tags"] = self.tags.iter().map(text).collect();
        }
        value["parameters"] = parameters(&self.parameters);
        put(
            &mut value,
            "requestBody",
            self.body.as_ref().map(|body| match body {
                OrReference::Item(media) => {
                    json!({ "required": self.is_body_required, "content": content(media) })
                }
                OrReference::Reference(target) => target.reference("requestBodies", &["Q"]),
            }),
        );
        put(
            &mut value,
            "security",
            self.security.as_ref().map(|alternatives| {
                let scheme = |it: &u8| SCHEMES[usize::from(*it) % SCHEMES.len()].to_owned();
                let one = |schemes: &Vec<u8>| -> Value {
                    schemes
                        .iter()
                        .map(|it| (scheme(it), json!([])))
                        .collect::<Map<_, _>>()
                        .into()
                };
                alternatives.iter().map(one).collect()
            }),
        );
        value
    }
}
