//! What tells the variants of a union apart by a look at the value.

use crate::ir::{Api, Shape, Struct, Ty, TypeKind, Union};

/// The conditions a value must meet to be a variant, and what the variant knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// The JSON types it can have; empty for any.
    pub types: Vec<JsonType>,
    /// Members it must have.
    pub required: Vec<String>,
    /// Members it may have.
    pub known: Vec<String>,
    /// Members with few values, and those.
    pub constants: Vec<(String, Vec<String>)>,
}

/// The type of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A text.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// A guard for each variant.
pub(super) fn guards(api: &Api, union: &Union) -> Vec<Guard> {
    union
        .variants
        .iter()
        .map(|variant| guard(api, &variant.ty, 0))
        .collect()
}

fn guard(api: &Api, ty: &Ty, depth: usize) -> Guard {
    let of_type = |json_type| Guard {
        types: vec![json_type],
        ..Guard::default()
    };
    match &ty.kind {
        TypeKind::Boolean => of_type(JsonType::Boolean),
        TypeKind::Integer(_) | TypeKind::Number => of_type(JsonType::Number),
        TypeKind::String(_) | TypeKind::File => of_type(JsonType::String),
        TypeKind::List(_) => of_type(JsonType::Array),
        TypeKind::Map(_) | TypeKind::FreeObject => of_type(JsonType::Object),
        TypeKind::Any => Guard::default(),
        TypeKind::Named(at) => match &api.types[at].shape {
            Shape::Struct(object) => object_guard(api, object),
            Shape::Enum(_) => of_type(JsonType::String),
            // A union of unions that contain each other says nothing about its values.
            Shape::Union(union) if depth < 8 => union_guard(api, union, depth + 1),
            Shape::Newtype(inner) if depth < 8 => guard(api, inner, depth + 1),
            Shape::Union(_) | Shape::Newtype(_) => Guard::default(),
        },
    }
}

fn object_guard(api: &Api, object: &Struct) -> Guard {
    let required = object.fields.iter().filter(|field| field.required);
    Guard {
        types: vec![JsonType::Object],
        required: required.map(|field| field.name.clone()).collect(),
        known: object
            .fields
            .iter()
            .map(|field| field.name.clone())
            .collect(),
        constants: object
            .fields
            .iter()
            .filter_map(|field| Some((field.name.clone(), constants(api, &field.ty)?)))
            .collect(),
    }
}

/// The values of an enumeration of one value, which is how 3.0 writes a constant.
fn constants(api: &Api, ty: &Ty) -> Option<Vec<String>> {
    let TypeKind::Named(at) = &ty.kind else {
        return None;
    };
    match &api.types[at].shape {
        Shape::Enum(it) if it.values.len() == 1 && !ty.nullable => Some(it.values.clone()),
        _ => None,
    }
}

fn union_guard(api: &Api, union: &Union, depth: usize) -> Guard {
    let mut whole = Guard::default();
    for guard in union
        .variants
        .iter()
        .map(|variant| guard(api, &variant.ty, depth))
    {
        if guard.types.is_empty() {
            return Guard::default();
        }
        whole.types.extend(guard.types);
        whole.known.extend(guard.known);
    }
    whole.types.sort_unstable();
    whole.types.dedup();
    whole.known.sort_unstable();
    whole.known.dedup();
    whole
}
