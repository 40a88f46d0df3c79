//! Examples of event streams (HTML standard, "Server-sent events"): what a stream is written as comes
//! in, the JSON value of each event goes out.

use serde_json::{Map, Value};

use super::judge::Judge;
use super::reference::Node;

/// What some services send when they are done.
const DONE: &str = "[DONE]";

/// The events of an example, each as its schema has it: its data, or an object of its fields. What
/// is no text is an event already.
pub(super) fn events(example: &Value, schema: Option<&Node<'_>>) -> Vec<Value> {
    let Some(text) = example.as_str() else {
        return vec![example.clone()];
    };
    let fields = blocks(text);
    let fields = fields
        .into_iter()
        .filter(|it| it.get("data").is_some_and(|it| it != DONE));
    fields.map(|it| value(it, schema)).collect()
}

fn value(mut fields: Map<String, Value>, schema: Option<&Node<'_>>) -> Value {
    let data = fields
        .get("data")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let data = serde_json::from_str(data).unwrap_or_else(|_| Value::String(data.to_owned()));
    fields.insert("data".to_owned(), data.clone());
    let whole = Value::Object(fields);
    let allows = |node: &Node<'_>| {
        let mut judge = Judge::new(node.document);
        judge.judge(node.value, &data).is_err() && judge.judge(node.value, &whole).is_ok()
    };
    if schema.is_some_and(allows) {
        whole
    } else {
        data
    }
}

/// The fields of each event. The last one may lack its empty line, since it is but an example.
fn blocks(text: &str) -> Vec<Map<String, Value>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut blocks = vec![Map::new()];
    for line in text.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        let Some(block) = blocks.last_mut() else {
            continue;
        };
        match (name, block.get_mut(name)) {
            ("", _) if line.is_empty() => blocks.push(Map::new()),
            ("data", Some(Value::String(data))) => {
                data.push('\n');
                data.push_str(value);
            }
            ("data" | "event" | "id", _) => {
                block.insert(name.to_owned(), Value::String(value.to_owned()));
            }
            _ => {}
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(example: &Value, schema: &Value, expected: &[Value]) {
        assert_eq!(
            events(example, Some(&Node::root(schema))),
            expected,
            "{example}"
        );
    }

    #[test]
    fn a_text_holds_events_and_anything_else_is_one() {
        let object = json!({ "type": "object" });
        let text = ": hello\ndata: {\"a\":\ndata: 1}\nid: 7\n\nevent: x\r\ndata:{}\r\n\r\nid: 8\n\ndata: [DONE]";
        check(&json!(text), &object, &[json!({ "a": 1 }), json!({})]);
        check(&json!({ "a": 1 }), &object, &[json!({ "a": 1 })]);
        check(&json!(""), &object, &[]);
    }

    #[test]
    fn a_schema_of_the_fields_is_given_them() {
        let whole = json!({ "type": "object", "required": ["data", "event"],
            "properties": { "data": { "type": "string" } } });
        let event = json!({ "event": "said", "data": "a: b" });
        check(&json!("event: said\ndata: a: b\n\n"), &whole, &[event]);
    }
}
