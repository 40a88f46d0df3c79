//! A description and the files beside it in, one description out.
//!
//! What a reference to another file names becomes a component, under the name it has there, and the
//! reference leads to that; where OpenAPI has no component, as for path items, what is named takes
//! the place of the reference. Every node remembers the file it is from. Refused are files outside
//! the description's directory, and more of them than a person would write; addresses on the web
//! are left to whoever follows the reference.

mod files;
mod place;
mod reference;

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use self::files::Files;
pub(super) use self::place::fragment;
use self::place::{Place, put};
use self::reference::Reference;
use super::explain::SECTIONS;
use super::kind::{Holds, Kind};
use super::mend::{self, Remedy};
use crate::Source;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceId};
use crate::limits::{MAX_COPIED, nodes};
use crate::overlay::Origins;
use crate::pointer::Pointer;
use crate::resolve;

pub use files::Beside;

/// Reads what a description refers to. `load` is given the path of a file, below the description's
/// directory and with `/`, and says in a few words why there is nothing.
pub fn gather(
    description: &Source,
    load: &mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
) -> Vec<Beside> {
    let mut gathered = Vec::new();
    let Ok(text) = super::text(description) else {
        return gathered;
    };
    if !refers_elsewhere(text) {
        return gathered;
    }
    if let Ok(mut value) = super::parse::parse(text, SourceId::Description) {
        let mut open = |path: &str| {
            gathered.push(Beside {
                path: path.to_owned(),
                content: load(path),
            });
            let found = gathered.last().cloned()?;
            Some((gathered.len() - 1, found))
        };
        bundle(&mut value, Files::new(&description.name, &mut open));
    }
    gathered
}

/// Puts what the references of a description lead to into it.
///
/// # Errors
/// A reference that can't be followed to its file, or to a node of it.
pub(super) fn bundle_beside(
    text: &str,
    name: &str,
    value: &mut Value,
    beside: &[Beside],
) -> Result<(Origins, Diagnostics), Diagnostics> {
    if !refers_elsewhere(text) {
        return Ok(Default::default());
    }
    let mut open = |path: &str| {
        let mut numbered = beside.iter().cloned().enumerate();
        numbered.find(|(_, it)| it.path == path)
    };
    let (origins, found) = bundle(value, Files::new(name, &mut open));
    found.propagate().map(|found| (origins, found))
}

/// Whether some reference of the text may lead to another file. No is certain.
fn refers_elsewhere(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find("$ref") {
        rest = &rest[start + 4..];
        let target = rest.trim_start_matches([' ', '\t', '\r', '\n', '"', '\'', ':']);
        if !target.starts_with('#') {
            return true;
        }
    }
    false
}

fn bundle(root: &mut Value, files: Files<'_>) -> (Origins, Diagnostics) {
    let mut bundler = Bundler {
        files,
        keys: HashSet::new(),
        placed: HashMap::new(),
        waiting: VecDeque::new(),
        open: Vec::new(),
        copied: 0,
        origins: Origins::default(),
        found: Diagnostics::default(),
    };
    bundler.adopt_components(root);
    let place = Place {
        file: files::DESCRIPTION,
        at: Pointer::root(),
        address: Pointer::root(),
    };
    bundler.walk(Holds::One(Kind::Document), root, &place);
    while let Some((kind, place)) = bundler.waiting.pop_front() {
        let Some(mut node) = bundler.copy(place.file, &place.at) else {
            continue;
        };
        bundler.wrote(&place);
        bundler.walk(Holds::One(kind), &mut node, &place);
        put(root, &place.address, node);
    }
    (bundler.origins, bundler.found)
}

