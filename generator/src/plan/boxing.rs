//! Which members of recursive types stand behind a `Box`.
//!
//! A depth-first walk over what a value holds directly; an edge that leads back to a type on the
//! way is boxed. Arrays and maps hold their values elsewhere anyway and end a recursion.

use std::collections::{BTreeSet, HashMap};

use super::reach::parts;
use crate::ir::{Api, TypeKind};
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
        let mut way = vec![(start, held(api, start))];
        while let Some((at, held_by)) = way.last_mut() {
            let at = *at;
            let Some((index, next)) = held_by.next() else {
                visits.insert(at, Visit::Done);
                way.pop();
                continue;
            };
            match visits.get(next) {
                Some(Visit::OnTheWay) => {
                    boxed.entry(at.clone()).or_default().insert(index);
                }
                Some(Visit::Done) => {}
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
