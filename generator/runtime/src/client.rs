//! Who calls which server over what: what all calls of a client share. Which credentials a call
//! gets is decided here; the client itself comes from its builder.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use super::base_url::BaseUrl;
use super::clock::Clock;
use super::credential::Applied;
use super::gate::Gate;
use super::operation::Operation;
use super::retry::RetryPolicy;
use super::service::{Elsewhere, Service};
use super::transport::Transport;

/// A client of the service. Clones share everything, connections included.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

/// Not behind methods of the client: its names are for the operations of the description.
pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    pub(crate) base_url: BaseUrl,
    pub(crate) elsewhere: Vec<(Elsewhere, BaseUrl)>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) api_version: Option<(HeaderName, HeaderValue)>,
    pub(crate) credentials: Vec<(&'static str, Applied)>,
    /// For calls that are awaited.
    pub(crate) transport: Option<Arc<dyn Transport>>,
    /// For calls that are waited for.
    pub(crate) blocking: Option<Arc<dyn Transport>>,
    pub(crate) retry: RetryPolicy,
    pub(crate) gate: Gate,
    pub(crate) clock: Arc<dyn Clock>,
    /// Whether it has been told that what is asked for comes to an end.
    pub(crate) warned: AtomicBool,
}

impl Client {
    /// Where the service is.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.inner.base_url
    }
}

impl Inner {
    /// Where an operation is served.
    pub(crate) fn base_url_of<B>(&self, operation: &Operation<B>) -> &BaseUrl {
        let own = self
            .elsewhere
            .iter()
            .find(|(it, _)| it.path == operation.path && operation.method.as_str() == it.method);
        own.map_or(&self.base_url, |(_, base_url)| base_url)
    }

    /// Adds the credentials of the first alternative that can be met in full (OAS 3.0.3,
    /// "Security Requirement Object"). The empty alternative only allows what happens anyway if
    /// none is met, so it does not keep a credential back.
    pub(crate) fn authorize(
        &self,
        security: &[&[&str]],
        headers: &mut HeaderMap,
        query: &mut Vec<String>,
        cookies: &mut Vec<String>,
    ) {
        let credential = |scheme: &&str| {
            let found = self.credentials.iter().find(|(name, _)| name == scheme);
            found.map(|(_, applied)| applied)
        };
        let met = |schemes: &&&[&str]| {
            !schemes.is_empty() && schemes.iter().all(|scheme| credential(scheme).is_some())
        };
        let schemes = security.iter().find(met).copied().unwrap_or_default();
        for applied in schemes.iter().filter_map(credential) {
            match applied {
                Applied::Header(name, value) => {
                    headers.insert(name.clone(), value.clone());
                }
                Applied::Query(pair) => query.push(pair.clone()),
                Applied::Cookie(pair) => cookies.push(pair.clone()),
            }
        }
    }
}

/// Without the credentials, of which only the schemes are shown.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<_> = self
            .inner
            .credentials
            .iter()
            .map(|(scheme, _)| scheme)
            .collect();
        f.debug_struct("Client")
            .field("base_url", &self.inner.base_url.as_str())
            .field("user_agent", &self.inner.user_agent)
            .field("api_version", &self.inner.api_version)
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}
