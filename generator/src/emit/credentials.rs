//! `src/credentials.rs`: a setter of the client's builder for each security scheme.

use quote::quote;

use super::{Emit, File, doc};
use crate::ir::{Location, SecurityKind, SecurityScheme};
use crate::name::Name;

/// The file, if the description has a security scheme.
pub(super) fn file(emit: &Emit<'_>) -> Option<File> {
    if emit.api.security_schemes.is_empty() {
        return None;
    }
    let schemes = emit
        .api
        .security_schemes
        .iter()
        .zip(&emit.names.credentials);
    let setters = schemes.map(|((scheme, it), name)| setter(scheme, it, name));
    Some(File::rust(
        "src/credentials.rs",
        quote! {
            #![doc = " How a client proves who it is."]
            use crate::runtime::{ClientBuilder, Credential, Token};

            impl ClientBuilder { #(#setters)* }
        },
    ))
}

fn setter(scheme: &str, it: &SecurityScheme, name: &Name) -> proc_macro2::TokenStream {
    let otherwise = format!("The credential of the scheme {}.", doc::code(scheme));
    let docs = doc::Lines::default()
        .written(match &it.kind {
            SecurityKind::Bearer => "The token that requests are sent with.".to_owned(),
            SecurityKind::Basic => "The user and password that requests are sent with.".to_owned(),
            SecurityKind::ApiKey { .. } => otherwise,
        })
        .prose(it.description.as_deref())
        .attributes();
    let key = |constructor: &str, wire: &str| {
        let constructor = syn::Ident::new(constructor, proc_macro2::Span::call_site());
        quote!(Credential::#constructor(#wire, #name))
    };
    let (arguments, credential) = match &it.kind {
        SecurityKind::Bearer => (
            quote!(#name: impl Into<Token>),
            quote!(Credential::bearer(#name)),
        ),
        SecurityKind::Basic => (
            quote!(user: impl Into<String>, password: impl Into<Token>),
            quote!(Credential::basic(user, password)),
        ),
        SecurityKind::ApiKey {
            location,
            name: wire,
        } => {
            let constructor = match location {
                Location::Header => "api_key_header",
                Location::Cookie => "api_key_cookie",
                Location::Query | Location::Path => "api_key_query",
            };
            (quote!(#name: impl Into<Token>), key(constructor, wire))
        }
    };
    quote! {
        #docs
        #[must_use]
        pub fn #name(self, #arguments) -> Self {
            self.credential(#scheme, #credential)
        }
    }
}
