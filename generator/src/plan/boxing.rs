//! Which members of recursive types stand behind a `Box`.
//!
//! A depth-first walk over what a value holds directly; an edge that leads back to a type on the
//! way is boxed. Arrays and maps hold their values elsewhere anyway and end a recursion.

use std::collections::{BTreeSet, HashMap};

use super::reach::parts;
use crate::ir::{Api, Ty, TypeKind};
use crate::pointer::Pointer;

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    OnTheWay,
    Done,
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
        let mut way: Vec<(&Pointer, usize)> = vec![(start, 0)];
        while let Some((at, index)) = way.pop() {
            let parts = parts(&api.types[at].shape);
            let Some(part) = parts.get(index) else {
                visits.insert(at, Visit::Done);
                continue;
            };
            way.push((at, index + 1));
            let Some(next) = held_directly(part) else {
                continue;
            };
            match visits.get(next) {
                Some(Visit::OnTheWay) => {
                    boxed.entry(at.clone()).or_default().insert(index);
                }
                Some(Visit::Done) => {}
                None => {
                    visits.insert(next, Visit::OnTheWay);
                    way.push((next, 0));
                }
            }
        }
    }
    boxed
}

fn held_directly(ty: &Ty) -> Option<&Pointer> {
    match &ty.kind {
        TypeKind::Named(at) => Some(at),
        _ => None,
    }
}
