//! The target of an action: a `JSONPath` in, the nodes that it selects out, each once.
//!
//! What a path looks at multiplies with each `..` and each selector of a bracket, so every step is
//! measured before it is taken.

use indexmap::IndexSet;
use serde_json::Value;
use serde_json_path::JsonPath;

use crate::limits::{MAX_NODES, nodes};
use crate::pointer::Pointer;

/// A path that was parsed, with its text.
pub(super) struct Target {
    pub(super) text: String,
    pub(super) path: JsonPath,
}

/// Why a target selects nothing that could be changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoSelection {
    /// Nothing is there; the longest part of the path that does select something, if that is more
    /// than the root.
    Nothing(Option<String>),
    /// Too many nodes would have to be looked at for this part of the path.
    TooMany(String),
}

/// A step of a path, as it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Step {
    /// Where it ends in the text.
    end: usize,
    /// Whether it selects at any depth.
    descends: bool,
    /// How many `..` stand in its filters.
    descents_within: u32,
    /// Whether its filters look at the whole document.
    from_root: bool,
    /// How many selectors it has.
    selectors: usize,
}

impl Target {
    /// The nodes that the path selects in the document, in its order.
    pub(super) fn select(&self, document: &Value) -> Result<Vec<Pointer>, NoSelection> {
        self.select_within(document, MAX_NODES)
    }

    fn select_within(&self, document: &Value, limit: usize) -> Result<Vec<Pointer>, NoSelection> {
        let mut found = vec![document];
        let mut matching = None;
        for step in steps(&self.text) {
            let part = &self.text[..step.end];
            let mut left = limit;
            for node in &found {
                let looked_at = step.looked_at(node, document, left);
                let taken = left.checked_sub(looked_at);
                left = taken.ok_or_else(|| NoSelection::TooMany(part.to_owned()))?;
            }
            if part == self.text {
                // It is queried below, with the places.
                break;
            }
            let Ok(path) = JsonPath::parse(part) else {
                continue;
            };
            found = path.query(document).all();
            if found.is_empty() {
                return Err(NoSelection::Nothing(matching));
            }
            matching = Some(part.to_owned());
        }
        let located = self.path.query_located(document);
        let selected: IndexSet<Pointer> = located
            .locations()
            .map(|path| Pointer::from_tokens(path.iter().map(ToString::to_string)))
            .collect();
        if selected.is_empty() {
            return Err(NoSelection::Nothing(matching));
        }
        Ok(selected.into_iter().collect())
    }
}

impl Step {
    /// How many nodes the step looks at from one node, counted no further than to `enough`.
    fn looked_at(self, node: &Value, document: &Value, enough: usize) -> usize {
        let below = if self.descends || self.descents_within > 0 {
            nodes(node)
        } else {
            node.as_array().map_or(0, Vec::len) + node.as_object().map_or(0, serde_json::Map::len)
        };
        // A descent from each of the nodes below looks at no more of them than are above one.
        let descents = self
            .descents_within
            .saturating_sub(u32::from(!self.descends));
        let mut count = (below + 1).saturating_mul(self.selectors);
        if descents > 0 && count <= enough {
            count = count.saturating_mul(super::levels(node).saturating_pow(descents));
        }
        if self.from_root && self.descents_within > 0 && count <= enough {
            count = count.saturating_mul(nodes(document));
        }
        count
    }
}

/// The steps of a path. The text has been parsed before, so brackets and quotes match.
fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    let mut before = ' ';
    for (at, character) in text.char_indices().skip(1) {
        let is_second_dot = before == '.' && character == '.';
        if let Some(open) = quote {
            if !escaped && character == open {
                quote = None;
            }
            escaped = !escaped && character == '\\';
        } else if depth == 0 && (character == '.' && !is_second_dot || character == '[') {
            // The bracket behind `..` belongs to it.
            if !(character == '[' && before == '.') {
                steps.push(Step {
                    selectors: 1,
                    ..Step::default()
                });
            }
            depth += usize::from(character == '[');
        } else if let Some(step) = steps.last_mut() {
            match character {
                '.' if is_second_dot && depth == 0 => step.descends = true,
                '.' if is_second_dot => step.descents_within += 1,
                '$' => step.from_root = true,
                ',' if depth == 1 => step.selectors += 1,
                '[' | '(' => depth += 1,
                ']' | ')' => depth = depth.saturating_sub(1),
                '\'' | '"' => quote = Some(character),
                _ => {}
            }
        }
        before = character;
        if let Some(step) = steps.last_mut() {
            step.end = at + character.len_utf8();
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn target(text: &str) -> Target {
        Target {
            text: text.to_owned(),
            path: JsonPath::parse(text).unwrap(),
        }
    }

    #[track_caller]
    fn check_steps(text: &str, expected: &[&str]) {
        JsonPath::parse(text).unwrap();
        let mut start = 1;
        let mut found = Vec::new();
        for step in steps(text) {
            found.push(&text[start..step.end]);
            start = step.end;
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_path_is_taken_apart_at_its_steps() {
        check_steps("$", &[]);
        check_steps("$.a.b[0]", &[".a", ".b", "[0]"]);
        check_steps("$..a..[*]..['x']", &["..a", "..[*]", "..['x']"]);
        check_steps("$['a.b']['c[\\'.']", &["['a.b']", "['c[\\'.']"]);
        check_steps("$[?@.a[0] == '..']..b", &["[?@.a[0] == '..']", "..b"]);
        check_steps("$[?count(@..a) > 1].b", &["[?count(@..a) > 1]", ".b"]);
    }

    /// The part of the path for which more than a hundred nodes would be looked at.
    #[track_caller]
    fn check_limit(text: &str, expected: Option<&str>) {
        let leaf = json!({ "a": 1, "b": 2 });
        let inner = json!({ "a": leaf, "b": [leaf, leaf], "c": leaf });
        let document = json!({ "x": inner, "y": inner });
        let found = target(text).select_within(&document, 100);
        let expected = expected.map(|it| NoSelection::TooMany(it.to_owned()));
        assert_eq!(found.err(), expected, "{text}");
    }

    #[test]
    fn what_is_looked_at_is_limited_step_by_step() {
        check_limit("$..*", None);
        check_limit("$..a..b", None);
        check_limit("$..*..*", Some("$..*..*"));
        check_limit("$..*..*..nothing", Some("$..*..*"));
        check_limit("$[*,*][*,*]", None);
        check_limit("$[*,*][*,*][*,*].a", Some("$[*,*][*,*][*,*]"));
        check_limit("$[?@..a]", None);
        check_limit("$..[?@..a]", Some("$..[?@..a]"));
        check_limit("$[?$..a]", Some("$[?$..a]"));
    }
}
