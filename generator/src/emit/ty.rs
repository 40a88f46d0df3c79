//! Types of the IR as Rust types, at each kind of place.

use proc_macro2::TokenStream;
use quote::quote;

use super::Emit;
use crate::ir::{Integer, Shape, StringFormat, Ty, TypeKind};
use crate::plan::{Home, ShapePlan};
use crate::pointer::Pointer;

/// Where a type is written, which tells how a path to another one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A file of types.
    Types(Home),
    /// Any other file, which has `types` in scope.
    Elsewhere,
}

impl Emit<'_> {
    /// A value that is always there, null left aside.
    pub(super) fn owned(&self, ty: &Ty, place: Place) -> TokenStream {
        match &ty.kind {
            TypeKind::Boolean => quote!(bool),
            TypeKind::Integer(Integer::I32) => quote!(i32),
            TypeKind::Integer(Integer::I64) => quote!(i64),
            TypeKind::Integer(Integer::U64) => quote!(u64),
            TypeKind::Number => quote!(f64),
            TypeKind::String(StringFormat::Plain) => quote!(String),
            TypeKind::String(StringFormat::DateTime) => quote!(runtime::DateTime),
            TypeKind::File => quote!(runtime::Part),
            TypeKind::Any => quote!(serde_json::Value),
            TypeKind::FreeObject => quote!(serde_json::Map<String, serde_json::Value>),
            TypeKind::List(item) => {
                let item = self.value(item, place);
                quote!(Vec<#item>)
            }
            TypeKind::Map(value) => {
                let value = self.value(value, place);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            TypeKind::Named(at) => self.named(at, place),
        }
    }

    /// A value that may be null.
    pub(super) fn value(&self, ty: &Ty, place: Place) -> TokenStream {
        let owned = self.owned(ty, place);
        if ty.nullable && ty.kind != TypeKind::Any {
            quote!(Option<#owned>)
        } else {
            owned
        }
    }

    /// A value given as an argument.
    pub(super) fn argument(&self, ty: &Ty) -> TokenStream {
        match &ty.kind {
            TypeKind::String(StringFormat::Plain) => quote!(&str),
            TypeKind::List(item) if is_plain_text(item) => quote!(&[&str]),
            TypeKind::List(item) => {
                let item = self.value(item, Place::Elsewhere);
                quote!(&[#item])
            }
            _ if self.is_copy(ty) => self.owned(ty, Place::Elsewhere),
            _ => {
                let owned = self.owned(ty, Place::Elsewhere);
                quote!(&#owned)
            }
        }
    }

    /// Whether a value is handed over rather than lent.
    pub(super) fn is_copy(&self, ty: &Ty) -> bool {
        match &ty.kind {
            TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number => true,
            TypeKind::Named(at) => {
                matches!(self.plan.types[at].shape, ShapePlan::Enum { open: false })
                    || matches!(self.api.types[at].shape, Shape::Numbers(_))
            }
            _ => false,
        }
    }

    fn named(&self, at: &Pointer, place: Place) -> TokenStream {
        let name = &self.names.types[at].name;
        match place {
            Place::Types(home) if self.plan.types[at].home == home => quote!(#name),
            Place::Types(_) => quote!(super::#name),
            Place::Elsewhere => quote!(types::#name),
        }
    }
}

fn is_plain_text(ty: &Ty) -> bool {
    ty.kind == TypeKind::String(StringFormat::Plain) && !ty.nullable
}
