//! Descriptions made of arbitrary bytes: of the right form mostly, so that what they say gets past
//! the reader, and with the names that make trouble.

mod body;
mod operation;
mod parameter;
mod schema;
mod text;

use arbitrary::Arbitrary;
use serde_json::{Map, Value, json};

use body::{Media, Response, content};
use operation::Operation;
use parameter::{Parameter, parameters};

pub use schema::Schema;
pub use text::Text;

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

fn put(object: &mut Value, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        object[name] = value;
    }
}

fn text(text: &Text) -> Value {
    text.text().into()
}

#[derive(Arbitrary, Clone, Debug)]
struct Path {
    /// Texts are variables where the flag is set.
    segments: Vec<(bool, Text)>,
    parameters: Vec<OrReference<Parameter>>,
    operation: (u8, Operation),
    more: Vec<(u8, Operation)>,
}

const METHODS: [&str; 8] = [
    "get", "post", "put", "delete", "patch", "head", "options", "trace",
];

/// A description.
#[derive(Arbitrary, Clone, Debug)]
pub struct Description {
    is_3_1: bool,
    path: Path,
    schemas: [Option<Schema>; 6],
    more_paths: Vec<Path>,
    title: Text,
    prose: Option<Text>,
    servers: Vec<(Text, Option<Text>)>,
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
        for path in [&self.path].into_iter().chain(&self.more_paths) {
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
            for (method, operation) in [&path.operation].into_iter().chain(&path.more) {
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
            self.prose.as_ref().map(text),
        );
        put(&mut value, "tags", self.tag.as_ref().map(|(name, description)| {
            json!([{ "name": name.text(), "description": description.text() }])
        }));
        (value, operations)
    }
}
