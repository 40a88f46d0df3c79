//! Unions: decoded by the discriminator, or by a look at the value where there is none.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ty::Place;
use super::{Emit, doc, origin};
use crate::ir::{Constant, Discriminator, TypeDef, Union};
use crate::name::TypeNames;
use crate::plan::{Guard, GuardType, TypePlan, UnionPlan, Uses};

/// A union with its decoding and encoding.
pub(super) fn union(
    emit: &Emit<'_>,
    definition: &TypeDef,
    union: &Union,
    plan: &TypePlan,
    decisions: &UnionPlan,
) -> TokenStream {
    let names = &emit.names.types[&definition.at];
    let name = &names.name;
    let docs = doc::lines(&definition.docs, &origin::sentence(&definition.origin)).attributes();
    let place = Place::Types(plan.home);
    let variants = union.variants.iter().enumerate().map(|(index, variant)| {
        let name = &names.parts[index];
        let ty = emit.owned(&variant.ty, place);
        let ty = if decisions.boxed.contains(&index) {
            quote!(Box<#ty>)
        } else {
            ty
        };
        let docs = doc::Lines::default().summary(Some(&variant.label), "An alternative.");
        let docs = docs.attributes();
        quote!(#docs #name(#ty))
    });
    let rest = &names.rest;
    let decoding = plan.uses.response.then(|| match &union.discriminator {
        Some(discriminator) => tagged(names, discriminator, &decisions.guards),
        None => guarded(names, &decisions.guards),
    });
    let decoding = decoding.map(|decoding| deserialize(names, &decoding));
    let encoding = encoding(names, plan.uses);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that is none of the above."]
            #rest(serde_json::Value),
        }

        #decoding
        #encoding
    }
}

/// By the text of the discriminator. A value that has none is looked at, if it may be without one.
fn tagged(names: &TypeNames, discriminator: &Discriminator, guards: &[Guard]) -> TokenStream {
    let property = &discriminator.property;
    let TypeNames { rest, .. } = names;
    let cases = names
        .parts
        .iter()
        .enumerate()
        .filter_map(|(index, variant)| {
            let values = discriminator.values.iter();
            let values: Vec<&String> = values
                .filter(|(_, target)| *target == index)
                .map(|(value, _)| value)
                .collect();
            (!values.is_empty()).then(
                || quote!(Some(#(#values)|*) => serde_json::from_value(value).map(Self::#variant)),
            )
        });
    let others = if guards.is_empty() {
        quote!(_ => Ok(Self::#rest(value)),)
    } else {
        let guarded = guarded(names, guards);
        quote! {
            Some(_) => Ok(Self::#rest(value)),
            None => { #guarded }
        }
    };
    quote! {
        let decoded = match runtime::tag(&value, #property) {
            #(#cases,)*
            #others
        };
        decoded.map_err(serde::de::Error::custom)
    }
}

fn guarded(names: &TypeNames, guards: &[Guard]) -> TokenStream {
    let TypeNames { rest, .. } = names;
    let last = names.parts.len().saturating_sub(1);
    let cases = names.parts.iter().enumerate().map(|(index, variant)| {
        let pattern = if index == last {
            quote!(_)
        } else {
            let index = Literal::usize_unsuffixed(index);
            quote!(#index)
        };
        quote!(#pattern => serde_json::from_value(value.clone()).map(Self::#variant))
    });
    let guards = guards.iter().map(guard);
    quote! {
        for index in runtime::candidates(&value, &[#(#guards,)*]) {
            let decoded = match index { #(#cases,)* };
            if let Ok(decoded) = decoded {
                return Ok(decoded);
            }
        }
        Ok(Self::#rest(value))
    }
}

fn deserialize(names: &TypeNames, body: &TokenStream) -> TokenStream {
    let TypeNames { name, rest, .. } = names;
    quote! {
        impl runtime::Blank for #name {
            #[inline]
            fn blank() -> Self { Self::#rest(serde_json::Value::Null) }
        }

        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                let value = runtime::value(deserializer)?;
                #body
            }
        }
    }
}

fn guard(guard: &Guard) -> TokenStream {
    let types = guard.types.iter().map(|json_type| match json_type {
        GuardType::Boolean => quote!(runtime::JsonType::Boolean),
        GuardType::Number => quote!(runtime::JsonType::Number),
        GuardType::String => quote!(runtime::JsonType::String),
        GuardType::Array => quote!(runtime::JsonType::Array),
        GuardType::Object => quote!(runtime::JsonType::Object),
    });
    let Guard {
        required, known, ..
    } = guard;
    let constants = guard
        .constants
        .iter()
        .map(|(name, value)| (name, constant(value)))
        .map(|(name, value)| quote!((#name, #value)));
    quote! {
        runtime::Guard {
            types: &[#(#types),*],
            required: &[#(#required),*],
            known: &[#(#known),*],
            constants: &[#(#constants),*],
        }
    }
}

fn constant(value: &Constant) -> TokenStream {
    match value {
        Constant::Text(text) => quote!(runtime::Constant::Text(#text)),
        Constant::Number(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(runtime::Constant::Number(#number))
        }
        Constant::Boolean(is) => quote!(runtime::Constant::Boolean(#is)),
    }
}

fn encoding(names: &TypeNames, uses: Uses) -> TokenStream {
    let TypeNames { name, rest, .. } = names;
    let cases = names.parts.iter().map(
        |variant| quote!(Self::#variant(value) => serde::Serialize::serialize(value, serializer)),
    );
    let condition = if uses.request {
        TokenStream::new()
    } else {
        quote!(#[cfg(feature = "serialize")])
    };
    quote! {
        #condition
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                match self {
                    #(#cases,)*
                    Self::#rest(value) => serde::Serialize::serialize(value, serializer),
                }
            }
        }
    }
}
