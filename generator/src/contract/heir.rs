//! Inheritance (`OpenAPI` 3.0.3 §4.7.25): the schemas that a schema with a discriminator stands for.

use super::reference::Node;
use crate::pointer::Pointer;

/// The alternatives that a schema with a discriminator stands for, and the discriminator.
pub(super) fn choice<'d>(schema: &Node<'d>) -> (Vec<Node<'d>>, Option<Node<'d>>) {
    match schema.get("discriminator") {
        Some(discriminator) => (heirs(schema), Some(discriminator)),
        None => (Vec::new(), None),
    }
}

/// The components that include the schema by `allOf`, and those that include them.
fn heirs<'d>(base: &Node<'d>) -> Vec<Node<'d>> {
    let root = Node::root(base.document);
    let schemas = root.get("components").and_then(|it| it.get("schemas"));
    let Some(schemas) = schemas.filter(|it| base.at.parent().as_ref() == Some(&it.at)) else {
        return Vec::new();
    };
    let mut heirs = Vec::new();
    let mut known = vec![base.at.clone()];
    let mut index = 0;
    while index < known.len() {
        let parent = known[index].clone();
        for (_, schema) in schemas.all() {
            if includes(&schema, &parent) && !known.contains(&schema.at) {
                known.push(schema.at.clone());
                heirs.push(schema);
            }
        }
        index += 1;
    }
    heirs
}

fn includes(schema: &Node<'_>, parent: &Pointer) -> bool {
    let parts = schema.get("allOf");
    parts.is_some_and(|parts| parts.elements().any(|part| part.at == *parent))
}
