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
    let usual = usual(lowering, &field.ty);
    let is_text = usual == MultipartPart::Text(None);
    field.part = Some(match media_type {
        None => usual,
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

/// How a value of the type is sent where the description names no media type (§4.7.14.4).
fn usual(lowering: &Lowering<'_>, ty: &Ty) -> MultipartPart {
    match &ty.kind {
        // An array of primitive values is text, too: a part for each.
        TypeKind::List(item) if !matches!(item.kind, TypeKind::List(_)) => usual(lowering, item),
        TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number | TypeKind::String(_) => {
            MultipartPart::Text(None)
        }
        TypeKind::Any => MultipartPart::Either,
        TypeKind::Named(at) => match lowering.shape_at(at) {
            Some(Shape::Enum(_) | Shape::Numbers(_)) => MultipartPart::Text(None),
            Some(Shape::Struct(_)) => MultipartPart::Json(None),
            // What is not defined yet holds itself, by an array or a map at least.
            Some(Shape::Union(_) | Shape::Newtype(_)) | None => MultipartPart::Either,
        },
        TypeKind::File | TypeKind::FreeObject | TypeKind::List(_) | TypeKind::Map(_) => {
            MultipartPart::Json(None)
        }
    }
}
