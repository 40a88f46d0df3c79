//! The `x-` members that this generator understands.
//!
//! `x-rust-name` names a thing, `x-rust-names` its members or values, `x-enum-varnames` (in
//! [`super::values`]) numbers that a schema lists; `x-api-version`, `x-accept` and
//! `x-request-id-headers` at the root and `x-paging` and `x-page` at an operation state facts that
//! `OpenAPI` has no words for. All other extensions are ignored, as the specification allows.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::ApiVersion;
use crate::pointer::Pointer;

type Extensions = IndexMap<String, Value>;

/// What `x-paging` says.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum PagingRule {
    /// `false`: not paged, whatever it looks like; `true`: paged, although it does not look so.
    Switch(bool),
    /// Paged, and these are the items.
    Member {
        /// The member of the page that holds the items.
        member: String,
    },
}

/// The value, if it is an identifier of Rust.
fn identifier(at: &Pointer, value: &Value) -> Result<String, Diagnostic> {
    value
        .as_str()
        // The parser skips blanks and comments around an identifier.
        .filter(|name| syn::parse_str::<syn::Ident>(name).is_ok_and(|it| it == name))
        .filter(|name| name.is_ascii())
        .map(str::to_owned)
        .ok_or_else(|| {
            Diagnostic::new(Code::InvalidName, at, "this name is no identifier of Rust").help(
                "letters from A to Z, digits and `_`, not beginning with a digit, and no keyword",
            )
        })
}

impl Lowering<'_> {
    /// The name that `x-rust-name` gives, if it is an identifier.
    pub(super) fn rust_name(&mut self, extensions: &Extensions, at: &Pointer) -> Option<String> {
        let value = extensions.get("x-rust-name")?;
        let name = identifier(&at.child("x-rust-name"), value);
        self.noted(name)
    }

    /// The names that `x-rust-names` gives to members or values, by their wire names.
    pub(super) fn rust_names(
        &mut self,
        extensions: &Extensions,
        at: &Pointer,
    ) -> BTreeMap<String, String> {
        const EXTENSION: &str = "x-rust-names";
        let form = "an object of wire names and Rust names";
        let given: Option<BTreeMap<String, Value>> =
            self.extension(extensions, at, EXTENSION, form);
        let mut names = BTreeMap::new();
        for (wire, value) in given.unwrap_or_default() {
            let name = identifier(&at.child(EXTENSION).child(&wire), &value);
            names.extend(self.noted(name).map(|name| (wire, name)));
        }
        names
    }

    /// The value of the extension `name`, reported if it has not the form of a `T`.
    pub(super) fn extension<T: for<'de> Deserialize<'de>>(
        &mut self,
        extensions: &Extensions,
        at: &Pointer,
        name: &str,
        form: &str,
    ) -> Option<T> {
        let value = extensions.get(name)?;
        let parsed = T::deserialize(value);
        if parsed.is_err() {
            self.report(
                Diagnostic::new(
                    Code::InvalidExtension,
                    &at.child(name),
                    format!("`{name}` has not its form and is ignored"),
                )
                .help(format!("its form is {form}")),
            );
        }
        parsed.ok()
    }

    fn root_extension<T: for<'de> Deserialize<'de>>(
        &mut self,
        name: &str,
        form: &str,
    ) -> Option<T> {
        let document = self.resolver.document();
        self.extension(&document.api.extensions, &Pointer::root(), name, form)
    }
}

/// `x-api-version`: the header that selects the version of the API.
pub(super) fn api_version(lowering: &mut Lowering<'_>) -> Option<ApiVersion> {
    #[derive(Deserialize)]
    struct Form {
        header: String,
        default: String,
    }
    let form: Form =
        lowering.root_extension("x-api-version", "`{ header: NAME, default: VERSION }`")?;
    Some(ApiVersion {
        header: form.header,
        default: form.default,
    })
}

/// `x-accept`: the media type asked for in the first place where JSON is documented.
pub(super) fn accept(lowering: &mut Lowering<'_>) -> Option<String> {
    lowering.root_extension("x-accept", "a media type")
}

/// `x-request-id-headers`: response headers that identify a call.
pub(super) fn request_id_headers(lowering: &mut Lowering<'_>) -> Vec<String> {
    lowering
        .root_extension("x-request-id-headers", "a list of header names")
        .unwrap_or_default()
}
