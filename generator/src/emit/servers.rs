//! `src/servers.rs`: the base URLs that the description names.

use quote::quote;

use super::{Emit, File, doc};
use crate::ir::Server;
use crate::name::ServerNames;

/// The file, if the description has a server.
pub(super) fn file(emit: &Emit<'_>) -> Option<File> {
    if emit.api.servers.is_empty() {
        return None;
    }
    let items = emit
        .api
        .servers
        .iter()
        .zip(&emit.names.servers)
        .map(|(it, names)| server(it, names));
    let runtime = emit
        .api
        .servers
        .iter()
        .any(|server| !server.variables.is_empty())
        .then(|| {
            quote!(
                use crate::runtime::{BaseUrl, InvalidArgument};
            )
        });
    Some(File::rust(
        "src/servers.rs",
        quote! {
            #![doc = " Where the API is served; any of them can be the client's base URL."]
            #runtime
            #(#items)*
        },
    ))
}

fn server(server: &Server, names: &ServerNames) -> proc_macro2::TokenStream {
    let shown = doc::code(&server.url);
    let docs = doc::Lines::default().summary(server.description.as_deref(), &shown);
    let docs = if server.description.is_some() {
        docs.written(shown)
    } else {
        docs
    };
    let url = &server.url;
    if server.variables.is_empty() {
        let docs = docs.attributes();
        let name = syn::Ident::new(
            &names.server.plain().to_ascii_uppercase(),
            proc_macro2::Span::call_site(),
        );
        return quote!(#docs pub const #name: &str = #url;);
    }
    let arguments: Vec<String> = server
        .variables
        .iter()
        .zip(&names.variables)
        .map(|(variable, name)| {
            let prose = doc::safe(variable.description.as_deref().unwrap_or_default());
            let values = match variable.values.as_slice() {
                [] => format!("{}, for example.", doc::code(&variable.default)),
                values => {
                    let values: Vec<String> = values.iter().map(|it| doc::code(it)).collect();
                    format!("{}.", values.join(" or "))
                }
            };
            let text = format!("{prose} {values}").replace('\n', " ");
            format!("- `{}`: {}", name.plain(), text.trim_start())
        })
        .collect();
    let docs = docs
        .written(arguments.join("\n"))
        .written("# Errors")
        .written("A value that would change more of the URL than its place.")
        .attributes();
    let (name, variables) = (&names.server, &names.variables);
    let pairs = server
        .variables
        .iter()
        .zip(variables)
        .map(|(variable, name)| {
            let wire = &variable.name;
            quote!((#wire, #name))
        });
    quote! {
        #docs
        pub fn #name(#(#variables: &str),*) -> Result<BaseUrl, InvalidArgument> {
            BaseUrl::from_template(#url, &[#(#pairs),*])
        }
    }
}
