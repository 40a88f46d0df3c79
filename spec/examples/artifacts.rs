//! Lists, inspects, finds, downloads and deletes GitHub Actions artifacts from the command line.

use std::env::{self, VarError};
use std::fmt::Write as _;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use github_actions_artifacts::types::{ArchiveFormat, Artifact};
use github_actions_artifacts::{BuildError, Client, Error, ErrorBody, runtime};
use indicatif::{ProgressBar, ProgressStyle};
use lexopt::prelude::*;
use serde_json::json;

const HELP: &str = "\
Usage: artifacts [OPTIONS] COMMAND

  list OWNER/REPO [--run ID] [--name N] [--limit N]
                          List the artifacts of a repository or of one workflow run
  get OWNER/REPO ID       Show one artifact
  latest OWNER/REPO NAME  Show the newest artifact of that name that has not expired
  download OWNER/REPO ID [--out FILE] [--unpack DIR]
                          Save the content of an artifact, unpack it, or both
  delete OWNER/REPO ID    Delete an artifact

      --base-url URL      The API to talk to, if not https://api.github.com
      --api-version V     The API version to ask for, such as 2026-03-10
      --json              Print one JSON object a line
      --blocking          Wait for each answer instead of running an async client
  -h, --help              Print this help

The token is taken from the environment variable GITHUB_TOKEN; without it, requests are anonymous.
The exit code is 0 for success, 1 for an API, network or file error, 2 for wrong usage.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let broken_pipe = |error: &io::Error| error.kind() == ErrorKind::BrokenPipe;
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the output has seen enough, as `head` does.
        Err(error) if error.downcast_ref().is_some_and(broken_pipe) => ExitCode::SUCCESS,
        Err(error) => {
            let advice = error.downcast_ref().and_then(advice).unwrap_or_default();
            eprintln!("artifacts: {}{advice}", printable(&error.to_string()));
            let wrong_usage = error.is::<lexopt::Error>() || error.is::<BuildError>();
            if wrong_usage {
                eprintln!("Try 'artifacts --help'.");
            }
            ExitCode::from(if wrong_usage { 2 } else { 1 })
        }
    }
}

/// What can be done about a refusal.
fn advice(error: &Error) -> Option<&'static str> {
    Some(match error.status()?.as_u16() {
        401 => "; is GITHUB_TOKEN a token that is still valid?",
        403 => "; has the token the permission 'actions', to write where something is deleted?",
        // GitHub does not tell what is not there from what may not be seen.
        404 => "; are OWNER/REPO and ID right, and may the token in GITHUB_TOKEN read there?",
        _ => return None,
    })
}

/// Owner and name.
type Repo<'a> = (&'a str, &'a str);

/// Wrong usage is a [`lexopt::Error`] or a [`BuildError`], anything else a failure.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

async fn run() -> Result<()> {
    let Some((client, args)) = parse()? else {
        return Ok(writeln!(io::stdout(), "{HELP}")?);
    };
    let words: Vec<&str> = args.words.iter().map(String::as_str).collect();
    match words[..] {
        ["list", repo] => list(&client, &args, split(repo)?).await,
        ["latest", repo, name] => latest(&client, &args, split(repo)?, name).await,
        ["get", repo, id] => get(&client, &args, split(repo)?, number(id)?).await,
        ["download", repo, id] => download(&client, &args, split(repo)?, number(id)?).await,
        ["delete", repo, id] => delete(&client, &args, split(repo)?, number(id)?).await,
        [] => Err(usage("no command given")),
        [command, ..] => Err(usage(match form(command) {
            Some(form) => format!("not {}, but: artifacts {form}", words.join(" ")),
            None => format!("not a command: {}", words.join(" ")),
        })),
    }
}

/// Makes the call the way that was asked for.
async fn made<T>(
    args: &Args,
    call: runtime::Sending<'_, T, ErrorBody>,
) -> Result<T, Error> {
    if args.blocking {
        call.wait()
    } else {
        call.await
    }
}

