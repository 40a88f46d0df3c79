//! How much a description may mean. A small one can mean much, by `allOf` and by references.

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Docs, Operation, Shape, Ty, TypeDef};
use crate::limits::{MAX_PARTS, MAX_PROSE, PARTS_OF_OPERATION};
use crate::pointer::Pointer;

/// What there is still room for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    parts: usize,
    prose: usize,
    full: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            parts: MAX_PARTS,
            prose: MAX_PROSE,
            full: false,
        }
    }
}

impl Lowering<'_> {
    /// Whether there is no room for anything more.
    pub(super) fn is_full(&self) -> bool {
        self.room.full
    }

    /// Takes the room of a type.
    pub(super) fn make_room_for_type(&mut self, definition: &TypeDef) {
        let (parts, prose) = match &definition.shape {
            Shape::Struct(object) => (
                object.fields.len(),
                object.fields.iter().map(|it| length(&it.docs)).sum(),
            ),
            Shape::Enum(it) => (it.values.len(), 0),
            Shape::Numbers(it) => (it.values.len(), 0),
            Shape::Union(union) => {
                let members = union.variants.iter().map(|it| self.members(&it.ty));
                (union.variants.len() + members.sum::<usize>() / MEMBERS, 0)
            }
            Shape::Newtype(_) => (0, 0),
        };
        let prose = prose + length(&definition.docs);
        self.make_room(&definition.at, parts + 1, prose);
    }

    /// Takes the room of an operation, its parameters aside.
    pub(super) fn make_room_for_operation(&mut self, operation: &Operation) {
        let headers = operation.outcomes.iter().flat_map(|it| &it.headers);
        let (mut parts, mut prose) = (PARTS_OF_OPERATION, length(&operation.docs));
        for header in headers {
            parts += 1;
            prose += header.description.as_deref().map_or(0, str::len);
        }
        for outcome in &operation.outcomes {
            parts += 1;
            prose += outcome.description.len();
        }
        self.make_room(&operation.at, parts, prose);
    }

    /// Takes room for so many parts and bytes of prose; the first node for which there is none is
    /// reported.
    pub(super) fn make_room(&mut self, at: &Pointer, parts: usize, prose: usize) {
        if self.room.full {
            return;
        }
        let left = (
            self.room.parts.checked_sub(parts),
            self.room.prose.checked_sub(prose),
        );
        let message = match left {
            (Some(parts), Some(prose)) => {
                (self.room.parts, self.room.prose) = (parts, prose);
                return;
            }
            (None, _) => format!(
                "the description has more than {MAX_PARTS} operations, parameters, members and \
                 values; this is the first beyond, each counted wherever it is used"
            ),
            (_, None) => format!(
                "the description has more than {} MiB of prose; this is the first beyond, each \
                 text counted wherever it is used",
                MAX_PROSE >> 20
            ),
        };
        self.room.full = true;
        let help = "split the description into several, or remove operations by an overlay";
        self.report(Diagnostic::new(Code::TooLarge, at, message).help(help));
    }

    /// The members by which a variant of this type is told from others.
    fn members(&self, ty: &Ty) -> usize {
        match self.shape(ty) {
            Some(Shape::Struct(object)) => object.fields.len(),
            _ => 0,
        }
    }
}

/// The name of a member in the list that tells a variant from others takes this part of the room
/// that the member takes.
const MEMBERS: usize = 8;

/// Bytes of prose.
pub(super) fn length(docs: &Docs) -> usize {
    [&docs.summary, &docs.description, &docs.external]
        .into_iter()
        .flatten()
        .map(String::len)
        .sum()
}
