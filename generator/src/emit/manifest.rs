//! `Cargo.toml`, made from the runtime's own manifest, so that there is one list of dependencies.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::module::of_tag;
use super::{Emit, File, doc, runtime};

const RUNTIME: &str = include_str!("../../runtime/Cargo.toml");

/// The emitted crate's manifest, with the test of the examples if there are any.
pub(super) fn file(emit: &Emit<'_>, has_examples: bool) -> File {
    // The runtime's manifest is compiled in and parsed by this module's test.
    let runtime = RUNTIME.parse::<DocumentMut>().unwrap_or_default();
    let mut manifest = DocumentMut::new();
    manifest["package"] = Item::Table(package(emit, &runtime));
    manifest["lib"] = Item::Table(library());
    manifest["features"] = Item::Table(features(emit, &runtime));
    let mut dependencies = table(&runtime, "dependencies");
    dependencies.retain(|name, _| runtime::needs_dependency(name, &emit.plan.runtime));
    manifest["dependencies"] = Item::Table(dependencies);
    let mut dev_dependencies = table(&runtime, "dev-dependencies");
    // The runtime's own tests need more than emitted ones.
    dev_dependencies.retain(|name, _| name == "tokio");
    for (name, requirement) in &emit.package.example_dependencies {
        dev_dependencies[name] = value(requirement.as_str());
    }
    manifest["dev-dependencies"] = Item::Table(dev_dependencies);
    if has_examples {
        manifest["test"] = Item::ArrayOfTables(ArrayOfTables::from_iter([examples_test()]));
    }
    File::text(
        "Cargo.toml",
        format!("{}\n{}", manifest.to_string().trim_end(), REST),
    )
}

/// The examples are read and written again.
fn examples_test() -> Table {
    let mut table = Table::new();
    table["name"] = value("examples");
    table["path"] = value("tests/examples/main.rs");
    table["required-features"] = value(Array::from_iter(["serialize"]));
    table
}

/// The lints: prose and signatures are the description's.
const REST: &str = r#"
[package.metadata.docs.rs]
all-features = true

[lints.rust]
missing_docs = "warn"
unsafe_code = "forbid"

[lints.clippy]
pedantic = { level = "warn", priority = -1 }
# The prose is the description's.
doc_markdown = "allow"
# What can go wrong is the same for each call, and stands at `Error`.
missing_errors_doc = "allow"
# Wire names decide how names look.
module_name_repetitions = "allow"
similar_names = "allow"
struct_field_names = "allow"
enum_variant_names = "allow"
module_inception = "allow"
new_ret_no_self = "allow"
should_implement_trait = "allow"
wrong_self_convention = "allow"
# The description decides how many members, flags and arguments there are.
struct_excessive_bools = "allow"
fn_params_excessive_bools = "allow"
too_many_arguments = "allow"
too_many_lines = "allow"
large_enum_variant = "allow"
"#;

fn package(emit: &Emit<'_>, runtime: &DocumentMut) -> Table {
    let package = &emit.package;
    let of_runtime = |key: &str| runtime["package"][key].clone();
    let mut table = Table::new();
    table["name"] = value(package.name.as_str());
    table["version"] = value(&package.version);
    table["edition"] = of_runtime("edition");
    table["rust-version"] = match &package.rust_version {
        Some(version) => value(version),
        None => of_runtime("rust-version"),
    };
    table["license"] = of_runtime("license");
    let title = doc::line(&emit.api.info.title);
    table["description"] = value(match &package.description {
        Some(description) => description.clone(),
        None => format!("A client of the API: {title}"),
    });
    for (key, list) in [
        ("keywords", &package.keywords),
        ("categories", &package.categories),
    ] {
        if !list.is_empty() {
            table[key] = value(list.iter().map(String::as_str).collect::<Array>());
        }
    }
    table["readme"] = value("README.md");
    table
}

/// Without tests inside, so that nobody compiles it a second time to run none.
fn library() -> Table {
    let mut table = Table::new();
    table["test"] = value(false);
    comment(&mut table, "test", "All tests stand in `tests`.");
    table
}

fn features(emit: &Emit<'_>, runtime: &DocumentMut) -> Table {
    let mut table = table(runtime, "features");
    table.retain(|name, _| runtime::needs_dependency(name, &emit.plan.runtime));
    if let Some(default) = table["default"].as_array_mut() {
        default.push("serialize");
    }
    if emit.plan.tag_features {
        let tags: Vec<&str> = emit
            .names
            .modules
            .iter()
            .map(|module| module.feature.as_str())
            .collect();
        for (module, feature) in emit.plan.modules.iter().zip(&tags) {
            table[feature] = value(Array::new());
            let text = format!("The operations {}.", of_tag(module.tag.as_deref()));
            comment(&mut table, feature, &text);
        }
        table["full"] = value(tags.iter().copied().collect::<Array>());
        comment(&mut table, "full", "All operations.");
    }
    table
}

/// The features that every crate has, and what they bring, as the runtime's manifest says.
pub(super) fn runtime_features() -> Vec<(String, String)> {
    let runtime = RUNTIME.parse::<DocumentMut>().unwrap_or_default();
    let features = table(&runtime, "features");
    let is_default = |name: &str| {
        let default = features["default"].as_array();
        default.is_some_and(|list| list.iter().any(|it| it.as_str() == Some(name)))
    };
    let names = features.iter().map(|(name, _)| name);
    let rows = names.filter(|name| *name != "default").map(|name| {
        let prefix = features.key(name).and_then(|key| key.leaf_decor().prefix());
        let text = prefix.and_then(|it| it.as_str()).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().filter(|it| *it != "#").collect();
        let shown = if is_default(name) { " (default)" } else { "" };
        (format!("{name}{shown}"), words.join(" "))
    });
    rows.collect()
}

fn comment(table: &mut Table, key: &str, text: &str) {
    if let Some(mut key) = table.key_mut(key) {
        key.leaf_decor_mut().set_prefix(format!("# {text}\n"));
    }
}

fn table(manifest: &DocumentMut, name: &str) -> Table {
    let mut table = manifest
        .get(name)
        .and_then(Item::as_table)
        .cloned()
        .unwrap_or_default();
    table.decor_mut().clear();
    table.set_position(None);
    table
}

/// `rustfmt.toml`, which says that the files are formatted already.
pub(super) fn rustfmt() -> File {
    File::text("rustfmt.toml", "disable_all_formatting = true\n".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtimes_manifest_has_what_is_copied() {
        let runtime = RUNTIME.parse::<DocumentMut>().unwrap();
        assert!(runtime["features"]["default"].is_array());
        for table in ["dependencies", "dev-dependencies"] {
            assert!(runtime[table].is_table(), "{table}");
        }
        for key in ["edition", "rust-version", "license"] {
            assert!(runtime["package"][key].is_str(), "{key}");
        }
    }
}
