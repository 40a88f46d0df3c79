//! Schemas made of arbitrary bytes.

use arbitrary::Arbitrary;
use serde_json::{Map, Value, json};

use super::{SCHEMAS, Target, Text, put, text};

/// A value of JSON.
#[derive(Arbitrary, Clone, Debug)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number
    Integer(i64),
    /// A number with a fraction, if it is finite
    Number(f64),
    /// A text
    Text(Text),
    /// A list
    List(Vec<Json>),
    /// An object
    Object(Vec<(Text, Json)>),
}

impl Json {
    /// The value.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(it) => json!(it),
            Self::Integer(it) => json!(it),
            Self::Number(it) => json!(it),
            Self::Text(it) => text(it),
            Self::List(items) => items.iter().map(Self::value).collect(),
            Self::Object(members) => {
                let members = members.iter().map(|(name, it)| (name.text(), it.value()));
                members.collect::<Map<_, _>>().into()
            }
        }
    }
}

#[derive(Arbitrary, Clone, Debug)]
enum Type {
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
}

impl Type {
    fn name(&self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }
}

const FORMATS: [&str; 12] = [
    "int32",
    "int64",
    "float",
    "double",
    "date-time",
    "date",
    "byte",
    "binary",
    "uuid",
    "uri",
    "password",
    "uint8",
];

#[derive(Arbitrary, Clone, Debug)]
enum Additional {
    Allowed(bool),
    Of(Schema),
}

#[derive(Arbitrary, Clone, Debug)]
struct Discriminator {
    member: Text,
    mapping: Vec<(Text, Target)>,
}

#[derive(Arbitrary, Clone, Debug)]
struct Remarks {
    title: Option<Text>,
    description: Option<Text>,
    default: Option<Json>,
    example: Option<Json>,
    read_only: Option<bool>,
    write_only: Option<bool>,
    deprecated: Option<bool>,
    minimum: Option<i64>,
    maximum: Option<f64>,
    min_length: Option<u64>,
    pattern: Option<Text>,
    rust_name: Option<Text>,
}

#[derive(Arbitrary, Clone, Debug)]
struct Keywords {
    of: Option<Type>,
    format: Option<u8>,
    nullable: Option<bool>,
    values: Option<Vec<Json>>,
    properties: Vec<(Text, Schema)>,
    required: Vec<Text>,
    additional: Option<Additional>,
    items: Option<Schema>,
    all_of: Vec<Schema>,
    any_of: Vec<Schema>,
    one_of: Vec<Schema>,
    negated: Option<Schema>,
    discriminator: Option<Discriminator>,
    remarks: Option<Box<Remarks>>,
}

/// A schema.
#[derive(Arbitrary, Clone, Debug)]
pub enum Schema {
    /// One of the components.
    Reference(Target),
    /// A type and nothing else.
    Plain(PlainType),
    /// Any combination of keywords.
    Full(Box<FullSchema>),
    /// A union of components, as they are usually written.
    Union(Vec<Target>, Option<Text>),
    /// An object, as they are usually written.
    Object(Vec<(Text, bool, Schema)>),
    /// A list.
    List(Box<Schema>),
}

/// A type and its format.
#[derive(Arbitrary, Clone, Debug)]
pub struct PlainType(Type, Option<u8>);

/// Any combination of keywords.
#[derive(Arbitrary, Clone, Debug)]
pub struct FullSchema(Keywords);

fn format(index: u8) -> Value {
    FORMATS[usize::from(index) % FORMATS.len()].into()
}

fn target(target: &Target) -> Value {
    target.reference("schemas", &SCHEMAS)
}

impl Schema {
    /// The schema.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Reference(it) => target(it),
            Self::Plain(PlainType(of, index)) => {
                let mut value = json!({ "type": of.name() });
                if matches!(of, Type::Array) {
                    value["items"] = json!({});
                }
                put(&mut value, "format", index.map(format));
                value
            }
            Self::Full(it) => it.0.value(),
            Self::Union(targets, member) => {
                let mut value = json!({ "oneOf": targets.iter().map(target).collect::<Value>() });
                let member = member
                    .as_ref()
                    .map(|it| json!({ "propertyName": it.text() }));
                put(&mut value, "discriminator", member);
                value
            }
            Self::Object(members) => {
                let required = members.iter().filter(|it| it.1).map(|it| text(&it.0));
                let properties = members.iter().map(|it| (it.0.text(), it.2.value()));
                json!({
                    "type": "object",
                    "required": required.collect::<Value>(),
                    "properties": properties.collect::<Map<_, _>>(),
                })
            }
            Self::List(items) => json!({ "type": "array", "items": items.value() }),
        }
    }
}

impl Keywords {
    fn value(&self) -> Value {
        let mut value = json!({});
        put(
            &mut value,
            "type",
            self.of.as_ref().map(|it| it.name().into()),
        );
        put(&mut value, "format", self.format.map(format));
        put(&mut value, "nullable", self.nullable.map(Value::from));
        let values = self.values.as_ref();
        put(
            &mut value,
            "enum",
            values.map(|it| it.iter().map(Json::value).collect()),
        );
        if !self.properties.is_empty() {
            let members = self.properties.iter().map(|it| (it.0.text(), it.1.value()));
            value["properties"] = members.collect::<Map<_, _>>().into();
        }
        if !self.required.is_empty() {
            value["required"] = self.required.iter().map(text).collect();
        }
        put(
            &mut value,
            "additionalProperties",
            self.additional.as_ref().map(|it| match it {
                Additional::Allowed(it) => json!(it),
                Additional::Of(it) => it.value(),
            }),
        );
        let items = self.items.as_ref().map(Schema::value);
        let items = items.or_else(|| matches!(self.of, Some(Type::Array)).then(|| json!({})));
        put(&mut value, "items", items);
        for (name, schemas) in [
            ("allOf", &self.all_of),
            ("anyOf", &self.any_of),
            ("oneOf", &self.one_of),
        ] {
            if !schemas.is_empty() {
                value[name] = schemas.iter().map(Schema::value).collect();
            }
        }
        put(&mut value, "not", self.negated.as_ref().map(Schema::value));
        put(&mut value, "discriminator", self.discriminator.as_ref().map(|it| {
            let mapping = it.mapping.iter().map(|(name, to)| (name.text(), target(to)["$ref"].clone()));
            json!({ "propertyName": it.member.text(), "mapping": mapping.collect::<Map<_, _>>() })
        }));
        if let Some(remarks) = &self.remarks {
            remarks.put_into(&mut value);
        }
        value
    }
}

impl Remarks {
    fn put_into(&self, value: &mut Value) {
        put(value, "title", self.title.as_ref().map(text));
        put(value, "description", self.description.as_ref().map(text));
        put(value, "default", self.default.as_ref().map(Json::value));
        put(value, "example", self.example.as_ref().map(Json::value));
        put(value, "readOnly", self.read_only.map(Value::from));
        put(value, "writeOnly", self.write_only.map(Value::from));
        put(value, "deprecated", self.deprecated.map(Value::from));
        put(value, "minimum", self.minimum.map(Value::from));
        put(
            value,
            "maximum",
            self.maximum.filter(|it| it.is_finite()).map(Value::from),
        );
        put(value, "minLength", self.min_length.map(Value::from));
        put(value, "pattern", self.pattern.as_ref().map(text));
        put(value, "x-rust-name", self.rust_name.as_ref().map(text));
    }
}
