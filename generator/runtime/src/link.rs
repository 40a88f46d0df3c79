//! The `Link` header (RFC 8288). Its values and a relation come in, the target as it stands there
//! goes out; what cannot be parsed is passed over.

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link that has the relation.
pub(crate) fn target<'a>(headers: &'a HeaderMap, rel: &str) -> Option<&'a str> {
    let values = headers.get_all(LINK).iter();
    values
        .filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
        .find_map(|value| in_value(value, rel))
}

fn in_value<'a>(value: &'a str, rel: &str) -> Option<&'a str> {
    let mut rest = value;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let (target, after) = rest.strip_prefix('<')?.split_once('>')?;
        let (params, after) = params(after);
        let find = |wanted: &str| {
            params
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
        };
        let related = find("rel").is_some_and(|(_, relations)| {
            relations
                .split_ascii_whitespace()
                .any(|relation| relation.eq_ignore_ascii_case(rel))
        });
        // With an anchor the link is about another resource than the one fetched.
        if related && find("anchor").is_none() {
            return Some(target);
        }
        rest = after;
    }
}

/// The parameters up to the comma that ends the link, and what follows.
fn params(text: &str) -> (Vec<(&str, String)>, &str) {
    let mut params = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let Some(after) = rest.strip_prefix(';') else {
            // Anything else than a comma here is malformed: go on with the next link.
            return (params, rest.find(',').map_or("", |at| &rest[at..]));
        };
        let after = after.trim_start_matches([' ', '\t']);
        let end = after
            .find(['=', ';', ',', ' ', '\t'])
            .unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let spaced = after.trim_start_matches([' ', '\t']);
        let (value, after) = match spaced.strip_prefix('=') {
            Some(value) => param_value(value.trim_start_matches([' ', '\t'])),
            None => (String::new(), after),
        };
        params.push((name, value));
        rest = after;
    }
}

fn param_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',', ' ', '\t']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(character),
        }
    }
    (value, "")
}
