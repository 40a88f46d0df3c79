//! Path templates: literal text and `{variables}` (§4.7.8.2).

use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_PARAMETERS;
use crate::pointer::Pointer;

use super::parameter::too_many;

/// The names of a template's variables, each once, in the order they stand in.
///
/// # Errors
/// A brace without its partner, a variable without a name, or too many of them.
pub(super) fn variables<'t>(at: &Pointer, template: &'t str) -> Result<Vec<&'t str>, Diagnostic> {
    if template.matches('{').count() > MAX_PARAMETERS {
        return Err(too_many(at));
    }
    let mut names: Vec<&str> = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find(['{', '}']) {
        let inner = rest[start..]
            .strip_prefix('{')
            .ok_or_else(|| malformed(at, template, "a `}` closes nothing"))?;
        let end = inner
            .find(['{', '}'])
            .filter(|end| inner[*end..].starts_with('}'))
            .ok_or_else(|| malformed(at, template, "a `{` is not closed"))?;
        let name = &inner[..end];
        if name.is_empty() {
            return Err(malformed(at, template, "a variable has no name"));
        }
        if !names.contains(&name) {
            names.push(name);
        }
        rest = &inner[end + 1..];
    }
    Ok(names)
}

fn malformed(at: &Pointer, template: &str, fault: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidPathTemplate,
        at,
        format!("the path `{template}` is no template: {fault}"),
    )
    .help(
        "write each variable as `{name}`, and `%7B` and `%7D` for braces that are meant literally",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str, expected: &[&str]) {
        assert_eq!(
            variables(&Pointer::root(), template).unwrap(),
            expected,
            "{template}"
        );
    }

    #[test]
    fn variables_are_found_wherever_they_stand_in_a_segment() {
        check("/a/{b}/c", &["b"]);
        check("/a/{b}.{c}/{d}:verb", &["b", "c", "d"]);
        check("/a('{b}')/{b}", &["b"]);
        check("/", &[]);
    }

    #[test]
    fn unpaired_braces_and_nameless_variables_are_refused() {
        for template in ["/{", "/}", "/{a", "/{a{b}}", "/{}"] {
            assert!(variables(&Pointer::root(), template).is_err(), "{template}");
        }
    }
}
