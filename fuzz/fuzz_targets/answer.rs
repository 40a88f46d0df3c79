//! Answers of a server that means no good: their heads, bodies, archives, dates and names.
#![no_main]
#![allow(missing_docs, reason = "the macro makes the entry point")]

use fuzz::service::Answers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|answers: Answers| fuzz::service::judge(answers));
