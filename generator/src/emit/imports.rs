//! The `use` lines of a file, computed from the paths that its items begin with.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// What of the runtime a file of operations may name without a path.
const RUNTIME: [&str; 12] = [
    "Answer",
    "Content",
    "Credential",
    "DecodeFailure",
    "DateTime",
    "Operation",
    "Redirect",
    "Response",
    "Service",
    "Status",
    "Style",
    "ApiVersion",
];

/// Modules and aliases of the crate's root.
const ROOT: [&str; 8] = [
    "Call",
    "Client",
    "ClientBuilder",
    "ErrorBody",
    "Items",
    "Pages",
    "Result",
    "types",
];

/// `use` lines for what `items` name.
pub(super) fn imports(items: &TokenStream) -> TokenStream {
    let mut used = BTreeSet::new();
    collect(items.clone(), &mut used);
    let is_used = |name: &&str| used.contains(*name);
    let names = |all: &[&'static str]| -> Vec<syn::Ident> {
        let mut names: Vec<&str> = all.iter().copied().filter(is_used).collect();
        names.sort_unstable();
        names
            .into_iter()
            .map(|name| syn::Ident::new(name, proc_macro2::Span::call_site()))
            .collect()
    };
    let (runtime, root) = (names(&RUNTIME), names(&ROOT));
    let decode = names(&["decode"]);
    let runtime = (!runtime.is_empty() || !decode.is_empty())
        .then(|| quote!(use crate::runtime::{#(#runtime,)* #(#decode,)*};));
    let module = is_used(&"runtime").then(|| {
        quote!(
            use crate::runtime;
        )
    });
    let root = (!root.is_empty()).then(|| quote!(use crate::{#(#root,)*};));
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
    quote!(#bytes #method #module #runtime #root)
}

/// The first segments of all paths; a segment behind `::` or `.` is none.
fn collect(tokens: TokenStream, used: &mut BTreeSet<String>) {
    let mut behind = [' '; 2];
    for token in tokens {
        let next = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match token {
            TokenTree::Ident(ident) if behind != [':', ':'] && behind[1] != '.' => {
                used.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), used),
            _ => {}
        }
        behind = [behind[1], next];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(items: TokenStream, expected: TokenStream) {
        assert_eq!(imports(&items).to_string(), expected.to_string());
    }

    #[test]
    fn only_first_segments_are_imported() {
        check(
            quote!(
                fn f(a: types::A) -> Result<Response<u8>> {
                    self.decode(b::Client::new)
                }
            ),
            quote!(
                use crate::runtime::{Response};
                use crate::{Result, types};
            ),
        );
    }

    #[test]
    fn a_file_without_paths_imports_nothing() {
        check(
            quote!(
                struct A;
            ),
            quote!(),
        );
    }
}
