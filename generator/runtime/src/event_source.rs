//! The format of event streams (HTML standard, "Server-sent events"). Pieces of a body come in,
//! split anywhere, and events go out once they are complete; a stream's unfinished end is dropped,
//! as the standard says.

use std::collections::VecDeque;
use std::time::Duration;

/// The longest event that is kept: a stream without line ends is none.
const LIMIT: usize = 16 * 1024 * 1024;

/// An event as it arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawEvent {
    /// Its type; empty if the server names none, which stands for `message`.
    pub event: String,
    /// Its data, the lines joined by line feeds.
    pub data: String,
    /// The last id that the stream has set, if any.
    pub id: Option<String>,
}

/// More than [`LIMIT`] bytes without an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

#[derive(Debug, Default)]
pub(crate) struct EventSource {
    /// The line under construction.
    line: Vec<u8>,
    /// Whether a line feed belongs to the line end before it.
    after_return: bool,
    begun: bool,
    event: String,
    data: String,
    has_data: bool,
    id: Option<String>,
    retry: Option<Duration>,
    ready: VecDeque<RawEvent>,
}

impl EventSource {
    /// Takes the next piece of the body.
    pub(crate) fn feed(&mut self, mut piece: &[u8]) -> Result<(), TooLong> {
        while !piece.is_empty() {
            if std::mem::take(&mut self.after_return) && piece[0] == b'\n' {
                piece = &piece[1..];
                continue;
            }
            let end = piece.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let part = &piece[..end.unwrap_or(piece.len())];
            if self.line.len() + self.data.len() + part.len() > LIMIT {
                return Err(TooLong);
            }
            self.line.extend_from_slice(part);
            let Some(end) = end else { break };
            self.after_return = piece[end] == b'\r';
            piece = &piece[end + 1..];
            let line = std::mem::take(&mut self.line);
            self.take_line(&line);
        }
        Ok(())
    }

    /// The next complete event.
    pub(crate) fn next(&mut self) -> Option<RawEvent> {
        self.ready.pop_front()
    }

    /// The id that a later stream would go on from.
    pub(crate) fn last_event_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// How long the server wants a client to wait before it connects again.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn take_line(&mut self, line: &[u8]) {
        let mut line = line;
        if !std::mem::replace(&mut self.begun, true) {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        if line.is_empty() {
            self.dispatch();
            return;
        }
        let text = String::from_utf8_lossy(line);
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => {
                self.id = Some(value.to_owned()).filter(|id| !id.is_empty());
            }
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let milliseconds = value.parse().ok();
                self.retry = milliseconds.map(Duration::from_millis).or(self.retry);
            }
            // A comment begins with the colon, and other fields are for the future.
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let event = std::mem::take(&mut self.event);
        let data = std::mem::take(&mut self.data);
        if std::mem::take(&mut self.has_data) {
            let id = self.id.clone();
            self.ready.push_back(RawEvent { event, data, id });
        }
    }
}
