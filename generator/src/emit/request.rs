//! The request under construction: its type, its setters, and the endings that send it.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{body_argument, body_step, step};
use super::ty::Place;
use super::{Emit, OperationView, doc, outcome};
use crate::ir::{Body, Content, EventContent, Paging, Parameter, Ty, TypeKind};
use crate::name::Name;
use crate::plan::Success;

/// The type of an operation's requests.
pub(super) fn builder_type(emit: &Emit<'_>, view: OperationView<'_>) -> TokenStream {
    if let Some(builder) = &view.names.builder {
        return quote!(#builder<'c>);
    }
    let (ty, name) = (answer_type(emit, view), common(view));
    quote!(#name<'c, #ty>)
}

/// The request that a call becomes.
pub(super) fn begun(view: OperationView<'_>) -> TokenStream {
    if let Some(builder) = &view.names.builder {
        return quote!(#builder { call });
    }
    let (name, decode) = (common(view), decoder(view));
    quote!(#name::new(call, #decode))
}

/// The runtime's type for requests that have none of their own.
fn common(view: OperationView<'_>) -> TokenStream {
    if view.plan.is_held {
        quote!(Fetch)
    } else {
        quote!(Request)
    }
}

fn answer_type(emit: &Emit<'_>, view: OperationView<'_>) -> TokenStream {
    match (&view.plan.success, &view.names.outcome) {
        (Success::One(content), _) => outcome::content_type(emit, content),
        (Success::Several(_), outcome) => {
            let name = outcome.as_ref().map(|(name, _)| name);
            quote!(#name)
        }
    }
}

fn decoder(view: OperationView<'_>) -> TokenStream {
    match (&view.plan.success, &view.names.outcome) {
        (Success::One(content), _) => outcome::decoder(content),
        (Success::Several(_), outcome) => {
            let name = outcome.as_ref().map(|(name, _)| name);
            quote!(#name::decode)
        }
    }
}

/// The struct that holds the request under construction, with its setters and endings.
pub(super) fn builder(emit: &Emit<'_>, view: OperationView<'_>) -> Option<TokenStream> {
    let OperationView {
        operation,
        plan,
        names,
    } = view;
    let (builder, method) = (names.builder.as_ref()?, names.method.plain());
    let group = emit.group_of(operation.tag.as_deref());
    let docs = doc::Lines::default().written(format!(
        "A request of [`{method}`]({group}::{method}) under construction."
    ));
    let docs = docs.attributes();
    let setters = plan.setters.iter().map(|index| {
        setter(
            emit,
            &operation.parameters[*index],
            &names.parameters[*index],
        )
    });
    let body = operation
        .body
        .as_ref()
        .filter(|_| plan.optional_body)
        .map(|body| body_setter(emit, body, &names.body));
    let endings = endings(emit, view);
    Some(quote! {
        #docs
        #[derive(Debug, Clone)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #builder<'c> { call: Call<'c> }

        impl<'c> #builder<'c> {
            #(#setters)*
            #body
            #endings
        }
    })
}

fn setter(emit: &Emit<'_>, parameter: &Parameter, name: &Name) -> TokenStream {
    let docs = doc::lines(
        &parameter.docs,
        &format!("Sets {}.", doc::code(&parameter.name)),
    );
    let docs = match &parameter.default {
        Some(default) => docs.written(format!("The server assumes {}.", shown(default))),
        None => docs,
    };
    let ty = emit.argument(&parameter.ty);
    let step = step(emit, parameter, name);
    set(&docs, name, &ty, &step)
}

fn body_setter(emit: &Emit<'_>, body: &Body, name: &Name) -> TokenStream {
    let docs = doc::lines(&body.docs, "Sets the body.");
    let (ty, step) = (body_argument(emit, body), body_step(emit, body, name));
    set(&docs, name, &ty, &step)
}

/// The setter `name` of a `ty`, which takes the `step` of the call.
fn set(docs: &doc::Lines, name: &Name, ty: &TokenStream, step: &TokenStream) -> TokenStream {
    let docs = docs.attributes();
    quote! {
        #docs
        #[inline]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.call #step;
            self
        }
    }
}

/// A default value as code in prose.
fn shown(value: &serde_json::Value) -> String {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    doc::code(&text.chars().take(80).collect::<String>())
}

fn endings(emit: &Emit<'_>, view: OperationView<'_>) -> TokenStream {
    let described = described(view);
    let send_docs = |text: &str| {
        let first = doc::Lines::default().written(text.to_owned());
        match &described {
            Some(described) => first.prose(Some(described)).attributes(),
            None => first.attributes(),
        }
    };
    let events = view.operation.events.as_ref();
    let events = events.map(|it| events_ending(emit, &it.content));
    let content = match &view.plan.success {
        Success::Several(_) => {
            let (ty, decode) = (answer_type(emit, view), decoder(view));
            let docs = send_docs("Sends the request and waits for its answer.");
            return quote! {
                #docs
                #[inline]
                pub fn send(self) -> Sending<'c, #ty> {
                    self.call.send(#decode)
                }

                #events
            };
        }
        Success::One(content) => content,
    };
    let ty = outcome::content_type(emit, content);
    let decode = outcome::decoder(content);
    let download = downloads(content);
    let conditional = view.plan.is_held.then(|| {
        quote! {
            #[doc = " Sends the request, but asks only for what has changed since the answer with this"]
            #[doc = " [`etag`](crate::Response::etag)."]
            #[inline]
            pub fn if_none_match(self, etag: &str) -> Sending<'c, Conditional<#ty>> {
                self.call.if_none_match(etag, #decode)
            }
        }
    });
    let paging = paging(view).map(|(paging, page)| pages(emit, paging, page));
    let docs = send_docs(match content {
        Content::Redirect => "Sends the request and returns the address it is answered with.",
        _ if paging.is_some() => "Sends the request and waits for one page.",
        _ => "Sends the request and waits for its answer.",
    });
    quote! {
        #docs
        #[inline]
        pub fn send(self) -> Sending<'c, #ty> {
            self.call.send(#decode)
        }

        #conditional
        #paging
        #download
        #events
    }
}

fn events_ending(emit: &Emit<'_>, content: &EventContent) -> TokenStream {
    let (ty, read) = match content {
        EventContent::Text => (quote!(String), quote!(text)),
        EventContent::Data(ty) => (emit.value(ty, Place::Elsewhere), quote!(json)),
        EventContent::Whole(ty) => (emit.value(ty, Place::Elsewhere), quote!(object)),
    };
    quote! {
        #[doc = " Sends the request and gives the events of the answer as they arrive."]
        #[inline]
        pub fn events(self) -> Sending<'c, crate::Events<#ty>> {
            self.call.events(runtime::events::#read)
        }
    }
}

/// The endings of an operation whose answer is content, or leads to it.
fn downloads(content: &Content) -> Option<TokenStream> {
    let summary = match content {
        Content::Redirect => {
            "Follows the redirect, without credentials, and streams what is there."
        }
        Content::Bytes => "Sends the request and streams the answer.",
        _ => return None,
    };
    let docs = doc::Lines::default().written(summary).attributes();
    Some(quote! {
        #docs
        #[inline]
        pub fn stream(self) -> Sending<'c, Content> {
            self.call.content()
        }

        #[doc = " Puts the content into a file, which is there once it is whole; see [`Download`]."]
        #[inline]
        pub fn to_file(self, path: impl AsRef<std::path::Path>) -> Sending<'c, Saved> {
            self.download().to_file(path)
        }

        #[doc = " The content with what is expected of it: a digest, a limit, or that it is gone on with."]
        #[inline]
        pub fn download(self) -> Download<'c> {
            Download::new(self.call)
        }
    })
}

/// What the description says of the answer, unless that is only the word for one.
pub(super) fn described(view: OperationView<'_>) -> Option<String> {
    let outcome = view
        .operation
        .outcomes
        .iter()
        .find(|outcome| outcome.success)?;
    let text = outcome.description.trim();
    let telling = text.contains(' ');
    telling.then(|| text.to_owned())
}

/// How the list goes on and what a page is, if the operation gives a list.
pub(super) fn paging(view: OperationView<'_>) -> Option<(&Paging, &Ty)> {
    match (&view.operation.paging, &view.plan.success) {
        (Some(paging), Success::One(Content::Json(page))) => Some((paging, page)),
        _ => None,
    }
}

fn pages(emit: &Emit<'_>, paging: &Paging, page: &Ty) -> TokenStream {
    let page_type = emit.value(page, Place::Elsewhere);
    let item_type = emit.value(&paging.item, Place::Elsewhere);
    let items = match (&paging.member, &page.kind) {
        (Some(member), TypeKind::Named(at)) => {
            let name = emit.field_name(at, member);
            if paging.optional {
                quote!(|page| page.#name.unwrap_or_default())
            } else {
                quote!(|page| page.#name)
            }
        }
        _ if paging.optional => quote!(Option::unwrap_or_default),
        _ => quote!(std::convert::identity),
    };
    quote! {
        #[doc = " Each page, asked for when the one before it has been taken."]
        #[inline]
        pub fn pages(self) -> Pages<'c, #page_type> {
            Pages::new(self.call, decode::json)
        }

        #[doc = " Each item of all pages; a page is asked for when the items before it have been taken."]
        #[inline]
        pub fn stream(self) -> Items<'c, #page_type, #item_type> {
            Items::new(self.call, decode::json, #items)
        }
    }
}
