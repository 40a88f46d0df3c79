//! One type for schemas that were written out several times over.
//!
//! Components that differ in nothing but `nullable` are one type; see `nullable`. Two inline
//! schemas are one type if they have the same role (member, parameter or status), go to the same
//! file, travel the same way, and say the same: values, members, their types and their prose. Other
//! components are never united with anything, since their names are part of the description. The
//! first of them stands for all, under a name that tells the role.

mod nullable;

use std::collections::HashMap;

use indexmap::IndexMap;

use super::reach::{self, Home, Reached, Uses};
use super::{Module, modules, operation};
use crate::ir::{
    Api, BodyContent, Content, Docs, EventContent, Operation, Origin, Role, Shape, Ty, TypeKind,
};
use crate::pointer::Pointer;

/// Types of which each is another one again, by their pointers, with the one that stands for them.
type Same = HashMap<Pointer, Pointer>;

/// What a type has to have in common with another one to be united with it.
#[derive(PartialEq, Eq, Hash)]
struct Candidate {
    uses: Uses,
    home: Home,
    role: Role,
}

type Candidates = IndexMap<Pointer, Candidate>;

/// Replaces types that are the same by the first of them.
pub fn unify(api: &mut Api) {
    let modules = modules(api);
    let twins = nullable::twins(api, &reached(api, &modules));
    replace(api, &twins);
    let candidates = candidates(api, &modules);
    let mut same = Same::new();
    while find(api, &candidates, &mut same) {}
    name(api, &modules, &candidates, &same);
    replace(api, &same);
}

fn replace(api: &mut Api, same: &Same) {
    api.types.retain(|at, _| !same.contains_key(at));
    for definition in api.types.values_mut() {
        for ty in parts(&mut definition.shape) {
            redirect(ty, same);
        }
    }
    for operation in &mut api.operations {
        for ty in types_in(operation) {
            redirect(ty, same);
        }
    }
}

fn reached(api: &Api, modules: &[Module]) -> Reached {
    let operations: Vec<_> = api.operations.iter().map(operation::plan).collect();
    reach::reach(api, modules, &operations, &operation::error_bodies(api))
}

fn candidates(api: &Api, modules: &[Module]) -> Candidates {
    reached(api, modules)
        .into_iter()
        .filter(|(at, _)| api.types[at].name.is_none())
        .filter_map(|(at, (uses, home))| {
            let role = api.types[&at].origin.role()?;
            Some((at, Candidate { uses, home, role }))
        })
        .collect()
}

/// Finds types that are the same now that some are; whether there were any.
fn find(api: &Api, candidates: &Candidates, same: &mut Same) -> bool {
    let mut known: HashMap<&Candidate, Vec<(&Pointer, Shape)>> = HashMap::new();
    let mut found = Same::new();
    for (at, candidate) in candidates {
        if same.contains_key(at) {
            continue;
        }
        let shape = placeless(&api.types[at].shape, same);
        let part_names = &api.types[at].part_names;
        let alike = known.entry(candidate).or_default();
        let first = alike
            .iter()
            .find(|(first, known)| *known == shape && api.types[*first].part_names == *part_names);
        match first {
            Some((first, _)) => {
                found.insert(at.clone(), (*first).clone());
            }
            None => alike.push((at, shape)),
        }
    }
    for first in same.values_mut() {
        if let Some(earlier) = found.get(first) {
            first.clone_from(earlier);
        }
    }
    let any = !found.is_empty();
    same.extend(found);
    any
}

/// The shape without the places of its parts, for comparison.
fn placeless(shape: &Shape, same: &Same) -> Shape {
    let mut shape = shape.clone();
    match &mut shape {
        Shape::Struct(object) => {
            for field in &mut object.fields {
                field.at = Pointer::root();
            }
        }
        Shape::Union(union) => {
            for variant in &mut union.variants {
                variant.at = Pointer::root();
            }
        }
        Shape::Enum(_) | Shape::Numbers(_) | Shape::Newtype(_) => {}
    }
    for ty in parts(&mut shape) {
        redirect(ty, same);
    }
    shape
}

/// Gives each type that stands for others an origin, and prose, that all have in common. Without a
/// tag before it, the role names a type only if no other type has it.
fn name(api: &mut Api, modules: &[Module], candidates: &Candidates, same: &Same) {
    let mut groups: HashMap<&Pointer, Vec<&Pointer>> = HashMap::new();
    for (at, first) in same {
        groups.entry(first).or_default().push(at);
    }
    let mut bearers: HashMap<&Role, usize> = HashMap::new();
    for (at, candidate) in candidates {
        if !same.contains_key(at) {
            *bearers.entry(&candidate.role).or_default() += 1;
        }
    }
    for (first, others) in groups {
        let docs = &api.types[first].docs;
        let common = others.iter().all(|at| api.types[*at].docs == *docs);
        let Candidate { home, role, .. } = &candidates[first];
        let tag = match home {
            Home::Module(index) if modules.len() > 1 => modules[*index].tag.clone(),
            _ => None,
        };
        let Some(definition) = api.types.get_mut(first) else {
            continue;
        };
        if !common {
            definition.docs = Docs::default();
        }
        if tag.is_some() || bearers[role] == 1 {
            let (role, first) = (role.clone(), Box::new(definition.origin.clone()));
            definition.origin = Origin::Common { role, tag, first };
        }
    }
}

fn redirect(ty: &mut Ty, same: &Same) {
    let mut ty = ty;
    loop {
        match &mut ty.kind {
            TypeKind::List(inner) | TypeKind::Map(inner) => ty = inner,
            TypeKind::Named(at) => {
                if let Some(first) = same.get(at) {
                    at.clone_from(first);
                }
                return;
            }
            _ => return,
        }
    }
}

fn parts(shape: &mut Shape) -> Vec<&mut Ty> {
    match shape {
        Shape::Struct(object) => object
            .fields
            .iter_mut()
            .map(|field| &mut field.ty)
            .chain(object.rest.as_deref_mut())
            .collect(),
        Shape::Enum(_) | Shape::Numbers(_) => Vec::new(),
        Shape::Union(union) => union.variants.iter_mut().map(|it| &mut it.ty).collect(),
        Shape::Newtype(inner) => vec![inner],
    }
}

fn types_in(operation: &mut Operation) -> Vec<&mut Ty> {
    let body = match operation.body.as_mut().map(|body| &mut body.content) {
        Some(BodyContent::Json(ty) | BodyContent::Multipart(ty) | BodyContent::Form { ty, .. }) => {
            Some(ty)
        }
        Some(BodyContent::Text | BodyContent::Bytes) | None => None,
    };
    let answers = operation
        .outcomes
        .iter_mut()
        .filter_map(|it| match &mut it.content {
            Content::Json(ty) => Some(ty),
            _ => None,
        });
    let parameters = operation.parameters.iter_mut().map(|it| &mut it.ty);
    let items = operation.paging.as_mut().map(|it| &mut it.item);
    let events = operation.events.as_mut();
    let events = events.and_then(|it| match &mut it.content {
        EventContent::Data(ty) | EventContent::Whole(ty) => Some(ty),
        EventContent::Text => None,
    });
    let all = parameters.chain(body).chain(answers).chain(items);
    all.chain(events).collect()
}
