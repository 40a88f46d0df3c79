//! What the emitted crate is called and says of itself.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// The `[package]` facts of the emitted crate that no description knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The crate's name on its registry.
    pub name: PackageName,
    /// Its own version, not the API's.
    pub version: String,
    /// The first line of the crate's page; made from the description's title if absent.
    pub description: Option<String>,
    /// Registry keywords.
    pub keywords: Vec<String>,
    /// Registry categories.
    pub categories: Vec<String>,
    /// The oldest toolchain it is made for; the runtime's if absent.
    pub rust_version: Option<String>,
    /// What only the example programs need: name and version requirement.
    pub example_dependencies: Vec<(String, String)>,
    /// The command that regenerates the crate, named in every file's header.
    pub command: String,
}

impl Package {
    /// A first version, of which nothing is known but name and command.
    #[must_use]
    pub fn new(name: PackageName, command: String) -> Self {
        Self {
            name,
            version: "0.1.0".to_owned(),
            description: None,
            keywords: Vec::new(),
            categories: Vec::new(),
            rust_version: None,
            example_dependencies: Vec::new(),
            command,
        }
    }
}

/// A name that Cargo takes for a package and Rust for a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageName(String);

impl PackageName {
    /// As the manifest has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As Rust code has it.
    #[must_use]
    pub fn crate_name(&self) -> String {
        self.0.replace('-', "_")
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Why a text is no name for the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPackageName {
    name: String,
    reason: &'static str,
}

impl fmt::Display for InvalidPackageName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, reason } = self;
        write!(formatter, "`{}` {reason}", name.escape_debug())
    }
}

impl std::error::Error for InvalidPackageName {}

impl FromStr for PackageName {
    type Err = InvalidPackageName;

    fn from_str(name: &str) -> Result<Self, InvalidPackageName> {
        /// Crates that the toolchain or the emitted code itself refers to by these names.
        const TAKEN: [&str; 28] = [
            "std",
            "core",
            "alloc",
            "test",
            "proc_macro",
            "build",
            "deps",
            "examples",
            "bytes",
            "chrono",
            "futures_core",
            "http",
            "http_body",
            "jiff",
            "percent_encoding",
            "reqwest",
            "rustls",
            "rustls_platform_verifier",
            "serde",
            "serde_json",
            "sha2",
            "time",
            "tokio",
            "tracing",
            "ureq",
            "zip",
            "requests",
            "api",
        ];
        let reason = if name.is_empty() {
            Some("is no name")
        } else if !name
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_')
        {
            Some("can't be a crate's name: use letters, digits, `-` and `_`")
        } else if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            Some("can't be a crate's name: begin it with a letter")
        } else if syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_err() {
            Some(
                "can't be a crate's name, since it is a keyword of Rust; add a word, as in `-client`",
            )
        } else if TAKEN.contains(&name.replace('-', "_").as_str()) {
            Some(
                "is what another crate is called that the emitted one needs; add a word, as in `-client`",
            )
        } else {
            None
        };
        match reason {
            None => Ok(Self(name.to_owned())),
            Some(reason) => Err(InvalidPackageName {
                name: name.to_owned(),
                reason,
            }),
        }
    }
}

impl<'de> Deserialize<'de> for PackageName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_or_rust_refuses_is_no_name() {
        for name in ["pets", "pets-client", "Pets_2", "gen-2"] {
            assert_eq!(name.parse(), Ok(PackageName(name.to_owned())));
        }
        for name in [
            "",
            "2pets",
            "-pets",
            "pets/../x",
            "pets\n",
            "box",
            "Self",
            "serde-json",
            "é",
        ] {
            assert!(name.parse::<PackageName>().is_err(), "{name}");
        }
    }
}
