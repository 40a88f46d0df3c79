//! The command line.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use generator::{PackageName, Stage};

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
#[command(after_help = "Examples:
  cargo xtask codegen           rewrite generated/ after a change of the generator or of spec/
  cargo xtask golden            compile and test what the golden cases become
  cargo xtask vendor FILE --api-version V
                                take up a new API version
  cargo xtask diff OLD NEW      what changes for users from one API version to another
  cargo xtask bench codegen     measure generating, and compiling what is generated
  cargo xtask bench client      measure the emitted client, beside others
  cargo xtask ci                all that CI does, in its order")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The workspace to work in, instead of the one that the command was built in
    #[arg(long, value_name = "DIR", global = true)]
    pub root: Option<PathBuf>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Measure what the generator and what it generates cost
    Bench(Bench),
    /// Generate a client crate from an OpenAPI 3 description
    ///
    /// Without arguments: what spec/lock.toml says, into generated/. Either all files are written or
    /// none.
    Codegen(Codegen),
    /// Compile, lint, test and document the crates that the golden cases become
    ///
    /// Writes each case of generator/tests/golden as a whole crate into a workspace below the target
    /// directory, and runs there: clippy with all features, clippy with the feature of each tag
    /// alone, the emitted tests, and rustdoc. Warnings are errors. In a pipe, nothing is printed but
    /// what failed and a summary.
    ///
    /// Whether the crates are what they should be is for `cargo test -p generator --test golden`,
    /// which compares them, and writes them with `UPDATE_EXPECT=1`.
    Golden(Golden),
    /// Put the emitted client before judges that others wrote
    ///
    /// Stoplight Prism refuses requests that are not as described, and answers with random bodies
    /// that are; Octokit makes the same calls; recordings of GitHub are replayed. The judges are npm
    /// packages, which are installed below the target directory in the versions of
    /// generator/tests/conformance/package-lock.json. Without npm, nothing is judged.
    Conformance,
    /// Make a crate of every description in a directory, and compile and test them all
    ///
    /// Writes the crates as members of one workspace, checks each with all features and all targets,
    /// and runs the tests that were emitted with it. Warnings are errors. Prints a row for each
    /// document:
    ///
    /// operations  how many stand in the document, counted apart from the generator;
    /// emitted     how many of these have a method in the crate;
    /// degraded    warnings of constructs that the client does less with than the document says;
    /// warnings    all warnings, these included;
    /// ms          from bytes to the finished crate in memory;
    /// check s     processor time of `cargo check` for the crate alone;
    /// examples    examples of answers that their schemas allow, and how many of these decode;
    /// refused     examples that contradict their schemas, listed in tests/examples/refused.json.
    ///
    /// Then how often each kind of warning was given, and in how many documents.
    ///
    /// Exits with 1 if an operation is missing, a crate does not compile, a test fails, or a
    /// document is refused for another reason than that it is `OpenAPI` 2.0.
    #[command(verbatim_doc_comment)]
    Corpus(Corpus),
    /// Make faults in the generator that the emitted tests have to notice
    ///
    /// The faults are those of generator/tests/faults.toml. Each is made in a copy of the sources
    /// below the target directory, the crate of a golden case is emitted from there, and the tests
    /// that were emitted with it have to fail, as they have to pass without a fault. Prints a row
    /// for each fault with the test that caught it, and exits with 1 if one was not caught, or if
    /// its text is no longer where it was.
    Faults(Faults),
    /// Cut the slice of an API version out of an upstream description, into spec/
    ///
    /// Takes the operations that spec/lock.toml lists with all that they refer to, applies upstream's
    /// breaking changes up to the version, keeps the prose that was written before, and records
    /// source, digests and date in spec/lock.toml.
    Vendor(Vendor),
    /// Say what changes for the crate's users from one description to another
    ///
    /// Compares the meaning, not the text. A change is breaking, additive or documentation by the
    /// direction in which a value travels; the step of the crate's version is breaking, too, where
    /// programs have to be edited for a change that breaks nothing on the wire.
    Diff(Diff),
    /// Raise the crate's version by what has changed since its last release, and record that
    ///
    /// Writes spec/lock.toml, spec/released.yaml and an entry of CHANGELOG.md; `cargo xtask codegen`
    /// then writes the crate.
    Release(Release),
    /// Run every step of CI, in order, up to the first that fails
    #[command(after_help = "Examples:
  cargo xtask ci                before a commit is pushed
  cargo xtask ci --list         print the commands without running them")]
    Ci {
        /// Print the commands without running them
        #[arg(long)]
        list: bool,
    },
}

