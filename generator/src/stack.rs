//! Work that goes as deep as a description does, on a stack of its own that is large enough.

use std::io;
use std::thread::{Builder, ScopedJoinHandle, scope};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::limits::STACK;
use crate::pointer::Pointer;

/// The result of the work.
///
/// # Errors
/// That of the work, or the machine has no room for such a stack.
pub(crate) fn with_room<T: Send>(
    work: impl FnOnce() -> Result<T, Diagnostics> + Send,
) -> Result<T, Diagnostics> {
    scope(|scope| {
        let thread = Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        match thread.map(ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => Err(no_room(&error).into()),
        }
    })
}

fn no_room(error: &io::Error) -> Diagnostic {
    let message = format!("this machine has no room to work on the description: {error}");
    Diagnostic::new(Code::UnreadableFile, &Pointer::root(), message)
        .help(format!("allow a process {} MiB of stack", STACK >> 20))
}
