use serde_json::json;

use super::*;

/// An overlay with these actions, in YAML's flow style.
fn overlay(actions: &str) -> Value {
    let text = format!("{{overlay: 1.0.0, info: {{title: t, version: '1'}}, actions: {actions}}}");
    serde_yaml::from_str(&text).unwrap()
}

fn check(mut document: Value, actions: &str, expect: &Value) -> Origins {
    let origins = apply(&overlay(actions), &mut document).unwrap();
    assert_eq!(&document, expect, "{actions}");
    origins
}

/// What is said of an overlay, as `pointer: message`.
fn check_refused(overlay: &Value, expect: &[&str]) {
    let diagnostics = apply(overlay, &mut json!({ "a": { "b": [1] } })).unwrap_err();
    assert!(diagnostics.iter().all(|it| it.source == SourceId::Overlay));
    let said: Vec<_> = diagnostics
        .iter()
        .map(|it| format!("{}: {}", it.at, it.message))
        .collect();
    assert_eq!(said, expect);
}

fn pointer(text: &str) -> Pointer {
    Pointer::from_reference(&format!("#{text}")).unwrap()
}

#[track_caller]
fn check_origin(origins: &Origins, at: &str, source: SourceId, expect: &str) {
    let (found, at) = origins.origin(&pointer(at));
    assert_eq!((found, at.as_str()), (source, expect));
}

#[test]
fn objects_merge_member_by_member_and_scalars_are_replaced() {
    check(
        json!({ "a": { "b": 1, "c": { "d": 2 } } }),
        "[{target: $.a, update: {b: 3, c: {e: 4}, f: [5]}}]",
        &json!({ "a": { "b": 3, "c": { "d": 2, "e": 4 }, "f": [5] } }),
    );
}

#[test]
fn arrays_are_appended_to() {
    check(
        json!({ "a": [1], "b": [1], "c": { "d": [1] } }),
        "[{target: $.a, update: {x: 1}}, {target: $.b, update: [2, 3]}, {target: $, update: {c: {d: [2]}}}]",
        &json!({ "a": [1, { "x": 1 }], "b": [1, 2, 3], "c": { "d": [1, 2] } }),
    );
}

