//! Descriptions made of arbitrary bytes: of the right form mostly, so that what they say gets past
//! the reader, and with the names that make trouble.

mod schema;

use arbitrary::Arbitrary;
use serde_json::{Map, Value, json};

pub use schema::Schema;

/// A text: seldom free, mostly one of those that have made trouble somewhere.
#[derive(Arbitrary, Clone, Debug)]
pub enum Text {
    /// One of [`WORDS`].
    Word(u8),
    /// Any.
    Free(String),
}

const WORDS: [&str; 40] = [
    "pet",
    "Pet",
    "PET",
    "pets",
    "id",
    "a-b",
    "a_b",
    "aB",
    "type",
    "self",
    "Self",
    "crate",
    "r#fn",
    "Option",
    "String",
    "Vec",
    "Result",
    "Error",
    "Client",
    "Call",
    "Box",
    "default",
    "new",
    "send",
    "client",
    "",
    "1",
    "+1",
    "-1",
    "é",
    "_",
    "200",
    "\"; pwned(); \"",
    "*/ pwned() /*",
    "a\n```\npwned()\n```",
    "a\r\n    pwned()",
    "../x",
    "\u{202e}a",
    "null",
    "application/json",
];

impl Text {
    /// The text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Word(index) => WORDS[usize::from(*index) % WORDS.len()].to_owned(),
            Self::Free(text) => text.clone(),
        }
    }
}

/// One of the components of a section, or none of them.
#[derive(Arbitrary, Clone, Debug)]
pub struct Target(u8);

impl Target {
    fn reference(&self, section: &str, names: &[&str]) -> Value {
        let name = names[usize::from(self.0) % names.len()];
        json!({ "$ref": format!("#/components/{section}/{name}") })
    }
}

const SCHEMAS: [&str; 6] = ["A", "B", "C", "a", "D", "E"];

/// A member that may be absent, given in full, or a reference.
#[derive(Arbitrary, Clone, Debug)]
pub enum OrReference<T> {
    /// In full.
    Item(T),
    /// By reference.
    Reference(Target),
}

#[derive(Arbitrary, Clone, Debug)]
enum Location {
    Query,
    Path,
    Header,
    Cookie,
}

#[derive(Arbitrary, Clone, Debug)]
enum Style {
    Simple,
    Form,
    Label,
    Matrix,
    DeepObject,
    Spaces,
    Pipes,
}

#[derive(Arbitrary, Clone, Debug)]
struct Parameter {
    name: Text,
    location: Location,
    required: bool,
    style: Option<Style>,
    explode: Option<bool>,
    is_content: bool,
    schema: Schema,
    description: Option<Text>,
    deprecated: Option<bool>,
}

impl Parameter {
    fn value(&self) -> Value {
        let (place, style) = match self.location {
            Location::Query => (
                "query",
                [
                    None,
                    Some("form"),
                    None,
                    None,
                    Some("deepObject"),
                    Some("spaceDelimited"),
                    Some("pipeDelimited"),
                ],
            ),
            Location::Path => (
                "path",
                [
                    Some("simple"),
                    None,
                    Some("label"),
                    Some("matrix"),
                    None,
                    None,
                    None,
                ],
            ),
            Location::Header => (
                "header",
                [Some("simple"), None, None, None, None, None, None],
            ),
            Location::Cookie => ("cookie", [None, Some("form"), None, None, None, None, None]),
        };
        let mut value = json!({ "name": self.name.text(), "in": place });
        value["required"] = json!(self.required || place == "path");
        if self.is_content {
            value["content"] = json!({ "application/json": { "schema": self.schema.value() } });
        } else {
            value["schema"] = self.schema.value();
            let style = self.style.clone().and_then(|it| style[it as usize]);
            put(&mut value, "style", style.map(Value::from));
            put(&mut value, "explode", self.explode.map(Value::from));
        }
        put(
            &mut value,
            "description",
            self.description.as_ref().map(text),
        );
        put(&mut value, "deprecated", self.deprecated.map(Value::from));
        value
    }
}

fn put(object: &mut Value, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        object[name] = value;
    }
}

fn text(text: &Text) -> Value {
    text.text().into()
}

