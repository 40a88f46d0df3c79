//! Snippets for the front page: what a reader of the crate does first, with the crate's own names.
//!
//! Each is a function that takes what the call needs, so that nothing is made up and all of them
//! compile as doctests.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::argument::body_argument;
use super::imports::first_segments;
use super::request::paging;
use super::{Emit, OperationView};
use crate::ir::{Content, SecurityKind};
use crate::name::ModuleNames;
use crate::plan::{Argument, Success};

/// A function to read, and what it shows.
pub(super) struct Snippet {
    /// What it shows, a heading.
    pub(super) title: &'static str,
    /// A sentence on it.
    pub(super) text: &'static str,
    code: String,
    /// The feature without which it does not compile.
    feature: Option<String>,
}

impl Snippet {
    /// The code in a fence, for a page that is no doctest.
    pub(super) fn markdown(&self) -> String {
        format!("```rust\n{}\n```", self.code.trim_end())
    }

    /// The code in a fence that is compiled, where its feature is on.
    pub(super) fn doctest(&self) -> String {
        let Some(feature) = &self.feature else {
            return format!("```\n{}\n```", self.code.trim_end());
        };
        let condition = format!("# #[cfg(feature = \"{feature}\")]\n");
        let function = ["async fn", "fn"].iter().find_map(|it| self.code.find(it));
        let (uses, function) = self.code.split_at(function.unwrap_or_default());
        format!("```\n{uses}{condition}{}\n```", function.trim_end())
    }
}

/// The snippets that the operations give cause for.
pub(super) fn snippets(emit: &Emit<'_>) -> Vec<Snippet> {
    let calls: Vec<Call<'_>> = calls(emit);
    let first = |of_kind: &dyn Fn(&Call<'_>) -> bool| calls.iter().find(|call| of_kind(call));
    let one = |content: &dyn Fn(&Content) -> bool, call: &Call<'_>| match &call.view.plan.success {
        Success::One(it) => content(it),
        Success::Several(_) => false,
    };
    let listed = first(&|call| paging(call.view).is_some());
    let read = first(&|call| {
        paging(call.view).is_none() && one(&|it| matches!(it, Content::Json(_)), call)
    });
    let downloaded =
        first(&|call| one(&|it| matches!(it, Content::Redirect | Content::Bytes), call));
    let silent = first(&|call| one(&|it| *it == Content::Empty, call));
    let mut snippets = vec![client(emit)];
    snippets.extend(listed.map(|call| every_item(emit, call)));
    snippets.extend(listed.map(|call| one_page(emit, call)));
    snippets.extend(read.map(|call| one_answer(emit, call)));
    snippets.extend(downloaded.map(|call| download(emit, call)));
    snippets.extend(silent.map(|call| no_answer(emit, call)));
    snippets.extend(read.or(silent).map(|call| failure(emit, call)));
    snippets.extend(read.or(silent).map(|call| blocking(emit, call)));
    snippets
}

/// An operation as it is called.
struct Call<'a> {
    view: OperationView<'a>,
    module: &'a ModuleNames,
}

fn calls<'a>(emit: &Emit<'a>) -> Vec<Call<'a>> {
    let modules = emit.plan.modules.iter().zip(&emit.names.modules);
    modules
        .flat_map(|(module, names)| {
            let indexes = module.pages.iter().flat_map(|page| &page.operations);
            indexes.map(move |index| Call {
                view: emit.operation(*index),
                module: names,
            })
        })
        .filter(|call| !call.view.operation.docs.deprecated)
        .collect()
}

