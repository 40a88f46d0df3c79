//! Every identifier of the output, decided once.
//!
//! Comes from the IR's wire names and the plan; emission only looks up. Each scope knows its
//! reserved words; a clash is settled by a more telling name and reported with the overlay line
//! that settles it for good. heck is used here and nowhere else.

mod case;
pub mod imported;
mod operations;
mod scope;
mod types;

use std::collections::HashMap;
use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, SecurityScheme, Server};
use crate::plan::Plan;
use crate::pointer::Pointer;

use case::{kebab, pascal, snake};
use scope::Scope;

pub use operations::OperationNames;
pub use types::TypeNames;

/// An identifier of the output, with `r#` where Rust needs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// As it stands in code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without `r#`, as it stands in a file name or in prose.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// All names of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Of the plan's modules, in their order.
    pub modules: Vec<ModuleNames>,
    /// Of the API's operations, in their order.
    pub operations: Vec<OperationNames>,
    /// Of the types that are emitted.
    pub types: HashMap<Pointer, TypeNames>,
    /// Of the variants of the error body, in the plan's order.
    pub error_bodies: Vec<Name>,
    /// Of the functions that read them, in the same order.
    pub error_readers: Vec<Name>,
    /// Of the API's servers, in their order.
    pub servers: Vec<ServerNames>,
    /// Of the client builder's setters for credentials, in the order of the schemes.
    pub credentials: Vec<Name>,
}

/// The names of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleNames {
    /// The module, and the client's method that leads to it.
    pub module: Name,
    /// The struct whose methods are the operations.
    pub group: Name,
    /// The Cargo feature.
    pub feature: String,
    /// The modules of the pages; `None` for operations that stand in the tag's own file.
    pub pages: Vec<Option<Name>>,
}

/// The names of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerNames {
    /// The constant or function.
    pub server: Name,
    /// The arguments, in the order of the variables.
    pub variables: Vec<Name>,
}

/// Names everything the plan keeps.
///
/// Clashes are reported as warnings.
#[must_use]
pub fn name(api: &Api, plan: &Plan) -> (Names, Diagnostics) {
    let mut found = Diagnostics::default();
    let modules = modules(plan);
    let operations = operations::operations(api, plan, &modules, &mut found);
    let types = types::types(api, plan, &operations, &mut found);
    let error_bodies = types::error_bodies(plan, &types);
    let names = Names {
        error_readers: readers(&error_bodies),
        error_bodies,
        servers: servers(&api.servers),
        credentials: credentials(api.security_schemes.iter()),
        modules,
        operations,
        types,
    };
    (names, found)
}

fn readers(error_bodies: &[Name]) -> Vec<Name> {
    let mut scope = Scope::new([""; 0].iter());
    let names = error_bodies.iter().map(|body| snake(body.plain()));
    names.map(|name| scope.take(&name, &[]).name).collect()
}

/// Modules that the crate has besides those of tags, and crates whose names a module would hide.
const RESERVED_MODULES: [&str; 13] = [
    "shared",
    "runtime",
    "types",
    "error",
    "servers",
    "credentials",
    "lib",
    "main",
    "mod",
    "build",
    "std",
    "core",
    "alloc",
];

/// Methods of the client that an accessor must not hide.
const CLIENT_METHODS: [&str; 6] = ["new", "builder", "call", "clone", "base_url", "api_version"];

/// Features that the runtime's manifest or Cargo give a meaning.
const RESERVED_FEATURES: [&str; 8] = [
    "default",
    "full",
    "reqwest",
    "rustls",
    "serialize",
    "blocking",
    "zip",
    "tracing",
];

fn modules(plan: &Plan) -> Vec<ModuleNames> {
    let mut scope = Scope::new(RESERVED_MODULES.iter().chain(&CLIENT_METHODS));
    let mut features = Scope::new(RESERVED_FEATURES.iter());
    let mut groups = operations::item_scope();
    plan.modules
        .iter()
        .map(|module| {
            let tag = module.tag.as_deref().unwrap_or("api");
            let base = snake(tag);
            let name = scope.take(&base, &[format!("{base}_api")]).name;
            let mut pages = Scope::new(["mod"].iter());
            let pages = module
                .pages
                .iter()
                .map(|page| {
                    let page = snake(page.name.as_deref()?);
                    Some(pages.take(&page, &[format!("{page}_page")]).name)
                })
                .collect();
            let (feature, group) = (kebab(tag), pascal(tag));
            ModuleNames {
                module: name,
                group: groups.take(&group, &[format!("{group}Operations")]).name,
                feature: features.take_plain(&feature, &[format!("{feature}-api")]),
                pages,
            }
        })
        .collect()
}

fn servers(servers: &[Server]) -> Vec<ServerNames> {
    let mut scope = Scope::new([""; 0].iter());
    servers
        .iter()
        .map(|server| {
            let host = server.url.split("://").nth(1).unwrap_or(&server.url);
            let base = server.name.clone().unwrap_or_else(|| snake(host));
            let mut variables = Scope::new(["self"].iter());
            ServerNames {
                server: scope.take(&base, &[format!("{base}_server")]).name,
                variables: server
                    .variables
                    .iter()
                    .map(|variable| variables.take(&snake(&variable.name), &[]).name)
                    .collect(),
            }
        })
        .collect()
}

fn credentials<'a>(schemes: impl Iterator<Item = (&'a String, &'a SecurityScheme)>) -> Vec<Name> {
    const SETTERS: [&str; 14] = [
        "new",
        "base_url",
        "user_agent",
        "api_version",
        "credential",
        "connect_timeout",
        "read_timeout",
        "transport",
        "blocking_transport",
        "retry",
        "max_requests_in_flight",
        "write_interval",
        "clock",
        "build",
    ];
    let mut scope = Scope::new(SETTERS.iter());
    schemes
        .map(|(name, _)| {
            let base = snake(name);
            scope.take(&base, &[format!("{base}_credential")]).name
        })
        .collect()
}

/// The diagnostic for two things of one name.
fn clash(at: &Pointer, wanted: &str, given: &Name, what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::NameClash,
        at,
        format!("{what} `{wanted}` exists already, so this one is called `{given}`"),
    )
    .help("settle it by an overlay: `update: { x-rust-name: Name }` with this node as the target")
}

/// The names as a list of place and name, for `--dump names`.
#[must_use]
pub fn table(api: &Api, plan: &Plan, names: &Names) -> String {
    let mut lines = Vec::new();
    for (module, names) in plan.modules.iter().zip(&names.modules) {
        lines.push(format!(
            "tag {}\t{}",
            module.tag.as_deref().unwrap_or("-"),
            names.module
        ));
    }
    for (operation, names) in api.operations.iter().zip(&names.operations) {
        lines.push(format!("{}\t{}", operation.at, names.method));
        for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
            lines.push(format!("{} of {}\t{name}", parameter.at, names.method));
        }
    }
    for at in plan.types.keys() {
        let of_type = &names.types[at];
        let parts: Vec<&str> = of_type.parts.iter().map(Name::as_str).collect();
        lines.push(format!("{at}\t{} {{ {} }}", of_type.name, parts.join(", ")));
    }
    lines.join("\n") + "\n"
}
