//! Reads a description with openapiv3, and does nothing else: the floor of `cargo xtask bench codegen`.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args_os().nth(1).ok_or("which description?")?;
    let file = PathBuf::from(file);
    let text = fs::read_to_string(&file)?;
    let api: openapiv3::OpenAPI = if file.extension().is_some_and(|it| it == "json") {
        serde_json::from_str(&text)?
    } else {
        serde_yaml::from_str(&text)?
    };
    std::hint::black_box(&api);
    // The floor is reading, not giving back what was read.
    std::mem::forget(api);
    Ok(())
}
