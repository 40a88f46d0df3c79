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
        Some(url.trim_end_matches('/').to_owned())
    });
    urls.find(|url| url.starts_with("http") && !url.contains('{'))
}
