//! Diagnostics as text, by rustc's own renderer: what, where, an excerpt, and what to do about it.
//!
//! Nothing of a document reaches a terminal as it stands: what would act on the terminal or hide
//! something is written as an escape, and excerpts are cut to what surrounds the fault.

pub mod json;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use generator::diagnostic::{Diagnostic, Diagnostics, Severity, SourceId, Span};
use generator::read::Beside;
use generator::text::is_hidden;
use generator::{Input, Source};

/// Whether the text is for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// With escape sequences.
    Colour,
    /// Without.
    Plain,
}

/// More would scroll the first ones away.
const MAX_SHOWN: usize = 20;
/// Characters of a line up to which it is shown whole.
const MAX_LINE: usize = 200;
/// Characters shown on both sides of a fault in a longer line.
const CONTEXT: usize = 60;
/// Characters of a message or pointer, which may quote the document.
const MAX_TEXT: usize = 400;

/// The texts that places are in, with the names they are reported under.
#[derive(Clone, Debug)]
pub struct Texts<'s>(Vec<(SourceId, Cow<'s, str>, Cow<'s, str>)>);

impl<'s> Texts<'s> {
    /// Of a description, and of what may be laid over it.
    #[must_use]
    pub fn of(description: &'s Source, overlay: Option<&'s Source>) -> Self {
        let overlay = overlay.map(|overlay| (SourceId::Overlay, overlay));
        let sources = std::iter::once((SourceId::Description, description)).chain(overlay);
        let named = |(id, it): (_, &'s Source)| (id, Cow::Borrowed(&*it.name), text(&it.bytes));
        Self(sources.map(named).collect())
    }

    /// Of all that a run reads.
    #[must_use]
    pub fn of_input(input: &'s Input) -> Self {
        let texts = Self::of(&input.description, input.overlay.as_ref());
        texts.and(&input.description, &input.beside)
    }

    /// With those of the files beside the description.
    #[must_use]
    pub fn and(mut self, description: &Source, beside: &'s [Beside]) -> Self {
        let directory = description.name.rsplit_once('/');
        for (index, file) in beside.iter().enumerate() {
            let name = directory.map_or(Cow::Borrowed(&*file.path), |(directory, _)| {
                format!("{directory}/{}", file.path).into()
            });
            let bytes = file.content.as_deref().unwrap_or_default();
            self.0.push((SourceId::Beside(index), name, text(bytes)));
        }
        self
    }

    /// Name and text; both empty if there is no such source.
    fn get(&self, id: SourceId) -> (&str, &str) {
        let found = self.0.iter().find(|(it, ..)| *it == id);
        found.map_or(("", ""), |(_, name, text)| (&**name, &**text))
    }
}

/// The diagnostics of a run, errors first.
#[must_use]
pub fn render(diagnostics: &Diagnostics, texts: &Texts<'_>, style: Style) -> String {
    let source = |id| texts.get(id);
    let mut sorted = diagnostics.clone();
    sorted.sort();
    let shown = sorted.iter().take(MAX_SHOWN);
    let mut rendered: String = shown.map(|it| render_one(it, &source, style)).collect();
    if sorted.len() > MAX_SHOWN {
        let _ = writeln!(rendered, "… and {} more", sorted.len() - MAX_SHOWN);
    }
    rendered
}

/// One diagnostic, with an empty line behind it. `source` gives the name and text of each document.
pub fn render_one<'s>(
    diagnostic: &Diagnostic,
    source: &dyn Fn(SourceId) -> (&'s str, &'s str),
    style: Style,
) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(shortened(&diagnostic.message))
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    group = with_place(group, diagnostic.span, diagnostic.source, source);
    if !diagnostic.at.as_str().is_empty() {
        group = group.element(Level::NOTE.message(shortened(&format!("at {}", diagnostic.at))));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(shortened(help)));
    }
    let labels = diagnostic.labels.iter().map(|label| {
        let group = Group::with_title(Level::NOTE.secondary_title(shortened(&label.message)));
        with_place(group, label.span, diagnostic.source, source)
    });
    let groups: Vec<Group<'_>> = std::iter::once(group).chain(labels).collect();
    let renderer = match style {
        Style::Colour => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    // Wide enough that the renderer, which doesn't know where a line was cut, never cuts it again.
    let renderer = renderer
        .term_width(2 * MAX_LINE)
        .decor_style(DecorStyle::Ascii);
    format!("{}\n\n", renderer.render(&groups))
}

