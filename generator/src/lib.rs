//! An `OpenAPI` 3.0 or 3.1 description in, a finished Rust client crate out.
//!
//! [`generate`] reads as the pipeline it is: read → overlay → convert → resolve → lower → plan →
//! name → emit → format → tree. It is pure: no files, no clock, no environment, the same bytes
//! every time. Reading and writing files is the xtask's part.

pub mod contract;
pub mod convert;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod format;
pub mod ir;
pub mod limits;
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
mod stack;
pub mod text;
pub mod tree;

use contract::{Contract, Refused, Untested};
use convert::Moves;
use diff::Meaning;
use emit::{Emit, Emitted, File};
use ir::Api;
use locate::Texts;
use overlay::Origins;
use plan::Plan;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};
use read::{Beside, Document};
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
    /// The files beside it that it refers to, as [`read::gather`] finds them.
    pub beside: Vec<Beside>,
    /// The Overlay 1.0 document laid over it.
    pub overlay: Option<Source>,
    /// What the crate is called and says of itself.
    pub package: Package,
    /// The value of the API version header, where the description has one; its default otherwise.
    pub api_version: Option<String>,
    /// Example programs, copied.
    pub examples: Vec<ExtraFile>,
}

impl Input {
    fn texts(&self) -> Result<Texts<'_>, Diagnostic> {
        read::texts(&self.description, &self.beside, self.overlay.as_ref())
    }
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
    stack::with_room(|| generated(input))
}

fn generated(input: &Input) -> Result<Output, Diagnostics> {
    let texts = input.texts()?;
    let Understood {
        document,
        read,
        mut api,
        lowered,
    } = understood(input, &texts)?;
    let planned = || {
        let plan = planned(&mut api);
        let named = name::name(&api, &plan);
        (plan, named)
    };
    let (contract, (plan, (names, clashes))) = rayon::join(
        || contract::contract(&document.value, input.api_version.as_deref()),
        planned,
    );
    let later: Diagnostics = lowered.into_iter().chain(clashes).collect();
    let Document {
        value,
        api: parsed,
        moves,
        origins,
    } = document;
    // Emitting needs the room, and nothing of these.
    let ((), warnings) = rayon::join(
        || drop((value, parsed)),
        || all_located(&texts, &moves, &origins, read, later),
    );
    drop(texts);
    let emit = Emit {
        api: &api,
        plan: &plan,
        names: &names,
        package: &input.package,
    };
    let (tree, untested) = written(emit, &contract, input);
    Ok(Output {
        tree,
        operations: api.operations.len(),
        types: plan.types.len(),
        untested,
        refused: contract.refused(),
        warnings,
    })
}

/// A test that reads and writes values of every type, to be put beside the files of [`generate`].
#[derive(Clone, Debug)]
pub struct ValueTests {
    /// The files of the test.
    pub tree: Tree,
    /// Schemas that no value was found for, and values that are none.
    pub untested: Vec<Untested>,
}

/// The values of the types that [`generate`] makes of the input.
///
/// # Errors
/// As [`generate`].
pub fn value_tests(input: &Input) -> Result<ValueTests, Diagnostics> {
    stack::with_room(|| {
        let Understood {
            document, mut api, ..
        } = understood(input, &input.texts()?)?;
        let plan = planned(&mut api);
        let (names, _) = name::name(&api, &plan);
        let emit = Emit {
            api: &api,
            plan: &plan,
            names: &names,
            package: &input.package,
        };
        let (files, untested) = emit::value_tests::files(&emit, &document.value);
        let format = |file| format::format(file, &input.package.command);
        let tree = files.into_iter().map(format).collect();
        Ok(ValueTests { tree, untested })
    })
}

/// The plan for the types as they are once those that say the same are one.
fn planned(api: &mut Api) -> Plan {
    plan::unify(api);
    plan::plan(api)
}

/// The texts of all files: each is emitted and formatted on one thread, which keeps its tokens.
fn written(emit: Emit<'_>, contract: &Contract, input: &Input) -> (Tree, Vec<Untested>) {
    let format = |file| format::format(file, &input.package.command);
    let parts = emit::jobs(emit, contract)
        .into_par_iter()
        .with_max_len(1)
        .map(|job| {
            let Emitted { files, untested } = job.run();
            let texts: Vec<(String, String)> = files.into_iter().map(format).collect();
            (texts, untested)
        });
    let (texts, untested): (Vec<_>, Vec<_>) = parts.unzip();
    let examples = input.examples.iter().map(File::example).map(format);
    let tree = texts.into_iter().flatten().chain(examples).collect();
    (tree, untested.into_iter().flatten().collect())
}

/// The result of a stage as text, for people who look for the place where something is decided.
///
/// # Errors
/// As [`generate`].
pub fn dump(input: &Input, stage: Stage) -> Result<String, Diagnostics> {
    stack::with_room(|| {
        let Understood { mut api, .. } = understood(input, &input.texts()?)?;
        Ok(match stage {
            Stage::Ir => format!("{api:#?}"),
            Stage::Plan => format!("{:#?}", planned(&mut api)),
            Stage::Names => {
                let plan = planned(&mut api);
                name::table(&api, &plan, &name::name(&api, &plan).0)
            }
        })
    })
}

/// What the input means, to be compared with what another one means.
///
/// # Errors
/// As [`generate`].
pub fn meaning_of(input: &Input) -> Result<Meaning, Diagnostics> {
    stack::with_room(|| {
        let Understood { document, api, .. } = understood(input, &input.texts()?)?;
        Ok(Meaning::new(input, document, api))
    })
}

/// A description that was read, and its meaning.
struct Understood {
    document: Document,
    /// What was said while reading it.
    read: Diagnostics,
    api: Api,
    /// What was found in the document after it was converted.
    lowered: Diagnostics,
}

fn understood(input: &Input, texts: &Texts<'_>) -> Result<Understood, Diagnostics> {
    let (document, read) = read::read(texts, &input.description.name, &input.beside)?;
    match meaning(&document, input) {
        Ok((api, lowered)) => Ok(Understood {
            document,
            read,
            api,
            lowered,
        }),
        Err(found) => {
            let Document { moves, origins, .. } = &document;
            Err(all_located(texts, moves, origins, read, found))
        }
    }
}

/// The description's meaning, with the API version that the input asks for.
fn meaning(document: &Document, input: &Input) -> Result<(Api, Diagnostics), Diagnostics> {
    let (checked, lowered) = rayon::join(
        || resolve::check(&document.value),
        || lower::lower(&Resolver::new(document)),
    );
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

/// What was said while reading and what was found in the document after it was converted.
fn all_located(
    texts: &Texts<'_>,
    moves: &Moves,
    origins: &Origins,
    read: Diagnostics,
    found: Diagnostics,
) -> Diagnostics {
    let restored = moves.restore(found);
    let mut all: Diagnostics = read.into_iter().chain(restored).collect();
    if !all.is_empty() {
        locate::locate(&mut all, texts, origins);
        all.sort();
    }
    all
}
