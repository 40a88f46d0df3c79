//! Servers (`OpenAPI` 3.0.3 §4.7.5): where an operation is called.

use super::reference::Node;

/// The server of the operations that have none of their own.
pub(super) fn usual(root: &Node<'_>) -> Option<String> {
    first(root)
}

/// The server of an operation that has one of its own: the operation's, or else its path's.
pub(super) fn own(root: &Node<'_>, item: &Node<'_>, operation: &Node<'_>) -> Option<String> {
    let usual = usual(root);
    let own = first(operation).or_else(|| first(item));
    own.filter(|own| Some(own) != usual.as_ref())
}

/// The first server with an absolute URL, its variables at their defaults.
fn first(node: &Node<'_>) -> Option<String> {
    let servers = node.get("servers")?;
    let mut urls = servers.elements().filter_map(|server| {
        let mut url = server.text("url")?.to_owned();
        for (name, variable) in server.get("variables").iter().flat_map(Node::all) {
            url = url.replace(&format!("{{{name}}}"), variable.text("default")?);
        }
        // What a path begins with is not said twice.
        normalized(url.trim_end_matches('/'))
    });
    urls.find(|url| url.starts_with("http") && !url.contains('{'))
}

/// The URL with scheme and host in lower case and without the scheme's own port (RFC 3986 §6.2.2.1,
/// §6.2.3).
fn normalized(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
    let port = if scheme == "https" { ":443" } else { ":80" };
    let host = authority.strip_suffix(port).unwrap_or(&authority);
    Some(format!("{scheme}://{host}{path}"))
}
