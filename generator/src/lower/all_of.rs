//! `allOf`: several schemas that one value satisfies together, merged into one type.
//!
//! Members are merged by name, the narrower type winning. A schema that is reached twice counts
//! once, so that diamonds cost nothing; one that includes itself is an error.

use std::borrow::Borrow;
use std::collections::HashSet;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::flat::{Flat, JsonType};
use super::object::{self, Members};
use super::schema::{self, add, unsupported};
use super::{Lowering, union};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Origin, Shape, StringFormat, Struct, Ty, TypeKind};
use crate::pointer::Pointer;
use crate::resolve::{Resolver, View};

/// The type of a schema with `allOf`.
pub(super) fn ty<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    flat: &Flat<'d>,
    origin: &Origin,
) -> Ty {
    if let Some(index) = sole_member(lowering, at, flat) {
        let place = at.child("allOf").child(index);
        return schema::ty(lowering, &place, &flat.all_of[index], origin);
    }
    let mut merge = Merge::default();
    merge.take_all(lowering, at, flat);
    let nullable = merge.nullable.unwrap_or(false);
    merge
        .into_type(lowering, at, flat, origin)
        .or_null(nullable)
}

/// The index of the only member that says anything, if the schema around it says nothing.
fn sole_member<'d>(lowering: &mut Lowering<'d>, at: &Pointer, flat: &Flat<'d>) -> Option<usize> {
    let own = Flat {
        all_of: &[],
        ..flat.clone()
    };
    let silent = own.is_free() || (own.only_constrains() && own.required.is_empty());
    if !silent && own.json_type != Some(Ok(JsonType::Object)) || own.declares_members() {
        return None;
    }
    if !own.required.is_empty() {
        return None;
    }
    let resolver = lowering.resolver;
    let mut telling = flat.all_of.iter().enumerate().filter(|(index, node)| {
        let place = at.child("allOf").child(index);
        let view = resolver.resolve::<Schema, _>(&place, node);
        view.map_or(true, |view| !Flat::of(view.node).says_nothing())
    });
    let (index, _) = telling.next()?;
    telling.next().is_none().then_some(index)
}

