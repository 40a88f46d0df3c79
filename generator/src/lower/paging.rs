//! Lists that go on over several pages, recognised by general rules.
//!
//! A `GET` that documents a `Link` header (RFC 8288) and takes `page` or `per_page` is paged; its
//! items are the answer itself if that is an array, or the only array among the answer's members.
//! `x-paging` settles what the rule gets wrong.

use indexmap::IndexMap;
use serde_json::Value;

use super::Lowering;
use super::extension::PagingRule;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Content, Field, Location, Operation, Outcome, Paging, Shape, Ty, TypeKind};

/// How the operation's answer goes on, if it does.
pub(super) fn paging(
    lowering: &mut Lowering<'_>,
    operation: &Operation,
    extensions: &IndexMap<String, Value>,
) -> Option<Paging> {
    const FORM: &str = "`true`, `false` or `{ member: NAME }`";
    let rule = lowering.extension(extensions, &operation.at, "x-paging", FORM);
    let found = match &rule {
        Some(PagingRule::Switch(false)) => return None,
        Some(PagingRule::Switch(true)) => items(lowering, operation, None),
        Some(PagingRule::Member { member }) => items(lowering, operation, Some(member)),
        None if looks_paged(operation) => items(lowering, operation, None),
        None => None,
    };
    if rule.is_some() && found.is_none() {
        lowering.report(
            Diagnostic::new(
                Code::InvalidExtension,
                &operation.at.child("x-paging"),
                "the answer of this operation has no such array to page through",
            )
            .help("name a member of the answer that holds an array"),
        );
    }
    found
}

fn looks_paged(operation: &Operation) -> bool {
    let counts = |it: &crate::ir::Parameter| {
        it.location == Location::Query && ["page", "per_page"].contains(&it.name.as_str())
    };
    operation.method == "GET"
        && operation.parameters.iter().any(counts)
        && successes(operation).any(|outcome| {
            outcome
                .headers
                .iter()
                .any(|header| header.name.eq_ignore_ascii_case("link"))
        })
}

fn successes(operation: &Operation) -> impl Iterator<Item = &Outcome> {
    operation.outcomes.iter().filter(|outcome| outcome.success)
}

/// Where the items are; `None` when there is more than one answer or no single array in it.
fn items(lowering: &Lowering<'_>, operation: &Operation, member: Option<&str>) -> Option<Paging> {
    let mut successes = successes(operation);
    let (Some(outcome), None) = (successes.next(), successes.next()) else {
        return None;
    };
    let Content::Json(ty) = &outcome.content else {
        return None;
    };
    match &ty.kind {
        TypeKind::List(item) if member.is_none() => Some(Paging {
            member: None,
            optional: ty.nullable,
            item: (**item).clone(),
        }),
        TypeKind::Named(at) => {
            let Shape::Struct(page) = lowering.shape_at(at)? else {
                return None;
            };
            let mut arrays = page
                .fields
                .iter()
                .filter(|field| member.is_none_or(|member| member == field.name))
                .filter_map(|field| Some((field, list_item(field)?)));
            let (field, item) = arrays.next()?;
            arrays.next().is_none().then(|| Paging {
                member: Some(field.name.clone()),
                optional: !field.required || field.ty.nullable,
                item: item.clone(),
            })
        }
        _ => None,
    }
}

fn list_item(field: &Field) -> Option<&Ty> {
    match &field.ty.kind {
        TypeKind::List(item) => Some(item),
        _ => None,
    }
}
