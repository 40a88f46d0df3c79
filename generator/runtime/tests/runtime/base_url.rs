//! Base URLs and server templates.

use client_runtime::BaseUrl;

fn check(text: &str, expected: &str) {
    assert_eq!(
        BaseUrl::parse(text).map(|url| url.as_str().to_owned()),
        Ok(expected.to_owned())
    );
}

fn refused(text: &str) {
    assert!(BaseUrl::parse(text).is_err(), "{text}");
}

#[test]
fn prefixes_are_kept_and_slashes_dropped() {
    check("https://api.github.com", "https://api.github.com");
    check("https://api.github.com/", "https://api.github.com");
    check(
        "https://HOST.example/api/v3/",
        "https://host.example/api/v3",
    );
    check("HTTP://localhost:8080", "http://localhost:8080");
    check("http://[::1]:80/x", "http://[::1]/x");
}

#[test]
fn what_is_no_base_is_refused() {
    refused("");
    refused("api.github.com");
    refused("ftp://host");
    refused("https://");
    refused("https:///path");
    refused("https://user@host");
    refused("https://user:password@host");
    refused("https://host?x=1");
    refused("https://host/#x");
    refused("https://host\\@evil.example");
    refused("https://host:port");
    refused("https://host:99999");
    refused("https://host:+80");
    refused("https://ho st");
    refused("https://host/a b");
    refused("https://host/a\\b");
    refused("https://host/a/../b");
    refused("https://host%2eexample");
    refused("https://[::1");
}

#[test]
fn the_reason_is_told() {
    for (text, reason) in [
        ("https://user:1@host", "carries user information"),
        ("https://host:0x50", "has no valid port"),
        ("https://a/b?c", "must have no query and no fragment"),
        ("host", "is not an http or https URL"),
    ] {
        assert_eq!(BaseUrl::parse(text).unwrap_err().reason(), reason, "{text}");
    }
}

#[test]
fn origins_compare_by_scheme_host_and_effective_port() {
    let origin = |text: &str| BaseUrl::parse(text).unwrap().origin().to_owned();
    assert_eq!(origin("https://Host/a"), origin("https://hOST:443/b"));
    assert_eq!(origin("http://host:80"), origin("http://host"));
    assert_ne!(origin("http://host"), origin("https://host"));
    assert_ne!(origin("https://host:8443"), origin("https://host"));
    assert_ne!(origin("https://host"), origin("https://host.evil.example"));
}

fn ghe(subdomain: &str) -> Result<String, String> {
    let url = BaseUrl::from_template("https://api.{sub}.ghe.com/x", &[("sub", subdomain)]);
    url.map(|url| url.as_str().to_owned())
        .map_err(|error| error.name().to_owned())
}

#[test]
fn templates_are_filled() {
    assert_eq!(ghe("octo"), Ok("https://api.octo.ghe.com/x".to_owned()));
    assert_eq!(ghe("a.b-c"), Ok("https://api.a.b-c.ghe.com/x".to_owned()));
    let whole = BaseUrl::from_template(
        "{protocol}://{host}/api/{version}",
        &[
            ("protocol", "http"),
            ("host", "ghes.local:8080"),
            ("version", "v3"),
        ],
    );
    assert_eq!(whole.unwrap().as_str(), "http://ghes.local:8080/api/v3");
}

#[test]
fn a_value_cannot_change_the_authority() {
    let hostile = [
        "",
        "evil.com/",
        "evil.com#",
        "a@b",
        "evil.com?",
        "a:80",
        "a..b",
        "-a",
        "a b",
        "evil.com\\",
    ];
    for value in hostile {
        assert_eq!(ghe(value), Err("sub".to_owned()), "{value}");
    }
}

#[test]
fn a_value_cannot_change_scheme_or_path() {
    let fill = |scheme, host, path| {
        let values = [("s", scheme), ("h", host), ("p", path)];
        BaseUrl::from_template("{s}://{h}/{p}", &values).is_ok()
    };
    assert!(fill("https", "h", "v3"));
    assert!(!fill("javascript", "h", "v3"));
    assert!(!fill("https", "h:", "v3"));
    assert!(!fill("https", "h:8o", "v3"));
    for path in ["", "..", ".", "a/b", "a?b", "a#b", "%2e%2e"] {
        assert!(!fill("https", "h", path), "{path}");
    }
    assert!(BaseUrl::from_template("https://{h}", &[]).is_err());
    assert!(BaseUrl::from_template("{h}", &[("h", "https://a")]).is_err());
}
