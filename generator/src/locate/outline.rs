//! Which nodes a text has and where they stand, made in one pass and then looked up in.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use super::events::{Event, Place};
use crate::limits::MAX_NODES;
use crate::pointer::Pointer;

/// The nodes of a text, each before what it holds, as far as the text can be read and no more than
/// a description may have.
#[derive(Debug, Default)]
pub(super) struct Outline<'t> {
    nodes: Vec<Node>,
    keys: HashMap<Cow<'t, str>, u32>,
    /// The nodes that have an anchor and hold others.
    anchors: HashMap<usize, u32>,
}

#[derive(Debug)]
struct Node {
    /// The number of its key, or its position in an array.
    token: u32,
    kind: Kind,
    /// What is marked when it is meant.
    place: Place,
    /// The node behind it and all it holds.
    end: u32,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Scalar,
    Object,
    Array,
    /// What stands at the anchor of that number.
    Alias(usize),
}

const ROOT: u32 = 0;

/// The token of what no pointer leads to.
const NAMELESS: u32 = u32::MAX;

/// A text has fewer bytes than that, and so has it nodes ([`crate::limits::MAX_BYTES`]).
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NAMELESS)
}

impl<'t> Outline<'t> {
    /// Reads a text; none if told to stop before the end.
    pub(super) fn of(text: &'t str, stop: &AtomicBool) -> Option<Self> {
        let mut making = Making::default();
        super::events(text, &mut |event, place| {
            making.on_event(event, place);
            if stop.load(Ordering::Relaxed) || making.outline.nodes.len() > MAX_NODES {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        (!stop.load(Ordering::Relaxed)).then(|| making.made())
    }

    fn node(&self, at: u32) -> &Node {
        &self.nodes[at as usize]
    }

    /// The members of an object or the items of an array.
    fn children(&self, at: u32) -> impl Iterator<Item = u32> {
        let end = self.node(at).end;
        let first = Some(at + 1).filter(|&first| first < end);
        std::iter::successors(first, move |&child| {
            Some(self.node(child).end).filter(|&next| next < end)
        })
    }

    /// The node itself, or what the alias in its place stands for.
    fn behind(&self, at: u32) -> u32 {
        match self.node(at).kind {
            Kind::Alias(anchor) => self.anchors.get(&anchor).copied().unwrap_or(at),
            Kind::Scalar | Kind::Object | Kind::Array => at,
        }
    }
}

/// Looks pointers up, each in as many steps as it has tokens.
pub(super) struct Lookup<'o, 't> {
    outline: &'o Outline<'t>,
    /// Those that something was looked up in, with their children by token.
    opened: HashMap<u32, HashMap<u32, u32>>,
}

impl<'o, 't> Lookup<'o, 't> {
    pub(super) fn new(outline: &'o Outline<'t>) -> Self {
        Self {
            outline,
            opened: HashMap::new(),
        }
    }

    /// The place of a node or of its nearest ancestor that the text has.
    pub(super) fn place(&mut self, at: &Pointer) -> Option<&'o Place> {
        self.outline.nodes.first()?;
        let mut node = ROOT;
        for token in at.tokens() {
            let Some(child) = self.child(self.outline.behind(node), &token) else {
                break;
            };
            node = child;
        }
        Some(&self.outline.node(node).place)
    }

    fn child(&mut self, at: u32, token: &str) -> Option<u32> {
        let outline = self.outline;
        let token = match outline.node(at).kind {
            Kind::Object => *outline.keys.get(token)?,
            Kind::Array => token.parse().ok()?,
            Kind::Scalar | Kind::Alias(_) => return None,
        };
        let opened = self.opened.entry(at).or_insert_with(|| {
            let mut children = HashMap::new();
            for child in outline.children(at) {
                children.entry(outline.node(child).token).or_insert(child);
            }
            children
        });
        opened.get(&token).copied()
    }
}

/// An outline as far as the text was read.
#[derive(Default)]
struct Making<'t> {
    outline: Outline<'t>,
    open: Vec<Container>,
}

struct Container {
    node: u32,
    is_object: bool,
    /// The key whose value comes next, and where it stands.
    key: Option<(u32, Place)>,
    /// How many items came.
    items: u32,
    /// Whether the first key is to mark it.
    is_unmarked: bool,
}

impl<'t> Making<'t> {
    fn on_event(&mut self, event: Event<'t>, place: Place) {
        match event {
            Event::Close => self.close(),
            event if self.wants_key() => self.key(event, place),
            Event::Scalar(_) => self.leaf(Kind::Scalar, place),
            Event::Alias(anchor) => self.leaf(Kind::Alias(anchor), place),
            Event::Open { mapping, anchor } => {
                let (token, key) = self.token();
                self.open(token, mapping, anchor, key, place);
            }
        }
    }

    fn made(mut self) -> Outline<'t> {
        while !self.open.is_empty() {
            self.close();
        }
        self.outline
    }

    fn wants_key(&self) -> bool {
        let open = self.open.last();
        open.is_some_and(|it| it.is_object && it.key.is_none())
    }

    /// Keeps a key. One that is no scalar is a node that nothing leads to.
    fn key(&mut self, event: Event<'t>, place: Place) {
        let container = match event {
            Event::Open { mapping, anchor } => Some((mapping, anchor)),
            Event::Scalar(_) | Event::Close | Event::Alias(_) => None,
        };
        let number = match event {
            Event::Scalar(text) => self.number(text),
            Event::Open { .. } | Event::Close | Event::Alias(_) => NAMELESS,
        };
        if let Some(object) = self.open.last_mut() {
            if std::mem::take(&mut object.is_unmarked) {
                self.outline.nodes[object.node as usize].place = place.clone();
            }
            object.key = Some((number, place.clone()));
        }
        if let Some((is_object, anchor)) = container {
            self.open(NAMELESS, is_object, anchor, None, place);
        }
    }

    fn number(&mut self, key: Cow<'t, str>) -> u32 {
        let next = count(self.outline.keys.len());
        *self.outline.keys.entry(key).or_insert(next)
    }

    /// The token of the value that comes now, and where its key stands.
    fn token(&mut self) -> (u32, Option<Place>) {
        let Some(container) = self.open.last_mut() else {
            return (NAMELESS, None);
        };
        if let Some((number, place)) = container.key.take() {
            return (number, Some(place));
        }
        container.items += 1;
        (container.items - 1, None)
    }

    fn leaf(&mut self, kind: Kind, place: Place) {
        let (token, _) = self.token();
        self.add(token, kind, place);
    }

    fn open(&mut self, token: u32, is_object: bool, anchor: usize, key: Option<Place>, own: Place) {
        let is_unmarked = key.is_none();
        let kind = if is_object { Kind::Object } else { Kind::Array };
        let node = self.add(token, kind, key.unwrap_or(own));
        if anchor > 0 {
            self.outline.anchors.insert(anchor, node);
        }
        self.open.push(Container {
            node,
            is_object,
            key: None,
            items: 0,
            is_unmarked,
        });
    }

    fn add(&mut self, token: u32, kind: Kind, place: Place) -> u32 {
        let at = count(self.outline.nodes.len());
        self.outline.nodes.push(Node {
            token,
            kind,
            place,
            end: at + 1,
        });
        at
    }

    fn close(&mut self) {
        if let Some(container) = self.open.pop() {
            self.outline.nodes[container.node as usize].end = count(self.outline.nodes.len());
        }
    }
}
