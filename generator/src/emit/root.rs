//! `src/lib.rs`: the crate's front page, its modules and its facts.

use proc_macro2::TokenStream;
use quote::quote;

use super::snippet::snippets;
use super::{Emit, File, doc};
use crate::ir::Server;
use crate::plan::{Module, Page, Request};

/// The crate's root.
pub(super) fn lib(emit: &Emit<'_>) -> File {
    let docs = doc::inner_attributes(&front_page(emit));
    let credentials = (!emit.api.security_schemes.is_empty()).then(|| {
        quote!(
            mod credentials;
        )
    });
    let servers = (!emit.api.servers.is_empty()).then(|| {
        quote!(
            pub mod servers;
        )
    });
    let tags = emit
        .plan
        .modules
        .iter()
        .zip(&emit.names.modules)
        .map(|(module, names)| {
            let (name, feature) = (&names.module, &names.feature);
            let condition = emit
                .plan
                .tag_features
                .then(|| quote!(#[cfg(feature = #feature)]));
            (!module.pages.is_empty()).then(|| quote!(#condition pub mod #name;))
        });
    let events = emit.plan.operations.iter().any(|it| it.events).then(|| {
        quote! {
            #[doc = " The events of an answer, one after the other."]
            pub type Events<T> = runtime::Events<T, ErrorBody>;
        }
    });
    let call = call(emit);
    let service = service(emit);
    File::rust(
        "src/lib.rs",
        quote! {
            #docs
            #(#tags)*
            #credentials
            mod error;
            pub mod runtime;
            #servers
            pub mod types;

            pub use error::{Error, ErrorBody, Result};
            pub use runtime::{BaseUrl, BuildError, Client, ClientBuilder, Conditional, Content};
            pub use runtime::{Response, RetryPolicy, Saved};

            #[doc = " A request about to be made: `.await` it, or `.wait()` for it."]
            pub type Sending<'c, T> = runtime::Sending<'c, Response<T>, ErrorBody>;

            #[doc = " A request that is ready to be sent."]
            pub type Request<'c, T> = runtime::Request<'c, T, ErrorBody>;

            #[doc = " A request that is ready to be sent, for everything or for what has changed."]
            pub type Fetch<'c, T> = runtime::Fetch<'c, T, ErrorBody>;

            #[doc = " A download under construction."]
            pub type Download<'c> = runtime::Download<'c, ErrorBody>;

            #[doc = " The pages of a list, one after the other."]
            pub type Pages<'c, T> = runtime::Pages<'c, T, ErrorBody>;

            #[doc = " The items of a list, whatever page they stand on."]
            pub type Items<'c, T, I> = runtime::Items<'c, T, I, ErrorBody>;

            #events

            #call

            #service

            impl Client {
                #[doc = " Begins a client of this API, with the description's default server."]
                #[must_use]
                pub fn builder() -> ClientBuilder {
                    ClientBuilder::new(&SERVICE)
                }
            }
        },
    )
}

/// What requests with a type of their own hold, where there are some.
fn call(emit: &Emit<'_>) -> Option<TokenStream> {
    let modules = emit.plan.modules.iter().zip(&emit.names.modules);
    let features: Vec<_> = modules
        .filter(|(module, _)| module.pages.iter().any(|page| has_own_requests(emit, page)))
        .map(|(_, names)| &names.feature)
        .collect();
    let condition = match features.as_slice() {
        [] => return None,
        _ if !emit.plan.tag_features => None,
        [feature] => Some(quote!(#[cfg(feature = #feature)])),
        _ => Some(quote!(#[cfg(any(#(feature = #features),*))])),
    };
    Some(quote! {
        #condition
        type Call<'c> = runtime::Call<'c, ErrorBody>;
    })
}

fn has_own_requests(emit: &Emit<'_>, page: &Page) -> bool {
    let mut plans = page.operations.iter().map(|it| &emit.plan.operations[*it]);
    plans.any(|plan| plan.request == Request::Own)
}

fn service(emit: &Emit<'_>) -> TokenStream {
    let first = emit.api.servers.first();
    let base_url = first.map_or_else(String::new, Server::with_defaults);
    let elsewhere = emit.api.operations.iter().filter_map(|operation| {
        let (method, path, base_url) = (
            &operation.method,
            &operation.path,
            operation.server.as_ref()?,
        );
        Some(quote!(runtime::Elsewhere { method: #method, path: #path, base_url: #base_url }))
    });
    let (constant, version) = match &emit.api.api_version {
        Some(version) => {
            let (header, default) = (&version.header, &version.default);
            let docs = format!(
                " The version of the API that this crate is made for, sent as `{header}` unless the\n \
                 builder sets another."
            );
            let docs = doc::attributes(
                &docs
                    .lines()
                    .map(|line| line.trim().to_owned())
                    .collect::<Vec<_>>(),
            );
            (
                Some(quote!(#docs pub const API_VERSION: &str = #default;)),
                quote!(Some(runtime::ApiVersion { header: #header, default: API_VERSION })),
            )
        }
        None => (None, quote!(None)),
    };
    let request_ids = &emit.api.request_id_headers;
    quote! {
        #constant

        static SERVICE: runtime::Service = runtime::Service {
            base_url: #base_url,
            elsewhere: &[#(#elsewhere),*],
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            api_version: #version,
            request_id_headers: &[#(#request_ids),*],
        };
    }
}

fn front_page(emit: &Emit<'_>) -> Vec<String> {
    let info = &emit.api.info;
    let package = &emit.package;
    let title = doc::code(&info.title);
    let mut lines = doc::Lines::default().summary(
        package.description.as_deref(),
        &format!("A client of the API {title}."),
    );
    if package.description.is_none() {
        lines = lines.prose(info.description.as_deref());
    }
    for snippet in snippets(emit) {
        lines = lines
            .written(format!("# {}", snippet.title))
            .written(snippet.text)
            .written(snippet.doctest());
    }
    for (module, names) in emit.plan.modules.iter().zip(&emit.names.modules) {
        if module.pages.is_empty() {
            continue;
        }
        let (name, group) = (names.module.plain(), names.group.plain());
        let rows = rows(emit, module, &format!("{name}::{group}"));
        lines = lines
            .written(match &module.tag {
                Some(tag) => format!("# Operations: {}", doc::safe(&doc::line(tag))),
                None => "# Operations without a tag".to_owned(),
            })
            .written(format!(
                "| `client.{name}()` | request |\n| --- | --- |\n{}",
                rows.join("\n")
            ));
    }
    lines.into_lines()
}

fn rows(emit: &Emit<'_>, module: &Module, group: &str) -> Vec<String> {
    module
        .pages
        .iter()
        .flat_map(|page| &page.operations)
        .map(|index| {
            let view = emit.operation(*index);
            let method = view.names.method.plain();
            let route = doc::route_cell(view.operation);
            format!("| [`{method}`]({group}::{method}) | {route} |")
        })
        .collect()
}
