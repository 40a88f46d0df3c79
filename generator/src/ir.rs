//! The meaning of a description, without `OpenAPI`'s syntax and without Rust.
//!
//! `lower` makes it, `plan`, `name` and `emit` read it. It holds wire names only; a type is
//! identified by the JSON pointer of the schema that defines it. Required and nullable are two
//! facts, never one `Option`.

use indexmap::IndexMap;

use crate::pointer::Pointer;

/// A whole description.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Title, version and prose of the description.
    pub info: Info,
    /// Where the API is served, the default first.
    pub servers: Vec<Server>,
    /// How a client proves who it is, by scheme name.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// The groups of operations, in the order of their first appearance.
    pub tags: Vec<Tag>,
    /// All operations, in the description's order.
    pub operations: Vec<Operation>,
    /// Every type, keyed by the schema that defines it, in the order they were met.
    pub types: IndexMap<Pointer, TypeDef>,
    /// The header that carries the API version (`x-api-version`).
    pub api_version: Option<ApiVersion>,
    /// Response headers that identify a call to the server's operators (`x-request-id-headers`).
    pub request_id_headers: Vec<String>,
}

/// The description's word about itself (Info Object, `OpenAPI` 3.0.3 §4.7.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// Title of the API.
    pub title: String,
    /// Version of the description.
    pub version: String,
    /// Prose in `CommonMark`.
    pub description: Option<String>,
    /// The root's external documentation.
    pub external_docs: Option<String>,
}

/// A header that selects the version of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiVersion {
    /// The header's name.
    pub header: String,
    /// The value sent unless the caller sets another.
    pub default: String,
}

/// One base URL, or a template of one (Server Object, §4.7.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// URL with `{variable}` places.
    pub url: String,
    /// Prose.
    pub description: Option<String>,
    /// The template's variables, in the order of the template.
    pub variables: Vec<ServerVariable>,
    /// The name given by `x-rust-name`.
    pub name: Option<String>,
    /// The Server Object.
    pub at: Pointer,
}

/// A variable of a server's URL (§4.7.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Name in the template.
    pub name: String,
    /// The value if the caller gives none.
    pub default: String,
    /// The only values allowed, if any are listed.
    pub values: Vec<String>,
    /// Prose.
    pub description: Option<String>,
}

/// A way to authenticate (Security Scheme Object, §4.7.27).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Where the secret goes.
    pub kind: SecurityKind,
    /// Prose.
    pub description: Option<String>,
    /// The Security Scheme Object.
    pub at: Pointer,
}

/// Where a secret goes in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Bearer`; `OAuth2` and `OpenID` Connect end here, too.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A value of its own in the named header, query parameter or cookie.
    ApiKey {
        /// Header, query or cookie.
        location: Location,
        /// Name of the header, parameter or cookie.
        name: String,
    },
}

/// A group of operations (Tag Object, §4.7.22).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Name, as operations refer to it.
    pub name: String,
    /// Prose.
    pub description: Option<String>,
    /// A page on it.
    pub external_docs: Option<String>,
}

/// What a reader of the emitted crate is told about a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One line.
    pub summary: Option<String>,
    /// `CommonMark`.
    pub description: Option<String>,
    /// A page on it.
    pub external: Option<String>,
    /// Whether the description advises against its use.
    pub deprecated: bool,
}

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
    /// The value of `Accept`; empty for anything.
    pub accept: String,
    /// How its answer goes on over several pages.
    pub paging: Option<Paging>,
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

/// The type of a value at one place: what it is and whether `null` may stand there instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Ty {
    /// What it is.
    pub kind: TypeKind,
    /// Whether `null` may stand there.
    pub nullable: bool,
}

impl Ty {
    /// A type that is never null.
    #[must_use]
    pub fn new(kind: TypeKind) -> Self {
        Self {
            kind,
            nullable: false,
        }
    }

