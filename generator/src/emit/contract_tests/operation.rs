//! The tests of one operation: a call with what it requires, one with everything, one for where it
//! is served, one for its events, and one for each answer that has an example.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::{Answer, ident, json, key, unique};
use crate::contract::{ArgumentSample, Location, OperationContract};
use crate::emit::argument::is_nullable;
use crate::emit::{Emit, OperationView, sample};
use crate::ir;
use crate::name::Name;
use crate::plan::{Argument, Success};

/// An operation and how its tests are called.
pub(super) struct Tested<'a> {
    pub(super) view: OperationView<'a>,
    group: &'a Name,
    pub(super) base: String,
}

/// What tests an operation.
pub(super) struct Calls {
    pub(super) items: TokenStream,
    pub(super) expected: Value,
}

/// All operations by method and path.
pub(super) fn views<'a>(emit: &Emit<'a>) -> HashMap<String, Tested<'a>> {
    let mut methods: HashMap<&str, usize> = HashMap::new();
    for names in &emit.names.operations {
        let method = names.method.plain().trim_end_matches('_');
        *methods.entry(method).or_default() += 1;
    }
    let mut views = HashMap::new();
    let mut taken = BTreeSet::new();
    for (module, names) in emit.plan.modules.iter().zip(&emit.names.modules) {
        for index in module.pages.iter().flat_map(|page| &page.operations) {
            let view = emit.operation(*index);
            // `self_` would have two underscores before what follows.
            let method = view.names.method.plain().trim_end_matches('_');
            let base = if methods.get(method) == Some(&1) {
                method.to_owned()
            } else {
                format!("{}_{method}", names.module.plain())
            };
            let key = format!("{} {}", view.operation.method, view.operation.path);
            views.insert(
                key,
                Tested {
                    view,
                    group: &names.module,
                    base: unique(&base, &mut taken),
                },
            );
        }
    }
    views
}

