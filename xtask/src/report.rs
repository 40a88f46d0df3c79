//! What a command has to say: about places in documents, for people and for programs, and besides.

use generator::diagnostic::Diagnostics;
use generator::read::Beside;
use generator::{Input, Source};

use crate::Outcome;
use crate::cli::MessageFormat;
use crate::render::{self, Style, Texts, json};

/// Diagnostics in both forms, and the lines that are about no place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    text: String,
    json: String,
    notes: String,
}

impl Report {
    /// What was found in a description and what may be laid over it.
    #[must_use]
    pub fn found(
        diagnostics: &Diagnostics,
        description: &Source,
        overlay: Option<&Source>,
    ) -> Self {
        Self::in_texts(diagnostics, &Texts::of(description, overlay))
    }

    /// What was found in an input.
    #[must_use]
    pub fn found_in(diagnostics: &Diagnostics, input: &Input) -> Self {
        Self::in_texts(diagnostics, &Texts::of_input(input))
    }

    /// What was found in a description and in the files beside it.
    #[must_use]
    pub fn found_beside(
        diagnostics: &Diagnostics,
        description: &Source,
        beside: &[Beside],
    ) -> Self {
        Self::in_texts(
            diagnostics,
            &Texts::of(description, None).and(description, beside),
        )
    }

    fn in_texts(diagnostics: &Diagnostics, texts: &Texts<'_>) -> Self {
        Self {
            text: render::render(diagnostics, texts, Style::Colour),
            json: json::lines(diagnostics, texts),
            notes: String::new(),
        }
    }

    /// A failure that is about no place in a document.
    #[must_use]
    pub fn failure(message: &str) -> Self {
        Self::note(format!("error: {}\n", message.trim_end()))
    }

    /// Lines that are about no place in a document.
    #[must_use]
    pub fn note(notes: impl Into<String>) -> Self {
        Self {
            notes: notes.into(),
            ..Self::default()
        }
    }

    /// Both, one after the other.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.text.push_str(&other.text);
        self.json.push_str(&other.json);
        self.notes.push_str(&other.notes);
        self
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Printed: for people all of it on the error output, for programs the diagnostics alone on
    /// the output.
    #[must_use]
    pub fn outcome(self, format: MessageFormat, code: u8) -> Outcome {
        match format {
            MessageFormat::Text => Outcome {
                stdout: String::new(),
                stderr: self.text + &self.notes,
                code,
            },
            MessageFormat::Json => Outcome {
                stdout: self.json,
                stderr: self.notes,
                code,
            },
        }
    }
}
