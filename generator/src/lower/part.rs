//! Parts of a multipart body: how a member is sent, and in which media type (§4.7.15).

use openapiv3::{Encoding, MediaType};

use super::Lowering;
use super::response::{Family, family, is_json};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Field, MultipartPart, Shape, StringFormat, Ty, TypeKind};
use crate::pointer::Pointer;

/// Decides how a member is sent; `file` is its type if it is a file. `at` is the Media Type Object.
pub(super) fn set(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    field: &mut Field,
    file: Option<Ty>,
    media: &MediaType,
) {
    let at = at.child("encoding").child(&field.name);
    let encoding = media.encoding.get(&field.name);
    report_headers(lowering, &at, encoding);
    if let Some(ty) = file {
        field.ty = ty;
        field.part = Some(MultipartPart::File);
        return;
    }
    let media_type = encoding.and_then(|it| stated(lowering, &at, it.content_type.as_deref()?));
    let is_text = match &field.ty.kind {
        // An array of primitive values is text, too: a part for each (§4.7.14.4).
        TypeKind::List(item) => is_scalar(lowering, item),
        _ => is_scalar(lowering, &field.ty),
    };
    field.part = Some(match media_type {
        None if is_text => MultipartPart::Text(None),
        None => MultipartPart::Json(None),
        Some(json) if is_json(&json) => {
            MultipartPart::Json(Some(json).filter(|it| it != "application/json"))
        }
        Some(other) => {
            if !is_text {
                // As with whole bodies: what is no JSON is written by the caller.
                field.ty =
                    Ty::new(TypeKind::String(StringFormat::Plain)).or_null(field.ty.nullable);
            }
            MultipartPart::Text(Some(other).filter(|it| it != "text/plain"))
        }
    });
}

/// The first of the media types listed, if it is one that can be sent.
fn stated(lowering: &mut Lowering<'_>, at: &Pointer, content_type: &str) -> Option<String> {
    let first = content_type.split(',').next().unwrap_or_default().trim();
    let is_sendable = !first.contains('*')
        && first.contains('/')
        && first.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && family(first) != Family::Multipart;
    if is_sendable {
        return Some(first.to_owned());
    }
    let message = format!("`{content_type}` can't be sent as the media type of a part");
    lowering.report(
        Diagnostic::new(
            Code::UnsupportedMediaType,
            &at.child("contentType"),
            message,
        )
        .help("name one media type, by an overlay if the description is not yours"),
    );
    None
}

/// A part has the headers that its content asks for, and no others.
fn report_headers(lowering: &mut Lowering<'_>, at: &Pointer, encoding: Option<&Encoding>) {
    let headers = encoding.iter().flat_map(|encoding| encoding.headers.keys());
    for name in headers.filter(|name| !name.eq_ignore_ascii_case("content-type")) {
        let message = format!("the header `{name}` of a part is not offered");
        lowering.report(
            Diagnostic::new(
                Code::IgnoredParameter,
                &at.child("headers").child(name),
                message,
            )
            .help("remove it, by an overlay if the description is not yours"),
        );
    }
}

fn is_scalar(lowering: &Lowering<'_>, ty: &Ty) -> bool {
    match &ty.kind {
        TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number | TypeKind::String(_) => true,
        TypeKind::Named(at) => lowering
            .types
            .get(at)
            .is_some_and(|definition| matches!(definition.shape, Shape::Enum(_))),
        _ => false,
    }
}
