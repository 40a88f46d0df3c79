//! Operations, compared with those of the same id, or else of the same method and path.

use super::answer;
use super::ty::{Kin, Walk};
use super::{Change, Class};
use crate::ir::{Body, BodyContent, Operation, Parameter};
use crate::plan::{Argument, Request, Uses};
use crate::pointer::Pointer;

/// What is sent travels this way.
const SENT: Uses = Uses {
    response: false,
    request: true,
};

/// What is said of a call that could only be sent before.
const OWN: &str = "a call has a type of its own now";
/// What is said of a call that can only be sent now.
const NOT_OWN: &str = "a call has no type of its own any more";

/// Compares all operations.
pub(super) fn operations(walk: &mut Walk<'_>) {
    let (old, new) = (&walk.old.api.operations, &walk.new.api.operations);
    let by_id = |it: &Operation| new.iter().position(|other| other.id == it.id);
    // An operation under another id, if that is not the id of an operation that was there before.
    let by_route = |it: &Operation| {
        new.iter().position(|other| {
            (&other.method, &other.path) == (&it.method, &it.path)
                && !old.iter().any(|known| known.id == other.id)
        })
    };
    let matches: Vec<Option<usize>> = old
        .iter()
        .map(|it| by_id(it).or_else(|| by_route(it)))
        .collect();
    for (index, operation) in old.iter().enumerate() {
        if let Some(new) = matches[index] {
            Pair { old: index, new }.compare(walk);
            continue;
        }
        let signature = walk.before.operation_signature(index);
        let what = format!("{} is gone", route(operation));
        walk.report(
            Change::new(Class::Breaking, &operation.at, &operation.id, what)
                .signatures(Some(signature), None),
        );
    }
    for (index, operation) in new.iter().enumerate() {
        if !matches.contains(&Some(index)) {
            let signature = walk.after.operation_signature(index);
            let what = format!("{} is new", route(operation));
            walk.report(
                Change::new(Class::Additive, &operation.at, &operation.id, what)
                    .signatures(None, Some(signature)),
            );
        }
    }
}

/// An operation then and now, by its index.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) old: usize,
    pub(super) new: usize,
}

impl Pair {
    pub(super) fn change(
        self,
        walk: &Walk<'_>,
        class: Class,
        at: &Pointer,
        what: impl Into<String>,
    ) -> Change {
        Change::new(class, at, &walk.new.api.operations[self.new].id, what)
    }

    /// With the signatures of the whole operation.
    pub(super) fn signed(self, walk: &Walk<'_>, change: Change) -> Change {
        let old = walk.before.operation_signature(self.old);
        let new = walk.after.operation_signature(self.new);
        change.signatures(Some(old), Some(new))
    }

    fn compare(self, walk: &mut Walk<'_>) {
        let (was, is) = (
            &walk.old.api.operations[self.old],
            &walk.new.api.operations[self.new],
        );
        let method = |signature: String| signature.split('(').take(2).collect::<String>();
        let is_renamed = method(walk.before.operation_signature(self.old))
            != method(walk.after.operation_signature(self.new));
        if is_renamed || was.id != is.id {
            let class = if is_renamed {
                Class::Breaking
            } else {
                Class::Documentation
            };
            let what = if was.id == is.id {
                "the method is called in another way".to_owned()
            } else {
                format!("the operation `{}` is now `{}`", was.id, is.id)
            };
            let change = self.change(walk, class, &is.at, what).source(is_renamed);
            walk.report(self.signed(walk, change));
        }
        if (&was.method, &was.path) != (&is.method, &is.path) {
            let what = format!("{} is now {}", route(was), route(is));
            walk.report(self.change(walk, Class::Additive, &is.at, what));
        }
        if was.server != is.server {
            let usual = "where the others are";
            let place = |it: &Option<String>| match it {
                Some(url) => format!("at `{url}`"),
                None => usual.to_owned(),
            };
            let what = format!(
                "it is served {} now, and was {}",
                place(&is.server),
                place(&was.server)
            );
            walk.report(self.change(walk, Class::Additive, &is.at, what));
        }
        if is.docs.deprecated && !was.docs.deprecated {
            walk.report(self.change(
                walk,
                Class::Documentation,
                &is.at,
                "the operation is deprecated",
            ));
        }
        self.request(walk, is);
        self.parameters(walk, was, is);
        self.body(walk, was, is);
        answer::answers(walk, self);
        self.security(walk, was, is);
    }

