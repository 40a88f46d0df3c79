//! Parameters as a request has to carry them (`OpenAPI` 3.0.3 §4.7.9, §4.7.10, §4.7.12).
//!
//! A path item, an operation and a path template come in, the parameters that apply go out. Left
//! out is what the specification says to ignore and what HTTP or the template has no place for.

use serde::Serialize;
use serde_json::Value;

use super::media::{Family, family};
use super::reference::Node;
use super::sample::{self, Place};
use super::wire::{self, Style, Writing};

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Location {
    /// In the path template.
    Path,
    /// Behind the `?`.
    Query,
    /// A header.
    Header,
    /// A pair of the `Cookie` header.
    Cookie,
}

impl Location {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "path" => Self::Path,
            "query" => Self::Query,
            "header" => Self::Header,
            "cookie" => Self::Cookie,
            _ => return None,
        })
    }

    fn style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Cookie => Style::Form,
        }
    }
}

/// A parameter and the sample of its value.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) location: Location,
    pub(super) name: String,
    pub(super) required: bool,
    /// None where the specification does not say how the value would be written.
    pub(super) sample: Option<Sample>,
}

/// A value and how it stands in a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sample {
    pub(super) value: Value,
    pub(super) written: Written,
}

/// What a value adds to a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    /// The encoded text in the place of the variable.
    Path(String),
    /// Decoded pairs.
    Query(Vec<(String, String)>),
    /// The value of a header.
    Header(String),
    /// An encoded pair.
    Cookie(String),
}

/// The parameters of an operation: those of the path item that it does not override, then its own.
pub(super) fn parameters(item: &Node<'_>, operation: &Node<'_>, template: &str) -> Vec<Parameter> {
    let own = list(operation);
    let mut all = list(item);
    all.retain(|shared| !own.iter().any(|own| same(own, shared)));
    all.extend(own);
    all.retain(|parameter| applies(parameter, template));
    for name in variables(template) {
        if !all
            .iter()
            .any(|it| it.location == Location::Path && it.name == name)
        {
            let schema = sample::sample(None, Place::FLAT, name);
            all.push(Parameter {
                sample: schema.and_then(|value| written(Location::Path, None, name, value)),
                location: Location::Path,
                name: name.to_owned(),
                required: true,
            });
        }
    }
    all
}

/// The names between braces, in order.
pub(super) fn variables(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
}

fn list(owner: &Node<'_>) -> Vec<Parameter> {
    let mut list: Vec<Parameter> = Vec::new();
    for node in owner.get("parameters").iter().flat_map(Node::elements) {
        let Some(parameter) = parameter(&node) else {
            continue;
        };
        if !list.iter().any(|earlier| same(earlier, &parameter)) {
            list.push(parameter);
        }
    }
    list
}

fn same(first: &Parameter, second: &Parameter) -> bool {
    first.location == second.location && first.name == second.name
}

fn parameter(node: &Node<'_>) -> Option<Parameter> {
    let location = Location::named(node.text("in")?)?;
    let name = node.text("name")?;
    let required = location == Location::Path || node.flag("required") == Some(true);
    let ascii = location == Location::Header;
    // One of the two stands there; of both it is the schema.
    let content = node.get("content").filter(|_| node.get("schema").is_none());
    let content = content.and_then(|content| content.all().next());
    let sample = if let Some((media_type, media)) = content {
        content_sample(location, name, media_type, &media, ascii)
    } else {
        let schema = node.get("schema");
        let value = sample::sample(
            schema.as_ref(),
            Place {
                ascii,
                ..Place::FLAT
            },
            name,
        );
        let style = Writing::read(node.text("style"), node.flag("explode"), location.style());
        value.and_then(|value| written(location, Some(style), name, value))
    };
    Some(Parameter {
        location,
        name: name.to_owned(),
        required,
        sample,
    })
}

/// The sample of a parameter that is described by a media type instead of a style.
fn content_sample(
    location: Location,
    name: &str,
    media_type: &str,
    media: &Node<'_>,
    ascii: bool,
) -> Option<Sample> {
    let content = Writing {
        style: Style::Content,
        explode: false,
    };
    if family(media_type) != Family::Json {
        let text = sample::sample(
            None,
            Place {
                ascii,
                ..Place::FLAT
            },
            name,
        )?;
        return written(location, Some(content), name, text);
    }
    let value = sample::sample(
        media.get("schema").as_ref(),
        Place {
            flat: false,
            ascii,
            ..Place::default()
        },
        name,
    )?;
    let text = Value::String(value.to_string());
    Some(Sample {
        value,
        ..written(location, Some(content), name, text)?
    })
}