#[derive(Arbitrary, Clone, Debug)]
struct Media {
    of: u8,
    schema: Option<Schema>,
    example: Option<schema::Json>,
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

fn content(media: &[Media]) -> Value {
    let mut content = Map::new();
    for it in media {
        let mut value = json!({});
        put(&mut value, "schema", it.schema.as_ref().map(Schema::value));
        put(
            &mut value,
            "example",
            it.example.as_ref().map(schema::Json::value),
        );
        content.insert(MEDIA[usize::from(it.of) % MEDIA.len()].to_owned(), value);
    }
    content.into()
}

#[derive(Arbitrary, Clone, Debug)]
struct Response {
    status: u8,
    description: Text,
    content: Vec<Media>,
    headers: Vec<(Text, Schema)>,
    has_link: bool,
}

const STATUSES: [&str; 14] = [
    "200", "201", "204", "202", "default", "4XX", "404", "302", "2XX", "304", "500", "410", "100",
    "99",
];

impl Response {
    fn value(&self) -> Value {
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

#[derive(Arbitrary, Clone, Debug)]
struct Operation {
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
    fn value(&self) -> Value {
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

fn parameters(parameters: &[OrReference<Parameter>]) -> Value {
    let value = |parameter: &OrReference<Parameter>| match parameter {
        OrReference::Item(it) => it.value(),
        OrReference::Reference(target) => target.reference("parameters", &["P", "H"]),
    };
    parameters.iter().map(value).collect()
}

#[derive(Arbitrary, Clone, Debug)]
struct Path {
    /// Texts are variables where the flag is set.
    segments: Vec<(bool, Text)>,
    parameters: Vec<OrReference<Parameter>>,
    operations: Vec<(u8, Operation)>,
}

const METHODS: [&str; 8] = [
    "get", "post", "put", "delete", "patch", "head", "options", "trace",
];

/// A description.
#[derive(Arbitrary, Clone, Debug)]
pub struct Description {
    is_3_1: bool,
    title: Text,
    description: Option<Text>,
    servers: Vec<(Text, Option<Text>)>,
    paths: Vec<Path>,
    schemas: [Option<Schema>; 6],
    parameter: Parameter,
    response: Response,
    body: Vec<Media>,
    tag: Option<(Text, Text)>,
}

impl Description {
    /// The document, and how many operations it has.
    #[must_use]
    pub fn value(&self) -> (Value, usize) {
        let mut paths: Map<String, Value> = Map::new();
        for path in &self.paths {
            let segment = |(is_variable, text): &(bool, Text)| match is_variable {
                true => format!("/{{{}}}", text.text()),
                false => format!("/{}", text.text()),
            };
            let template: String = path.segments.iter().map(segment).collect();
            let template = if template.is_empty() {
                "/".to_owned()
            } else {
                template
            };
            let mut item = json!({ "parameters": parameters(&path.parameters) });
            for (method, operation) in &path.operations {
                item[METHODS[usize::from(*method) % METHODS.len()]] = operation.value();
            }
            paths.insert(template, item);
        }
        let is_operation = |(name, _): &(&String, &Value)| METHODS.contains(&name.as_str());
        let members = paths.values().filter_map(Value::as_object);
        let operations = members
            .map(|item| item.iter().filter(is_operation).count())
            .sum();
        let schemas: Map<String, Value> = SCHEMAS
            .iter()
            .zip(&self.schemas)
            .map(|(name, schema)| {
                let otherwise = || json!({ "type": "object" });
                (
                    (*name).to_owned(),
                    schema.as_ref().map_or_else(otherwise, Schema::value),
                )
            })
            .collect();
        let servers = self.servers.iter().map(|(url, variable)| {
            let Some(variable) = variable else {
                return json!({ "url": url.text() });
            };
            let name = variable.text();
            json!({ "url": format!("https://{{{name}}}.example.com/{}", url.text()),
                "variables": { name: { "default": "a" } } })
        });
        let mut header = self.parameter.value();
        header["in"] = "header".into();
        header["required"] = false.into();
        if let Some(members) = header.as_object_mut() {
            members.remove("style");
        }
        let mut value = json!({
            "openapi": if self.is_3_1 { "3.1.0" } else { "3.0.3" },
            "info": { "title": self.title.text(), "version": "1" },
            "servers": servers.collect::<Value>(),
            "paths": paths,
            "components": {
                "schemas": schemas,
                "parameters": { "P": self.parameter.value(), "H": header },
                "responses": { "R": self.response.value() },
                "requestBodies": { "Q": { "content": content(&self.body) } },
                "securitySchemes": {
                    "bearer": { "type": "http", "scheme": "bearer" },
                    "basic": { "type": "http", "scheme": "basic" },
                    "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
                    "query": { "type": "apiKey", "in": "query", "name": "key" },
                    "cookie": { "type": "apiKey", "in": "cookie", "name": "key" },
                },
            },
        });
        put(
            &mut value["info"],
            "description",
            self.description.as_ref().map(text),
        );
        put(&mut value, "tags", self.tag.as_ref().map(|(name, description)| {
            json!([{ "name": name.text(), "description": description.text() }])
        }));
        (value, operations)
    }
}
