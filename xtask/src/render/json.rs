//! Diagnostics for editors and other programs: one JSON object a line, all of them, errors first.
//!
//! What would act on a terminal is written as an escape of JSON's, so that a line can be printed
//! and still holds what the document says.

use generator::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};
use generator::text::visible_json;
use serde::Serialize;

use super::{Texts, cut};

/// One line. A member that does not apply is left out.
#[derive(Serialize)]
struct Line<'a> {
    severity: &'static str,
    code: &'static str,
    message: String,
    #[serde(flatten)]
    place: Place<'a>,
    /// The node, as a JSON pointer in a fragment: `#/info/title`.
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Label<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    message: String,
    #[serde(flatten)]
    place: Place<'a>,
}

/// A file, and a range of it where one is known.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    #[serde(flatten)]
    range: Option<Range>,
}

/// Lines and columns from 1, columns in characters; the end is the first character behind.
#[derive(Serialize)]
struct Range {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start_byte: usize,
    end_byte: usize,
}

/// The diagnostics as lines.
#[must_use]
pub fn lines(diagnostics: &Diagnostics, texts: &Texts<'_>) -> String {
    let mut sorted = diagnostics.clone();
    sorted.sort();
    let mut lines = String::new();
    for diagnostic in &sorted {
        // A line has no map whose keys are no texts, which is all that could fail.
        if let Ok(line) = serde_json::to_string(&line(diagnostic, texts)) {
            lines.push_str(&visible_json(&line));
            lines.push('\n');
        }
    }
    lines
}

fn line<'t>(diagnostic: &Diagnostic, texts: &'t Texts<'_>) -> Line<'t> {
    let labels = diagnostic.labels.iter().map(|label| Label {
        message: cut(&label.message).into_owned(),
        place: place(texts, label.span, diagnostic.source),
    });
    Line {
        severity: diagnostic.severity().as_str(),
        code: diagnostic.code.as_str(),
        message: cut(&diagnostic.message).into_owned(),
        place: place(texts, diagnostic.span, diagnostic.source),
        pointer: diagnostic.at.to_string(),
        help: diagnostic
            .help
            .as_deref()
            .map(|help| cut(help).into_owned()),
        labels: labels.collect(),
    }
}

fn place<'t>(texts: &'t Texts<'_>, span: Option<Span>, fallback: SourceId) -> Place<'t> {
    let (file, text) = texts.get(span.map_or(fallback, |span| span.source));
    Place {
        file,
        range: span.map(|span| range(text, span)),
    }
}

fn range(text: &str, span: Span) -> Range {
    let marked = text.get(span.start..span.end).unwrap_or_default();
    let last_line = marked.rfind('\n').map(|at| &marked[at + 1..]);
    Range {
        line: span.line,
        column: span.column,
        end_line: span.line + marked.matches('\n').count(),
        end_column: match last_line {
            Some(last_line) => last_line.chars().count() + 1,
            None => span.column + marked.chars().count(),
        },
        start_byte: span.start,
        end_byte: span.end,
    }
}
