//! String enumerations: closed ones for what a client sends, open ones for what a server may send.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emit, doc, origin};
use crate::ir::{Enum, TypeDef};

/// An enumeration with its texts.
pub(super) fn enumeration(
    emit: &Emit<'_>,
    definition: &TypeDef,
    it: &Enum,
    open: bool,
) -> TokenStream {
    let names = &emit.names.types[&definition.at];
    let name = &names.name;
    let docs = doc::lines(&definition.docs, &origin::sentence(&definition.origin)).attributes();
    let variants = names.parts.iter().zip(&it.values).map(|(variant, value)| {
        let docs = doc::Lines::default().written(literal(value)).attributes();
        quote!(#docs #variant)
    });
    let texts = names
        .parts
        .iter()
        .zip(&it.values)
        .map(|(variant, value)| quote!(Self::#variant => #value));
    if !open {
        return quote! {
            #docs
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name { #(#variants,)* }

            impl #name {
                #[doc = " The text as it is sent."]
                #[must_use]
                pub const fn as_str(&self) -> &'static str {
                    match self { #(#texts,)* }
                }
            }

            crate::runtime::string_enum!(closed #name);
        };
    }
    let rest = &names.rest;
    let values = names
        .parts
        .iter()
        .zip(&it.values)
        .map(|(variant, value)| quote!(#value => Self::#variant));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A text that the description does not list."]
            #rest(String),
        }

        impl #name {
            #[doc = " The text as it stands in JSON."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self { #(#texts,)* Self::#rest(text) => text, }
            }
        }

        impl From<String> for #name {
            fn from(text: String) -> Self {
                match text.as_str() { #(#values,)* _ => Self::#rest(text), }
            }
        }

        crate::runtime::string_enum!(#name);
    }
}

/// A value as code in prose.
fn literal(value: &str) -> String {
    let shown: String = value
        .chars()
        .filter(|it| it.is_ascii_graphic() || *it == ' ')
        .collect();
    match shown.trim() {
        "" => "A text that can't be shown.".to_owned(),
        shown if shown.contains('`') => doc::safe(&shown.replace('`', "'")),
        shown => format!("`{shown}`"),
    }
}