/// What the members of an `allOf` say together.
#[derive(Default)]
pub(super) struct Merge<'d> {
    members: Members<'d>,
    rest: Option<(Pointer, Flat<'d>)>,
    unions: Vec<(Pointer, Flat<'d>)>,
    others: Vec<(Pointer, Flat<'d>)>,
    nullable: Option<bool>,
    is_object: bool,
    seen: HashSet<Pointer>,
    path: Vec<Pointer>,
}

impl<'d> Merge<'d> {
    /// Adds a schema and all that it includes.
    pub(super) fn take_all(&mut self, lowering: &mut Lowering<'d>, at: &Pointer, flat: &Flat<'d>) {
        self.path.push(at.clone());
        for (index, node) in flat.all_of.iter().enumerate() {
            let place = at.child("allOf").child(index);
            self.take_node(lowering, &place, node);
        }
        self.take_own(
            lowering,
            at,
            &Flat {
                all_of: &[],
                ..flat.clone()
            },
        );
        self.path.pop();
    }

    fn take_node(
        &mut self,
        lowering: &mut Lowering<'d>,
        at: &Pointer,
        node: &'d ReferenceOr<Schema>,
    ) {
        let resolver = lowering.resolver;
        let Some(view) = lowering.noted(resolver.resolve::<Schema, _>(at, node)) else {
            return;
        };
        if self.path.contains(&view.at) {
            lowering.report(includes_itself(at, &view));
            return;
        }
        if self.seen.insert(view.at.clone()) {
            let flat = Flat::of(view.node);
            let nullable = flat.is_nullable();
            self.nullable = Some(self.nullable.unwrap_or(true) && nullable);
            self.take_all(lowering, &view.at, &flat);
        }
    }

    fn take_own(&mut self, lowering: &mut Lowering<'d>, at: &Pointer, flat: &Flat<'d>) {
        if let Some(Err(_)) = flat.json_type {
            schema::of_flat(lowering, at, flat, &Origin::Component(String::new()));
            return;
        }
        let alternatives = flat.alternatives();
        if alternatives.is_some_and(|(_, all)| !union::only_constrain(flat, all)) {
            self.unions.push((at.clone(), flat.clone()));
        } else if flat.known_type() == Some(JsonType::Object) || !flat.required.is_empty() {
            self.is_object = true;
            self.members.take(at, flat);
            if flat.additional.is_some() {
                self.rest = Some((at.clone(), flat.clone()));
            }
        } else if !flat.says_nothing() {
            self.others.push((at.clone(), flat.clone()));
        }
    }

    /// The type of a value that satisfies everything taken, defined at `at`.
    pub(super) fn into_type(
        self,
        lowering: &mut Lowering<'d>,
        at: &Pointer,
        flat: &Flat<'d>,
        origin: &Origin,
    ) -> Ty {
        let has_members = !self.members.declared.is_empty() || !self.members.required.is_empty();
        match (
            self.others.as_slice(),
            self.unions.as_slice(),
            has_members || self.rest.is_some(),
        ) {
            ([], [(place, only)], false) => schema::of_flat(
                lowering,
                place,
                &Flat {
                    data: flat.data,
                    ..only.clone()
                },
                origin,
            ),
            ([], [(place, only)], true) => {
                let keyword = only.alternatives().unwrap_or(("oneOf", &[]));
                union::with_base(lowering, (at, place), flat, only, keyword, origin)
            }
            ([], [], false) if self.is_object => Ty::new(TypeKind::FreeObject),
            ([], [], false) => Ty::new(TypeKind::Any),
            ([], unions, _) => {
                let several = !unions.is_empty();
                if several {
                    lowering.report(unsupported(
                        at,
                        "several unions in one `allOf`: their members are kept as free JSON",
                    ));
                }
                self.into_struct(lowering, at, flat, origin, several)
            }
            (_, [], false) => self.narrowed(lowering, at, origin),
            (_, _, _) => {
                lowering.report(conflict(at, "a scalar or an array", "an object"));
                Ty::new(TypeKind::Any)
            }
        }
    }

    /// The members of everything taken.
    pub(super) fn into_members(self) -> Members<'d> {
        self.members
    }

    /// A struct of all members; `open` keeps what is not declared.
    pub(super) fn into_struct(
        self,
        lowering: &mut Lowering<'d>,
        at: &Pointer,
        flat: &Flat<'d>,
        origin: &Origin,
        open: bool,
    ) -> Ty {
        let fields = object::fields(lowering, &self.members, origin);
        let rest = self.rest.as_ref().filter(|(_, flat)| {
            !matches!(flat.additional, Some(AdditionalProperties::Any(_))) || fields.is_empty()
        });
        let rest = match rest {
            Some((place, flat)) => object::rest(lowering, place, flat, origin),
            None if open => Some(Ty::new(TypeKind::Any)),
            None => None,
        };
        let shape = Struct {
            fields,
            rest: rest.map(Box::new),
        };
        add(lowering, at, flat, origin, Shape::Struct(shape))
    }

    fn narrowed(self, lowering: &mut Lowering<'d>, at: &Pointer, origin: &Origin) -> Ty {
        let mut all = self
            .others
            .iter()
            .map(|(place, flat)| {
                let component = schema::component_origin(place);
                schema::of_flat(lowering, place, flat, component.as_ref().unwrap_or(origin))
            })
            .collect::<Vec<_>>()
            .into_iter();
        let first = all.next().unwrap_or(Ty::new(TypeKind::Any));
        all.fold(first, |narrowest, ty| narrower(lowering, at, narrowest, ty))
    }
}

/// A schema and all that it includes, the more derived first.
pub(super) fn included<'d, B: Borrow<Schema>>(
    resolver: &'d Resolver<'d>,
    at: &Pointer,
    node: &'d ReferenceOr<B>,
) -> Vec<View<'d, Schema>> {
    let mut views = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting: Vec<_> = resolver
        .resolve::<Schema, _>(at, node)
        .into_iter()
        .collect();
    while let Some(view) = waiting.pop() {
        let parts = Flat::of(view.node).all_of;
        if parts.is_empty() || seen.insert(view.at.clone()) {
            let place = view.at.child("allOf");
            waiting.extend(parts.iter().enumerate().filter_map(|(index, part)| {
                resolver
                    .resolve::<Schema, _>(&place.child(index), part)
                    .ok()
            }));
            views.push(view);
        }
    }
    views
}

