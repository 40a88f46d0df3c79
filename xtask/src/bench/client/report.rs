//! The figures as tables.

use std::fmt::Write as _;
use std::time::Duration;

use super::build::Build;
use super::download::Download;
use super::timing::Timing;
use crate::bench::measure::{megabytes, seconds};
use crate::bench::readme::machine;

/// Everything that was measured. Those who are compared with come first.
#[derive(Default)]
pub(super) struct Report {
    pub(super) versions: Vec<(&'static str, String)>,
    pub(super) decode: Vec<Timing>,
    pub(super) requests: Vec<Timing>,
    pub(super) downloads: Vec<Download>,
    pub(super) builds: Vec<Build>,
}

/// The report as Markdown.
pub(super) fn table(report: &Report) -> String {
    let mut text = format!("Measured {}, against ", machine());
    let versions = report.versions.iter();
    let versions = versions.map(|(name, version)| format!("{name} {version}"));
    text.push_str(&versions.collect::<Vec<_>>().join(", "));
    text.push_str(".\n");
    text.push_str(&timings(
        "a page of 100 artifacts in memory",
        &report.decode,
        "µs",
        micros,
    ));
    text.push_str(&timings(
        "calls over loopback",
        &report.requests,
        "a second",
        rate,
    ));
    text.push_str(
        "\n| 1 GiB into a file, over loopback | s | times | CPU s | peak MB |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for Download { how, cost } in &report.downloads {
        let times = ratio(cost.wall, report.downloads[0].cost.wall);
        let (wall, cpu, peak) = (seconds(cost.wall), seconds(cost.cpu), megabytes(cost.peak));
        let _ = writeln!(text, "| {how} | {wall} | {times} | {cpu} | {peak} |");
    }
    text.push_str(
        "\n| cold `cargo build` of a program that lists artifacts | crates | s | CPU s |\n\
         | --- | --- | --- | --- |\n",
    );
    for Build { by, crates, cost } in &report.builds {
        let (wall, cpu) = (cost.wall.as_secs_f64(), cost.cpu.as_secs_f64());
        let _ = writeln!(text, "| {by} | {crates} | {wall:.0} | {cpu:.0} |");
    }
    text
}

/// A row for everybody, two columns for everything that they did: the figure, and how many times
/// the time it is that the first took.
fn timings(title: &str, all: &[Timing], unit: &str, figure: fn(Duration) -> String) -> String {
    let Some(first) = all.first() else {
        return String::new();
    };
    let mut done: Vec<&str> = all.iter().map(|it| it.what.as_str()).collect();
    done.dedup();
    let time = |what: &str, who: &str| {
        let done = all.iter().find(|it| it.what == what && it.who == who);
        done.map(|it| it.time)
    };
    let mut text = format!("\n| {title} |");
    for what in &done {
        let _ = write!(text, " {what}, {unit} | times |");
    }
    let _ = write!(text, "\n| --- |{}\n", " --- | --- |".repeat(done.len()));
    for Timing { who, .. } in all.iter().filter(|it| it.what == first.what) {
        let _ = write!(text, "| {who} |");
        for what in &done {
            let cells = time(what, who).zip(time(what, &first.who));
            let cells =
                cells.map(|(own, base)| format!(" {} | {} |", figure(own), ratio(own, base)));
            text.push_str(cells.as_deref().unwrap_or(" | |"));
        }
        text.push('\n');
    }
    text
}

fn micros(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e6)
}

fn rate(time: Duration) -> String {
    format!("{:.0}", time.as_secs_f64().recip())
}

fn ratio(time: Duration, of: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() / of.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timing(what: &str, who: &str, micros: u64) -> Timing {
        Timing {
            what: what.to_owned(),
            who: who.to_owned(),
            time: Duration::from_micros(micros),
        }
    }

    #[test]
    fn everybody_is_told_by_the_first() {
        let all = [
            timing("read", "by hand", 100),
            timing("read", "emitted", 102),
            timing("write", "emitted", 30),
            timing("write", "by hand", 40),
        ];
        let expected = "\n| a page | read, µs | times | write, µs | times |\n\
            | --- | --- | --- | --- | --- |\n\
            | by hand | 100.0 | 1.00 | 40.0 | 1.00 |\n\
            | emitted | 102.0 | 1.02 | 30.0 | 0.75 |\n";
        assert_eq!(timings("a page", &all, "µs", micros), expected);
    }
}
