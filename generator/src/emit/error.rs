//! The crate's error types: the runtime's, with the error bodies this description documents.

use quote::quote;

use super::imports::imports;
use super::ty::Place;
use super::{Emit, File, doc};

/// `src/error.rs`.
pub(super) fn file(emit: &Emit<'_>) -> File {
    let variants = emit
        .plan
        .error_bodies
        .iter()
        .zip(&emit.names.error_bodies)
        .map(|(ty, name)| {
            let inner = emit.value(ty, Place::Elsewhere);
            let summary = match &ty.kind {
                crate::ir::TypeKind::Named(at) => emit.api.types[at].docs.summary.clone(),
                _ => None,
            };
            let docs = doc::Lines::default()
                .summary(summary.as_deref(), "An error.")
                .attributes();
            quote!(#docs #name(#inner))
        });
    let items = quote! {
        #[doc = " What a call can fail with."]
        pub type Error = runtime::Error<ErrorBody>;

        #[doc = " The result of a call."]
        pub type Result<T, E = Error> = std::result::Result<T, E>;

        #[doc = " The body of an error that the API documents."]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum ErrorBody { #(#variants,)* }
    };
    let imports = imports(&without_own(&items), &quote!());
    File::rust(
        "src/error.rs",
        quote!(#![doc = " What a call can fail with."] #imports #items),
    )
}

/// The items without the names they define themselves.
fn without_own(items: &proc_macro2::TokenStream) -> proc_macro2::TokenStream {
    items
        .clone()
        .into_iter()
        .filter(|token| {
            let text = token.to_string();
            text != "ErrorBody" && text != "Result"
        })
        .collect()
}