/// The arguments of `bench`.
#[derive(Args, Debug)]
pub struct Bench {
    /// What to measure.
    #[command(subcommand)]
    pub command: BenchCommand,
}

/// What can be measured.
#[derive(Debug, Subcommand)]
pub enum BenchCommand {
    /// Measure generating, and compiling what is generated
    ///
    /// A large description is generated from JSON, from YAML and with its operations two and four
    /// times over, and compared with the time that openapiv3 takes to read the same text. Then the
    /// slice and the large crate are compiled: all features, one tag, and a release build.
    Codegen(BenchCodegen),
    /// Measure what the emitted client costs, beside what a program could use instead
    ///
    /// Reading and writing a page, calls and a download over loopback, beside hand-written code and
    /// octocrab; and a cold build of a small program, beside octocrab and a crate that progenitor
    /// emits. Who is compared takes turns. The others are a workspace of their own, bench/.
    Client(BenchClient),
}

/// The arguments of `bench client`.
#[derive(Args, Debug, Default)]
#[command(after_help = "Examples:
  cargo xtask bench client                 takes some ten minutes, and wants a quiet machine
  cargo xtask bench client --write         put the tables into README.md, too")]
pub struct BenchClient {
    /// Put the tables into README.md
    #[arg(long)]
    pub write: bool,
}

/// The arguments of `bench codegen`.
#[derive(Args, Debug, Default)]
#[command(after_help = "Examples:
  cargo xtask bench codegen                GitHub's whole description, if it is at hand
  cargo xtask bench codegen api.json       another large one
  cargo xtask bench codegen --write        put the tables into README.md, too")]
pub struct BenchCodegen {
    /// The large description [default: ../shared/corpus/github.json]
    pub file: Option<PathBuf>,
    /// Put the tables into README.md
    #[arg(long)]
    pub write: bool,
}

/// The arguments of `golden`.
#[derive(Args, Debug, Default)]
#[command(after_help = "Examples:
  cargo xtask golden                   all cases, as CI does
  cargo xtask golden recursive map     these two alone")]
pub struct Golden {
    /// The cases to check, by the names of their directories; all if none is given
    #[arg(value_name = "CASE")]
    pub cases: Vec<String>,
}

/// The arguments of `faults`.
#[derive(Args, Debug, Default)]
#[command(after_help = "Examples:
  cargo xtask faults                          all of them, which takes a quarter of an hour
  cargo xtask faults \"another method\"         this one alone")]
pub struct Faults {
    /// The faults to make, by their names; all if none is given
    #[arg(value_name = "FAULT")]
    pub names: Vec<String>,
}

/// The arguments of `corpus`.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  cargo xtask corpus descriptions              below the target directory
  cargo xtask corpus descriptions --out crates")]
