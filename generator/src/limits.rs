//! How large and how deep a description may be. A description beyond one of these is refused with
//! its place, or what is beyond is cut, so that none of them takes all of a machine's time or memory.

use serde_json::Value;

/// Bytes of a description, of all files beside it together, or of an overlay.
pub const MAX_BYTES: usize = 64 << 20;

/// Files beside a description.
pub const MAX_FILES: usize = 1_000;

/// Members that may be put in the place of references to files, in all: a file of them can refer to
/// another one twice, and that to a third.
pub const MAX_COPIED: usize = 1 << 21;

/// Nodes (objects, lists and values) of a description or an overlay, aliases expanded.
pub const MAX_NODES: usize = 5_000_000;

/// Levels of a description or an overlay. It is what the parsers of both formats allow.
pub const MAX_LEVELS: usize = 127;

/// Bytes of one text that is no example.
pub const MAX_TEXT: usize = 1 << 20;

/// References that may lead from one to the next before an object comes.
pub const MAX_REFERENCE_CHAIN: usize = 64;

/// Schemas that may hold one another on the way to a value.
pub const MAX_NESTED_SCHEMAS: usize = 10_000;

/// Lists and maps that may hold one another with no object between.
pub const MAX_NESTED_LISTS: usize = 32;

/// What is emitted: operations, parameters, answers, types, their members and values. Each is
/// counted wherever it is emitted, and an operation as ten.
pub const MAX_PARTS: usize = 250_000;

/// An operation takes as much room as so many members.
pub(crate) const PARTS_OF_OPERATION: usize = 10;

/// Parameters of one operation.
pub const MAX_PARAMETERS: usize = 1_000;

/// Alternatives of one `oneOf` or `anyOf`, which are compared with each other.
pub const MAX_ALTERNATIVES: usize = 1_000;

/// Bytes of prose, each text counted wherever it is emitted.
pub const MAX_PROSE: usize = 16 << 20;

/// Values in a sample that the emitted tests send.
pub(crate) const MAX_SAMPLE: usize = 1_000;

/// Bytes of the samples and examples in the emitted tests, as JSON.
pub const MAX_SAMPLES: usize = 16 << 20;

/// Letters of the name of a tag, a page, an operation, a component or a member; a longer one is
/// cut. With an extension it is still a file's name everywhere.
pub const MAX_NAME: usize = 100;

/// Letters of a name that is put together from several, without the number that it may get.
pub const MAX_JOINED_NAME: usize = 200;

/// Diagnostics of each severity that are kept; the others are counted.
pub const MAX_DIAGNOSTICS: usize = 10_000;

/// Unresolved references for which a likely target is looked for.
pub const MAX_SUGGESTIONS: usize = 100;

/// Letters up to which a name is compared with others for a suggestion.
pub const MAX_COMPARED: usize = 200;

/// The stack on which a description is worked on: enough for [`MAX_NESTED_SCHEMAS`] without
/// optimisation. It is address space, not memory, as long as it isn't needed.
pub(crate) const STACK: usize = 512 << 20;

/// How many threads, each with such a stack, work on one description at the most.
pub(crate) const THREADS: usize = 8;

/// A value and all in it, counted.
pub(crate) fn nodes(value: &Value) -> usize {
    let within: usize = match value {
        Value::Array(items) => items.iter().map(nodes).sum(),
        Value::Object(members) => members.values().map(nodes).sum(),
        _ => 0,
    };
    within + 1
}
