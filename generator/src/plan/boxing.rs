//! Which members and variants stand behind a `Box`: those that end a recursion, and large ones.
//!
//! A depth-first walk over what a value holds directly; an edge that leads back to a type on the
//! way is boxed. Arrays and maps hold their values elsewhere anyway and end a recursion. Once all
//! that a type holds is known, so is its size, and what holds it knows whether it is too large.

use std::collections::{BTreeSet, HashMap};

use super::reach::parts;
use crate::ir::{Api, Integer, Shape, StringFormat, Ty, TypeKind};
use crate::pointer::Pointer;

/// The most bytes that a member or variant takes in place. Objects that hold objects grow with each
/// level, to megabytes in some descriptions, where the stack of a thread has two.
const LARGEST_IN_PLACE: usize = 1024;

/// The bytes of a pointer, and of what tells whether a number is there, on the usual machines.
const WORD: usize = 8;

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    OnTheWay,
    /// All that it holds is known, and so is about how many bytes it takes.
    Done(usize),
}

/// The indexes of the boxed parts, by type.
pub(super) fn boxed<'a>(
    api: &'a Api,
    types: impl Iterator<Item = &'a Pointer>,
) -> HashMap<Pointer, BTreeSet<usize>> {
    let mut boxed: HashMap<Pointer, BTreeSet<usize>> = HashMap::new();
    let mut visits: HashMap<&Pointer, Visit> = HashMap::new();
    for start in types {
        if visits.contains_key(start) {
            continue;
        }
        visits.insert(start, Visit::OnTheWay);
        let mut way = vec![(start, held(api, start))];
        while let Some((at, held_by)) = way.last_mut() {
            let at = *at;
            let Some((index, next)) = held_by.next() else {
                let size = settle(api, at, &visits, boxed.entry(at.clone()).or_default());
                visits.insert(at, Visit::Done(size));
                way.pop();
                continue;
            };
            match visits.get(next) {
                Some(Visit::OnTheWay) => {
                    boxed.entry(at.clone()).or_default().insert(index);
                }
                Some(Visit::Done(_)) => {}
                None => {
                    visits.insert(next, Visit::OnTheWay);
                    way.push((next, held(api, next)));
                }
            }
        }
    }
    boxed
}

/// What a value of the type holds directly, with the index of the part.
fn held<'a>(api: &'a Api, at: &Pointer) -> impl Iterator<Item = (usize, &'a Pointer)> + use<'a> {
    let parts = parts(&api.types[at].shape).into_iter().enumerate();
    parts.filter_map(|(index, ty)| match &ty.kind {
        TypeKind::Named(at) => Some((index, at)),
        _ => None,
    })
}

/// Boxes what is large among the parts of a type, and adds up about how many bytes the type takes.
fn settle(
    api: &Api,
    at: &Pointer,
    visits: &HashMap<&Pointer, Visit>,
    boxed: &mut BTreeSet<usize>,
) -> usize {
    let shape = &api.types[at].shape;
    let mut sizes = Vec::new();
    for (index, ty) in parts(shape).into_iter().enumerate() {
        let size = size(ty, visits);
        let is_named = matches!(ty.kind, TypeKind::Named(_));
        if is_named && size > LARGEST_IN_PLACE && !matches!(shape, Shape::Newtype(_)) {
            boxed.insert(index);
        }
        sizes.push(if boxed.contains(&index) { WORD } else { size });
    }
    match shape {
        Shape::Struct(_) | Shape::Newtype(_) => sizes.into_iter().sum(),
        Shape::Enum(_) | Shape::Numbers(_) => 3 * WORD,
        Shape::Union(_) => WORD + sizes.into_iter().max().unwrap_or(WORD),
    }
}

/// About how many bytes a value takes where it stands.
fn size(ty: &Ty, visits: &HashMap<&Pointer, Visit>) -> usize {
    match &ty.kind {
        TypeKind::Boolean => 1,
        TypeKind::Integer(Integer::I32) => WORD,
        TypeKind::Integer(Integer::I64 | Integer::U64) | TypeKind::Number => 2 * WORD,
        TypeKind::String(StringFormat::Plain | StringFormat::DateTime)
        | TypeKind::List(_)
        | TypeKind::Map(_) => 3 * WORD,
        TypeKind::File | TypeKind::Any | TypeKind::FreeObject => 4 * WORD,
        TypeKind::Named(at) => match visits.get(at) {
            Some(Visit::Done(size)) => *size,
            // It holds what is looked at, which is boxed there.
            Some(Visit::OnTheWay) | None => WORD,
        },
    }
}
