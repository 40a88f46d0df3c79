//! References followed, with the pointer of every node kept.
//!
//! What comes out is a [`View`]: a borrowed node and the place it really stands at, so that a
//! schema reached by ten references is one schema. A reference that leads nowhere, back to itself
//! or to another kind of object is refused with the place it stands at.

mod check;

use std::borrow::Borrow;

use elsa::FrozenMap;
use indexmap::IndexMap;
use openapiv3::{
    Components, Header, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema,
};
use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_REFERENCE_CHAIN;
use crate::pointer::Pointer;
use crate::read::Document;

pub use check::check;
pub(crate) use check::unresolved;

/// A node of the description and where it stands.
#[derive(Debug)]
pub struct View<'d, T> {
    /// The node's own address, behind all references.
    pub at: Pointer,
    /// The node.
    pub node: &'d T,
}

/// A kind of object that references can lead to.
pub trait Referable: DeserializeOwned + 'static {
    /// The word for one in a diagnostic, with its article.
    const NOUN: &'static str;
    /// Its place below `components`, if it has one.
    const SECTION: Option<&'static str>;

    /// The components of this kind.
    fn section(components: &Components) -> Option<&IndexMap<String, ReferenceOr<Self>>>;

    /// The memo table of those that stand elsewhere.
    fn elsewhere<'r>(resolver: &'r Resolver<'_>) -> &'r Elsewhere<Self>;
}

/// Nodes reached by references to other places than `components`, parsed once each.
type Elsewhere<T> = FrozenMap<Pointer, Box<ReferenceOr<T>>>;

/// Follows the references of one document.
pub struct Resolver<'d> {
    document: &'d Document,
    schemas: Elsewhere<Schema>,
    parameters: Elsewhere<Parameter>,
    request_bodies: Elsewhere<RequestBody>,
    responses: Elsewhere<Response>,
    headers: Elsewhere<Header>,
    path_items: Elsewhere<PathItem>,
}

macro_rules! referable {
    ($($kind:ty: $noun:literal, $section:expr, $components:expr, $table:ident;)+) => {$(
        impl Referable for $kind {
            const NOUN: &'static str = $noun;
            const SECTION: Option<&'static str> = $section;

            fn section(components: &Components) -> Option<&IndexMap<String, ReferenceOr<Self>>> {
                let section: fn(&Components) -> Option<&IndexMap<String, ReferenceOr<Self>>> =
                    $components;
                section(components)
            }

            fn elsewhere<'r>(resolver: &'r Resolver<'_>) -> &'r Elsewhere<Self> {
                &resolver.$table
            }
        }
    )+};
}

referable! {
    Schema: "a schema", Some("schemas"), |it| Some(&it.schemas), schemas;
    Parameter: "a parameter", Some("parameters"), |it| Some(&it.parameters), parameters;
    RequestBody: "a request body", Some("requestBodies"), |it| Some(&it.request_bodies), request_bodies;
    Response: "a response", Some("responses"), |it| Some(&it.responses), responses;
    Header: "a header", Some("headers"), |it| Some(&it.headers), headers;
    PathItem: "a path item", Some("pathItems"), |_| None, path_items;
}

