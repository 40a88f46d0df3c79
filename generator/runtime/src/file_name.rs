//! Names from elsewhere that are to become names of files. A text comes in, and what a file system
//! would read as something else than one name in one directory is refused.

/// The text, if it can be the name of a file on any system: what services call things is chosen
/// by whoever made them, and `..`, `a/b` or `C:x` lead elsewhere.
///
/// # Errors
/// What is wrong with it.
pub fn file_name(text: &str) -> Result<&str, &'static str> {
    if text.contains(['/', '\\']) {
        return Err("has a slash or backslash in it");
    }
    segment(text)?;
    if !is_windows_name(text) {
        return Err("is a name Windows takes for another");
    }
    if text.len() > 240 {
        return Err("is too long");
    }
    Ok(text)
}

/// Whether a part of a path is just a name on this system.
pub(crate) fn segment(text: &str) -> Result<(), &'static str> {
    if matches!(text, "" | "." | "..") {
        return Err("has an empty or dotted part in its path");
    }
    if text.contains(char::is_control) {
        return Err("has a control character in its name");
    }
    if cfg!(windows) && !is_windows_name(text) {
        return Err("has a name Windows takes for another");
    }
    Ok(())
}

fn is_windows_name(text: &str) -> bool {
    const SPECIAL: [char; 7] = [':', '*', '?', '"', '<', '>', '|'];
    let stem = text.split('.').next().unwrap_or_default();
    let stem = stem.trim_end().to_ascii_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|device| {
        let number = stem.strip_prefix(device);
        number.is_some_and(|number| number.chars().count() == 1)
    });
    let device = matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL") || numbered;
    !device && !text.ends_with(['.', ' ']) && !text.contains(SPECIAL)
}