    /// The type of a call, which few programs name: those that do have to be edited.
    fn request(self, walk: &mut Walk<'_>, is: &Operation) {
        let was = walk.before.plan.operations[self.old].request;
        let now = walk.after.plan.operations[self.new].request;
        let (class, what) = match (was, now) {
            (Request::Common, Request::Own) => (Class::Additive, OWN),
            (Request::Own, Request::Common) => (Class::Breaking, NOT_OWN),
            (Request::Own, Request::Own) | (Request::Common, Request::Common) => return,
        };
        let change = self.change(walk, class, &is.at, what);
        walk.report(self.signed(walk, change.source(true)));
    }

    fn parameters(self, walk: &mut Walk<'_>, was: &Operation, is: &Operation) {
        let list = is.at.child("parameters");
        let key = |it: &Parameter| (it.location, it.name.clone());
        let find =
            |all: &[Parameter], it: &Parameter| all.iter().position(|other| key(other) == key(it));
        for (index, parameter) in was.parameters.iter().enumerate() {
            if let Some(now) = find(&is.parameters, parameter) {
                self.parameter(walk, index, now);
                continue;
            }
            let what = format!("the parameter `{}` is gone", parameter.name);
            let change = self.change(walk, Class::Breaking, &list, what);
            let change = if parameter.required {
                self.signed(walk, change).source(true)
            } else {
                let setter = walk.before.setter_signature(self.old, Some(index));
                change.signatures(Some(setter), None)
            };
            walk.report(change);
        }
        for (index, parameter) in is.parameters.iter().enumerate() {
            if find(&was.parameters, parameter).is_some() {
                continue;
            }
            let change = if parameter.required {
                let what = format!("there is a new required parameter `{}`", parameter.name);
                let change = self.change(walk, Class::Breaking, &list, what);
                self.signed(walk, change).source(true)
            } else {
                let what = format!("there is a new parameter `{}`", parameter.name);
                let setter = walk.after.setter_signature(self.new, Some(index));
                self.change(walk, Class::Additive, &list, what)
                    .signatures(None, Some(setter))
            };
            walk.report(change);
        }
        if self.is_reordered(walk, was, is) {
            let what = "the arguments stand in another order";
            let change = self.change(walk, Class::Breaking, &list, what).source(true);
            walk.report(self.signed(walk, change));
        }
    }

