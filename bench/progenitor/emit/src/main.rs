//! `emit-by-progenitor DESCRIPTION OUT`: writes progenitor's client of a description in YAML, as a
//! file to include.

use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(description), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("a description and a file to write are needed".into());
    };
    let api: openapiv3::OpenAPI = serde_yaml::from_str(&fs::read_to_string(description)?)?;
    let tokens = progenitor::Generator::default().generate_tokens(&api)?;
    fs::write(out, tokens.to_string())?;
    Ok(())
}
