//! The files of a tag: the group of its operations, and a file for each page.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::imports;
use super::{Emit, File, Job, doc, operation, outcome, request};
use crate::name::{ModuleNames, Name};
use crate::plan::{Module, Page, Request, Success};

/// The files of all tags.
pub(super) fn jobs(emit: Emit<'_>) -> Vec<Job<'_>> {
    emit.plan
        .modules
        .iter()
        .zip(&emit.names.modules)
        .filter(|(module, _)| !module.pages.is_empty())
        .flat_map(|(module, names)| module_jobs(emit, module, names))
        .collect()
}

fn module_jobs<'a>(emit: Emit<'a>, module: &'a Module, names: &'a ModuleNames) -> Vec<Job<'a>> {
    let pages = module.pages.iter().zip(&names.pages);
    let pages = pages.filter_map(|(page, name)| Some((page, name.as_ref()?)));
    let pages = pages.map(|(page, name)| Job::file(move || page_file(&emit, page, name, names)));
    let index = Job::file(move || index(&emit, module, names));
    pages.chain([index]).collect()
}

/// The operations of a page that has a name of its own.
fn page_file(emit: &Emit<'_>, page: &Page, name: &Name, names: &ModuleNames) -> File {
    let items = operations(emit, &page.operations, names);
    let group = &names.group;
    let imports = imports(&items, &quote!(use super::#group;));
    let docs = format!(
        " Operations of the page {}.",
        doc::code(page.name.as_deref().unwrap_or_default())
    );
    let path = format!("src/{}/{}.rs", names.module.plain(), name.plain());
    File::rust(path, quote!(#![doc = #docs] #imports #items))
}

/// The group of the tag's operations, and the operations of the page that is the tag's own.
fn index(emit: &Emit<'_>, module: &Module, names: &ModuleNames) -> File {
    let mut own = group(emit, module, names);
    for (page, name) in module.pages.iter().zip(&names.pages) {
        if name.is_none() {
            own.extend(operations(emit, &page.operations, names));
        }
    }
    let pages = module.pages.iter().zip(&names.pages);
    let pages = pages.filter_map(|(page, name)| Some((page, name.as_ref()?)));
    let (pages, public): (Vec<&Name>, Vec<Option<&Name>>) = pages
        .map(|(page, name)| (name, has_types(emit, page).then_some(name)))
        .unzip();
    let public = public.into_iter().flatten();
    let tag = module.tag.as_deref();
    let described = emit
        .api
        .tags
        .iter()
        .find(|it| Some(it.name.as_str()) == tag);
    let otherwise = format!("The operations {}.", of_tag(tag));
    let docs = doc::Lines::default()
        .summary(
            described.and_then(|it| it.description.as_deref()),
            &otherwise,
        )
        .into_lines();
    let docs = doc::inner_attributes(&docs);
    let imports = imports(&own, &quote!());
    let uses = public.map(|page| quote!(pub use #page::*;));
    let index = quote! {
        #docs
        #(mod #pages;)*
        #imports
        #(#uses)*
        #own
    };
    File::rust(format!("src/{}.rs", names.module.plain()), index)
}

/// Whether the file of a page has types of its own, besides the methods of the group.
fn has_types(emit: &Emit<'_>, page: &Page) -> bool {
    let mut plans = page.operations.iter().map(|it| &emit.plan.operations[*it]);
    plans.any(|plan| plan.request == Request::Own || matches!(plan.success, Success::Several(_)))
}

/// Whose operations or types they are.
pub(super) fn of_tag(tag: Option<&str>) -> String {
    match tag {
        Some(tag) => format!("of the tag {}", doc::code(tag)),
        None => "without a tag".to_owned(),
    }
}

fn group(emit: &Emit<'_>, module: &Module, names: &ModuleNames) -> TokenStream {
    let (accessor, name) = (&names.module, &names.group);
    let of_tag = of_tag(module.tag.as_deref());
    let docs = format!(" The operations {of_tag}, each a method that begins a request.");
    let accessor_docs = format!(" The operations {of_tag}.");
    let feature = &names.feature;
    let condition = emit
        .plan
        .tag_features
        .then(|| quote!(#[cfg(feature = #feature)]));
    quote! {
        #[doc = #docs]
        #[derive(Debug, Clone, Copy)]
        pub struct #name<'c> { client: &'c Client }

        #condition
        impl Client {
            #[doc = #accessor_docs]
            #[must_use]
            #[inline]
            pub fn #accessor(&self) -> #name<'_> { #name { client: self } }
        }
    }
}

fn operations(emit: &Emit<'_>, indexes: &[usize], names: &ModuleNames) -> TokenStream {
    let group = &names.group;
    let views: Vec<_> = indexes.iter().map(|index| emit.operation(*index)).collect();
    let methods = views.iter().map(|view| operation::method(emit, *view));
    let builders = views.iter().map(|view| {
        let outcome = outcome::outcome(emit, *view);
        let builder = request::builder(emit, *view);
        let constant = operation::constant(emit, *view);
        quote!(#builder #outcome #constant)
    });
    quote! {
        impl<'c> #group<'c> { #(#methods)* }

        #(#builders)*
    }
}

impl Emit<'_> {
    /// The group that the operations of a tag are methods of.
    pub(super) fn group_of(&self, tag: Option<&str>) -> String {
        let index = self
            .plan
            .modules
            .iter()
            .position(|module| module.tag.as_deref() == tag);
        index.map_or_else(String::new, |index| {
            self.names.modules[index].group.plain().to_owned()
        })
    }

    /// The member of a struct with this wire name.
    pub(super) fn field_name(&self, at: &crate::pointer::Pointer, wire: &str) -> Option<&Name> {
        let crate::ir::Shape::Struct(object) = &self.api.types[at].shape else {
            return None;
        };
        let index = object.fields.iter().position(|field| field.name == wire)?;
        self.names.types[at].parts.get(index)
    }
}
