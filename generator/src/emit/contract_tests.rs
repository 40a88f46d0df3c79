//! Tests of the emitted crate against the contract that was derived apart from it.
//!
//! One test for each kind of call of each operation, one for each example of an answer; what is
//! expected stands in JSON files beside them, and the comparing is written, not emitted.

mod operation;

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::imports::first_segments;
use super::ty::Place;
use super::{Emit, Emitted, File, FileContent, Job};
use crate::contract::{Contract, CredentialKind, Example, Reading, Untested};
use crate::ir;
use crate::pointer::Pointer;
use crate::text;
use operation::{Tested, views};

const REQUESTS: &str = include_str!("../../testing/requests.rs");
const COMPARISON: &str = include_str!("../../testing/comparison.rs");
pub(super) const EXAMPLES: &str = include_str!("../../testing/examples.rs");

/// The tests of the crate, and whether there are examples among them.
pub(super) fn jobs<'a>(emit: Emit<'a>, contract: &'a Contract) -> (Vec<Job<'a>>, bool) {
    let views = views(&emit);
    let mut examples = examples(contract, &views);
    let answers = std::mem::take(&mut examples.answers);
    let has_examples = !examples.read.is_empty();
    let jobs = vec![
        Job::new(|| Emitted {
            files: Vec::new(),
            untested: contract.untested.clone(),
        }),
        Job::new(move || requests(&emit, contract, &views, &answers)),
        Job::new(move || examples.emit(&emit)),
        Job::files(|| refused(contract)),
    ];
    (jobs, has_examples)
}

fn requests(
    emit: &Emit<'_>,
    contract: &Contract,
    views: &HashMap<String, Tested<'_>>,
    answers: &HashMap<&str, Vec<Answer<'_>>>,
) -> Emitted {
    let mut emitted = Emitted::default();
    let mut usual_server = contract.server.as_deref();
    let mut items = TokenStream::new();
    let mut expected = Map::new();
    for operation in &contract.operations {
        // One that is called in another way than the description says is tested all the same.
        let by_place = || {
            views
                .values()
                .find(|it| it.view.operation.at == operation.at)
        };
        let answers = answers.get(operation.name.as_str());
        let answers = answers.map_or(&[][..], Vec::as_slice);
        let test = views
            .get(&operation.name)
            .or_else(by_place)
            .and_then(|test| test.calls(emit, operation, usual_server, answers));
        let Some(test) = test else {
            emitted.untested.push(Untested {
                name: operation.name.clone(),
                reason: "a sample does not fit its type".into(),
            });
            continue;
        };
        if operation.server.is_none() {
            usual_server = None;
        }
        items.extend(test.items);
        expected.insert(operation.name.clone(), test.expected);
    }
    if items.is_empty() {
        return emitted;
    }
    let client = client(emit, contract);
    let content = quote!(#client #items);
    let docs = [
        " Every operation, called with what it requires and with everything it takes.",
        "",
        " What is expected was read out of the description by other code than what made this crate.",
    ];
    emitted.files.extend([
        File::rust("tests/requests/main.rs", main(emit, &docs, &content)),
        written("tests/requests/support.rs", REQUESTS),
        written("tests/requests/comparison.rs", COMPARISON),
        File::text(
            "tests/requests/expected.json",
            pretty(&Value::Object(expected)),
        ),
    ]);
    emitted
}

/// The examples that contradict their schemas, if there are any.
fn refused(contract: &Contract) -> Vec<File> {
    let refused = contract.refused();
    let list = || File::text("tests/examples/refused.json", pretty(&json(&refused)));
    (!refused.is_empty()).then(list).into_iter().collect()
}

/// The examples that are read, and those that are not.
struct Examples<'a> {
    read: Vec<Read<'a>>,
    /// The first of each answer of each operation.
    answers: HashMap<&'a str, Vec<Answer<'a>>>,
    untested: Vec<Untested>,
}

/// An example with the test that reads it.
struct Read<'a> {
    test: String,
    ty: &'a ir::Ty,
    file: String,
    /// What the file holds, unless another test has written it.
    value: Option<&'a Value>,
    /// What it holds beyond its schema.
    undeclared: &'a [Pointer],
}

/// An example as a server can send it.
struct Answer<'a> {
    status: u16,
    /// The key below `responses`.
    key: &'a str,
    success: bool,
    file: String,
}

fn examples<'a>(contract: &'a Contract, views: &HashMap<String, Tested<'a>>) -> Examples<'a> {
    let mut examples = Examples {
        read: Vec::new(),
        answers: HashMap::new(),
        untested: Vec::new(),
    };
    let mut taken = BTreeSet::new();
    let mut files: HashMap<&Pointer, String> = HashMap::new();
    for example in &contract.examples {
        if example.reading == Reading::Otherwise {
            examples.untested.push(Untested {
                name: example.at.as_str().to_owned(),
                reason: format!(
                    "the answer is not read as JSON from `{}`",
                    example.media_type
                ),
            });
            continue;
        }
        if example.violation.is_some() {
            continue;
        }
        let view = views.get(&example.operation_name);
        let Some((view, ty)) = view.and_then(|view| Some((view, body(view, example)?))) else {
            examples.untested.push(Untested {
                name: example.at.as_str().to_owned(),
                reason: "nothing says what is read of it".into(),
            });
            continue;
        };
        let base = format!("{}_{}", view.base, example.status.to_ascii_lowercase());
        let test = unique(&base, &mut taken);
        let known = files.get(&example.at).cloned();
        let value = known.is_none().then_some(&example.value);
        let file = known.unwrap_or_else(|| format!("{test}.json"));
        files.insert(&example.at, file.clone());
        let answers = examples.answers.entry(&example.operation_name);
        let answers = answers.or_default();
        if let Some((status, success)) = example.answered
            && !answers.iter().any(|it| it.key == example.status)
        {
            let (key, file) = (example.status.as_str(), file.clone());
            answers.push(Answer {
                status,
                key,
                success,
                file,
            });
        }
        examples.read.push(Read {
            test,
            ty,
            file,
            value,
            undeclared: &example.undeclared,
        });
    }
    examples
}

