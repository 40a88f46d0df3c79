//! What a type says of itself where the description says nothing: where it stands.

use super::doc;
use crate::ir::{Origin, Part, Role, Status};

/// A sentence on the type.
pub(super) fn sentence(origin: &Origin) -> String {
    let text = phrase(origin);
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

fn phrase(origin: &Origin) -> String {
    match origin {
        Origin::Component(key) => format!("the schema {}", code(key)),
        Origin::ParameterComponent(name) => format!("the parameter {}", code(name)),
        Origin::Parameter(id, name) => format!("the parameter {} of {}", code(name), code(id)),
        Origin::Request(id) => format!("the body that {} sends", code(id)),
        Origin::RequestComponent(key) => format!("the request body {}", code(key)),
        Origin::Response(id, None) => format!("what {} answers with", code(id)),
        Origin::Response(id, Some(status)) => {
            format!("what {} answers with {}", code(id), at(*status))
        }
        Origin::ResponseComponent(key) => format!("the response {}", code(key)),
        Origin::Part(owner, own) => format!("{} of {}", part(own), phrase(owner)),
        Origin::Common { role: common, .. } => format!("{}, in several places", role(common)),
    }
}

fn part(part: &Part) -> String {
    match part {
        Part::Member(name) => format!("the member {}", code(name)),
        Part::Item => "an item".to_owned(),
        Part::Value => "a value".to_owned(),
        Part::Variant(label) => format!("the alternative {}", code(label)),
    }
}

fn role(common: &Role) -> String {
    match common {
        Role::Named(name) => format!("what {} holds", code(name)),
        Role::Answer(status) => format!("the answer {}", at(*status)),
        Role::Part(owner, own) => format!("{} of {}", part(own), role(owner)),
    }
}

fn at(status: Status) -> String {
    match status {
        Status::Code(code) => format!("at status {code}"),
        Status::Range(class) => format!("at a status of {class}00 to {class}99"),
        Status::Default => "at any other status".to_owned(),
    }
}

fn code(wire: &str) -> String {
    doc::code(wire)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_tells_where_it_stands() {
        let answer = Origin::Response("pets/list".into(), None);
        let item = answer.part(Part::Member("data".into())).part(Part::Item);
        assert_eq!(sentence(&answer), "What `pets/list` answers with.");
        assert_eq!(
            sentence(&item),
            "An item of the member `data` of what `pets/list` answers with."
        );
    }
}
