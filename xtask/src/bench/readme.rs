//! The tables in the README, and what they were measured on.

use std::fs;
use std::path::Path;

/// Puts a table between the marks of the command that made it.
pub(super) fn splice(root: &Path, command: &str, table: &str) -> Result<(), String> {
    let file = root.join("README.md");
    let failed = |error: std::io::Error| format!("{}: {error}", file.display());
    let text = fs::read_to_string(&file).map_err(failed)?;
    let spliced = spliced(&text, command, table)
        .ok_or_else(|| format!("{} has no place for the table", file.display()))?;
    fs::write(&file, spliced).map_err(failed)
}

fn spliced(text: &str, command: &str, table: &str) -> Option<String> {
    let begin = format!("<!-- begin of `cargo xtask bench {command} --write` -->\n");
    let end = format!("<!-- end of `cargo xtask bench {command} --write` -->\n");
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{table}\n{end}{after}"))
}

/// When and on what it was measured.
pub(super) fn machine() -> String {
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or(std::env::consts::ARCH, |(_, model)| model);
    format!(
        "on {date}, {cores} cores of {model}, {}",
        std::env::consts::OS
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_takes_the_place_of_the_one_before() {
        let marks = |command: &str, table: &str| {
            format!(
                "<!-- begin of `cargo xtask bench {command} --write` -->\n{table}\
                 <!-- end of `cargo xtask bench {command} --write` -->\n"
            )
        };
        let text = |table: &str| {
            format!(
                "a\n{}{}b\n",
                marks("client", "c\n"),
                marks("codegen", table)
            )
        };
        let new = spliced(&text("old\n"), "codegen", "new\n").unwrap();
        assert_eq!(new, text("\nnew\n\n"));
        assert_eq!(spliced("a\n", "codegen", "new"), None);
    }
}
