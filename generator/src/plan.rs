//! What is to be emitted and how, decided before anything is named or printed.
//!
//! Reachability, the direction each type travels in, its home, boxing, the form of each member and
//! the argument list of each operation. It reads the IR alone and knows no openapiv3.

mod boxing;
mod endless;
mod guard;
mod operation;
mod reach;
mod runtime;
mod unify;

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::ir::{Api, Field, Shape, Struct, Ty, TypeKind};
use crate::pointer::Pointer;

use guard::Guards;
pub use guard::{Guard, JsonType as GuardType};
pub use operation::{Argument, OperationPlan, Request, Success, errors};
pub use reach::{Home, Uses};
pub use runtime::RuntimePart;
pub use unify::unify;

/// The decisions about a whole crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// A module for each tag, in the order of the tags.
    pub modules: Vec<Module>,
    /// The types that operations reach, in the order they are reached in.
    pub types: IndexMap<Pointer, TypePlan>,
    /// A plan for each of the API's operations, in their order.
    pub operations: Vec<OperationPlan>,
    /// The types of documented error bodies, each once.
    pub error_bodies: Vec<Ty>,
    /// Whether each tag is a Cargo feature.
    pub tag_features: bool,
    /// What the crate needs of the runtime.
    pub runtime: BTreeSet<RuntimePart>,
}

impl Plan {
    /// The place of a type among those of documented error bodies.
    #[must_use]
    pub fn error_body(&self, ty: &Ty) -> Option<usize> {
        self.error_bodies.iter().position(|known| known == ty)
    }
}

/// The operations of one tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The tag; `None` for operations without one.
    pub tag: Option<String>,
    /// Its pages, in the order of their first operation.
    pub pages: Vec<Page>,
}

/// The operations that one page of the documentation describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The page's name; `None` if it is the tag's own.
    pub name: Option<String>,
    /// Indexes into the API's operations.
    pub operations: Vec<usize>,
}

/// The decisions about one type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypePlan {
    /// Where it is used.
    pub uses: Uses,
    /// The file it goes to.
    pub home: Home,
    /// What is decided for its shape.
    pub shape: ShapePlan,
}

/// The decisions that depend on a type's shape.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapePlan {
    /// A struct, with the members it keeps.
    Struct(StructPlan),
    /// An enumeration; an open one keeps values it does not know.
    Enum {
        /// Whether a reader may meet values that are not listed.
        open: bool,
    },
    /// A union.
    Union(UnionPlan),
    /// A newtype.
    Newtype {
        /// Whether what it holds stands behind a `Box`.
        boxed: bool,
    },
}

/// The decisions about a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructPlan {
    /// The members kept, by their index in the IR's struct.
    pub fields: Vec<FieldPlan>,
    /// Whether all members may be left out, so that there is a `Default`.
    pub defaults: bool,
    /// Whether it is a multipart body.
    pub multipart: bool,
}

/// The decisions about a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldPlan {
    /// Index in the IR's struct.
    pub index: usize,
    /// How absence and null are held.
    pub form: Form,
    /// Whether the value stands behind a `Box`, to end a recursion or because it is large.
    pub boxed: bool,
}

/// How absence and null are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Always there.
    Plain,
    /// Always there, perhaps null.
    Nullable,
    /// Perhaps not there; null is the same.
    Optional,
    /// Perhaps not there, perhaps null, and a server takes the two for different things.
    Maybe,
}

/// The decisions about a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnionPlan {
    /// Variants that stand behind a `Box`.
    pub boxed: BTreeSet<usize>,
    /// What tells each variant from the others where no discriminator does, or where a value may
    /// be without it; none where it tells them all.
    pub guards: Vec<Guard>,
}

/// Decides everything about the crate for `api`.
#[must_use]
pub fn plan(api: &Api) -> Plan {
    let modules = modules(api);
    let operations: Vec<OperationPlan> = api.operations.iter().map(operation::plan).collect();
    let error_bodies = operation::error_bodies(api);
    let reached = reach::reach(api, &modules, &operations, &error_bodies);
    let boxed = boxing::boxed(api, reached.keys());
    let mut guards = Guards::new(api);
    let mut types: IndexMap<Pointer, TypePlan> = reached
        .into_iter()
        .map(|(at, (uses, home))| {
            let edges = boxed.get(&at).cloned().unwrap_or_default();
            let shape = shape_plan(&api.types[&at].shape, &mut guards, uses, edges);
            (at, TypePlan { uses, home, shape })
        })
        .collect();
    endless::open(api, &mut types);
    let tag_features = modules.len() > 1;
    let runtime = runtime::plan(api, &types, &operations, &error_bodies);
    Plan {
        modules,
        types,
        operations,
        error_bodies,
        tag_features,
        runtime,
    }
}

fn modules(api: &Api) -> Vec<Module> {
    let mut modules: IndexMap<Option<&str>, IndexMap<Option<&str>, Vec<usize>>> = IndexMap::new();
    for tag in &api.tags {
        modules.entry(Some(&tag.name)).or_default();
    }
    for (index, operation) in api.operations.iter().enumerate() {
        let pages = modules.entry(operation.tag.as_deref()).or_default();
        pages
            .entry(operation.page.as_deref())
            .or_default()
            .push(index);
    }
    modules
        .into_iter()
        .map(|(tag, pages)| Module {
            tag: tag.map(str::to_owned),
            pages: pages
                .into_iter()
                .map(|(name, operations)| Page {
                    name: name.map(str::to_owned),
                    operations,
                })
                .collect(),
        })
        .collect()
}

fn shape_plan<'a>(
    shape: &'a Shape,
    guards: &mut Guards<'a>,
    uses: Uses,
    boxed: BTreeSet<usize>,
) -> ShapePlan {
    match shape {
        Shape::Struct(object) => ShapePlan::Struct(struct_plan(object, uses, &boxed)),
        Shape::Enum(_) | Shape::Numbers(_) => ShapePlan::Enum {
            open: uses.response,
        },
        Shape::Union(union) => ShapePlan::Union(UnionPlan {
            boxed,
            guards: guards.of(union),
        }),
        Shape::Newtype(_) => ShapePlan::Newtype {
            boxed: !boxed.is_empty(),
        },
    }
}

fn struct_plan(object: &Struct, uses: Uses, boxed: &BTreeSet<usize>) -> StructPlan {
    let fields: Vec<FieldPlan> = object
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| travels(field, uses))
        .map(|(index, field)| FieldPlan {
            index,
            form: form(field, uses),
            boxed: boxed.contains(&index),
        })
        .collect();
    StructPlan {
        defaults: fields
            .iter()
            .all(|field| matches!(field.form, Form::Optional | Form::Maybe)),
        multipart: object.fields.iter().any(|field| field.part.is_some()),
        fields,
    }
}

/// Whether a member is ever in a value that travels this way.
fn travels(field: &Field, uses: Uses) -> bool {
    (uses.response && !field.write_only) || (uses.request && !field.read_only)
}

fn form(field: &Field, uses: Uses) -> Form {
    let one_way = (field.read_only && uses.request) || (field.write_only && uses.response);
    let required = field.required && !one_way;
    let holds_null = field.ty.kind == TypeKind::Any;
    match (required, field.ty.nullable && !holds_null) {
        (true, false) => Form::Plain,
        (true, true) => Form::Nullable,
        (false, true) if uses.request && field.part.is_none() => Form::Maybe,
        (false, _) => Form::Optional,
    }
}
