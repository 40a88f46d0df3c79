mod answers;
mod operations;
mod report;
mod upstream;

use super::*;
use crate::{Package, Source};

/// The meaning of a description.
fn meaning(text: &str) -> Meaning {
    let input = Input {
        description: Source {
            name: "spec.yaml".to_owned(),
            bytes: text.as_bytes().to_vec(),
        },
        beside: Vec::new(),
        overlay: None,
        package: Package::new("pets".parse().unwrap(), "test".to_owned()),
        api_version: None,
        examples: Vec::new(),
    };
    match crate::meaning_of(&input) {
        Ok(meaning) => meaning,
        Err(found) => panic!("{text}: {found:?}"),
    }
}

fn between(old: &str, new: &str) -> Diff {
    diff(&meaning(old), &meaning(new))
}

/// A change in a line: its class, whether programs have to be edited, and what it is.
fn lines(diff: &Diff) -> Vec<String> {
    let line = |change: &Change| {
        let edit = if change.source { "!" } else { "" };
        format!("{}{edit}: {}", change.class.as_str(), change.what)
    };
    diff.changes.iter().map(line).collect()
}

#[track_caller]
fn check(old: &str, new: &str, expect: &[&str]) {
    assert_eq!(lines(&between(old, new)), expect, "{old}\n=>\n{new}");
}

/// A description in which `schemas` are read, written, or both.
fn used(schemas: &str, is_read: bool, is_written: bool) -> String {
    let content = "{content: {application/json: {schema: {$ref: '#/components/schemas/pet'}}}";
    let body = if is_written {
        format!("requestBody: {content}, required: true}},")
    } else {
        String::new()
    };
    let answer = if is_read {
        format!("'200': {content}, description: A}}")
    } else {
        "'204': {description: None}".to_owned()
    };
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /pets:\n    put: \
         {{operationId: put, tags: [pets], {body} responses: {{{answer}}}}}\n\
         components:\n  schemas: {{{schemas}}}\n"
    )
}

/// Checks a change of schemas for those who read them, and for those who write them.
#[track_caller]
fn check_both(old: &str, new: &str, reader: &[&str], writer: &[&str]) {
    check(&used(old, true, false), &used(new, true, false), reader);
    check(&used(old, false, true), &used(new, false, true), writer);
}

/// A pet with the members given and those of them that are required.
fn pet(members: &str, required: &str) -> String {
    let required = if required.is_empty() {
        String::new()
    } else {
        format!(", required: [{required}]")
    };
    format!("pet: {{type: object, properties: {{{members}}}{required}}}")
}

const NAME: &str = "name: {type: string}";

#[test]
fn nothing_is_nothing() {
    let pet = pet(NAME, "name");
    check_both(&pet, &pet, &[], &[]);
    assert_eq!(
        between(&used(&pet, true, true), &used(&pet, true, true)).step(),
        Step::None
    );
}

#[test]
fn a_member_removed_breaks_both() {
    let gone = ["breaking: the member `age` is gone"];
    let with = "name: {type: string}, age: {type: integer}";
    check_both(&pet(with, "name"), &pet(NAME, "name"), &gone, &gone);
}

#[test]
fn a_member_added_breaks_writers_if_it_is_required() {
    let with = "name: {type: string}, age: {type: integer}";
    let added = ["additive: there is a new member `age`"];
    check_both(&pet(NAME, "name"), &pet(with, "name"), &added, &added);
    check_both(
        &pet(NAME, "name"),
        &pet(with, "name, age"),
        &added,
        &["breaking!: there is a new required member `age`"],
    );
}

#[test]
fn a_member_that_becomes_optional_breaks_readers_not_writers() {
    let what = "the member `name` may be missing now";
    // The wire breaks readers alone; writers have to take the argument off the constructor.
    check_both(
        &pet(NAME, "name"),
        &pet(NAME, ""),
        &[&format!("breaking!: {what}")],
        &[&format!("additive!: {what}")],
    );
    let what = "the member `name` is required now";
    check_both(
        &pet(NAME, ""),
        &pet(NAME, "name"),
        &[&format!("additive!: {what}")],
        &[&format!("breaking!: {what}")],
    );
}

