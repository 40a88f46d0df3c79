//! `cargo xtask codegen`: reads the files, runs the generator, writes or compares the crate.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use generator::diagnostic::{Code, Diagnostic};
use generator::pointer::Pointer;
use generator::tree::{Drift, DriftKind};
use generator::{ExtraFile, Input, Output, Package, PackageName, Source};

use crate::cli::Codegen;
use crate::lock::Lock;
use crate::render;
use crate::report::Report;
use crate::{Outcome, beside, counted, release};

/// What is to be generated, and where to.
struct Job {
    input: Input,
    out: PathBuf,
    deny_warnings: bool,
}

/// Runs the command in the workspace `root`.
#[must_use]
pub fn run(arguments: &Codegen, root: &Path) -> Outcome {
    let failed = |report: Report| report.outcome(arguments.format, 1);
    let job = match job(arguments, root) {
        Ok(job) => job,
        Err(report) => return failed(report),
    };
    if let Some(stage) = arguments.dump {
        return match generator::dump(&job.input, stage.into()) {
            Ok(stdout) => Outcome {
                stdout,
                ..Outcome::default()
            },
            Err(found) => failed(Report::found_in(&found, &job.input)),
        };
    }
    match generated(&job, arguments, root) {
        Ok(report) => report.outcome(arguments.format, 0),
        Err(report) => failed(report),
    }
}

/// Generates, and writes or compares.
fn generated(job: &Job, arguments: &Codegen, root: &Path) -> Result<Report, Report> {
    let start = Instant::now();
    let output =
        generator::generate(&job.input).map_err(|found| Report::found_in(&found, &job.input))?;
    let warnings = Report::found_in(&output.warnings, &job.input);
    if job.deny_warnings && !output.warnings.is_empty() {
        let denied = Report::failure("warnings are denied, so nothing was written");
        return Err(warnings.and(&denied));
    }
    let done = match arguments.check {
        false => job.write(&output),
        // Another version than the default one is not what is released.
        true if arguments.spec.is_none() && arguments.api_version.is_none() => {
            match (job.compare(&output), release::check(root)) {
                (Ok(done), Ok(())) => Ok(done),
                (Err(drift), Err(behind)) => Err(drift.and(&behind)),
                (Err(report), Ok(())) | (Ok(_), Err(report)) => Err(report),
            }
        }
        true => job.compare(&output),
    };
    match done {
        Ok(done) => {
            let done = format!("{done}, {} ms\n", start.elapsed().as_millis());
            Ok(warnings.and(&Report::note(done)))
        }
        Err(report) => Err(warnings.and(&report)),
    }
}

impl Job {
    fn write(&self, output: &Output) -> Result<String, Report> {
        let written = output
            .tree
            .write(&self.out)
            .map_err(|error| Report::failure(&error.to_string()))?;
        Ok(format!(
            "{}: {} written, {} unchanged, {} deleted, {}",
            summary(output),
            counted(written.written, "file"),
            written.unchanged,
            written.deleted,
            counted(output.warnings.len(), "warning")
        ))
    }

    fn compare(&self, output: &Output) -> Result<String, Report> {
        let drift = output
            .tree
            .compare(&self.out)
            .map_err(|error| Report::failure(&format!("{}: {error}", self.out.display())))?;
        if drift.is_empty() {
            return Ok(format!("{}: up to date", summary(output)));
        }
        let mut text = String::new();
        let heading = Report::failure(&format!(
            "{} is not what would be generated: {}",
            self.out.display(),
            counted(drift.len(), "file")
        ));
        for Drift { path, kind } in drift {
            let kind = match kind {
                DriftKind::Missing => "missing",
                DriftKind::Differs => "differs",
                DriftKind::NotOurs => "not ours",
            };
            let _ = writeln!(text, "  {kind:<8}  {}", render::visible(&path));
        }
        let _ = writeln!(text, "help: run `{}`", self.input.package.command);
        Err(heading.and(&Report::note(text)))
    }
}

fn summary(output: &Output) -> String {
    let operations = counted(output.operations, "operation");
    let mut summary = format!("{operations}, {}", counted(output.types, "type"));
    if !output.refused.is_empty() {
        let verb = if output.refused.len() == 1 {
            "contradicts its"
        } else {
            "contradict their"
        };
        let examples = counted(output.refused.len(), "example");
        let _ = write!(summary, ", {examples} {verb} schema");
    }
    summary
}

fn job(arguments: &Codegen, root: &Path) -> Result<Job, Report> {
    match (&arguments.spec, &arguments.name) {
        (Some(spec), Some(name)) => foreign(arguments, spec, name),
        _ => ours(arguments, root),
    }
}

