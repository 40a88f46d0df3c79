//! `oneOf` and `anyOf`: a value of one of several types.
//!
//! Alternatives that differ only in ways a Rust type can't tell are one: several string formats,
//! whole and other numbers, `null`. Alternatives of an object that only say which members are
//! required are no types of their own.

use openapiv3::{ReferenceOr, Schema};

use super::Lowering;
use super::all_of::Merge;
use super::discriminator;
use super::flat::{Flat, JsonType};
use super::label::{Alternative, labels};
use super::schema::{self, add, unsupported};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Enum, Integer, Origin, Part, Shape, StringFormat, Ty, TypeKind, Union, Variant};
use crate::limits::MAX_ALTERNATIVES;
use crate::pointer::Pointer;

/// A keyword and its schemas.
type Alternatives<'d> = (&'static str, &'d [ReferenceOr<Schema>]);

/// Whether the alternatives add nothing that a type of the whole could show.
pub(super) fn only_constrain(flat: &Flat<'_>, alternatives: &[ReferenceOr<Schema>]) -> bool {
    match flat.json_type {
        Some(Ok(JsonType::Object)) | None => {
            flat.known_type() == Some(JsonType::Object)
                && alternatives.iter().all(|node| {
                    node.as_item()
                        .is_some_and(|schema| Flat::of(schema).only_constrains())
                })
        }
        _ => true,
    }
}

/// The type of a schema with alternatives.
pub(super) fn ty<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    alternatives: Alternatives<'d>,
    origin: &Origin,
) -> Ty {
    if !flat.properties.is_empty() {
        return with_base(lowering, (at, at), flat, flat, alternatives, origin);
    }
    let mut found = Found::default();
    for case in cases(lowering, &at.child(alternatives.0), alternatives.1) {
        found.nullable |= case.nullable;
        if !case.is_null {
            let origin = origin.part(Part::Variant(case.label.clone()));
            let ty = schema::ty(lowering, &case.place, case.node, &origin);
            found.add(case, ty);
        }
    }
    finish(lowering, at, flat, flat, found, origin)
}

/// The type of an object that has the members of `base` and those of one alternative of `choice`.
///
/// `places` are the base's and the choice's addresses.
pub(super) fn with_base<'d>(
    lowering: &mut Lowering<'d>,
    places: (&Pointer, &Pointer),
    base: &Flat<'d>,
    choice: &Flat<'d>,
    alternatives: Alternatives<'d>,
    origin: &Origin,
) -> Ty {
    let own_members = Flat {
        one_of: &[],
        any_of: &[],
        ..base.clone()
    };
    let place = places.1.child(alternatives.0);
    let mut found = Found::default();
    for case in cases(lowering, &place, alternatives.1) {
        found.nullable |= case.nullable;
        if case.is_null {
            continue;
        }
        let mut merge = Merge::default();
        merge.take_all(lowering, &places.0.child(alternatives.0), &own_members);
        merge.take_all(lowering, &case.at, &case.flat);
        let own = places.0.child(alternatives.0).child(case.index);
        let origin = origin.part(Part::Variant(case.label.clone()));
        let ty = merge.into_struct(lowering, &own, &case.flat, &origin, false);
        found.add(case, ty);
    }
    finish(lowering, places.0, base, choice, found, origin)
}

/// The alternatives that stand at `place`.
fn cases<'d>(
    lowering: &mut Lowering<'d>,
    place: &Pointer,
    nodes: &'d [ReferenceOr<Schema>],
) -> Vec<Case<'d>> {
    if nodes.len() > MAX_ALTERNATIVES {
        let message = format!("more than {MAX_ALTERNATIVES} alternatives");
        let diagnostic = Diagnostic::new(Code::TooLarge, &place.child(MAX_ALTERNATIVES), message);
        lowering.report(diagnostic.help("put them into groups, or leave out `oneOf`"));
        return Vec::new();
    }
    let mut cases = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        cases.extend(Case::of(lowering, place, index, node));
    }
    let alternatives: Vec<Alternative<'_, 'd>> = cases
        .iter()
        .map(|case| Alternative {
            at: &case.at,
            flat: &case.flat,
            is_reference: matches!(case.node, ReferenceOr::Reference { .. }),
        })
        .collect();
    let labels = labels(&alternatives);
    for (case, label) in cases.iter_mut().zip(labels) {
        case.label = label;
    }
    cases
}

/// One alternative before it is a variant.
struct Case<'d> {
    index: usize,
    node: &'d ReferenceOr<Schema>,
    place: Pointer,
    at: Pointer,
    flat: Flat<'d>,
    label: String,
    nullable: bool,
    is_null: bool,
}

impl<'d> Case<'d> {
    fn of(
        lowering: &mut Lowering<'d>,
        place: &Pointer,
        index: usize,
        node: &'d ReferenceOr<Schema>,
    ) -> Option<Self> {
        let place = place.child(index);
        let resolver = lowering.resolver;
        let view = lowering.noted(resolver.resolve::<Schema, _>(&place, node))?;
        let flat = Flat::of(view.node);
        let is_null = flat.is_null() || (flat.data.nullable && flat.is_free());
        Some(Self {
            index,
            node,
            place,
            label: String::new(),
            nullable: is_null || flat.is_nullable(),
            is_null,
            flat,
            at: view.at,
        })
    }
}

