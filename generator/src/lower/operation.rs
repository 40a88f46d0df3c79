//! Operations, in the order of the text: what each is called, takes, sends and answers.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::PathItem;
use serde_json::Value;

use super::response::{Answer, Family, family};
use super::{
    Lowering, body, extension, paging, parameter, response, security, server, template, url,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Content, Docs, Operation, SecurityScheme};
use crate::pointer::Pointer;
use crate::resolve::View;

/// All operations of the document.
pub(super) fn operations(
    lowering: &mut Lowering<'_>,
    schemes: &IndexMap<String, SecurityScheme>,
) -> Vec<Operation> {
    let resolver = lowering.resolver;
    let paths = Pointer::root().child("paths");
    report_odd_paths(lowering, &paths);
    let accept = extension::accept(lowering);
    let mut ids = Ids::default();
    let mut operations = Vec::new();
    for (path, node) in &resolver.document().api.paths.paths {
        let place = paths.child(path);
        let Some(item) = lowering.noted(resolver.resolve::<PathItem, _>(&place, node)) else {
            continue;
        };
        let Some(variables) = lowering.noted(template::variables(&place, path)) else {
            continue;
        };
        for method in methods(lowering, &item) {
            let Some(node) = item
                .node
                .iter()
                .find(|(name, _)| *name == method)
                .map(|it| it.1)
            else {
                continue;
            };
            let view = View {
                at: item.at.child(&method),
                node,
            };
            let id = ids.of(lowering, &view, &method, path);
            let scope = Scope {
                item: &item,
                path,
                method: &method,
                variables: &variables,
            };
            let mut operation = operation(lowering, &view, &scope, id, accept.as_deref());
            operation.server = server::own(lowering, &item, &view);
            operation.security = security::requirements(lowering, schemes, &view);
            lowering.make_room_for_operation(&operation);
            if lowering.is_full() {
                return operations;
            }
            operations.push(operation);
        }
    }
    operations
}

/// What an operation inherits from where it stands.
struct Scope<'s, 'd> {
    item: &'s View<'d, PathItem>,
    path: &'s str,
    method: &'s str,
    variables: &'s [&'s str],
}

fn operation<'d>(
    lowering: &mut Lowering<'d>,
    view: &View<'d, openapiv3::Operation>,
    scope: &Scope<'_, 'd>,
    id: String,
    accept: Option<&str>,
) -> Operation {
    let View { at, node } = view;
    let parameters = parameter::parameters(lowering, scope.item, view, &id, scope.variables);
    let body = node
        .request_body
        .as_ref()
        .and_then(|body| body::body(lowering, at, body, &id));
    let answers = response::answers(lowering, at, &node.responses, &id);
    let accept = accepted(&answers, accept);
    let mut successes = answers.iter().filter(|answer| answer.outcome.success);
    let events = successes.find_map(|answer| answer.events.clone());
    let mut operation = Operation {
        method: scope.method.to_ascii_uppercase(),
        path: scope.path.to_owned(),
        tag: node.tags.first().cloned(),
        page: page(lowering, view),
        parameters,
        body,
        outcomes: answers.into_iter().map(|answer| answer.outcome).collect(),
        events,
        accept,
        paging: None,
        server: None,
        security: Vec::new(),
        name: lowering.rust_name(&node.extensions, at),
        docs: Docs {
            summary: node.summary.clone(),
            description: node.description.clone(),
            external: url(node.external_docs.as_ref()),
            deprecated: node.deprecated,
        },
        at: at.clone(),
        id,
    };
    operation.paging = paging::paging(lowering, &operation, &node.extensions);
    operation
}

/// The methods of a path item, in the order of the text.
fn methods(lowering: &Lowering<'_>, item: &View<'_, PathItem>) -> Vec<String> {
    let known: Vec<&str> = item.node.iter().map(|(method, _)| method).collect();
    match item.at.get(&lowering.resolver.document().value) {
        Some(Value::Object(members)) => members
            .keys()
            .filter(|key| known.contains(&key.as_str()))
            .cloned()
            .collect(),
        _ => known.into_iter().map(str::to_owned).collect(),
    }
}

