use generator::Package;
use generator::diagnostic::Code;
use generator::pointer::Pointer;

use super::*;

fn input(text: &str) -> Input {
    Input {
        description: Source {
            name: "spec.yaml".to_owned(),
            bytes: text.into(),
        },
        beside: Vec::new(),
        overlay: None,
        package: Package::new("pets".parse().unwrap(), String::new()),
        api_version: None,
        examples: Vec::new(),
    }
}

/// A diagnostic about `a`, at the first `@` of the text.
fn diagnostic(text: &str, message: &str) -> Diagnostic {
    let start = text.find('@').unwrap();
    let line = text[..start].matches('\n').count() + 1;
    let column = text[..start]
        .chars()
        .rev()
        .take_while(|&it| it != '\n')
        .count()
        + 1;
    let mut diagnostic = Diagnostic::new(
        Code::NameClash,
        &Pointer::from_tokens(["a"]),
        message.to_owned(),
    );
    diagnostic.span = Some(Span {
        source: SourceId::Description,
        start,
        end: start + 1,
        line,
        column,
    });
    diagnostic
}

fn rendered(text: &str, diagnostic: Diagnostic) -> String {
    render(
        &Diagnostics::from(diagnostic),
        &Texts::of_input(&input(text)),
        Style::Plain,
    )
}

#[test]
fn a_diagnostic_shows_code_place_excerpt_pointer_and_help() {
    let text = "b: 1\na: @\n";
    let diagnostic = diagnostic(text, "two things").help("rename one");
    let expect = "\
warning[name-clash]: two things
 --> spec.yaml:2:4
  |
2 | a: @
  |    ^
  |
  = note: at #/a
  = help: rename one

";
    assert_eq!(rendered(text, diagnostic), expect);
}

#[test]
fn a_long_line_is_cut_around_the_fault() {
    let text = format!("{}@{}", "<".repeat(500_000), ">".repeat(500_000));
    let said = rendered(&text, diagnostic(&text, "m"));
    let kept = (
        format!("…{}", "<".repeat(CONTEXT)),
        format!("{}…", ">".repeat(CONTEXT)),
    );
    assert!(
        said.contains(&format!("1 | {}@{}\n", kept.0, kept.1)),
        "{said}"
    );
    assert!(said.contains("spec.yaml:1:500001"), "{said}");
    assert!(
        said.contains(&format!("  | {}^\n", " ".repeat(CONTEXT + 1))),
        "{said}"
    );
}

#[test]
fn a_line_that_fits_is_shown_whole() {
    let text = format!("{}@{}", "<".repeat(100), ">".repeat(99));
    let said = rendered(&text, diagnostic(&text, "m"));
    assert!(said.contains(&format!("1 | {text}\n")), "{said}");
}

#[test]
fn what_would_act_on_a_terminal_is_escaped_wherever_it_stands() {
    let text = "\u{1b}[31m\t@\u{202e}\r\n";
    let mut diagnostic = diagnostic(text, "a\u{7}\nb").help("c\u{200b}");
    diagnostic.at = Pointer::from_tokens(["d\u{9b}"]);
    let said = rendered(text, diagnostic);
    let hidden = said.chars().find(|&it| it != '\n' && is_hidden(it));
    assert_eq!(hidden, None, "{said}");
    for part in [
        r"a\u{7}\nb",
        r"c\u{200b}",
        r"#/d\u{9b}",
        "1 | \u{fffd}[31m @\u{fffd}\n",
    ] {
        assert!(said.contains(part), "no {part} in {said}");
    }
    assert!(said.contains("spec.yaml:1:7\n"), "{said}");
}

#[test]
fn no_more_than_twenty_are_shown_and_errors_come_first() {
    let text = "a: @";
    let many = (0..25).map(|index| diagnostic(text, &format!("m{index}")));
    let mut error = diagnostic(text, "the error");
    error.code = Code::InvalidName;
    let said = render(
        &many.chain([error]).collect(),
        &Texts::of_input(&input(text)),
        Style::Plain,
    );
    assert!(
        said.starts_with("error[invalid-name]: the error\n"),
        "{said}"
    );
    assert_eq!(said.matches("-->").count(), 20);
    assert!(said.ends_with("… and 6 more\n"), "{said}");
}

#[test]
fn a_second_place_is_a_note() {
    let text = "a: @\nb: 1\n";
    let mut diagnostic = diagnostic(text, "m").label(&Pointer::from_tokens(["b"]), "the other");
    diagnostic.labels[0].span = Some(Span {
        source: SourceId::Description,
        start: 5,
        end: 6,
        line: 2,
        column: 1,
    });
    let said = rendered(text, diagnostic);
    assert!(said.contains("note: the other\n"), "{said}");
    assert!(said.contains("spec.yaml:2:1\n"), "{said}");
}

#[test]
fn a_span_over_several_lines_marks_the_first() {
    let text = "a: @@\n  b\n";
    let mut diagnostic = diagnostic(text, "m");
    diagnostic.span = diagnostic.span.map(|span| Span {
        end: text.len() - 1,
        ..span
    });
    let said = rendered(text, diagnostic);
    assert!(said.contains("1 | a: @@\n  |    ^^\n"), "{said}");
}

