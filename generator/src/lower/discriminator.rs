//! Discriminators: the member of an object whose value names the alternative it is.

use std::collections::HashSet;

use indexmap::IndexSet;

use super::Lowering;
use super::heir::component_of;
use super::union::Found;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Discriminator, Shape, Struct, Ty};
use crate::pointer::Pointer;

/// Which value of the discriminator's member means which variant (§4.7.25).
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    discriminator: &openapiv3::Discriminator,
    found: &Found,
) -> Discriminator {
    let place = at.child("discriminator");
    let mut values: Vec<(String, usize)> = Vec::new();
    for (value, target) in &discriminator.mapping {
        let target = component_of(target);
        match found.sources.iter().find(|(source, _)| *source == target) {
            Some((_, index)) => values.push((value.clone(), *index)),
            None => lowering.report(
                Diagnostic::new(
                    Code::InvalidDiscriminator,
                    &place.child("mapping").child(value),
                    format!("`{value}` is mapped to `{target}`, which is none of the alternatives"),
                )
                .help("list it among the alternatives, or remove it from the mapping"),
            ),
        }
    }
    for (source, index) in &found.sources {
        if values.iter().any(|(_, mapped)| mapped == index) {
            continue;
        }
        let is_component = source.parent() == Some(Pointer::from_tokens(["components", "schemas"]));
        let property = &discriminator.property_name;
        let mut implied = words(lowering, &found.variants[*index].ty, property);
        if implied.is_empty() && is_component {
            implied.extend(source.last());
        }
        values.extend(implied.into_iter().map(|value| (value, *index)));
    }
    Discriminator {
        property: discriminator.property_name.clone(),
        values,
    }
}

/// Whether the discriminator has values, none of which means two variants.
pub(super) fn tells_apart(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    discriminator: &Discriminator,
) -> bool {
    let mut seen = HashSet::new();
    let mut values = discriminator.values.iter().map(|(value, _)| value);
    let Some(value) = values.find(|value| !seen.insert(*value)) else {
        return !discriminator.values.is_empty();
    };
    let property = &discriminator.property;
    lowering.report(
        Diagnostic::new(
            Code::InvalidDiscriminator,
            &at.child("discriminator"),
            format!(
                "`{value}` in `{property}` means several alternatives, so the other members tell"
            ),
        )
        .help("map a value to each alternative, and let each have its own"),
    );
    false
}

/// The texts that the member has in values of a type: one where an object declares it as a constant,
/// those of all alternatives where the type is a choice of such objects. None where it can have others.
fn words(lowering: &Lowering<'_>, ty: &Ty, property: &str) -> IndexSet<String> {
    let mut words = IndexSet::new();
    let mut seen = HashSet::new();
    let mut waiting = vec![ty];
    while let Some(ty) = waiting.pop() {
        match lowering.shape(ty) {
            Some(Shape::Union(union)) => match &union.discriminator {
                Some(own) if own.property == property => {
                    words.extend(own.values.iter().map(|(value, _)| value.clone()));
                }
                _ if seen.insert(std::ptr::from_ref(union)) => {
                    waiting.extend(union.variants.iter().rev().map(|variant| &variant.ty));
                }
                _ => {}
            },
            Some(Shape::Struct(object)) => match constant(lowering, object, property) {
                Some(value) => words.extend([value.to_owned()]),
                None => return IndexSet::new(),
            },
            _ => return IndexSet::new(),
        }
    }
    words
}

/// The only value that a member of a struct can have.
fn constant<'l>(lowering: &'l Lowering<'_>, object: &Struct, property: &str) -> Option<&'l str> {
    let field = object.fields.iter().find(|field| field.name == property)?;
    lowering.only_text(&field.ty)
}