impl Tested<'_> {
    /// A test with what is required alone, and one with all where there is more.
    pub(super) fn calls(
        &self,
        emit: &Emit<'_>,
        contract: &OperationContract,
        usual_server: Option<&str>,
        answers: &[Answer<'_>],
    ) -> Option<Calls> {
        let least = contract.least_body.as_ref();
        let whole = contract.body.as_ref().map(|body| &body.value);
        let begun = self.begun(emit, contract, least)?;
        let filled = self.begun(emit, contract, whole)?;
        let setters = self.setters(emit, contract)?;
        let has_more = !setters.is_empty() || contract.everything != contract.required_only;
        let (send, events) = (ident("send"), ident("events"));
        let mut items = self.test(contract, "required", &send, &begun);
        let mut expected = Map::new();
        expected.insert("required".into(), json(&contract.required_only));
        if has_more {
            items.extend(self.test(contract, "all", &send, &quote!(#filled #setters)));
            expected.insert("all".into(), json(&contract.everything));
        }
        if let Some(server) = &contract.server {
            items.extend(self.server_test(contract, "its_own", server, &begun));
        } else if let Some(server) = usual_server {
            items.extend(self.server_test(contract, "the_usual", server, &begun));
        }
        let answers = answers.iter();
        items.extend(answers.map(|answer| self.answer_test(contract, answer, &begun)));
        if let Some(asking) = &contract.events {
            items.extend(self.test(contract, "events", &events, &begun));
            expected.insert("events".into(), json(asking));
        }
        Some(Calls {
            items,
            expected: Value::Object(expected),
        })
    }

    fn test(
        &self,
        contract: &OperationContract,
        kind: &str,
        ending: &Ident,
        request: &TokenStream,
    ) -> TokenStream {
        let name = match kind {
            "events" => "as_events".to_owned(),
            kind => format!("with_{kind}_arguments"),
        };
        let operation = &contract.name;
        self.named(
            &name,
            &quote! {
                let (client, recorder) = client();
                let request = #request;
                recorder.check(request.#ending(), #operation, #kind);
            },
        )
    }

    /// A test that the request goes to a server unless the builder says otherwise.
    fn server_test(
        &self,
        contract: &OperationContract,
        which: &str,
        server: &str,
        request: &TokenStream,
    ) -> TokenStream {
        let operation = &contract.name;
        self.named(
            &format!("at_{which}_server"),
            &quote! {
                let (builder, recorder) = builder();
                let client = builder.build().expect("a client can be made");
                let request = #request;
                recorder.check_at(#server, request.send(), #operation, "required");
            },
        )
    }

    /// A test that an answer is taken for the one that it is. Each has a client of its own, since one
    /// leaves time between calls that change something.
    fn answer_test(
        &self,
        contract: &OperationContract,
        answer: &Answer<'_>,
        request: &TokenStream,
    ) -> TokenStream {
        let key = answer.key.to_ascii_lowercase();
        let (status, kind) = (Literal::u16_unsuffixed(answer.status), self.kind(answer));
        let file = format!("../examples/{}", answer.file);
        let operation = &contract.name;
        self.named(
            &format!("reads_{key}"),
            &quote! {
                let (client, recorder) = client();
                let request = #request;
                let answer = (#status, include_str!(#file));
                recorder.check_answer(request.send(), answer, #operation, #kind);
            },
        )
    }

    /// A test of what comes behind the operation in its name.
    fn named(&self, what: &str, body: &TokenStream) -> TokenStream {
        let name = ident(&format!("{}_{what}", self.base));
        let deprecated = self.view.operation.docs.deprecated.then(|| {
            quote!(#[expect(deprecated, reason = "what is deprecated has to work all the same")])
        });
        quote! {
            #[test]
            #deprecated
            fn #name() { #body }
        }
    }

    /// How the result of an answer begins, as `Debug` has it.
    fn kind(&self, answer: &Answer<'_>) -> String {
        if !answer.success {
            return "Err(Documented(".to_owned();
        }
        let variants = self
            .view
            .names
            .outcome
            .as_ref()
            .map(|(_, variants)| variants);
        let Success::Several(answers) = &self.view.plan.success else {
            return "Ok(".to_owned();
        };
        let place = answers
            .iter()
            .position(|(status, _)| key(*status) == answer.key);
        let variant = place.and_then(|place| variants?.get(place));
        format!("Ok({}(", variant.map_or("", Name::plain))
    }

    fn begun(
        &self,
        emit: &Emit<'_>,
        contract: &OperationContract,
        body: Option<&Value>,
    ) -> Option<TokenStream> {
        let OperationView {
            operation,
            plan,
            names,
        } = self.view;
        let arguments: Option<Vec<TokenStream>> = plan
            .arguments
            .iter()
            .map(|argument| match argument {
                Argument::Parameter(index) => {
                    let parameter = &operation.parameters[*index];
                    let sample = sample_of(&contract.arguments, parameter)?;
                    sample::argument(emit, &parameter.ty, &sample.value)
                }
                Argument::Body => self.body(emit, body?),
            })
            .collect();
        let (group, method, arguments) = (self.group, &names.method, arguments?);
        Some(quote!(client.#group().#method(#(#arguments),*)))
    }

    /// A call of each setter that there is a sample for.
    fn setters(&self, emit: &Emit<'_>, contract: &OperationContract) -> Option<TokenStream> {
        let OperationView {
            operation,
            plan,
            names,
        } = self.view;
        let mut setters = TokenStream::new();
        for index in &plan.setters {
            let (parameter, name) = (&operation.parameters[*index], &names.parameters[*index]);
            let Some(sample) = sample_of(&contract.arguments, parameter) else {
                continue;
            };
            let value = sample::argument(emit, &parameter.ty, &sample.value)?;
            setters.extend(quote!(.#name(#value)));
        }
        if let Some(body) = contract.body.as_ref().filter(|_| plan.optional_body) {
            let (name, value) = (&names.body, self.body(emit, &body.value)?);
            setters.extend(quote!(.#name(#value)));
        }
        Some(setters)
    }

    fn body(&self, emit: &Emit<'_>, value: &Value) -> Option<TokenStream> {
        match &self.view.operation.body.as_ref()?.content {
            ir::BodyContent::Json(ty) if is_nullable(ty) => {
                let value = sample::argument(emit, ty, value)?;
                Some(quote!(Some(#value)))
            }
            ir::BodyContent::Json(ty)
            | ir::BodyContent::Form { ty, .. }
            | ir::BodyContent::Multipart(ty) => sample::argument(emit, ty, value),
            ir::BodyContent::Text | ir::BodyContent::Bytes => {
                let text = value.as_str()?;
                Some(quote!(#text))
            }
        }
    }
}

fn sample_of<'c>(
    samples: &'c [ArgumentSample],
    parameter: &ir::Parameter,
) -> Option<&'c ArgumentSample> {
    let location = match parameter.location {
        ir::Location::Path => Location::Path,
        ir::Location::Query => Location::Query,
        ir::Location::Header => Location::Header,
        ir::Location::Cookie => Location::Cookie,
    };
    samples
        .iter()
        .find(|it| it.location == location && it.name == parameter.name)
}
