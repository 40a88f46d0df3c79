//! Request bodies: one media type is chosen, and says how the value is sent.

use openapiv3::{Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody, Schema};

use super::all_of::Merge;
use super::flat::{Flat, JsonType};
use super::response::{Family, dropped, family, is_json};
use super::{Lowering, nesting, object, part, schema};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Body, BodyContent, Docs, Origin, Shape, Struct, Style, Ty, TypeKind};
use crate::pointer::Pointer;

/// What the operation at `at` sends.
pub(super) fn body<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    node: &'d ReferenceOr<RequestBody>,
    id: &str,
) -> Option<Body> {
    let resolver = lowering.resolver;
    let place = at.child("requestBody");
    let view = lowering.noted(resolver.resolve::<RequestBody, _>(&place, node))?;
    let origin = match view.at.parent() {
        Some(parent) if parent == Pointer::from_tokens(["components", "requestBodies"]) => {
            Origin::RequestComponent(view.at.last().unwrap_or_default())
        }
        _ => Origin::Request(id.to_owned()),
    };
    let at = view.at.child("content");
    if view.node.content.is_empty() {
        lowering.report(
            Diagnostic::new(
                Code::UnsupportedMediaType,
                &view.at,
                "the request body has no media type, so nothing is sent",
            )
            .help("list the media type below `content`"),
        );
    }
    let best = view
        .node
        .content
        .keys()
        .map(|media_type| rank(media_type))
        .max()?;
    let (media_type, media) = view
        .node
        .content
        .iter()
        .find(|(media_type, _)| rank(media_type) == best)?;
    for other in view
        .node
        .content
        .keys()
        .filter(|other| *other != media_type)
    {
        lowering.report(dropped(&at.child(other), other, media_type, "sends"));
    }
    let at = at.child(media_type);
    Some(Body {
        required: view.node.required,
        media_type: media_type.clone(),
        content: content(lowering, &at, media_type, media, &origin),
        docs: Docs {
            description: view.node.description.clone(),
            ..Docs::default()
        },
        at,
    })
}

fn rank(media_type: &str) -> u8 {
    match family(media_type) {
        Family::Json => 4,
        Family::Multipart => 3,
        Family::Form => 2,
        Family::Text | Family::EventStream => 1,
        Family::Bytes => 0,
    }
}

fn content<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    media_type: &str,
    media: &'d MediaType,
    origin: &Origin,
) -> BodyContent {
    let place = at.child("schema");
    match (family(media_type), &media.schema) {
        (Family::Json, Some(node)) => BodyContent::Json(schema::ty(lowering, &place, node, origin)),
        (Family::Json, None) => BodyContent::Json(Ty::new(TypeKind::Any)),
        (Family::Form, Some(node)) => {
            let ty = schema::ty(lowering, &place, node, origin);
            let styles: Vec<_> = media
                .encoding
                .iter()
                .filter_map(|(name, encoding)| form_style(lowering, at, name, encoding))
                .collect();
            report_nesting(lowering, at, &ty, &styles);
            BodyContent::Form { ty, styles }
        }
        (Family::Form, None) => BodyContent::Form {
            ty: Ty::new(TypeKind::FreeObject),
            styles: Vec::new(),
        },
        (Family::Multipart, Some(node)) => multipart(lowering, &place, media, node, origin)
            .map_or_else(|| raw_multipart(lowering, at), BodyContent::Multipart),
        (Family::Multipart, None) => raw_multipart(lowering, at),
        (Family::Text | Family::EventStream, _) => BodyContent::Text,
        (Family::Bytes, _) => BodyContent::Bytes,
    }
}

