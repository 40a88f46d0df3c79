//! `spec/lock.toml`: what `generated/` is made from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::PackageName;
use serde::Deserialize;

/// The file as it stands; unknown members are errors.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lock {
    /// The API version that requests ask for.
    pub default_api_version: String,
    /// The operations that were cut out of upstream's description.
    pub operations: Vec<String>,
    /// The head of the emitted manifest.
    #[serde(rename = "crate")]
    pub package: Package,
    /// A description per API version.
    pub api_version: Vec<ApiVersion>,
    /// What is laid over each of them.
    pub overlay: Overlay,
    /// What the last release was made from.
    pub release: Option<Release>,
    /// Example programs, copied.
    #[serde(default)]
    pub example: Vec<Example>,
    /// What only these need: name and version requirement.
    #[serde(default)]
    pub example_dependencies: BTreeMap<String, String>,
}

/// The head of the emitted manifest.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The crate's name.
    pub name: PackageName,
    /// Its version.
    pub version: String,
    /// Its description.
    pub description: String,
    /// The oldest toolchain that compiles it.
    pub rust_version: String,
    /// Registry keywords.
    pub keywords: Vec<String>,
    /// Registry categories.
    #[serde(default)]
    pub categories: Vec<String>,
}

/// The description of one API version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ApiVersion {
    /// The version, as a request names it.
    pub version: String,
    /// The file, relative to `spec/`.
    pub file: PathBuf,
    /// Where it was taken from.
    pub source: String,
    /// The digest of the upstream file that it was cut out of.
    pub upstream_sha256: String,
    /// The day on which it was cut out.
    pub date: String,
    /// The digest of the file.
    pub sha256: String,
    /// The operations, where they are not those of the other versions.
    pub operations: Option<Vec<String>>,
}

/// The overlay.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The file, relative to `spec/`.
    pub file: PathBuf,
    /// The digest of the file.
    pub sha256: String,
}

/// The last release.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Release {
    /// The crate's version.
    pub version: String,
    /// The API version that requests asked for.
    pub api_version: String,
    /// Its description with the overlay applied, relative to `spec/`.
    pub file: PathBuf,
    /// The digest of the file.
    pub sha256: String,
}

/// An example program.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The file, relative to `spec/`.
    pub file: PathBuf,
}

impl Lock {
    /// Reads `lock.toml` of the directory `spec`.
    ///
    /// # Errors
    /// The file can't be read or has another shape, as a text to print.
    pub fn read(spec: &Path) -> Result<Self, String> {
        let path = spec.join("lock.toml");
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The newest API version.
    #[must_use]
    pub fn newest(&self) -> Option<&ApiVersion> {
        // Versions are dates in ISO 8601, which sort as text.
        self.api_version.iter().max_by_key(|entry| &entry.version)
    }

    /// The files that the lock has digests of, relative to `spec/`.
    pub fn digests(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.api_version
            .iter()
            .map(|entry| (&*entry.file, &*entry.sha256))
            .chain([(&*self.overlay.file, &*self.overlay.sha256)])
            .chain(self.release.iter().map(|it| (&*it.file, &*it.sha256)))
    }

    /// The entry of an API version, or of the default one.
    ///
    /// # Errors
    /// There is none, as a text to print.
    pub fn api_version(&self, version: Option<&str>) -> Result<&ApiVersion, String> {
        let version = version.unwrap_or(&self.default_api_version);
        self.api_version
            .iter()
            .find(|entry| entry.version == version)
            .ok_or_else(|| {
                let known: Vec<_> = self
                    .api_version
                    .iter()
                    .map(|entry| &*entry.version)
                    .collect();
                format!(
                    "spec/lock.toml has no API version `{version}`, only {}",
                    known.join(", ")
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_version_is_one_of_the_versions() {
        let lock = Lock::read(&crate::workspace().join("spec")).unwrap();
        assert_eq!(
            lock.api_version(None).unwrap().version,
            lock.default_api_version
        );
        let error = lock.api_version(Some("1999-01-01")).unwrap_err();
        assert!(error.contains(&lock.default_api_version), "{error}");
    }

    #[test]
    fn a_member_that_nobody_reads_is_an_error() {
        let error = toml::from_str::<Overlay>("file = 'a'\nsha256 = ''\nsha1 = ''").unwrap_err();
        assert!(error.to_string().contains("sha1"), "{error}");
    }
}
