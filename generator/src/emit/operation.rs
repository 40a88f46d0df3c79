//! Operations: the method of the group that begins a request, and the facts of the operation.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::argument::{body_argument, body_step, step};
use super::{Emit, OperationView, doc, request};
use crate::ir::Status;
use crate::plan::{Argument, Request, errors};

/// The method that begins a request.
pub(super) fn method(emit: &Emit<'_>, view: OperationView<'_>) -> TokenStream {
    let OperationView {
        operation,
        plan,
        names,
    } = view;
    let docs = documentation(emit, view).attributes();
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let (method, constant) = (&names.method, &names.constant);
    let builder = request::builder_type(emit, view);
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
                .map_or_else(TokenStream::new, |body| body_step(emit, body, &names.body)),
        })
        .collect();
    let begun = request::begun(view);
    let body = if steps.is_empty() {
        quote!(let call = self.client.call(&#constant); #begun)
    } else {
        quote! {
            let mut call = self.client.call(&#constant);
            call #(#steps)*;
            #begun
        }
    };
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #method(&self, #(#arguments),*) -> #builder { #body }
    }
}

fn documentation(emit: &Emit<'_>, view: OperationView<'_>) -> doc::Lines {
    let OperationView {
        operation,
        plan,
        names,
    } = view;
    let route = doc::code(&format!("{} {}", operation.method, operation.path));
    let lines = match &operation.docs.summary {
        Some(summary) => doc::Lines::default().summary(Some(summary), ""),
        None => doc::Lines::default(),
    };
    let mut lines = lines
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
    if plan.request == Request::Common
        && let Some(described) = request::described(view)
    {
        lines = lines.written("# Answer").prose(Some(&described));
    }
    let errors: Vec<String> = errors(operation)
        .filter_map(|(status, ty)| {
            let index = emit.plan.error_body(ty)?;
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
        let index = emit.plan.error_body(ty)?;
        let (status, reader) = (status(at), &emit.names.error_readers[index]);
        Some(quote!((#status, ErrorBody::#reader)))
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
