//! What is not a schema: members that 3.0 asks for and 3.1 does not, places that only 3.1 has, and
//! the security scheme that a client takes no part in.

use serde_json::{Map, Value};

use super::Conversion;
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::read::{Holds, Kind};

/// What a member holds, in either edition.
pub(super) fn holds(kind: Kind, name: &str) -> Option<Holds> {
    match (kind, name) {
        (Kind::Document, "webhooks") | (Kind::Components, "pathItems") => {
            Some(Holds::Map(Kind::PathItem))
        }
        _ => kind.member(name),
    }
}

/// Adds what a document of 3.1 may leave out.
pub(super) fn complete(document: &mut Value) {
    if let Some(members) = document.as_object_mut() {
        members
            .entry("paths")
            .or_insert_with(|| Value::Object(Map::new()));
    }
}

/// Takes out the schemes that TLS fulfils below HTTP, and the requirements of them: a request is
/// the same with and without one.
pub(super) fn drop_mutual_tls(conversion: &mut Conversion, document: &mut Value) {
    let at = Pointer::from_tokens(["components", "securitySchemes"]);
    let Some(schemes) = document
        .pointer_mut(at.as_str())
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    let is_mutual = |scheme: &Value| scheme.get("type").is_some_and(|it| it == "mutualTLS");
    let names: Vec<String> = schemes
        .iter()
        .filter(|(_, scheme)| is_mutual(scheme))
        .map(|(name, _)| name.clone())
        .collect();
    for name in &names {
        schemes.shift_remove(name);
        let message = format!("the scheme `{name}` is fulfilled by TLS, below what a request says");
        let help = "give the client a transport that presents the certificate";
        conversion.report(Code::UnsupportedSecurity, &at.child(name), message, help);
    }
    if !names.is_empty() {
        let operations = document.get_mut("paths").and_then(Value::as_object_mut);
        let operations = operations
            .into_iter()
            .flat_map(Map::values_mut)
            .filter_map(Value::as_object_mut)
            .flat_map(Map::values_mut);
        operations.for_each(|operation| drop_requirements(operation, &names));
        drop_requirements(document, &names);
    }
}

fn drop_requirements(node: &mut Value, names: &[String]) {
    let requirements = node.get_mut("security").and_then(Value::as_array_mut);
    let requirements = requirements.into_iter().flatten();
    for requirement in requirements.filter_map(Value::as_object_mut) {
        requirement.retain(|name, _| !names.contains(name));
    }
}
