//! The figures as tables.

use std::fmt::Write as _;
use std::time::Duration;

use super::compile::Compiled;
use crate::bench::measure::{Cost, megabytes, seconds};
use crate::bench::readme::machine;

/// Everything that was measured.
#[derive(Default)]
pub(super) struct Report {
    pub(super) operations: usize,
    pub(super) slice: Option<Cost>,
    pub(super) rows: Vec<Row>,
    pub(super) growth: Vec<Growth>,
    pub(super) compiled: Vec<Compiled>,
}

/// The generation from a format.
pub(super) struct Row {
    pub(super) format: &'static str,
    pub(super) floor: Cost,
    pub(super) generation: Cost,
}

/// The generation of several times the operations.
pub(super) struct Growth {
    pub(super) times: usize,
    pub(super) floor: Cost,
    pub(super) generation: Cost,
}

/// The report as Markdown.
pub(super) fn table(report: &Report) -> String {
    let mut text = format!("Measured {}.\n\n", machine());
    text.push_str(
        "| generating | floor, s | s | times the floor | CPU s | peak MB |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    if let Some(slice) = &report.slice {
        let _ = writeln!(text, "| the slice | | {} |", figures(None, slice));
    }
    for Row {
        format,
        floor,
        generation,
    } in &report.rows
    {
        let _ = writeln!(
            text,
            "| {} operations from {format} | {} | {} |",
            report.operations,
            seconds(floor.wall),
            figures(Some(floor), generation)
        );
    }
    for Growth {
        times,
        floor,
        generation,
    } in &report.growth
    {
        let _ = writeln!(
            text,
            "| {times} times as many | {} | {} |",
            seconds(floor.wall),
            figures(Some(floor), generation)
        );
    }
    if let Some(sentence) = growth(report) {
        let _ = writeln!(text, "\n{sentence}");
    }
    text.push_str(&compiled(&report.compiled));
    text
}

/// Wall clock, ratio, CPU and memory.
fn figures(floor: Option<&Cost>, cost: &Cost) -> String {
    let times = floor.map_or_else(String::new, |floor| ratio(cost.wall, floor.wall));
    format!(
        "{} | {times} | {} | {}",
        seconds(cost.wall),
        seconds(cost.cpu),
        megabytes(cost.peak)
    )
}

/// How the CPU time grows with the operations.
fn growth(report: &Report) -> Option<String> {
    let once = report.rows.first()?.generation.cpu;
    let grown = report.growth.iter().map(|it| {
        let times = ratio(it.generation.cpu, once);
        format!(
            "{} times the operations take {times} times the CPU time",
            it.times
        )
    });
    Some(format!("{}.", grown.collect::<Vec<_>>().join("; ")))
}

fn compiled(compiled: &[Compiled]) -> String {
    let mut text = "\n| compiling | `cargo check --all-features` | one tag | release build |\n\
                    | --- | --- | --- | --- |\n"
        .to_owned();
    let cost = |cost: &Cost| format!("{} CPU s, {} MB", seconds(cost.cpu), megabytes(cost.peak));
    for it in compiled {
        let tag = it.tag.as_ref().map_or_else(String::new, |(tag, spent)| {
            format!("`{tag}`: {}", cost(spent))
        });
        let (all, release) = (cost(&it.all), cost(&it.release));
        let _ = writeln!(text, "| {} | {all} | {tag} | {release} |", it.title);
    }
    text
}

fn ratio(time: Duration, of: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() / of.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(wall: u64, cpu: u64, megabytes: u64) -> Cost {
        Cost {
            wall: Duration::from_millis(wall),
            cpu: Duration::from_millis(cpu),
            peak: megabytes * 1_000_000,
        }
    }

    #[test]
    fn a_table_tells_times_by_the_floor_of_the_same_run() {
        let report = Report {
            operations: 12,
            rows: vec![Row {
                format: "YAML",
                floor: cost(500, 500, 70),
                generation: cost(900, 1_500, 250),
            }],
            growth: vec![Growth {
                times: 2,
                floor: cost(1_000, 1_000, 140),
                generation: cost(1_800, 3_150, 500),
            }],
            ..Report::default()
        };
        let table = table(&report);
        for line in [
            "| 12 operations from YAML | 0.50 | 0.90 | 1.8 | 1.50 | 250 |\n",
            "| 2 times as many | 1.00 | 1.80 | 1.8 | 3.15 | 500 |\n",
            "\n2 times the operations take 2.1 times the CPU time.\n",
        ] {
            assert!(table.contains(line), "{table}");
        }
    }
}