impl Examples<'_> {
    fn emit(self, emit: &Emit<'_>) -> Emitted {
        let mut files: Vec<File> = Vec::new();
        let mut items = TokenStream::new();
        for Read {
            test,
            ty,
            file,
            value,
            undeclared,
        } in &self.read
        {
            files.extend(
                value.map(|value| File::text(format!("tests/examples/{file}"), pretty(value))),
            );
            let (test, ty) = (ident(test), emit.value(ty, Place::Elsewhere));
            let undeclared = undeclared.iter().map(Pointer::as_str);
            items.extend(quote! {
                #[test]
                fn #test() { support::check::<#ty>(include_str!(#file), &[#(#undeclared),*]); }
            });
        }
        if !items.is_empty() {
            let docs = [
                " Every example of an answer is read, and nothing of it is unknown to its type.",
                "",
                " It is read, written again and compared. What it holds beyond its schema stands beside it.",
            ];
            files.extend([
                File::rust("tests/examples/main.rs", main(emit, &docs, &items)),
                written("tests/examples/support.rs", EXAMPLES),
            ]);
        }
        Emitted {
            files,
            untested: self.untested,
        }
    }
}

/// The name, with a number if it is taken.
fn unique(base: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = base.to_owned();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{base}_{number}");
        number += 1;
    }
    name
}

/// The root of a test: its support, and the modules of the crate that it names.
fn main(emit: &Emit<'_>, docs: &[&str], items: &TokenStream) -> TokenStream {
    let full = needs_all(emit);
    let package = ident(&emit.package.name.crate_name());
    let used = first_segments(items);
    let names = ["Client", "ClientBuilder", "runtime", "types"]
        .into_iter()
        .filter(|name| used.contains(*name));
    let names: Vec<Ident> = names.map(ident).collect();
    // The support of the requests names the crate by this alias, whatever it is called.
    let requests = used.contains("Recorder");
    let alias = requests.then(|| quote!(use #package as api;));
    let comparison = requests.then(|| {
        quote!(
            mod comparison;
        )
    });
    let recorder = requests.then(|| {
        quote!(
            use support::Recorder;
        )
    });
    let names = (!names.is_empty()).then(|| quote!(use #package::{#(#names),*};));
    quote! {
        #(#![doc = #docs])*
        #full
        #comparison
        mod support;
        #alias
        #names
        #recorder
        #items
    }
}

/// The condition that the types and operations of all tags are there.
pub(super) fn needs_all(emit: &Emit<'_>) -> Option<TokenStream> {
    let tag_features = emit.plan.tag_features;
    tag_features.then(|| quote!(#![cfg(feature = "full")]))
}

/// The function that makes a client with a credential for each scheme.
fn client(emit: &Emit<'_>, contract: &Contract) -> TokenStream {
    let schemes = emit
        .api
        .security_schemes
        .keys()
        .zip(&emit.names.credentials);
    let credentials = schemes.filter_map(|(scheme, setter)| {
        let sample = contract
            .credentials
            .iter()
            .find(|it| it.scheme == *scheme)?;
        Some(match &sample.kind {
            CredentialKind::Bearer(secret) | CredentialKind::ApiKey(_, _, secret) => {
                quote!(.#setter(#secret))
            }
            CredentialKind::Basic(user, password) => quote!(.#setter(#user, #password)),
        })
    });
    if contract.server.is_none() && contract.operations.iter().all(|it| it.server.is_none()) {
        return quote! {
            fn client() -> (Client, Recorder) {
                let recorder = Recorder::new(include_str!("expected.json"));
                let builder = Client::builder()
                    .base_url(support::BASE_URL)
                    .transport(recorder.clone())
                    #(#credentials)*;
                (builder.build().expect("a client can be made"), recorder)
            }
        };
    }
    quote! {
        fn builder() -> (ClientBuilder, Recorder) {
            let recorder = Recorder::new(include_str!("expected.json"));
            (Client::builder().transport(recorder.clone()) #(#credentials)*, recorder)
        }

        fn client() -> (Client, Recorder) {
            let (builder, recorder) = builder();
            let client = builder.base_url(support::BASE_URL).build();
            (client.expect("a client can be made"), recorder)
        }
    }
}

/// The key of a status below `responses`.
fn key(status: ir::Status) -> String {
    match status {
        ir::Status::Code(code) => code.to_string(),
        ir::Status::Range(class) => format!("{class}XX"),
        ir::Status::Default => "default".to_owned(),
    }
}

/// The type that an example's answer is read as.
fn body<'a>(tested: &Tested<'a>, example: &Example) -> Option<&'a ir::Ty> {
    let operation = tested.view.operation;
    if example.reading == Reading::Event {
        let events = operation.events.as_ref();
        let events = events.filter(|it| example.schema == Some(it.at.child("schema")));
        return events.and_then(|it| it.content.ty());
    }
    let outcomes = &operation.outcomes;
    match &outcomes
        .iter()
        .find(|outcome| key(outcome.status) == example.status)?
        .content
    {
        ir::Content::Json(ty) => Some(ty),
        _ => None,
    }
}

pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

pub(super) fn written(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        content: FileContent::WrittenRust(text.to_owned()),
    }
}

/// As JSON; the contract's types have no keys but texts, so that nothing can fail.
fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

pub(super) fn pretty(value: &Value) -> String {
    format!("{}\n", text::visible_json(&format!("{value:#}")))
}
