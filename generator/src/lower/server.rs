//! Servers: base URLs and templates of them (§4.7.5).

use super::{Lowering, template};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Server, ServerVariable};
use crate::pointer::Pointer;

/// The document's servers that can be a base URL, the default first.
pub(super) fn servers(lowering: &mut Lowering<'_>) -> Vec<Server> {
    let document = lowering.resolver.document();
    let place = Pointer::root().child("servers");
    let mut servers = Vec::new();
    for (index, server) in document.api.servers.iter().enumerate() {
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
    let filled = variables.iter().fold(server.url.clone(), |url, variable| {
        url.replace(&format!("{{{}}}", variable.name), &variable.default)
    });
    if !is_base_url(&filled) {
        return Err("it is no absolute URL".to_owned());
    }
    Ok(Server {
        url: server.url.clone(),
        description: server.description.clone(),
        variables,
        name: None,
        at: at.clone(),
    })
}

/// Whether a text can be the base of requests: scheme and host, no query and no fragment.
fn is_base_url(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"?#@\"<>\\^`{|}".contains(&byte);
        !host.is_empty() && rest.bytes().all(plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_urls_without_query_are_bases() {
        for url in ["https://a", "http://a:8080/b/", "https://a.b/api/v3"] {
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
