//! Work that goes as deep as a description does, on threads whose stacks are large enough.

use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::limits::{STACK, THREADS};
use crate::pointer::Pointer;

/// The result of the work, which may divide itself among the threads.
///
/// # Errors
/// That of the work, or the machine has no room for such stacks.
pub(crate) fn with_room<T: Send>(
    work: impl FnOnce() -> Result<T, Diagnostics> + Send,
) -> Result<T, Diagnostics> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(rayon::current_num_threads().min(THREADS))
        .stack_size(STACK)
        .build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(error) => Err(no_room(&error).into()),
    }
}

fn no_room(error: &ThreadPoolBuildError) -> Diagnostic {
    let message = format!("this machine has no room to work on the description: {error}");
    Diagnostic::new(Code::UnreadableFile, &Pointer::root(), message).help(format!(
        "allow a process {THREADS} stacks of {} MiB",
        STACK >> 20
    ))
}