async fn list(client: &Client, args: &Args, (owner, repo): Repo<'_>) -> Result<()> {
    let actions = client.actions();
    if let Some(run) = args.run {
        let mut request = actions.list_workflow_run_artifacts(owner, repo, run);
        if let Some(name) = &args.name {
            request = request.name(name);
        }
        let mut items = request.per_page(100).stream();
        if args.blocking {
            let mut items = items.wait();
            return print_all(args, async || items.next()).await;
        }
        print_all(args, async || items.next().await).await
    } else {
        let mut request = actions.list_artifacts_for_repo(owner, repo);
        if let Some(name) = &args.name {
            request = request.name(name);
        }
        let mut items = request.per_page(100).stream();
        if args.blocking {
            let mut items = items.wait();
            return print_all(args, async || items.next()).await;
        }
        print_all(args, async || items.next().await).await
    }
}

/// Stops asking at the limit: a page is requested only when its first item is asked for.
async fn print_all(
    args: &Args,
    mut next: impl AsyncFnMut() -> Option<Result<Artifact, Error>>,
) -> Result<()> {
    for _ in 0..args.limit.unwrap_or(usize::MAX) {
        match next().await.transpose()? {
            Some(artifact) => print(args, &artifact, row(&artifact))?,
            None => break,
        }
    }
    Ok(())
}

async fn get(client: &Client, args: &Args, (owner, repo): Repo<'_>, id: i64) -> Result<()> {
    let actions = client.actions();
    let artifact = made(args, actions.get_artifact(owner, repo, id).send()).await?;
    print(args, &*artifact, row(&artifact))
}

/// Looks at every page, since the newest need not come first, and keeps one artifact.
async fn latest(client: &Client, args: &Args, (owner, repo): Repo<'_>, name: &str) -> Result<()> {
    let actions = client.actions();
    let named = actions.list_artifacts_for_repo(owner, repo).name(name);
    let items = named.per_page(100).stream();
    let newest = items.latest(|it| (!it.expired).then(|| (it.created_at.clone(), it.id)));
    match made(args, newest).await? {
        Some(artifact) => print(args, &artifact, row(&artifact)),
        None => Err(format!("no artifact of the name {name} is there, or all have expired").into()),
    }
}

async fn delete(client: &Client, args: &Args, (owner, repo): Repo<'_>, id: i64) -> Result<()> {
    let actions = client.actions();
    made(args, actions.delete_artifact(owner, repo, id).send()).await?;
    print(args, &json!({ "deleted": id }), format!("deleted {id}"))
}

async fn download(client: &Client, args: &Args, (owner, repo): Repo<'_>, id: i64) -> Result<()> {
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| beside(args.unpack.as_deref()));
    let actions = client.actions();
    let request = actions.download_artifact(owner, repo, id, ArchiveFormat::Zip);
    let bar = progress_bar();
    let download = request.download().progress({
        let bar = bar.clone();
        move |progress| {
            if let Some(total) = progress.total {
                bar.set_length(total);
            }
            bar.set_position(progress.bytes);
        }
    });
    let saved = made(args, download.to_file(&out)).await;
    bar.finish_and_clear();
    // What went wrong with the file is told by its name, not by the request that brought it.
    let saved = saved.map_err(|error| match error {
        Error::File(error) => format!("{}: {}", error.path.display(), error.error).into(),
        error => Box::<dyn std::error::Error>::from(error),
    })?;
    let path = out.display().to_string();
    let (mut said, mut text) = (
        json!({ "bytes": saved.bytes, "digest": saved.digest }),
        format!("saved {} bytes as {path}", saved.bytes),
    );
    if let Some(directory) = &args.unpack {
        let unpacked = unpack(&out, directory);
        if args.out.is_none() {
            std::fs::remove_file(&out)?;
        }
        let files = unpacked?;
        let noun = if files == 1 { "file" } else { "files" };
        text = format!("unpacked {files} {noun} into {}", directory.display());
        said["files"] = files.into();
        said["directory"] = directory.display().to_string().into();
    }
    if args.out.is_some() {
        said["path"] = path.into();
    }
    print(args, &said, text)
}

/// Where an archive waits to be unpacked: beside the directory, on the same disk.
fn beside(directory: Option<&Path>) -> PathBuf {
    let mut name = directory
        .unwrap_or(Path::new("artifact"))
        .as_os_str()
        .to_owned();
    name.push(format!(".{}.zip", std::process::id()));
    name.into()
}

/// How many files there were.
#[cfg(feature = "zip")]
fn unpack(archive: &Path, directory: &Path) -> Result<u64> {
    Ok(runtime::Unpack::default().file(archive, directory)?.files)
}

#[cfg(not(feature = "zip"))]
fn unpack(_: &Path, _: &Path) -> Result<u64> {
    Err("this program was built without the feature `zip`".into())
}

