//! Servers: base URLs and templates of them (§4.7.5).

use openapiv3::PathItem;

use super::{Lowering, template};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Server, ServerVariable};
use crate::pointer::Pointer;
use crate::resolve::View;

/// The document's servers that can be a base URL, the default first.
pub(super) fn servers(lowering: &mut Lowering<'_>) -> Vec<Server> {
    let document = lowering.resolver.document();
    usable(lowering, &Pointer::root(), &document.api.servers)
}

/// The base URL of an operation that has servers of its own, or a path that has (§4.7.9, §4.7.10).
pub(super) fn own(
    lowering: &mut Lowering<'_>,
    path: &View<'_, PathItem>,
    operation: &View<'_, openapiv3::Operation>,
) -> Option<String> {
    let (at, servers) = match operation.node.servers.as_slice() {
        [] => (&path.at, path.node.servers.as_slice()),
        servers => (&operation.at, servers),
    };
    let own = usable(lowering, at, servers).first()?.with_defaults();
    (usual(lowering).as_ref() != Some(&own)).then_some(own)
}

/// The base URL of whatever has no server of its own.
fn usual(lowering: &Lowering<'_>) -> Option<String> {
    let mut servers = lowering.resolver.document().api.servers.iter();
    let first = servers.find_map(|server| server_of(server, &Pointer::root()).ok())?;
    Some(first.with_defaults())
}

fn usable(lowering: &mut Lowering<'_>, at: &Pointer, all: &[openapiv3::Server]) -> Vec<Server> {
    let place = at.child("servers");
    let mut servers = Vec::new();
    for (index, server) in all.iter().enumerate() {
        let at = place.child(index);
        match server_of(server, &at) {
            Ok(mut lowered) => {
                lowered.name = lowering.rust_name(&server.extensions, &at);
                servers.push(lowered);
            }
            Err(message) => lowering.report(
                Diagnostic::new(
                    Code::InvalidServer,
                    &at.child("url"),
                    format!("`{}` is not offered as a base URL: {message}", server.url),
                )
                .help("an absolute URL with `http` or `https`; callers can always set their own"),
            ),
        }
    }
    servers
}

fn server_of(server: &openapiv3::Server, at: &Pointer) -> Result<Server, String> {
    let names = template::variables(at, &server.url).map_err(|fault| fault.message)?;
    let declared = server.variables.as_ref();
    let mut variables = Vec::with_capacity(names.len());
    for name in names {
        let variable = declared
            .and_then(|declared| declared.get(name))
            .ok_or_else(|| format!("the variable `{name}` is not declared"))?;
        variables.push(ServerVariable {
            name: name.to_owned(),
            default: variable.default.clone(),
            values: variable.enumeration.clone(),
            description: variable.description.clone(),
        });
    }
    let server = Server {
        url: server.url.clone(),
        description: server.description.clone(),
        variables,
        name: None,
        at: at.clone(),
    };
    if !is_base_url(&server.with_defaults()) {
        return Err("it is no absolute URL".to_owned());
    }
    Ok(server)
}

/// Whether a text can be the base of requests: scheme and host, no query and no fragment.
fn is_base_url(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, rest)| {
        let is_http = ["http", "https"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(scheme));
        let host = rest.split('/').next().unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"?#@\"<>\\^`{|}".contains(&byte);
        is_http && !host.is_empty() && rest.bytes().all(plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_urls_without_query_are_bases() {
        for url in [
            "https://a",
            "HTTP://A",
            "http://a:8080/b/",
            "https://a.b/api/v3",
        ] {
            assert!(is_base_url(url), "{url}");
        }
        for url in [
            "",
            "/v3",
            "ftp://a",
            "https://",
            "https://a?b",
            "https://a#b",
            "https://u@a",
            "https://a b",
        ] {
            assert!(!is_base_url(url), "{url}");
        }
    }
}
