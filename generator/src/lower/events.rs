//! Answers that are streams of events: what the description says of one event.
//!
//! A schema may describe an event's data, or the event as an object of its fields, which is told
//! by the names of its members.

use openapiv3::{MediaType, Response};

use super::response::{Family, family};
use super::{Lowering, schema};
use crate::ir::{EventContent, Events, Origin, Part, Shape, Ty, TypeKind};
use crate::pointer::Pointer;
use crate::resolve::View;

/// The events of an answer, where it has any.
pub(super) fn events<'d>(
    lowering: &mut Lowering<'d>,
    view: &View<'d, Response>,
    origin: &Origin,
) -> Option<Events> {
    let mut content = view.node.content.iter();
    let (media_type, media) = content.find(|(it, _)| family(it) == Family::EventStream)?;
    let at = view.at.child("content").child(media_type);
    Some(Events {
        content: event(lowering, &at, media, origin),
        at,
    })
}

fn event<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    media: &'d MediaType,
    origin: &Origin,
) -> EventContent {
    let Some(node) = &media.schema else {
        return EventContent::Text;
    };
    let origin = origin.part(Part::Variant("event".to_owned()));
    let ty = schema::ty(lowering, &at.child("schema"), node, &origin);
    match &ty.kind {
        TypeKind::String(_) | TypeKind::Any | TypeKind::File => EventContent::Text,
        _ if is_whole(lowering, &ty, &mut Vec::new()) => EventContent::Whole(ty),
        _ => EventContent::Data(ty),
    }
}

/// Whether values of the type have a member `data`, and none but the fields of an event.
fn is_whole<'t>(lowering: &'t Lowering<'_>, ty: &'t Ty, seen: &mut Vec<&'t Pointer>) -> bool {
    const FIELDS: [&str; 4] = ["event", "data", "id", "retry"];
    let TypeKind::Named(at) = &ty.kind else {
        return false;
    };
    if seen.contains(&at) {
        return false;
    }
    seen.push(at);
    match lowering.shape_at(at) {
        Some(Shape::Struct(object)) => {
            let mut names = object.fields.iter().map(|field| field.name.as_str());
            names.clone().any(|name| name == "data") && names.all(|name| FIELDS.contains(&name))
        }
        Some(Shape::Union(union)) => {
            let mut variants = union.variants.iter();
            variants.all(|variant| is_whole(lowering, &variant.ty, seen))
        }
        _ => false,
    }
}
