//! Which types operations reach, in which direction, and whose file each belongs into.

use indexmap::IndexMap;

use super::{Module, OperationPlan};
use crate::ir::{Api, BodyContent, Content, Shape, Ty, TypeKind};
use crate::pointer::Pointer;

/// The directions a type travels in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Uses {
    /// A server sends it.
    pub response: bool,
    /// A client sends it.
    pub request: bool,
}

impl Uses {
    const RESPONSE: Self = Self {
        response: true,
        request: false,
    };
    const REQUEST: Self = Self {
        response: false,
        request: true,
    };

    fn and(self, other: Self) -> Self {
        Self {
            response: self.response || other.response,
            request: self.request || other.request,
        }
    }
}

/// The file a type belongs into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// That of the only module that uses it, by the module's index.
    Module(usize),
    /// The one of types that several modules use.
    Shared,
}

impl Home {
    fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Shared }
    }
}

/// Types with their directions and files.
pub(super) type Reached = IndexMap<Pointer, (Uses, Home)>;

/// Every type that an operation reaches.
pub(super) fn reach(
    api: &Api,
    modules: &[Module],
    plans: &[OperationPlan],
    error_bodies: &[Ty],
) -> Reached {
    let mut reached = Reached::new();
    for (index, module) in modules.iter().enumerate() {
        for page in &module.pages {
            for operation in &page.operations {
                visit_operation(api, *operation, plans, Home::Module(index), &mut reached);
            }
        }
    }
    for ty in error_bodies {
        visit(api, ty, Uses::RESPONSE, Home::Shared, &mut reached);
    }
    reached
}

fn visit_operation(
    api: &Api,
    index: usize,
    plans: &[OperationPlan],
    home: Home,
    reached: &mut Reached,
) {
    let operation = &api.operations[index];
    let mut see = |ty: &Ty, uses: Uses| visit(api, ty, uses, home, reached);
    for (_, content) in plans[index].success.contents() {
        if let Content::Json(ty) = content {
            see(ty, Uses::RESPONSE);
        }
    }
    if let Some(ty) = operation.events.as_ref().and_then(|it| it.content.ty()) {
        see(ty, Uses::RESPONSE);
    }
    for parameter in &operation.parameters {
        see(&parameter.ty, Uses::REQUEST);
    }
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Json(ty) | BodyContent::Multipart(ty) | BodyContent::Form { ty, .. }) => {
            see(ty, Uses::REQUEST);
        }
        Some(BodyContent::Text | BodyContent::Bytes) | None => {}
    }
}

fn visit(api: &Api, ty: &Ty, uses: Uses, home: Home, reached: &mut Reached) {
    // A list instead of recursion, since documents may nest deeper than a stack does.
    let mut waiting = vec![ty];
    while let Some(ty) = waiting.pop() {
        match &ty.kind {
            TypeKind::List(inner) | TypeKind::Map(inner) => waiting.push(inner),
            TypeKind::Named(at) => {
                let known = reached.get(at).copied();
                let now = known.map_or((uses, home), |(u, h)| (u.and(uses), h.and(home)));
                if known != Some(now) {
                    reached.insert(at.clone(), now);
                    let parts = parts(&api.types[at].shape);
                    waiting.extend(parts.into_iter().rev());
                }
            }
            _ => {}
        }
    }
}

/// The types a shape consists of, in order.
pub(super) fn parts(shape: &Shape) -> Vec<&Ty> {
    match shape {
        Shape::Struct(object) => object
            .fields
            .iter()
            .map(|field| &field.ty)
            .chain(object.rest.as_deref())
            .collect(),
        Shape::Enum(_) | Shape::Numbers(_) => Vec::new(),
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Newtype(inner) => vec![inner],
    }
}