#[test]
fn every_match_is_removed_and_the_order_of_the_rest_is_kept() {
    let mut document = json!({ "z": 1, "a": [1, 2, 1, 3], "b": 2, "c": 3 });
    apply(
        &overlay("[{target: '$.a[?@ == 1]', remove: true}, {target: $.b, remove: true}]"),
        &mut document,
    )
    .unwrap();
    assert_eq!(document.to_string(), r#"{"z":1,"a":[2,3],"c":3}"#);
}

#[test]
fn actions_see_what_those_before_them_did() {
    check(
        json!({ "a": {} }),
        "[{target: $.a, update: {b: {}}}, {target: $.a.b, update: {c: 1}}, {target: $.a.b.c, remove: true}]",
        &json!({ "a": { "b": {} } }),
    );
}

#[test]
fn names_with_slashes_and_tildes_are_found() {
    check(
        json!({ "paths": { "/a/{b~c}": { "get": {} } } }),
        "[{target: \"$.paths['/a/{b~c}'].get\", update: {x: 1}}]",
        &json!({ "paths": { "/a/{b~c}": { "get": { "x": 1 } } } }),
    );
}

#[test]
fn what_an_action_wrote_comes_from_the_overlay_and_the_rest_does_not() {
    let origins = check(
        json!({ "a": { "b": 1, "l": [0] } }),
        "[{target: $.a, update: {c: {d: 2}, l: [7, {e: 8}]}}]",
        &json!({ "a": { "b": 1, "l": [0, 7, { "e": 8 }], "c": { "d": 2 } } }),
    );
    check_origin(&origins, "/a/b", SourceId::Description, "/a/b");
    check_origin(&origins, "/a", SourceId::Description, "/a");
    check_origin(
        &origins,
        "/a/c/d",
        SourceId::Overlay,
        "/actions/0/update/c/d",
    );
    check_origin(&origins, "/a/l/0", SourceId::Description, "/a/l/0");
    check_origin(
        &origins,
        "/a/l/2/e",
        SourceId::Overlay,
        "/actions/0/update/l/1/e",
    );
}

#[test]
fn elements_that_moved_come_from_where_they_were() {
    let origins = check(
        json!({ "a": [{ "x": 0 }, { "x": 1 }, { "x": 2 }] }),
        "[{target: $.a, update: {x: 3}}, {target: '$.a[0,1]', remove: true}]",
        &json!({ "a": [{ "x": 2 }, { "x": 3 }] }),
    );
    check_origin(&origins, "/a/0/x", SourceId::Description, "/a/2/x");
    check_origin(&origins, "/a/1/x", SourceId::Overlay, "/actions/0/update/x");
}

#[test]
fn an_action_that_matches_nothing_is_an_error_that_names_what_does_match() {
    let overlay = overlay(
        "[{target: $.a.b.c, remove: true}, {target: $.x, update: {}}, {target: $.a, update: {}}]",
    );
    let diagnostics = apply(&overlay, &mut json!({ "a": { "b": {} } })).unwrap_err();
    let said: Vec<_> = diagnostics
        .iter()
        .map(|it| (it.code, it.at.as_str(), it.help.as_deref()))
        .collect();
    assert_eq!(
        said,
        [
            (
                Code::OverlayNoMatch,
                "/actions/0/target",
                Some("`$.a.b` does match; what follows it does not")
            ),
            (
                Code::OverlayNoMatch,
                "/actions/1/target",
                Some("remove the action, or correct its target")
            ),
        ]
    );
}

#[test]
fn an_overlay_of_another_form_is_refused_with_all_its_faults() {
    check_refused(&json!([]), &["#: an overlay is an object"]);
    check_refused(
        &json!({ "overlay": "2.0.0", "actions": [], "x-a": 1, "action": [] }),
        &[
            "#/overlay: only version 1.0.0 of the Overlay specification is read",
            "#/action: an overlay has no member `action`",
            "#: an overlay needs `info`",
            "#/actions: an overlay has at least one action",
        ],
    );
    check_refused(
        &overlay("[{update: {}}, {target: 1}, {target: '$.', remove: 1}, {target: $, udpate: {}}]"),
        &[
            "#/actions/0: an action needs a `target`",
            "#/actions/1: an action needs `update` or `remove: true`",
            "#/actions/1/target: `target` is a string",
            "#/actions/2/remove: `remove` is true or false",
            "#/actions/2/target: `$.` is not a JSONPath (RFC 9535): at position 2, in dot member name, \
             must start with lowercase alpha or '_'",
            "#/actions/3/udpate: an action has no member `udpate`",
            "#/actions/3: an action needs `update` or `remove: true`",
        ],
    );
    check_refused(
        &overlay("[{target: $.a, update: text}, {target: $.a, update: {}, remove: true}]"),
        &["#/actions/1/update: an action that removes has no effect by `update`"],
    );
    check_refused(
        &overlay("[{target: $.a, update: text}]"),
        &["#/actions/0/update: an object can only be updated with an object"],
    );
}

#[test]
fn what_is_selected_twice_is_changed_once_and_lists_lose_what_was_meant() {
    check(
        json!({ "a": [1], "b": { "c": {} } }),
        "[{target: \"$['a','b','a']\", update: {x: 1}}]",
        &json!({ "a": [1, { "x": 1 }], "b": { "c": {}, "x": 1 } }),
    );
    check(
        json!({ "a": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }),
        "[{target: '$.a[2,10,0,2]', remove: true}]",
        &json!({ "a": [1, 3, 4, 5, 6, 7, 8, 9, 11] }),
    );
}

#[test]
fn a_target_that_looks_at_too_much_is_refused() {
    let mut document = json!({});
    for _ in 0..100 {
        document = json!({ "a": document, "b": [1, 2, 3, 4, 5, 6, 7, 8, 9] });
    }
    let actions = "[{target: '$..*..*..*..*', remove: true}]";
    let said = apply(&overlay(actions), &mut document).unwrap_err();
    let said: Vec<_> = said
        .iter()
        .map(|it| (it.code, it.message.as_str(), it.at.as_str()))
        .collect();
    let message = "`$..*..*..*..*` looks at more than 5000000 nodes";
    assert_eq!(said, [(Code::TooLarge, message, "/actions/0/target")]);
}

#[test]
fn what_actions_add_is_limited_as_the_description_is() {
    let said = |actions: String, limit: usize| {
        let overlay = overlay(&format!("[{actions}]"));
        let applied = apply_within(&overlay, &mut json!({ "a": {} }), limit);
        applied.map_err(|said| {
            said.iter()
                .map(|it| (it.code, it.message.clone()))
                .collect::<Vec<_>>()
        })
    };
    let doubling = |times: usize| {
        let action = |name| format!("{{target: '$..*', update: {{x{name}: {{}}}}}}");
        (0..times).map(action).collect::<Vec<_>>().join(", ")
    };
    let too_many = |what: &str| {
        let message = format!("the description has too many {what} with what this adds");
        Err::<Origins, Vec<_>>(vec![(Code::TooLarge, message)])
    };
    // Each action doubles what is below the root: 3 objects, 5, 9 with it.
    assert_eq!(said(doubling(3), 9).err(), None);
    assert_eq!(
        format!("{:?}", said(doubling(3), 8)),
        format!("{:?}", too_many("nodes"))
    );
    let deepening = |levels: usize| {
        let action = |level| format!("{{target: '${}', update: {{a: {{}}}}}}", ".a".repeat(level));
        (1..levels - 1).map(action).collect::<Vec<_>>().join(", ")
    };
    assert!(said(deepening(MAX_LEVELS), MAX_NODES).is_ok());
    assert_eq!(
        format!("{:?}", said(deepening(MAX_LEVELS + 1), MAX_NODES)),
        format!("{:?}", too_many("levels"))
    );
}
