//! Operations: what is sent and what is answered.

use super::{Docs, Ty};
use crate::pointer::Pointer;

/// One call of the API (Operation Object, §4.7.10).
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or one made from method and path where the description has none.
    pub id: String,
    /// HTTP method in capitals.
    pub method: String,
    /// Path template.
    pub path: String,
    /// The first of its tags, the group it stands in.
    pub tag: Option<String>,
    /// The documentation page it stands on, below the tag.
    pub page: Option<String>,
    /// All parameters, path item's and operation's merged, in the description's order.
    pub parameters: Vec<Parameter>,
    /// What it sends.
    pub body: Option<Body>,
    /// Every documented answer.
    pub outcomes: Vec<Outcome>,
    /// The events of an answer that is, or can be, a stream of them.
    pub events: Option<Events>,
    /// The value of `Accept`; empty for anything.
    pub accept: String,
    /// How its answer goes on over several pages.
    pub paging: Option<Paging>,
    /// Where it is served, if not where the others are.
    pub server: Option<String>,
    /// Alternatives, each a set of scheme names; none means that no credential is sent.
    pub security: Vec<Vec<String>>,
    /// The name given by `x-rust-name`.
    pub name: Option<String>,
    /// Prose.
    pub docs: Docs,
    /// The Operation Object.
    pub at: Pointer,
}

/// Where a parameter stands in a request (§4.7.12.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// How a parameter's value becomes text (§4.7.12.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Comma-separated values.
    Simple {
        /// Members as `key=value`.
        explode: bool,
    },
    /// Values behind a dot (RFC 6570 label expansion).
    Label {
        /// A dot before each.
        explode: bool,
    },
    /// `;name=value` (RFC 6570 path-style expansion).
    Matrix {
        /// A name before each.
        explode: bool,
    },
    /// `name=value` (RFC 6570 form-style expansion).
    Form {
        /// One pair for each value or member.
        explode: bool,
    },
    /// As exploded or plain form, with reserved characters left as they are.
    FormReserved {
        /// One pair for each value or member.
        explode: bool,
    },
    /// Array values separated by `%20`.
    SpaceDelimited,
    /// Array values separated by `|`.
    PipeDelimited,
    /// `name[key]=value`.
    DeepObject,
    /// The value as a JSON text (a parameter with `content`).
    Json,
}

impl Style {
    /// What a parameter without `style` and `explode` has (§4.7.12.2).
    #[must_use]
    pub fn default_of(location: Location) -> Self {
        match location {
            Location::Path | Location::Header => Self::Simple { explode: false },
            Location::Query | Location::Cookie => Self::Form { explode: true },
        }
    }
}

/// A parameter (§4.7.12).
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Wire name.
    pub name: String,
    /// The name given by `x-rust-name`.
    pub rust_name: Option<String>,
    /// Where it goes.
    pub location: Location,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// How its value becomes text.
    pub style: Style,
    /// What it can be.
    pub ty: Ty,
    /// The value the server assumes; never sent uninvited.
    pub default: Option<serde_json::Value>,
    /// Prose.
    pub docs: Docs,
    /// The Parameter Object, or its component.
    pub at: Pointer,
}

/// What an operation sends (Request Body Object, §4.7.13).
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Whether a request without it is wrong.
    pub required: bool,
    /// The media type sent.
    pub media_type: String,
    /// Its form.
    pub content: BodyContent,
    /// Prose.
    pub docs: Docs,
    /// The Media Type Object.
    pub at: Pointer,
}

/// The form of a request body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyContent {
    /// A JSON text.
    Json(Ty),
    /// `application/x-www-form-urlencoded`, with the styles that differ from the form style.
    Form {
        /// The object whose members are sent.
        ty: Ty,
        /// Member name and style.
        styles: Vec<(String, Style)>,
    },
    /// `multipart/form-data`: the struct whose fields are the parts.
    Multipart(Ty),
    /// A text.
    Text,
    /// Bytes as they are.
    Bytes,
}

/// A status or a class of them (§4.7.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status.
    Code(u16),
    /// `2XX` is `Range(2)`.
    Range(u8),
    /// Whatever is not listed.
    Default,
}

impl Status {
    /// Whether it says that the call did what was asked, or where the answer is.
    ///
    /// `default` is decided by what else is documented, so it is neither here.
    #[must_use]
    pub fn class(self) -> Option<u16> {
        match self {
            Self::Code(code) => Some(code / 100),
            Self::Range(class) => Some(u16::from(class)),
            Self::Default => None,
        }
    }
}

/// One documented answer (Response Object, §4.7.17).
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// When it is this one.
    pub status: Status,
    /// Whether `send` returns it as a value rather than as an error.
    pub success: bool,
    /// What the body holds.
    pub content: Content,
    /// Documented headers.
    pub headers: Vec<ResponseHeader>,
    /// Prose.
    pub description: String,
    /// The Response Object.
    pub at: Pointer,
}

/// A stream of events (`text/event-stream`).
#[derive(Clone, Debug, PartialEq)]
pub struct Events {
    /// What an event holds.
    pub content: EventContent,
    /// The Media Type Object.
    pub at: Pointer,
}

/// What an event holds.
#[derive(Clone, Debug, PartialEq)]
pub enum EventContent {
    /// Its data is a text.
    Text,
    /// Its data is a JSON text.
    Data(Ty),
    /// The event as a whole is an object of its fields, its data being a JSON text.
    Whole(Ty),
}

impl EventContent {
    /// The type, unless it is text.
    #[must_use]
    pub fn ty(&self) -> Option<&Ty> {
        match self {
            Self::Text => None,
            Self::Data(ty) | Self::Whole(ty) => Some(ty),
        }
    }
}

/// A header of an answer (Header Object, §4.7.21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHeader {
    /// Name, as documented.
    pub name: String,
    /// Prose.
    pub description: Option<String>,
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// No body.
    Empty,
    /// A JSON text.
    Json(Ty),
    /// A text.
    Text,
    /// Bytes as they come.
    Bytes,
    /// No body, but the address of what was asked for in `Location`.
    Redirect,
}

/// How a list goes on (facts of the model, recognised by `lower::paging`).
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The member of the page that holds the items; `None` when the page is the list.
    pub member: Option<String>,
    /// Whether that member may be absent or null.
    pub optional: bool,
    /// One item.
    pub item: Ty,
}
