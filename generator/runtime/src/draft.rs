//! A request under construction, whatever the operation. Arguments come in with their names and
//! styles, the parts of a request go out; the first argument that cannot be sent is remembered.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use super::error::InvalidArgument;
use super::multipart::Multipart;
use super::style::{self, Style};
use super::tree::Tree;

#[derive(Clone, Default)]
pub(crate) struct Draft {
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Vec<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: Vec<String>,
    pub(crate) body: Bytes,
    pub(crate) problem: Option<InvalidArgument>,
}

/// An argument once it has left its type behind.
pub(crate) type Argument = Result<Tree, String>;

impl Draft {
    pub(crate) fn path(&mut self, style: Style, name: &'static str, value: Argument) {
        match value.and_then(|value| Ok(style::path(style, name, value)?)) {
            Ok(text) => self.path.push((name, text)),
            Err(reason) => self.refuse(name, reason),
        }
    }

    pub(crate) fn query(&mut self, style: Style, name: &'static str, value: Argument) {
        match value.and_then(|value| Ok(style::pairs(style, name, value)?)) {
            Ok(pairs) => self.query.extend(pairs),
            Err(reason) => self.refuse(name, reason),
        }
    }

    pub(crate) fn cookie(&mut self, style: Style, name: &'static str, value: Argument) {
        match value.and_then(|value| Ok(style::pairs(style, name, value)?)) {
            Ok(pairs) => self.cookies.extend(pairs),
            Err(reason) => self.refuse(name, reason),
        }
    }

    pub(crate) fn header(&mut self, style: Style, name: &'static str, value: Argument) {
        match value.and_then(|value| Ok(style::header(style, value)?)) {
            Ok(Some(text)) => self.set_header(name, &text),
            Ok(None) => {}
            Err(reason) => self.refuse(name, reason),
        }
    }

    pub(crate) fn form(&mut self, value: Argument, styles: &[(&'static str, Style)]) {
        let members = match value {
            Ok(Tree::Members(members)) => members,
            Ok(_) => return self.refuse("body", "is no object, so no form".to_owned()),
            Err(reason) => return self.refuse("body", reason),
        };
        let mut pairs = Vec::new();
        for (name, value) in members {
            let own = styles.iter().find(|(known, _)| *known == name);
            let style = own.map_or(Style::Form { explode: true }, |(_, style)| *style);
            match style::pairs(style, &name, value) {
                Ok(written) => pairs.extend(written),
                Err(reason) => return self.refuse(&name, reason.to_owned()),
            }
        }
        self.set_body("application/x-www-form-urlencoded", pairs.join("&").into());
    }

    pub(crate) fn multipart(&mut self, form: Multipart) {
        match form.write() {
            Ok((content_type, body)) => self.set_body(&content_type, body),
            Err(problem) => {
                self.problem.get_or_insert(problem);
            }
        }
    }

    pub(crate) fn json(&mut self, content_type: &str, json: Result<String, String>) {
        match json {
            Ok(json) => self.set_body(content_type, json.into()),
            Err(reason) => self.refuse("body", reason),
        }
    }

    pub(crate) fn set_body(&mut self, content_type: &str, body: Bytes) {
        self.set_header(CONTENT_TYPE.as_str(), content_type);
        self.body = body;
    }

    fn set_header(&mut self, name: &str, text: &str) {
        let parsed = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(text),
        );
        match parsed {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.refuse(name, "contains characters no header can hold".to_owned()),
        }
    }

    fn refuse(&mut self, name: &str, reason: String) {
        self.problem
            .get_or_insert_with(|| InvalidArgument::new(name, reason));
    }
}
