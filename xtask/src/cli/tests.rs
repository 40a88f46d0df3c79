use clap::{CommandFactory, Parser};

use super::Cli;

fn check(arguments: &str, is_accepted: bool) {
    let arguments = format!("xtask {arguments}");
    let result = Cli::try_parse_from(arguments.split_whitespace());
    assert_eq!(result.is_ok(), is_accepted, "{arguments}: {result:?}");
}

#[test]
fn the_definition_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn a_foreign_description_needs_its_directory_and_name() {
    check("codegen", true);
    check("codegen --check", true);
    check("codegen --out elsewhere", true);
    check("codegen --spec a.yaml --out a --name a", true);
    check(
        "codegen --spec a.yaml --out a --name a --overlay o.yaml --check",
        true,
    );
    check("codegen --spec a.yaml --name a", false);
    check("codegen --spec a.yaml --out a", false);
    check("codegen --name a --out a", false);
    check("codegen --overlay o.yaml", false);
    check(
        "codegen --spec a.yaml --out a --name a --api-version 1",
        false,
    );
}

#[test]
fn golden_takes_the_names_of_cases() {
    check("golden", true);
    check("golden map recursive", true);
    check("golden --check", false);
}

#[test]
fn a_bench_says_what_is_measured() {
    check("bench codegen", true);
    check("bench codegen api.json --write", true);
    check("bench", false);
}

#[test]
fn a_slice_is_cut_out_of_a_file_for_a_version() {
    check("vendor api.yaml --api-version 2", true);
    check(
        "vendor api.yaml --api-version 2 --operations a,b --check",
        true,
    );
    check("vendor --check", true);
    check("vendor api.yaml", false);
    check("vendor --api-version 2", false);
    check("vendor --check --api-version 2", false);
    check("vendor", false);
}

#[test]
fn two_descriptions_are_compared() {
    check("diff a.yaml b.yaml", true);
    check(
        "diff a.yaml b.yaml --format markdown --fail-on additive",
        true,
    );
    check("diff a.yaml", false);
    check("diff a.yaml b.yaml --format html", false);
    check("diff a.yaml b.yaml --fail-on documentation", false);
    check("release", true);
    check("release --api-version 2", true);
    check("release 2", false);
}

#[test]
fn a_dump_writes_nothing() {
    check("codegen --dump plan", true);
    check("codegen --dump names --spec a.yaml --name a", true);
    check("codegen --dump plan --check", false);
    check("codegen --dump plan --out a", false);
    check("codegen --dump tree", false);
}
