//! Names: a file comes in, and the names that something else in their scope has, too, go out. The
//! compiler would find them, but takes seconds for what this does in a millisecond.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Field, FnArg, ImplItem, Item, Pat};

pub(super) fn faults(file: &syn::File) -> Vec<String> {
    let mut scopes = Scopes::default();
    scopes.items(&file.items);
    scopes.visit_file(file);
    scopes.0
}

#[derive(Default)]
struct Scopes(Vec<String>);

impl Scopes {
    fn distinct(&mut self, scope: &str, names: impl Iterator<Item = String>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name.clone()) {
                self.0.push(format!("{scope} has two of `{name}`"));
            }
        }
    }

    /// Types and values have a namespace each, and `#[cfg]` may choose one of two.
    fn items(&mut self, items: &[Item]) {
        let types = items.iter().filter_map(|item| match item {
            Item::Struct(it) if is_always(&it.attrs) => Some(it.ident.to_string()),
            Item::Enum(it) if is_always(&it.attrs) => Some(it.ident.to_string()),
            Item::Type(it) if is_always(&it.attrs) => Some(it.ident.to_string()),
            Item::Trait(it) if is_always(&it.attrs) => Some(it.ident.to_string()),
            Item::Mod(it) if is_always(&it.attrs) => Some(it.ident.to_string()),
            _ => None,
        });
        self.distinct("a module", types);
        let values = items.iter().filter_map(|item| match item {
            Item::Fn(it) if is_always(&it.attrs) => Some(it.sig.ident.to_string()),
            Item::Static(it) if is_always(&it.attrs) => Some(it.ident.to_string()),
            Item::Const(it) if is_always(&it.attrs) && it.ident != "_" => {
                Some(it.ident.to_string())
            }
            _ => None,
        });
        self.distinct("a module", values);
    }
}

fn is_always(attributes: &[syn::Attribute]) -> bool {
    !attributes.iter().any(|it| it.path().is_ident("cfg"))
}

fn field(field: &Field) -> Option<String> {
    field.ident.as_ref().map(ToString::to_string)
}

impl<'a> Visit<'a> for Scopes {
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        if let Some((_, items)) = &module.content {
            self.items(items);
        }
        visit::visit_item_mod(self, module);
    }

    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.distinct(
            &item.ident.to_string(),
            item.fields.iter().filter_map(field),
        );
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        let variants = item.variants.iter().map(|it| it.ident.to_string());
        self.distinct(&item.ident.to_string(), variants);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        let methods = item.items.iter().filter_map(|item| match item {
            ImplItem::Fn(it) if is_always(&it.attrs) => Some(it.sig.ident.to_string()),
            _ => None,
        });
        self.distinct("an `impl`", methods);
        visit::visit_item_impl(self, item);
    }

    fn visit_signature(&mut self, signature: &'a syn::Signature) {
        let arguments = signature
            .inputs
            .iter()
            .filter_map(|argument| match argument {
                FnArg::Typed(typed) => match &*typed.pat {
                    Pat::Ident(it) => Some(it.ident.to_string()),
                    _ => None,
                },
                FnArg::Receiver(_) => None,
            });
        self.distinct(&format!("`{}`", signature.ident), arguments);
        visit::visit_signature(self, signature);
    }
}
