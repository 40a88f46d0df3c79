//! Names of operations: methods, builders, parameters and outcomes.

use std::collections::HashMap;

use super::case::{pascal, snake, status};
use super::imported::{FOREIGN, PRELUDE, ROOT, RUNTIME};
use super::scope::Scope;
use super::{ModuleNames, Name, clash};
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Location, Operation};
use crate::plan::{OperationPlan, Plan, Request, Success};

/// The names of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationNames {
    /// The method of the group.
    pub method: Name,
    /// The request under construction, if it has a type of its own.
    pub builder: Option<Name>,
    /// The facts of the operation.
    pub constant: Name,
    /// The enumeration of several answers, and its variants.
    pub outcome: Option<(Name, Vec<Name>)>,
    /// Arguments and setters, in the order of the parameters.
    pub parameters: Vec<Name>,
    /// The argument or setter of the body.
    pub body: Name,
}

/// Names that an operation's methods use for something else.
const RESERVED: [&str; 11] = [
    "self",
    "call",
    "send",
    "pages",
    "stream",
    "bytes",
    "content",
    "clone",
    "to_file",
    "download",
    "if_none_match",
];

/// Names every operation, in the API's order.
pub(super) fn operations(
    api: &Api,
    plan: &Plan,
    modules: &[ModuleNames],
    found: &mut Diagnostics,
) -> Vec<OperationNames> {
    let mut named: HashMap<usize, OperationNames> = HashMap::new();
    for (module, names) in plan.modules.iter().zip(modules) {
        let mut items = item_scope();
        items.take(names.group.as_str(), &[]);
        let mut scopes = Scopes {
            methods: Scope::new([""; 0].iter()),
            items,
            constants: Scope::new([""; 0].iter()),
        };
        for index in module.pages.iter().flat_map(|page| &page.operations) {
            let (operation, plan) = (&api.operations[*index], &plan.operations[*index]);
            named.insert(*index, scopes.operation(operation, plan, found));
        }
    }
    let mut named: Vec<(usize, OperationNames)> = named.into_iter().collect();
    named.sort_by_key(|(index, _)| *index);
    named.into_iter().map(|(_, names)| names).collect()
}

/// The scope of the items of a file that operations stand in.
pub(super) fn item_scope() -> Scope {
    Scope::new(RUNTIME.iter().chain(&ROOT).chain(&FOREIGN).chain(&PRELUDE))
}

/// The scopes of one module.
struct Scopes {
    methods: Scope,
    items: Scope,
    constants: Scope,
}

impl Scopes {
    fn operation(
        &mut self,
        operation: &Operation,
        plan: &OperationPlan,
        found: &mut Diagnostics,
    ) -> OperationNames {
        let wanted = operation.name.clone().unwrap_or_else(|| method(operation));
        let by_path = snake(&format!("{} {}", operation.method, operation.path));
        let method = self.methods.take(&wanted, &[by_path]);
        if method.clashed {
            found.push(clash(&operation.at, &wanted, &method.name, "an operation"));
        }
        let base = pascal(method.name.plain());
        let outcome = match &plan.success {
            Success::One(_) => None,
            Success::Several(answers) => {
                let name = self.items.take(&format!("{base}Outcome"), &[]).name;
                let variants = answers.iter().map(|(it, _)| Name(status(*it))).collect();
                Some((name, variants))
            }
        };
        let events = plan.events.then_some(&"events");
        let mut scope = Scope::new(RESERVED.iter().chain(events));
        let parameters = parameters(operation, &mut scope, found);
        let builder = (plan.request == Request::Own)
            .then(|| self.items.take(&base, &[format!("{base}Request")]).name);
        OperationNames {
            builder,
            constant: Name(
                self.constants
                    .take(&method.name.plain().to_ascii_uppercase(), &[])
                    .name
                    .plain()
                    .to_owned(),
            ),
            outcome,
            parameters,
            body: scope.take("body", &["request_body".to_owned()]).name,
            method: method.name,
        }
    }
}

/// The operation's id without the tag that its module says already.
fn method(operation: &Operation) -> String {
    let id = operation.id.as_str();
    let own = id
        .split_once(['/', '.', ':'])
        .filter(|(prefix, _)| {
            operation
                .tag
                .as_deref()
                .is_some_and(|tag| snake(tag) == snake(prefix))
        })
        .map_or(id, |(_, own)| own);
    snake(own)
}

fn parameters(operation: &Operation, scope: &mut Scope, found: &mut Diagnostics) -> Vec<Name> {
    operation
        .parameters
        .iter()
        .map(|parameter| {
            let wanted = parameter
                .rust_name
                .clone()
                .unwrap_or_else(|| snake(&parameter.name));
            let place = match parameter.location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            let taken = scope.take(&wanted, &[format!("{wanted}_{place}")]);
            if taken.clashed && !RESERVED.contains(&wanted.as_str()) {
                found.push(clash(&parameter.at, &wanted, &taken.name, "a parameter"));
            }
            taken.name
        })
        .collect()
}
