//! Answers: statuses, what each holds, and whether the list goes on.

use super::Class;
use super::operation::Pair;
use super::ty::{Kin, Walk};
use crate::ir::{Content, EventContent, Operation, Outcome, Status};
use crate::plan::{Success, Uses};
use crate::pointer::Pointer;

/// What is received travels this way.
const RECEIVED: Uses = Uses {
    response: true,
    request: false,
};

/// Compares the answers of an operation.
pub(super) fn answers(walk: &mut Walk<'_>, pair: Pair) {
    let was = &walk.old.api.operations[pair.old];
    let is = &walk.new.api.operations[pair.new];
    successes(walk, pair, was, is);
    errors(walk, pair, was, is);
    events(walk, pair, was, is);
    let is_lost = was.paging.is_some() && is.paging.is_none();
    if is_lost || (was.paging.is_none() && is.paging.is_some()) {
        let (class, what) = if is_lost {
            (Class::Breaking, "the answer is not paged any more")
        } else {
            (Class::Additive, "the answer is paged now")
        };
        let change = pair.change(walk, class, &is.at, what).source(is_lost);
        walk.report(pair.signed(walk, change));
    }
}

fn successes(walk: &mut Walk<'_>, pair: Pair, was: &Operation, is: &Operation) {
    let all = is.at.child("responses");
    let is_returned_otherwise = returns_otherwise(
        &walk.old.plan.operations[pair.old].success,
        &walk.new.plan.operations[pair.new].success,
    );
    let gone = missing(was, is);
    let added = missing(is, was);
    if let ([gone], [added]) = (gone.as_slice(), added.as_slice()) {
        let what = format!(
            "the status {} is replaced by {}",
            told(gone.status),
            told(added.status)
        );
        let kin = content(walk, &gone.content, &added.content);
        let source = is_returned_otherwise || kin != Kin::Same;
        let change = pair
            .change(walk, Class::Breaking, &at(&all, added), what)
            .source(source);
        walk.report(pair.signed(walk, change));
    } else {
        let class = if is_returned_otherwise {
            Class::Breaking
        } else {
            Class::Additive
        };
        let gone = gone.into_iter().map(|it| (Class::Breaking, "is gone", it));
        let added = added.into_iter().map(|it| (class, "is new", it));
        for (class, word, outcome) in gone.chain(added) {
            let what = format!("the status {} {word}", told(outcome.status));
            let change = pair
                .change(walk, class, &at(&all, outcome), what)
                .source(is_returned_otherwise);
            walk.report(pair.signed(walk, change));
        }
    }
    for (was, is) in common(was, is, true) {
        let kin = content(walk, &was.content, &is.content);
        if kin != Kin::Same {
            let what = format!("what comes with {} has another type", told(is.status));
            let change = pair
                .change(walk, kin.class(RECEIVED), &at(&all, is), what)
                .source(true);
            walk.report(pair.signed(walk, change));
        }
    }
}

fn events(walk: &mut Walk<'_>, pair: Pair, was: &Operation, is: &Operation) {
    let (class, what, source) = match (&was.events, &is.events) {
        (None, None) => return,
        (None, Some(_)) => (
            Class::Additive,
            "the answer can be a stream of events",
            false,
        ),
        (Some(_), None) => (
            Class::Breaking,
            "the answer is no stream of events any more",
            true,
        ),
        (Some(was), Some(is)) => {
            let kin = match (&was.content, &is.content) {
                (EventContent::Data(old), EventContent::Data(new))
                | (EventContent::Whole(old), EventContent::Whole(new)) => walk.ty(old, new),
                (old, new) if old == new => Kin::Same,
                _ => Kin::Other,
            };
            if kin == Kin::Same {
                return;
            }
            (kin.class(RECEIVED), "the events have another type", true)
        }
    };
    let change = pair.change(walk, class, &is.at, what).source(source);
    walk.report(pair.signed(walk, change));
}

