//! The crate's error types: the runtime's, with the error bodies this description documents.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::modules;
use super::ty::Place;
use super::{Emit, File, doc, origin};
use crate::ir::TypeKind;
use crate::name::Names;

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
    let readers = readers(emit);
    let items = quote! {
        #[doc = " What a call can fail with."]
        pub type Error = runtime::Error<ErrorBody>;

        #[doc = " The result of a call."]
        pub type Result<T, E = Error> = std::result::Result<T, E>;

        #[doc = " The body of an error that the API documents."]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum ErrorBody { #(#variants,)* }

        #readers
    };
    let imports = modules(&items);
    File::rust(
        "src/error.rs",
        quote!(#![doc = " What a call can fail with."] #imports #items),
    )
}

/// A function for each body, which operations name: a closure at each of them would be compiled
/// as many times.
fn readers(emit: &Emit<'_>) -> Option<TokenStream> {
    let Names {
        error_bodies,
        error_readers,
        ..
    } = emit.names;
    let unused = emit.plan.tag_features.then(
        || quote!(#[allow(dead_code, reason = "a tag that is left out leaves its errors unread")]),
    );
    (!error_bodies.is_empty()).then(|| {
        quote! {
            #unused
            impl ErrorBody {
                #(pub(crate) fn #error_readers(body: &[u8]) -> Option<Self> {
                    runtime::decode::error(body).map(Self::#error_bodies)
                })*
            }
        }
    })
}
