//! Path templates. The template and its encoded arguments come in, the path goes out; a segment
//! that arguments would turn into nothing, `.` or `..` is refused, as those reach other endpoints.

use super::error::InvalidArgument;

/// Writes what the template becomes to the end of `path`.
pub(crate) fn fill(
    path: &mut String,
    template: &str,
    arguments: &[(&'static str, String)],
) -> Result<(), InvalidArgument> {
    let start = path.len();
    let room: usize = arguments.iter().map(|(_, text)| text.len()).sum();
    path.reserve(template.len() + room);
    let mut rest = template;
    while let Some((before, after)) = split_at_byte(rest, b'{') {
        let Some((name, after)) = split_at_byte(after, b'}') else {
            break;
        };
        let argument = arguments.iter().rev().find(|(known, _)| *known == name);
        let Some((_, text)) = argument else {
            return Err(InvalidArgument::new(name, "has no value"));
        };
        path.push_str(before);
        path.push_str(text);
        rest = after;
    }
    path.push_str(rest);
    // Only such an argument can make a segment of its kind, and arguments hold no slash.
    if arguments.iter().any(|(_, text)| is_dots(text)) {
        return check(template, &path[start..]);
    }
    Ok(())
}

fn check(template: &str, path: &str) -> Result<(), InvalidArgument> {
    for (segment, filled) in template.split('/').zip(path.split('/')) {
        if matches!(filled, "" | "." | "..") && filled != segment {
            let name = segment.split(['{', '}']).nth(1).unwrap_or(segment);
            return Err(InvalidArgument::new(
                name,
                "leaves a path segment empty or of dots only",
            ));
        }
    }
    Ok(())
}

fn is_dots(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'.')
}

/// For texts as short as these, faster than the standard library's search for a character.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|it| it == byte)?;
    Some((&text[..at], &text[at + 1..]))
}