/// The type of a value that satisfies both types.
pub(super) fn narrower(lowering: &mut Lowering<'_>, at: &Pointer, first: Ty, second: Ty) -> Ty {
    let nullable = first.nullable && second.nullable;
    let kind = narrower_kind(lowering, at, first.kind, second.kind);
    Ty { kind, nullable }
}

fn narrower_kind(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    first: TypeKind,
    second: TypeKind,
) -> TypeKind {
    use TypeKind::{Any, FreeObject, Integer, List, Map, Named, Number, String};
    match (first, second) {
        (first, second) if first == second => second,
        (FreeObject, other @ (Named(_) | Map(_))) | (other @ (Named(_) | Map(_)), FreeObject) => {
            other
        }
        (Any, other)
        | (other, Any)
        | (String(StringFormat::Plain), other @ String(_))
        | (other @ String(_), String(StringFormat::Plain))
        | (Integer(_) | Number, other @ Integer(_))
        | (other @ Integer(_), Number) => other,
        (List(first), List(second)) => List(Box::new(narrower(lowering, at, *first, *second))),
        (Map(first), Map(second)) => Map(Box::new(narrower(lowering, at, *first, *second))),
        (Named(first), Named(second)) => Named(richer(lowering, first, second)),
        (String(_), Named(named)) | (Named(named), String(_))
            if matches!(lowering.shape_at(&named), Some(Shape::Enum(_))) =>
        {
            Named(named)
        }
        (Integer(_) | Number, Named(named)) | (Named(named), Integer(_) | Number)
            if matches!(lowering.shape_at(&named), Some(Shape::Numbers(_))) =>
        {
            Named(named)
        }
        (Map(_), Named(named)) | (Named(named), Map(_)) => Named(named),
        (first, second) => {
            let (first, second) = (described(lowering, &first), described(lowering, &second));
            lowering.report(conflict(at, first, second));
            Any
        }
    }
}

fn described(lowering: &Lowering<'_>, kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Boolean => "a boolean",
        TypeKind::Integer(_) => "an integer",
        TypeKind::Number => "a number",
        TypeKind::String(_) => "a string",
        TypeKind::File => "a file",
        TypeKind::Any => "any value",
        TypeKind::List(_) => "an array",
        TypeKind::Named(named) => match lowering.shape_at(named) {
            Some(Shape::Enum(_)) => "one of several strings",
            Some(Shape::Numbers(_)) => "one of several integers",
            Some(Shape::Union(_)) => "one of several types",
            Some(Shape::Newtype(inner)) if matches!(inner.kind, TypeKind::List(_)) => "an array",
            Some(Shape::Newtype(_) | Shape::Struct(_)) | None => "an object",
        },
        TypeKind::FreeObject | TypeKind::Map(_) => "an object",
    }
}

/// The one of two structs with more members; otherwise the second, which is the more derived.
fn richer(lowering: &Lowering<'_>, first: Pointer, second: Pointer) -> Pointer {
    let count = |at: &Pointer| match lowering.shape_at(at) {
        Some(Shape::Struct(it)) => it.fields.len(),
        _ => 0,
    };
    if count(&first) > count(&second) {
        first
    } else {
        second
    }
}

fn conflict(at: &Pointer, first: &str, second: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ConflictingAllOf,
        at,
        format!("no value is both {first} and {second}, which `allOf` asks for; free JSON instead"),
    )
    .help("correct the schema, by an overlay if it is not yours")
}

fn includes_itself(at: &Pointer, view: &View<'_, Schema>) -> Diagnostic {
    Diagnostic::new(
        Code::AllOfCycle,
        at,
        format!("`{}` includes itself by `allOf`", view.at),
    )
    .label(&view.at, "included from here on")
    .help("take the reference out of `allOf`; a recursive type holds itself in a member")
}
