//! The one loop that sends. A request comes in, the answer that is to be judged goes out, after
//! the redirects that lead to it; which of them are followed is decided in `redirect`.

use http::header::{Entry, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::base_url::BaseUrl;
use super::content::Content;
use super::redirect::{self, MAX, Manner, Outgoing, RedirectRefusal};
use super::transport::{Transport, TransportError};
use super::url::Url;

/// The head of the answer to judge, its body not yet read.
pub(crate) struct Arrived {
    /// Where it is from, which redirects may have changed.
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Content,
    /// Where a redirect that is documented as the answer leads.
    pub(crate) target: Option<Url>,
}

pub(crate) enum Failure {
    Transport(TransportError),
    Redirect {
        refusal: RedirectRefusal,
        status: StatusCode,
        headers: HeaderMap,
    },
}

pub(crate) struct Exchange<'a> {
    pub(crate) transport: &'a dyn Transport,
    pub(crate) base: &'a BaseUrl,
    pub(crate) manner: Manner,
    /// Whether the status is a success by documentation.
    pub(crate) succeeded: &'a (dyn Fn(StatusCode) -> bool + Send + Sync),
}

impl Exchange<'_> {
    pub(crate) async fn run(&self, first: &Outgoing) -> Result<Arrived, Failure> {
        let mut moved: Option<Box<Outgoing>> = None;
        let mut seen: Vec<(Method, Url)> = Vec::new();
        loop {
            let sent = moved.as_deref().unwrap_or(first);
            let response = self
                .transport
                .send(sent.to_http())
                .await
                .map_err(Failure::Transport)?;
            let (head, content) = response.into_parts();
            let (status, mut headers) = (head.status, head.headers);
            seal(&mut headers);
            match self.step(sent, status, &headers, &seen) {
                Err(refusal) => {
                    return Err(Failure::Redirect {
                        refusal,
                        status,
                        headers,
                    });
                }
                Ok(Step::Follow(next)) => {
                    seen.push((sent.method.clone(), sent.url.clone()));
                    moved = Some(Box::new(next));
                }
                Ok(Step::Judge(target)) => {
                    let content = content.described(&headers, status, &sent.method);
                    if let Some(target) = &target {
                        resolve(&mut headers, target);
                    }
                    return Ok(Arrived {
                        url: moved.map_or_else(|| first.url.clone(), |sent| sent.url),
                        status,
                        headers,
                        content,
                        target,
                    });
                }
            }
        }
    }

    fn step(
        &self,
        sent: &Outgoing,
        status: StatusCode,
        headers: &HeaderMap,
        seen: &[(Method, Url)],
    ) -> Result<Step, RedirectRefusal> {
        if (self.succeeded)(status) {
            if !redirect::is_redirect(status) {
                return Ok(Step::Judge(None));
            }
            return redirect::location(&sent.url, headers, self.base)
                .map(|url| Step::Judge(Some(url)));
        }
        let Some(next) = redirect::next(sent, status, headers, self.base, self.manner)? else {
            return Ok(Step::Judge(None));
        };
        let been = |(method, url): &(Method, Url)| *method == next.method && *url == next.url;
        if seen.iter().any(been) || (sent.method == next.method && sent.url == next.url) {
            return Err(RedirectRefusal::Loop);
        }
        if seen.len() >= MAX {
            return Err(RedirectRefusal::TooMany);
        }
        Ok(Step::Follow(next))
    }
}

enum Step {
    Judge(Option<Url>),
    Follow(Outgoing),
}

/// Marks what is secret, so that `Debug` of the headers hides it wherever they end up.
fn seal(headers: &mut HeaderMap) {
    for name in [LOCATION, SET_COOKIE] {
        // An entry is made room for, whether it is there or not.
        if !headers.contains_key(&name) {
            continue;
        }
        if let Entry::Occupied(mut entry) = headers.entry(name) {
            entry.iter_mut().for_each(|value| value.set_sensitive(true));
        }
    }
}

/// Puts the absolute URL in the place of a `Location` that may be relative.
fn resolve(headers: &mut HeaderMap, target: &Url) {
    if let Ok(mut value) = HeaderValue::try_from(target.text()) {
        value.set_sensitive(true);
        headers.insert(LOCATION, value);
    }
}
