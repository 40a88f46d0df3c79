//! What the programs that were started have taken of the machine, as the system counts it.

use std::time::Duration;

/// The processor time of all children that have ended, in user and in system mode together; `None`
/// where the system does not say.
#[cfg(unix)]
pub(crate) fn processor_time_of_children() -> Option<Duration> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;

    let duration = |time: TimeVal| {
        let seconds = u64::try_from(time.tv_sec()).ok()?;
        let micros = u64::try_from(time.tv_usec()).ok()?;
        Some(Duration::from_secs(seconds) + Duration::from_micros(micros))
    };
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    Some(duration(usage.user_time())? + duration(usage.system_time())?)
}

/// The processor time of all children that have ended; `None` where the system does not say.
#[cfg(not(unix))]
pub(crate) fn processor_time_of_children() -> Option<Duration> {
    None
}
