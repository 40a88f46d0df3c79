//! Two descriptions in, what the users of the crate have to know about the step from one to the
//! other out.
//!
//! Compared is the meaning, not the text: the operations, and the types that they reach, in the
//! direction in which each travels. What the text says beyond that (prose, examples, schemas that
//! no operation reaches) is documentation.

mod answer;
mod markdown;
mod member;
mod operation;
mod rest;
mod semver;
mod table;
mod text;
mod ty;

use serde_json::Value;

use crate::emit::Emit;
use crate::ir::Api;
use crate::name::Names;
use crate::plan::Plan;
use crate::pointer::Pointer;
use crate::read::Document;
use crate::{Input, Package};

pub use semver::{Step, Version};

/// What a change is to those who use the crate, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Nothing that a program notices.
    Documentation,
    /// Something more can be done; what was done before still works.
    Additive,
    /// What was done before does not work any more, or not always.
    Breaking,
}

impl Class {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The node that changed: in the new description, or in the old one if it is gone.
    pub pointer: Pointer,
    /// The operations or the type that it reaches.
    pub reached: Vec<String>,
    /// What it is to the crate's users, by the direction in which the value travels.
    pub class: Class,
    /// Whether a program that was written for the old crate has to be changed to compile.
    pub source: bool,
    /// What happened.
    pub what: String,
    /// The Rust signature before, where there was one.
    pub old: Option<String>,
    /// The Rust signature now, where there is one.
    pub new: Option<String>,
}

impl Change {
    fn new(class: Class, pointer: &Pointer, reached: &str, what: impl Into<String>) -> Self {
        Self {
            pointer: pointer.clone(),
            reached: vec![reached.to_owned()],
            class,
            source: false,
            what: what.into(),
            old: None,
            new: None,
        }
    }

    fn signatures(mut self, old: Option<String>, new: Option<String>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    fn source(mut self, source: bool) -> Self {
        self.source = source;
        self
    }

    /// What the crate's version has to tell: a change that breaks no call on the wire still breaks
    /// programs if they have to be edited.
    #[must_use]
    pub fn step(&self) -> Step {
        match self.class {
            _ if self.source => Step::Breaking,
            Class::Breaking => Step::Breaking,
            Class::Additive => Step::Additive,
            Class::Documentation => Step::Patch,
        }
    }
}

/// All differences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// The worst first, and those of one class in the order of the description.
    pub changes: Vec<Change>,
}

impl Diff {
    /// What the crate's version has to tell of all of them.
    #[must_use]
    pub fn step(&self) -> Step {
        let steps = self.changes.iter().map(Change::step);
        steps.max().unwrap_or(Step::None)
    }

    /// The changes of a class.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |it| it.class == class)
    }

    /// As an entry of a changelog.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::markdown(self)
    }

    /// As lines for a terminal.
    #[must_use]
    pub fn table(&self) -> String {
        table::table(self)
    }

    /// As a JSON text for programs.
    #[must_use]
    pub fn json(&self) -> Value {
        table::json(self)
    }
}

/// What a description means and what is made of it.
#[derive(Debug)]
pub struct Meaning {
    pub(crate) document: Document,
    pub(crate) api: Api,
    pub(crate) plan: Plan,
    pub(crate) names: Names,
    pub(crate) package: Package,
}

impl Meaning {
    /// Makes the decisions about a description that was read.
    pub(crate) fn new(input: &Input, document: Document, mut api: Api) -> Self {
        let plan = crate::planned(&mut api);
        let (names, _) = crate::name::name(&api, &plan);
        Self {
            document,
            api,
            plan,
            names,
            package: input.package.clone(),
        }
    }

    /// The description with its overlay applied.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.document.value
    }

    fn emit(&self) -> Emit<'_> {
        Emit {
            api: &self.api,
            plan: &self.plan,
            names: &self.names,
            package: &self.package,
        }
    }
}

/// What changes for the crate's users from one description to the other.
#[must_use]
pub fn diff(old: &Meaning, new: &Meaning) -> Diff {
    let mut walk = ty::Walk::new(old, new);
    operation::operations(&mut walk);
    walk.types();
    rest::rest(&mut walk);
    let mut changes = merged(std::mem::take(&mut walk.changes));
    let texts = text::texts(old, new, &walk.pairs, &changes);
    changes.extend(texts);
    changes.sort_by_key(|change| std::cmp::Reverse((change.class, change.source)));
    Diff { changes }
}

/// A change that several operations see is told once.
fn merged(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    for change in changes {
        let known = merged.iter_mut().find(|it| {
            it.pointer == change.pointer && it.what == change.what && it.class == change.class
        });
        match known {
            Some(known) => {
                let reached = change.reached.into_iter();
                let new: Vec<_> = reached.filter(|it| !known.reached.contains(it)).collect();
                known.reached.extend(new);
                known.source |= change.source;
            }
            None => merged.push(change),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
