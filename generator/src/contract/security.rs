//! Credentials (`OpenAPI` 3.0.3 §4.7.27, §4.7.30): one for each scheme, and where it is to arrive.

use serde::Serialize;

use super::Location;
use super::parameter::is_token;
use super::reference::Node;

/// A credential to give the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CredentialSample {
    /// The name of the security scheme.
    pub scheme: String,
    /// What it is.
    pub kind: CredentialKind,
}

/// What a credential consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CredentialKind {
    /// `Authorization: Bearer`, for OAuth 2 and `OpenID` Connect, too.
    Bearer(String),
    /// `Authorization: Basic`, made of `user` and `password`.
    Basic(String, String),
    /// A key in a header, the query or a cookie, by that name.
    ApiKey(Location, String, String),
}

impl CredentialKind {
    /// Where the secret stands, under which name, and the text there.
    pub(super) fn written(&self) -> (Location, String, String) {
        let header = |text: String| (Location::Header, "authorization".to_owned(), text);
        match self {
            Self::Bearer(token) => header(format!("Bearer {token}")),
            // The base64 of `user:pass`, which is what `credentials` makes all of them of.
            Self::Basic(..) => header("Basic dXNlcjpwYXNz".to_owned()),
            Self::ApiKey(location, name, key) => (*location, name.clone(), key.clone()),
        }
    }
}

/// A credential for each of the document's schemes that a client can fulfil.
pub(super) fn credentials(root: &Node<'_>) -> Vec<CredentialSample> {
    let components = root.get("components");
    let schemes = components.and_then(|components| components.get("securitySchemes"));
    let credential = |(name, node): (&str, Node<'_>)| {
        Some(CredentialSample {
            scheme: name.to_owned(),
            kind: kind(&node, name)?,
        })
    };
    schemes
        .iter()
        .flat_map(Node::members)
        .filter_map(credential)
        .collect()
}

fn kind(node: &Node<'_>, scheme: &str) -> Option<CredentialKind> {
    let secret = format!(
        "secret-of-{}",
        scheme.replace(|it: char| !it.is_ascii_alphanumeric(), "-")
    );
    let http = node.text("scheme").unwrap_or_default().to_ascii_lowercase();
    Some(match (node.text("type")?, http.as_str()) {
        ("http", "bearer") | ("oauth2" | "openIdConnect", _) => CredentialKind::Bearer(secret),
        ("http", "basic") => CredentialKind::Basic("user".to_owned(), "pass".to_owned()),
        ("apiKey", _) => {
            let location = Location::named(node.text("in")?).filter(|it| *it != Location::Path)?;
            let can_carry = |name: &&str| location == Location::Query || is_token(name);
            let name = node.text("name").filter(can_carry)?;
            CredentialKind::ApiKey(location, name.to_owned(), secret)
        }
        _ => return None,
    })
}

/// The credentials that go with an operation: those of the first alternative that names any, all
/// of which there are.
pub(super) fn of_operation<'c>(
    root: &Node<'_>,
    operation: &Node<'_>,
    credentials: &'c [CredentialSample],
) -> Vec<&'c CredentialSample> {
    let Some(requirements) = operation.get("security").or_else(|| root.get("security")) else {
        return Vec::new();
    };
    let known = |name: &str| {
        credentials
            .iter()
            .find(|credential| credential.scheme == name)
    };
    let alternative = |requirement: Node<'_>| {
        let schemes = requirement.object()?;
        let found: Option<Vec<&CredentialSample>> =
            schemes.keys().map(|name| known(name)).collect();
        found.filter(|found| !found.is_empty())
    };
    requirements
        .elements()
        .find_map(alternative)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::needless_pass_by_value,
        reason = "cases read better without references"
    )]

    use serde_json::{Value, json};

    use super::*;

    fn check(common: Value, own: Value, expected: &[&str]) {
        let document = json!({
            "security": common,
            "operation": own,
            "components": { "securitySchemes": {
                "token": { "type": "http", "scheme": "Bearer" },
                "login": { "type": "http", "scheme": "basic" },
                "key": { "type": "apiKey", "in": "query", "name": "k" },
                "odd": { "type": "http", "scheme": "digest" },
            } },
        });
        let root = Node::root(&document);
        let credentials = credentials(&root);
        let operation = root.get("operation").unwrap();
        let found = of_operation(&root, &operation, &credentials);
        let found: Vec<&str> = found.iter().map(|it| it.scheme.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_first_alternative_that_can_be_met_is_used() {
        let common = json!([{ "token": [] }]);
        check(common.clone(), json!({}), &["token"]);
        check(common.clone(), json!({ "security": [] }), &[]);
        check(
            common.clone(),
            json!({ "security": [{}, { "login": [], "key": [] }] }),
            &["login", "key"],
        );
        check(
            common.clone(),
            json!({ "security": [{ "odd": [] }, { "key": [] }] }),
            &["key"],
        );
        check(common, json!({ "security": [{ "missing": [] }] }), &[]);
        check(Value::Null, json!({}), &[]);
    }
}
