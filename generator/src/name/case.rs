//! Wire names to Rust's cases.
//!
//! Letters of other scripts are transliterated, so that the emitted code is free of look-alike and
//! invisible characters. Signs that carry meaning where nothing else does are spelled out.

use deunicode::deunicode;
use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};

use crate::ir::Status;
use crate::limits::MAX_NAME;

/// The beginning of a word, behind a letter where it would begin with a digit.
fn name(letter: char, word: &str) -> String {
    let name = beginning(word, MAX_NAME);
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{letter}{name}")
    } else {
        name.to_owned()
    }
}

/// The beginning of a name; all are ASCII here.
pub(super) fn beginning(name: &str, length: usize) -> &str {
    match name.get(..length) {
        Some(beginning) if beginning.len() < name.len() => beginning.trim_end_matches(['_', '-']),
        _ => name,
    }
}

/// `list-artifacts` → `ListArtifacts`
pub(super) fn pascal(text: &str) -> String {
    name('N', &spelled(text).to_upper_camel_case())
}

/// `listArtifacts` → `list_artifacts`
pub(super) fn snake(text: &str) -> String {
    name('n', &spelled(text).to_snake_case())
}

/// `Code Scanning` → `code-scanning`
pub(super) fn kebab(text: &str) -> String {
    name('n', &spelled(text).to_kebab_case())
}

/// The text in ASCII letters, digits and separators, with at least one letter or digit.
fn spelled(text: &str) -> String {
    let ascii: String = if text.is_ascii() {
        text.to_owned()
    } else {
        transliterated(text)
    };
    let signed = with_signs(&ascii);
    if signed.contains(|character: char| character.is_ascii_alphanumeric()) {
        return signed
            .chars()
            .map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' })
            .collect();
    }
    let words: Vec<&str> = signed.chars().map(word).collect();
    if words.is_empty() {
        "empty".to_owned()
    } else {
        words.join(" ")
    }
}

/// The text with `+` and `-` as words where they are a number's sign.
fn with_signs(text: &str) -> String {
    let mut signed = String::with_capacity(text.len());
    let mut behind: Option<char> = None;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let leads = rest.peek().is_some_and(char::is_ascii_digit)
            && behind.is_none_or(|it| !it.is_ascii_alphanumeric());
        match character {
            '+' if leads => signed.push_str(" plus "),
            '-' if leads => signed.push_str(" minus "),
            _ => signed.push(character),
        }
        behind = Some(character);
    }
    signed
}

fn transliterated(text: &str) -> String {
    text.chars()
        .map(
            |character| match deunicode(character.encode_utf8(&mut [0; 4])) {
                // What is ASCII is a separator here as it is elsewhere.
                _ if character.is_ascii() => character.to_string(),
                ascii if !ascii.contains(|it: char| it.is_ascii_alphanumeric()) => {
                    format!(" u{:x} ", u32::from(character))
                }
                ascii => ascii,
            },
        )
        .collect()
}

fn word(sign: char) -> &'static str {
    match sign {
        ' ' => "space",
        '!' => "not",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' => "open paren",
        ')' => "close paren",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' => "open bracket",
        '\\' => "backslash",
        ']' => "close bracket",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "open brace",
        '|' => "or",
        '}' => "close brace",
        '~' => "tilde",
        '\t' => "tab",
        '\n' => "newline",
        _ => "sign",
    }
}