/// What `spec/lock.toml` says of an API version, as the generator takes it.
pub(crate) fn locked(root: &Path, version: &str) -> Result<Input, Report> {
    let arguments = Codegen {
        api_version: Some(version.to_owned()),
        ..Codegen::default()
    };
    ours(&arguments, root).map(|job| job.input)
}

/// What `spec/lock.toml` says.
fn ours(arguments: &Codegen, root: &Path) -> Result<Job, Report> {
    let spec = root.join("spec");
    let lock = Lock::read(&spec).map_err(|error| Report::failure(&error))?;
    let version = lock
        .api_version(arguments.api_version.as_deref())
        .map_err(|error| Report::failure(&error))?;
    let description = named(&spec, &version.file);
    let overlay = named(&spec, &lock.overlay.file);
    let (description, overlay) = sources(description, Some(overlay))?;
    let mut examples = Vec::new();
    for example in &lock.example {
        let name = example
            .file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let text = fs::read_to_string(spec.join(&example.file)).map_err(|error| {
            Report::failure(&format!("spec/{}: {error}", example.file.display()))
        })?;
        examples.push(ExtraFile {
            path: format!("examples/{name}"),
            text,
        });
    }
    let mut command = "cargo xtask codegen".to_owned();
    if version.version != lock.default_api_version {
        let _ = write!(command, " --api-version {}", version.version);
    }
    let package = Package {
        name: lock.package.name.clone(),
        version: lock.package.version.clone(),
        description: Some(lock.package.description.clone()),
        keywords: lock.package.keywords.clone(),
        categories: lock.package.categories.clone(),
        rust_version: Some(lock.package.rust_version.clone()),
        example_dependencies: lock.example_dependencies.clone().into_iter().collect(),
        command,
    };
    let api_version = Some(version.version.clone());
    Ok(Job {
        input: Input {
            description,
            beside: Vec::new(),
            overlay,
            package,
            api_version,
            examples,
        },
        out: arguments
            .out
            .clone()
            .unwrap_or_else(|| root.join("generated")),
        deny_warnings: true,
    })
}

/// Another description, of which nothing is known but what the arguments say.
fn foreign(arguments: &Codegen, spec: &Path, name: &PackageName) -> Result<Job, Report> {
    let given = |path: &Path| (path.display().to_string(), path.to_owned());
    let (description, overlay) = sources(given(spec), arguments.overlay.as_deref().map(given))?;
    let beside = beside(&description, spec);
    let file = spec.file_name().unwrap_or_default().to_string_lossy();
    let file = render::visible(&file);
    // Without directories, which would differ from one machine to the next.
    let command = format!("cargo xtask codegen --spec {file} --name {name}");
    let package = Package::new(name.clone(), command);
    Ok(Job {
        input: Input {
            description,
            beside,
            overlay,
            package,
            api_version: None,
            examples: Vec::new(),
        },
        out: arguments.out.clone().unwrap_or_default(),
        deny_warnings: arguments.deny_warnings,
    })
}

/// A file of the project and the name it is reported under, the same from every directory.
fn named(spec: &Path, file: &Path) -> (String, PathBuf) {
    (
        Path::new("spec").join(file).display().to_string(),
        spec.join(file),
    )
}

/// Reads the two texts; if any of them can't be read, says so of each.
fn sources(
    description: (String, PathBuf),
    overlay: Option<(String, PathBuf)>,
) -> Result<(Source, Option<Source>), Report> {
    let mut faults = Report::default();
    let mut source = |(name, path): (String, PathBuf)| {
        let bytes = fs::read(path).unwrap_or_else(|error| {
            let unreadable = unreadable(&name, &error);
            faults = std::mem::take(&mut faults).and(&unreadable);
            Vec::new()
        });
        Source { name, bytes }
    };
    let read = (source(description), overlay.map(source));
    if faults.is_empty() {
        Ok(read)
    } else {
        Err(faults)
    }
}

/// The report of a file that can't be read.
#[must_use]
pub fn unreadable(name: &str, error: &std::io::Error) -> Report {
    let source = Source {
        name: name.to_owned(),
        bytes: Vec::new(),
    };
    Report::found(&unreadable_file(error).into(), &source, None)
}

/// The diagnostic for a file that can't be read.
#[must_use]
pub fn unreadable_file(error: &std::io::Error) -> Diagnostic {
    let message = format!("the file can't be read: {error}");
    Diagnostic::new(Code::UnreadableFile, &Pointer::root(), message)
        .help("check the path, and that the file may be read")
}
