//! What concerns the whole API: credentials, servers, and the version that requests ask for.

use super::ty::Walk;
use super::{Change, Class};
use crate::pointer::Pointer;

/// Compares it.
pub(super) fn rest(walk: &mut Walk<'_>) {
    credentials(walk);
    servers(walk);
    api_version(walk);
}

fn credentials(walk: &mut Walk<'_>) {
    let (old, new) = (walk.old, walk.new);
    let at = Pointer::from_tokens(["components", "securitySchemes"]);
    let setter = |of: &super::Meaning, index: usize| {
        let name = of.names.credentials.get(index);
        name.map(|name| format!("ClientBuilder::{name}(…)"))
    };
    for (index, (name, was)) in old.api.security_schemes.iter().enumerate() {
        let change = |class, what: &str| {
            let what = format!("the credential `{name}` {what}");
            Change::new(class, &at.child(name), name, what)
        };
        match new.api.security_schemes.get(name) {
            None => {
                let gone = change(Class::Breaking, "is gone");
                walk.report(gone.signatures(setter(old, index), None));
            }
            Some(is) if is.kind != was.kind => {
                walk.report(change(Class::Breaking, "is another kind of credential"));
            }
            Some(_) => {}
        }
    }
    for (index, name) in new.api.security_schemes.keys().enumerate() {
        if !old.api.security_schemes.contains_key(name) {
            let what = format!("there is a new credential `{name}`");
            let change = Change::new(Class::Additive, &at.child(name), name, what);
            walk.report(change.signatures(None, setter(new, index)));
        }
    }
}

fn servers(walk: &mut Walk<'_>) {
    let (old, new) = (walk.old, walk.new);
    let server = |of: &super::Meaning, index: usize| {
        let names = &of.names.servers[index];
        let variables: Vec<&str> = names
            .variables
            .iter()
            .map(crate::name::Name::as_str)
            .collect();
        match variables.as_slice() {
            [] => format!("servers::{}", names.server),
            variables => format!("servers::{}({})", names.server, variables.join(", ")),
        }
    };
    let all = |of: &super::Meaning| -> Vec<String> {
        (0..of.api.servers.len())
            .map(|index| server(of, index))
            .collect()
    };
    let (then, now) = (all(old), all(new));
    for (index, signature) in then.iter().enumerate() {
        let it = &old.api.servers[index];
        match now.iter().position(|other| other == signature) {
            None => walk.report(
                Change::new(
                    Class::Breaking,
                    &it.at,
                    "servers",
                    format!("`{}` is gone", it.url),
                )
                .signatures(Some(signature.clone()), None),
            ),
            Some(other) if new.api.servers[other].url != it.url => {
                let what = format!("`{}` is now `{}`", it.url, new.api.servers[other].url);
                walk.report(Change::new(Class::Additive, &it.at, "servers", what));
            }
            Some(_) => {}
        }
    }
    for (index, signature) in now.iter().enumerate() {
        if !then.contains(signature) {
            let it = &new.api.servers[index];
            walk.report(
                Change::new(
                    Class::Additive,
                    &it.at,
                    "servers",
                    format!("`{}` is new", it.url),
                )
                .signatures(None, Some(signature.clone())),
            );
        }
    }
}

fn api_version(walk: &mut Walk<'_>) {
    let at = Pointer::root().child("x-api-version");
    let (was, is) = (&walk.old.api.api_version, &walk.new.api.api_version);
    let (class, what) = match (was, is) {
        (Some(was), Some(is)) if was.header != is.header => {
            let what = format!("requests name the API version in `{}`", is.header);
            (Class::Additive, what)
        }
        (Some(was), Some(is)) if was.default != is.default => {
            let what = format!(
                "requests ask for the API version {} unless told otherwise, not {}",
                is.default, was.default
            );
            (Class::Additive, what)
        }
        (Some(_), None) => (
            Class::Breaking,
            "requests name no API version any more".to_owned(),
        ),
        (None, Some(is)) => (
            Class::Additive,
            format!("requests ask for the API version {}", is.default),
        ),
        _ => return,
    };
    walk.report(Change::new(class, &at, "requests", what));
}
