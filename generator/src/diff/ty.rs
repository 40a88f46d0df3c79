//! Types, compared in pairs: each with the one that stands in its place in the new description.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::member::Sides;
use super::{Change, Class, Meaning};
use crate::emit::Emit;
use crate::ir::{Integer, Numbers, Shape, StringFormat, Ty, TypeDef, TypeKind, Union};
use crate::plan::{ShapePlan, Uses};
use crate::pointer::Pointer;

/// How the values of the new type relate to those of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    /// The same values.
    Same,
    /// The old ones and others.
    Wider,
    /// Some of the old ones.
    Narrower,
    /// Others.
    Other,
}

impl Kin {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, kin) | (kin, Self::Same) => kin,
            (a, b) if a == b => a,
            _ => Self::Other,
        }
    }

    /// The class of the change for values that travel this way: a reader can't cope with more than
    /// before, a writer not with less.
    pub(super) fn class(self, uses: Uses) -> Class {
        let breaks = match self {
            Self::Same => false,
            Self::Wider => uses.response,
            Self::Narrower => uses.request,
            Self::Other => true,
        };
        if breaks {
            Class::Breaking
        } else {
            Class::Additive
        }
    }
}

/// A comparison under way.
pub(super) struct Walk<'a> {
    pub(super) old: &'a Meaning,
    pub(super) new: &'a Meaning,
    pub(super) before: Emit<'a>,
    pub(super) after: Emit<'a>,
    pub(super) changes: Vec<Change>,
    /// The new type for each old one.
    pub(super) pairs: IndexMap<Pointer, Pointer>,
    taken: HashSet<Pointer>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(old: &'a Meaning, new: &'a Meaning) -> Self {
        Self {
            old,
            new,
            before: old.emit(),
            after: new.emit(),
            changes: Vec::new(),
            pairs: IndexMap::new(),
            taken: HashSet::new(),
        }
    }

    /// Compares two types at one place, null included.
    pub(super) fn ty(&mut self, old: &Ty, new: &Ty) -> Kin {
        let null = match (old.nullable, new.nullable) {
            (false, true) => Kin::Wider,
            (true, false) => Kin::Narrower,
            _ => Kin::Same,
        };
        null.and(self.kind(&old.kind, &new.kind))
    }

    pub(super) fn kind(&mut self, old: &TypeKind, new: &TypeKind) -> Kin {
        use TypeKind::{List, Map, Named};
        match (old, new) {
            (List(old), List(new)) | (Map(old), Map(new)) => self.ty(old, new),
            (Named(old), Named(new)) => self.named(old, new),
            (old, new) if old == new => Kin::Same,
            (old, new) if is_wider(old, new, self.old) => Kin::Wider,
            (old, new) if is_wider(new, old, self.new) => Kin::Narrower,
            _ => Kin::Other,
        }
    }

    /// Two types are one under two names unless one of them is in both descriptions.
    fn named(&mut self, old: &Pointer, new: &Pointer) -> Kin {
        if let Some(known) = self.pairs.get(old) {
            return if known == new { Kin::Same } else { Kin::Other };
        }
        let stays = |at: &Pointer, all: &Meaning| old != new && all.plan.types.contains_key(at);
        if stays(old, self.new) || stays(new, self.old) || self.taken.contains(new) {
            return Kin::Other;
        }
        self.pairs.insert(old.clone(), new.clone());
        self.taken.insert(new.clone());
        Kin::Same
    }

    /// Compares the types that have been paired, and those that they lead to.
    pub(super) fn types(&mut self) {
        let mut next = 0;
        while let Some((old, new)) = self.pairs.get_index(next) {
            let (old, new) = (old.clone(), new.clone());
            self.definition(&old, &new);
            next += 1;
        }
    }

    pub(super) fn report(&mut self, change: Change) {
        self.changes.push(change);
    }

    fn definition(&mut self, old: &Pointer, new: &Pointer) {
        let (before, after) = (self.old, self.new);
        let (old_name, name) = (&before.names.types[old].name, &after.names.types[new].name);
        let (was, is) = (&before.api.types[old], &after.api.types[new]);
        let change = |class, what: String| Change::new(class, new, name.plain(), what);
        if old_name != name {
            let renamed = change(
                Class::Breaking,
                format!("the type `{old_name}` is now `{name}`"),
            );
            let signature = |it: &TypeDef, name| Some(format!("{} {name}", word(&it.shape)));
            self.report(
                renamed
                    .signatures(signature(was, old_name), signature(is, name))
                    .source(true),
            );
        }
        let (then, now) = (before.plan.types[old].uses, after.plan.types[new].uses);
        if then.request && !now.request {
            let what = "the type is not sent any more, so it can't be made any more";
            self.report(change(Class::Breaking, what.to_owned()).source(true));
        }
        if then.response && !now.response {
            let what = "the type is not received any more, so it can't be read any more";
            self.report(change(Class::Breaking, what.to_owned()).source(true));
        }
        let plans = (&before.plan.types[old].shape, &after.plan.types[new].shape);
        match (&was.shape, &is.shape, plans) {
            (Shape::Struct(a), Shape::Struct(b), (ShapePlan::Struct(p), ShapePlan::Struct(q))) => {
                self.structs(&Sides {
                    old,
                    new,
                    a,
                    b,
                    p,
                    q,
                    uses: then,
                });
            }
            (
                Shape::Enum(a),
                Shape::Enum(b),
                (ShapePlan::Enum { open: p }, ShapePlan::Enum { open: q }),
            ) => {
                self.openness(new, (*p, *q), "texts", ", and is no longer `Copy`");
                self.enums(old, new, &a.values, &b.values);
            }
            (
                Shape::Numbers(a),
                Shape::Numbers(b),
                (ShapePlan::Enum { open: p }, ShapePlan::Enum { open: q }),
            ) => {
                self.openness(new, (*p, *q), "numbers", "");
                let written = |it: &Numbers| -> Vec<String> {
                    it.values.iter().map(|it| it.number.to_string()).collect()
                };
                self.enums(old, new, &written(a), &written(b));
            }
            (Shape::Union(a), Shape::Union(b), _) => self.unions(old, new, (a, b), then),
            (Shape::Newtype(a), Shape::Newtype(b), _) => {
                let kin = self.ty(a, b);
                if kin != Kin::Same {
                    let held =
                        |emit: &Emit<'_>, ty| Some(format!("{name}({})", emit.value_signature(ty)));
                    let (old, new) = (held(&self.before, a), held(&self.after, b));
                    let what = "what the type holds has changed".to_owned();
                    self.report(
                        change(kin.class(then), what)
                            .signatures(old, new)
                            .source(true),
                    );
                }
            }
            (a, b, _) => {
                let what = format!("the type was {} and is {}", described(a), described(b));
                self.report(change(Class::Breaking, what).source(true));
            }
        }
    }

    /// Says of an enumeration that it holds values that are not listed, and what it loses by that, or
    /// that it does not hold them any more.
    fn openness(&mut self, at: &Pointer, (was, is): (bool, bool), values: &str, lost: &str) {
        let what = match (was, is) {
            (false, true) => format!(
                "the enumeration is received now: it holds {values} that are not listed{lost}"
            ),
            (true, false) => {
                format!(
                    "the enumeration is only sent now: it holds no {values} that are not listed"
                )
            }
            _ => return,
        };
        let name = self.new.names.types[at].name.plain();
        self.report(Change::new(Class::Breaking, at, name, what).source(true));
    }

    fn enums(&mut self, old: &Pointer, new: &Pointer, a: &[String], b: &[String]) {
        let (before, after) = (&self.old.names.types[old], &self.new.names.types[new]);
        let name = after.name.plain();
        let variant = |names: &crate::name::TypeNames, index: usize| {
            Some(format!("{}::{}", names.name, names.parts[index]))
        };
        let mut found = Vec::new();
        for (index, value) in a.iter().enumerate() {
            let signature = variant(before, index);
            match b.iter().position(|it| it == value) {
                None => found.push(
                    Change::new(
                        Class::Breaking,
                        new,
                        name,
                        format!("the value `{value}` is gone"),
                    )
                    .signatures(signature, None),
                ),
                Some(now) if before.parts[index] != after.parts[now] => found.push(
                    Change::new(
                        Class::Breaking,
                        new,
                        name,
                        format!("the value `{value}` has another name"),
                    )
                    .signatures(signature, variant(after, now))
                    .source(true),
                ),
                Some(_) => {}
            }
        }
        for (index, value) in b.iter().enumerate() {
            if !a.contains(value) {
                let what = format!("there is a new value `{value}`");
                found.push(
                    Change::new(Class::Additive, new, name, what)
                        .signatures(None, variant(after, index)),
                );
            }
        }
        self.changes.extend(found);
    }

    fn unions(&mut self, old: &Pointer, new: &Pointer, (a, b): (&Union, &Union), uses: Uses) {
        let (before, after) = (&self.old.names.types[old], &self.new.names.types[new]);
        let name = after.name.plain();
        for (index, variant) in a.variants.iter().enumerate() {
            let part = &before.parts[index];
            let now = after.parts.iter().position(|it| it == part);
            let Some(now) = now else {
                let signature = format!("{}::{part}", before.name);
                let what = format!("the alternative `{}` is gone", variant.label);
                self.report(
                    Change::new(Class::Breaking, &variant.at, name, what)
                        .signatures(Some(signature), None),
                );
                continue;
            };
            let kin = self.ty(&variant.ty, &b.variants[now].ty);
            if kin != Kin::Same {
                let what = format!("the alternative `{}` holds another type", variant.label);
                let change = Change::new(kin.class(uses), &b.variants[now].at, name, what);
                self.report(change.source(true));
            }
        }
        for (index, variant) in b.variants.iter().enumerate() {
            let part = &after.parts[index];
            if !before.parts.contains(part) {
                let what = format!("there is a new alternative `{}`", variant.label);
                self.report(
                    Change::new(Class::Additive, &variant.at, name, what)
                        .signatures(None, Some(format!("{name}::{part}"))),
                );
            }
        }
    }
}

/// Whether `wide` has all values of `narrow`, a type of `of`, and others.
fn is_wider(narrow: &TypeKind, wide: &TypeKind, of: &Meaning) -> bool {
    match (narrow, wide) {
        (_, TypeKind::Any)
        | (TypeKind::Integer(_), TypeKind::Number)
        | (TypeKind::Integer(Integer::I32), TypeKind::Integer(Integer::I64))
        | (TypeKind::Map(_), TypeKind::FreeObject)
        | (TypeKind::String(_), TypeKind::String(StringFormat::Plain)) => true,
        (TypeKind::Named(at), TypeKind::String(_)) => {
            matches!(of.api.types[at].shape, Shape::Enum(_))
        }
        (TypeKind::Named(at), TypeKind::Integer(_) | TypeKind::Number) => {
            matches!(of.api.types[at].shape, Shape::Numbers(_))
        }
        _ => false,
    }
}

fn word(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) | Shape::Newtype(_) => "struct",
        Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => "enum",
    }
}

fn described(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "an object",
        Shape::Enum(_) => "an enumeration",
        Shape::Numbers(_) => "an enumeration of numbers",
        Shape::Union(_) => "a choice",
        Shape::Newtype(_) => "another type's name",
    }
}
