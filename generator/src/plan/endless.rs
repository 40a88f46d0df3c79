//! Objects that must have themselves for a member, by themselves or by way of others.
//!
//! No document is that long, so a service that sends such an object leaves a member out, whatever
//! its description says. The members that lead back become optional: then there are values to be
//! read, and to be made before a document is read into them.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{Form, ShapePlan, TypePlan};
use crate::ir::{Api, Shape, Ty, TypeKind};
use crate::pointer::Pointer;

/// Makes members optional that lead back to their own object by nothing but members that are
/// always there.
pub(super) fn open(api: &Api, types: &mut IndexMap<Pointer, TypePlan>) {
    let endless = endless(api, types);
    let circles = circles(api, types, &endless);
    let mut found = Vec::new();
    for at in &endless {
        for (index, target) in always(api, types, at) {
            if circles.get(target).is_some_and(|it| *it == circles[at]) {
                found.push(((*at).clone(), index));
            }
        }
    }
    for (at, index) in found {
        if let Some(ShapePlan::Struct(plan)) = types.get_mut(&at).map(|plan| &mut plan.shape) {
            for field in plan.fields.iter_mut().filter(|field| field.index == index) {
                field.form = Form::Optional;
            }
            plan.defaults = plan
                .fields
                .iter()
                .all(|field| matches!(field.form, Form::Optional | Form::Maybe));
        }
    }
}

/// The types without a finite value: what is left once those are taken away that need none but
/// types already taken away.
fn endless<'a>(api: &'a Api, types: &'a IndexMap<Pointer, TypePlan>) -> HashSet<&'a Pointer> {
    let mut needs: HashMap<&Pointer, usize> = HashMap::new();
    let mut needed_by: HashMap<&Pointer, Vec<&Pointer>> = HashMap::new();
    let mut finite = Vec::new();
    for at in types.keys() {
        let mut count = 0;
        for (_, target) in always(api, types, at) {
            needed_by.entry(target).or_default().push(at);
            count += 1;
        }
        if count == 0 {
            finite.push(at);
        }
        needs.insert(at, count);
    }
    while let Some(at) = finite.pop() {
        needs.remove(at);
        for user in needed_by.get(at).into_iter().flatten() {
            if let Some(count) = needs.get_mut(user) {
                *count -= 1;
                if *count == 0 {
                    finite.push(user);
                }
            }
        }
    }
    needs.into_keys().collect()
}

/// A number for each endless type, the same for those whose values always hold one another. By
/// Kosaraju's two passes: what is left last is not left before all that it leads to, and what
/// leads to it against the arrows is in a circle with it.
fn circles<'a>(
    api: &'a Api,
    types: &IndexMap<Pointer, TypePlan>,
    endless: &HashSet<&'a Pointer>,
) -> HashMap<&'a Pointer, usize> {
    let mut forward: HashMap<&Pointer, Vec<&Pointer>> = HashMap::new();
    let mut backward: HashMap<&Pointer, Vec<&Pointer>> = HashMap::new();
    for &at in endless {
        for (_, target) in always(api, types, at) {
            if let Some(target) = endless.get(target) {
                forward.entry(at).or_default().push(target);
                backward.entry(target).or_default().push(at);
            }
        }
    }
    let mut seen = HashSet::new();
    let mut left = Vec::with_capacity(endless.len());
    for &at in endless {
        walk(at, &forward, &mut seen, |at| left.push(at));
    }
    seen.clear();
    let mut circles = HashMap::new();
    for (circle, at) in left.into_iter().rev().enumerate() {
        walk(at, &backward, &mut seen, |at| {
            circles.insert(at, circle);
        });
    }
    circles
}

/// Calls `leave` with each node that `from` leads to and that was not seen, once all that it leads
/// to was left.
fn walk<'a>(
    from: &'a Pointer,
    edges: &HashMap<&'a Pointer, Vec<&'a Pointer>>,
    seen: &mut HashSet<&'a Pointer>,
    mut leave: impl FnMut(&'a Pointer),
) {
    let targets = |at| edges.get(at).map_or(&[][..], Vec::as_slice).iter();
    if !seen.insert(from) {
        return;
    }
    let mut way = vec![(from, targets(from))];
    while let Some((at, next)) = way.last_mut() {
        match next.next() {
            Some(target) if seen.insert(target) => way.push((target, targets(target))),
            Some(_) => {}
            None => {
                leave(at);
                way.pop();
            }
        }
    }
}

/// The types whose values a value always holds, with the index of the member.
fn always<'a>(
    api: &'a Api,
    types: &IndexMap<Pointer, TypePlan>,
    at: &Pointer,
) -> Vec<(usize, &'a Pointer)> {
    match (&api.types[at].shape, types.get(at).map(|plan| &plan.shape)) {
        (Shape::Struct(object), Some(ShapePlan::Struct(plan))) => plan
            .fields
            .iter()
            .filter(|field| field.form == Form::Plain)
            .filter_map(|field| Some((field.index, named(&object.fields[field.index].ty)?)))
            .collect(),
        (Shape::Newtype(inner), _) => named(inner).map(|target| (0, target)).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn named(ty: &Ty) -> Option<&Pointer> {
    match &ty.kind {
        TypeKind::Named(at) if !ty.nullable => Some(at),
        _ => None,
    }
}