/// The identifiers given so far, and where.
#[derive(Default)]
struct Ids(HashMap<String, Pointer>);

impl Ids {
    /// The operation's own id, or one made from method and path.
    fn of(
        &mut self,
        lowering: &mut Lowering<'_>,
        view: &View<'_, openapiv3::Operation>,
        method: &str,
        path: &str,
    ) -> String {
        let made = format!("{method} {path}");
        let stated = view.node.operation_id.as_ref();
        let id = match stated.filter(|id| !id.trim().is_empty()) {
            None => {
                lowering.report(missing_id(&view.at, &made));
                made
            }
            Some(id) => match self.0.get(id) {
                Some(first) => {
                    lowering.report(duplicate_id(&view.at, id, first, &made));
                    made
                }
                None => id.clone(),
            },
        };
        self.0
            .entry(id.clone())
            .or_insert_with(|| view.at.child("operationId"));
        id
    }
}

fn missing_id(at: &Pointer, made: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingOperationId,
        at,
        format!("the operation has no `operationId`; it is named after `{made}`"),
    )
    .help("give it an `operationId`, by an overlay if the description is not yours")
}

fn duplicate_id(at: &Pointer, id: &str, first: &Pointer, made: &str) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateOperationId,
        &at.child("operationId"),
        format!("`{id}` is the id of another operation; this one is named after `{made}`"),
    )
    .label(first, "the first operation with this id")
    .help("give each operation an `operationId` of its own")
}

/// The page of the documentation: `x-page`, or the last segment of an URL that points into one.
fn page(lowering: &mut Lowering<'_>, view: &View<'_, openapiv3::Operation>) -> Option<String> {
    let stated = lowering.extension(&view.node.extensions, &view.at, "x-page", "a page's name");
    stated.or_else(|| {
        let url = &view.node.external_docs.as_ref()?.url;
        let (page, _fragment) = url.split_once('#')?;
        let name = page.trim_end_matches('/').rsplit('/').next()?;
        (!name.is_empty() && !name.contains(':')).then(|| name.to_owned())
    })
}

/// The value of `Accept`: what is wanted in the first place, then what is documented.
fn accepted(answers: &[Answer], preferred: Option<&str>) -> String {
    let of = |success: bool| {
        answers
            .iter()
            .filter(move |answer| answer.outcome.success == success)
            .filter_map(|answer| answer.media_type.as_deref())
    };
    let documented: Vec<&str> = if of(true).next().is_some() {
        of(true).collect()
    } else {
        of(false).collect()
    };
    let binary = answers
        .iter()
        .any(|answer| answer.outcome.content == Content::Bytes || is_stream(answer));
    let mut accepted: Vec<&str> = preferred.filter(|_| !binary).into_iter().collect();
    for media_type in documented {
        if !accepted.contains(&media_type) {
            accepted.push(media_type);
        }
    }
    accepted.join(", ")
}

/// Whether an answer is nothing but events.
fn is_stream(answer: &Answer) -> bool {
    let media_type = answer.media_type.as_deref();
    media_type.is_some_and(|it| family(it) == Family::EventStream)
}

/// openapiv3 passes over paths that do not begin with a slash, so the text is looked at.
fn report_odd_paths(lowering: &mut Lowering<'_>, at: &Pointer) {
    let document = lowering.resolver.document();
    let Some(Value::Object(members)) = at.get(&document.value) else {
        return;
    };
    for key in members
        .keys()
        .filter(|key| !key.starts_with('/') && !key.starts_with("x-"))
    {
        lowering.report(
            Diagnostic::new(
                Code::InvalidPathTemplate,
                &at.child(key),
                format!("the path `{key}` does not begin with `/`"),
            )
            .help("a path is appended to the server's URL as it stands (§4.7.8)"),
        );
    }
}
