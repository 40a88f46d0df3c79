//! Path templates. The template and its encoded arguments come in, the path goes out; a segment
//! that arguments would turn into nothing, `.` or `..` is refused, as those reach other endpoints.

use super::error::InvalidArgument;

/// Writes what the template becomes to the end of `path`.
pub(crate) fn fill(
    path: &mut String,
    template: &str,
    arguments: &[(&'static str, String)],
) -> Result<(), InvalidArgument> {
    let room: usize = arguments.iter().map(|(_, text)| text.len()).sum();
    path.reserve(template.len() + room);
    for (number, segment) in template.split('/').enumerate() {
        if number > 0 {
            path.push('/');
        }
        let start = path.len();
        fill_segment(path, segment, arguments)?;
        let filled = &path[start..];
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

fn fill_segment(
    path: &mut String,
    segment: &str,
    arguments: &[(&'static str, String)],
) -> Result<(), InvalidArgument> {
    let mut rest = segment;
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
    Ok(())
}

/// For texts as short as these, faster than the standard library's search for a character.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|it| it == byte)?;
    Some((&text[..at], &text[at + 1..]))
}
