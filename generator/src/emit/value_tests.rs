//! A test of the emitted types by values that the contract makes from their schemas.
//!
//! It is no part of a crate that is delivered: the values of a large description are as long as the
//! client itself. It is put into crates that are made to be proved.

use quote::quote;
use serde_json::{Map, Value, json};

use super::contract_tests::{EXAMPLES, ident, needs_all, pretty, written};
use super::ty::Place;
use super::{Emit, File};
use crate::contract::{self, Accepted, Untested};
use crate::ir::{Shape, Ty, TypeKind};
use crate::plan::ShapePlan;
use crate::pointer::Pointer;

const VALUES: &str = include_str!("../../testing/values.rs");

/// The files of the test, and the values that are none.
pub(crate) fn files(emit: &Emit<'_>, document: &Value) -> (Vec<File>, Vec<Untested>) {
    let mut values = Map::new();
    let mut untested = Vec::new();
    let mut checks = Vec::new();
    for at in emit.plan.types.keys().filter(|at| is_read(emit, at)) {
        let contract::Values {
            accepted,
            refused,
            faults,
        } = contract::values(document, at);
        untested.extend(faults.into_iter().map(|reason| Untested {
            name: at.as_str().to_owned(),
            reason,
        }));
        let name = emit.names.types[at].name.plain();
        let accepted: Vec<Value> = accepted.iter().map(as_json).collect();
        if accepted.is_empty() {
            let reason = "no value of it was found".to_owned();
            let name = at.as_str().to_owned();
            untested.push(Untested { name, reason });
        }
        values.insert(
            name.to_owned(),
            json!({ "accepted": accepted, "refused": refused }),
        );
        let ty = emit.value(&Ty::new(TypeKind::Named(at.clone())), Place::Elsewhere);
        if let Some(rest) = rest(emit, at) {
            let tag = tag(emit, at).map_or_else(|| quote!(None), |tag| quote!(Some(#tag)));
            checks.push(quote!(values.check_known::<#ty>(#name, #rest, #tag);));
        }
        checks.push(quote!(values.check::<#ty>(#name);));
    }
    if checks.is_empty() {
        return (Vec::new(), untested);
    }
    let (full, package) = (needs_all(emit), ident(&emit.package.name.crate_name()));
    let docs = [
        " Values of every type that is read: each is read, written and read again as the same, and what",
        " its schema refuses for a missing member or a type is refused.",
    ];
    let main = quote! {
        #(#![doc = #docs])*
        #full
        #![cfg(feature = "serialize")]

        #[allow(dead_code, reason = "of the test of examples, the comparison is used alone")]
        mod support;
        mod values;

        use #package::types;
        use values::Values;

        #[test]
        fn values_of_every_type() {
            let mut values = Values::new(include_str!("values.json"));
            #(#checks)*
            values.finish();
        }
    };
    let files = vec![
        File::rust("tests/values/main.rs", main),
        written("tests/values/support.rs", EXAMPLES),
        written("tests/values/values.rs", VALUES),
        File::text("tests/values/values.json", pretty(&Value::Object(values))),
    ];
    (files, untested)
}

/// How `Debug` begins to write what an enumeration, or a choice that a look at the value decides,
/// does not know.
fn rest(emit: &Emit<'_>, at: &Pointer) -> Option<String> {
    let keeps_unknown = match &emit.api.types[at].shape {
        Shape::Enum(_) | Shape::Numbers(_) => true,
        Shape::Union(_) => {
            matches!(&emit.plan.types[at].shape, ShapePlan::Union(plan) if !plan.guards.is_empty())
        }
        Shape::Struct(_) | Shape::Newtype(_) => false,
    };
    keeps_unknown.then(|| format!("{}(", emit.names.types[at].rest.plain()))
}

/// The member whose text decides a choice, and not its alternatives.
fn tag<'a>(emit: &Emit<'a>, at: &Pointer) -> Option<&'a str> {
    match &emit.api.types[at].shape {
        Shape::Union(union) => Some(union.discriminator.as_ref()?.property.as_str()),
        Shape::Enum(_) | Shape::Numbers(_) | Shape::Struct(_) | Shape::Newtype(_) => None,
    }
}

/// Whether a schema stands behind the type, and the type is read at all.
fn is_read(emit: &Emit<'_>, at: &Pointer) -> bool {
    let plan = &emit.plan.types[at];
    let is_multipart = matches!(&plan.shape, ShapePlan::Struct(object) if object.multipart);
    plan.uses.response && !is_multipart && !is_base(at)
}

/// Whether the type is the one for a base schema itself, beside those that include it.
fn is_base(at: &Pointer) -> bool {
    let is = |at: &Pointer, name: &str| at.last().as_deref() == Some(name);
    is(at, "discriminator") && !at.parent().is_some_and(|parent| is(&parent, "properties"))
}

fn as_json(accepted: &Accepted) -> Value {
    let Accepted { value, undeclared } = accepted;
    let undeclared: Vec<&str> = undeclared.iter().map(Pointer::as_str).collect();
    json!({ "value": value, "undeclared": undeclared })
}
