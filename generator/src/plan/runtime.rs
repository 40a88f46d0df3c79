//! Which of the runtime's optional parts the crate needs: what stays behind, nobody compiles.

use indexmap::IndexMap;

use super::{OperationPlan, ShapePlan, TypePlan};
use crate::ir::{Api, BodyContent, Content, Operation, Shape, StringFormat, Ty, TypeKind};
use crate::pointer::Pointer;

/// What of the runtime is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuntimePlan {
    /// Dates are read or sent.
    pub dates: bool,
    /// Unions are read.
    pub unions: bool,
    /// Objects have tables of their members.
    pub structs: bool,
}

pub(super) fn plan(
    api: &Api,
    types: &IndexMap<Pointer, TypePlan>,
    operations: &[OperationPlan],
    error_bodies: &[Ty],
) -> RuntimePlan {
    let members = types
        .iter()
        .flat_map(|(at, plan)| members(&api.types[at].shape, &plan.shape));
    let operations = api.operations.iter().zip(operations);
    let ends = operations.flat_map(|(operation, plan)| ends(operation, plan));
    RuntimePlan {
        dates: members.chain(ends).chain(error_bodies).any(is_date),
        unions: types
            .values()
            .any(|plan| plan.uses.response && matches!(plan.shape, ShapePlan::Union(_))),
        structs: types
            .values()
            .any(|plan| matches!(&plan.shape, ShapePlan::Struct(it) if !it.multipart)),
    }
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
        (Shape::Struct(_) | Shape::Enum(_), _) => Vec::new(),
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
    answers.chain(body).chain(parameters).collect()
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
        let expected = RuntimePlan {
            dates,
            ..RuntimePlan::default()
        };
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
