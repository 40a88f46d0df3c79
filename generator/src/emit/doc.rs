//! Prose of a description made safe as rustdoc.
//!
//! The text is read as `CommonMark` and written again, so that nothing in it can run as a doctest,
//! link to an item by accident, open an HTML tag or hide in a bidirectional override.

use proc_macro2::TokenStream;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_to_cmark::{
    Options as Style, calculate_code_block_token_count, cmark_with_options,
};
use quote::quote;

use crate::ir::{Docs, Operation};
use crate::text::is_hidden;

/// `#[doc]` attributes for the lines.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#[doc = #lines])*)
}

/// `#![doc]` attributes for the lines.
pub(super) fn inner_attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#![doc = #lines])*)
}

/// A line as it stands behind `///`.
fn spaced(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// The lines of a documentation comment, paragraph by paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines(Vec<String>);

impl Lines {
    /// A paragraph of our own words, which are Markdown.
    pub(super) fn written(mut self, paragraph: impl Into<String>) -> Self {
        let paragraph = paragraph.into();
        if !paragraph.is_empty() {
            self.begin_paragraph();
            self.0.extend(paragraph.lines().map(str::to_owned));
        }
        self
    }

    /// Paragraphs from the description.
    pub(super) fn prose(mut self, text: Option<&str>) -> Self {
        let text = safe(text.unwrap_or_default());
        if !text.is_empty() {
            self.begin_paragraph();
            self.0
                .extend(text.lines().map(|line| line.trim_end().to_owned()));
        }
        self
    }

    /// A line from the description as the summary, or one of our own if that is empty.
    pub(super) fn summary(self, text: Option<&str>, otherwise: &str) -> Self {
        let line = text
            .map(|text| safe(&text.replace(['\n', '\r'], " ")))
            .unwrap_or_default();
        self.written(if line.is_empty() {
            otherwise.to_owned()
        } else {
            line.replace('\n', " ")
        })
    }

    fn begin_paragraph(&mut self) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
    }

    /// As attributes of an item.
    pub(super) fn attributes(&self) -> TokenStream {
        attributes(&self.0)
    }

    /// The lines.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.0
    }
}

/// The documentation of a type, member or parameter.
pub(super) fn lines(docs: &Docs, otherwise: &str) -> Lines {
    let lines = match (&docs.summary, &docs.description) {
        (Some(summary), Some(description)) if summary != description => Lines::default()
            .summary(Some(summary), otherwise)
            .prose(Some(description)),
        (None, Some(description)) => {
            let lines = Lines::default().prose(Some(description));
            if lines.0.is_empty() {
                lines.summary(None, otherwise)
            } else {
                lines
            }
        }
        (summary, _) => Lines::default().summary(summary.as_deref(), otherwise),
    };
    let lines = match &docs.external {
        Some(url) => lines.prose(Some(&format!("<{url}>"))),
        None => lines,
    };
    if docs.deprecated {
        lines.written("Deprecated.")
    } else {
        lines
    }
}

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// A description's text as Markdown that rustdoc shows and does nothing else with.
pub(super) fn safe(text: &str) -> String {
    if is_plain(text) {
        return text.trim_end().to_owned();
    }
    let text = visible(text);
    let events = Parser::new_ext(&text, OPTIONS);
    let mut safe: Vec<Event<'_>> = Vec::new();
    let mut state = State::default();
    for event in events {
        state.push(event, &mut safe);
    }
    let code_block_token_count = calculate_code_block_token_count(safe.iter()).unwrap_or(3);
    let style = Style {
        code_block_token_count,
        ..Style::default()
    };
    let mut written = String::with_capacity(text.len());
    // Writing into a `String` can't fail; what was written before a fault is still prose.
    if cmark_with_options(safe.iter(), &mut written, OPTIONS, style).is_err() {
        written.clear();
    }
    written.trim().to_owned()
}

