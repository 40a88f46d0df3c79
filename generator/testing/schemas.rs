//! A validator of JSON Schema judges values by the schemas of a description.

use std::fmt::Write as _;

use boon::{Compiler, Draft, Schemas};
use generator::pointer::Pointer;
use serde_json::{Value, json};

const NAME: &str = "memory:///description.json";

/// The schemas of one description.
pub(crate) struct Judge {
    compiler: Compiler,
    schemas: Schemas,
}

impl Judge {
    /// A judge by a draft of JSON Schema.
    pub(crate) fn new(document: Value, draft: Draft) -> Result<Self, String> {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(draft);
        let added = compiler.add_resource(NAME, document);
        added.map_err(|error| error.to_string())?;
        Ok(Self {
            compiler,
            schemas: Schemas::new(),
        })
    }

    /// A judge of a document of OpenAPI 3.0, by the draft it is nearest to: bounds are flags, and
    /// nothing counts beside a reference.
    pub(crate) fn of_openapi_3_0(document: &Value) -> Result<Self, String> {
        let mut document = document.clone();
        convert(&mut document);
        Self::new(document, Draft::V4)
    }

    /// Why the value does not satisfy the schema at `at`; `None` if it does.
    pub(crate) fn fault(&mut self, at: &Pointer, value: &Value) -> Option<String> {
        let location = format!("{NAME}#{}", fragment(at.as_str()));
        match self.compiler.compile(&location, &mut self.schemas) {
            Err(error) => Some(format!("{error:#}")),
            Ok(index) => {
                let fault = self.schemas.validate(value, index).err();
                fault.map(|error| format!("{error:#}"))
            }
        }
    }
}

/// A pointer as the fragment of a URL.
fn fragment(pointer: &str) -> String {
    pointer.bytes().fold(String::new(), |mut fragment, byte| {
        if byte.is_ascii_alphanumeric() || b"/~-._".contains(&byte) {
            fragment.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(fragment, "%{byte:02X}");
        }
        fragment
    })
}

/// Makes the schemas below a node of the description JSON Schemas.
fn convert(node: &mut Value) {
    match node {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match name.as_str() {
                    "schema" => convert_schema(value),
                    "schemas" => each(value, convert_schema),
                    "example" | "examples" => {}
                    _ => convert(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(convert),
        _ => {}
    }
}

/// Draft 4 knows no `nullable`; everything else that it does not know it passes over.
fn convert_schema(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    for (name, value) in members.iter_mut() {
        match name.as_str() {
            "properties" | "allOf" | "anyOf" | "oneOf" => each(value, convert_schema),
            "items" | "additionalProperties" | "not" => convert_schema(value),
            _ => {}
        }
    }
    // A hint in OpenAPI; the validator would refuse URI templates that RFC 6570 allows.
    members.remove("format");
    if members.remove("nullable") == Some(Value::Bool(true)) {
        let own = schema.take();
        *schema = json!({ "anyOf": [own, { "enum": [null] }] });
    }
}

fn each(node: &mut Value, change: fn(&mut Value)) {
    match node {
        Value::Object(members) => members.values_mut().for_each(change),
        Value::Array(items) => items.iter_mut().for_each(change),
        _ => {}
    }
}
