//! Writes the crate of a description with every test there is for it: `crate SPEC DIR NAME`.
//!
//! `cargo xtask faults` builds it from sources with a fault in them, which is why it is no part of
//! the xtask: less has to be built anew.

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

use generator::read::gather;
use generator::{Diagnostics, Input, Package, Source};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [description, directory, name] = arguments.as_slice() else {
        return Err("usage: crate SPEC DIR NAME".into());
    };
    let source = Source {
        name: description.clone(),
        bytes: fs::read(description)?,
    };
    let beside = Path::new(description).parent().unwrap_or(Path::new(""));
    let mut load = |file: &str| fs::read(beside.join(file)).map_err(|error| error.to_string());
    let input = Input {
        beside: gather(&source, &mut load),
        description: source,
        overlay: None,
        package: Package::new(name.parse()?, "cargo xtask faults".to_owned()),
        api_version: None,
        examples: Vec::new(),
    };
    let output = generator::generate(&input).map_err(said)?;
    let values = generator::value_tests(&input).map_err(said)?;
    let tree = output.tree.with(values.tree);
    tree.write(Path::new(directory))?;
    Ok(())
}

fn said(found: Diagnostics) -> String {
    let lines = found
        .into_iter()
        .map(|it| format!("{}: {}", it.at, it.message));
    lines.collect::<Vec<_>>().join("\n")
}
