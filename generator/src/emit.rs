//! Names and decisions printed as code: one function for each emitted thing.
//!
//! Nothing is decided here and nothing fails: what is to be emitted, where and under which name
//! comes from `plan` and `name`. Rust goes on as tokens to `format`; other files are text already.

mod argument;
mod contract_tests;
mod credentials;
mod doc;
mod enumeration;
mod error;
mod imports;
mod manifest;
mod module;
mod multipart;
mod operation;
mod origin;
mod outcome;
mod readme;
mod request;
mod root;
mod runtime;
mod sample;
mod servers;
mod signature;
mod snippet;
mod structure;
mod ty;
mod types;
mod union;
pub(crate) mod value_tests;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

use crate::contract::{Contract, Untested};
use crate::ir::{Api, Operation};
use crate::name::{Name, Names, OperationNames};
use crate::plan::{OperationPlan, Plan};
use crate::{ExtraFile, Package};

/// Everything a template looks things up in.
#[derive(Clone, Copy, Debug)]
pub struct Emit<'a> {
    /// The meaning of the description.
    pub api: &'a Api,
    /// What is to be emitted.
    pub plan: &'a Plan,
    /// What it is called.
    pub names: &'a Names,
    /// What the crate says of itself.
    pub package: &'a Package,
}

/// A file of the crate before it is formatted.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it goes in the crate, with `/`.
    pub path: String,
    /// What it holds.
    pub content: FileContent,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum FileContent {
    /// Items to be formatted.
    Rust(TokenStream),
    /// Rust that is formatted already.
    WrittenRust(String),
    /// Anything else.
    Text(String),
}

impl File {
    fn rust(path: impl Into<String>, tokens: TokenStream) -> Self {
        Self {
            path: path.into(),
            content: FileContent::Rust(tokens),
        }
    }

    /// An example program, which is written already.
    #[must_use]
    pub fn example(file: &ExtraFile) -> Self {
        Self {
            path: file.path.clone(),
            content: FileContent::WrittenRust(file.text.clone()),
        }
    }

    fn text(path: impl Into<String>, text: String) -> Self {
        Self {
            path: path.into(),
            content: FileContent::Text(text),
        }
    }
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let ident = match self.as_str().strip_prefix("r#") {
            Some(plain) => Ident::new_raw(plain, Span::call_site()),
            None => Ident::new(self.as_str(), Span::call_site()),
        };
        tokens.append(ident);
    }
}

/// Files of the crate, and what they do not cover if they are tests.
#[derive(Clone, Debug, Default)]
pub struct Emitted {
    /// The files.
    pub files: Vec<File>,
    /// Operations and examples without a test.
    pub untested: Vec<Untested>,
}

/// A part of the crate that is still to be emitted, on whichever thread: tokens stay on the one
/// they were made on.
pub struct Job<'a>(Box<dyn FnOnce() -> Emitted + Send + 'a>);

impl<'a> Job<'a> {
    fn new(emit: impl FnOnce() -> Emitted + Send + 'a) -> Self {
        Self(Box::new(emit))
    }

    fn file(emit: impl FnOnce() -> File + Send + 'a) -> Self {
        Self::files(|| [emit()])
    }

    fn files<F: IntoIterator<Item = File>>(emit: impl FnOnce() -> F + Send + 'a) -> Self {
        Self::new(|| Emitted {
            files: emit().into_iter().collect(),
            untested: Vec::new(),
        })
    }

    /// The files of the part.
    #[must_use]
    pub fn run(self) -> Emitted {
        (self.0)()
    }
}

/// The whole crate, with tests that hold it to the contract, in parts that need nothing of each
/// other.
#[must_use]
pub fn jobs<'a>(emit: Emit<'a>, contract: &'a Contract) -> Vec<Job<'a>> {
    let (mut jobs, has_examples) = contract_tests::jobs(emit, contract);
    jobs.extend([
        Job::file(move || root::lib(&emit)),
        Job::file(move || error::file(&emit)),
        Job::file(move || readme::file(&emit)),
        Job::file(move || manifest::file(&emit, has_examples)),
        Job::file(manifest::rustfmt),
        Job::files(move || servers::file(&emit)),
        Job::files(move || credentials::file(&emit)),
        Job::files(move || runtime::files(&emit.plan.runtime)),
    ]);
    jobs.extend(types::jobs(emit));
    jobs.extend(module::jobs(emit));
    jobs
}

/// An operation with what was decided for it and what it is called.
#[derive(Clone, Copy)]
struct OperationView<'a> {
    operation: &'a Operation,
    plan: &'a OperationPlan,
    names: &'a OperationNames,
}

impl<'a> Emit<'a> {
    fn operation(&self, index: usize) -> OperationView<'a> {
        OperationView {
            operation: &self.api.operations[index],
            plan: &self.plan.operations[index],
            names: &self.names.operations[index],
        }
    }
}
