//! A schema's keywords side by side, whichever of openapiv3's variants they were parsed into.
//!
//! openapiv3 sorts schemas into typed variants and puts every other combination into a catch-all.
//! Rules are easier to read over one record of keywords, borrowed.

use std::sync::LazyLock;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaData,
    SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

/// `type`, as far as JSON Schema has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonType {
    /// `string`
    String,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `array`
    Array,
    /// `object`
    Object,
}

/// The keywords of one schema.
#[derive(Clone, Debug)]
pub(super) struct Flat<'d> {
    pub(super) data: &'d SchemaData,
    pub(super) json_type: Option<Result<JsonType, &'d str>>,
    pub(super) format: Option<&'d str>,
    pub(super) values: Vec<Value>,
    pub(super) properties: &'d IndexMap<String, ReferenceOr<Box<Schema>>>,
    pub(super) required: &'d [String],
    pub(super) additional: Option<&'d AdditionalProperties>,
    pub(super) items: Option<&'d ReferenceOr<Box<Schema>>>,
    pub(super) all_of: &'d [ReferenceOr<Schema>],
    pub(super) one_of: &'d [ReferenceOr<Schema>],
    pub(super) any_of: &'d [ReferenceOr<Schema>],
    pub(super) negated: bool,
}

static NO_PROPERTIES: LazyLock<IndexMap<String, ReferenceOr<Box<Schema>>>> =
    LazyLock::new(IndexMap::new);

static SILENT: LazyLock<SchemaData> = LazyLock::new(SchemaData::default);

impl<'d> Flat<'d> {
    pub(super) fn of(schema: &'d Schema) -> Self {
        let empty = Self::empty(&schema.schema_data);
        match &schema.schema_kind {
            SchemaKind::Type(typed) => Self::of_type(typed, empty),
            SchemaKind::OneOf { one_of } => Self { one_of, ..empty },
            SchemaKind::AllOf { all_of } => Self { all_of, ..empty },
            SchemaKind::AnyOf { any_of } => Self { any_of, ..empty },
            SchemaKind::Not { .. } => Self {
                negated: true,
                ..empty
            },
            SchemaKind::Any(any) => Self::of_any(any, empty.data),
        }
    }

    /// A schema that says nothing but which values there are.
    pub(super) fn of_values(values: Vec<Value>) -> Self {
        let empty = Self::empty(&SILENT);
        Self { values, ..empty }
    }

    fn empty(data: &'d SchemaData) -> Self {
        Self {
            data,
            json_type: None,
            format: None,
            values: Vec::new(),
            properties: &NO_PROPERTIES,
            required: &[],
            additional: None,
            items: None,
            all_of: &[],
            one_of: &[],
            any_of: &[],
            negated: false,
        }
    }

    fn of_type(typed: &'d Type, empty: Self) -> Self {
        let some = |json_type| Some(Ok(json_type));
        match typed {
            Type::String(it) => Self {
                json_type: some(JsonType::String),
                format: string_format(&it.format),
                values: values(&it.enumeration),
                ..empty
            },
            Type::Number(it) => Self {
                json_type: some(JsonType::Number),
                format: number_format(&it.format),
                values: values(&it.enumeration),
                ..empty
            },
            Type::Integer(it) => Self {
                json_type: some(JsonType::Integer),
                format: integer_format(&it.format),
                values: values(&it.enumeration),
                ..empty
            },
            Type::Boolean(it) => Self {
                json_type: some(JsonType::Boolean),
                values: values(&it.enumeration),
                ..empty
            },
            Type::Array(it) => Self {
                json_type: some(JsonType::Array),
                items: it.items.as_ref(),
                ..empty
            },
            Type::Object(it) => Self {
                json_type: some(JsonType::Object),
                properties: &it.properties,
                required: &it.required,
                additional: it.additional_properties.as_ref(),
                ..empty
            },
        }
    }

    fn of_any(any: &'d AnySchema, data: &'d SchemaData) -> Self {
        Self {
            data,
            json_type: any.typ.as_deref().map(json_type),
            format: any.format.as_deref(),
            values: any.enumeration.clone(),
            properties: &any.properties,
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            items: any.items.as_ref(),
            all_of: &any.all_of,
            one_of: &any.one_of,
            any_of: &any.any_of,
            negated: any.not.is_some(),
        }
    }

    /// The type that `type` names, or that the other keywords only make sense for.
    pub(super) fn known_type(&self) -> Option<JsonType> {
        match self.json_type {
            Some(json_type) => json_type.ok(),
            None if self.declares_members() => Some(JsonType::Object),
            None if self.items.is_some() => Some(JsonType::Array),
            None => None,
        }
    }

    /// Whether it says anything about an object's members.
    pub(super) fn declares_members(&self) -> bool {
        !self.properties.is_empty() || self.additional.is_some()
    }

    /// Whether it is one of several alternatives.
    pub(super) fn alternatives(&self) -> Option<(&'static str, &'d [ReferenceOr<Schema>])> {
        match (self.one_of, self.any_of) {
            ([], []) => None,
            ([], any_of) => Some(("anyOf", any_of)),
            (one_of, _) => Some(("oneOf", one_of)),
        }
    }

    /// Whether it says only which members are required, as alternatives of an object do.
    pub(super) fn only_constrains(&self) -> bool {
        matches!(self.json_type, None | Some(Ok(JsonType::Object)))
            && !self.declares_members()
            && self.items.is_none()
            && self.values.is_empty()
            && self.all_of.is_empty()
            && self.alternatives().is_none_or(|(_, all)| {
                all.iter().all(|it| {
                    it.as_item()
                        .is_some_and(|it| Self::of(it).only_constrains())
                })
            })
            && !(self.required.is_empty() && self.json_type.is_some())
    }

    /// Whether it allows everything.
    pub(super) fn is_free(&self) -> bool {
        self.json_type.is_none() && self.only_constrains() && !self.negated
    }

    /// Whether a type is the same with it and without: it allows everything, or all but something.
    pub(super) fn says_nothing(&self) -> bool {
        self.json_type.is_none() && self.only_constrains() && self.required.is_empty()
    }

    /// Whether the only value it allows is `null`.
    pub(super) fn is_null(&self) -> bool {
        self.values.as_slice() == [Value::Null]
    }

    /// Whether `null` is allowed besides what it describes.
    pub(super) fn is_nullable(&self) -> bool {
        self.data.nullable || self.values.contains(&Value::Null)
    }
}

fn json_type(name: &str) -> Result<JsonType, &str> {
    Ok(match name {
        "string" => JsonType::String,
        "integer" => JsonType::Integer,
        "number" => JsonType::Number,
        "boolean" => JsonType::Boolean,
        "array" => JsonType::Array,
        "object" => JsonType::Object,
        other => return Err(other),
    })
}

fn values<T: Clone + Into<Value>>(enumeration: &[Option<T>]) -> Vec<Value> {
    enumeration
        .iter()
        .map(|value| value.clone().map_or(Value::Null, Into::into))
        .collect()
}

fn string_format(format: &VariantOrUnknownOrEmpty<StringFormat>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Some("date"),
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Some("date-time"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => Some("password"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => Some("byte"),
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => Some("binary"),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn integer_format(format: &VariantOrUnknownOrEmpty<IntegerFormat>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Some("int32"),
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) => Some("int64"),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn number_format(format: &VariantOrUnknownOrEmpty<NumberFormat>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => Some("float"),
        VariantOrUnknownOrEmpty::Item(NumberFormat::Double) => Some("double"),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(other),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
