//! Documents as a whole: what stands where, and what refers to it.

use super::*;

#[test]
fn what_was_moved_is_found_from_both_sides() {
    let mut document = json!({
        "openapi": "3.1.0",
        "paths": { "/a": { "$ref": "#/components/pathItems/A" } },
        "components": {
            "schemas": {
                "S": { "type": ["string", "object"], "properties": { "a b": { "prefixItems": [
                    { "type": "string" }, { "type": "objct" },
                ], "items": false } } },
                "T": { "$ref": "#/components/schemas/S/properties/a%20b/prefixItems/1" },
                "U": { "$ref": "#/components/schemas/S/properties" },
            },
            "pathItems": { "A": { "get": {} } },
        },
    });
    let (moves, found) = convert(&mut document);
    let now = "/components/schemas/S/anyOf/1/properties/a b/items/anyOf/1";
    assert_eq!(document.pointer(now), Some(&json!({ "type": "objct" })));
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["T"]["$ref"],
        "#/components/schemas/S/anyOf/1/properties/a%20b/items/anyOf/1"
    );
    assert_eq!(
        schemas["U"]["$ref"],
        "#/components/schemas/S/anyOf/1/properties"
    );
    assert_eq!(
        document["components"]["pathItems"]["A"]["get"],
        json!({ "responses": {} })
    );
    let source = |at: &str| {
        let at = Pointer::from_reference(&format!("#{at}")).unwrap();
        moves.source(&at).as_str().to_owned()
    };
    assert_eq!(
        source(&format!("{now}/type")),
        "/components/schemas/S/properties/a b/prefixItems/1/type"
    );
    assert_eq!(
        source("/components/schemas/S/anyOf/0/type"),
        "/components/schemas/S/type/0"
    );
    let places: Vec<&str> = found.iter().map(|it| it.at.as_str()).collect();
    assert_eq!(places, ["/components/schemas/S/properties/a b/prefixItems"]);
}

#[test]
fn names_of_schemas_become_their_places() {
    let mut document = json!({
        "openapi": "3.1.0",
        "components": { "schemas": {
            "A": { "$id": "https://example.com/a", "$defs": {
                "B": { "$anchor": "b", "type": "string" },
                "C": { "$ref": "#b" },
                "D": { "$ref": "#/$defs/B" },
                "E": { "$ref": "#/components/schemas/F" },
            } },
            "F": { "$ref": "https://example.com/a#/$defs/C" },
            "G": { "$id": "https://example.com/g", "items": { "$ref": "a" } },
            "H": { "$dynamicAnchor": "h", "items": { "$dynamicRef": "#h" } },
            "I": { "example": { "$ref": "#h" } },
        } },
    });
    let (_, found) = convert(&mut document);
    let schemas = &document["components"]["schemas"];
    for (at, expect) in [
        ("/A/$defs/C", "#/components/schemas/A/$defs/B"),
        ("/A/$defs/D", "#/components/schemas/A/$defs/B"),
        ("/A/$defs/E", "#/components/schemas/F"),
        ("/F", "#/components/schemas/A/$defs/C"),
        ("/G/items", "#/components/schemas/A"),
        ("/H/items", "#/components/schemas/H"),
        ("/I/example", "#h"),
    ] {
        assert_eq!(schemas.pointer(at).unwrap()["$ref"], expect, "{at}");
    }
    let codes: Vec<Code> = found.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::DynamicReference]);
}

#[test]
fn mutual_tls_asks_nothing_of_a_request() {
    let mut document = json!({
        "openapi": "3.1.0",
        "paths": { "/a": { "get": { "security": [{ "tls": [], "key": [] }], "responses": {} } } },
        "components": { "securitySchemes": {
            "tls": { "type": "mutualTLS" },
            "key": { "type": "http", "scheme": "bearer" },
        } },
        "security": [{ "tls": [] }],
    });
    let (_, found) = convert(&mut document);
    assert_eq!(
        document["paths"]["/a"]["get"]["security"],
        json!([{ "key": [] }])
    );
    assert_eq!(document["security"], json!([{}]));
    assert!(
        document["components"]["securitySchemes"]
            .get("tls")
            .is_none()
    );
    let found: Vec<_> = found.iter().map(|it| (it.code, it.at.as_str())).collect();
    let at = "/components/securitySchemes/tls";
    assert_eq!(found, [(Code::UnsupportedSecurity, at)]);
}

#[test]
fn a_document_of_components_alone_has_no_paths() {
    let mut document = json!({ "openapi": "3.1.0", "components": {} });
    let (_, found) = convert(&mut document);
    assert!(found.is_empty());
    assert_eq!(document["paths"], json!({}));
}
