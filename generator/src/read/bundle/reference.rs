//! The text of a reference, and the file and node it names.

use percent_encoding::percent_decode_str;

use crate::pointer::Pointer;

/// What a reference names, as far as its text tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// A node of a file, by its path below the description's directory.
    Node(String, Pointer),
    /// A file that is not below the description's directory.
    Outside,
    /// A URL, or a fragment that is no JSON pointer.
    Other,
}

/// Reads a reference that stands in the file `path` (RFC 3986 §5.2, of which paths are what is
/// left without a scheme and an authority).
pub(super) fn parse(reference: &str, path: &str) -> Reference {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let Some(at) = Pointer::from_reference(&format!("#{fragment}")) else {
        return Reference::Other;
    };
    if file.is_empty() {
        return Reference::Node(path.to_owned(), at);
    }
    if file.starts_with("//") || has_scheme(file) {
        return Reference::Other;
    }
    match percent_decode_str(file).decode_utf8() {
        Ok(file) => below(path, &file).map_or(Reference::Outside, |file| Reference::Node(file, at)),
        Err(_) => Reference::Other,
    }
}

/// The last part of a path, without its extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// A file as seen from another one, if both are below one directory.
fn below(from: &str, file: &str) -> Option<String> {
    if file.starts_with('/') || file.contains(['\\', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn has_scheme(file: &str) -> bool {
    let is_scheme = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
    };
    file.split_once(':')
        .is_some_and(|(before, _)| is_scheme(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reference: &str, from: &str, expect: Option<(&str, &str)>) {
        let expect = expect.map(|(file, at)| (file.to_owned(), at.to_owned()));
        let found = match parse(reference, from) {
            Reference::Node(file, at) => Some((file, at.as_str().to_owned())),
            Reference::Outside | Reference::Other => None,
        };
        assert_eq!(found, expect, "{reference}");
    }

    #[test]
    fn a_path_is_taken_from_the_file_in_which_it_stands() {
        check("pet.yaml", "api.yaml", Some(("pet.yaml", "")));
        check(
            "./a/pet.yaml#/Pet",
            "api.yaml",
            Some(("a/pet.yaml", "/Pet")),
        );
        check("../b.yaml#", "a/pet.yaml", Some(("b.yaml", "")));
        check("#/Pet", "a/pet.yaml", Some(("a/pet.yaml", "/Pet")));
        check(
            "a%20b.yaml#/a~1b%7B",
            "api.yaml",
            Some(("a b.yaml", "/a~1b{")),
        );
    }

    #[test]
    fn nothing_leads_out_of_the_directory() {
        let outside = [
            "../pet.yaml",
            "a/../../pet.yaml",
            "/etc/passwd",
            "%2e%2e/pet.yaml",
            "%2Fetc/passwd",
            "..\\pet.yaml",
        ];
        for reference in outside {
            assert_eq!(
                parse(reference, "api.yaml"),
                Reference::Outside,
                "{reference}"
            );
        }
    }

    #[test]
    fn addresses_and_anchors_are_no_files() {
        let others = [
            "https://a.example/b.yaml",
            "//a.example/b",
            "file:b.yaml",
            "a.yaml#b",
        ];
        for reference in others {
            assert_eq!(
                parse(reference, "api.yaml"),
                Reference::Other,
                "{reference}"
            );
        }
    }

    #[test]
    fn a_file_is_called_by_its_name_without_what_tells_the_format() {
        assert_eq!(stem("schemas/Pet.schema.json"), "Pet");
        assert_eq!(stem("Pet"), "Pet");
    }
}
