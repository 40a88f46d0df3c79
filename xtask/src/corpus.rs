//! `cargo xtask corpus`: every document of a directory becomes a crate that is compiled and tested.
//!
//! The crates are the members of a workspace of their own and share a target directory. One after
//! the other is generated, checked with warnings denied, and tested; what came of it is a row.

mod build;
mod document;
mod row;
mod warnings;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use xtask::cli::Corpus;
use xtask::{Outcome, workspace};

use crate::crates::target;
use build::Workspace;
use document::Document;
use row::Row;

/// Runs the command.
pub(crate) fn run(arguments: &Corpus) -> Outcome {
    match rows(arguments) {
        Ok((rows, said)) => Outcome {
            stdout: row::table(&rows),
            stderr: said,
            code: u8::from(!rows.iter().all(Row::is_good)),
        },
        Err(error) => Outcome::failed(format!("error: {error}\n")),
    }
}

/// A row for each document, and what there is to say about those that are not as they should be.
fn rows(arguments: &Corpus) -> Result<(Vec<Row>, String), String> {
    let documents = documents(&arguments.directory)
        .map_err(|error| format!("{}: {error}", arguments.directory.display()))?;
    if documents.is_empty() {
        let directory = arguments.directory.display();
        return Err(format!("{directory}: there is no JSON or YAML file"));
    }
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => target().map_err(|error| error.to_string())?.join("corpus"),
    };
    let mut workspace = Workspace::new(&out, &workspace())
        .map_err(|error| format!("{}: {error}", out.display()))?;
    let mut rows = Vec::new();
    let mut said = String::new();
    let (is_terminal, count) = (io::stderr().is_terminal(), documents.len());
    for (index, path) in documents.iter().enumerate() {
        let document = Document::new(path);
        if is_terminal {
            let _ = writeln!(io::stderr(), "[{}/{count}] {}", index + 1, document.name);
        }
        let row = row::row(&document, &mut workspace)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if !row.faults.is_empty() {
            let _ = writeln!(said, "{}:\n{}", document.name, row.faults.trim_end());
        }
        rows.push(row);
    }
    Ok((rows, said))
}

/// The descriptions in a directory, by name.
fn documents(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut documents = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let extension = path.extension().unwrap_or_default();
        if ["json", "yaml", "yml"].iter().any(|it| extension == *it) {
            documents.push(path);
        }
    }
    documents.sort();
    Ok(documents)
}