impl Call<'_> {
    /// `client.pets().get_pet(id)`
    fn begun(&self) -> TokenStream {
        let (group, method) = (&self.module.module, &self.view.names.method);
        let arguments = self.arguments().map(|(name, _)| name);
        quote!(client.#group().#method(#(#arguments),*))
    }

    fn arguments(&self) -> impl Iterator<Item = (TokenStream, Argument)> {
        let OperationView { plan, names, .. } = self.view;
        plan.arguments.iter().map(|argument| match argument {
            Argument::Parameter(index) => {
                let name = &names.parameters[*index];
                (quote!(#name), *argument)
            }
            Argument::Body => {
                let name = &names.body;
                (quote!(#name), *argument)
            }
        })
    }

    fn parameters(&self, emit: &Emit<'_>) -> TokenStream {
        let operation = self.view.operation;
        let parameters = self.arguments().map(|(name, argument)| {
            let ty = match argument {
                Argument::Parameter(index) => Some(emit.argument(&operation.parameters[index].ty)),
                Argument::Body => operation.body.as_ref().map(|it| body_argument(emit, it)),
            };
            quote!(#name: #ty)
        });
        quote!(client: &Client, #(#parameters),*)
    }

    fn snippet(&self, emit: &Emit<'_>, shown: Shown) -> Snippet {
        let Shown {
            title,
            text,
            function,
            result,
            body,
        } = shown;
        let package = ident(&emit.package.name.crate_name());
        let function = ident(function);
        let parameters = self.parameters(emit);
        let is_async = body.to_string().contains(". await");
        let is_async = is_async.then(|| quote!(async));
        let item = quote!(#is_async fn #function(#parameters) -> #result { #body });
        let used = first_segments(&item);
        let names = ["Client", "Result", "runtime", "types"].into_iter();
        let names = names.filter(|it| used.contains(*it)).map(ident);
        let bytes = used.contains("Bytes").then(|| {
            quote!(
                use bytes::Bytes;
            )
        });
        Snippet {
            title,
            text,
            code: rust(&quote!(#bytes use #package::{#(#names),*}; #item)),
            feature: emit.plan.tag_features.then(|| self.module.feature.clone()),
        }
    }
}

/// A call and what is to be seen in it.
struct Shown {
    title: &'static str,
    text: &'static str,
    function: &'static str,
    result: TokenStream,
    body: TokenStream,
}

fn client(emit: &Emit<'_>) -> Snippet {
    let package = ident(&emit.package.name.crate_name());
    let scheme = emit
        .api
        .security_schemes
        .values()
        .zip(&emit.names.credentials)
        .next();
    let (parameters, setter) = match scheme {
        None => (quote!(), quote!()),
        Some((scheme, name)) if scheme.kind == SecurityKind::Basic => (
            quote!(user: &str, password: &str),
            quote!(.#name(user, password)),
        ),
        Some((_, name)) => (quote!(secret: &str), quote!(.#name(secret))),
    };
    let code = rust(&quote! {
        use #package::{BuildError, Client};
        fn client(#parameters) -> Result<Client, BuildError> {
            Client::builder() #setter .build()
        }
    });
    Snippet {
        title: "A client",
        text: "It holds connections and credentials; make one and share it.",
        code,
        feature: None,
    }
}

fn every_item(emit: &Emit<'_>, call: &Call<'_>) -> Snippet {
    let begun = call.begun();
    let shown = Shown {
        title: "Every item of a list, whatever page it stands on",
        text: "A page is asked for when the items before it have been taken, so stopping early \
               costs nothing.",
        function: "list",
        result: quote!(Result<()>),
        body: quote! {
            let mut items = #begun.stream();
            while let Some(item) = items.next().await {
                let item = item?;
                println!("{item:?}");
            }
            Ok(())
        },
    };
    call.snippet(emit, shown)
}

fn one_page(emit: &Emit<'_>, call: &Call<'_>) -> Snippet {
    let begun = call.begun();
    let shown = Shown {
        title: "One page",
        text: "What leads to its neighbours comes with it.",
        function: "page",
        result: quote!(Result<()>),
        body: quote! {
            let page = #begun.send().await?;
            println!("{page:?}, and then {:?}", page.link("next"));
            Ok(())
        },
    };
    call.snippet(emit, shown)
}

fn one_answer(emit: &Emit<'_>, call: &Call<'_>) -> Snippet {
    let begun = call.begun();
    let shown = Shown {
        title: "One call, one answer",
        text: "The answer is typed; status, headers and rate limit stand beside it.",
        function: "read",
        result: quote!(Result<()>),
        body: quote! {
            let answer = #begun.send().await?;
            println!("{}: {answer:?}", answer.status());
            Ok(())
        },
    };
    call.snippet(emit, shown)
}

fn download(emit: &Emit<'_>, call: &Call<'_>) -> Snippet {
    let begun = call.begun();
    let shown = Shown {
        title: "A download into a file",
        text: "Redirects to other hosts are followed without credentials, a broken connection is \
               gone on with, and the file is there whole or not at all.",
        function: "download",
        result: quote!(Result<()>),
        body: quote! {
            let saved = #begun.download().to_file("content").await?;
            println!("{} bytes, {}", saved.bytes, saved.digest);
            Ok(())
        },
    };
    call.snippet(emit, shown)
}

fn no_answer(emit: &Emit<'_>, call: &Call<'_>) -> Snippet {
    let begun = call.begun();
    let shown = Shown {
        title: "A call that answers nothing",
        text: "Whatever is not the documented success is an error.",
        function: "run",
        result: quote!(Result<()>),
        body: quote! {
            #begun.send().await?;
            Ok(())
        },
    };
    call.snippet(emit, shown)
}

fn failure(emit: &Emit<'_>, call: &Call<'_>) -> Snippet {
    let begun = call.begun();
    let shown = Shown {
        title: "Errors",
        text: "Each way to fail is a variant of `Error`, with the request it belongs to.",
        function: "is_there",
        result: quote!(Result<bool>),
        body: quote! {
            match #begun.send().await {
                Ok(_) => Ok(true),
                Err(error) if error.status().is_some_and(|status| status == 404) => Ok(false),
                Err(error) => Err(error),
            }
        },
    };
    call.snippet(emit, shown)
}

fn blocking(emit: &Emit<'_>, call: &Call<'_>) -> Snippet {
    let begun = call.begun();
    let shown = Shown {
        title: "Without async",
        text: "With the feature `blocking`, every call, list and download can be waited for.",
        function: "wait",
        result: quote!(Result<()>),
        body: quote! {
            let answer = #begun.send().wait()?;
            println!("{}", answer.status());
            Ok(())
        },
    };
    call.snippet(emit, shown)
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The items as text, a blank line behind the `use` lines.
fn rust(items: &TokenStream) -> String {
    // The tokens are items by construction; the golden cases hold it to that.
    let parsed = syn::parse2::<syn::File>(items.clone());
    let text = parsed.map_or_else(|_| items.to_string(), |it| prettyplease::unparse(&it));
    ["\nfn ", "\nasync fn "].iter().fold(text, |text, begin| {
        text.replacen(begin, &format!("\n{begin}"), 1)
    })
}
