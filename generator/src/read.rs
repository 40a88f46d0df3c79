//! Bytes in, an OpenAPI 3.0 document out: as a value tree and as openapiv3's types.
//!
//! The overlay is laid over the document as its author wrote it; what is of 3.1 is converted then.
//! Refused are other encodings than UTF-8, text that is neither JSON nor YAML, other versions of
//! the format, overlays that don't fit, and nodes that have not the form OpenAPI gives them.
//! What is refused is located here, because no document is left that could say where it came from.

mod bundle;
mod detour;
mod explain;
mod kind;
mod mend;
mod narrow;
mod parse;

use openapiv3::{Components, OpenAPI, ReferenceOr};
use serde::Deserialize;
use serde::de::value::MapDeserializer;
use serde_json::Value;

pub(crate) use kind::{Holds, Kind, is_data};

use crate::Source;
use crate::convert::{self, Moves};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceId};
use crate::limits::MAX_BYTES;
use crate::locate::{Text, Texts, locate};
use crate::overlay::{self, Origins};
use crate::pointer::Pointer;
use crate::stack::with_room;

pub use bundle::{Beside, gather};

/// A description that was read.
#[derive(Debug)]
pub struct Document {
    /// Every node, those of other files included, after the overlay and the conversion, in the order
    /// of the text.
    pub value: Value,
    /// The same as openapiv3's types, which forget what they do not know.
    pub api: OpenAPI,
    /// Which nodes the conversion put elsewhere.
    pub moves: Moves,
    /// Which nodes the overlay wrote and which are from other files, by where they stood before the
    /// conversion.
    pub origins: Origins,
}

/// Reads the description that is called `name` with the files it refers to, lays the overlay over it
/// and converts it to OpenAPI 3.0; says what the conversion lost, not yet located.
///
/// # Errors
/// What makes the description, one of the files or the overlay unusable, located.
pub fn read(
    texts: &Texts<'_>,
    name: &str,
    beside: &[Beside],
) -> Result<(Document, Diagnostics), Diagnostics> {
    let mut origins = Origins::default();
    read_texts(texts, name, beside, &mut origins).map_err(|mut diagnostics| {
        locate(&mut diagnostics, texts, &origins);
        diagnostics
    })
}

/// The texts that places are in. What is wrong with a file beside the description is told where it
/// is referred to.
///
/// # Errors
/// The description or the overlay is not UTF-8.
pub fn texts<'s>(
    description: &'s Source,
    beside: &'s [Beside],
    overlay: Option<&'s Source>,
) -> Result<Texts<'s>, Diagnostic> {
    let overlay = overlay.map(text).transpose();
    let overlay = overlay.map_err(|diagnostic| diagnostic.in_source(SourceId::Overlay))?;
    Ok(Texts {
        overlay: overlay.map(Text::new),
        beside: beside.iter().map(Beside::text).map(Text::new).collect(),
        ..Texts::of(text(description)?)
    })
}

/// A description as a value tree, in the order of the text and without a look at what it says.
///
/// # Errors
/// The text is neither JSON nor YAML, or no description in a version that is read, located.
pub fn value(description: &Source) -> Result<Value, Diagnostics> {
    let text = text(description)?;
    let value = parse::parse(text, SourceId::Description).map_err(Diagnostics::from);
    let checked = value.and_then(|value| Ok(check_version(&value).map(|()| value)?));
    checked.map_err(|mut diagnostics| {
        locate(&mut diagnostics, &Texts::of(text), &Origins::default());
        diagnostics
    })
}

/// As [`value`], with what the description refers to in the files beside it; and which nodes are from
/// where.
///
/// # Errors
/// As [`value`], and a reference that leads to no node of a file, located.
pub fn whole(description: &Source, beside: &[Beside]) -> Result<(Value, Origins), Diagnostics> {
    let texts = texts(description, beside, None)?;
    let mut value = value(description)?;
    let text = texts.description.text;
    let bundled = bundle::bundle_beside(text, &description.name, &mut value, beside);
    // What was tolerated is said where the description is generated from.
    let (origins, _) = bundled.map_err(|mut diagnostics| {
        locate(&mut diagnostics, &texts, &Origins::default());
        diagnostics
    })?;
    Ok((value, origins))
}

/// The text of a source, without a byte-order mark; the spans of diagnostics count in it.
///
/// # Errors
/// The bytes are not UTF-8.
pub fn text(source: &Source) -> Result<&str, Diagnostic> {
    decoded(&source.bytes)
}

