//! A description several times over: the same operations under other paths, tags and schemas.

use serde_json::{Map, Value};

/// The document with `times` copies of its operations and components, the first as it was.
pub(super) fn multiply(document: &Value, times: usize) -> Value {
    let mut whole = document.clone();
    for number in 2..=times {
        let copy = Copy {
            suffix: format!("-{number}"),
        };
        add(
            &mut whole,
            document,
            "paths",
            |path| format!("/copy{}{path}", copy.suffix),
            &copy,
        );
        let Some(sections) = document["components"].as_object() else {
            continue;
        };
        for section in sections.keys().filter(|it| *it != "securitySchemes") {
            let name = |name: &str| copy.renamed(name);
            add(
                &mut whole["components"],
                &document["components"],
                section,
                name,
                &copy,
            );
        }
        if let (Some(tags), Some(all)) = (document["tags"].as_array(), whole["tags"].as_array_mut())
        {
            all.extend(tags.iter().map(|tag| copy.tag(tag)));
        }
    }
    whole
}

/// Adds the members of an object under other names.
fn add(whole: &mut Value, original: &Value, key: &str, name: impl Fn(&str) -> String, copy: &Copy) {
    let Some(members) = original[key].as_object() else {
        return;
    };
    let copies: Vec<(String, Value)> = members
        .iter()
        .map(|(member, value)| (name(member), copy.node(value)))
        .collect();
    if let Some(all) = whole[key].as_object_mut() {
        all.extend(copies);
    }
}

/// One of the copies.
struct Copy {
    suffix: String,
}

impl Copy {
    fn renamed(&self, name: &str) -> String {
        format!("{name}{}", self.suffix)
    }

    /// A node with its references, operation ids and tags led to this copy.
    fn node(&self, node: &Value) -> Value {
        match node {
            Value::Array(items) => items.iter().map(|item| self.node(item)).collect(),
            Value::Object(members) => {
                let is_operation = members.contains_key("responses");
                let member = |(key, value): (&String, &Value)| {
                    let value = match (key.as_str(), value) {
                        ("$ref", Value::String(to)) => self.reference(to),
                        ("mapping", Value::Object(to)) => self.mapping(to),
                        ("operationId", Value::String(id)) if is_operation => self.id(id),
                        ("tags", Value::Array(tags)) if is_operation => {
                            tags.iter().map(|tag| self.text(tag)).collect()
                        }
                        _ => self.node(value),
                    };
                    (key.clone(), value)
                };
                Value::Object(members.iter().map(member).collect())
            }
            scalar => scalar.clone(),
        }
    }

    fn reference(&self, to: &str) -> Value {
        let is_copied = to.starts_with("#/components/");
        Value::String(if is_copied {
            self.renamed(to)
        } else {
            to.to_owned()
        })
    }

    fn mapping(&self, to: &Map<String, Value>) -> Value {
        let led = to.iter().map(|(value, to)| {
            let to = to.as_str().map_or(Value::Null, |to| self.reference(to));
            (value.clone(), to)
        });
        Value::Object(led.collect())
    }

    /// `tag/name` keeps its form, so that it is called as the original is.
    fn id(&self, id: &str) -> Value {
        Value::String(match id.split_once('/') {
            Some((tag, name)) => format!("{}/{name}", self.renamed(tag)),
            None => self.renamed(id),
        })
    }

    fn text(&self, text: &Value) -> Value {
        let text = text.as_str().unwrap_or_default();
        Value::String(self.renamed(text))
    }

    fn tag(&self, tag: &Value) -> Value {
        let mut tag = tag.clone();
        tag["name"] = self.text(&tag["name"]);
        tag
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_copy_refers_to_itself() {
        let operation = |suffix: &str| {
            json!({
                "operationId": format!("a{suffix}/b"),
                "tags": [format!("a{suffix}")],
                "responses": {"200": {"$ref": format!("#/components/responses/C{suffix}")}},
            })
        };
        let document = json!({
            "tags": [{"name": "a"}],
            "paths": {"/d": {"get": operation("")}},
            "components": {
                "responses": {"C": {"description": "c"}},
                "securitySchemes": {"token": {}},
            },
        });
        assert_eq!(multiply(&document, 1), document);
        let twice = json!({
            "tags": [{"name": "a"}, {"name": "a-2"}],
            "paths": {"/d": {"get": operation("")}, "/copy-2/d": {"get": operation("-2")}},
            "components": {
                "responses": {"C": {"description": "c"}, "C-2": {"description": "c"}},
                "securitySchemes": {"token": {}},
            },
        });
        assert_eq!(multiply(&document, 2), twice);
    }
}