/// The value in its style, or in the place's default style where the table has no form for it.
fn written(location: Location, style: Option<Writing>, name: &str, value: Value) -> Option<Sample> {
    let default = Writing::read(None, None, location.style());
    let written = style.into_iter().chain([default]).find_map(|style| {
        Some(match location {
            Location::Path => Written::Path(wire::path(style, name, &value)?),
            Location::Query => Written::Query(wire::pairs(style, name, &value)?),
            Location::Header => Written::Header(wire::header(style, &value)?),
            Location::Cookie => Written::Cookie(wire::cookie(style, name, &value)?),
        })
    })?;
    Some(Sample { value, written })
}

/// Whether the specification wants the parameter sent and there is a place for it.
fn applies(parameter: &Parameter, template: &str) -> bool {
    const DESCRIBED_ELSEWHERE: [&str; 3] = ["accept", "content-type", "authorization"];
    let name = parameter.name.as_str();
    match parameter.location {
        Location::Path => variables(template).any(|variable| variable == name),
        Location::Query => true,
        Location::Header => {
            is_token(name) && !DESCRIBED_ELSEWHERE.contains(&name.to_ascii_lowercase().as_str())
        }
        Location::Cookie => is_token(name),
    }
}

/// RFC 9110 §5.6.2.
pub(super) fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(it))
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::needless_pass_by_value,
        reason = "cases read better without references"
    )]

    use serde_json::json;

    use super::*;

    fn check(item: Value, operation: Value, template: &str, expected: &[(Location, &str, bool)]) {
        let document = json!({
            "item": item, "operation": operation,
            "shared": { "name": "s", "in": "query", "schema": { "type": "string" } },
        });
        let root = Node::root(&document);
        let found = parameters(
            &root.get("item").unwrap(),
            &root.get("operation").unwrap(),
            template,
        );
        let found: Vec<(Location, &str, bool)> = found
            .iter()
            .map(|it| (it.location, it.name.as_str(), it.required))
            .collect();
        assert_eq!(found, expected, "{template}");
    }

    #[test]
    fn the_operation_overrides_the_path_item_by_name_and_place() {
        check(
            json!({ "parameters": [
                { "name": "a", "in": "query", "required": true },
                { "name": "a", "in": "header" },
                { "$ref": "#/shared" },
            ] }),
            json!({ "parameters": [{ "name": "a", "in": "query" }, { "name": "b", "in": "query" }] }),
            "/",
            &[
                (Location::Header, "a", false),
                (Location::Query, "s", false),
                (Location::Query, "a", false),
                (Location::Query, "b", false),
            ],
        );
    }

    #[test]
    fn what_has_no_place_is_left_out_and_what_is_missing_is_a_text() {
        check(
            json!({ "parameters": [
                { "name": "Content-Type", "in": "header" },
                { "name": "ACCEPT", "in": "header" },
                { "name": "a b", "in": "header" },
                { "name": "gone", "in": "path", "required": true },
            ] }),
            json!({}),
            "/{id}.{ext}",
            &[(Location::Path, "id", true), (Location::Path, "ext", true)],
        );
    }

    #[test]
    fn malformed_parameters_are_nothing() {
        for list in [
            json!(1),
            json!([1, {}, { "in": "body", "name": "a" }, { "$ref": 3 }]),
        ] {
            check(
                json!({ "parameters": list }),
                json!({ "parameters": list }),
                "/}{",
                &[],
            );
        }
    }

    #[test]
    fn a_content_parameter_is_the_text_of_its_json() {
        let document = json!({ "in": "query", "name": "a", "content": { "application/json": {
            "schema": { "type": "object", "properties": { "b": { "type": "boolean" } } },
        } } });
        let sample = parameter(&Node::root(&document)).unwrap().sample.unwrap();
        assert_eq!(sample.value, json!({ "b": true }));
        let pair = ("a".to_owned(), r#"{"b":true}"#.to_owned());
        assert_eq!(sample.written, Written::Query(vec![pair]));
    }

    #[test]
    fn a_style_without_a_form_for_the_value_is_the_default_one() {
        let document = json!({ "in": "query", "name": "a", "style": "deepObject", "schema": { "type": "boolean" } });
        let sample = parameter(&Node::root(&document)).unwrap().sample.unwrap();
        assert_eq!(
            sample.written,
            Written::Query(vec![("a".to_owned(), "true".to_owned())])
        );
    }
}
