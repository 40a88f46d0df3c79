//! The events of a YAML text, by saphyr.

use std::ops::ControlFlow;

use saphyr_parser::{Event as Read, Marker, Parser};

use super::events::{Event, Mark, Place};

pub(super) fn events<'t>(
    text: &'t str,
    on_event: &mut dyn FnMut(Event<'t>, Place) -> ControlFlow<()>,
) {
    for next in Parser::new_from_str(text) {
        let Ok((read, span)) = next else { return };
        let event = match read {
            Read::Scalar(text, ..) => Event::Scalar(text),
            Read::SequenceStart(anchor, _) => Event::Open {
                mapping: false,
                anchor,
            },
            Read::MappingStart(anchor, _) => Event::Open {
                mapping: true,
                anchor,
            },
            Read::SequenceEnd | Read::MappingEnd => Event::Close,
            Read::Alias(anchor) => Event::Alias(anchor),
            Read::DocumentEnd => return,
            Read::Nothing | Read::StreamStart | Read::StreamEnd | Read::DocumentStart(_) => {
                continue;
            }
        };
        let mark = |marker: Marker| Mark::new(marker.line(), marker.col());
        if on_event(event, Place::Marks(mark(span.start), mark(span.end))).is_break() {
            return;
        }
    }
}
