//! Inheritance: a schema with a discriminator and no alternatives, which others include by `allOf`
//! (§4.7.25). Where it is referred to, a value of any of them stands.

use std::collections::{BTreeSet, HashMap};

use openapiv3::{OpenAPI, ReferenceOr, Schema};

use super::all_of::Merge;
use super::flat::Flat;
use super::schema::{self, add};
use super::union::Found;
use super::{Lowering, discriminator};
use crate::ir::{Origin, Part, Shape, Ty, TypeKind, Union, Variant};
use crate::pointer::Pointer;

/// The components that each schema stands for, by its address.
pub(super) type Heirs = HashMap<Pointer, Vec<String>>;

/// All schemas that stand for others.
pub(super) fn heirs(document: &OpenAPI) -> Heirs {
    let schemas = document.components.iter().flat_map(|it| &it.schemas);
    let own: Vec<(&String, Flat<'_>)> = schemas
        .filter_map(|(key, node)| Some((key, Flat::of(node.as_item()?))))
        .collect();
    let is_base =
        |flat: &Flat<'_>| flat.data.discriminator.is_some() && flat.alternatives().is_none();
    if !own.iter().any(|(_, flat)| is_base(flat)) {
        return Heirs::new();
    }
    let mut children: HashMap<Pointer, Vec<&String>> = HashMap::new();
    for (key, flat) in &own {
        for parent in flat.all_of.iter().filter_map(reference) {
            children.entry(parent).or_default().push(key);
        }
    }
    let bases = own.iter().filter(|(_, flat)| is_base(flat));
    let heirs = bases.map(|(key, _)| (component(key), descendants(key, &children)));
    heirs.filter(|(_, heirs)| !heirs.is_empty()).collect()
}

/// The type of a value of one of the heirs of the schema at `at`.
pub(super) fn ty<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    heirs: &[String],
    origin: &Origin,
) -> Ty {
    let mut found = Found::default();
    for key in heirs {
        if let Some(ty) = heir(lowering, at, key) {
            found.push(variant(&component(key), key, ty));
        }
    }
    let Some(discriminator) = &flat.data.discriminator else {
        return Ty::new(TypeKind::Any);
    };
    let stands_for_itself = |target: &String| component_of(target) == *at;
    if discriminator.mapping.values().any(stands_for_itself) {
        let mut merge = Merge::default();
        merge.take_all(lowering, at, flat);
        let place = at.child("discriminator");
        let origin = origin.part(Part::Variant("base".to_owned()));
        let ty = merge.into_struct(lowering, &place, flat, &origin, false);
        found.push(variant(at, "base", ty));
    }
    let discriminator = discriminator::lower(lowering, at, discriminator, &found);
    let tells = discriminator::tells_apart(lowering, at, &discriminator);
    let union = Union {
        variants: found.variants,
        discriminator: tells.then_some(discriminator),
    };
    add(lowering, at, flat, origin, Shape::Union(union))
}

fn heir(lowering: &mut Lowering<'_>, base: &Pointer, key: &String) -> Option<Ty> {
    let components = lowering.resolver.document().api.components.as_ref()?;
    let node = components.schemas.get(key)?;
    let (at, origin) = (component(key), Origin::Component(key.clone()));
    let ty = schema::ty(lowering, &at, node, &origin);
    if ty.kind != TypeKind::Named(base.clone()) {
        return Some(ty);
    }
    // It says nothing but what the base says, which would make it the choice itself.
    let flat = Flat::of(node.as_item()?);
    let mut merge = Merge::default();
    merge.take_all(lowering, &at, &flat);
    Some(merge.into_struct(lowering, &at, &flat, &origin, false))
}

fn variant(at: &Pointer, label: &str, ty: Ty) -> Variant {
    Variant {
        ty: Ty {
            nullable: false,
            ..ty
        },
        label: label.to_owned(),
        at: at.clone(),
    }
}

/// The components that include `base`, and those that include them.
fn descendants(base: &str, children: &HashMap<Pointer, Vec<&String>>) -> Vec<String> {
    let mut seen = BTreeSet::from([base]);
    let mut found = Vec::new();
    let mut waiting = vec![base];
    while let Some(key) = waiting.pop() {
        for child in children.get(&component(key)).into_iter().flatten() {
            if seen.insert(child) {
                found.push((*child).clone());
                waiting.push(child);
            }
        }
    }
    found
}

fn reference(node: &ReferenceOr<Schema>) -> Option<Pointer> {
    match node {
        ReferenceOr::Reference { reference } => Pointer::from_reference(reference),
        ReferenceOr::Item(_) => None,
    }
}

fn component(key: &str) -> Pointer {
    Pointer::from_tokens(["components", "schemas", key])
}

/// The schema that a mapping names or refers to.
pub(super) fn component_of(target: &str) -> Pointer {
    Pointer::from_reference(target).unwrap_or_else(|| component(target))
}