/// Whether a match on the answer has to be written anew: one content is returned as it is, several
/// in an enumeration.
fn returns_otherwise(was: &Success, is: &Success) -> bool {
    matches!(
        (was, is),
        (Success::One(_), Success::Several(_)) | (Success::Several(_), Success::One(_))
    )
}

fn errors(walk: &mut Walk<'_>, pair: Pair, was: &Operation, is: &Operation) {
    let all = is.at.child("responses");
    let documented =
        |it: &Operation, status: Status| it.outcomes.iter().any(|it| it.status == status);
    for (here, there, is_new) in [(was, is, false), (is, was, true)] {
        for outcome in here.outcomes.iter().filter(|it| !it.success) {
            if documented(there, outcome.status) {
                continue;
            }
            let typed = matches!(outcome.content, Content::Json(_));
            let class = match (typed, is_new) {
                (false, _) => Class::Documentation,
                (true, true) => Class::Additive,
                (true, false) => Class::Breaking,
            };
            let word = if is_new {
                "is documented now"
            } else {
                "is not documented any more"
            };
            let what = format!("the error {} {word}", told(outcome.status));
            let signature = error_signature(walk, outcome, is_new);
            let change = pair.change(walk, class, &at(&all, outcome), what);
            walk.report(if is_new {
                change.signatures(None, signature)
            } else {
                change.signatures(signature, None)
            });
        }
    }
    for (was, is) in common(was, is, false) {
        let class = match (&was.content, &is.content) {
            (Content::Json(old), Content::Json(new)) => match walk.ty(old, new) {
                Kin::Same => continue,
                kin => kin.class(RECEIVED),
            },
            (Content::Json(_), _) => Class::Breaking,
            (_, Content::Json(_)) => Class::Additive,
            _ => continue,
        };
        let what = format!("the body of the error {} has another type", told(is.status));
        let signatures = (
            error_signature(walk, was, false),
            error_signature(walk, is, true),
        );
        let change = pair.change(walk, class, &at(&all, is), what);
        let source = matches!(was.content, Content::Json(_));
        walk.report(change.signatures(signatures.0, signatures.1).source(source));
    }
}

/// The body of an error as it is matched on.
fn error_signature(walk: &Walk<'_>, outcome: &Outcome, is_new: bool) -> Option<String> {
    let Content::Json(ty) = &outcome.content else {
        return None;
    };
    let emit = if is_new { &walk.after } else { &walk.before };
    let index = emit.plan.error_body(ty)?;
    let (name, ty) = (&emit.names.error_bodies[index], emit.value_signature(ty));
    Some(format!("ErrorBody::{name}({ty})"))
}

fn content(walk: &mut Walk<'_>, was: &Content, is: &Content) -> Kin {
    match (was, is) {
        (Content::Json(old), Content::Json(new)) => walk.ty(old, new),
        (old, new) if old == new => Kin::Same,
        _ => Kin::Other,
    }
}

/// The successes of `here` whose status `there` does not document as one.
fn missing<'o>(here: &'o Operation, there: &Operation) -> Vec<&'o Outcome> {
    let is_there = |status| {
        there
            .outcomes
            .iter()
            .any(|it| it.success && it.status == status)
    };
    let successes = here.outcomes.iter().filter(|it| it.success);
    successes.filter(|it| !is_there(it.status)).collect()
}

fn common<'o>(
    was: &'o Operation,
    is: &'o Operation,
    success: bool,
) -> Vec<(&'o Outcome, &'o Outcome)> {
    let of = |it: &&Outcome| it.success == success;
    was.outcomes
        .iter()
        .filter(of)
        .filter_map(|then| {
            let now = is
                .outcomes
                .iter()
                .filter(of)
                .find(|now| now.status == then.status)?;
            Some((then, now))
        })
        .collect()
}

fn at(all: &Pointer, outcome: &Outcome) -> Pointer {
    all.child(match outcome.status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    })
}

fn told(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "other than those listed".to_owned(),
    }
}
