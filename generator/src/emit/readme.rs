//! `README.md` of the emitted crate.

use std::fmt::Write as _;

use super::module::of_tag;
use super::snippet::snippets;
use super::{Emit, File, doc, manifest};

/// The page that a registry shows.
pub(super) fn file(emit: &Emit<'_>) -> File {
    let package = emit.package;
    let title = doc::safe(&emit.api.info.title);
    let about = match &package.description {
        Some(description) => doc::safe(description),
        None => format!("A client of the API *{title}*."),
    };
    let mut text = format!("# {}\n\n{about}\n\n", package.name);
    text.push_str("## Use\n\n");
    for snippet in snippets(emit) {
        let (title, about, code) = (snippet.title, snippet.text, snippet.markdown());
        let _ = writeln!(text, "### {title}\n\n{about}\n\n{code}\n");
    }
    text.push_str(&features(emit));
    text.push_str("## Operations\n");
    for (module, names) in emit.plan.modules.iter().zip(&emit.names.modules) {
        if module.pages.is_empty() {
            continue;
        }
        let accessor = names.module.plain();
        let _ = writeln!(text, "\n| `client.{accessor}()` | request |\n| --- | --- |");
        for index in module.pages.iter().flat_map(|page| &page.operations) {
            let view = emit.operation(*index);
            let route = doc::route_cell(view.operation);
            let _ = writeln!(text, "| `{}` | {route} |", view.names.method.plain());
        }
    }
    let _ = writeln!(
        text,
        "\n## Origin\n\nEverything in this crate is written by `{}`, from version {} of the \
         description; changes belong there.",
        package.command,
        doc::code(&emit.api.info.version),
    );
    File::text("README.md", text)
}

fn features(emit: &Emit<'_>) -> String {
    let mut rows: Vec<(String, String)> = manifest::runtime_features();
    rows.push((
        "serialize (default)".to_owned(),
        "Responses can be written, too, not only read.".to_owned(),
    ));
    if emit.plan.tag_features {
        let tags = emit.plan.modules.iter().zip(&emit.names.modules);
        rows.extend(tags.map(|(module, names)| {
            let what = format!("operations {}", of_tag(module.tag.as_deref()));
            (names.feature.clone(), what.replace('|', "\\|"))
        }));
        rows.push(("full".to_owned(), "all operations".to_owned()));
    }
    let rows: Vec<String> = rows
        .into_iter()
        .map(|(name, what)| format!("| {name} | {what} |"))
        .collect();
    format!(
        "## Features\n\n| feature | what it brings |\n| --- | --- |\n{}\n\n",
        rows.join("\n")
    )
}
