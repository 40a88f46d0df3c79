//! Structs and newtypes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ty::Place;
use super::{Emit, doc, multipart, origin};
use crate::ir::{Field, StringFormat, Struct, Ty, TypeDef, TypeKind};
use crate::name::{Name, TypeNames};
use crate::plan::{FieldPlan, Form, StructPlan, TypePlan, Uses};

/// A struct with its constructor.
pub(super) fn structure(
    emit: &Emit<'_>,
    definition: &TypeDef,
    object: &Struct,
    plan: &TypePlan,
    fields: &StructPlan,
) -> TokenStream {
    let names = &emit.names.types[&definition.at];
    let name = &names.name;
    let docs = doc::lines(&definition.docs, &origin::sentence(&definition.origin)).attributes();
    let derives = derives(plan.uses, fields);
    let place = Place::Types(plan.home);
    let members = fields
        .fields
        .iter()
        .map(|field| member(emit, object, *field, names, place));
    let rest = object
        .rest
        .as_ref()
        .map(|ty| rest(emit, ty, &names.rest, place));
    let new = (plan.uses.request && !fields.defaults)
        .then(|| constructor(emit, object, fields, names, place));
    let form = fields
        .multipart
        .then(|| multipart::form(emit, object, fields, names));
    let table = (!fields.multipart).then(|| table(object, plan.uses, fields, names));
    let methods = (new.is_some() || form.is_some()).then(|| quote!(impl #name { #new #form }));
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #name { #(#members,)* #rest }

        #table
        #methods
    }
}

/// A type under a name of its own.
pub(super) fn newtype(
    emit: &Emit<'_>,
    definition: &TypeDef,
    inner: &Ty,
    plan: &TypePlan,
    boxed: bool,
) -> TokenStream {
    let name = &emit.names.types[&definition.at].name;
    let docs = doc::lines(&definition.docs, &origin::sentence(&definition.origin)).attributes();
    let inner = boxed_if(emit.value(inner, Place::Types(plan.home)), boxed);
    let derives = serde_derives(plan.uses);
    let blank = plan.uses.response.then(|| {
        quote! {
            impl runtime::Blank for #name {
                #[inline]
                fn blank() -> Self { Self(runtime::Blank::blank()) }
            }
        }
    });
    quote! {
        #docs
        #derives
        pub struct #name(pub #inner);

        #blank
    }
}

