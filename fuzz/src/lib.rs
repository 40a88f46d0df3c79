//! What the fuzz targets share: descriptions made of bytes, and what must hold of what becomes of
//! them.

pub mod description;
pub mod service;
#[path = "../../generator/tests/soundness/mod.rs"]
#[allow(missing_docs, reason = "a module of tests")]
mod soundness;

use generator::diagnostic::{Code, Diagnostics};
use generator::{Input, Output, Package, Source};
use xtask::render::{Style, Texts, render};

/// An input of the generator for a description and what is laid over it.
#[must_use]
pub fn input(description: &[u8], overlay: Option<&[u8]>) -> Option<Input> {
    let source = |name: &str, bytes: &[u8]| Source {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    Some(Input {
        description: source("spec.yaml", description),
        beside: Vec::new(),
        overlay: overlay.map(|bytes| source("overlay.yaml", bytes)),
        package: Package::new("fuzzed".parse().ok()?, "fuzz".to_owned()),
        api_version: None,
        examples: Vec::new(),
    })
}

/// Generates, and judges what comes of it.
///
/// # Panics
/// If the crate is unsound, or the refusal no refusal.
#[must_use]
pub fn judge(input: &Input) -> Option<Output> {
    match generator::generate(input) {
        Ok(output) => {
            let faults = soundness::faults(&output.tree);
            assert!(faults.is_empty(), "{faults:#?}");
            assert!(!output.warnings.has_errors(), "{:#?}", output.warnings);
            judge_diagnostics(&output.warnings, input);
            Some(output)
        }
        Err(diagnostics) => {
            assert!(diagnostics.has_errors(), "refused without a word");
            judge_diagnostics(&diagnostics, input);
            None
        }
    }
}

/// Every diagnostic has a place and says what to do, and nothing of the document acts on a terminal.
fn judge_diagnostics(diagnostics: &Diagnostics, input: &Input) {
    for diagnostic in diagnostics {
        let has_none = matches!(diagnostic.code, Code::EmptyDocument | Code::InvalidEncoding);
        assert!(
            has_none || diagnostic.span.is_some(),
            "no place: {diagnostic:?}"
        );
        assert!(diagnostic.help.is_some(), "no help: {diagnostic:?}");
    }
    let said = render(diagnostics, &Texts::of_input(input), Style::Plain);
    let acts = |it: char| it.is_control() && it != '\n' || ('\u{202a}'..='\u{202e}').contains(&it);
    assert!(!said.contains(acts), "{said:?}");
}
