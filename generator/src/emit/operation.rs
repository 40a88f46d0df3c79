//! Operations: the method of the group, the request under construction, the facts.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::ty::Place;
use super::{Emit, OperationView, doc, outcome};
use crate::ir::{
    Body, BodyContent, Content, Location, Paging, Parameter, Status, Style, Ty, TypeKind,
};
use crate::name::Name;
use crate::plan::{Argument, Success, errors};

/// The method that begins a request.
pub(super) fn method(emit: &Emit<'_>, view: OperationView<'_>) -> TokenStream {
    let OperationView {
        operation,
        plan,
        names,
    } = view;
    let docs = documentation(emit, view).attributes();
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let (method, builder, constant) = (&names.method, &names.builder, &names.constant);
    let arguments = plan.arguments.iter().map(|argument| match argument {
        Argument::Parameter(index) => {
            let name = &names.parameters[*index];
            let ty = emit.argument(&operation.parameters[*index].ty);
            quote!(#name: #ty)
        }
        Argument::Body => {
            let name = &names.body;
            let ty = operation
                .body
                .as_ref()
                .map(|body| body_argument(emit, body));
            quote!(#name: #ty)
        }
    });
    let steps: Vec<TokenStream> = plan
        .arguments
        .iter()
        .map(|argument| match argument {
            Argument::Parameter(index) => step(
                emit,
                &operation.parameters[*index],
                &names.parameters[*index],
            ),
            Argument::Body => operation
                .body
                .as_ref()
                .map_or_else(TokenStream::new, |body| body_step(body, &names.body)),
        })
        .collect();
    let body = if steps.is_empty() {
        quote!(#builder { call: self.client.call(&#constant) })
    } else {
        quote! {
            let mut call = self.client.call(&#constant);
            call #(#steps)*;
            #builder { call }
        }
    };
    quote! {
        #docs
        #deprecated
        pub fn #method(&self, #(#arguments),*) -> #builder<'c> { #body }
    }
}

fn documentation(emit: &Emit<'_>, view: OperationView<'_>) -> doc::Lines {
    let OperationView {
        operation,
        plan,
        names,
    } = view;
    let route = format!(
        "`{} {}`",
        operation.method,
        operation.path.replace('`', "'")
    );
    let mut lines = doc::Lines::default()
        .summary(operation.docs.summary.as_deref(), &route)
        .prose(operation.docs.description.as_deref())
        .written(route);
    if let Some(url) = &operation.docs.external {
        lines = lines.prose(Some(&format!("[Documentation of the API]({url})")));
    }
    let arguments: Vec<String> = plan
        .arguments
        .iter()
        .filter_map(|argument| match argument {
            Argument::Parameter(index) => {
                let prose = operation.parameters[*index].docs.description.as_deref()?;
                Some(list_item(
                    &format!("`{}`", names.parameters[*index].plain()),
                    prose,
                ))
            }
            Argument::Body => {
                let prose = operation.body.as_ref()?.docs.description.as_deref()?;
                Some(list_item(&format!("`{}`", names.body.plain()), prose))
            }
        })
        .filter(|item| !item.is_empty())
        .collect();
    if !arguments.is_empty() {
        lines = lines.written("# Arguments").written(arguments.join("\n"));
    }
    let errors: Vec<String> = errors(operation)
        .filter_map(|(status, ty)| {
            let index = emit
                .plan
                .error_bodies
                .iter()
                .position(|known| known == ty)?;
            let name = emit.names.error_bodies[index].plain();
            let link = format!("[`{name}`](crate::ErrorBody::{name})");
            Some(format!("- {}: {link}", status_text(status)))
        })
        .collect();
    if errors.is_empty() {
        return lines;
    }
    lines
        .written("# Documented errors")
        .written(errors.join("\n"))
}

/// A list item of one paragraph.
fn list_item(name: &str, prose: &str) -> String {
    let prose = doc::safe(prose);
    let first: String = prose
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .replace('\n', " ");
    if first.is_empty() {
        String::new()
    } else {
        format!("- {name}: {first}")
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "any other status".to_owned(),
    }
}

/// The struct that holds the request under construction, with its setters and endings.
pub(super) fn builder(emit: &Emit<'_>, view: OperationView<'_>) -> TokenStream {
    let OperationView {
        operation,
        plan,
        names,
    } = view;
    let (builder, method) = (&names.builder, names.method.plain());
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
    quote! {
        #docs
        #[derive(Debug, Clone)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #builder<'c> { call: Call<'c> }

        impl<'c> #builder<'c> {
            #(#setters)*
            #body
            #endings
        }
    }
}

fn setter(emit: &Emit<'_>, parameter: &Parameter, name: &Name) -> TokenStream {
    let docs = doc::lines(
        &parameter.docs,
        &format!("Sets `{}`.", doc::safe(&parameter.name)),
    );
    let docs = match &parameter.default {
        Some(default) => docs.written(format!("The server assumes `{}`.", shown(default))),
        None => docs,
    };
    let docs = docs.attributes();
    let ty = emit.argument(&parameter.ty);
    let step = step(emit, parameter, name);
    quote! {
        #docs
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
    doc::safe(&text.replace(['`', '\\'], "'"))
        .chars()
        .take(80)
        .collect()
}

/// `.query("per_page", &per_page)`
fn step(emit: &Emit<'_>, parameter: &Parameter, name: &Name) -> TokenStream {
    let wire = &parameter.name;
    let (plain, styled) = match parameter.location {
        Location::Path => ("path", "path_styled"),
        Location::Query => ("query", "query_styled"),
        Location::Header => ("header", "header_styled"),
        Location::Cookie => ("cookie", "cookie_styled"),
    };
    let value = if emit.is_copy(&parameter.ty) {
        quote!(&#name)
    } else {
        quote!(#name)
    };
    if parameter.style == Style::default_of(parameter.location) {
        let plain = Ident::new(plain, Span::call_site());
        return quote!(.#plain(#wire, #value));
    }
    let styled = Ident::new(styled, Span::call_site());
    let style = style(parameter.style);
    quote!(.#styled(#style, #wire, #value))
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple { explode } => quote!(Style::Simple { explode: #explode }),
        Style::Label { explode } => quote!(Style::Label { explode: #explode }),
        Style::Matrix { explode } => quote!(Style::Matrix { explode: #explode }),
        Style::Form { explode } => quote!(Style::Form { explode: #explode }),
        Style::FormReserved { explode } => quote!(Style::FormReserved { explode: #explode }),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
    }
}

fn body_argument(emit: &Emit<'_>, body: &Body) -> TokenStream {
    match &body.content {
        BodyContent::Json(ty) | BodyContent::Form { ty, .. } | BodyContent::Multipart(ty) => {
            emit.argument(ty)
        }
        BodyContent::Text => quote!(&str),
        BodyContent::Bytes => quote!(impl Into<Bytes>),
    }
}

fn body_step(body: &Body, name: &Name) -> TokenStream {
    let media_type = &body.media_type;
    let borrowed = |ty: &Ty| match ty.kind {
        TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number => quote!(&#name),
        _ => quote!(#name),
    };
    match &body.content {
        BodyContent::Json(ty) => {
            let value = borrowed(ty);
            quote!(.json(#media_type, #value))
        }
        BodyContent::Form { styles, .. } => {
            let styles = styles.iter().map(|(name, it)| {
                let style = style(*it);
                quote!((#name, #style))
            });
            quote!(.form(#name, &[#(#styles),*]))
        }
        BodyContent::Multipart(_) => quote!(.multipart(#name.form())),
        BodyContent::Text => quote!(.text(#media_type, #name)),
        BodyContent::Bytes => quote!(.raw(#media_type, #name)),
    }
}

fn body_setter(emit: &Emit<'_>, body: &Body, name: &Name) -> TokenStream {
    let docs = doc::lines(&body.docs, "Sets the body.").attributes();
    let (ty, step) = (body_argument(emit, body), body_step(body, name));
    quote! {
        #docs
        pub fn #name(mut self, #name: #ty) -> Self {
            self.call #step;
            self
        }
    }
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
    let content = match &view.plan.success {
        Success::Several(_) => {
            let name = view.names.outcome.as_ref().map(|(name, _)| name);
            let docs = send_docs("Sends the request and waits for its answer.");
            return quote! {
                #docs
                pub async fn send(self) -> Result<Response<#name>> {
                    self.call.send(#name::decode).await
                }
            };
        }
        Success::One(content) => content,
    };
    let ty = outcome::content_type(emit, content);
    let decode = outcome::decoder(content);
    let stream = match content {
        Content::Redirect => {
            Some("Follows the redirect, without credentials, and streams what is there.")
        }
        Content::Bytes => Some("Sends the request and streams the answer."),
        _ => None,
    };
    let download = stream.map(|summary| {
        let docs = doc::Lines::default().written(summary).attributes();
        quote! {
            #docs
            pub async fn stream(self) -> Result<Response<Content>> {
                self.call.content().await
            }
        }
    });
    let paging = match (&view.operation.paging, content) {
        (Some(paging), Content::Json(page)) => Some(pages(emit, paging, page)),
        _ => None,
    };
    let docs = send_docs(match content {
        Content::Redirect => "Sends the request and returns the address it is answered with.",
        _ if paging.is_some() => "Sends the request and waits for one page.",
        _ => "Sends the request and waits for its answer.",
    });
    quote! {
        #docs
        pub async fn send(self) -> Result<Response<#ty>> {
            self.call.send(#decode).await
        }

        #paging
        #download
    }
}

/// What the description says of the answer, unless that is only the word for one.
fn described(view: OperationView<'_>) -> Option<String> {
    let outcome = view
        .operation
        .outcomes
        .iter()
        .find(|outcome| outcome.success)?;
    let text = outcome.description.trim();
    let telling = text.contains(' ');
    telling.then(|| text.to_owned())
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
        pub fn pages(self) -> Pages<'c, #page_type> {
            Pages::new(self.call, decode::json)
        }

        #[doc = " Each item of all pages; a page is asked for when the items before it have been taken."]
        pub fn stream(self) -> Items<'c, #page_type, #item_type> {
            Items::new(self.call, decode::json, #items)
        }
    }
}

/// The facts of the operation that the runtime works with.
pub(super) fn constant(emit: &Emit<'_>, view: OperationView<'_>) -> TokenStream {
    let OperationView {
        operation, names, ..
    } = view;
    let (constant, id, path, accept) = (
        &names.constant,
        &operation.id,
        &operation.path,
        &operation.accept,
    );
    let method = Ident::new(&operation.method, Span::call_site());
    let security = operation
        .security
        .iter()
        .map(|schemes| quote!(&[#(#schemes),*]));
    let success = operation
        .outcomes
        .iter()
        .filter(|it| it.success)
        .map(|it| status(it.status));
    let errors = errors(operation).filter_map(|(at, ty)| {
        let index = emit
            .plan
            .error_bodies
            .iter()
            .position(|known| known == ty)?;
        let (status, variant) = (status(at), &emit.names.error_bodies[index]);
        Some(quote!((#status, |body| decode::error(body).map(ErrorBody::#variant))))
    });
    quote! {
        static #constant: Operation<ErrorBody> = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            accept: #accept,
            security: &[#(#security),*],
            success: &[#(#success),*],
            errors: &[#(#errors),*],
        };
    }
}

fn status(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(Status::Code(#code))
        }
        Status::Range(class) => {
            let class = Literal::u8_unsuffixed(class);
            quote!(Status::Range(#class))
        }
        Status::Default => quote!(Status::Default),
    }
}