    /// The same type, null allowed if `nullable` or it was before.
    #[must_use]
    pub fn or_null(mut self, nullable: bool) -> Self {
        self.nullable |= nullable;
        self
    }
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// Any number.
    Number,
    /// A text.
    String(StringFormat),
    /// The content of a file: `format: binary` in a multipart body.
    File,
    /// Any JSON value.
    Any,
    /// An object without declared members.
    FreeObject,
    /// An array.
    List(Box<Ty>),
    /// An object whose members have one type.
    Map(Box<Ty>),
    /// A type of its own.
    Named(Pointer),
}

/// The width of a whole number (`format`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integer {
    /// `int32`.
    I32,
    /// `int64`, or no format.
    I64,
    /// `uint64`, which some vendors use.
    U64,
}

/// What a text stands for, as far as the emitted crate knows a type for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StringFormat {
    /// A text.
    Plain,
    /// RFC 3339 date and time.
    DateTime,
}

/// A type of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// What it is.
    pub shape: Shape,
    /// What names it.
    pub origin: Origin,
    /// The name given by `x-rust-name`.
    pub name: Option<String>,
    /// Prose.
    pub docs: Docs,
    /// The schema.
    pub at: Pointer,
}

/// Where a type stands, from which its name is made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A component, by its key.
    Component(String),
    /// A parameter that is a component, by the component's key.
    ParameterComponent(String),
    /// A parameter of an operation: operation id and wire name.
    Parameter(String, String),
    /// The body of an operation's request.
    Request(String),
    /// A request body that is a component, by its key.
    RequestComponent(String),
    /// The body of an operation's answer. The status is told where there is more than one.
    Response(String, Option<Status>),
    /// A response that is a component, by its key.
    ResponseComponent(String),
    /// A member, an item or a variant of what has this origin itself.
    Part(Box<Origin>, Part),
}

impl Origin {
    /// The origin of a part of what has this one.
    #[must_use]
    pub fn part(&self, part: Part) -> Self {
        Self::Part(Box::new(self.clone()), part)
    }
}

/// Which part of the enclosing type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The value of a member.
    Member(String),
    /// An item of a list.
    Item,
    /// A value of a map.
    Value,
    /// A variant of a union, by its title or what it is.
    Variant(String),
}

/// The shapes a type can have.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An object with declared members.
    Struct(Struct),
    /// One of several texts.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another type under a name of its own, where Rust needs one to end a recursion.
    Newtype(Ty),
}

/// An object with declared members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// The members, in the description's order.
    pub fields: Vec<Field>,
    /// The type of members that are not declared, where the description says that there are some.
    pub rest: Option<Box<Ty>>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Wire name.
    pub name: String,
    /// What it holds.
    pub ty: Ty,
    /// Whether an object without it is wrong.
    pub required: bool,
    /// Whether only the server sends it (`readOnly`).
    pub read_only: bool,
    /// Whether only the client sends it (`writeOnly`).
    pub write_only: bool,
    /// The value the server assumes.
    pub default: Option<serde_json::Value>,
    /// How a multipart body sends it.
    pub part: Option<MultipartPart>,
    /// Prose.
    pub docs: Docs,
    /// The member's schema.
    pub at: Pointer,
}

/// How a member of a multipart body is sent (Encoding Object, §4.7.15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MultipartPart {
    /// The text of a scalar.
    Text,
    /// A JSON text.
    Json,
    /// A file.
    File,
}

/// One of several texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// The values, in the description's order, each once.
    pub values: Vec<String>,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The alternatives, in the description's order, each once.
    pub variants: Vec<Variant>,
    /// The member that tells which, where there is one.
    pub discriminator: Option<Discriminator>,
}

/// The member whose value names the variant (Discriminator Object, §4.7.25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// Wire name of the member.
    pub property: String,
    /// Value and index of the variant.
    pub values: Vec<(String, usize)>,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What it holds.
    pub ty: Ty,
    /// What to call it, in wire terms: component key, title, or the JSON type.
    pub label: String,
    /// The schema.
    pub at: Pointer,
}
