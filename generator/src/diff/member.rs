//! Objects, compared member by member.

use super::ty::{Kin, Walk};
use super::{Change, Class};
use crate::ir::{Constant, Field, Struct};
use crate::plan::{FieldPlan, Form, StructPlan, Uses};
use crate::pointer::Pointer;

/// Two structs that are compared.
#[derive(Clone, Copy)]
pub(super) struct Sides<'s> {
    pub(super) old: &'s Pointer,
    pub(super) new: &'s Pointer,
    pub(super) a: &'s Struct,
    pub(super) b: &'s Struct,
    pub(super) p: &'s StructPlan,
    pub(super) q: &'s StructPlan,
    /// How the old one travels: what it was not used for, nobody has written.
    pub(super) uses: Uses,
}

impl Walk<'_> {
    pub(super) fn structs(&mut self, sides: &Sides<'_>) {
        let Sides {
            old,
            new,
            a,
            b,
            p,
            q,
            uses,
        } = *sides;
        let name = self.new.names.types[new].name.plain();
        let find = |plan: &StructPlan, of: &Struct, wire: &str| {
            plan.fields
                .iter()
                .position(|it| of.fields[it.index].name == wire)
        };
        for (place, it) in p.fields.iter().enumerate() {
            let field = &a.fields[it.index];
            let signature = Some(self.before.member_signature(old, place));
            match find(q, b, &field.name) {
                Some(now) => self.member(sides, place, now),
                None => self.report(
                    Change::new(
                        Class::Breaking,
                        &field.at,
                        name,
                        format!("the member `{}` is gone", field.name),
                    )
                    .signatures(signature, None),
                ),
            }
        }
        for (place, it) in q.fields.iter().enumerate() {
            let field = &b.fields[it.index];
            if find(p, a, &field.name).is_none() {
                let is_needed = uses.request && is_argument(*it);
                let (class, word) = if is_needed {
                    (Class::Breaking, "required ")
                } else {
                    (Class::Additive, "")
                };
                let what = format!("there is a new {word}member `{}`", field.name);
                let signature = self.after.member_signature(new, place);
                self.report(
                    Change::new(class, &field.at, name, what)
                        .signatures(None, Some(signature))
                        .source(is_needed),
                );
            }
        }
        self.rest(sides);
        if uses.request && is_reordered(sides) {
            let what = "the arguments of the constructor stand in another order";
            self.report(Change::new(Class::Breaking, new, name, what).source(true));
        }
    }

    fn member(&mut self, sides: &Sides<'_>, then: usize, now: usize) {
        let Sides {
            old,
            new,
            a,
            b,
            p,
            q,
            uses,
        } = *sides;
        let (then_plan, now_plan) = (p.fields[then], q.fields[now]);
        let (was, is) = (&a.fields[then_plan.index], &b.fields[now_plan.index]);
        let kin = self.kind(&was.ty.kind, &is.ty.kind);
        let names = (
            &self.old.names.types[old].parts[then_plan.index],
            &self.new.names.types[new].parts[now_plan.index],
        );
        let is_renamed = names.0 != names.1;
        let is_other_form = held(then_plan.form) != held(now_plan.form)
            || then_plan.boxed != now_plan.boxed
            || (uses.request && is_argument(then_plan) != is_argument(now_plan));
        let presence = presence(was, is, uses);
        let constant = constant(was, is).filter(|_| kin == Kin::Same);
        let is_same = kin == Kin::Same && presence.is_none() && constant.is_none();
        if is_same && !is_renamed && !is_other_form {
            return;
        }
        let mut class = kin.class(uses);
        let mut said: Vec<String> = Vec::new();
        if kin != Kin::Same {
            said.push("has another type".to_owned());
        }
        if let Some((kin, what)) = constant {
            class = class.max(kin.class(uses));
            said.push(what);
        }
        if let Some((presence, what)) = presence {
            class = class.max(presence);
            said.push(what.to_owned());
        }
        if is_renamed {
            class = Class::Breaking;
            said.push("has another name".to_owned());
        }
        if said.is_empty() {
            said.push("is held in another way".to_owned());
        }
        let name = self.new.names.types[new].name.plain();
        let what = format!("the member `{}` {}", is.name, said.join(" and "));
        let signatures = (
            self.before.member_signature(old, then),
            self.after.member_signature(new, now),
        );
        self.report(
            Change::new(class, &is.at, name, what)
                .signatures(Some(signatures.0), Some(signatures.1))
                .source(kin != Kin::Same || is_renamed || is_other_form),
        );
    }

    /// The member for what is not declared.
    fn rest(&mut self, sides: &Sides<'_>) {
        let Sides {
            new, a, b, uses, ..
        } = *sides;
        let (class, what) = match (a.rest.as_deref(), b.rest.as_deref()) {
            (None, None) => return,
            (Some(_), None) => (
                Class::Breaking,
                "members that are not declared are not kept",
            ),
            (None, Some(_)) => (Class::Additive, "members that are not declared are kept"),
            (Some(old), Some(new)) => match self.ty(old, new) {
                Kin::Same => return,
                kin => (
                    kin.class(uses),
                    "members that are not declared have another type",
                ),
            },
        };
        let name = self.new.names.types[new].name.plain();
        let source = a.rest.is_some();
        self.report(Change::new(class, new, name, what).source(source));
    }
}

