//! How often each kind of warning was given over all documents.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use generator::Diagnostics;
use generator::diagnostic::Code;

/// The warnings of one document, by their codes.
pub(super) type Counts = BTreeMap<Code, usize>;

/// Counts the warnings of a document.
pub(super) fn counts(warnings: &Diagnostics) -> Counts {
    let mut counts = Counts::new();
    for warning in warnings {
        *counts.entry(warning.code).or_default() += 1;
    }
    counts
}

/// A line for each code: how often it was given, in how many documents, and whether the client does
/// less than the document says there. Nothing where there are no warnings.
pub(super) fn table<'c>(documents: impl Iterator<Item = &'c Counts>) -> String {
    let mut sums: BTreeMap<Code, (usize, usize)> = BTreeMap::new();
    for (code, count) in documents.flatten() {
        let (times, documents) = sums.entry(*code).or_default();
        *times += count;
        *documents += 1;
    }
    if sums.is_empty() {
        return String::new();
    }
    let longest = sums.keys().map(|code| code.as_str().len()).max();
    let width = longest.unwrap_or_default();
    let mut table = format!(
        "\n{:width$}  {:>5}  {:>9}  {}\n",
        "warning", "times", "documents", "degrades"
    );
    for (code, (times, documents)) in sums {
        let degrades = if code.degrades() { "yes" } else { "no" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "{:width$}  {times:>5}  {documents:>9}  {degrades}",
            code.as_str()
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_counted_over_all_documents() {
        let some = Counts::from([(Code::NameClash, 2), (Code::UnsupportedSchema, 1)]);
        let others = Counts::from([(Code::UnsupportedSchema, 11)]);
        let expected = "
warning             times  documents  degrades
unsupported-schema     12          2  yes
name-clash              2          1  no
";
        assert_eq!(table([&some, &others].into_iter()), expected);
        assert_eq!(table([&Counts::new()].into_iter()), "");
    }
}
