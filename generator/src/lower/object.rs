//! Objects: declared members become a struct, undeclared ones a map or the rest of the struct.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::all_of::{included, narrower};
use super::flat::Flat;
use super::schema::{self, add};
use super::{Lowering, url, values};
use crate::ir::{Docs, Field, Origin, Part, Shape, Struct, Ty, TypeKind};
use crate::pointer::Pointer;

/// The type of an object that stands alone.
pub(super) fn ty<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    origin: &Origin,
) -> Ty {
    let closed = matches!(flat.additional, Some(AdditionalProperties::Any(false)));
    if flat.properties.is_empty() && flat.required.is_empty() && !closed {
        return match rest(lowering, at, flat, origin) {
            Some(value) if value.kind != TypeKind::Any => {
                schema::holding(lowering, at, TypeKind::Map, value)
            }
            _ => Ty::new(TypeKind::FreeObject),
        };
    }
    let mut members = Members::default();
    members.take(at, flat);
    let fields = fields(lowering, &members, origin);
    let rest = rest(lowering, at, flat, origin).map(Box::new);
    add(
        lowering,
        at,
        flat,
        origin,
        Shape::Struct(Struct { fields, rest }),
    )
}

/// Where a member is declared, and as what.
pub(super) type Declaration<'d> = (Pointer, &'d ReferenceOr<Box<Schema>>);

/// The members that one or several schemas declare together.
#[derive(Debug, Default)]
pub(super) struct Members<'d> {
    pub(super) declared: IndexMap<&'d str, Vec<Declaration<'d>>>,
    /// With the last schema that says so.
    pub(super) required: IndexMap<&'d str, Pointer>,
}

impl<'d> Members<'d> {
    /// Adds what the schema at `at` declares.
    pub(super) fn take(&mut self, at: &Pointer, flat: &Flat<'d>) {
        let properties = at.child("properties");
        for (name, node) in flat.properties {
            self.declared
                .entry(name)
                .or_default()
                .push((properties.child(name), node));
        }
        self.required
            .extend(flat.required.iter().map(|name| (name.as_str(), at.clone())));
    }

    /// Whether an object without the member is wrong.
    pub(super) fn requires(&self, name: &str) -> bool {
        self.required.contains_key(name)
    }

    /// Required members without a declaration.
    fn undeclared(&self) -> impl Iterator<Item = (&'d str, &Pointer)> {
        self.required
            .iter()
            .filter(|(name, _)| !self.declared.contains_key(*name))
            .map(|(name, at)| (*name, at))
    }
}

/// The fields of a struct with these members.
pub(super) fn fields<'d>(
    lowering: &mut Lowering<'d>,
    members: &Members<'d>,
    origin: &Origin,
) -> Vec<Field> {
    let mut fields: Vec<Field> = members
        .declared
        .iter()
        .map(|(name, places)| {
            let part = origin.part(Part::Member((*name).to_owned()));
            let mut field = merged_field(lowering, name, places, &part);
            field.required = members.requires(name);
            field
        })
        .collect();
    fields.extend(
        members
            .undeclared()
            .map(|(name, at)| undeclared_field(name, at)),
    );
    fields
}

fn merged_field<'d>(
    lowering: &mut Lowering<'d>,
    name: &str,
    places: &[(Pointer, &'d ReferenceOr<Box<Schema>>)],
    origin: &Origin,
) -> Field {
    let mut alternatives: Vec<Field> = places
        .iter()
        .map(|(at, node)| field(lowering, name, at, node, origin))
        .collect();
    // A schema has at least one place per member, and the last one is the most derived.
    let Some(mut last) = alternatives.pop() else {
        return undeclared_field(name, &Pointer::root());
    };
    for earlier in alternatives.into_iter().rev() {
        last.ty = narrower(lowering, &last.at, earlier.ty, last.ty);
        last.docs.description = last.docs.description.or(earlier.docs.description);
        last.constant = last.constant.or(earlier.constant);
        last.read_only |= earlier.read_only;
        last.write_only |= earlier.write_only;
    }
    last
}

fn field<'d>(
    lowering: &mut Lowering<'d>,
    name: &str,
    at: &Pointer,
    node: &'d ReferenceOr<Box<Schema>>,
    origin: &Origin,
) -> Field {
    let ty = schema::ty(lowering, at, node, origin);
    let data = node.as_item().map(|schema| &schema.schema_data);
    let prose = data.and_then(|data| data.description.clone().or_else(|| data.title.clone()));
    let directions = Directions::of(lowering, at, node);
    Field {
        name: name.to_owned(),
        constant: values::constant(lowering, at, node, &ty),
        ty,
        required: false,
        read_only: directions.read_only,
        write_only: directions.write_only,
        default: data.and_then(|data| data.default.clone()),
        part: None,
        docs: Docs {
            summary: None,
            description: values::described(lowering, at, node, prose),
            external: data.and_then(|data| url(data.external_docs.as_ref())),
            deprecated: data.is_some_and(|data| data.deprecated),
        },
        at: at.clone(),
    }
}

/// Which way a value is not sent, as its schema or one that it includes says.
#[derive(Default)]
struct Directions {
    read_only: bool,
    write_only: bool,
}

impl Directions {
    fn of(lowering: &Lowering<'_>, at: &Pointer, node: &ReferenceOr<Box<Schema>>) -> Self {
        let mut directions = Self::default();
        for view in included(lowering.resolver, at, node) {
            directions.read_only |= view.node.schema_data.read_only;
            directions.write_only |= view.node.schema_data.write_only;
        }
        directions
    }
}

/// A member that is required although nothing says what it is.
fn undeclared_field(name: &str, at: &Pointer) -> Field {
    Field {
        name: name.to_owned(),
        ty: Ty::new(TypeKind::Any),
        required: true,
        read_only: false,
        write_only: false,
        constant: None,
        default: None,
        part: None,
        docs: Docs::default(),
        at: at.child("required"),
    }
}

/// The type of members that are not declared, where the schema says that there are some.
pub(super) fn rest<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    origin: &Origin,
) -> Option<Ty> {
    match flat.additional? {
        AdditionalProperties::Any(allowed) => allowed.then(|| Ty::new(TypeKind::Any)),
        AdditionalProperties::Schema(node) => {
            let place = at.child("additionalProperties");
            Some(schema::ty(
                lowering,
                &place,
                node.as_ref(),
                &origin.part(Part::Value),
            ))
        }
    }
}
