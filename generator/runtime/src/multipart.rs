//! `multipart/form-data` (RFC 7578). Named parts come in, one body and its `Content-Type` go out;
//! names are escaped as browsers do, and a part that cannot be written is refused by name.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::{BufMut, Bytes, BytesMut};
use serde::Serialize;

use super::error::InvalidArgument;
use super::tree::{self, Tree};

/// A form under construction. `Debug` shows how many parts it has.
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<(String, Bytes)>,
    problem: Option<InvalidArgument>,
}

/// The content of a file.
#[derive(Clone, Debug)]
pub struct Part {
    /// The name the receiver is told, if any.
    pub filename: Option<String>,
    /// The media type: `application/octet-stream` if nothing is known.
    pub content_type: String,
    /// The content.
    pub bytes: Bytes,
}

impl Multipart {
    /// A form without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part of plain text.
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.push(name, None, None, Bytes::copy_from_slice(value.as_bytes()))
    }

    /// Adds a part of text in another media type.
    pub fn text_as(&mut self, name: &str, content_type: &str, value: &str) -> &mut Self {
        let bytes = Bytes::copy_from_slice(value.as_bytes());
        self.push(name, None, Some(content_type), bytes)
    }

    /// Adds a part of JSON. A value that JSON cannot hold is remembered and refused by `send`.
    pub fn json(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> &mut Self {
        self.json_as(name, "application/json", value)
    }

    /// Adds a part of JSON in a media type of its own.
    pub fn json_as(
        &mut self,
        name: &str,
        content_type: &str,
        value: &(impl Serialize + ?Sized),
    ) -> &mut Self {
        match tree::json(value) {
            Ok(json) => self.push(name, None, Some(content_type), json.into()),
            Err(reason) => self.refuse(name, reason),
        }
    }

    /// Adds a value of a type that has scalars and objects: a scalar as plain text, a list of scalars
    /// as a part for each, everything else as JSON.
    pub fn either(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> &mut Self {
        let texts = match Tree::of(value) {
            Ok(Tree::Text(text)) => Some(vec![text]),
            Ok(Tree::List(items)) => items.into_iter().map(Tree::into_text).collect(),
            Ok(Tree::Null | Tree::Members(_)) => None,
            Err(reason) => return self.refuse(name, reason),
        };
        match texts {
            Some(texts) => texts.iter().fold(self, |form, text| form.text(name, text)),
            None => self.json(name, value),
        }
    }

    /// Adds a file. A media type no header can hold is remembered and refused by `send`.
    pub fn file(&mut self, name: &str, part: Part) -> &mut Self {
        if http::HeaderValue::from_str(&part.content_type).is_err() {
            return self.refuse(name, "has an invalid media type".to_owned());
        }
        self.push(
            name,
            part.filename.as_deref(),
            Some(&part.content_type),
            part.bytes,
        )
    }

    fn push(
        &mut self,
        name: &str,
        filename: Option<&str>,
        content_type: Option<&str>,
        bytes: Bytes,
    ) -> &mut Self {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(name));
        // Writing to a String cannot fail.
        if let Some(filename) = filename {
            let _ = write!(head, "; filename=\"{}\"", escape(filename));
        }
        if let Some(content_type) = content_type {
            let _ = write!(head, "\r\nContent-Type: {content_type}");
        }
        self.parts.push((head, bytes));
        self
    }

    fn refuse(&mut self, name: &str, reason: String) -> &mut Self {
        self.problem
            .get_or_insert_with(|| InvalidArgument::new(name, reason));
        self
    }

    /// The `Content-Type` and the body.
    pub(crate) fn write(self) -> Result<(String, Bytes), InvalidArgument> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let boundary = boundary(&self.parts);
        let mut body = BytesMut::new();
        for (head, bytes) in &self.parts {
            body.put_slice(format!("--{boundary}\r\n{head}\r\n\r\n").as_bytes());
            body.put_slice(bytes);
            body.put_slice(b"\r\n");
        }
        body.put_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok((
            format!("multipart/form-data; boundary={boundary}"),
            body.freeze(),
        ))
    }
}

impl std::fmt::Debug for Multipart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Multipart({} parts)", self.parts.len())
    }
}

fn escape(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// From the content, so that the same form is the same bytes; and not in it.
fn boundary(parts: &[(String, Bytes)]) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    loop {
        let boundary = format!("form-{:016x}", hasher.finish());
        let needle = boundary.as_bytes();
        let found = |bytes: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        if !parts
            .iter()
            .any(|(head, bytes)| found(head.as_bytes()) || found(bytes))
        {
            return boundary;
        }
        0_u8.hash(&mut hasher);
    }
}
