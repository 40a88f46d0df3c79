//! Multipart bodies: the struct's members as parts.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Emit;
use crate::ir::{MultipartPart, Shape, StringFormat, Struct, Ty, TypeKind};
use crate::name::TypeNames;
use crate::plan::{FieldPlan, Form, StructPlan};

/// The method that makes a form of a struct.
pub(super) fn form(
    emit: &Emit<'_>,
    object: &Struct,
    plan: &StructPlan,
    names: &TypeNames,
) -> TokenStream {
    let parts = plan
        .fields
        .iter()
        .map(|plan| part(emit, object, *plan, names));
    quote! {
        #[inline]
        pub(crate) fn form(&self) -> runtime::Multipart {
            let mut form = runtime::Multipart::new();
            #(#parts)*
            form
        }
    }
}

fn part(emit: &Emit<'_>, object: &Struct, plan: FieldPlan, names: &TypeNames) -> TokenStream {
    let field = &object.fields[plan.index];
    let (wire, name) = (&field.name, &names.parts[plan.index]);
    let optional = plan.form != Form::Plain;
    let value = if optional {
        quote!(value)
    } else {
        quote!(&self.#name)
    };
    let push = match (&field.part, &field.ty.kind) {
        (Some(MultipartPart::File), TypeKind::List(_)) => {
            quote!(for part in #value { form.file(#wire, part.clone()); })
        }
        (Some(MultipartPart::File), _) if optional => quote!(form.file(#wire, value.clone());),
        (Some(MultipartPart::File), _) => quote!(form.file(#wire, self.#name.clone());),
        (Some(MultipartPart::Text(media_type)), TypeKind::List(item)) => {
            let part = quote!(part);
            let text = match &item.kind {
                TypeKind::String(StringFormat::Plain) => part,
                _ => text(emit, item, &part),
            };
            // A part can't be null, so that one is left out.
            let values = if item.nullable {
                let list = if optional { value } else { quote!(self.#name) };
                quote!(#list.iter().flatten())
            } else {
                value
            };
            let push = add(media_type.as_deref(), "text", wire, &text);
            quote!(for part in #values { #push })
        }
        (Some(MultipartPart::Text(media_type)), ty) => {
            let text = match ty {
                TypeKind::String(StringFormat::Plain) => value,
                _ if optional => text(emit, &field.ty, &value),
                _ => text(emit, &field.ty, &quote!(self.#name)),
            };
            add(media_type.as_deref(), "text", wire, &text)
        }
        (Some(MultipartPart::Either), _) => add(None, "either", wire, &value),
        (Some(MultipartPart::Json(Some(media_type))), _) => {
            add(Some(media_type), "json", wire, &value)
        }
        _ => add(None, "json", wire, &value),
    };
    if optional {
        quote!(if let Some(value) = &self.#name { #push })
    } else {
        push
    }
}

/// The line that adds a part.
fn add(media_type: Option<&str>, kind: &str, wire: &str, value: &TokenStream) -> TokenStream {
    let (plain, typed) = (format_ident!("{kind}"), format_ident!("{kind}_as"));
    match media_type {
        None => quote!(form.#plain(#wire, #value);),
        Some(media_type) => quote!(form.#typed(#wire, #media_type, #value);),
    }
}

/// The text of a value that is none yet.
fn text(emit: &Emit<'_>, ty: &Ty, value: &TokenStream) -> TokenStream {
    match &ty.kind {
        TypeKind::String(StringFormat::DateTime) => quote!(#value.as_str()),
        TypeKind::Named(at) if matches!(emit.api.types[at].shape, Shape::Enum(_)) => {
            quote!(#value.as_str())
        }
        _ => quote!(&#value.to_string()),
    }
}
