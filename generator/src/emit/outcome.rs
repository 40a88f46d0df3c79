//! Answers: their Rust types and decoders, and the enumeration of several.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ty::Place;
use super::{Emit, OperationView, doc};
use crate::ir::{Content, Status};
use crate::plan::Success;

/// The type of what an answer's body holds.
pub(super) fn content_type(emit: &Emit<'_>, content: &Content) -> TokenStream {
    match content {
        Content::Empty => quote!(()),
        Content::Json(ty) => emit.value(ty, Place::Elsewhere),
        Content::Text => quote!(String),
        Content::Bytes => quote!(Bytes),
        Content::Redirect => quote!(Redirect),
    }
}

/// The function of the runtime that reads it.
pub(super) fn decoder(content: &Content) -> TokenStream {
    match content {
        Content::Empty => quote!(decode::empty),
        Content::Json(_) => quote!(decode::json),
        Content::Text => quote!(decode::text),
        Content::Bytes => quote!(decode::bytes),
        Content::Redirect => quote!(decode::redirect),
    }
}

/// An enumeration for an operation with several answers.
pub(super) fn outcome(emit: &Emit<'_>, view: OperationView<'_>) -> Option<TokenStream> {
    let Success::Several(answers) = &view.plan.success else {
        return None;
    };
    let (name, variants) = view.names.outcome.as_ref()?;
    let method = view.names.method.plain();
    let group = emit.group_of(view.operation.tag.as_deref());
    let docs = format!(" What [`{method}`]({group}::{method}) answers with.");
    let cases = answers
        .iter()
        .zip(variants)
        .map(|((status, content), variant)| {
            let text = view
                .operation
                .outcomes
                .iter()
                .find(|outcome| outcome.status == *status)
                .map(|outcome| outcome.description.as_str());
            let docs = doc::Lines::default()
                .summary(text, "An answer.")
                .attributes();
            let ty = (*content != Content::Empty).then(|| {
                let ty = content_type(emit, content);
                quote!((#ty))
            });
            quote!(#docs #variant #ty)
        });
    let last = answers.len() - 1;
    let arms =
        answers
            .iter()
            .zip(variants)
            .enumerate()
            .map(|(index, ((status, content), variant))| {
                let pattern = if index == last {
                    quote!(_)
                } else {
                    pattern(*status)
                };
                if *content == Content::Empty {
                    return quote!(#pattern => Ok(Self::#variant));
                }
                let decoder = decoder(content);
                quote!(#pattern => #decoder(answer).map(Self::#variant))
            });
    Some(quote! {
        #[doc = #docs]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#cases,)* }

        impl #name {
            #[inline]
            fn decode(answer: &Answer) -> std::result::Result<Self, DecodeFailure> {
                match answer.status.as_u16() { #(#arms,)* }
            }
        }
    })
}

fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(class) => {
            let first = Literal::u16_unsuffixed(u16::from(class) * 100);
            let last = Literal::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}
