//! What a client has to send, and what it has to read, derived from the raw description alone.
//!
//! The document after the overlay comes in, converted where it was of `OpenAPI` 3.1; plain data goes
//! out. Nothing else is shared with the stages that make the client but the JSON pointer and the
//! limits: the two readings of the specification are compared by the emitted tests, so that one wrong
//! assumption can't hide in both. The conversion is judged by `tests/conversion.rs`.

mod body;
mod event;
mod example;
mod heir;
pub mod judge;
mod keywords;
mod media;
mod operation;
mod parameter;
mod reference;
mod response;
mod room;
mod sample;
mod security;
mod server;
mod values;
mod wire;

use serde::Serialize;
use serde_json::Value;

use crate::pointer::Pointer;
use operation::Scope;
use reference::Node;
use room::Room;

pub use example::{Example, Reading, Refused};
pub use parameter::Location;
pub use security::{CredentialKind, CredentialSample};
pub use values::{Accepted, Values, values};

/// Everything a client of the description is held to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Contract {
    /// The operations, in the order of the text.
    pub operations: Vec<OperationContract>,
    /// The operations of which no request can be foretold, and why.
    pub untested: Vec<Untested>,
    /// The examples of all answers.
    pub examples: Vec<Example>,
    /// The credentials that the expected requests carry.
    pub credentials: Vec<CredentialSample>,
    /// The base URL where the operations are called that have none of their own.
    pub server: Option<String>,
}

/// What an operation takes, and what it sends then.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OperationContract {
    /// The Operation Object.
    #[serde(serialize_with = "as_text")]
    pub at: Pointer,
    /// Method in capitals and path template.
    pub name: String,
    /// The parameters that have a sample, in the order of the text.
    pub arguments: Vec<ArgumentSample>,
    /// The body, if there is one that has a sample.
    pub body: Option<BodySample>,
    /// A value for the body with the members alone that are required.
    pub least_body: Option<Value>,
    /// The request with the required arguments alone.
    pub required_only: ExpectedRequest,
    /// The request with all arguments that have a sample.
    pub everything: ExpectedRequest,
    /// The base URL where it is called, if not where the others are.
    pub server: Option<String>,
    /// The request with the required arguments that asks for events, if the answer can be some.
    pub events: Option<ExpectedRequest>,
}

/// A value for a parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArgumentSample {
    /// Where it goes.
    pub location: Location,
    /// Wire name.
    pub name: String,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// The value.
    pub value: Value,
}

/// A value for a body: texts for texts, for bytes and for the content of files.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BodySample {
    /// Whether a request without it is wrong.
    pub required: bool,
    /// As the description has it.
    pub media_type: String,
    /// The value.
    pub value: Value,
}

/// A request as it has to arrive.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExpectedRequest {
    /// Method in capitals.
    pub method: String,
    /// Encoded, below the base URL.
    pub path: String,
    /// Decoded pairs; their order does not matter.
    pub query: Vec<(String, String)>,
    /// Names in lower case. `User-Agent`, which has to be there, may have any value.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: ExpectedBody,
}

/// A body as it has to arrive.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ExpectedBody {
    /// No byte.
    None,
    /// This JSON, the order of members aside.
    Json(Value),
    /// Decoded pairs.
    Form(Vec<(String, String)>),
    /// These parts, their order aside.
    Multipart(Vec<ExpectedPart>),
    /// This text in UTF-8.
    Text(String),
    /// The bytes of this text.
    Bytes(String),
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExpectedPart {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: PartKind,
    /// Its media type, if that is not the usual one of its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Its content.
    pub text: String,
}

/// What a part of a multipart body holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartKind {
    /// A text, with no media type or `text/plain`.
    Text,
    /// A JSON text.
    Json,
    /// A file.
    File,
}

/// An operation of which no request can be foretold, or an example that is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Untested {
    /// Method in capitals and path template, or where the example stands.
    pub name: String,
    /// Why.
    pub reason: String,
}

fn as_text<S: serde::Serializer>(at: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(at.as_str())
}

/// Reads the contract out of a document that the overlay was applied to. A client that is made for
/// another API version than the document's default has to send that one.
#[must_use]
pub fn contract(document: &Value, api_version: Option<&str>) -> Contract {
    const METHODS: [&str; 8] = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ];
    let root = Node::root(document);
    let credentials = security::credentials(&root);
    let mut contract = Contract {
        credentials,
        server: server::usual(&root),
        ..Contract::default()
    };
    let mut left = Room::default();
    for (template, item) in root.get("paths").iter().flat_map(Node::members) {
        for (method, operation) in item.members().filter(|(name, _)| METHODS.contains(name)) {
            let name = format!("{} {template}", method.to_ascii_uppercase());
            match response::examples(&operation, &name, &mut left) {
                Ok(examples) => contract.examples.extend(examples),
                Err(at) => contract.untested.push(Untested {
                    name: format!("{name}, example {at}"),
                    reason: NO_ROOM.to_owned(),
                }),
            }
            let (item, operation) = (&item, &operation);
            let scope = Scope {
                root: &root,
                item,
                operation,
                template,
                api_version,
            };
            match scope.contract(&name, &contract.credentials) {
                Ok(operation) if left.takes(&operation) => contract.operations.push(operation),
                Ok(_) => contract.untested.push(Untested {
                    name,
                    reason: NO_ROOM.to_owned(),
                }),
                Err(reason) => contract.untested.push(Untested { name, reason }),
            }
        }
    }
    example::judge_all(document, &mut contract.examples);
    contract
}

/// Why something is left out that comes late in a description with large examples.
const NO_ROOM: &str = "the samples and examples before it take all the room there is";

#[cfg(test)]
mod tests;
