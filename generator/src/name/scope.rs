//! A set of names that must differ from each other and from reserved words.

use std::collections::{HashMap, HashSet};

use super::Name;
use super::case::beginning;
use crate::limits::MAX_JOINED_NAME;

/// Words that can't be identifiers, not even raw ones.
const NEVER: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// The names given so far.
#[derive(Debug)]
pub(super) struct Scope {
    taken: HashSet<String>,
    /// The number that each name was last given with.
    numbers: HashMap<String, usize>,
}

/// A name, and whether it is the one that was wanted.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) name: Name,
    pub(super) clashed: bool,
}

impl Scope {
    pub(super) fn new<'a>(reserved: impl Iterator<Item = &'a &'a str>) -> Self {
        Self {
            taken: reserved.map(|word| (*word).to_owned()).collect(),
            numbers: HashMap::new(),
        }
    }

    /// The first of the names that is free, or the wanted one with a number.
    pub(super) fn take(&mut self, wanted: &str, alternatives: &[String]) -> Taken {
        let wanted = beginning(wanted, MAX_JOINED_NAME);
        let text = self.take_plain(wanted, alternatives);
        Taken {
            clashed: text != wanted,
            name: Name(escaped(&text)),
        }
    }

    /// As [`take`](Self::take), for names that are no identifiers.
    pub(super) fn take_plain(&mut self, wanted: &str, alternatives: &[String]) -> String {
        let wanted = beginning(wanted, MAX_JOINED_NAME);
        let alternatives = alternatives.iter().map(|it| beginning(it, MAX_JOINED_NAME));
        let free = std::iter::once(wanted)
            .chain(alternatives)
            .find(|name| !self.taken.contains(*name));
        let text = free.map_or_else(|| self.numbered(wanted), str::to_owned);
        self.taken.insert(text.clone());
        text
    }

    fn numbered(&mut self, wanted: &str) -> String {
        let separator = if wanted.ends_with(|last: char| last.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        let number = self.numbers.entry(wanted.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let name = format!("{wanted}{separator}{number}");
            if !self.taken.contains(&name) {
                return name;
            }
        }
    }
}

/// The name as an identifier; `gen` is a keyword of edition 2024, which syn does not say.
fn escaped(text: &str) -> String {
    if NEVER.contains(&text) {
        format!("{text}_")
    } else if text == "gen" || syn::parse_str::<syn::Ident>(text).is_err() {
        format!("r#{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_raw_except_those_that_cannot_be() {
        let mut scope = Scope::new([""; 0].iter());
        for (wanted, expected) in [
            ("type", "r#type"),
            ("self", "self_"),
            ("gen", "r#gen"),
            ("a", "a"),
        ] {
            assert_eq!(scope.take(wanted, &[]).name.as_str(), expected);
        }
    }

    #[test]
    fn a_taken_name_gives_way_to_the_alternatives_and_then_to_numbers() {
        let mut scope = Scope::new(["a"].iter());
        let names: Vec<String> = (0..3)
            .map(|_| {
                scope
                    .take("a", &["a_b".to_owned()])
                    .name
                    .as_str()
                    .to_owned()
            })
            .collect();
        assert_eq!(names, ["a_b", "a2", "a3"]);
    }
}