fn derives(uses: Uses, fields: &StructPlan) -> TokenStream {
    let default = (uses.request && fields.defaults).then(|| quote!(, Default));
    if fields.multipart {
        quote!(#[derive(Debug, Clone #default)])
    } else {
        // The table has the rest.
        quote!(#[derive(Clone, PartialEq #default)])
    }
}

/// The members for the runtime's reader and writer: a line each.
fn table(object: &Struct, uses: Uses, plan: &StructPlan, names: &TypeNames) -> TokenStream {
    let name = &names.name;
    let direction = match (uses.response, uses.request) {
        (true, false) => quote!(read),
        (false, _) => quote!(write),
        (true, true) => quote!(both),
    };
    let members = plan.fields.iter().enumerate().map(|(place, plan)| {
        let place = Literal::usize_unsuffixed(place);
        let form = match plan.form {
            Form::Plain => quote!(required),
            Form::Nullable => quote!(nullable),
            Form::Optional => quote!(optional),
            Form::Maybe => quote!(maybe),
        };
        let (field, wire) = (&names.parts[plan.index], &object.fields[plan.index].name);
        quote!(#place #form #field = #wire;)
    });
    let rest = object.rest.as_ref().map(|_| {
        let rest = &names.rest;
        quote!(rest #rest;)
    });
    quote! {
        runtime::record! { #direction #name; #(#members)* #rest }
    }
}

/// Reading for what a server sends, writing for what a client sends, both ways as a feature.
fn serde_derives(uses: Uses) -> TokenStream {
    let own = quote!(Debug, Clone, PartialEq);
    match (uses.response, uses.request) {
        (true, false) => quote! {
            #[derive(#own, serde::Deserialize)]
            #[cfg_attr(feature = "serialize", derive(serde::Serialize))]
        },
        (false, _) => quote!(#[derive(#own, serde::Serialize)]),
        (true, true) => quote!(#[derive(#own, serde::Deserialize, serde::Serialize)]),
    }
}

fn member(
    emit: &Emit<'_>,
    object: &Struct,
    plan: FieldPlan,
    names: &TypeNames,
    place: Place,
) -> TokenStream {
    let field = &object.fields[plan.index];
    let name = &names.parts[plan.index];
    let docs = doc::lines(&field.docs, &doc::code(&field.name)).attributes();
    let ty = field_type(emit, field, plan, place);
    quote!(#docs pub #name: #ty)
}

pub(super) fn field_type(
    emit: &Emit<'_>,
    field: &Field,
    plan: FieldPlan,
    place: Place,
) -> TokenStream {
    let value = boxed_if(emit.owned(&field.ty, place), plan.boxed);
    match plan.form {
        Form::Plain => value,
        Form::Nullable | Form::Optional => quote!(Option<#value>),
        Form::Maybe => quote!(runtime::Maybe<#value>),
    }
}

fn boxed_if(ty: TokenStream, boxed: bool) -> TokenStream {
    if boxed { quote!(Box<#ty>) } else { ty }
}

fn rest(emit: &Emit<'_>, ty: &Ty, name: &Name, place: Place) -> TokenStream {
    let map = rest_map(ty);
    let value = emit.value(ty, place);
    let ty = quote!(#map<String, #value>);
    quote! {
        #[doc = " Members that the description does not name."]
        pub #name: #ty,
    }
}

/// The map of members that are not declared.
fn rest_map(ty: &Ty) -> TokenStream {
    if ty.kind == TypeKind::Any {
        quote!(serde_json::Map)
    } else {
        quote!(std::collections::BTreeMap)
    }
}

fn constructor(
    emit: &Emit<'_>,
    object: &Struct,
    plan: &StructPlan,
    names: &TypeNames,
    place: Place,
) -> TokenStream {
    let arguments = plan
        .fields
        .iter()
        .filter(|plan| is_argument(plan))
        .map(|plan| {
            let name = &names.parts[plan.index];
            let ty = &object.fields[plan.index].ty;
            let ty = if takes_text(ty, plan) {
                quote!(impl Into<String>)
            } else {
                field_type(
                    emit,
                    &object.fields[plan.index],
                    FieldPlan {
                        boxed: false,
                        ..*plan
                    },
                    place,
                )
            };
            quote!(#name: #ty)
        });
    let values = plan.fields.iter().map(|plan| {
        let name = &names.parts[plan.index];
        match plan.form {
            Form::Plain if takes_text(&object.fields[plan.index].ty, plan) => {
                quote!(#name: #name.into())
            }
            Form::Plain if plan.boxed => quote!(#name: Box::new(#name)),
            Form::Nullable if plan.boxed => quote!(#name: #name.map(Box::new)),
            Form::Plain | Form::Nullable => quote!(#name),
            Form::Optional => quote!(#name: None),
            Form::Maybe => quote!(#name: runtime::Maybe::Absent),
        }
    });
    let rest = object.rest.as_ref().map(|ty| {
        let (name, map) = (&names.rest, rest_map(ty));
        quote!(#name: #map::new())
    });
    quote! {
        #[doc = " What is required, and nothing else."]
        #[must_use]
        #[inline]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* #rest }
        }
    }
}

fn is_argument(plan: &FieldPlan) -> bool {
    matches!(plan.form, Form::Plain | Form::Nullable)
}

fn takes_text(ty: &Ty, plan: &FieldPlan) -> bool {
    ty.kind == TypeKind::String(StringFormat::Plain) && plan.form == Form::Plain && !plan.boxed
}