#[test]
fn null_breaks_readers_where_it_comes_and_writers_where_it_goes() {
    let null = "name: {type: string, nullable: true}";
    let what = "the member `name` may be null now";
    check_both(
        &pet(NAME, "name"),
        &pet(null, "name"),
        &[&format!("breaking!: {what}")],
        &[&format!("additive!: {what}")],
    );
    let what = "the member `name` may not be null any more";
    check_both(
        &pet(null, "name"),
        &pet(NAME, "name"),
        &[&format!("additive!: {what}")],
        &[&format!("breaking!: {what}")],
    );
    // Where it may be missing already, a reader holds null in the same way.
    let what = "the member `name` may be null now";
    check_both(
        &pet(NAME, ""),
        &pet(null, ""),
        &[&format!("additive: {what}")],
        &[&format!("additive!: {what}")],
    );
}

#[test]
fn a_wider_type_breaks_readers_and_a_narrower_one_writers() {
    let what = "the member `name` has another type";
    let (breaking, additive) = (format!("breaking!: {what}"), format!("additive!: {what}"));
    for (narrow, wide) in [
        ("type: integer, format: int32", "type: integer"),
        ("type: integer", "type: number"),
        ("type: string, format: date-time", "type: string"),
        ("type: string, enum: [a, b]", "type: string"),
        (
            "type: array, items: {type: integer}",
            "type: array, items: {type: number}",
        ),
        (
            "type: array, items: {type: integer}",
            "type: array, items: {type: integer, nullable: true}",
        ),
        ("type: integer", ""),
    ] {
        let narrow = pet(&format!("name: {{{narrow}}}"), "name");
        let wide = pet(&format!("name: {{{wide}}}"), "name");
        check_both(&narrow, &wide, &[&breaking], &[&additive]);
        check_both(&wide, &narrow, &[&additive], &[&breaking]);
    }
    let (text, flag) = (
        pet("name: {type: string}", "name"),
        pet("name: {type: boolean}", "name"),
    );
    check_both(&text, &flag, &[&breaking], &[&breaking]);
}

#[test]
fn a_value_may_come_and_must_not_go() {
    let two = pet("name: {type: string, enum: [a, b]}", "name");
    let three = pet("name: {type: string, enum: [a, b, c]}", "name");
    let added = ["additive: there is a new value `c`"];
    let gone = ["breaking: the value `c` is gone"];
    check_both(&two, &three, &added, &added);
    check_both(&three, &two, &gone, &gone);
}

#[test]
fn a_number_may_come_and_must_not_go() {
    let with = |values: &str| pet(&format!("age: {{type: integer, enum: [{values}]}}"), "age");
    let added = ["additive: there is a new value `3`"];
    let gone = ["breaking: the value `3` is gone"];
    check_both(&with("1, 2"), &with("1, 2, 3"), &added, &added);
    check_both(&with("1, 2, 3"), &with("1, 2"), &gone, &gone);
}

#[test]
fn an_only_value_is_a_promise_to_readers_and_a_demand_on_writers() {
    let with = |schema: &str| pet(&format!("age: {{{schema}}}"), "age");
    let (one, two, any) = (
        with("type: integer, enum: [1]"),
        with("type: integer, enum: [2]"),
        with("type: integer"),
    );
    let other = ["breaking: the member `age` is always `2` now, and was `1`"];
    check_both(&one, &two, &other, &other);
    let what = "the member `age` may be other than `1` now";
    check_both(
        &one,
        &any,
        &[&format!("breaking: {what}")],
        &[&format!("additive: {what}")],
    );
    let what = "the member `age` is always `true` now";
    check_both(
        &with("type: boolean"),
        &with("type: boolean, enum: [true]"),
        &[&format!("additive: {what}")],
        &[&format!("breaking: {what}")],
    );
    let text = with("type: string, enum: [a]");
    let replaced = ["breaking!: the member `age` has another type"];
    check_both(&one, &text, &replaced, &replaced);
}

#[test]
fn an_alternative_may_come_and_must_not_go() {
    let two = "pet: {oneOf: [{type: string}, {type: integer}]}";
    let three = "pet: {oneOf: [{type: string}, {type: integer}, {type: boolean}]}";
    let added = ["additive: there is a new alternative `boolean`"];
    let gone = ["breaking: the alternative `boolean` is gone"];
    check_both(two, three, &added, &added);
    check_both(three, two, &gone, &gone);
}