/// A text in one line, as comments and manifests have it.
pub(super) fn line(text: &str) -> String {
    let text = visible(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether it is one line in which nothing has a meaning for Markdown, as most prose is.
fn is_plain(text: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || " ,.;'()?-".contains(it);
    text.starts_with(|it: char| it.is_ascii_alphabetic()) && text.chars().all(is_plain)
}

/// A text as code in prose, shown as it is.
pub(super) fn code(text: &str) -> String {
    let text = visible(text).replace('\n', " ");
    let (mut longest, mut run) = (0, 0);
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    // Markdown takes one space away on each side, and would take backticks there for the fence.
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The request line of an operation, for a cell of a table.
pub(super) fn route_cell(operation: &Operation) -> String {
    code(&format!("{} {}", operation.method, operation.path)).replace('|', "\\|")
}

/// The text without characters that reorder or hide others, every line end made `\n`.
fn visible(text: &str) -> String {
    // A tab in a comment is shown in as many ways as there are editors, and clippy warns of it.
    text.replace("\r\n", "\n")
        .replace('\t', "    ")
        .chars()
        .filter_map(|character| match character {
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
            '\n' => Some(character),
            other if is_hidden(other) => None,
            other => Some(other),
        })
        .collect()
}

#[derive(Default)]
struct State {
    in_code: bool,
    in_link: bool,
    dropped_link: Vec<bool>,
}

impl State {
    fn push<'t>(&mut self, event: Event<'t>, safe: &mut Vec<Event<'t>>) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                self.in_code = true;
                safe.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(
                    language(&kind),
                ))));
            }
            Event::End(TagEnd::CodeBlock) => {
                self.in_code = false;
                // The last line of an indented block may lack its end, which the fence needs.
                if !matches!(safe.last(), Some(Event::Text(text)) if text.ends_with('\n')) {
                    safe.push(Event::Text("\n".into()));
                }
                safe.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::Link {
                dest_url,
                title,
                id,
                ..
            }) => {
                let keep = is_web(&dest_url);
                self.dropped_link.push(!keep);
                self.in_link = keep;
                if keep {
                    let link_type = LinkType::Inline;
                    safe.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url,
                        title,
                        id,
                    }));
                }
            }
            Event::End(TagEnd::Link) => {
                self.in_link = false;
                if self.dropped_link.pop() == Some(false) {
                    safe.push(Event::End(TagEnd::Link));
                }
            }
            // A heading of the description's would stand among rustdoc's own.
            Event::Start(Tag::Heading { .. }) => {
                safe.extend([Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]);
            }
            Event::End(TagEnd::Heading(_)) => {
                safe.extend([Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]);
            }
            Event::Start(Tag::HtmlBlock) => safe.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => safe.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Html(text) | Event::InlineHtml(text) | Event::Text(text) => {
                self.push_text(text, safe);
            }
            other => safe.push(other),
        }
    }

    fn push_text<'t>(&self, text: CowStr<'t>, safe: &mut Vec<Event<'t>>) {
        if self.in_code || self.in_link {
            safe.push(Event::Text(text));
            return;
        }
        for piece in pieces(&text) {
            match piece {
                Piece::Plain(plain) => safe.push(Event::Text(plain.to_owned().into())),
                Piece::Url(url) => safe.extend([
                    Event::Start(Tag::Link {
                        link_type: LinkType::Autolink,
                        dest_url: url.to_owned().into(),
                        title: "".into(),
                        id: "".into(),
                    }),
                    Event::Text(url.to_owned().into()),
                    Event::End(TagEnd::Link),
                ]),
            }
        }
    }
}

/// The language of a code block, if it is one that rustdoc does not run.
fn language(kind: &CodeBlockKind<'_>) -> CowStr<'static> {
    const KNOWN: [&str; 9] = [
        "json",
        "yaml",
        "http",
        "sh",
        "bash",
        "shell",
        "xml",
        "html",
        "javascript",
    ];
    let stated = match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    };
    KNOWN
        .iter()
        .find(|known| **known == stated)
        .copied()
        .unwrap_or("text")
        .into()
}

fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && url
            .chars()
            .all(|it| it.is_ascii_graphic() && !"<>\\`\"".contains(it))
}

enum Piece<'t> {
    Plain(&'t str),
    Url(&'t str),
}

fn next_url(text: &str) -> Option<usize> {
    let mut starts = text.match_indices("http").map(|(at, _)| at);
    starts.find(|at| {
        let after = &text[at + "http".len()..];
        after.starts_with("://") || after.starts_with("s://")
    })
}

/// A text cut at the URLs that stand bare in it.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = next_url(rest) {
        let url = &rest[start..];
        let end = url
            .find(|it: char| !it.is_ascii_graphic() || "<>\"'`\\^{|}()[]*".contains(it))
            .unwrap_or(url.len());
        let url = url[..end].trim_end_matches(['.', ',', ':', ';', '!', '?', '_', '~']);
        let is_bare = url.len() > "https://".len();
        pieces.push(Piece::Plain(&rest[..start]));
        pieces.push(if is_bare {
            Piece::Url(url)
        } else {
            Piece::Plain(url)
        });
        // An empty match would stand still.
        rest = &rest[start + url.len().max(1)..];
        if url.is_empty() {
            break;
        }
    }
    pieces.push(Piece::Plain(rest));
    pieces.retain(|piece| !matches!(piece, Piece::Plain("")));
    pieces
}

#[cfg(test)]
mod tests;