pub struct Corpus {
    /// The directory with the descriptions; those below it are not looked at
    #[arg(value_name = "DIR")]
    pub directory: PathBuf,
    /// The workspace to write
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// The arguments of `codegen`.
#[derive(Args, Debug, Default)]
#[command(group(ArgGroup::new("foreign").args(["spec"]).requires("elsewhere")))]
#[command(group(ArgGroup::new("elsewhere").args(["out", "dump"]).multiple(true)))]
#[command(after_help = "Examples:
  cargo xtask codegen                            rewrite generated/
  cargo xtask codegen --check                    fail if generated/ is not what would be written
  cargo xtask codegen --api-version 2026-03-10   the same from another version's description
  cargo xtask codegen --spec api.yaml --out client --name my-client
  cargo xtask codegen --dump plan                see what a stage of the generator made of it")]
pub struct Codegen {
    /// Compare with what is there instead of writing; list all that differs
    #[arg(long)]
    pub check: bool,
    /// Read the description of this API version, one of those in spec/lock.toml
    #[arg(long, value_name = "VERSION", conflicts_with = "spec")]
    pub api_version: Option<String>,
    /// Read this description instead, JSON or YAML
    #[arg(long, value_name = "FILE", requires = "name")]
    pub spec: Option<PathBuf>,
    /// The directory to write
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The name of the crate
    #[arg(long, value_name = "CRATE", requires = "spec")]
    pub name: Option<PackageName>,
    /// An OpenAPI Overlay 1.0 document to lay over the description
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub overlay: Option<PathBuf>,
    /// Treat warnings as errors, as is always done for what spec/lock.toml says
    #[arg(long)]
    pub deny_warnings: bool,
    /// Print what a stage made of the description, and write nothing
    #[arg(long, value_name = "STAGE", conflicts_with_all = ["check", "out"])]
    pub dump: Option<DumpStage>,
    /// How to report what is wrong with a description
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MessageFormat,
}

/// The arguments of `vendor`.
#[derive(Args, Debug, Default)]
#[command(after_help = "Examples:
  cargo xtask vendor api.github.com.json --api-version 2026-03-10
  cargo xtask vendor api.yaml --api-version 2026-03-10 --operations actions/get-artifact
  cargo xtask vendor api.yaml --api-version 2026-03-10 --check
  cargo xtask vendor --check                     compare spec/ with the digests in its lock.toml")]
pub struct Vendor {
    /// The upstream description, JSON or YAML
    #[arg(required_unless_present = "check", requires = "api_version")]
    pub file: Option<PathBuf>,
    /// The API version that the slice is for
    #[arg(long, value_name = "VERSION", requires = "file")]
    pub api_version: Option<String>,
    /// The operations of this version, where they are not those of the others; they are taken from
    /// wherever they are
    #[arg(long, value_name = "ID", value_delimiter = ',', requires = "file")]
    pub operations: Vec<String>,
    /// What to record as the source; without it, what the version before has
    #[arg(long, value_name = "TEXT", requires = "file")]
    pub source: Option<String>,
    /// Compare with what is there instead of writing
    #[arg(long)]
    pub check: bool,
    /// How to report what is wrong with a description
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MessageFormat,
}

/// The arguments of `diff`.
#[derive(Args, Debug)]
#[command(
    after_help = "OLD and NEW are API versions in spec/lock.toml, files, or FILE@VERSION: the file with
upstream's breaking changes up to the version applied.

Examples:
  cargo xtask diff 2022-11-28 2026-03-10
  cargo xtask diff old.yaml new.yaml --format markdown
  cargo xtask diff github.json@2022-11-28 github.json@2026-03-10 --fail-on breaking"
)]
pub struct Diff {
    /// The description before
    pub old: String,
    /// The description after
    pub new: String,
    /// How to print it; with `json`, what is wrong with a description, too
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
    /// Exit with 1 if the step is at least this one
    #[arg(long, value_name = "STEP")]
    pub fail_on: Option<FailOn>,
}

/// The forms in which differences can be printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// Lines for a terminal
    Table,
    /// An entry of a changelog
    Markdown,
    /// For programs
    Json,
}

/// The steps that can be made an error.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FailOn {
    /// Programs have to be changed
    Breaking,
    /// There is more than before
    Additive,
}

/// The arguments of `release`.
#[derive(Args, Debug, Default)]
#[command(after_help = "Examples:
  cargo xtask release                            a release for the API version as it is
  cargo xtask release --api-version 2026-03-10   from now on for this one")]
pub struct Release {
    /// The API version that requests ask for from now on, one of those in spec/lock.toml
    #[arg(long, value_name = "VERSION")]
    pub api_version: Option<String>,
    /// How to report what is wrong with a description
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MessageFormat,
}

/// The forms in which diagnostics can be printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With excerpts, the first 20, on the error output
    #[default]
    Text,
    /// All of them on the output, a JSON object a line, for editors
    Json,
}

/// The stages whose result can be printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum DumpStage {
    /// The meaning of the description
    Ir,
    /// What is emitted where
    Plan,
    /// Every identifier
    Names,
}

impl From<Format> for MessageFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Table | Format::Markdown => Self::Text,
            Format::Json => Self::Json,
        }
    }
}

impl From<DumpStage> for Stage {
    fn from(stage: DumpStage) -> Self {
        match stage {
            DumpStage::Ir => Self::Ir,
            DumpStage::Plan => Self::Plan,
            DumpStage::Names => Self::Names,
        }
    }
}

#[cfg(test)]
mod tests;
