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

/// The crate, and what its tests do not cover.
#[derive(Clone, Debug)]
pub struct Emitted {
    /// All files of the crate.
    pub files: Vec<File>,
    /// Operations and examples without a test.
    pub untested: Vec<Untested>,
}

/// The whole crate, with tests that hold it to the contract.
#[must_use]
pub fn emit(emit: &Emit<'_>, contract: &Contract) -> Emitted {
    let mut files = vec![
        root::lib(emit),
        error::file(emit),
        manifest::rustfmt(),
        readme::file(emit),
    ];
    files.extend(servers::file(emit));
    files.extend(credentials::file(emit));
    files.extend(types::files(emit));
    files.extend(module::files(emit));
    files.extend(runtime::files(emit.plan, &files));
    let tests = contract_tests::contract_tests(emit, contract);
    files.extend(tests.files);
    files.push(manifest::file(emit, &files));
    Emitted {
        files,
        untested: tests.untested,
    }
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