fn decoded(bytes: &[u8]) -> Result<&str, Diagnostic> {
    let invalid = |message: String| {
        Diagnostic::new(Code::InvalidEncoding, &Pointer::root(), message)
            .help("save the file as UTF-8")
    };
    if bytes.len() > MAX_BYTES {
        let message = format!("the file has more than {} MiB", MAX_BYTES >> 20);
        return Err(Diagnostic::new(Code::TooLarge, &Pointer::root(), message)
            .help("split the description into several"));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if matches!(
        bytes,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, b'{', ..] | [b'{', 0, ..]
    ) {
        return Err(invalid(
            "the file is UTF-16, but only UTF-8 is read".to_owned(),
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        invalid(format!(
            "the file is not UTF-8 from byte {} on",
            error.valid_up_to()
        ))
    })
}

fn read_texts(
    texts: &Texts<'_>,
    name: &str,
    beside: &[Beside],
    origins: &mut Origins,
) -> Result<(Document, Diagnostics), Diagnostics> {
    let read = |text| parse::parse(text, SourceId::Description);
    let mut value = texts.description.outlined(read)?;
    check_version(&value)?;
    let bundled = bundle::bundle_beside(texts.description.text, name, &mut value, beside)?;
    *origins = bundled.0;
    if let Some(overlay) = &texts.overlay {
        let overlay = parse::parse(overlay.text, SourceId::Overlay)?;
        origins.append(overlay::apply(&overlay, &mut value)?);
    }
    let detours = detour::straighten(&mut value);
    let (moves, mut found) = convert::convert(&mut value);
    let (api, mended) = typed(&mut value).map_err(|faults| moves.restore(faults))?;
    found.extend(bundled.1);
    found.extend(detours);
    found.extend(moves.restore(mended));
    let document = Document {
        value,
        api,
        moves,
        origins: origins.clone(),
    };
    Ok((document, found))
}

/// The document as openapiv3's types and what was mended for that, or the nodes that keep it from
/// being that.
fn typed(value: &mut Value) -> Result<(OpenAPI, Diagnostics), Diagnostics> {
    if narrow::layers(value) > MANY_LAYERS {
        let mended = narrow::narrow(value).propagate()?;
        let (api, _) = with_room(|| typed_or_narrowed(value))?;
        return Ok((api, mended));
    }
    typed_or_narrowed(value)
}

/// openapiv3 reads an object that may be a reference twice when it fails, so that a fault below
/// many of them costs a power of two, and each takes some 50 KiB of the stack in a debug build.
const MANY_LAYERS: usize = 14;

fn typed_or_narrowed(value: &mut Value) -> Result<(OpenAPI, Diagnostics), Diagnostics> {
    match model(value) {
        Ok(api) if !has_empty_body(&api) => return Ok((api, Diagnostics::default())),
        Ok(api) => {
            return narrow::narrow(value)
                .propagate()
                .map(|mended| (api, mended));
        }
        Err(_) => {}
    }
    let mended = narrow::narrow(value).propagate()?;
    if let Ok(api) = model(value) {
        return Ok((api, mended));
    }
    // Nobody calls a client's callbacks, and openapiv3 can't read references among them.
    let mut quiet = value.clone();
    narrow::remove_callbacks(&mut quiet);
    let api = model(&quiet).map_err(|error| {
        let message = format!("the description is not valid: {error}");
        Diagnostic::new(Code::InvalidDocument, &Pointer::root(), message)
            .help("a validator of OpenAPI 3.0 may tell more")
    })?;
    Ok((api, mended))
}

/// The document as openapiv3's types. The components are read beside all the rest, which in a large
/// description is about as much.
fn model(value: &Value) -> serde_json::Result<OpenAPI> {
    let (Some(members), Some(components)) = (value.as_object(), value.get("components")) else {
        return OpenAPI::deserialize(value);
    };
    let rest = members.iter().filter(|(name, _)| *name != "components");
    let rest = rest.map(|(name, member)| (name.as_str(), member));
    let (api, components) = rayon::join(
        || OpenAPI::deserialize(MapDeserializer::new(rest)),
        || Option::<Components>::deserialize(components),
    );
    Ok(OpenAPI {
        components: components?,
        ..api?
    })
}

/// Whether a request body has no media type, as a schema in its place would have.
fn has_empty_body(api: &OpenAPI) -> bool {
    let components = api
        .components
        .iter()
        .flat_map(|components| components.request_bodies.values());
    let operations = api
        .operations()
        .filter_map(|(_, _, operation)| operation.request_body.as_ref());
    let mut bodies = components
        .chain(operations)
        .filter_map(ReferenceOr::as_item);
    bodies.any(|body| body.content.is_empty())
}

fn check_version(value: &Value) -> Result<(), Diagnostic> {
    let root = Pointer::root();
    let unsupported = |at: &Pointer, message: &str, help: &str| {
        Err(Diagnostic::new(Code::UnsupportedVersion, at, message).help(help))
    };
    if let Some(version) = value.get("swagger") {
        let version = version
            .as_str()
            .map_or_else(|| version.to_string(), str::to_owned);
        return unsupported(
            &root.child("swagger"),
            &format!("Swagger {version} is not supported"),
            "convert the description to OpenAPI 3 first, for example with `npx swagger2openapi`",
        );
    }
    match value.get("openapi") {
        None => unsupported(
            &root,
            "this is not an OpenAPI document: it has no `openapi` member",
            "a description begins with `openapi: 3.0.3`, or another version of 3.0 or 3.1",
        ),
        Some(Value::String(version)) if is_supported(version) => Ok(()),
        Some(Value::String(version)) if version.starts_with("3.") => unsupported(
            &root.child("openapi"),
            &format!("OpenAPI {version} is not supported"),
            "OpenAPI 3.0 and 3.1 are read; a description that uses nothing newer can say \
             `openapi: 3.1.1`",
        ),
        Some(Value::String(version)) => unsupported(
            &root.child("openapi"),
            &format!("`{version}` is not a supported version of OpenAPI"),
            "OpenAPI 3.0 and 3.1 are read",
        ),
        Some(other) => unsupported(
            &root.child("openapi"),
            &format!("the version of OpenAPI is a string such as \"3.0.3\", not `{other}`"),
            "put the version between quotes and give it in full",
        ),
    }
}

fn is_supported(version: &str) -> bool {
    ["3.0", "3.1"].iter().any(|edition| {
        let patch = version.strip_prefix(edition);
        let is_patch = |patch: &str| patch.starts_with(|c: char| c.is_ascii_digit());
        patch.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('.').is_some_and(is_patch))
    })
}

#[cfg(test)]
mod tests;
