//! Alternatives that lead back to their own choice with no value between.
//!
//! A member or an item holds a smaller value, so a recursion by them comes to an end with the value.
//! A choice that is an alternative of itself, or of one of its alternatives, asks the same of the
//! same value again and again. What the choices of such a circle allow is what any of their other
//! alternatives allows, so those stand in the place of the alternative that closes the circle.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Shape, Ty, TypeDef, TypeKind, Union, Variant};
use crate::pointer::Pointer;

/// The most choices in a circle, and the most of their other alternatives, that make each the same:
/// there may be as many circles as there are alternatives.
const MOST_OTHERS: usize = 16;

/// An alternative that leads back to a choice on the way to it.
struct Closing {
    index: usize,
    /// The alternatives on the way that are no choices.
    others: Vec<Variant>,
}

/// Takes the alternatives that close a circle out of the choices defined so far.
pub(super) fn open(lowering: &mut Lowering<'_>) {
    for (at, closing) in closing(&lowering.types) {
        let Some(definition) = lowering.types.get_mut(&at) else {
            continue;
        };
        let Shape::Union(union) = &mut definition.shape else {
            continue;
        };
        let places: Vec<Pointer> = closing
            .iter()
            .map(|it| union.variants[it.index].at.clone())
            .collect();
        take_out(union, closing);
        if let Some(inner) = simpler(union) {
            definition.shape = Shape::Newtype(inner);
        }
        for place in &places {
            lowering.report(leads_back(&at, place));
        }
    }
}

/// The alternatives that close a circle, by choice.
///
/// What is defined last leads to the others, so the way begins there.
fn closing(types: &IndexMap<Pointer, TypeDef>) -> IndexMap<Pointer, Vec<Closing>> {
    let mut closing: IndexMap<Pointer, Vec<Closing>> = IndexMap::new();
    let mut seen: HashSet<&Pointer> = HashSet::new();
    // Where a choice stands on the way.
    let mut places: HashMap<&Pointer, usize> = HashMap::new();
    for start in types.keys().rev() {
        if !seen.insert(start) {
            continue;
        }
        places.insert(start, 0);
        let mut way = vec![(start, choices(types, start))];
        while let Some((at, next)) = way.last_mut() {
            let at = *at;
            let Some((index, target)) = next.next() else {
                places.remove(at);
                way.pop();
                continue;
            };
            if let Some(&place) = places.get(target) {
                let others = others(types, way[place..].iter().map(|(at, _)| *at));
                let found = Closing { index, others };
                closing.entry(at.clone()).or_default().push(found);
            } else if seen.insert(target) {
                places.insert(target, way.len());
                way.push((target, choices(types, target)));
            }
        }
    }
    closing
}

/// The choices that a choice has for alternatives, with their index.
fn choices<'t>(
    types: &'t IndexMap<Pointer, TypeDef>,
    at: &Pointer,
) -> impl Iterator<Item = (usize, &'t Pointer)> + use<'t> {
    let variants = variants(types, at).iter().enumerate();
    variants.filter_map(|(index, variant)| Some((index, choice(types, &variant.ty)?)))
}

/// The alternatives of the choices of a circle that are no choices, if they are few.
fn others<'t>(
    types: &'t IndexMap<Pointer, TypeDef>,
    circle: impl ExactSizeIterator<Item = &'t Pointer>,
) -> Vec<Variant> {
    if circle.len() > MOST_OTHERS {
        return Vec::new();
    }
    let others: Vec<&Variant> = circle
        .flat_map(|at| variants(types, at))
        .filter(|variant| choice(types, &variant.ty).is_none())
        .take(MOST_OTHERS + 1)
        .collect();
    if others.len() > MOST_OTHERS {
        return Vec::new();
    }
    others.into_iter().cloned().collect()
}

fn variants<'t>(types: &'t IndexMap<Pointer, TypeDef>, at: &Pointer) -> &'t [Variant] {
    match types.get(at).map(|definition| &definition.shape) {
        Some(Shape::Union(union)) => &union.variants,
        _ => &[],
    }
}

/// The choice that a type is, perhaps under other names.
fn choice<'t>(types: &'t IndexMap<Pointer, TypeDef>, ty: &'t Ty) -> Option<&'t Pointer> {
    let mut seen = HashSet::new();
    let mut ty = ty;
    loop {
        let TypeKind::Named(at) = &ty.kind else {
            return None;
        };
        match &types.get(at)?.shape {
            Shape::Union(_) => return Some(at),
            Shape::Newtype(inner) if seen.insert(at) => ty = inner,
            _ => return None,
        }
    }
}

fn take_out(union: &mut Union, closing: Vec<Closing>) {
    let kept: Vec<usize> = (0..union.variants.len())
        .filter(|index| closing.iter().all(|it| it.index != *index))
        .collect();
    union.variants = kept
        .iter()
        .map(|index| union.variants[*index].clone())
        .collect();
    if let Some(discriminator) = &mut union.discriminator {
        let values = std::mem::take(&mut discriminator.values).into_iter();
        discriminator.values = values
            .filter_map(|(value, index)| Some((value, kept.binary_search(&index).ok()?)))
            .collect();
    }
    union.discriminator.take_if(|it| it.values.is_empty());
    if union.discriminator.is_some() {
        return;
    }
    for other in closing.into_iter().flat_map(|it| it.others) {
        if union.variants.iter().all(|known| known.ty != other.ty) {
            union.variants.push(other);
        }
    }
}

/// What a choice of less than two is.
fn simpler(union: &mut Union) -> Option<Ty> {
    match union.variants.len() {
        0 => Some(Ty::new(TypeKind::Any)),
        1 => union.variants.pop().map(|only| only.ty),
        _ => None,
    }
}

fn leads_back(at: &Pointer, place: &Pointer) -> Diagnostic {
    let message = format!("this leads back to `{at}`, whose alternative it is; only others count");
    Diagnostic::new(Code::ToleratedFault, place, message)
        .label(at, "the choice")
        .help("take it out; a recursive choice holds itself in a member or an item")
}
