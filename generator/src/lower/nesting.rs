//! Values that hold arrays or objects within one another, where a style has no form for them.

use std::collections::HashSet;

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Shape, Style, Ty, TypeKind};
use crate::pointer::Pointer;

/// Says of the value that is described at `at` that it may be refused when it is sent.
pub(super) fn report(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    name: &str,
    style: Style,
    ty: &Ty,
    help: &str,
) {
    if matches!(style, Style::DeepObject | Style::Json) || !nests(lowering, ty) {
        return;
    }
    let message = format!(
        "`{name}` can hold an array or object within another, for which its style has no form; \
         such a value is refused when it is sent"
    );
    lowering.report(Diagnostic::new(Code::UnsupportedStyle, at, message).help(help));
}

/// Whether the type declares an array or object within an array or object.
pub(super) fn nests(lowering: &Lowering<'_>, ty: &Ty) -> bool {
    parts(lowering, ty)
        .into_iter()
        .any(|ty| holds(lowering, ty))
}

/// The types of what is right within a value.
fn parts<'l>(lowering: &'l Lowering<'_>, ty: &'l Ty) -> Vec<&'l Ty> {
    let mut found = Vec::new();
    visit(lowering, ty, |ty, shape| match (&ty.kind, shape) {
        (TypeKind::List(inner) | TypeKind::Map(inner), _) => found.push(&**inner),
        (_, Some(Shape::Struct(object))) => {
            let sent = object.fields.iter().filter(|field| !field.read_only);
            found.extend(sent.map(|field| &field.ty));
            found.extend(object.rest.as_deref());
        }
        _ => {}
    });
    found
}

/// Whether a value of the type can be an array or an object.
fn holds(lowering: &Lowering<'_>, ty: &Ty) -> bool {
    let mut holds = false;
    visit(lowering, ty, |ty, shape| {
        holds |= match &ty.kind {
            TypeKind::List(_) | TypeKind::Map(_) | TypeKind::FreeObject => true,
            TypeKind::Named(_) => matches!(shape, Some(Shape::Struct(_))),
            _ => false,
        }
    });
    holds
}

/// Calls `see` with the type, or with all that it is a choice of or another name for.
fn visit<'l>(
    lowering: &'l Lowering<'_>,
    ty: &'l Ty,
    mut see: impl FnMut(&'l Ty, Option<&'l Shape>),
) {
    let mut seen = HashSet::new();
    let mut waiting = vec![ty];
    while let Some(ty) = waiting.pop() {
        let shape = match &ty.kind {
            TypeKind::Named(at) if !seen.insert(at) => continue,
            TypeKind::Named(at) => lowering.shape_at(at),
            _ => None,
        };
        match shape {
            Some(Shape::Union(union)) => {
                waiting.extend(union.variants.iter().map(|variant| &variant.ty));
            }
            Some(Shape::Newtype(inner)) => waiting.push(inner),
            shape => see(ty, shape),
        }
    }
}
