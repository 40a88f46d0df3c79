//! Any bytes as a description: what is emitted is sound, what is refused says why.
#![no_main]
#![allow(missing_docs, reason = "the macro makes the entry point")]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(input) = fuzz::input(bytes, None) {
        let _ = fuzz::judge(&input);
    }
});