struct Bundler<'f> {
    files: Files<'f>,
    /// The components there are, by section and key.
    keys: HashSet<(&'static str, String)>,
    /// What became a component, and under which address.
    placed: HashMap<(&'static str, usize, Pointer), Pointer>,
    /// Components whose content is still to be put into the description.
    waiting: VecDeque<(Kind, Place)>,
    /// The nodes that are being put in the place of references, from the outside in.
    open: Vec<(usize, Pointer)>,
    copied: usize,
    origins: Origins,
    found: Diagnostics,
}

impl Bundler<'_> {
    /// A component that is nothing but a reference to another file is what that becomes.
    fn adopt_components(&mut self, root: &Value) {
        let Some(components) = root.get("components") else {
            return;
        };
        for kind in SECTIONS {
            let Some(section) = kind.section() else {
                continue;
            };
            let Some(Value::Object(entries)) = components.get(section) else {
                continue;
            };
            for (key, entry) in entries {
                self.keys.insert((section, key.clone()));
                let address = Pointer::from_tokens(["components", section, key]);
                let sole = entry.as_object().filter(|members| members.len() == 1);
                let reference = sole.and_then(|members| members.get("$ref")?.as_str());
                let place = Place {
                    file: files::DESCRIPTION,
                    at: address.clone(),
                    address: address.clone(),
                };
                let Some((file, at)) =
                    reference.and_then(|it| self.target(Holds::One(kind), it, &place))
                else {
                    continue;
                };
                if file != files::DESCRIPTION {
                    self.placed
                        .entry((section, file, at.clone()))
                        .or_insert_with(|| {
                            self.waiting.push_back((kind, Place { file, at, address }));
                            place.address
                        });
                }
            }
        }
    }

    /// Looks for references at and below a node, and leads those to other files elsewhere.
    fn walk(&mut self, holds: Holds, node: &mut Value, place: &Place) {
        let section = match holds {
            Holds::One(kind) => kind.section(),
            Holds::List(_) | Holds::Map(_) => None,
        };
        if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            let Some((file, at)) = self.target(holds, reference, place) else {
                return;
            };
            match (holds, section) {
                (Holds::One(kind), Some(section)) => {
                    let address = self.address(kind, section, file, at);
                    // What has been adopted is written over.
                    if address != place.address {
                        node["$ref"] = Value::String(fragment(&address));
                    }
                }
                _ if file == files::DESCRIPTION => {
                    node["$ref"] = Value::String(fragment(&at));
                }
                _ => self.inline(holds, node, place, file, at),
            }
            return;
        }
        match (holds, node) {
            (Holds::One(kind), Value::Object(members)) => self.walk_members(kind, members, place),
            (Holds::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.walk(Holds::One(kind), item, &place.child(index));
                }
            }
            (Holds::Map(kind), Value::Object(items)) => {
                for (key, item) in items {
                    self.walk(Holds::One(kind), item, &place.child(key));
                }
            }
            _ => {}
        }
    }

    fn walk_members(&mut self, kind: Kind, members: &mut Map<String, Value>, place: &Place) {
        for (name, member) in &mut *members {
            if let Some(holds) = kind.member(name) {
                self.walk(holds, member, &place.child(name));
            }
        }
        if let (Kind::Discriminator, Some(Value::Object(mapping))) =
            (kind, members.get_mut("mapping"))
        {
            let place = place.child("mapping");
            for (value, target) in mapping {
                self.walk_mapping(target, &place.child(value));
            }
        }
    }

    /// The values of a mapping are names of components, or references without a `$ref` (§4.7.25).
    fn walk_mapping(&mut self, node: &mut Value, place: &Place) {
        let Value::String(reference) = &*node else {
            return;
        };
        let is_name = !reference.contains(['#', '/', '.']);
        if is_name {
            return;
        }
        let section = Kind::Schema.section();
        if let (Some(section), Some((file, at))) = (
            section,
            self.target(Holds::One(Kind::Schema), reference, place),
        ) {
            *node = Value::String(fragment(&self.address(Kind::Schema, section, file, at)));
        }
    }

    /// Puts what a reference leads to in its place; members beside it stay (§4.7.9).
    fn inline(&mut self, holds: Holds, node: &mut Value, place: &Place, file: usize, at: Pointer) {
        let target = (file, at);
        if self.open.contains(&target) {
            let message = format!("the file leads back to itself: `{}`", target.1);
            self.report(
                Diagnostic::new(Code::ReferenceCycle, &place.at, message),
                place.file,
            );
            return;
        }
        let Some(mut content) = self.copy(target.0, &target.1) else {
            return;
        };
        let inner = Place {
            file: target.0,
            at: target.1.clone(),
            address: place.address.clone(),
        };
        self.wrote(&inner);
        self.open.push(target);
        self.walk(holds, &mut content, &inner);
        self.open.pop();
        if let (Value::Object(members), Value::Object(content)) = (&*node, &mut content) {
            for (name, member) in members.iter().filter(|(name, _)| *name != "$ref") {
                content.insert(name.clone(), member.clone());
                self.wrote(&place.child(name));
            }
        }
        *node = content;
    }

    /// The place in the description of a node that references lead to.
    fn address(&mut self, kind: Kind, section: &'static str, file: usize, at: Pointer) -> Pointer {
        if file == files::DESCRIPTION {
            return at;
        }
        let target = (section, file, at);
        if let Some(address) = self.placed.get(&target) {
            return address.clone();
        }
        let key = self.key(section, file, &target.2);
        let address = Pointer::from_tokens(["components", section, &key]);
        let place = Place {
            file,
            at: target.2.clone(),
            address: address.clone(),
        };
        self.waiting.push_back((kind, place));
        self.placed.insert(target, address.clone());
        address
    }

    /// The name a component has where it comes from, with the file's name if that is taken.
    fn key(&mut self, section: &'static str, file: usize, at: &Pointer) -> String {
        let stem = reference::stem(self.files.path(file)).to_owned();
        let short = match at.last() {
            Some(last) if !last.starts_with(|first: char| first.is_ascii_digit()) => last,
            Some(last) => format!("{stem}_{last}"),
            None => stem.clone(),
        };
        let long = format!("{stem}_{short}");
        let numbered = (2..).map(|number| format!("{long}_{number}"));
        let mut keys = [short, long.clone()].into_iter().chain(numbered);
        let free = keys.find(|key| self.keys.insert((section, key.clone())));
        free.unwrap_or_default()
    }

    /// The node that a reference names, if it is one of a file that can be read.
    fn target(&mut self, holds: Holds, reference: &str, place: &Place) -> Option<(usize, Pointer)> {
        let is_local = place.file == files::DESCRIPTION && reference.starts_with('#');
        if is_local {
            return None;
        }
        let fault = match self.find(reference, place) {
            Ok(target) => return target,
            Err(fault) => *fault,
        };
        let (Holds::One(kind) | Holds::List(kind) | Holds::Map(kind)) = holds;
        self.found.push(if mend::is_dispensable(kind) {
            mend::tolerated(fault, &Remedy::Absent)
        } else {
            fault
        });
        None
    }

    fn find(
        &mut self,
        reference: &str,
        place: &Place,
    ) -> Result<Option<(usize, Pointer)>, Box<Diagnostic>> {
        let source = self.files.source(place.file);
        let (path, at) = match reference::parse(reference, self.files.path(place.file)) {
            Reference::Node(path, at) => (path, at),
            Reference::Other => return Ok(None),
            Reference::Outside => {
                let message =
                    format!("the reference `{reference}` leaves the description's directory");
                let outside = Diagnostic::new(Code::ExternalReference, &place.at, message);
                let help = "put the file into that directory, or below it";
                return Err(Box::new(outside.help(help).in_source(source)));
            }
        };
        let opened = self.files.open(&path);
        let Some(file) =
            opened.map_err(|refusal| Box::new(refusal.about(reference, source, &place.at)))?
        else {
            return Ok(None);
        };
        // References into the description are judged with all the others there.
        match self.files.value(file) {
            Some(value) if at.get(value).is_none() => {
                let unresolved = resolve::unresolved(value, &place.at, reference, &at);
                Err(Box::new(unresolved.in_source(source)))
            }
            _ => Ok(Some((file, at))),
        }
    }

    fn copy(&mut self, file: usize, at: &Pointer) -> Option<Value> {
        let node = at.get(self.files.value(file)?)?;
        self.copied += nodes(node);
        if self.copied > MAX_COPIED {
            let message = format!("the files hold more than {MAX_COPIED} values when put together");
            let large = Diagnostic::new(Code::TooLarge, at, message);
            self.report(large.help("refer to fewer files, or to less of them"), file);
            return None;
        }
        Some(node.clone())
    }

    fn wrote(&mut self, place: &Place) {
        let source = self.files.source(place.file);
        self.origins
            .copied(place.address.clone(), source, place.at.clone());
    }

    fn report(&mut self, diagnostic: Diagnostic, file: usize) {
        let source = self.files.source(file);
        self.found.push(diagnostic.in_source(source));
    }
}

#[cfg(test)]
mod tests;
