//! What one operation is held to: its arguments, and the requests they make.

use super::parameter::{self, Location, Parameter, Written};
use super::reference::Node;
use super::security::{self, CredentialSample};
use super::{
    ArgumentSample, ExpectedBody, ExpectedRequest, OperationContract, body, response, server, wire,
};

/// An operation and what it stands in.
pub(super) struct Scope<'s, 'd> {
    pub(super) root: &'s Node<'d>,
    pub(super) item: &'s Node<'d>,
    pub(super) operation: &'s Node<'d>,
    pub(super) template: &'s str,
    pub(super) api_version: Option<&'s str>,
}

impl Scope<'_, '_> {
    /// What the operation is held to, or why that can't be said.
    pub(super) fn contract(
        &self,
        name: &str,
        credentials: &[CredentialSample],
    ) -> Result<OperationContract, String> {
        if self.template.contains(['?', '#']) {
            return Err("the path holds a query or a fragment".to_owned());
        }
        let parameters = parameter::parameters(self.item, self.operation, self.template);
        let silent = parameters
            .iter()
            .find(|it| it.required && it.sample.is_none());
        if let Some(silent) = silent {
            return Err(format!("nothing says how `{}` is written", silent.name));
        }
        let body = body::body(self.operation, false);
        let least = body::body(self.operation, true).or_else(|| body.clone());
        if body.is_none() && body::required(self.operation) == Some(true) {
            return Err("there is no sample of the body".to_owned());
        }
        let credentials = security::of_operation(self.root, self.operation, credentials);
        let request = |everything: bool| {
            let parameters = parameters.iter().filter(|it| everything || it.required);
            let body = if everything { &body } else { &least };
            let body = body.as_ref();
            let body = body.filter(|body| everything || body.sample.required);
            self.request(name, parameters, body, &credentials)
        };
        let required_only = request(false);
        let events = response::events(self.operation).then(|| {
            let mut asking = required_only.clone();
            asking.headers.retain(|(name, _)| name != "accept");
            asking
                .headers
                .push(("accept".to_owned(), "text/event-stream".to_owned()));
            asking
        });
        Ok(OperationContract {
            at: self.operation.at.clone(),
            name: name.to_owned(),
            arguments: parameters.iter().filter_map(argument).collect(),
            required_only,
            server: server::own(self.root, self.item, self.operation),
            events,
            everything: request(true),
            body: body.map(|body| body.sample),
            least_body: least.map(|body| body.sample.value),
        })
    }

    fn request<'p>(
        &self,
        name: &str,
        parameters: impl Iterator<Item = &'p Parameter>,
        body: Option<&body::Body>,
        credentials: &[&CredentialSample],
    ) -> ExpectedRequest {
        let mut path = wire::literal(self.template);
        let mut query = Vec::new();
        let mut headers = Headers::default();
        headers.set("accept", response::accept(self.root, self.operation));
        if let Some(version) = self.root.get("x-api-version")
            && let (Some(name), Some(default)) = (version.text("header"), version.text("default"))
        {
            headers.set(name, self.api_version.unwrap_or(default).to_owned());
        }
        for (parameter, sample) in parameters.filter_map(|it| Some((it, it.sample.as_ref()?))) {
            match &sample.written {
                Written::Path(text) => {
                    let variable = wire::literal(&format!("{{{}}}", parameter.name));
                    path = path.replace(&variable, text);
                }
                Written::Query(pairs) => query.extend(pairs.iter().cloned()),
                Written::Header(text) => headers.set(&parameter.name, text.clone()),
                Written::Cookie(pair) => headers.cookies.push(pair.clone()),
            }
        }
        for (location, name, text) in credentials.iter().map(|it| it.kind.written()) {
            match location {
                Location::Path | Location::Header => headers.set(&name, text),
                Location::Query => query.push((name, text)),
                Location::Cookie => {
                    headers.cookies.push(format!(
                        "{}={}",
                        wire::encode(&name),
                        wire::encode(&text)
                    ));
                }
            }
        }
        if let Some(body) = body {
            headers.set("content-type", body.sample.media_type.clone());
        }
        ExpectedRequest {
            method: name.split(' ').next().unwrap_or_default().to_owned(),
            path,
            query,
            headers: headers.finish(),
            body: body.map_or(ExpectedBody::None, |body| body.expected.clone()),
        }
    }
}

fn argument(parameter: &Parameter) -> Option<ArgumentSample> {
    Some(ArgumentSample {
        location: parameter.location,
        name: parameter.name.clone(),
        required: parameter.required,
        value: parameter.sample.as_ref()?.value.clone(),
    })
}

/// The headers of a request, each once, and the pairs of its cookie.
#[derive(Default)]
struct Headers {
    named: Vec<(String, String)>,
    cookies: Vec<String>,
}

impl Headers {
    fn set(&mut self, name: &str, text: String) {
        let name = name.to_ascii_lowercase();
        self.named.retain(|(known, _)| *known != name);
        self.named.push((name, text));
    }

    fn finish(mut self) -> Vec<(String, String)> {
        if !self.cookies.is_empty() {
            let cookies = self.cookies.join("; ");
            self.set("cookie", cookies);
        }
        self.named
    }
}
