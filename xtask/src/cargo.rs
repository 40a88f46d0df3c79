//! A cargo started from within a cargo, in the state in which a person would start it.

use std::env;
use std::process::Command;

/// The cargo that is running, which is the one that `rust-toolchain.toml` names. It told its child
/// which package that is; build scripts that watch those variables (ring's does) would have to run
/// again, now and when the next person builds.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let told = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
        if told.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(&*name);
        }
    }
    command
}
