//! An `OpenAPI` 3.0 description in, a finished Rust client crate out.
//!
//! [`generate`] reads as the pipeline it is: read → overlay → resolve → lower → plan → name → emit
//! → format → tree. It is pure: no files, no clock, no environment, the same bytes every time.
//! Reading and writing files is the xtask's part.

pub mod contract;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod format;
pub mod ir;
pub mod locate;
pub mod lower;
pub mod name;
pub mod overlay;
pub mod package;
pub mod plan;
pub mod pointer;
pub mod read;
pub mod resolve;
pub mod slice;
pub mod tree;

use contract::{Refused, Untested};
use diff::Meaning;
use emit::{Emit, File};
use ir::Api;
use read::Document;
use resolve::Resolver;

pub use diagnostic::{Diagnostic, Diagnostics};
pub use package::{Package, PackageName};
pub use tree::Tree;

/// A text to read and the name to report it under.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as the user gave it, for diagnostics alone.
    pub name: String,
    /// The content, not yet known to be UTF-8.
    pub bytes: Vec<u8>,
}

/// A file of the project's own that is put into the emitted crate as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraFile {
    /// Where it goes in the crate, with `/`.
    pub path: String,
    /// Its text; a header line is put before it.
    pub text: String,
}

/// What is to be read, and what the result is to be called.
#[derive(Clone, Debug)]
pub struct Input {
    /// The description, YAML or JSON.
    pub description: Source,
    /// The Overlay 1.0 document laid over it.
    pub overlay: Option<Source>,
    /// What the crate is called and says of itself.
    pub package: Package,
    /// The value of the API version header, where the description has one; its default otherwise.
    pub api_version: Option<String>,
    /// Example programs, copied.
    pub examples: Vec<ExtraFile>,
}

/// A finished crate and what there is to say about it.
#[derive(Clone, Debug)]
pub struct Output {
    /// The files.
    pub tree: Tree,
    /// How many operations the description has, all of which are emitted.
    pub operations: usize,
    /// How many types they reach.
    pub types: usize,
    /// Operations and examples that the emitted tests leave out.
    pub untested: Vec<Untested>,
    /// Examples that contradict their own schemas, which are no tests either.
    pub refused: Vec<Refused>,
    /// What was degraded or dropped.
    pub warnings: Diagnostics,
}

/// A stage whose result can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The meaning of the description.
    Ir,
    /// The decisions made on it.
    Plan,
    /// The identifiers of the output.
    Names,
}

/// The crate that the input describes.
///
/// # Errors
/// Everything that keeps the description from being used, each with its place in the text.
pub fn generate(input: &Input) -> Result<Output, Diagnostics> {
    let (document, read) = read::read(&input.description, input.overlay.as_ref())?;
    let (api, lowered) = located(input, &document, meaning(&document, input))?;
    let plan = plan::plan(&api);
    let (names, clashes) = name::name(&api, &plan);
    let emit = Emit {
        api: &api,
        plan: &plan,
        names: &names,
        package: &input.package,
    };
    let contract = contract::contract(&document.value, input.api_version.as_deref());
    let mut emitted = emit::emit(&emit, &contract);
    emitted
        .files
        .extend(input.examples.iter().map(File::example));
    let mut warnings: Diagnostics = read.into_iter().chain(lowered).chain(clashes).collect();
    locate_in(input, &document, &mut warnings);
    Ok(Output {
        tree: format::format(emitted.files, &input.package.command),
        operations: api.operations.len(),
        types: plan.types.len(),
        untested: emitted.untested,
        refused: contract.refused(),
        warnings,
    })
}

/// The result of a stage as text, for people who look for the place where something is decided.
///
/// # Errors
/// As [`generate`].
pub fn dump(input: &Input, stage: Stage) -> Result<String, Diagnostics> {
    let (document, _) = read::read(&input.description, input.overlay.as_ref())?;
    let (api, _) = located(input, &document, meaning(&document, input))?;
    let plan = plan::plan(&api);
    Ok(match stage {
        Stage::Ir => format!("{api:#?}"),
        Stage::Plan => format!("{plan:#?}"),
        Stage::Names => name::table(&api, &plan, &name::name(&api, &plan).0),
    })
}

/// What the input means, to be compared with what another one means.
///
/// # Errors
/// As [`generate`].
pub fn meaning_of(input: &Input) -> Result<Meaning, Diagnostics> {
    let (document, _) = read::read(&input.description, input.overlay.as_ref())?;
    let (api, _) = located(input, &document, meaning(&document, input))?;
    Ok(Meaning::new(input, document, api))
}

/// The description's meaning, with the API version that the input asks for.
fn meaning(document: &Document, input: &Input) -> Result<(Api, Diagnostics), Diagnostics> {
    let checked = resolve::check(&document.value);
    let lowered = lower::lower(&Resolver::new(document));
    let (mut api, found) = match lowered {
        Ok((api, found)) => (api, found),
        Err(found) => return Err(checked.into_iter().chain(found).collect()),
    };
    let found: Diagnostics = checked.into_iter().chain(found).collect();
    let found = found.propagate()?;
    if let (Some(header), Some(wanted)) = (&mut api.api_version, &input.api_version) {
        header.default.clone_from(wanted);
    }
    Ok((api, found))
}

fn located<T>(
    input: &Input,
    document: &Document,
    result: Result<T, Diagnostics>,
) -> Result<T, Diagnostics> {
    result.map_err(|mut found| {
        locate_in(input, document, &mut found);
        found
    })
}

fn locate_in(input: &Input, document: &Document, found: &mut Diagnostics) {
    if found.is_empty() {
        return;
    }
    let overlay = input
        .overlay
        .as_ref()
        .and_then(|source| read::text(source).ok());
    if let Ok(description) = read::text(&input.description) {
        locate::locate(found, description, overlay, &document.origins);
    }
    found.sort();
}
