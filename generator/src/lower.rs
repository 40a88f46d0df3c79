//! From `OpenAPI`'s syntax to meaning: schemas to types, responses to outcomes, rules to facts.
//!
//! What a construct means is decided here and nowhere later. A construct that can't be expressed
//! exactly becomes something wider (free JSON, raw bytes) and is reported; nothing is dropped in
//! silence. No Rust identifier is made here.

mod all_of;
mod body;
mod circle;
mod discriminator;
mod events;
mod extension;
mod flat;
mod heir;
mod label;
mod nesting;
mod object;
mod operation;
mod paging;
mod parameter;
mod part;
mod response;
mod room;
mod schema;
mod security;
mod server;
mod template;
mod union;
mod values;

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};
use openapiv3::ExternalDocumentation;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Api, Info, Shape, Tag, Ty, TypeDef, TypeKind};
use crate::pointer::Pointer;
use crate::resolve::Resolver;

use heir::Heirs;
use room::Room;
use schema::Progress;

/// The meaning of the resolver's document, and what had to be said about it.
///
/// # Errors
/// What makes the document unusable, with everything else that was found.
pub fn lower(resolver: &Resolver<'_>) -> Result<(Api, Diagnostics), Diagnostics> {
    let mut lowering = Lowering {
        resolver,
        heirs: heir::heirs(&resolver.document().api),
        types: IndexMap::new(),
        progress: HashMap::new(),
        depth: 0,
        room: Room::default(),
        found: Diagnostics::default(),
    };
    let document = &resolver.document().api;
    let security_schemes = security::schemes(&mut lowering);
    let operations = operation::operations(&mut lowering, &security_schemes);
    circle::open(&mut lowering);
    let api = Api {
        info: info(document),
        servers: server::servers(&mut lowering),
        security_schemes,
        tags: tags(document, &operations),
        operations,
        api_version: extension::api_version(&mut lowering),
        request_id_headers: extension::request_id_headers(&mut lowering),
        types: lowering.types,
    };
    Ok((api, lowering.found.propagate()?))
}

/// What the functions of this stage share: the document, the types so far, and what was found.
struct Lowering<'r> {
    resolver: &'r Resolver<'r>,
    heirs: Heirs,
    types: IndexMap<Pointer, TypeDef>,
    progress: HashMap<Pointer, Progress>,
    /// How many schemas are begun and not done.
    depth: usize,
    room: Room,
    found: Diagnostics,
}

impl Lowering<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// The shape of the type at a place, once it is defined.
    fn shape_at(&self, at: &Pointer) -> Option<&Shape> {
        self.types.get(at).map(|definition| &definition.shape)
    }

    /// The shape of a type that has a name, once it is defined.
    fn shape(&self, ty: &Ty) -> Option<&Shape> {
        match &ty.kind {
            TypeKind::Named(at) => self.shape_at(at),
            _ => None,
        }
    }

    /// The only text that a value of the type can be.
    fn only_text(&self, ty: &Ty) -> Option<&str> {
        match self.shape(ty)? {
            Shape::Enum(it) => match it.values.as_slice() {
                [only] => Some(only),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value, or `None` after its diagnostic was taken down.
    fn noted<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.report(diagnostic)).ok()
    }
}

fn info(document: &openapiv3::OpenAPI) -> Info {
    Info {
        title: document.info.title.clone(),
        version: document.info.version.clone(),
        description: document.info.description.clone(),
        external_docs: url(document.external_docs.as_ref()),
    }
}

/// The declared tags that operations use, then those that are used without being declared.
fn tags(document: &openapiv3::OpenAPI, operations: &[crate::ir::Operation]) -> Vec<Tag> {
    let names: IndexSet<&str> = operations
        .iter()
        .filter_map(|operation| operation.tag.as_deref())
        .collect();
    // The first of several declarations is the one that counts.
    let declarations: HashMap<&str, _> = document
        .tags
        .iter()
        .rev()
        .map(|tag| (tag.name.as_str(), tag))
        .collect();
    let declared = |name: &str| declarations.get(name);
    names
        .into_iter()
        .map(|name| Tag {
            name: name.to_owned(),
            description: declared(name).and_then(|tag| tag.description.clone()),
            external_docs: declared(name).and_then(|tag| url(tag.external_docs.as_ref())),
        })
        .collect()
}

fn url(docs: Option<&ExternalDocumentation>) -> Option<String> {
    docs.map(|docs| docs.url.clone())
}
