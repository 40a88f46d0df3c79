//! Which of the runtime's optional parts the crate needs: what stays behind, nobody compiles.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{OperationPlan, ShapePlan, TypePlan};
use crate::ir::{Api, BodyContent, Content, Operation, Shape, StringFormat, Ty, TypeKind};
use crate::pointer::Pointer;

/// A part of the runtime that not every crate needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuntimePart {
    /// Dates are read or sent.
    Dates,
    /// Operations answer with events.
    Events,
    /// There are enumerations of numbers.
    Numbers,
    /// Objects have tables of their members.
    Structs,
    /// Unions are read.
    Unions,
}

/// The parts that are needed.
pub(super) fn plan(
    api: &Api,
    types: &IndexMap<Pointer, TypePlan>,
    operations: &[OperationPlan],
    error_bodies: &[Ty],
) -> BTreeSet<RuntimePart> {
    let members = types
        .iter()
        .flat_map(|(at, plan)| members(&api.types[at].shape, &plan.shape));
    let planned = api.operations.iter().zip(operations);
    let ends = planned.flat_map(|(operation, plan)| ends(operation, plan));
    let is_read_union =
        |plan: &TypePlan| plan.uses.response && matches!(plan.shape, ShapePlan::Union(_));
    let has_table = |plan: &TypePlan| matches!(&plan.shape, ShapePlan::Struct(it) if !it.multipart);
    let is_numbers = |at: &Pointer| matches!(api.types[at].shape, Shape::Numbers(_));
    let parts = [
        (
            RuntimePart::Dates,
            members.chain(ends).chain(error_bodies).any(is_date),
        ),
        (
            RuntimePart::Events,
            operations.iter().any(|operation| operation.events),
        ),
        (RuntimePart::Numbers, types.keys().any(is_numbers)),
        (RuntimePart::Structs, types.values().any(has_table)),
        (RuntimePart::Unions, types.values().any(is_read_union)),
    ];
    let needed = parts.into_iter().filter(|(_, is_needed)| *is_needed);
    needed.map(|(part, _)| part).collect()
}

/// What a type holds, as far as it is kept.
fn members<'a>(shape: &'a Shape, plan: &'a ShapePlan) -> Vec<&'a Ty> {
    match (shape, plan) {
        (Shape::Struct(object), ShapePlan::Struct(plan)) => {
            let kept = plan.fields.iter().map(|it| &object.fields[it.index].ty);
            kept.chain(object.rest.as_deref()).collect()
        }
        (Shape::Union(union), _) => union.variants.iter().map(|it| &it.ty).collect(),
        (Shape::Newtype(inner), _) => vec![inner],
        (Shape::Struct(_) | Shape::Enum(_) | Shape::Numbers(_), _) => Vec::new(),
    }
}

/// What an operation takes and answers with.
fn ends<'a>(operation: &'a Operation, plan: &'a OperationPlan) -> Vec<&'a Ty> {
    let answers = plan
        .success
        .contents()
        .filter_map(|(_, content)| match content {
            Content::Json(ty) => Some(ty),
            _ => None,
        });
    let body = operation
        .body
        .iter()
        .filter_map(|body| match &body.content {
            BodyContent::Json(ty) | BodyContent::Multipart(ty) | BodyContent::Form { ty, .. } => {
                Some(ty)
            }
            BodyContent::Text | BodyContent::Bytes => None,
        });
    let parameters = operation.parameters.iter().map(|it| &it.ty);
    let events = operation.events.iter().filter_map(|it| it.content.ty());
    answers
        .chain(body)
        .chain(parameters)
        .chain(events)
        .collect()
}

/// Whether it is a date, or a list or map of them.
fn is_date(mut ty: &Ty) -> bool {
    while let TypeKind::List(inner) | TypeKind::Map(inner) = &ty.kind {
        ty = inner;
    }
    ty.kind == TypeKind::String(StringFormat::DateTime)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is needed to read a body of this kind.
    fn check(kind: TypeKind, dates: bool) {
        let expected: BTreeSet<_> = dates.then_some(RuntimePart::Dates).into_iter().collect();
        let body = Ty::new(kind);
        let found = plan(&Api::default(), &IndexMap::new(), &[], &[body]);
        assert_eq!(found, expected);
    }

    #[test]
    fn dates_are_found_in_what_holds_them() {
        let list = |format| TypeKind::List(Box::new(Ty::new(TypeKind::String(format))));
        check(TypeKind::String(StringFormat::DateTime), true);
        check(list(StringFormat::DateTime), true);
        check(
            TypeKind::Map(Box::new(Ty::new(list(StringFormat::DateTime)))),
            true,
        );
        check(list(StringFormat::Plain), false);
        check(TypeKind::Any, false);
    }
}
