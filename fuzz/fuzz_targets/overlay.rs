//! Any bytes as an overlay, with its `JSONPaths`, and any text as a reference.
#![no_main]
#![allow(missing_docs, reason = "the macro makes the entry point")]

use generator::pointer::Pointer;
use libfuzzer_sys::fuzz_target;

const PETS: &[u8] = include_bytes!("pets.yaml");

fuzz_target!(|bytes: &[u8]| {
    if let Some(input) = fuzz::input(PETS, Some(bytes)) {
        let _ = fuzz::judge(&input);
    }
    let text = String::from_utf8_lossy(bytes);
    if let Some(pointer) = Pointer::from_reference(&text) {
        let same = Pointer::from_tokens(pointer.tokens());
        assert_eq!(
            same.tokens().collect::<Vec<_>>(),
            pointer.tokens().collect::<Vec<_>>()
        );
    }
});
