//! What tells the variants of a union apart by a look at the value.

use std::collections::{BTreeSet, HashSet};

use crate::ir::{Api, Constant, Discriminator, Shape, Struct, Ty, TypeKind, Union};
use crate::limits::MAX_PARTS;

/// The conditions a value must meet to be a variant, and what the variant knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// The JSON types it can have; empty for any.
    pub types: Vec<JsonType>,
    /// Members it must have.
    pub required: Vec<String>,
    /// Members it may have.
    pub known: Vec<String>,
    /// Members that have one value, and that.
    pub constants: Vec<(String, Constant)>,
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

/// Guards for one union after the other. What the choices within them know is told for each anew,
/// in a room that is there once; those that find none left are tried like any value.
pub(super) struct Guards<'a> {
    api: &'a Api,
    left: usize,
}

impl<'a> Guards<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self {
            api,
            left: MAX_PARTS,
        }
    }

    /// A guard for each variant, or none where all of them have to have the discriminator.
    pub(super) fn of(&mut self, union: &'a Union) -> Vec<Guard> {
        let variants = union.variants.iter();
        let guards: Vec<Guard> = variants
            .map(|variant| self.guard(&variant.ty).unwrap_or_default())
            .collect();
        let tells_all = |discriminator: &Discriminator| {
            let has_it = |guard: &Guard| {
                guard.types == [JsonType::Object]
                    && guard.required.contains(&discriminator.property)
            };
            guards.iter().all(has_it)
        };
        match &union.discriminator {
            Some(discriminator) if tells_all(discriminator) => Vec::new(),
            Some(_) | None => guards,
        }
    }

    fn guard(&mut self, ty: &'a Ty) -> Option<Guard> {
        match self.named(ty) {
            Some(Shape::Struct(object)) => Some(object_guard(object)),
            _ => self.any_of(ty),
        }
    }

    /// The guard of all types that a type stands for.
    fn any_of(&mut self, ty: &'a Ty) -> Option<Guard> {
        let mut whole = Guard::default();
        // What all objects among them have to have; of no use if anything goes in some.
        let mut required: Option<BTreeSet<String>> = None;
        let mut seen = HashSet::new();
        let mut waiting = vec![ty];
        while let Some(ty) = waiting.pop() {
            self.left = self.left.checked_sub(1)?;
            let shape = self.named(ty);
            if shape.is_some_and(|shape| !seen.insert(std::ptr::from_ref(shape))) {
                continue;
            }
            match shape {
                Some(Shape::Union(union)) => {
                    waiting.extend(union.variants.iter().map(|variant| &variant.ty));
                }
                Some(Shape::Newtype(inner)) => waiting.push(inner),
                Some(Shape::Struct(object)) => {
                    self.left = self.left.checked_sub(object.fields.len())?;
                    let guard = object_guard(object);
                    whole.types.extend(guard.types);
                    whole.known.extend(guard.known);
                    let own: BTreeSet<String> = guard.required.into_iter().collect();
                    required = Some(match required {
                        Some(before) => &before & &own,
                        None => own,
                    });
                }
                Some(Shape::Enum(_)) => whole.types.push(JsonType::String),
                Some(Shape::Numbers(_)) => whole.types.push(JsonType::Number),
                None => {
                    let json_type = json_type(&ty.kind)?;
                    if json_type == JsonType::Object {
                        required = Some(BTreeSet::new());
                    }
                    whole.types.push(json_type);
                }
            }
        }
        whole.types.sort_unstable();
        whole.types.dedup();
        whole.known.sort_unstable();
        whole.known.dedup();
        whole.required = required.into_iter().flatten().collect();
        Some(whole)
    }

    fn named(&self, ty: &Ty) -> Option<&'a Shape> {
        match &ty.kind {
            TypeKind::Named(at) => Some(&self.api.types[at].shape),
            _ => None,
        }
    }
}

/// The JSON type of the values of a type that has no name, if it is one.
fn json_type(kind: &TypeKind) -> Option<JsonType> {
    Some(match kind {
        TypeKind::Boolean => JsonType::Boolean,
        TypeKind::Integer(_) | TypeKind::Number => JsonType::Number,
        TypeKind::String(_) | TypeKind::File => JsonType::String,
        TypeKind::List(_) => JsonType::Array,
        TypeKind::Map(_) | TypeKind::FreeObject => JsonType::Object,
        TypeKind::Any | TypeKind::Named(_) => return None,
    })
}

fn object_guard(object: &Struct) -> Guard {
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
            .filter(|field| !field.ty.nullable)
            .filter_map(|field| Some((field.name.clone(), field.constant.clone()?)))
            .collect(),
    }
}
