//! Path templates. The template and its encoded arguments come in, the path goes out; a segment
//! that arguments would turn into nothing, `.` or `..` is refused, as those reach other endpoints.

use super::error::InvalidArgument;

pub(crate) fn fill(
    template: &str,
    arguments: &[(&'static str, String)],
) -> Result<String, InvalidArgument> {
    let mut path = String::new();
    for segment in template.split_inclusive('/') {
        let (segment, slash) = match segment.strip_suffix('/') {
            Some(segment) => (segment, "/"),
            None => (segment, ""),
        };
        let filled = fill_segment(segment, arguments)?;
        if matches!(filled.as_str(), "" | "." | "..") && filled != segment {
            let name = segment.split(['{', '}']).nth(1).unwrap_or(segment);
            return Err(InvalidArgument::new(
                name,
                "leaves a path segment empty or of dots only",
            ));
        }
        path.push_str(&filled);
        path.push_str(slash);
    }
    Ok(path)
}

fn fill_segment(
    segment: &str,
    arguments: &[(&'static str, String)],
) -> Result<String, InvalidArgument> {
    let mut filled = String::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        let argument = arguments.iter().rev().find(|(known, _)| *known == name);
        let Some((_, text)) = argument else {
            return Err(InvalidArgument::new(name, "has no value"));
        };
        filled.push_str(before);
        filled.push_str(text);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}
