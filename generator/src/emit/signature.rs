//! What a program has to write to use a thing, in one line: for people who read what has changed.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::body_argument;
use super::ty::Place;
use super::{Emit, outcome, request, structure};
use crate::ir::{Shape, Ty};
use crate::plan::{Argument, ShapePlan};
use crate::pointer::Pointer;

impl Emit<'_> {
    /// `client.pets().list(owner: &str) -> Response<Pets>`
    #[must_use]
    pub fn operation_signature(&self, index: usize) -> String {
        let view = self.operation(index);
        let arguments = view.plan.arguments.iter().map(|argument| match argument {
            Argument::Parameter(index) => {
                let parameter = &view.operation.parameters[*index];
                let (name, ty) = (&view.names.parameters[*index], self.argument(&parameter.ty));
                quote!(#name: #ty)
            }
            Argument::Body => {
                let name = &view.names.body;
                let ty = view
                    .operation
                    .body
                    .as_ref()
                    .map(|it| body_argument(self, it));
                quote!(#name: #ty)
            }
        });
        let answer = match (&view.names.outcome, view.plan.success.contents().next()) {
            (Some((name, _)), _) => quote!(#name),
            (None, Some((_, content))) => outcome::content_type(self, content),
            (None, None) => quote!(()),
        };
        let paged = request::paging(view).map_or("", |_| ", paged");
        let signature = line(&quote!((#(#arguments),*) -> Response<#answer>));
        let (tag, method) = (self.accessor(index), &view.names.method);
        format!("client.{tag}().{method}{signature}{paged}")
    }

    /// `per_page(i64)`, or `body(&Pet)` for the body.
    #[must_use]
    pub fn setter_signature(&self, operation: usize, parameter: Option<usize>) -> String {
        let view = self.operation(operation);
        let Some(builder) = &view.names.builder else {
            return String::new();
        };
        let (name, ty) = match (parameter, &view.operation.body) {
            (Some(index), _) => {
                let ty = self.argument(&view.operation.parameters[index].ty);
                (&view.names.parameters[index], ty)
            }
            (None, Some(body)) => (&view.names.body, body_argument(self, body)),
            (None, None) => return String::new(),
        };
        let ty = line(&ty);
        format!("{builder}::{name}({ty})")
    }

    /// `Pet::name: Option<String>`, by the member's place among those that are emitted.
    #[must_use]
    pub fn member_signature(&self, at: &Pointer, member: usize) -> String {
        let (Shape::Struct(object), ShapePlan::Struct(plan)) =
            (&self.api.types[at].shape, &self.plan.types[at].shape)
        else {
            return String::new();
        };
        let (names, plan) = (&self.names.types[at], plan.fields[member]);
        let place = Place::Types(self.plan.types[at].home);
        let ty = structure::field_type(self, &object.fields[plan.index], plan, place);
        format!("{}::{}: {}", names.name, names.parts[plan.index], line(&ty))
    }

    /// `Option<Pet>`
    #[must_use]
    pub fn value_signature(&self, ty: &Ty) -> String {
        line(&self.value(ty, Place::Elsewhere))
    }

    /// The client's method that leads to an operation.
    fn accessor(&self, index: usize) -> &str {
        let modules = self.plan.modules.iter().zip(&self.names.modules);
        let holds =
            |pages: &[crate::plan::Page]| pages.iter().any(|page| page.operations.contains(&index));
        let module = modules.into_iter().find(|(module, _)| holds(&module.pages));
        module.map_or("api", |(_, names)| names.module.as_str())
    }
}

/// Tokens as people write them.
fn line(tokens: &TokenStream) -> String {
    let spaced = tokens.to_string();
    let mut text = String::with_capacity(spaced.len());
    let mut rest = spaced.chars().peekable();
    while let Some(character) = rest.next() {
        if character != ' ' {
            text.push(character);
            continue;
        }
        let (before, after) = (text.chars().last(), rest.peek());
        let is_needed = matches!(before, Some(',' | '>' | '-' | '='))
            && !matches!(after, Some('>' | ',' | ')'))
            || after == Some(&'-')
            || (before == Some(':') && !text.ends_with("::"))
            || text.ends_with("impl");
        if is_needed {
            text.push(' ');
        }
    }
    text.replace("->", "-> ")
        .replace("->  ", "-> ")
        .replace("types::", "")
        .replace("super::", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_as_written() {
        let check = |tokens: TokenStream, expect: &str| assert_eq!(line(&tokens), expect);
        check(quote!(Option<Vec<types::Pet>>), "Option<Vec<Pet>>");
        check(quote!(Box<super::Pet>), "Box<Pet>");
        check(
            quote!((a: &str, b: &[i64]) -> Response<()>),
            "(a: &str, b: &[i64]) -> Response<()>",
        );
        check(
            quote!(BTreeMap<String, Vec<u8>>),
            "BTreeMap<String, Vec<u8>>",
        );
        check(quote!(impl Into<Bytes>), "impl Into<Bytes>");
        check(
            quote!(runtime::Maybe<serde_json::Value>),
            "runtime::Maybe<serde_json::Value>",
        );
    }
}