    fn parameter(self, walk: &mut Walk<'_>, then: usize, now: usize) {
        let was = &walk.old.api.operations[self.old].parameters[then];
        let is = &walk.new.api.operations[self.new].parameters[now];
        let kin = walk.ty(&was.ty, &is.ty);
        let mut class = kin.class(SENT);
        let mut said = Vec::new();
        if kin != Kin::Same {
            said.push("has another type");
        }
        if was.required != is.required {
            said.push(if is.required {
                "is required now"
            } else {
                "may be left out now"
            });
            class = if is.required { Class::Breaking } else { class };
        }
        let names = (
            &walk.before.names.operations[self.old].parameters[then],
            &walk.after.names.operations[self.new].parameters[now],
        );
        let is_renamed = !was.required && names.0 != names.1;
        if is_renamed {
            said.push("has another name");
            class = Class::Breaking;
        }
        let source = !said.is_empty();
        if was.style != is.style {
            said.push("is written in another style");
        }
        if said.is_empty() {
            return;
        }
        let what = format!("the parameter `{}` {}", is.name, said.join(" and "));
        let change = self.change(walk, class, &is.at, what).source(source);
        let signature = |required: bool, emit: &crate::emit::Emit<'_>, operation, parameter| {
            Some(if required {
                emit.operation_signature(operation)
            } else {
                emit.setter_signature(operation, Some(parameter))
            })
        };
        let old = signature(was.required, &walk.before, self.old, then);
        let new = signature(is.required, &walk.after, self.new, now);
        walk.report(change.signatures(old, new));
    }

    /// Whether the arguments that stay have changed places.
    fn is_reordered(self, walk: &Walk<'_>, was: &Operation, is: &Operation) -> bool {
        let names = |arguments: &[Argument], of: &Operation| -> Vec<String> {
            let name = |argument: &Argument| match argument {
                Argument::Parameter(index) => {
                    let it = &of.parameters[*index];
                    format!("{:?} {}", it.location, it.name)
                }
                Argument::Body => "body".to_owned(),
            };
            arguments.iter().map(name).collect()
        };
        let then = names(&walk.old.plan.operations[self.old].arguments, was);
        let now = names(&walk.new.plan.operations[self.new].arguments, is);
        let stayed: Vec<_> = then.iter().filter(|it| now.contains(it)).collect();
        let stay: Vec<_> = now.iter().filter(|it| then.contains(it)).collect();
        stayed != stay
    }

    fn body(self, walk: &mut Walk<'_>, was: &Operation, is: &Operation) {
        let at = is.at.child("requestBody");
        let (class, what) = match (&was.body, &is.body) {
            (None, None) => return,
            (Some(_), None) => (Class::Breaking, "the body is gone".to_owned()),
            (None, Some(body)) if body.required => {
                (Class::Breaking, "there is a new required body".to_owned())
            }
            (None, Some(_)) => {
                let setter = walk.after.setter_signature(self.new, None);
                let change = self.change(walk, Class::Additive, &at, "there is a new body");
                return walk.report(change.signatures(None, Some(setter)));
            }
            (Some(was), Some(is)) => match body(walk, was, is) {
                None => return,
                Some((class, what, false)) => {
                    return walk.report(self.change(walk, class, &at, what));
                }
                Some((class, what, true)) => (class, what),
            },
        };
        let change = self.change(walk, class, &at, what).source(true);
        walk.report(self.signed(walk, change));
    }

    fn security(self, walk: &mut Walk<'_>, was: &Operation, is: &Operation) {
        let anonymous = |it: &Operation| {
            it.security.iter().all(Vec::is_empty) || it.security.iter().any(Vec::is_empty)
        };
        let at = is.at.child("security");
        if anonymous(was) && !anonymous(is) {
            let what = "the operation can't be called without a credential any more";
            walk.report(self.change(walk, Class::Breaking, &at, what));
        } else if was.security != is.security {
            let what = "the operation is called with other credentials";
            walk.report(self.change(walk, Class::Additive, &at, what));
        }
    }
}

/// What has changed about a body, and whether programs have to be edited for it.
fn body(walk: &mut Walk<'_>, was: &Body, is: &Body) -> Option<(Class, String, bool)> {
    use BodyContent::{Form, Json, Multipart};
    let kin = match (&was.content, &is.content) {
        (Json(a) | Form { ty: a, .. }, Json(b) | Form { ty: b, .. })
        | (Multipart(a), Multipart(b)) => walk.ty(a, b),
        (a, b) if a == b => Kin::Same,
        _ => Kin::Other,
    };
    let mut class = kin.class(SENT);
    let mut said = Vec::new();
    if kin != Kin::Same {
        said.push("has another type".to_owned());
    }
    if was.required != is.required {
        said.push(
            if is.required {
                "is required now"
            } else {
                "may be left out now"
            }
            .to_owned(),
        );
        class = if is.required { Class::Breaking } else { class };
    }
    let source = !said.is_empty();
    if was.media_type != is.media_type {
        said.push(format!("is sent as `{}`", is.media_type));
    }
    (!said.is_empty()).then(|| (class, format!("the body {}", said.join(" and ")), source))
}

/// `GET /pets`
fn route(operation: &Operation) -> String {
    format!("`{} {}`", operation.method, operation.path)
}
