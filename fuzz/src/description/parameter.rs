//! Parameters made of arbitrary bytes.

use arbitrary::Arbitrary;
use serde_json::{Value, json};

use super::{OrReference, Schema, Text, put, text};

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
pub(super) struct Parameter {
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
    pub(super) fn value(&self) -> Value {
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

pub(super) fn parameters(parameters: &[OrReference<Parameter>]) -> Value {
    let value = |parameter: &OrReference<Parameter>| match parameter {
        OrReference::Item(it) => it.value(),
        OrReference::Reference(target) => target.reference("parameters", &["P", "H"]),
    };
    parameters.iter().map(value).collect()
}