/// What a status is called in RFC 9110, in `PascalCase`.
pub(super) fn status(status: Status) -> String {
    let reason = match status {
        Status::Code(200) => "Ok",
        Status::Code(201) => "Created",
        Status::Code(202) => "Accepted",
        Status::Code(203) => "NonAuthoritative",
        Status::Code(204) => "NoContent",
        Status::Code(205) => "ResetContent",
        Status::Code(206) => "PartialContent",
        Status::Code(301) => "MovedPermanently",
        Status::Code(302) => "Found",
        Status::Code(303) => "SeeOther",
        Status::Code(307) => "TemporaryRedirect",
        Status::Code(308) => "PermanentRedirect",
        Status::Code(400) => "BadRequest",
        Status::Code(401) => "Unauthorized",
        Status::Code(403) => "Forbidden",
        Status::Code(404) => "NotFound",
        Status::Code(409) => "Conflict",
        Status::Code(410) => "Gone",
        Status::Code(422) => "Unprocessable",
        Status::Code(429) => "TooManyRequests",
        Status::Code(500) => "ServerError",
        Status::Code(503) => "Unavailable",
        Status::Range(1) => "Informational",
        Status::Range(2) => "Success",
        Status::Range(3) => "Redirection",
        Status::Range(4) => "ClientError",
        Status::Range(5) => "AnyServerError",
        Status::Default => "Default",
        Status::Code(code) => return format!("Status{code}"),
        Status::Range(class) => return format!("Status{class}xx"),
    };
    reason.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected_snake: &str, expected_pascal: &str) {
        assert_eq!(
            (snake(text).as_str(), pascal(text).as_str()),
            (expected_snake, expected_pascal)
        );
    }

    #[test]
    fn cases_follow_rust() {
        check("list-artifacts", "list_artifacts", "ListArtifacts");
        check("sizeInBytes", "size_in_bytes", "SizeInBytes");
        check("total_count", "total_count", "TotalCount");
    }

    #[test]
    fn odd_names_stay_telling() {
        check("+1", "plus_1", "Plus1");
        check("votes-+1", "votes_plus_1", "VotesPlus1");
        check("votes--1", "votes_minus_1", "VotesMinus1");
        check("votes-1", "votes_1", "Votes1");
        check("-1", "minus_1", "Minus1");
        check("", "empty", "Empty");
        check("*", "star", "Star");
        check("3d-model", "n3d_model", "N3dModel");
        check("$ref", "ref", "Ref");
    }

    #[test]
    fn every_sign_has_a_word_of_its_own() {
        let signs: Vec<char> = ('\t'..='~')
            .filter(|it| !it.is_ascii_alphanumeric())
            .collect();
        let known: Vec<&str> = signs
            .iter()
            .copied()
            .map(word)
            .filter(|it| *it != "sign")
            .collect();
        let distinct: std::collections::BTreeSet<&str> = known.iter().copied().collect();
        // All that can be printed, the blank, the tab and the end of a line.
        assert_eq!((known.len(), distinct.len()), (35, 35), "{known:?}");
    }

    #[test]
    fn statuses_are_called_what_they_mean() {
        for code in [
            200, 201, 202, 203, 204, 205, 206, 301, 302, 303, 307, 308, 400, 401, 403,
        ]
        .into_iter()
        .chain([404, 409, 410, 422, 429, 500, 503])
        {
            let name = status(Status::Code(code));
            assert!(!name.contains("Status"), "{name}");
        }
        assert_eq!(status(Status::Code(418)), "Status418");
        let classes: Vec<String> = (1..=6).map(|class| status(Status::Range(class))).collect();
        let expected = [
            "Informational",
            "Success",
            "Redirection",
            "ClientError",
            "AnyServerError",
            "Status6xx",
        ];
        assert_eq!(classes, expected);
        assert_eq!(status(Status::Default), "Default");
    }

    #[test]
    fn other_scripts_become_ascii() {
        check("Ärger", "arger", "Arger");
        check("日本", "ri_ben", "RiBen");
        check("tête-à-tête", "tete_a_tete", "TeteATete");
        check("\u{200b}", "u200b", "U200b");
    }

    #[test]
    fn long_names_are_cut_between_words() {
        assert_eq!(pascal(&"a".repeat(MAX_NAME)).len(), MAX_NAME);
        assert_eq!(pascal(&"a".repeat(MAX_NAME + 1)).len(), MAX_NAME);
        let words = format!("{}_bc", "a".repeat(MAX_NAME - 1));
        assert_eq!(snake(&words), "a".repeat(MAX_NAME - 1));
        assert_eq!(kebab(&words), "a".repeat(MAX_NAME - 1));
    }
}