/// What it means that a member may now be missing or null, or may not any more.
fn presence(was: &Field, is: &Field, uses: Uses) -> Option<(Class, &'static str)> {
    let facts = |field: &Field| (field.required, field.ty.nullable);
    let what = match (facts(was), facts(is)) {
        (then, now) if then == now => return None,
        ((true, _), (false, _)) => "may be missing now",
        ((false, _), (true, _)) => "is required now",
        ((_, false), (_, true)) => "may be null now",
        ((_, true), (_, false)) => "may not be null any more",
        _ => return None,
    };
    let is_sure = |field: &Field| field.required && !field.ty.nullable;
    let breaks_reader = uses.response && is_sure(was) && !is_sure(is);
    let breaks_writer =
        uses.request && ((is.required && !was.required) || (was.ty.nullable && !is.ty.nullable));
    let class = if breaks_reader || breaks_writer {
        Class::Breaking
    } else {
        Class::Additive
    };
    Some((class, what))
}

/// What it means that a member has another only value, or has one now, or none any more. Texts are
/// left to the type that lists them; a number or a boolean alone has none.
fn constant(was: &Field, is: &Field) -> Option<(Kin, String)> {
    let only = |field: &Field| match &field.constant {
        Some(Constant::Number(number)) => Some(number.to_string()),
        Some(Constant::Boolean(is)) => Some(is.to_string()),
        Some(Constant::Text(_)) | None => None,
    };
    match (only(was), only(is)) {
        (Some(was), Some(is)) if was != is => {
            Some((Kin::Other, format!("is always `{is}` now, and was `{was}`")))
        }
        (Some(was), None) => Some((Kin::Wider, format!("may be other than `{was}` now"))),
        (None, Some(is)) => Some((Kin::Narrower, format!("is always `{is}` now"))),
        _ => None,
    }
}

/// The Rust type around a member's value.
fn held(form: Form) -> &'static str {
    match form {
        Form::Plain => "T",
        Form::Nullable | Form::Optional => "Option<T>",
        Form::Maybe => "Maybe<T>",
    }
}

/// Whether the constructor takes it.
fn is_argument(plan: FieldPlan) -> bool {
    matches!(plan.form, Form::Plain | Form::Nullable)
}

/// Whether the constructor's arguments that stay have changed places.
fn is_reordered(sides: &Sides<'_>) -> bool {
    fn arguments<'f>(of: &'f Struct, plan: &StructPlan) -> Vec<&'f str> {
        let fields = plan.fields.iter().filter(|it| is_argument(**it));
        fields.map(|it| of.fields[it.index].name.as_str()).collect()
    }
    let (then, now) = (arguments(sides.a, sides.p), arguments(sides.b, sides.q));
    let then: Vec<_> = then.iter().filter(|it| now.contains(it)).collect();
    let now: Vec<_> = now.iter().filter(|it| then.contains(it)).collect();
    then != now
}
