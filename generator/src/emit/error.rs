//! The crate's error types: the runtime's, with the error bodies this description documents.

use quote::quote;

use super::imports::modules;
use super::ty::Place;
use super::{Emit, File, doc, origin};
use crate::ir::TypeKind;

/// `src/error.rs`.
pub(super) fn file(emit: &Emit<'_>) -> File {
    let variants = emit
        .plan
        .error_bodies
        .iter()
        .zip(&emit.names.error_bodies)
        .map(|(ty, name)| {
            let inner = emit.value(ty, Place::Elsewhere);
            let docs = match &ty.kind {
                TypeKind::Named(at) => {
                    let definition = &emit.api.types[at];
                    let otherwise = origin::sentence(&definition.origin);
                    doc::Lines::default().summary(definition.docs.summary.as_deref(), &otherwise)
                }
                _ => doc::Lines::default().written("An error."),
            };
            let docs = docs.attributes();
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
    let imports = modules(&items);
    File::rust(
        "src/error.rs",
        quote!(#![doc = " What a call can fail with."] #imports #items),
    )
}
