//! The form of an Overlay 1.0 document, checked member by member.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::{Action, Change, Target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceId};
use crate::pointer::Pointer;

const HELP: &str = "an action has a `target` (JSONPath), and `update: …` or `remove: true`; see Overlay 1.0, §4.4.3";

/// The actions of an overlay, or all that is wrong with its form.
pub(super) fn actions(overlay: &Value) -> Result<Vec<Action<'_>>, Diagnostics> {
    let mut checks = Checks::default();
    let actions = checks.document(overlay);
    checks.diagnostics.propagate().map(|_| actions)
}

#[derive(Default)]
struct Checks {
    diagnostics: Diagnostics,
}

impl Checks {
    fn document<'o>(&mut self, overlay: &'o Value) -> Vec<Action<'o>> {
        let root = Pointer::root();
        let Some(members) = self.object(overlay, &root, "an overlay") else {
            return Vec::new();
        };
        match members.get("overlay") {
            Some(Value::String(version)) if version == "1.0" || version.starts_with("1.0.") => {}
            Some(_) => {
                let message = "only version 1.0.0 of the Overlay specification is read";
                self.report(&root.child("overlay"), message);
            }
            None => self.report(&root, "an overlay begins with `overlay: 1.0.0`"),
        }
        self.known(
            members,
            &root,
            "an overlay",
            &["overlay", "info", "extends", "actions"],
        );
        self.info(members.get("info"));
        self.string(members.get("extends"), &root.child("extends"), "`extends`");
        let at = root.child("actions");
        match members.get("actions") {
            Some(Value::Array(actions)) if actions.is_empty() => {
                self.report(&at, "an overlay has at least one action");
                Vec::new()
            }
            Some(Value::Array(actions)) => {
                let actions = actions.iter().enumerate();
                actions
                    .filter_map(|(index, action)| self.action(action, at.child(index)))
                    .collect()
            }
            Some(_) => {
                self.report(&at, "`actions` is a list");
                Vec::new()
            }
            None => {
                self.report(&root, "an overlay needs `actions`");
                Vec::new()
            }
        }
    }

    fn info(&mut self, info: Option<&Value>) {
        let at = Pointer::root().child("info");
        let Some(info) = info else {
            return self.report(&Pointer::root(), "an overlay needs `info`");
        };
        let Some(members) = self.object(info, &at, "`info`") else {
            return;
        };
        self.known(members, &at, "`info`", &["title", "version"]);
        for name in ["title", "version"] {
            if !members.contains_key(name) {
                self.report(&at, format!("`info` needs `{name}`"));
            }
            self.string(members.get(name), &at.child(name), &format!("`{name}`"));
        }
    }

    fn action<'o>(&mut self, action: &'o Value, at: Pointer) -> Option<Action<'o>> {
        let members = self.object(action, &at, "an action")?;
        self.known(
            members,
            &at,
            "an action",
            &["target", "description", "update", "remove"],
        );
        self.string(
            members.get("description"),
            &at.child("description"),
            "`description`",
        );
        let change = self.change(members, &at);
        let target = self.target(members.get("target"), &at)?;
        Some(Action { at, target, change })
    }

    fn change<'o>(&mut self, members: &'o Map<String, Value>, at: &Pointer) -> Change<'o> {
        let remove = match members.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(_) => {
                self.report(&at.child("remove"), "`remove` is true or false");
                false
            }
        };
        match members.get("update") {
            Some(_) if remove => {
                self.report(
                    &at.child("update"),
                    "an action that removes has no effect by `update`",
                );
                Change::Remove
            }
            _ if remove => Change::Remove,
            Some(update) => Change::Update(update),
            None => {
                if !members.contains_key("remove") {
                    self.report(at, "an action needs `update` or `remove: true`");
                }
                Change::Nothing
            }
        }
    }

    fn target(&mut self, target: Option<&Value>, action: &Pointer) -> Option<Target> {
        let at = action.child("target");
        match target {
            None => self.report(action, "an action needs a `target`"),
            Some(Value::String(text)) => match JsonPath::parse(text) {
                Ok(path) => {
                    let text = text.clone();
                    return Some(Target { text, path });
                }
                Err(error) => {
                    let message = format!("`{text}` is not a JSONPath (RFC 9535): {error}");
                    self.report(&at, message);
                }
            },
            Some(_) => self.report(&at, "`target` is a string"),
        }
        None
    }

    fn object<'o>(
        &mut self,
        value: &'o Value,
        at: &Pointer,
        what: &str,
    ) -> Option<&'o Map<String, Value>> {
        let members = value.as_object();
        if members.is_none() {
            self.report(at, format!("{what} is an object"));
        }
        members
    }

    fn string(&mut self, value: Option<&Value>, at: &Pointer, what: &str) {
        if value.is_some_and(|value| !value.is_string()) {
            self.report(at, format!("{what} is a string"));
        }
    }

    fn known(&mut self, members: &Map<String, Value>, at: &Pointer, what: &str, names: &[&str]) {
        for name in members.keys() {
            if !names.contains(&name.as_str()) && !name.starts_with("x-") {
                self.report(&at.child(name), format!("{what} has no member `{name}`"));
            }
        }
    }

    fn report(&mut self, at: &Pointer, message: impl Into<String>) {
        let diagnostic = Diagnostic::new(Code::InvalidOverlay, at, message);
        self.diagnostics
            .push(diagnostic.in_source(SourceId::Overlay).help(HELP));
    }
}
