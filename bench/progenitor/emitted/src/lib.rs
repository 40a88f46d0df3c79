//! The client that progenitor emits, from the file that `EMITTED_BY_PROGENITOR` names.

include!(env!("EMITTED_BY_PROGENITOR"));
