//! What an operation takes as arguments, what by setters, and what it returns.

use crate::ir::{Api, Content, Location, Operation, Status, Ty};

/// The decisions about one operation.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationPlan {
    /// What must be given, in order.
    pub arguments: Vec<Argument>,
    /// Indexes of the parameters that may be given.
    pub setters: Vec<usize>,
    /// Whether there is a body that may be given.
    pub optional_body: bool,
    /// What it returns.
    pub success: Success,
    /// Whether the answer may be taken as events.
    pub events: bool,
    /// Whether a caller may hold the answer and ask later whether it is still the same.
    pub is_held: bool,
    /// What the type of a request is.
    pub request: Request,
}

/// What the type of a request under construction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// One of its own, with setters, or with more endings than most.
    Own,
    /// The runtime's for all that are only sent, or held besides.
    Common,
}

/// Something an operation can't do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A parameter, by its index.
    Parameter(usize),
    /// The request body.
    Body,
}

/// What an operation returns.
#[derive(Clone, Debug, PartialEq)]
pub enum Success {
    /// The same for each documented status.
    One(Content),
    /// Something else for each status.
    Several(Vec<(Status, Content)>),
}

impl Success {
    /// What may be returned, and when it is told by the status.
    pub fn contents(&self) -> impl Iterator<Item = (Option<Status>, &Content)> {
        let (one, several) = match self {
            Self::One(content) => (Some((None, content)), &[][..]),
            Self::Several(all) => (None, all.as_slice()),
        };
        one.into_iter().chain(
            several
                .iter()
                .map(|(status, content)| (Some(*status), content)),
        )
    }
}

/// Decides an operation's signature.
pub(super) fn plan(operation: &Operation) -> OperationPlan {
    let required = |location| {
        operation
            .parameters
            .iter()
            .enumerate()
            .filter(move |(_, it)| it.required && it.location == location)
            .map(|(index, _)| index)
    };
    let mut arguments: Vec<Argument> = path_order(operation);
    for location in [Location::Query, Location::Header, Location::Cookie] {
        arguments.extend(required(location).map(Argument::Parameter));
    }
    let body = operation.body.as_ref().map(|body| body.required);
    arguments.extend((body == Some(true)).then_some(Argument::Body));
    let optional = operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, it)| !it.required);
    let setters: Vec<usize> = optional.map(|(index, _)| index).collect();
    let optional_body = body == Some(false);
    let success = success(operation);
    let events = operation.events.is_some();
    let takes_more = !setters.is_empty() || optional_body;
    let has_more_endings = events || is_content(&success) || is_paged(operation, &success);
    OperationPlan {
        arguments,
        setters,
        optional_body,
        is_held: is_held(operation, &success),
        success,
        events,
        request: if takes_more || has_more_endings {
            Request::Own
        } else {
            Request::Common
        },
    }
}

/// Whether the answer is content, or leads to it.
fn is_content(success: &Success) -> bool {
    matches!(success, Success::One(Content::Redirect | Content::Bytes))
}

fn is_paged(operation: &Operation, success: &Success) -> bool {
    operation.paging.is_some() && matches!(success, Success::One(Content::Json(_)))
}

fn is_held(operation: &Operation, success: &Success) -> bool {
    let is_whole = match success {
        Success::One(Content::Json(_)) => true,
        Success::One(Content::Text) => operation.events.is_none(),
        _ => false,
    };
    is_whole && operation.method == "GET"
}

/// The path parameters as they stand in the template, which is how a reader thinks of them.
fn path_order(operation: &Operation) -> Vec<Argument> {
    let mut places: Vec<(usize, usize)> = operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, it)| it.location == Location::Path)
        .map(|(index, it)| {
            (
                operation
                    .path
                    .find(&format!("{{{}}}", it.name))
                    .unwrap_or(usize::MAX),
                index,
            )
        })
        .collect();
    places.sort_unstable();
    places
        .into_iter()
        .map(|(_, index)| Argument::Parameter(index))
        .collect()
}

fn success(operation: &Operation) -> Success {
    let mut answers: Vec<(Status, Content)> = operation
        .outcomes
        .iter()
        .filter(|outcome| outcome.success)
        .map(|outcome| (outcome.status, outcome.content.clone()))
        .collect();
    answers.sort_by_key(|(status, _)| *status);
    let mut distinct = answers.iter().map(|(_, content)| content);
    match distinct.next() {
        None => Success::One(Content::Empty),
        Some(first) if distinct.all(|other| other == first) => Success::One(first.clone()),
        Some(_) => Success::Several(answers),
    }
}

/// The types of the documented error bodies of all operations, each once.
pub(super) fn error_bodies(api: &Api) -> Vec<Ty> {
    let mut bodies: Vec<Ty> = Vec::new();
    for operation in &api.operations {
        for (_, ty) in errors(operation) {
            if !bodies.contains(ty) {
                bodies.push(ty.clone());
            }
        }
    }
    bodies
}

/// The documented errors of an operation that have a body with a type.
pub fn errors(operation: &Operation) -> impl Iterator<Item = (Status, &Ty)> {
    operation
        .outcomes
        .iter()
        .filter(|outcome| !outcome.success)
        .filter_map(|outcome| match &outcome.content {
            Content::Json(ty) => Some((outcome.status, ty)),
            _ => None,
        })
}
