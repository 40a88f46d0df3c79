//! Contestants that take turns, so that whatever else the machine does disturbs them alike.

use std::error::Error;
use std::pin::Pin;
use std::time::{Duration, Instant};

/// What a contestant does once: some work, often enough to be measured.
pub(crate) type Turn<'t> =
    Box<dyn FnMut() -> Pin<Box<dyn Future<Output = Result<(), Box<dyn Error>>> + 't>> + 't>;

/// Who does the work, by name.
pub(crate) struct Contestant<'t> {
    name: &'static str,
    turn: Turn<'t>,
    least: Duration,
}

impl<'t> Contestant<'t> {
    pub(crate) fn new<F>(name: &'static str, mut turn: impl FnMut() -> F + 't) -> Self
    where
        F: Future<Output = Result<(), Box<dyn Error>>> + 't,
    {
        Self {
            name,
            turn: Box::new(move || Box::pin(turn())),
            least: Duration::MAX,
        }
    }
}

/// Has everybody do `what` in every round, and prints the least that each took for one of the
/// `times` that a turn does it: what disturbs only ever adds.
pub(crate) async fn compare(
    what: &str,
    rounds: u32,
    times: u32,
    mut contestants: Vec<Contestant<'_>>,
) -> Result<(), Box<dyn Error>> {
    let count = contestants.len();
    for round in 0..rounds as usize {
        for place in 0..count {
            // Nobody always begins.
            let contestant = &mut contestants[(round + place) % count];
            let start = Instant::now();
            (contestant.turn)().await?;
            contestant.least = contestant.least.min(start.elapsed());
        }
    }
    for Contestant { name, least, .. } in contestants {
        println!("{what}\t{name}\t{}", (least / times).as_nanos());
    }
    Ok(())
}
