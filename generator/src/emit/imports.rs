//! The `use` lines of a file, computed from the paths that its items begin with.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use crate::name::imported::{ROOT, RUNTIME};

/// `use` lines for the modules of the crate alone, for files whose items may be called anything.
pub(super) fn modules(items: &TokenStream) -> TokenStream {
    let used = first_segments(items);
    let modules = ["runtime", "types"].into_iter();
    let modules = modules.filter(|name| used.contains(*name));
    let modules = modules.map(|name| Ident::new(name, Span::call_site()));
    quote!(#(use crate::#modules;)*)
}

/// `use` lines for what `items` name: other crates', then `parent`, then the crate's own.
pub(super) fn imports(items: &TokenStream, parent: &TokenStream) -> TokenStream {
    let used = first_segments(items);
    let is_used = |name: &&str| used.contains(*name);
    let names = |all: &[&'static str]| -> Vec<Ident> {
        let names = all.iter().copied().filter(is_used);
        names
            .map(|name| Ident::new(name, Span::call_site()))
            .collect()
    };
    let bytes = is_used(&"Bytes").then(|| {
        quote!(
            use bytes::Bytes;
        )
    });
    let method = is_used(&"Method").then(|| {
        quote!(
            use http::Method;
        )
    });
    let module = is_used(&"runtime").then(|| {
        quote!(
            use crate::runtime;
        )
    });
    let runtime = list(
        &quote!(crate::runtime),
        &[names(&RUNTIME), names(&["decode"])].concat(),
    );
    let root = list(&quote!(crate), &[names(&ROOT), names(&["types"])].concat());
    quote!(#bytes #method #parent #module #runtime #root)
}

/// A `use` line, with braces only where there are several names.
fn list(path: &TokenStream, names: &[Ident]) -> Option<TokenStream> {
    match names {
        [] => None,
        [name] => Some(quote!(use #path::#name;)),
        names => Some(quote!(use #path::{#(#names),*};)),
    }
}

/// The first segments of all paths; a segment behind `::` or `.` is none, and a name in small
/// letters is one only before `::`, since it is a member or an argument elsewhere.
pub(super) fn first_segments(tokens: &TokenStream) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    collect(tokens.clone(), &mut used);
    used
}

fn collect(tokens: TokenStream, used: &mut BTreeSet<String>) {
    let mut behind = [' '; 2];
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let next = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match token {
            TokenTree::Ident(ident) if behind != [':', ':'] && behind[1] != '.' => {
                let name = ident.to_string();
                if name.starts_with(char::is_uppercase) || is_separator(tokens.peek()) {
                    used.insert(name);
                }
            }
            // Attributes are mostly prose, and name nothing that is imported.
            TokenTree::Group(group) if behind[1] != '#' => collect(group.stream(), used),
            _ => {}
        }
        behind = [behind[1], next];
    }
}

/// Whether a token is the first of `::`; the colon before a type stands alone.
fn is_separator(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct))
        if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_first_segments_are_imported() {
        let items = quote!(
            fn f(a: types::A) -> Result<Response<u8>> {
                self.call(decode::json, b::Client::new)
            }
        );
        let expected = quote!(
            use super::Group;
            use crate::runtime::{Response, decode};
            use crate::{Result, types};
        );
        let found = imports(
            &items,
            &quote!(
                use super::Group;
            ),
        );
        assert_eq!(found.to_string(), expected.to_string());
    }

    #[test]
    fn members_arguments_and_items_are_no_modules() {
        let items = quote!(
            struct Client {
                pub runtime: Status,
                pub types: super::Call,
                pub when: runtime::DateTime,
            }
        );
        let expected = quote!(
            use crate::runtime;
        );
        assert_eq!(modules(&items).to_string(), expected.to_string());
    }

    #[test]
    fn a_single_name_needs_no_braces() {
        let found = imports(
            &quote!(
                fn f() -> Client {}
            ),
            &quote!(),
        );
        assert_eq!(
            found.to_string(),
            quote!(
                use crate::Client;
            )
            .to_string()
        );
    }

    #[test]
    fn a_file_without_paths_imports_nothing() {
        assert!(
            imports(
                &quote!(
                    struct A;
                ),
                &quote!()
            )
            .is_empty()
        );
    }
}