/// The text with every character escaped that would act on a terminal or hide something.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_hidden(character) {
            visible.extend(character.escape_default());
        } else {
            visible.push(character);
        }
    }
    Cow::Owned(visible)
}

/// A text as the spans count in it, whatever its bytes.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))
}

fn shortened(text: &str) -> String {
    cut(&visible(text)).into_owned()
}

/// A long text without its middle.
fn cut(text: &str) -> Cow<'_, str> {
    let length = text.chars().count();
    if length <= MAX_TEXT {
        return Cow::Borrowed(text);
    }
    let head: String = text.chars().take(MAX_TEXT / 2).collect();
    let tail: String = text.chars().skip(length - MAX_TEXT / 2).collect();
    Cow::Owned(format!("{head}…{tail}"))
}

fn with_place<'s>(
    group: Group<'s>,
    span: Option<Span>,
    fallback: SourceId,
    source: &dyn Fn(SourceId) -> (&'s str, &'s str),
) -> Group<'s> {
    let (name, text) = source(span.map_or(fallback, |span| span.source));
    let name = visible(name);
    let Some(span) = span else {
        return group.element(Origin::path(name));
    };
    let Excerpt {
        line,
        marked,
        is_cut,
    } = excerpt(text, span);
    let snippet = Snippet::source(line)
        .line_start(span.line)
        .annotation(AnnotationKind::Primary.span(marked));
    if is_cut {
        // The renderer would count the column in what is left of the line.
        let origin = Origin::path(name).line(span.line).char_column(span.column);
        return group.element(origin).element(snippet);
    }
    group.element(snippet.path(name))
}

/// The line of a fault, fit to be shown.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    line: String,
    marked: Range<usize>,
    is_cut: bool,
}

fn excerpt(text: &str, span: Span) -> Excerpt {
    let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[span.start..]
        .find('\n')
        .map_or(text.len(), |length| span.start + length);
    let end = start + text[start..end].trim_end_matches('\r').len();
    let marked = span.start.min(end)..span.end.clamp(span.start.min(end), end);
    let before = &text[start..marked.start];
    let inside = &text[marked.clone()];
    let after = &text[marked.end..end];
    let is_cut = text[start..end].chars().nth(MAX_LINE).is_some();
    let (before, inside, after) = if is_cut {
        (
            last(before, CONTEXT),
            first(inside, MAX_LINE - 2 * CONTEXT),
            first(after, CONTEXT),
        )
    } else {
        (
            Cow::Borrowed(before),
            Cow::Borrowed(inside),
            Cow::Borrowed(after),
        )
    };
    let mut line = shown(&before);
    let start = line.len();
    line.push_str(&shown(&inside));
    let marked = start..line.len();
    line.push_str(&shown(&after));
    Excerpt {
        line,
        marked,
        is_cut,
    }
}

/// A part of an excerpt, character for character, so that columns stay what they are.
fn shown(part: &str) -> String {
    let shown = |character| match character {
        '\t' => ' ',
        other if is_hidden(other) => char::REPLACEMENT_CHARACTER,
        other => other,
    };
    part.chars().map(shown).collect()
}

fn first(text: &str, count: usize) -> Cow<'_, str> {
    match text.char_indices().nth(count) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

fn last(text: &str, count: usize) -> Cow<'_, str> {
    match text.char_indices().nth_back(count) {
        None => Cow::Borrowed(text),
        Some((at, first)) => Cow::Owned(format!("…{}", &text[at + first.len_utf8()..])),
    }
}

#[cfg(test)]
mod tests;
