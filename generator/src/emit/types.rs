//! The files of types: one for each tag, one for what several tags share.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::modules;
use super::module::of_tag;
use super::{Emit, File, Job, enumeration, structure, union};
use crate::ir::Shape;
use crate::name::Name;
use crate::plan::{Home, ShapePlan};
use crate::pointer::Pointer;

/// `types.rs` and the files below it.
pub(super) fn jobs(emit: Emit<'_>) -> Vec<Job<'_>> {
    let mut homes: BTreeMap<Home, Vec<&Pointer>> = BTreeMap::new();
    for (at, plan) in &emit.plan.types {
        homes.entry(plan.home).or_default().push(at);
    }
    let known: Vec<Home> = homes.keys().copied().collect();
    let index = Job::file(move || index(&emit, &known));
    let files = homes
        .into_iter()
        .map(|(home, types)| Job::file(move || file(&emit, home, &types)));
    files.chain([index]).collect()
}

fn file(emit: &Emit<'_>, home: Home, types: &[&Pointer]) -> File {
    let items: TokenStream = types.iter().map(|at| definition(emit, at)).collect();
    let imports = modules(&items);
    let docs = match home {
        Home::Module(index) => format!(
            " Types of the operations {}.",
            of_tag(emit.plan.modules[index].tag.as_deref())
        ),
        Home::Shared => " Types that several tags or the errors use.".to_owned(),
    };
    let file = module(emit, home).map_or("shared", Name::plain);
    File::rust(
        format!("src/types/{file}.rs"),
        quote!(#![doc = #docs] #imports #items),
    )
}

fn index(emit: &Emit<'_>, homes: &[Home]) -> File {
    let modules = homes.iter().map(|home| match home {
        Home::Module(index) => {
            let names = &emit.names.modules[*index];
            let (name, feature) = (&names.module, &names.feature);
            let condition = emit
                .plan
                .tag_features
                .then(|| quote!(#[cfg(feature = #feature)]));
            (
                quote!(#condition mod #name;),
                quote!(#condition pub use #name::*;),
            )
        }
        Home::Shared => (
            quote!(
                mod shared;
            ),
            quote!(
                pub use shared::*;
            ),
        ),
    });
    let (modules, uses): (Vec<_>, Vec<_>) = modules.unzip();
    File::rust(
        "src/types.rs",
        quote! {
            #![doc = " The types that travel in requests and responses."]
            #(#modules)*
            #(#uses)*
        },
    )
}

fn module<'a>(emit: &Emit<'a>, home: Home) -> Option<&'a Name> {
    match home {
        Home::Module(index) => Some(&emit.names.modules[index].module),
        Home::Shared => None,
    }
}

fn definition(emit: &Emit<'_>, at: &Pointer) -> TokenStream {
    let definition = &emit.api.types[at];
    let plan = &emit.plan.types[at];
    match (&definition.shape, &plan.shape) {
        (Shape::Struct(object), ShapePlan::Struct(fields)) => {
            structure::structure(emit, definition, object, plan, fields)
        }
        (Shape::Enum(it), ShapePlan::Enum { open }) => {
            enumeration::enumeration(emit, definition, it, *open)
        }
        (Shape::Numbers(it), ShapePlan::Enum { open }) => {
            enumeration::numbers(emit, definition, it, *open)
        }
        (Shape::Union(it), ShapePlan::Union(decisions)) => {
            union::union(emit, definition, it, plan, decisions)
        }
        (Shape::Newtype(inner), ShapePlan::Newtype { boxed }) => {
            structure::newtype(emit, definition, inner, plan, *boxed)
        }
        // The plan is made from the shapes, so the two never differ.
        _ => TokenStream::new(),
    }
}
