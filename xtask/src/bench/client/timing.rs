//! What the program measures by itself, since it takes too little time for a process of its own.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::bench::measure;

/// What somebody took for something.
#[derive(Debug, PartialEq)]
pub(super) struct Timing {
    pub(super) what: String,
    pub(super) who: String,
    pub(super) time: Duration,
}

/// What the program says when it is asked for `which`.
pub(super) fn of(program: &Path, which: &str) -> Result<Vec<Timing>, String> {
    measure::progress(which);
    let output = Command::new(program)
        .arg(which)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let read = said.lines().map(timing).collect::<Option<Vec<_>>>();
    read.filter(|it| output.status.success() && !it.is_empty())
        .ok_or_else(|| format!("`{} {which}` failed\n{said}", program.display()))
}

fn timing(line: &str) -> Option<Timing> {
    let mut columns = line.split('\t');
    Some(Timing {
        what: columns.next()?.to_owned(),
        who: columns.next()?.to_owned(),
        time: Duration::from_nanos(columns.next()?.parse().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_and_who_and_nanoseconds() {
        let expected = Timing {
            what: "read".to_owned(),
            who: "by hand".to_owned(),
            time: Duration::from_micros(12),
        };
        assert_eq!(timing("read\tby hand\t12000"), Some(expected));
        assert_eq!(timing("read\tby hand"), None);
        assert_eq!(timing("error: no server"), None);
    }
}