impl<'d> Resolver<'d> {
    /// A resolver that has followed nothing yet.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            schemas: FrozenMap::new(),
            parameters: FrozenMap::new(),
            request_bodies: FrozenMap::new(),
            responses: FrozenMap::new(),
            headers: FrozenMap::new(),
            path_items: FrozenMap::new(),
        }
    }

    /// The document whose references these are.
    #[must_use]
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// The node that `node`, which stands at `at`, is or refers to.
    ///
    /// # Errors
    /// The reference can't be followed to an object of this kind.
    pub fn resolve<'r, T, B>(
        &'r self,
        at: &Pointer,
        node: &'r ReferenceOr<B>,
    ) -> Result<View<'r, T>, Diagnostic>
    where
        T: Referable,
        B: Borrow<T>,
    {
        match node {
            ReferenceOr::Item(item) => Ok(View {
                at: at.clone(),
                node: item.borrow(),
            }),
            ReferenceOr::Reference { reference } => self.follow(at, reference),
        }
    }

    /// The object that `reference`, which stands at `at`, leads to in the end.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub fn follow<T: Referable>(
        &self,
        at: &Pointer,
        reference: &str,
    ) -> Result<View<'_, T>, Diagnostic> {
        let mut passed: Vec<Pointer> = Vec::new();
        let mut reference = reference;
        loop {
            let at = passed.last().unwrap_or(at);
            let target = local_target(at, reference)?;
            if passed.contains(&target) {
                return Err(cycle(&passed, &target));
            }
            if passed.len() > MAX_REFERENCE_CHAIN {
                return Err(long_chain(at));
            }
            match self.node::<T>(at, reference, &target)? {
                ReferenceOr::Item(node) => return Ok(View { at: target, node }),
                ReferenceOr::Reference { reference: next } => reference = next,
            }
            passed.push(target);
        }
    }

    /// The node at `target`, parsed as a `T`.
    fn node<T: Referable>(
        &self,
        at: &Pointer,
        reference: &str,
        target: &Pointer,
    ) -> Result<&ReferenceOr<T>, Diagnostic> {
        if let Some(node) = self.component::<T>(target) {
            return Ok(node);
        }
        let table = T::elsewhere(self);
        if let Some(node) = table.get(target) {
            return Ok(node);
        }
        let Some(value) = target.get(&self.document.value) else {
            return Err(unresolved(&self.document.value, at, reference, target));
        };
        if let Some(kind) = other_section::<T>(target) {
            return Err(wrong_kind::<T>(at, reference)
                .help(format!("the target is one of the document's {kind}")));
        }
        let node = serde_json::from_value::<ReferenceOr<T>>(value.clone())
            .map_err(|error| wrong_kind::<T>(at, reference).help(error.to_string()))?;
        Ok(table.insert(target.clone(), Box::new(node)))
    }

    fn component<T: Referable>(&self, target: &Pointer) -> Option<&'d ReferenceOr<T>> {
        let rest = target
            .as_str()
            .strip_prefix("/components/")?
            .strip_prefix(T::SECTION?)?;
        if !rest.starts_with('/') || rest[1..].contains('/') {
            return None;
        }
        T::section(self.document.api.components.as_ref()?)?.get(&target.last()?)
    }
}

/// The place in this document that a reference names.
fn local_target(at: &Pointer, reference: &str) -> Result<Pointer, Diagnostic> {
    Pointer::from_reference(reference).ok_or_else(|| {
        Diagnostic::new(
            Code::ExternalReference,
            at,
            format!("the reference `{reference}` leaves the document"),
        )
        .help("nothing is fetched: refer to a file in the description's directory by its relative path")
    })
}

/// The diagnostic for a cycle, the same one from wherever it is entered.
fn cycle(passed: &[Pointer], target: &Pointer) -> Diagnostic {
    let entered = passed.iter().position(|it| it == target).unwrap_or(0);
    let mut members: Vec<&Pointer> = passed[entered..].iter().collect();
    let least = (0..members.len()).min_by_key(|index| members[*index]);
    members.rotate_left(least.unwrap_or(0));
    let at = members.first().copied().unwrap_or(target);
    let chain: Vec<String> = members
        .iter()
        .chain([&at])
        .map(|pointer| format!("`{pointer}`"))
        .collect();
    Diagnostic::new(
        Code::ReferenceCycle,
        at,
        format!("references lead in a circle: {}", chain.join(" → ")),
    )
    .help("let one of them be an object of its own")
}

fn long_chain(at: &Pointer) -> Diagnostic {
    let message = format!("more than {MAX_REFERENCE_CHAIN} references lead from one to the next");
    Diagnostic::new(Code::TooLarge, at, message).help("refer to the object itself")
}

fn wrong_kind<T: Referable>(at: &Pointer, reference: &str) -> Diagnostic {
    Diagnostic::new(
        Code::WrongReferenceKind,
        at,
        format!(
            "`{reference}` is not {}, which is what must stand here",
            T::NOUN
        ),
    )
}

/// The section of `components` a target stands in, if that holds another kind than `T`.
fn other_section<T: Referable>(target: &Pointer) -> Option<String> {
    let mut tokens = target.tokens();
    let section = (tokens.next()? == "components").then(|| tokens.next())??;
    let is_component = tokens.next().is_some() && tokens.next().is_none();
    (is_component && Some(section.as_str()) != T::SECTION).then_some(section)
}
