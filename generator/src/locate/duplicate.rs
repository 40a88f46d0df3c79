//! The first key of a text that its object has twice.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::events::{Event, Place};
use crate::pointer::Pointer;

/// The object, the key, and both places.
pub(super) fn duplicate_key(text: &str) -> Option<(Pointer, String, Place, Place)> {
    let mut open: Vec<Keys> = Vec::new();
    let mut found = None;
    super::events(text, &mut |event, place| {
        if matches!(event, Event::Close) {
            open.pop();
            return ControlFlow::Continue(());
        }
        let mut at = Pointer::root();
        if let Some(container) = open.last_mut() {
            if container.mapping && container.key.is_none() {
                let Event::Scalar(text) = &event else {
                    container.key = Some(String::new());
                    return ControlFlow::Continue(());
                };
                container.key = Some(text.to_string());
                if let Some(first) = container.seen.insert(text.to_string(), place.clone()) {
                    found = Some((container.at.clone(), text.to_string(), first, place));
                    return ControlFlow::Break(());
                }
                return ControlFlow::Continue(());
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
        ControlFlow::Continue(())
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
