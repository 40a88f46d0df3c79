//! The files that a description is made of, each read once, when the first reference leads to it.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, SourceId};
use crate::limits::{MAX_BYTES, MAX_FILES};
use crate::pointer::Pointer;
use crate::read::{decoded, parse};

/// A file that a description refers to.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Its path below the description's directory, with `/`.
    pub path: String,
    /// What is in it, or in a few words why that can't be said.
    pub content: Result<Vec<u8>, String>,
}

impl Beside {
    /// The text, empty if there is none.
    pub(in crate::read) fn text(&self) -> &str {
        let bytes = self.content.as_deref().unwrap_or_default();
        decoded(bytes).unwrap_or_default()
    }
}

/// The number of the description itself among the files.
pub(super) const DESCRIPTION: usize = 0;

/// The files opened so far, the description first.
pub(super) struct Files<'f> {
    opened: Vec<File>,
    bytes: usize,
    open: &'f mut dyn FnMut(&str) -> Option<(usize, Beside)>,
}

struct File {
    path: String,
    source: SourceId,
    /// Missing for the description, which is being changed, and for what can't be read.
    value: Option<Value>,
    is_broken: bool,
}

/// Why there is nothing to be seen of a file.
pub(super) enum Refusal {
    /// Nobody gave it.
    NotGiven,
    /// It can't be read, or not any more of them.
    Unreadable(String),
    /// It is not in a format that is read.
    Invalid(Diagnostic),
}

impl<'f> Files<'f> {
    /// The files of a description that is called `name`.
    pub(super) fn new(
        name: &str,
        open: &'f mut dyn FnMut(&str) -> Option<(usize, Beside)>,
    ) -> Self {
        let path = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        let description = File {
            path,
            source: SourceId::Description,
            value: None,
            is_broken: false,
        };
        Self {
            opened: vec![description],
            bytes: 0,
            open,
        }
    }

    pub(super) fn path(&self, file: usize) -> &str {
        &self.opened[file].path
    }

    pub(super) fn value(&self, file: usize) -> Option<&Value> {
        self.opened[file].value.as_ref()
    }

    pub(super) fn source(&self, file: usize) -> SourceId {
        self.opened[file].source
    }

    /// The number of a file; none if what is wrong with it was said before.
    pub(super) fn open(&mut self, path: &str) -> Result<Option<usize>, Refusal> {
        if let Some(file) = self.opened.iter().position(|it| it.path == path) {
            return Ok((!self.opened[file].is_broken).then_some(file));
        }
        let (source, read) = match self.read(path) {
            Ok((source, read)) => (source, read.map_err(Refusal::Invalid)),
            Err(refusal) => (SourceId::Description, Err(refusal)),
        };
        let is_broken = read.is_err();
        let (value, refusal) = read.map_or_else(|it| (None, Some(it)), |it| (Some(it), None));
        self.opened.push(File {
            path: path.to_owned(),
            source,
            value,
            is_broken,
        });
        refusal.map_or(Ok(Some(self.opened.len() - 1)), Err)
    }

    /// The text a file is, and what is in it.
    fn read(&mut self, path: &str) -> Result<(SourceId, Result<Value, Diagnostic>), Refusal> {
        if self.opened.len() > MAX_FILES {
            return Err(Refusal::Unreadable(format!(
                "a description has at most {MAX_FILES} files"
            )));
        }
        let (index, beside) = (self.open)(path).ok_or(Refusal::NotGiven)?;
        let bytes = beside.content.map_err(Refusal::Unreadable)?;
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > MAX_BYTES {
            return Err(Refusal::Unreadable(format!(
                "the files of a description have at most {} MiB",
                MAX_BYTES >> 20
            )));
        }
        let source = SourceId::Beside(index);
        let value = match decoded(&bytes) {
            Ok(text) => parse::parse(text, source),
            Err(diagnostic) => Err(diagnostic.in_source(source)),
        };
        Ok((source, value))
    }
}

impl Refusal {
    /// The diagnostic for a reference that stands at `at` in `source`.
    pub(super) fn about(self, reference: &str, source: SourceId, at: &Pointer) -> Diagnostic {
        match self {
            Self::NotGiven => {
                let message = format!("the reference `{reference}` leaves the document");
                Diagnostic::new(Code::ExternalReference, at, message)
                    .in_source(source)
                    .help("give the file with the description, or bundle them into one")
            }
            Self::Unreadable(reason) => {
                let message = format!("the file of `{reference}` can't be read: {reason}");
                Diagnostic::new(Code::UnreadableFile, at, message)
                    .in_source(source)
                    .help("a path is taken from the file in which the reference stands")
            }
            Self::Invalid(diagnostic) => diagnostic,
        }
    }
}