/// The style of a form member whose encoding sets one, or JSON where it has that media type and no
/// style (§4.7.15).
///
/// openapiv3 reads an absent `explode` as false, although it is true for forms, so the text is
/// looked at.
fn form_style(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    name: &str,
    encoding: &Encoding,
) -> Option<(String, Style)> {
    let place = at.child("encoding").child(name);
    let stated = place.child("explode");
    let stated = stated.get(&lowering.resolver.document().value);
    let media_type = encoding.content_type.as_deref();
    let is_styled = encoding.style.is_some() || stated.is_some();
    if media_type.is_some_and(is_json) && !is_styled {
        return Some((name.to_owned(), Style::Json));
    }
    if let Some(media_type) = media_type.filter(|it| family(it) != Family::Text) {
        lowering.report(
            Diagnostic::new(
                Code::UnsupportedMediaType,
                &place.child("contentType"),
                format!("a member of a form is written in its style, not as `{media_type}`"),
            )
            .help("declare the member as a string, which may hold such a text"),
        );
    }
    let explode = stated.is_none() || encoding.explode;
    let style = match encoding.style.as_ref() {
        None if explode => return None,
        Some(QueryStyle::DeepObject) => Style::DeepObject,
        Some(QueryStyle::SpaceDelimited) if !explode => Style::SpaceDelimited,
        Some(QueryStyle::PipeDelimited) if !explode => Style::PipeDelimited,
        _ => Style::Form { explode },
    };
    Some((name.to_owned(), style))
}

/// Tells which members of a form can have values that their styles can't write.
fn report_nesting(lowering: &mut Lowering<'_>, at: &Pointer, ty: &Ty, styles: &[(String, Style)]) {
    const HELP: &str = "give it the style `deepObject` in `encoding`";
    let usual = Style::Form { explode: true };
    let fields = match &ty.kind {
        TypeKind::Named(at) => match lowering.shape_at(at) {
            Some(Shape::Struct(object)) => object.fields.clone(),
            _ => return,
        },
        TypeKind::Map(value) => {
            nesting::report(lowering, at, "additionalProperties", usual, value, HELP);
            return;
        }
        _ => return,
    };
    for field in fields.iter().filter(|field| !field.read_only) {
        let own = styles.iter().find(|(name, _)| *name == field.name);
        let style = own.map_or(usual, |(_, style)| *style);
        nesting::report(lowering, &field.at, &field.name, style, &field.ty, HELP);
    }
}

fn raw_multipart(lowering: &mut Lowering<'_>, at: &Pointer) -> BodyContent {
    lowering.report(
        Diagnostic::new(
            Code::UnsupportedMediaType,
            at,
            "a multipart body without declared parts is sent as bytes, boundaries and all",
        )
        .help("describe the body by an object schema, whose members are the parts"),
    );
    BodyContent::Bytes
}

/// A struct of the parts, defined at the place it is used, since it is sent unlike the same JSON.
fn multipart<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    media: &'d MediaType,
    node: &'d ReferenceOr<Schema>,
    origin: &Origin,
) -> Option<Ty> {
    let resolver = lowering.resolver;
    let view = lowering.noted(resolver.resolve::<Schema, _>(at, node))?;
    let flat = Flat::of(view.node);
    let mut merge = Merge::default();
    merge.take_all(lowering, &view.at, &flat);
    let members = merge.into_members();
    if members.declared.is_empty() {
        return None;
    }
    let mut fields = object::fields(lowering, &members, origin);
    let content = at.parent().unwrap_or_default();
    for field in &mut fields {
        let node = members
            .declared
            .get(field.name.as_str())
            .and_then(|places| places.last());
        let file = node.and_then(|(at, node)| file(lowering, at, node));
        part::set(lowering, &content, field, file, media);
    }
    let place = at.child("multipart");
    let shape = Shape::Struct(Struct { fields, rest: None });
    Some(schema::add(lowering, &place, &flat, origin, shape))
}

/// The type of a member that holds one file or several.
fn file<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    node: &'d ReferenceOr<Box<Schema>>,
) -> Option<Ty> {
    let resolver = lowering.resolver;
    let view = resolver.resolve::<Schema, _>(at, node).ok()?;
    let flat = Flat::of(view.node);
    match flat.known_type()? {
        JsonType::String if flat.format == Some("binary") => Some(Ty::new(TypeKind::File)),
        JsonType::Array => {
            let item = file(lowering, &view.at.child("items"), flat.items?)?;
            Some(Ty::new(TypeKind::List(Box::new(item))))
        }
        _ => None,
    }
}