#[test]
fn a_renamed_schema_is_one_change_and_what_it_holds_is_compared() {
    let old = "pet: {type: object, properties: {tag: {$ref: '#/components/schemas/tag'}}}, \
               tag: {type: object, properties: {a: {type: string}, b: {type: string}}}";
    let new = "pet: {type: object, properties: {tag: {$ref: '#/components/schemas/label'}}}, \
               label: {type: object, properties: {a: {type: string}}}";
    let expect = [
        "breaking!: the type `Tag` is now `Label`",
        "breaking: the member `b` is gone",
    ];
    check_both(old, new, &expect, &expect);
    let diff = between(&used(old, true, false), &used(new, true, false));
    assert_eq!(diff.changes[0].old.as_deref(), Some("struct Tag"));
    assert_eq!(diff.changes[0].new.as_deref(), Some("struct Label"));
}

#[test]
fn a_type_replaced_by_one_that_was_there_is_told_where_it_stands() {
    let with = |name: &str| {
        format!(
            "pet: {{type: object, properties: {{owner: {{$ref: '#/components/schemas/{name}'}}, \
             other: {{$ref: '#/components/schemas/full'}}, third: {{$ref: '#/components/schemas/small'}}}}}}, \
             full: {{type: object, properties: {{a: {{type: string}}}}}}, \
             small: {{type: object, properties: {{b: {{type: string}}}}}}"
        )
    };
    let expect = ["breaking!: the member `owner` has another type"];
    check_both(&with("full"), &with("small"), &expect, &expect);
}

#[test]
fn an_inline_type_follows_what_it_stands_in() {
    let inline = |required: &str| {
        pet(
            &format!("tag: {{type: object, properties: {{a: {{type: string}}}}{required}}}"),
            "",
        )
    };
    check_both(
        &inline(""),
        &inline(", required: [a]"),
        &["additive!: the member `a` is required now"],
        &["breaking!: the member `a` is required now"],
    );
}

#[test]
fn a_change_of_shape_breaks_both() {
    let object = pet(NAME, "");
    let expect = ["breaking!: the type was an object and is an enumeration"];
    check_both(&object, "pet: {type: string, enum: [a]}", &expect, &expect);
}

#[test]
fn members_that_are_not_declared_may_be_kept_and_must_not_go() {
    let with = "pet: {type: object, properties: {name: {type: string}}, additionalProperties: {type: string}}";
    let without = pet(NAME, "");
    let kept = ["additive: members that are not declared are kept"];
    let gone = ["breaking!: members that are not declared are not kept"];
    check_both(&without, with, &kept, &kept);
    check_both(with, &without, &gone, &gone);
}

#[test]
fn the_order_of_required_members_breaks_writers() {
    let (one, other) = (
        "a: {type: string}, b: {type: string}",
        "b: {type: string}, a: {type: string}",
    );
    check_both(
        &pet(one, "a, b"),
        &pet(other, "a, b"),
        &[],
        &["breaking!: the arguments of the constructor stand in another order"],
    );
}

#[test]
fn a_type_that_loses_a_direction_loses_what_belongs_to_it() {
    let pet = pet(NAME, "name");
    check(
        &used(&pet, true, true),
        &used(&pet, true, false),
        &[
            "breaking!: the body is gone",
            "breaking!: the type is not sent any more, so it can't be made any more",
        ],
    );
}

#[test]
fn a_schema_that_no_operation_reaches_is_documentation() {
    let pet = pet(NAME, "");
    let with = |schema: &str| format!("{pet}, other: {schema}");
    let expect = ["documentation: the schema has changed, and no operation reaches it"];
    check_both(&pet, &with("{type: object}"), &expect, &expect);
    check_both(
        &with("{type: object}"),
        &with("{type: string}"),
        &expect,
        &expect,
    );
}

#[test]
fn prose_and_examples_are_documentation() {
    let plain = pet("name: {type: string, example: a}", "");
    let other = pet("name: {type: string, example: b, description: B}", "");
    let expect = [
        "documentation: an example has changed",
        "documentation: a text was rewritten",
    ];
    check_both(&plain, &other, &expect, &expect);
    let long = pet("name: {type: string, example: a, maxLength: 3}", "");
    let expect = ["documentation: what has changed here does not show in the crate"];
    check_both(&plain, &long, &expect, &expect);
}

#[test]
fn a_type_that_turns_up_a_second_time_is_called_after_its_role() {
    let state = "state: {type: string, enum: [idle, busy]}";
    let once = pet(&format!("{state}, keeper: {{type: object}}"), "");
    let twice = pet(
        &format!("{state}, keeper: {{type: object, properties: {{{state}}}}}"),
        "",
    );
    let diff = between(&used(&once, true, false), &used(&twice, true, false));
    let lines = lines(&diff);
    assert!(
        lines.contains(&"breaking!: the type `PetState` is now `State`".to_owned()),
        "{lines:?}"
    );
}
