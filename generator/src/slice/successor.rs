//! Where the operations stand, and what looks like the successor of one that is not there.

use serde_json::Value;

use super::reach::METHODS;
use super::{Cut, prose};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// Where an operation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) id: String,
    /// In lower case, as the path item has it.
    pub(super) method: String,
    pub(super) path: String,
}

impl Place {
    pub(super) fn operation<'d>(&self, document: &'d Value) -> Option<&'d Value> {
        document["paths"].get(&self.path)?.get(&self.method)
    }

    fn pointer(&self) -> Pointer {
        Pointer::from_tokens(["paths", &self.path, &self.method])
    }

    /// `GET /pets`
    fn route(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }
}

/// The places of the wanted operations.
pub(super) fn places(document: &Value, cut: &Cut<'_>) -> Result<Vec<Place>, Diagnostics> {
    let all = all(document);
    let before = cut.prior.map(|prior| self::all(prior.document));
    let before = |id: &str| before.iter().flatten().find(|place| place.id == id);
    let mut found = Diagnostics::default();
    let mut places = Vec::new();
    for id in cut.operations {
        let then = before(id);
        match all.iter().find(|place| place.id == *id) {
            None => found.push(missing(document, id, then, &all, cut)),
            Some(now) => {
                let has_moved = then.is_some_and(|then| then != now);
                if let (true, false, Some(then)) = (has_moved, cut.moves, then) {
                    found.push(moved(then, now));
                }
                places.push(now.clone());
            }
        }
    }
    found.propagate().map(|_| places)
}

fn all(document: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let id = operation.get("operationId").and_then(Value::as_str);
            if let (true, Some(id)) = (METHODS.contains(&method.as_str()), id) {
                places.push(Place {
                    id: id.to_owned(),
                    method: method.clone(),
                    path: path.clone(),
                });
            }
        }
    }
    places
}

fn moved(then: &Place, now: &Place) -> Diagnostic {
    let message = format!(
        "the operation `{}` has moved: it was {} and is {}",
        now.id,
        then.route(),
        now.route()
    );
    Diagnostic::new(Code::MovedOperation, &now.pointer(), message)
        .help("name all operations by `--operations` to take it from where it is now")
}

fn missing(
    document: &Value,
    id: &str,
    then: Option<&Place>,
    all: &[Place],
    cut: &Cut<'_>,
) -> Diagnostic {
    let message = format!("the description has no operation `{id}`");
    let Some((place, why)) = successor(document, id, then, all, cut) else {
        return Diagnostic::new(
            Code::MissingOperation,
            &Pointer::root().child("paths"),
            message,
        )
        .help("nothing in the description resembles it; take it off the list in `lock.toml`");
    };
    let (route, name) = (place.route(), &place.id);
    Diagnostic::new(Code::MissingOperation, &place.pointer(), message).help(format!(
        "`{name}` ({route}) looks like its successor: {why}; name it in `--operations`"
    ))
}

/// Ids less alike than this are different words.
const ALIKE: f64 = 0.75;

fn successor<'p>(
    document: &Value,
    id: &str,
    then: Option<&Place>,
    all: &'p [Place],
    cut: &Cut<'_>,
) -> Option<(&'p Place, &'static str)> {
    // What the slice has already succeeds nothing.
    let free: Vec<&Place> = all
        .iter()
        .filter(|place| !cut.operations.contains(&place.id))
        .collect();
    let find = |test: &dyn Fn(&Place) -> bool| free.iter().copied().find(|place| test(place));
    if let Some(then) = then {
        if let Some(place) = find(&|it| it.path == then.path && it.method == then.method) {
            return Some((place, "it has the same method and path"));
        }
        let digest = cut.prior.and_then(|prior| {
            let summary = then.pointer().child("summary");
            prior.upstream.get(summary.as_str())
        });
        let same_summary = |place: &Place| {
            let summary = place
                .operation(document)
                .and_then(|it| it.get("summary")?.as_str());
            digest.is_some() && summary.map(prose::digest).as_ref() == digest
        };
        if let Some(place) = find(&same_summary) {
            return Some((place, "it has the same summary"));
        }
        if let Some(place) = find(&|it| it.path == then.path) {
            return Some((place, "it has the same path"));
        }
    }
    let likeness = |place: &Place| strsim::jaro_winkler(id, &place.id);
    free.into_iter()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .filter(|place| likeness(place) >= ALIKE)
        .map(|place| (place, "it has a similar name"))
}
