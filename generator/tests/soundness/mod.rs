//! What holds of every emitted crate, whatever the description says: a crate comes in, and what is
//! wrong with it goes out. The property tests and the fuzz targets both judge by this.

mod manifest;
mod prose;
mod scopes;

use std::collections::BTreeSet;

use generator::Tree;
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

/// A word that injected texts have between two others, so that no name is made of it alone.
pub(crate) const MARK: &str = "pwned";

/// Attributes that the templates use; a text that became code would bring others.
const ATTRIBUTES: [&str; 17] = [
    "allow",
    "cfg",
    "cfg_attr",
    "default",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "inline",
    "must_use",
    "non_exhaustive",
    "path",
    "serde",
    "test",
    "tokio::main",
    "tokio::test",
    "track_caller",
];

/// What is wrong with the crate, each with the path of the file.
pub(crate) fn faults(tree: &Tree) -> Vec<String> {
    let mut faults = paths(tree);
    // What is copied from the runtime is checked where it stands.
    for (path, text) in tree
        .iter()
        .filter(|(path, _)| !path.starts_with("src/runtime/"))
    {
        let mut found: Vec<String> = hidden(text).into_iter().collect();
        match path.rsplit('.').next() {
            Some("rs") => found.extend(rust(text)),
            Some("toml") if path == "Cargo.toml" => found.extend(manifest::faults(text)),
            Some("md") => found.extend(prose::faults(text)),
            _ => {}
        }
        faults.extend(found.into_iter().map(|fault| format!("{path}: {fault}")));
    }
    faults
}

/// Paths that lead out of the directory, or that a file system takes for others.
fn paths(tree: &Tree) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (path, _) in tree.iter() {
        let is_plain = |part: &str| {
            let allowed = |it: u8| it.is_ascii_alphanumeric() || b"._-".contains(&it);
            !part.is_empty()
                && part.len() < 256
                && !part.starts_with('.')
                && part.bytes().all(allowed)
        };
        if !path.split('/').all(is_plain) {
            faults.push(format!("{path:?} is no plain path"));
        }
        if !seen.insert(path.to_ascii_lowercase()) {
            faults.push(format!("{path} differs from another path by case alone"));
        }
    }
    faults
}

/// Characters that act on a terminal, or that show a text as something else than it is.
fn hidden(text: &str) -> Option<String> {
    let is_hidden = |it: &char| {
        it.is_control() && *it != '\n'
            || matches!(it, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    let (at, character) = text.char_indices().find(|(_, it)| is_hidden(it))?;
    let line = text[..at].matches('\n').count() + 1;
    Some(format!("line {line} has {character:?}"))
}

fn rust(text: &str) -> Vec<String> {
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => return vec![format!("is no Rust: {error}")],
    };
    let mut faults = scopes::faults(&file);
    let mut prose = Docs::default();
    prose.visit_file(&file);
    faults.extend(prose.faults);
    faults.extend(prose::faults(&prose.text));
    if let Ok(tokens) = text.parse()
        && mentions(tokens)
    {
        faults.push(format!("`{MARK}` is code"));
    }
    faults
}

/// Whether the mark is an identifier.
fn mentions(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == MARK,
        TokenTree::Group(group) => mentions(group.stream()),
        TokenTree::Literal(_) | TokenTree::Punct(_) => false,
    })
}

/// The attributes of a file: those that are none of ours, and the documentation, item by item.
#[derive(Default)]
struct Docs {
    faults: Vec<String>,
    text: String,
}

impl<'a> Visit<'a> for Docs {
    fn visit_attribute(&mut self, attribute: &'a syn::Attribute) {
        let segments = attribute.path().segments.iter();
        let path: Vec<String> = segments.map(|it| it.ident.to_string()).collect();
        let path = path.join("::");
        if !ATTRIBUTES.contains(&&*path) {
            self.faults.push(format!("has the attribute `{path}`"));
        }
        if let syn::Meta::NameValue(doc) = &attribute.meta
            && path == "doc"
            && let syn::Expr::Lit(literal) = &doc.value
            && let syn::Lit::Str(line) = &literal.lit
        {
            let line = line.value();
            self.text.push_str(line.strip_prefix(' ').unwrap_or(&line));
            self.text.push('\n');
        }
    }
}
