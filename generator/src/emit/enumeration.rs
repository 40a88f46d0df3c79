//! Enumerations of texts and of whole numbers: closed ones for what a client sends, open ones for
//! what a server may send.

use proc_macro2::TokenStream;
use quote::quote;

use super::sample::whole;
use super::{Emit, doc, origin};
use crate::ir::{Enum, Numbers, TypeDef};

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
            #[derive(Debug, Clone, Copy, PartialEq, Hash)]
            #[non_exhaustive]
            pub enum #name { #(#variants,)* }

            impl #name {
                #[doc = " The text as it is sent."]
                #[must_use]
                #[inline]
                pub const fn as_str(&self) -> &'static str {
                    match self { #(#texts,)* }
                }
            }

            runtime::string_enum!(closed #name);
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
        #[derive(Debug, Clone, PartialEq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A text that the description does not list."]
            #rest(String),
        }

        impl #name {
            #[doc = " The text as it stands in JSON."]
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self { #(#texts,)* Self::#rest(text) => text, }
            }
        }

        impl From<String> for #name {
            #[inline]
            fn from(text: String) -> Self {
                match text.as_str() { #(#values,)* _ => Self::#rest(text), }
            }
        }

        runtime::string_enum!(#name);
    }
}

/// An enumeration with its numbers.
pub(super) fn numbers(
    emit: &Emit<'_>,
    definition: &TypeDef,
    it: &Numbers,
    open: bool,
) -> TokenStream {
    let names = &emit.names.types[&definition.at];
    let name = &names.name;
    let docs = doc::lines(&definition.docs, &origin::sentence(&definition.origin)).attributes();
    let variants = names.parts.iter().zip(&it.values).map(|(variant, value)| {
        let code = doc::code(&value.number.to_string());
        let docs = doc::Lines::default().written(code).attributes();
        quote!(#docs #variant)
    });
    let pairs = || {
        let numbers = it
            .values
            .iter()
            .map(|value| whole(&value.number.to_string(), ""));
        names.parts.iter().zip(numbers)
    };
    let numbers = pairs().map(|(variant, number)| quote!(Self::#variant => #number));
    let rest = &names.rest;
    let (unlisted, unlisted_number, macro_call) = if open {
        let values = pairs().map(|(variant, number)| quote!(#number => Self::#variant));
        (
            Some(quote! {
                #[doc = " A number that the description does not list."]
                #rest(i64),
            }),
            Some(quote!(Self::#rest(number) => number,)),
            quote! {
                impl From<i64> for #name {
                    #[inline]
                    fn from(number: i64) -> Self {
                        match number { #(#values,)* _ => Self::#rest(number), }
                    }
                }

                runtime::number_enum!(#name);
            },
        )
    } else {
        (None, None, quote!(runtime::number_enum!(closed #name);))
    };
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #unlisted }

        impl #name {
            #[doc = " The number as it stands in JSON."]
            #[must_use]
            #[inline]
            pub const fn as_i64(self) -> i64 {
                match self { #(#numbers,)* #unlisted_number }
            }
        }

        #macro_call
    }
}

/// A value as code in prose; as Rust writes it where it would not be seen for what it is.
fn literal(value: &str) -> String {
    let plain = !value.is_empty()
        && value.trim() == value
        && value.chars().all(|it| it.is_ascii_graphic() || it == ' ');
    if plain {
        doc::code(value)
    } else {
        doc::code(&format!("{value:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_would_not_be_seen_stands_between_quotes() {
        for (value, expected) in [
            ("open", "`open`"),
            ("a b\"", "`a b\"`"),
            ("", "`\"\"`"),
            (" open", "`\" open\"`"),
            ("na\u{ef}ve", "`\"na\u{ef}ve\"`"),
            ("a\u{200b}\n", "`\"a\\u{200b}\\n\"`"),
            ("`a`", "`` `a` ``"),
        ] {
            assert_eq!(literal(value), expected, "{value:?}");
        }
    }
}
