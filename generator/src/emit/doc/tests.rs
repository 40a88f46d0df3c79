use super::*;

fn check(text: &str, expected: &str) {
    assert_eq!(safe(text), expected, "{text:?}");
}

#[test]
fn code_is_never_a_doctest() {
    check("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```");
    check(
        "```rust,should_panic\npanic!()\n```",
        "```text\npanic!()\n```",
    );
    check("a\n\n    fn main() {}", "a\n\n```text\nfn main() {}\n```");
    check("```json\n{}\n```", "```json\n{}\n```");
}

#[test]
fn links_lead_out_or_nowhere() {
    check("see https://a.b/c.", "see <https://a.b/c>.");
    check("[a](https://b)", "[a](https://b)");
    check("[a](/b)", "a");
    check("[a](javascript:b)", "a");
}

#[test]
fn many_beginnings_of_urls_take_no_time() {
    let start = std::time::Instant::now();
    assert!(safe(&"http:// ".repeat(100_000)).starts_with("http://"));
    assert!(start.elapsed().as_secs() < 10);
}

#[test]
fn brackets_and_tags_are_text() {
    for text in ["see [`Foo`] and [Bar]", "a <script> b", "<b>c</b>"] {
        let safe = safe(text);
        let escaped = safe.replace("\\<", "").replace("\\[", "");
        assert!(!escaped.contains(['<', '[']), "{safe}");
    }
}

#[test]
fn code_is_shown_as_it_is() {
    for (text, expected) in [
        ("a[]&b\\*", "`a[]&b\\*`"),
        ("`a`", "`` `a` ``"),
        ("a``b", "``` a``b ```"),
        ("a\nb\u{202e}", "`a b`"),
    ] {
        assert_eq!(code(text), expected, "{text:?}");
    }
}

#[test]
fn what_hides_is_removed() {
    check("a\u{202e}b\u{0}c\u{1b}[31m", "abc\\[31m");
    check("a\rb", "a\nb");
    check("a\tb\u{ad}", "a    b");
}

#[test]
fn plain_text_stays_as_it_is() {
    for text in ["The id (if any), that's all.", "a - b; c  d? 1. e"] {
        assert!(is_plain(text));
        check(text, text);
        // The way of everything else comes to the same.
        assert_eq!(safe(&format!("{text}\n\n`a`")), format!("{text}\n\n`a`"));
    }
}
