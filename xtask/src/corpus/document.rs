//! A document before the generator has seen it, and the operations that are written in it.

use std::path::{Path, PathBuf};

use generator::pointer::Pointer;
use serde_json::Value;

/// The methods that a Path Item Object has members for.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// A file and what its crate is called.
pub(super) struct Document {
    pub(super) path: PathBuf,
    /// The name of the file.
    pub(super) name: String,
    /// The name of the crate, which says nothing that a crate can't be called.
    pub(super) package: String,
}

impl Document {
    pub(super) fn new(path: &Path) -> Self {
        let text = |part: Option<&std::ffi::OsStr>| {
            part.unwrap_or_default().to_string_lossy().into_owned()
        };
        let stem: String = text(path.file_stem())
            .chars()
            .map(|it| {
                if it.is_ascii_alphanumeric() {
                    it.to_ascii_lowercase()
                } else {
                    '-'
                }
            })
            .collect();
        let extension = text(path.extension());
        // `a.json` and `a.yaml` are two crates.
        let package = format!("corpus-{stem}-{extension}");
        Self {
            path: path.to_owned(),
            name: text(path.file_name()),
            package,
        }
    }
}

/// The operations that stand in a description, as method and path template.
pub(super) fn operations(document: &Value) -> Vec<String> {
    let paths = document.get("paths").and_then(Value::as_object);
    paths
        .into_iter()
        .flatten()
        .filter(|(path, _)| path.starts_with('/'))
        .flat_map(|(path, item)| {
            let item = followed(document, item);
            METHODS
                .iter()
                .filter(move |method| item.get(**method).is_some_and(Value::is_object))
                .map(move |method| format!("{} {path}", method.to_ascii_uppercase()))
        })
        .collect()
}

/// The path item that a reference names; one that leads nowhere is left to the generator.
fn followed<'d>(document: &'d Value, item: &'d Value) -> &'d Value {
    let target = || Pointer::from_reference(item.get("$ref")?.as_str()?)?.get(document);
    target().unwrap_or(item)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn operations_are_counted_where_they_stand() {
        let document = json!({
            "paths": {
                "/a": { "get": {}, "parameters": [], "summary": "x", "x-get": {} },
                "/b": { "$ref": "#/components/pathItems/b" },
                "x-c": { "get": {} },
            },
            "components": { "pathItems": { "b": { "trace": {}, "put": {} } } },
        });
        assert_eq!(operations(&document), ["GET /a", "PUT /b", "TRACE /b"]);
        assert!(operations(&json!([])).is_empty());
    }

    #[test]
    fn files_that_differ_in_their_extension_become_two_crates() {
        let package = |name: &str| Document::new(Path::new(name)).package;
        assert_eq!(package("a/1 Api_v2.json"), "corpus-1-api-v2-json");
        assert_eq!(package("type.yaml"), "corpus-type-yaml");
    }
}
