//! The objects of OpenAPI 3.0 and which of their members hold which objects.

use openapiv3 as model;
use serde::Deserialize;
use serde_json::{Error, Map, Value, json};

/// A kind of object that a description is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Components,
    SecurityScheme,
    OAuthFlows,
    Callback,
}

/// How a member holds objects.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holds {
    One(Kind),
    List(Kind),
    Map(Kind),
}

use Holds::{List, Map as Named, One};
use Kind as K;

/// Whether what such a member holds is data, in which `$ref` and `$id` are ordinary keys.
pub(crate) fn is_data(name: &str) -> bool {
    let is_value = matches!(
        name,
        "example" | "examples" | "default" | "enum" | "const" | "value"
    );
    is_value || name.starts_with("x-")
}

impl Kind {
    /// The kind's name in a sentence, with its article.
    pub(crate) fn name(self) -> &'static str {
        match self {
            K::Document => "an OpenAPI document",
            K::Info => "`info`",
            K::Contact => "a contact",
            K::License => "a license",
            K::Server => "a server",
            K::ServerVariable => "a server variable",
            K::Paths => "`paths`",
            K::PathItem => "a path item",
            K::Operation => "an operation",
            K::ExternalDocs => "`externalDocs`",
            K::Parameter => "a parameter",
            K::RequestBody => "a request body",
            K::MediaType => "a media type",
            K::Encoding => "an encoding",
            K::Responses => "`responses`",
            K::Response => "a response",
            K::Example => "an example",
            K::Link => "a link",
            K::Header => "a header",
            K::Tag => "a tag",
            K::Schema => "a schema",
            K::Discriminator => "a discriminator",
            K::Components => "`components`",
            K::SecurityScheme => "a security scheme",
            K::OAuthFlows => "OAuth flows",
            K::Callback => "a callback",
        }
    }

    /// The section of `components` that references to the kind point into; `None` for kinds that
    /// can't be referred to.
    pub(crate) fn section(self) -> Option<&'static str> {
        Some(match self {
            K::Parameter => "parameters",
            K::RequestBody => "requestBodies",
            K::Response => "responses",
            K::Example => "examples",
            K::Link => "links",
            K::Header => "headers",
            K::Schema => "schemas",
            K::SecurityScheme => "securitySchemes",
            K::Callback => "callbacks",
            _ => return None,
        })
    }

    /// Whether `{$ref: …}` may stand for it.
    pub(crate) fn is_referable(self) -> bool {
        self == K::PathItem || self.section().is_some()
    }

    /// Whether it says by `schema` or `content` what the values are.
    pub(super) fn describes_values(self) -> bool {
        matches!(self, K::Parameter | K::Header)
    }

    /// The members that hold objects. Members with free names are told by [`Kind::free`].
    pub(crate) fn members(self) -> &'static [(&'static str, Holds)] {
        match self {
            K::Document => &[
                ("info", One(K::Info)),
                ("servers", List(K::Server)),
                ("paths", One(K::Paths)),
                ("components", One(K::Components)),
                ("tags", List(K::Tag)),
                ("externalDocs", One(K::ExternalDocs)),
            ],
            K::Info => &[("contact", One(K::Contact)), ("license", One(K::License))],
            K::Server => &[("variables", Named(K::ServerVariable))],
            K::PathItem => &[
                ("get", One(K::Operation)),
                ("put", One(K::Operation)),
                ("post", One(K::Operation)),
                ("delete", One(K::Operation)),
                ("options", One(K::Operation)),
                ("head", One(K::Operation)),
                ("patch", One(K::Operation)),
                ("trace", One(K::Operation)),
                ("servers", List(K::Server)),
                ("parameters", List(K::Parameter)),
            ],
            K::Operation => &[
                ("externalDocs", One(K::ExternalDocs)),
                ("parameters", List(K::Parameter)),
                ("requestBody", One(K::RequestBody)),
                ("responses", One(K::Responses)),
                ("callbacks", Named(K::Callback)),
                ("servers", List(K::Server)),
            ],
            K::Parameter | K::Header => &[
                ("schema", One(K::Schema)),
                ("content", Named(K::MediaType)),
                ("examples", Named(K::Example)),
            ],
            K::RequestBody => &[("content", Named(K::MediaType))],
            K::MediaType => &[
                ("schema", One(K::Schema)),
                ("examples", Named(K::Example)),
                ("encoding", Named(K::Encoding)),
            ],
            K::Encoding => &[("headers", Named(K::Header))],
            K::Response => &[
                ("headers", Named(K::Header)),
                ("content", Named(K::MediaType)),
                ("links", Named(K::Link)),
            ],
            K::Link => &[("server", One(K::Server))],
            K::Tag => &[("externalDocs", One(K::ExternalDocs))],
            K::Schema => &[
                ("properties", Named(K::Schema)),
                ("items", One(K::Schema)),
                ("additionalProperties", One(K::Schema)),
                ("allOf", List(K::Schema)),
                ("oneOf", List(K::Schema)),
                ("anyOf", List(K::Schema)),
                ("not", One(K::Schema)),
                ("discriminator", One(K::Discriminator)),
                ("externalDocs", One(K::ExternalDocs)),
            ],
            K::Components => &[
                ("schemas", Named(K::Schema)),
                ("responses", Named(K::Response)),
                ("parameters", Named(K::Parameter)),
                ("examples", Named(K::Example)),
                ("requestBodies", Named(K::RequestBody)),
                ("headers", Named(K::Header)),
                ("securitySchemes", Named(K::SecurityScheme)),
                ("links", Named(K::Link)),
                ("callbacks", Named(K::Callback)),
            ],
            K::SecurityScheme => &[("flows", One(K::OAuthFlows))],
            K::Contact
            | K::License
            | K::ServerVariable
            | K::Paths
            | K::ExternalDocs
            | K::Responses
            | K::Example
            | K::Discriminator
            | K::OAuthFlows
            | K::Callback => &[],
        }
    }

    /// What the member `name` holds, listed or free.
    pub(crate) fn member(self, name: &str) -> Option<Holds> {
        let listed = self.members().iter().find(|(member, _)| *member == name);
        listed.map(|(_, holds)| *holds).or_else(|| self.free(name))
    }

    /// What a member holds whose name the description is free to choose.
    fn free(self, name: &str) -> Option<Holds> {
        match self {
            K::Paths if name.starts_with('/') => Some(One(K::PathItem)),
            K::Responses if name == "default" || is_status(name) => Some(One(K::Response)),
            K::Callback if !name.starts_with("x-") => Some(One(K::PathItem)),
            _ => None,
        }
    }

    /// The smallest object of the kind: it stands in for a member that is judged on its own.
    pub(crate) fn smallest(self) -> Value {
        match self {
            K::Info => json!({ "title": "", "version": "" }),
            K::License | K::Tag => json!({ "name": "" }),
            K::Server | K::ExternalDocs => json!({ "url": "" }),
            K::Operation => json!({ "responses": {} }),
            K::Discriminator => json!({ "propertyName": "" }),
            kind if kind.is_referable() => json!({ "$ref": "" }),
            _ => Value::Object(Map::new()),
        }
    }

    /// Whether openapiv3 reads a value as this kind.
    pub(crate) fn read(self, value: &Value) -> Result<(), Error> {
        match self {
            K::Document => model::OpenAPI::deserialize(value).map(drop),
            K::Info => model::Info::deserialize(value).map(drop),
            K::Contact => model::Contact::deserialize(value).map(drop),
            K::License => model::License::deserialize(value).map(drop),
            K::Server => model::Server::deserialize(value).map(drop),
            K::ServerVariable => model::ServerVariable::deserialize(value).map(drop),
            K::Paths => model::Paths::deserialize(value).map(drop),
            K::PathItem => model::PathItem::deserialize(value).map(drop),
            K::Operation => model::Operation::deserialize(value).map(drop),
            K::ExternalDocs => model::ExternalDocumentation::deserialize(value).map(drop),
            K::Parameter => model::Parameter::deserialize(value).map(drop),
            K::RequestBody => model::RequestBody::deserialize(value).map(drop),
            K::MediaType => model::MediaType::deserialize(value).map(drop),
            K::Encoding => model::Encoding::deserialize(value).map(drop),
            K::Responses => model::Responses::deserialize(value).map(drop),
            K::Response => model::Response::deserialize(value).map(drop),
            K::Example => model::Example::deserialize(value).map(drop),
            K::Link => model::Link::deserialize(value).map(drop),
            K::Header => model::Header::deserialize(value).map(drop),
            K::Tag => model::Tag::deserialize(value).map(drop),
            K::Schema => model::Schema::deserialize(value).map(drop),
            K::Discriminator => model::Discriminator::deserialize(value).map(drop),
            K::Components => model::Components::deserialize(value).map(drop),
            K::SecurityScheme => model::SecurityScheme::deserialize(value).map(drop),
            K::OAuthFlows => model::OAuth2Flows::deserialize(value).map(drop),
            // openapiv3 knows neither extensions nor references here; nobody reads what it makes.
            K::Callback => Ok(()),
        }
    }
}

fn is_status(name: &str) -> bool {
    model::StatusCode::deserialize(&Value::String(name.to_owned())).is_ok()
}
