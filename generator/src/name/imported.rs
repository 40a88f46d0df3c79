//! The names that emitted files import, which nothing else in such a file may have.

/// What of the runtime a file of operations may name without a path.
pub const RUNTIME: [&str; 12] = [
    "Answer",
    "ApiVersion",
    "Content",
    "Credential",
    "DateTime",
    "DecodeFailure",
    "Operation",
    "Redirect",
    "Response",
    "Service",
    "Status",
    "Style",
];

/// Types and aliases of the crate's root that it may name without a path.
pub const ROOT: [&str; 13] = [
    "Call",
    "Client",
    "ClientBuilder",
    "Conditional",
    "Download",
    "ErrorBody",
    "Fetch",
    "Items",
    "Pages",
    "Request",
    "Result",
    "Saved",
    "Sending",
];

/// What it may name of other crates.
pub const FOREIGN: [&str; 2] = ["Bytes", "Method"];

/// What any file may name of the standard library's prelude.
pub const PRELUDE: [&str; 12] = [
    "Box", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Self", "Some", "String",
    "Vec",
];