/// To be seen on a terminal, and only there.
fn progress_bar() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec}");
    ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[derive(Default)]
struct Args {
    json: bool,
    blocking: bool,
    run: Option<i64>,
    name: Option<String>,
    limit: Option<usize>,
    out: Option<PathBuf>,
    unpack: Option<PathBuf>,
    words: Vec<String>,
}

/// Reads the command line and the token; gives nothing where help is asked for.
fn parse() -> Result<Option<(Client, Args)>> {
    let mut args = Args::default();
    let mut client = Client::builder();
    match env::var("GITHUB_TOKEN") {
        Ok(token) if !token.is_empty() => client = client.token(token),
        Ok(_) | Err(VarError::NotPresent) => {}
        Err(VarError::NotUnicode(_)) => return Err(usage("GITHUB_TOKEN is not UTF-8")),
    }
    let mut parser = lexopt::Parser::from_env();
    while let Some(arg) = parser.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(None),
            Long("base-url") => client = client.base_url(parser.value()?.string()?.as_str()),
            Long("api-version") => client = client.api_version(parser.value()?.string()?.as_str()),
            Long("json") => args.json = true,
            Long("run") => args.run = Some(parser.value()?.parse()?),
            Long("name") => args.name = Some(parser.value()?.string()?),
            Long("limit") => args.limit = Some(parser.value()?.parse()?),
            Long("blocking") => args.blocking = true,
            Long("out") => args.out = Some(parser.value()?.into()),
            Long("unpack") => args.unpack = Some(parser.value()?.into()),
            Value(word) => args.words.push(word.string()?),
            _ => return Err(arg.unexpected().into()),
        }
    }
    let command = args.words.first().map_or("", String::as_str);
    let narrowed = args.run.is_some() || args.name.is_some() || args.limit.is_some();
    if narrowed && command != "list" {
        return Err(usage("--run, --name and --limit go with 'list' only"));
    }
    let targets = args.out.is_some() || args.unpack.is_some();
    if targets != (command == "download") || args.out.as_ref().is_some_and(|out| out.is_dir()) {
        return Err(usage(
            "'download', and it alone, needs --out FILE or --unpack DIR",
        ));
    }
    Ok(Some((client.build()?, args)))
}

fn split(repository: &str) -> Result<Repo<'_>> {
    match repository.split_once('/') {
        Some((owner, repo)) if !repo.contains('/') => Ok((owner, repo)),
        _ => Err(usage(format!("not of the form OWNER/REPO: {repository}"))),
    }
}

fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_| usage(format!("not an id: {id}")))
}

/// How the help writes a command.
fn form(command: &str) -> Option<&'static str> {
    let mut lines = HELP.lines().map(str::trim_start);
    let line = lines.find(|line| line.split(' ').next() == Some(command))?;
    line.split("  ").next()
}

fn usage(message: impl Into<lexopt::Error>) -> Box<dyn std::error::Error> {
    message.into().into()
}

fn row(artifact: &Artifact) -> String {
    let created = artifact.created_at.as_ref();
    let created = created.map(ToString::to_string).unwrap_or_default();
    let expired = if artifact.expired { "expired" } else { "" };
    let (id, name, size) = (artifact.id, &artifact.name, size(artifact.size_in_bytes));
    // The name comes last because it may be of any length.
    format!("{id:>11}  {size:>10}  {created:<20}  {expired:<7}  {name}")
}

fn size(bytes: i64) -> String {
    let (unit, name) = match bytes {
        ..0x400 => return format!("{bytes} B"),
        0x400..0x10_0000 => (0x400, "KiB"),
        0x10_0000..0x4000_0000 => (0x10_0000, "MiB"),
        _ => (0x4000_0000, "GiB"),
    };
    format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit)
}

fn print(args: &Args, json: &impl serde::Serialize, text: String) -> Result<()> {
    let json = args.json.then(|| serde_json::to_string(json)).transpose()?;
    let line = printable(&json.unwrap_or(text));
    Ok(writeln!(io::stdout(), "{line}")?)
}

/// Escapes what could command a terminal or disguise other text, the way JSON does within strings:
/// a whole line of JSON keeps its meaning.
fn printable(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || bidi {
            // Writing to a string cannot fail.
            let _ = write!(plain, "\\u{:04x}", u32::from(c));
        } else {
            plain.push(c);
        }
    }
    plain
}
