//! Types: what a value can be, and the definitions that have a name of their own.

use std::collections::BTreeMap;

use super::{Docs, Status};
use crate::pointer::Pointer;

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
    /// Whether its schema allows null itself; each [`Ty`] that names it says so, too.
    pub nullable: bool,
    /// What names it.
    pub origin: Origin,
    /// The name given by `x-rust-name`.
    pub name: Option<String>,
    /// The names that `x-rust-names` gives to members or values, by their wire names.
    pub part_names: BTreeMap<String, String>,
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
    /// Several places where the same stands.
    Common {
        /// What it is at each of them.
        role: Role,
        /// The tag of all of them, if they have one tag and others have another.
        tag: Option<String>,
        /// The first of them.
        first: Box<Origin>,
    },
}

impl Origin {
    /// The origin of a part of what has this one.
    #[must_use]
    pub fn part(&self, part: Part) -> Self {
        Self::Part(Box::new(self.clone()), part)
    }

    /// What the type is to its owner; `None` where its name does not depend on one.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Parameter(_, name) | Self::Part(_, Part::Member(name)) => {
                Some(Role::Named(name.clone()))
            }
            Self::Part(owner, part) => Some(Role::Part(Box::new(owner.role()?), part.clone())),
            Self::Response(_, Some(status)) => Some(Role::Answer(*status)),
            _ => None,
        }
    }
}

/// What a type is to its owner, whichever that is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A parameter or a member, by its wire name.
    Named(String),
    /// What is answered with a status.
    Answer(Status),
    /// An item, a value or a variant of what has this role itself.
    Part(Box<Role>, Part),
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
    /// One of several whole numbers.
    Numbers(Numbers),
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
    /// The only value it has beside `null`.
    pub constant: Option<Constant>,
    /// The value the server assumes.
    pub default: Option<serde_json::Value>,
    /// How a multipart body sends it.
    pub part: Option<MultipartPart>,
    /// Prose.
    pub docs: Docs,
    /// The member's schema.
    pub at: Pointer,
}

/// The only value of a member (`const`, or an `enum` of one).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Boolean(bool),
}

/// How a member of a multipart body is sent (Encoding Object, §4.7.15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MultipartPart {
    /// The text of a scalar, with its media type if that is not plain text.
    Text(Option<String>),
    /// A JSON text, with its media type if that is not `application/json`.
    Json(Option<String>),
    /// Text or JSON, as the value is: of a type that has scalars and objects.
    Either,
    /// A file.
    File,
}

/// One of several texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// The values, in the description's order, each once.
    pub values: Vec<String>,
}

/// One of several whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// The values, in the description's order, each once.
    pub values: Vec<NumberValue>,
}

/// A value of an enumeration of whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberValue {
    /// The number.
    pub number: i64,
    /// What the description calls it.
    pub label: Option<String>,
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
