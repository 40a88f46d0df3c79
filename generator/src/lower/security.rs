//! Security schemes and which of them an operation takes (§4.7.27, §4.7.30).

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, ReferenceOr};

use super::Lowering;
use super::parameter::is_token;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Location, SecurityKind, SecurityScheme};
use crate::pointer::Pointer;
use crate::resolve::View;

/// The document's schemes that a client can fulfil.
pub(super) fn schemes(lowering: &mut Lowering<'_>) -> IndexMap<String, SecurityScheme> {
    let document = lowering.resolver.document();
    let place = Pointer::from_tokens(["components", "securitySchemes"]);
    let mut schemes = IndexMap::new();
    let components = document
        .api
        .components
        .iter()
        .flat_map(|it| &it.security_schemes);
    for (name, node) in components {
        let at = place.child(name);
        match node {
            ReferenceOr::Item(scheme) => {
                let lowered = scheme_of(scheme, &at);
                schemes.extend(lowering.noted(lowered).map(|scheme| (name.clone(), scheme)));
            }
            ReferenceOr::Reference { .. } => lowering.report(unsupported(
                &at,
                "a security scheme that is a reference is not followed".to_owned(),
            )),
        }
    }
    schemes
}

fn scheme_of(
    scheme: &openapiv3::SecurityScheme,
    at: &Pointer,
) -> Result<SecurityScheme, Diagnostic> {
    use openapiv3::SecurityScheme as Scheme;
    let (kind, description) = match scheme {
        Scheme::APIKey { location, name, .. }
            if !matches!(location, APIKeyLocation::Query) && !is_token(name) =>
        {
            let message = format!("HTTP allows no such name as `{name}` (RFC 9110 §5.6.2)");
            return Err(unsupported(at, message));
        }
        Scheme::APIKey {
            location,
            name,
            description,
            ..
        } => {
            let location = match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            };
            (
                SecurityKind::ApiKey {
                    location,
                    name: name.clone(),
                },
                description,
            )
        }
        Scheme::HTTP {
            scheme,
            description,
            ..
        } if scheme.eq_ignore_ascii_case("basic") => (SecurityKind::Basic, description),
        Scheme::HTTP {
            scheme,
            description,
            ..
        } if scheme.eq_ignore_ascii_case("bearer") => (SecurityKind::Bearer, description),
        Scheme::OAuth2 { description, .. } | Scheme::OpenIDConnect { description, .. } => {
            (SecurityKind::Bearer, description)
        }
        Scheme::HTTP { scheme, .. } => {
            let message = format!("the HTTP authentication scheme `{scheme}` is not offered");
            return Err(unsupported(at, message));
        }
    };
    Ok(SecurityScheme {
        kind,
        description: description.clone(),
        at: at.clone(),
    })
}

/// The alternatives of an operation, or the document's where it has none of its own.
pub(super) fn requirements(
    lowering: &mut Lowering<'_>,
    schemes: &IndexMap<String, SecurityScheme>,
    view: &View<'_, openapiv3::Operation>,
) -> Vec<Vec<String>> {
    let document = lowering.resolver.document();
    let (at, requirements) = match (&view.node.security, &document.api.security) {
        (Some(own), _) => (view.at.child("security"), own),
        (None, Some(common)) => (Pointer::root().child("security"), common),
        (None, None) => return Vec::new(),
    };
    let declared = document
        .api
        .components
        .as_ref()
        .map(|it| &it.security_schemes);
    let mut alternatives = Vec::with_capacity(requirements.len());
    for (index, requirement) in requirements.iter().enumerate() {
        for name in requirement.keys() {
            if declared.is_none_or(|declared| !declared.contains_key(name)) {
                lowering.report(unsupported(
                    &at.child(index),
                    format!("`{name}` is no security scheme of the document"),
                ));
            }
        }
        if requirement.keys().all(|name| schemes.contains_key(name)) {
            alternatives.push(requirement.keys().cloned().collect());
        }
    }
    alternatives
}

fn unsupported(at: &Pointer, message: String) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSecurity, at, message)
        .help("describe it by a scheme of type `http` (bearer or basic), `apiKey` or `oauth2`")
}
