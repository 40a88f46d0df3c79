//! Components that are there twice: once as it is, and once with `nullable` beside it.
//!
//! In OpenAPI 3.0 nothing can stand beside a reference, so descriptions that want one to allow null
//! copy what is referred to. Whether null is allowed belongs to the reference, not to the type, so
//! the two are one type. All else has to be equal, prose included, and so has what is written
//! inside them.

use indexmap::IndexMap;

use super::{Same, placeless};
use crate::ir::{Api, Origin, Shape, TypeDef, TypeKind};
use crate::plan::reach::{Reached, Uses, parts};
use crate::pointer::Pointer;

/// How many components of the same outline and prose are looked into for each nullable one. Two are
/// usual; thousands would take as many looks each.
const MOST_TRIED: usize = 16;

/// The nullable components, with those that stand for them, and the same of what is inside.
pub(super) fn twins(api: &Api, reached: &Reached) -> Same {
    let mut same = Same::new();
    for mut alike in groups(api, reached) {
        alike.sort_by_key(|(definition, key)| (definition.nullable, key.len()));
        for (index, (twin, _)) in alike.iter().enumerate().filter(|(_, it)| it.0.nullable) {
            let mut earlier = alike.iter().take(index.min(MOST_TRIED));
            let found = earlier.find_map(|(first, _)| pairs(api, &twin.at, &first.at));
            same.extend(found.unwrap_or_default());
        }
    }
    same
}

/// Components with their keys.
type Components<'a> = Vec<(&'a TypeDef, &'a str)>;

/// What is compared first: directions, the names of members or values, and the prose.
type Outline<'a> = (Uses, Vec<&'a str>, Option<&'a str>);

/// Components that could be one type, by what is known of them without a look inside.
fn groups<'a>(api: &'a Api, reached: &Reached) -> Vec<Components<'a>> {
    let mut groups: IndexMap<Outline<'a>, Components<'a>> = IndexMap::new();
    for (at, definition) in &api.types {
        let Some((uses, _)) = reached.get(at) else {
            continue;
        };
        if let (Origin::Component(key), None) = (&definition.origin, &definition.name) {
            let prose = definition.docs.description.as_deref();
            let outline = (*uses, outline(&definition.shape), prose);
            groups.entry(outline).or_default().push((definition, key));
        }
    }
    groups.into_values().collect()
}

/// The names of members or values.
fn outline(shape: &Shape) -> Vec<&str> {
    match shape {
        Shape::Struct(object) => object.fields.iter().map(|it| it.name.as_str()).collect(),
        Shape::Enum(it) => it.values.iter().map(String::as_str).collect(),
        Shape::Union(it) => it.variants.iter().map(|it| it.label.as_str()).collect(),
        Shape::Numbers(_) | Shape::Newtype(_) => Vec::new(),
    }
}

/// What of one component is the same as what of the other one; `None` if not everything is.
fn pairs(api: &Api, twin: &Pointer, first: &Pointer) -> Option<Same> {
    let mut pairs = Same::from([(twin.clone(), first.clone())]);
    let mut waiting = vec![(twin, first)];
    while let Some((twin, first)) = waiting.pop() {
        let (twin, first) = (&api.types[twin], &api.types[first]);
        let (inner, others) = (parts(&twin.shape), parts(&first.shape));
        if inner.len() != others.len() {
            return None;
        }
        for (ty, other) in inner.into_iter().zip(others) {
            let (Some(at), Some(other)) = (named(&ty.kind), named(&other.kind)) else {
                continue;
            };
            if at != other && is_inside(&api.types[at]) && is_inside(&api.types[other]) {
                if !pairs.contains_key(at) {
                    waiting.push((at, other));
                }
                pairs.insert(at.clone(), other.clone());
            }
        }
    }
    let is_same = |(at, other): (&Pointer, &Pointer)| {
        let (twin, first) = (&api.types[at], &api.types[other]);
        twin.docs == first.docs
            && twin.part_names == first.part_names
            && placeless(&twin.shape, &pairs) == placeless(&first.shape, &Same::new())
    };
    pairs.iter().all(is_same).then_some(pairs)
}

fn named(kind: &TypeKind) -> Option<&Pointer> {
    let mut kind = kind;
    loop {
        match kind {
            TypeKind::List(inner) | TypeKind::Map(inner) => kind = &inner.kind,
            TypeKind::Named(at) => return Some(at),
            _ => return None,
        }
    }
}

/// Whether a type is written out where it is used, and named after that place.
fn is_inside(definition: &TypeDef) -> bool {
    definition.name.is_none() && matches!(definition.origin, Origin::Part(..))
}
