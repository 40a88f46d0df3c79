//! A call of one operation. Arguments come in by name, and after sending the result or an
//! [`Error`] goes out; an argument that cannot be sent is reported then, so that setters chain.

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, COOKIE, HeaderValue, USER_AGENT};
use serde::Serialize;

use super::client::Client;
use super::draft::{Argument, Draft};
use super::error::{Error, InvalidArgument};
use super::multipart::Multipart;
use super::operation::Operation;
use super::redirect::Outgoing;
use super::send;
use super::style::Style;
use super::template;
use super::tree::{self, Tree};

/// A request under construction. Arguments that are null are left out, except in a path.
pub struct Call<'c, B: 'static> {
    pub(crate) client: &'c Client,
    pub(crate) operation: &'static Operation<B>,
    draft: Draft,
}

impl Client {
    /// Begins a call of the operation.
    #[must_use]
    pub fn call<B>(&self, operation: &'static Operation<B>) -> Call<'_, B> {
        Call {
            client: self,
            operation,
            draft: Draft::default(),
        }
    }
}

fn argument(style: Style, value: &(impl Serialize + ?Sized)) -> Argument {
    if style == Style::Json {
        Tree::json_text(value)
    } else {
        Tree::of(value)
    }
}

impl<B> Call<'_, B> {
    /// Sets a path parameter in the default style, `simple`.
    pub fn path(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> &mut Self {
        self.path_styled(Style::Simple { explode: false }, name, value)
    }

    /// Sets a path parameter.
    pub fn path_styled(
        &mut self,
        style: Style,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> &mut Self {
        self.draft.path(style, name, argument(style, value));
        self
    }

    /// Adds a query parameter in the default style, `form`, exploded.
    pub fn query(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> &mut Self {
        self.query_styled(Style::Form { explode: true }, name, value)
    }

    /// Adds a query parameter.
    pub fn query_styled(
        &mut self,
        style: Style,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> &mut Self {
        self.draft.query(style, name, argument(style, value));
        self
    }

    /// Sets a header parameter in the default style, `simple`.
    pub fn header(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> &mut Self {
        self.header_styled(Style::Simple { explode: false }, name, value)
    }

    /// Sets a header parameter.
    pub fn header_styled(
        &mut self,
        style: Style,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> &mut Self {
        self.draft.header(style, name, argument(style, value));
        self
    }

    /// Adds a cookie parameter in the default style, `form`, exploded.
    pub fn cookie(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> &mut Self {
        self.cookie_styled(Style::Form { explode: true }, name, value)
    }

    /// Adds a cookie parameter.
    pub fn cookie_styled(
        &mut self,
        style: Style,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> &mut Self {
        self.draft.cookie(style, name, argument(style, value));
        self
    }

    /// Sets a JSON body.
    pub fn json(
        &mut self,
        content_type: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> &mut Self {
        self.draft.json(content_type, tree::json(value));
        self
    }

    /// Sets an `application/x-www-form-urlencoded` body. Members without a style are `form`,
    /// exploded; those of the style `Json` are written as JSON.
    pub fn form(
        &mut self,
        value: &(impl Serialize + ?Sized),
        styles: &'static [(&'static str, Style)],
    ) -> &mut Self {
        let is_json = |name: &str| styles.contains(&(name, Style::Json));
        self.draft.form(Tree::form(value, is_json), styles);
        self
    }

    /// Sets a `multipart/form-data` body.
    pub fn multipart(&mut self, form: Multipart) -> &mut Self {
        self.draft.multipart(form);
        self
    }

    /// Sets a body of text, in UTF-8.
    pub fn text(&mut self, content_type: &'static str, value: &str) -> &mut Self {
        self.draft
            .set_body(content_type, Bytes::copy_from_slice(value.as_bytes()));
        self
    }

    /// Sets a body of bytes.
    pub fn raw(&mut self, content_type: &'static str, value: impl Into<Bytes>) -> &mut Self {
        self.draft.set_body(content_type, value.into());
        self
    }

    /// The request as it would be sent, credentials included.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`]
    pub fn prepare(&self) -> Result<http::Request<Bytes>, Error<B>> {
        self.clone().outgoing().map(|outgoing| outgoing.to_http())
    }

    pub(crate) fn outgoing(self) -> Result<Outgoing, Error<B>> {
        let operation = self.operation;
        self.written()
            .map_err(|argument| send::invalid(operation, argument))
    }

    pub(crate) fn written(self) -> Result<Outgoing, InvalidArgument> {
        let Draft {
            path,
            mut query,
            mut headers,
            mut cookies,
            body,
            problem,
        } = self.draft;
        if let Some(problem) = problem {
            return Err(problem);
        }
        let accept = match self.operation.accept {
            "" => Ok(HeaderValue::from_static("*/*")),
            accept => HeaderValue::from_maybe_shared(Bytes::from_static(accept.as_bytes())),
        };
        let accept = accept.map_err(|_| InvalidArgument::new("Accept", "is not a header value"))?;
        headers.entry(ACCEPT).or_insert(accept);
        headers.insert(USER_AGENT, self.client.inner.user_agent.clone());
        if let Some((name, value)) = &self.client.inner.api_version {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        self.client.inner.authorize(
            self.operation.security,
            &mut headers,
            &mut query,
            &mut cookies,
        );
        if !cookies.is_empty() {
            let cookies = HeaderValue::from_str(&cookies.join("; "));
            let mut cookies =
                cookies.map_err(|_| InvalidArgument::new("Cookie", "is not a header value"))?;
            cookies.set_sensitive(true);
            headers.insert(COOKIE, cookies);
        }
        let base_url = self.client.inner.base_url_of(self.operation);
        let mut target = base_url.path().to_owned();
        template::fill(&mut target, self.operation.path, &path)?;
        // Some descriptions put what tells operations apart into a query of the template.
        let mut delimiter = if self.operation.path.contains('?') {
            '&'
        } else {
            '?'
        };
        for pair in query {
            target.push(delimiter);
            target.push_str(&pair);
            delimiter = '&';
        }
        let url = base_url.url().beside(&target);
        let url = url.map_err(|reason| InvalidArgument::new("URL", reason))?;
        let method = self.operation.method.clone();
        Ok(Outgoing {
            method,
            url,
            headers,
            body,
        })
    }
}

impl<B> Clone for Call<'_, B> {
    fn clone(&self) -> Self {
        Self {
            client: self.client,
            operation: self.operation,
            draft: self.draft.clone(),
        }
    }
}

/// Without the arguments: what they are is the caller's business.
impl<B> fmt::Debug for Call<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", self.operation)
            .finish_non_exhaustive()
    }
}
