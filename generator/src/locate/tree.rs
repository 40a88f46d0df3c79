//! The wanted pointers as a tree of tokens, filled by one walk over the events of a text.

use std::collections::HashMap;

use super::events::{Event, Place};
use crate::pointer::Pointer;

/// The nodes that are to be found, with all above them.
#[derive(Debug)]
pub(super) struct Wanted {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    children: HashMap<String, usize>,
    place: Option<Place>,
}

const ROOT: usize = 0;

/// More rounds than any text needs whose aliases are no joke.
const MAX_ROUNDS: usize = 8;

impl Default for Wanted {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }
}

impl Wanted {
    pub(super) fn add(&mut self, at: &Pointer) {
        let mut node = ROOT;
        for token in at.tokens() {
            let next = self.nodes.len();
            let child = *self.nodes[node].children.entry(token).or_insert(next);
            if child == next {
                self.nodes.push(Node::default());
            }
            node = child;
        }
    }

    /// Finds the nodes in a text. What stands behind an alias is found in a further round, since
    /// the anchor came before it.
    pub(super) fn find(&mut self, text: &str) {
        let mut behind = HashMap::new();
        for _ in 0..MAX_ROUNDS {
            let mut walk = Walk::new(&mut self.nodes, &behind);
            super::events(text, &mut |event, place| walk.on_event(&event, place));
            let found = walk.aliases;
            if found == behind {
                return;
            }
            behind = found;
        }
    }

    /// The place of a node or of its nearest ancestor that has one.
    pub(super) fn get(&self, at: &Pointer) -> Option<&Place> {
        let mut node = &self.nodes[ROOT];
        let mut place = node.place.as_ref();
        for token in at.tokens() {
            let Some(&child) = node.children.get(&token) else {
                break;
            };
            node = &self.nodes[child];
            place = node.place.as_ref().or(place);
        }
        place
    }
}

/// Anchor → the wanted nodes whose content it holds.
type Aliases = HashMap<usize, Vec<usize>>;

struct Walk<'w> {
    nodes: &'w mut Vec<Node>,
    behind: &'w Aliases,
    aliases: Aliases,
    open: Vec<Container>,
}

/// A container that the walk is in, and the wanted nodes it stands for.
struct Container {
    wanted: Vec<usize>,
    mapping: bool,
    /// The key whose value comes next.
    key: Option<(String, Place)>,
    index: usize,
    /// The nodes that this container is without standing under a key; its first key marks them.
    keyless: Vec<usize>,
}

impl<'w> Walk<'w> {
    fn new(nodes: &'w mut Vec<Node>, behind: &'w Aliases) -> Self {
        Self {
            nodes,
            behind,
            aliases: Aliases::new(),
            open: Vec::new(),
        }
    }

    fn on_event(&mut self, event: &Event<'_>, place: Place) {
        if matches!(event, Event::Close) {
            self.open.pop();
            return;
        }
        let is_key = self
            .open
            .last()
            .is_some_and(|it| it.mapping && it.key.is_none());
        let key = if is_key { None } else { self.key_place() };
        let mut wanted = if is_key {
            self.read_key(event, &place)
        } else {
            self.reached()
        };
        let keyless = if key.is_none() {
            wanted.clone()
        } else {
            Vec::new()
        };
        let marked = match event {
            Event::Scalar(_) | Event::Alias(_) => place,
            Event::Open { .. } | Event::Close => key.unwrap_or(place),
        };
        for &node in &wanted {
            self.nodes[node].place.get_or_insert_with(|| marked.clone());
        }
        match event {
            &Event::Open { mapping, anchor } => {
                wanted.extend(self.behind.get(&anchor).into_iter().flatten());
                self.open.push(Container {
                    wanted,
                    mapping,
                    key: None,
                    index: 0,
                    keyless,
                });
            }
            &Event::Alias(anchor) => {
                wanted.retain(|&node| !self.nodes[node].children.is_empty());
                if !wanted.is_empty() {
                    self.aliases.entry(anchor).or_default().extend(wanted);
                }
            }
            Event::Scalar(_) | Event::Close => {}
        }
    }

    /// Keeps a key; it is no wanted node itself.
    fn read_key(&mut self, event: &Event<'_>, place: &Place) -> Vec<usize> {
        if let Some(container) = self.open.last_mut() {
            let text = match event {
                Event::Scalar(text) => text.as_ref(),
                Event::Open { .. } | Event::Close | Event::Alias(_) => "",
            };
            container.key = Some((text.to_owned(), place.clone()));
            for node in container.keyless.drain(..) {
                self.nodes[node].place = Some(place.clone());
            }
        }
        Vec::new()
    }

    fn key_place(&self) -> Option<Place> {
        Some(self.open.last()?.key.as_ref()?.1.clone())
    }

    /// The wanted nodes that the value which now comes is; the container goes on to the next.
    fn reached(&mut self) -> Vec<usize> {
        let Some(container) = self.open.last_mut() else {
            return vec![ROOT];
        };
        let token = match container.key.take() {
            Some((key, _)) => key,
            None => container.index.to_string(),
        };
        container.index += 1;
        let children = |&node: &usize| self.nodes[node].children.get(&token).copied();
        container.wanted.iter().filter_map(children).collect()
    }
}

/// The first key that its object has twice: the object, the key, and both places.
pub(super) fn duplicate_key(text: &str) -> Option<(Pointer, String, Place, Place)> {
    let mut open: Vec<Keys> = Vec::new();
    let mut found = None;
    super::events(text, &mut |event, place| {
        if found.is_some() {
            return;
        }
        if matches!(event, Event::Close) {
            open.pop();
            return;
        }
        let mut at = Pointer::root();
        if let Some(container) = open.last_mut() {
            if container.mapping && container.key.is_none() {
                let Event::Scalar(text) = &event else {
                    container.key = Some(String::new());
                    return;
                };
                container.key = Some(text.to_string());
                if let Some(first) = container.seen.insert(text.to_string(), place.clone()) {
                    found = Some((container.at.clone(), text.to_string(), first, place));
                }
                return;
            }
            let token = container
                .key
                .take()
                .unwrap_or_else(|| container.index.to_string());
            at = container.at.child(token);
            container.index += 1;
        }
        if let Event::Open { mapping, .. } = event {
            open.push(Keys {
                at,
                mapping,
                ..Keys::default()
            });
        }
    });
    found
}

/// A container on the way to a key that stands twice.
#[derive(Default)]
struct Keys {
    at: Pointer,
    mapping: bool,
    seen: HashMap<String, Place>,
    key: Option<String>,
    index: usize,
}
