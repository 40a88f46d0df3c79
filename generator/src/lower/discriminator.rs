//! Discriminators: the member of an object whose value names the alternative it is.

use std::collections::HashSet;

use super::Lowering;
use super::heir::component_of;
use super::union::Found;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Discriminator, Shape, Ty, TypeKind};
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
        let implied = constant(
            lowering,
            &found.variants[*index].ty,
            &discriminator.property_name,
        )
        .or_else(|| is_component.then(|| source.last()).flatten());
        values.extend(implied.map(|value| (value, *index)));
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

/// The only value that a member of a struct can have.
fn constant(lowering: &Lowering<'_>, ty: &Ty, property: &str) -> Option<String> {
    let shape_of = |ty: &Ty| match &ty.kind {
        TypeKind::Named(at) => lowering.types.get(at).map(|definition| &definition.shape),
        _ => None,
    };
    let Some(Shape::Struct(object)) = shape_of(ty) else {
        return None;
    };
    let field = object.fields.iter().find(|field| field.name == property)?;
    match shape_of(&field.ty) {
        Some(Shape::Enum(it)) if it.values.len() == 1 => it.values.first().cloned(),
        _ => None,
    }
}