/// The variants met so far, each type once, and which schema each came from.
#[derive(Default)]
pub(super) struct Found {
    pub(super) variants: Vec<Variant>,
    pub(super) sources: Vec<(Pointer, usize)>,
    nullable: bool,
}

impl Found {
    /// Adds the variant that a schema is.
    pub(super) fn push(&mut self, variant: Variant) {
        self.sources.push((variant.at.clone(), self.variants.len()));
        self.variants.push(variant);
    }

    fn add(&mut self, case: Case<'_>, mut ty: Ty) {
        self.nullable |= ty.nullable;
        ty.nullable = false;
        let known = self.variants.iter().position(|variant| variant.ty == ty);
        let index = known.unwrap_or_else(|| {
            self.variants.push(Variant {
                ty,
                label: case.label,
                at: case.place,
            });
            self.variants.len() - 1
        });
        self.sources.push((case.at, index));
    }
}

fn finish<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    choice: &Flat<'d>,
    mut found: Found,
    origin: &Origin,
) -> Ty {
    let nullable = found.nullable;
    let discriminator = choice
        .data
        .discriminator
        .as_ref()
        .or(flat.data.discriminator.as_ref());
    let discriminator = discriminator
        .map(|it| discriminator::lower(lowering, at, it, &found))
        .filter(|it| discriminator::tells_apart(lowering, at, it));
    if discriminator.is_none() {
        found.variants = collapsed(lowering, at, flat, found.variants, origin);
    }
    let free = found
        .variants
        .iter()
        .any(|variant| variant.ty.kind == TypeKind::Any);
    let ty = match found.variants.as_mut_slice() {
        [] => {
            lowering.report(unsupported(
                at,
                "a choice of no types allows nothing; free JSON",
            ));
            Ty::new(TypeKind::Any)
        }
        _ if free => Ty::new(TypeKind::Any),
        [only] => only.ty.clone(),
        _ => {
            let union = Union {
                variants: found.variants,
                discriminator,
            };
            add(lowering, at, flat, origin, Shape::Union(union))
        }
    };
    ty.or_null(nullable)
}

/// The variants with those made one that no value tells apart.
fn collapsed<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    variants: Vec<Variant>,
    origin: &Origin,
) -> Vec<Variant> {
    let (texts, others): (Vec<_>, Vec<_>) = variants
        .into_iter()
        .partition(|variant| is_text(lowering, &variant.ty));
    let (numbers, mut rest): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|variant| is_number(lowering, &variant.ty));
    if let Some(number) = one_number(numbers) {
        rest.insert(0, number);
    }
    if let Some(text) = one_text(lowering, at, flat, texts, origin, rest.is_empty()) {
        rest.insert(0, text);
    }
    rest
}

/// Whether the values of a type are texts.
fn is_text(lowering: &Lowering<'_>, ty: &Ty) -> bool {
    matches!(ty.kind, TypeKind::String(_)) || listed_texts(lowering, ty).is_some()
}

/// Whether the values of a type are numbers.
fn is_number(lowering: &Lowering<'_>, ty: &Ty) -> bool {
    match &ty.kind {
        TypeKind::Integer(_) | TypeKind::Number => true,
        _ => matches!(lowering.shape(ty), Some(Shape::Numbers(_))),
    }
}

/// The values of a type whose values are texts that are listed.
fn listed_texts(lowering: &Lowering<'_>, ty: &Ty) -> Option<Vec<String>> {
    match lowering.shape(ty)? {
        Shape::Enum(it) => Some(it.values.clone()),
        _ => None,
    }
}

fn one_text<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    mut texts: Vec<Variant>,
    origin: &Origin,
    alone: bool,
) -> Option<Variant> {
    if texts.len() < 2 {
        return texts.pop();
    }
    let first = texts.first()?;
    let (label, place) = ("string".to_owned(), first.at.clone());
    let lists: Option<Vec<Vec<String>>> = texts
        .iter()
        .map(|variant| listed_texts(lowering, &variant.ty))
        .collect();
    let ty = match lists {
        Some(lists) => {
            let mut values: Vec<String> = Vec::new();
            for value in lists.into_iter().flatten() {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            let own = if alone { at.clone() } else { place.clone() };
            let origin = if alone {
                origin.clone()
            } else {
                origin.part(Part::Variant(label.clone()))
            };
            add(lowering, &own, flat, &origin, Shape::Enum(Enum { values }))
        }
        None => Ty::new(TypeKind::String(StringFormat::Plain)),
    };
    Some(Variant {
        ty,
        label,
        at: place,
    })
}

fn one_number(mut numbers: Vec<Variant>) -> Option<Variant> {
    if numbers.len() < 2 {
        return numbers.pop();
    }
    let any_number = numbers
        .iter()
        .any(|variant| variant.ty.kind == TypeKind::Number);
    let kind = if any_number {
        TypeKind::Number
    } else {
        TypeKind::Integer(Integer::I64)
    };
    let label = if any_number { "number" } else { "integer" };
    let at = numbers.first()?.at.clone();
    Some(Variant {
        ty: Ty::new(kind),
        label: label.to_owned(),
        at,
    })
}
