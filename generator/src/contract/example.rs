//! Examples of answers, and which of them contradict their own schemas.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

use super::judge::Judge;
use super::{Contract, as_text};
use crate::pointer::Pointer;

/// An example of an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// The Operation Object.
    #[serde(serialize_with = "as_text")]
    pub operation: Pointer,
    /// Method in capitals and path template.
    pub operation_name: String,
    /// How a client reads it.
    pub reading: Reading,
    /// The key below `responses`.
    pub status: String,
    /// A status to send it with and whether that is a success, where a client can do nothing but
    /// read it.
    #[serde(skip)]
    pub answered: Option<(u16, bool)>,
    /// The key below `content`.
    pub media_type: String,
    /// The key below `examples`, or `example`.
    pub name: String,
    /// The value. An event of several in one text has its number behind the text's place.
    #[serde(serialize_with = "as_text")]
    pub at: Pointer,
    /// The schema it should satisfy.
    #[serde(skip)]
    pub schema: Option<Pointer>,
    /// The value.
    pub value: Value,
    /// What its schema does not allow in it: the fault is the description's.
    #[serde(skip)]
    pub violation: Option<String>,
    /// Its members of which the schema says nothing, which a client can't know.
    #[serde(skip)]
    pub undeclared: Vec<Pointer>,
}

/// How a client reads an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// As JSON: it is of the media type that the operation is asked for in.
    Json,
    /// As an event of the stream that the operation can answer with.
    Event,
    /// Not at all, or not as JSON.
    Otherwise,
}

/// An example of an answer that its own schema does not allow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The value.
    #[serde(serialize_with = "as_text")]
    pub at: Pointer,
    /// Method in capitals and path template of the operation, and the status it answers with.
    pub answer: String,
    /// What the schema does not allow, and where in the value.
    pub reason: String,
}

impl Contract {
    /// The examples that contradict their schemas, in the order of the text. One that several
    /// answers share is listed for the first whose schema does not allow it.
    #[must_use]
    pub fn refused(&self) -> Vec<Refused> {
        let mut seen = HashSet::new();
        let refused = self.examples.iter().filter_map(|example| {
            let reason = example.violation.clone()?;
            seen.insert(&example.at).then(|| Refused {
                at: example.at.clone(),
                answer: format!("{} {}", example.operation_name, example.status),
                reason,
            })
        });
        refused.collect()
    }
}

/// Finds out what the examples' own schemas say of them.
pub(super) fn judge_all(document: &Value, examples: &mut [Example]) {
    let mut judge = Judge::new(document);
    let judged: Vec<_> = examples
        .iter()
        .map(|example| {
            let schema = example.schema.as_ref()?.get(document)?;
            let verdict = judge.judge(schema, &example.value);
            let verdict = verdict.map_err(|found| found.to_string());
            Some(verdict.map(|()| judge.undeclared(schema, &example.value)))
        })
        .collect();
    for (example, verdict) in examples.iter_mut().zip(judged) {
        match verdict {
            Some(Ok(undeclared)) => example.undeclared = undeclared,
            Some(Err(violation)) => example.violation = Some(violation),
            None => {}
        }
    }
}
