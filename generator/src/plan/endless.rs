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
    let mut found = Vec::new();
    for at in &endless {
        for (index, target) in always(api, types, at) {
            if endless.contains(target) && leads(api, types, target, at) {
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

/// Whether a value of `from` always has one of `to` inside.
fn leads(api: &Api, types: &IndexMap<Pointer, TypePlan>, from: &Pointer, to: &Pointer) -> bool {
    let mut seen = HashSet::from([from]);
    let mut waiting = vec![from];
    while let Some(at) = waiting.pop() {
        if at == to {
            return true;
        }
        let next = always(api, types, at).into_iter().map(|(_, target)| target);
        waiting.extend(next.filter(|target| seen.insert(target)));
    }
    false
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
