//! Descriptions of the right form: no operation is lost, and the same crate comes out each time.
#![no_main]
#![allow(missing_docs, reason = "the macro makes the entry point")]

use fuzz::description::Description;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|description: Description| {
    let (document, operations) = description.value();
    let text = format!("{document:#}");
    let Some(input) = fuzz::input(text.as_bytes(), None) else {
        return;
    };
    if let Some(output) = fuzz::judge(&input) {
        assert_eq!(
            output.operations, operations,
            "an operation is lost:\n{text}"
        );
        let again = generator::generate(&input).map(|output| output.tree);
        assert!(
            again.is_ok_and(|again| again == output.tree),
            "not the same again:\n{text}"
        );
    }
});