#[test]
fn a_long_message_keeps_its_ends() {
    let said = shortened(&format!("a{}b", "x".repeat(1_000_000)));
    assert!(said.starts_with("ax") && said.ends_with("xb") && said.chars().count() == MAX_TEXT + 1);
}

#[test]
fn bytes_that_are_no_text_are_still_rendered() {
    let mut input = input("");
    input.description.bytes = vec![0xff, 0xfe, 0];
    let diagnostic = Diagnostic::new(Code::InvalidEncoding, &Pointer::root(), "m");
    let said = render(
        &Diagnostics::from(diagnostic),
        &Texts::of_input(&input),
        Style::Plain,
    );
    assert_eq!(said, "error[invalid-encoding]: m\n --> spec.yaml\n\n");
}

fn json_lines(text: &str, diagnostics: &Diagnostics) -> Vec<serde_json::Value> {
    let lines = json::lines(diagnostics, &Texts::of_input(&input(text)));
    let lines = lines.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

#[test]
fn for_programs_a_diagnostic_is_a_line_of_json() {
    let text = "b: 1\nä: @\n";
    let mut diagnostic = diagnostic(text, "two things")
        .help("rename one")
        .label(&Pointer::from_tokens(["b"]), "the other");
    diagnostic.labels[0].span = Some(Span {
        source: SourceId::Description,
        start: 0,
        end: 4,
        line: 1,
        column: 1,
    });
    let expect = serde_json::json!({
        "severity": "warning", "code": "name-clash", "message": "two things",
        "file": "spec.yaml", "line": 2, "column": 4, "end_line": 2, "end_column": 5,
        "start_byte": 9, "end_byte": 10,
        "pointer": "#/a", "help": "rename one",
        "labels": [{ "message": "the other", "file": "spec.yaml", "line": 1, "column": 1,
            "end_line": 1, "end_column": 5, "start_byte": 0, "end_byte": 4 }],
    });
    assert_eq!(json_lines(text, &diagnostic.into()), [expect]);
}

#[test]
fn for_programs_what_has_no_place_has_no_line_and_what_has_many_has_an_end() {
    let nowhere = Diagnostic::new(Code::EmptyDocument, &Pointer::root(), "m");
    let expect = serde_json::json!({ "severity": "error", "code": "empty-document",
        "message": "m", "file": "spec.yaml", "pointer": "#" });
    assert_eq!(json_lines("", &nowhere.into()), [expect]);
    let text = "a: @@\n  äb\n";
    let mut diagnostic = diagnostic(text, "m");
    diagnostic.span = diagnostic.span.map(|span| Span {
        end: text.len() - 1,
        ..span
    });
    let line = &json_lines(text, &diagnostic.into())[0];
    assert_eq!(line["end_line"], 2);
    assert_eq!(line["end_column"], 5);
}

#[test]
fn for_programs_all_are_there_and_errors_come_first() {
    let text = "a: @";
    let many = (0..25).map(|index| diagnostic(text, &format!("m{index}")));
    let mut error = diagnostic(text, "the error");
    error.code = Code::InvalidName;
    let lines = json_lines(text, &many.chain([error]).collect());
    assert_eq!(lines.len(), 26);
    assert_eq!(lines[0]["severity"], "error");
}

proptest::proptest! {
    #[test]
    fn nothing_hidden_is_printed_in_any_form(
        before in ".{0,6}", marked in "\\PC{0,3}|[\u{0}-\u{1f}\u{7f}-\u{9f}\u{202a}-\u{202e}]{1,3}",
        after in ".{0,6}", message in any_text(), name in any_text(), token in any_text(),
    ) {
        // A byte-order mark is no part of the text.
        let text = format!("a{before}\n{marked}@{after}\n");
        let mut diagnostic = diagnostic(&text, &message)
            .help(message.clone())
            .label(&Pointer::from_tokens([&token]), message);
        diagnostic.at = Pointer::from_tokens([&token]);
        diagnostic.labels[0].span = diagnostic.span;
        let mut input = input(&text);
        input.description.name = name;
        let found = Diagnostics::from(diagnostic.clone());
        let lines = json::lines(&found, &Texts::of_input(&input));
        for said in [render(&found, &Texts::of_input(&input), Style::Plain), lines.clone()] {
            let hidden = said.chars().find(|&it| it != '\n' && is_hidden(it));
            proptest::prop_assert_eq!(hidden, None, "{}", said);
        }
        // A program gets the text itself.
        let line: serde_json::Value = serde_json::from_str(&lines).unwrap();
        proptest::prop_assert_eq!(line["message"].as_str(), Some(diagnostic.message.as_str()));
        proptest::prop_assert_eq!(line["file"].as_str(), Some(input.description.name.as_str()));
    }
}

/// Texts that hide something more often than not.
fn any_text() -> &'static str {
    "(\\PC|[\u{0}-\u{1f}\u{7f}-\u{9f}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}]){0,12}"
}
