//! Lists, inspects, downloads and deletes GitHub Actions artifacts from the command line.

use std::env::{self, VarError};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use github_actions_artifacts::types::{ArchiveFormat, Artifact};
use github_actions_artifacts::{BuildError, Client, Error};
use lexopt::prelude::*;
use serde_json::json;

const HELP: &str = "\
Usage: artifacts [OPTIONS] COMMAND

  list OWNER/REPO [--run ID] [--name N] [--limit N]
                          List the artifacts of a repository or of one workflow run
  get OWNER/REPO ID       Show one artifact
  download OWNER/REPO ID --out FILE
                          Save the content of an artifact
  delete OWNER/REPO ID    Delete an artifact

      --base-url URL      The API to talk to, if not https://api.github.com
      --api-version V     The API version to ask for, such as 2026-03-10
      --json              Print one JSON object a line
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
            eprintln!("artifacts: {}", printable(&error.to_string()));
            let wrong_usage = error.is::<lexopt::Error>() || error.is::<BuildError>();
            if wrong_usage {
                eprintln!("Try 'artifacts --help'.");
            }
            ExitCode::from(if wrong_usage { 2 } else { 1 })
        }
    }
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
        ["get", repo, id] => get(&client, &args, split(repo)?, number(id)?).await,
        ["download", repo, id] => download(&client, &args, split(repo)?, number(id)?).await,
        ["delete", repo, id] => delete(&client, &args, split(repo)?, number(id)?).await,
        [] => Err(usage("no command given")),
        _ => Err(usage(format!("not a command: {}", words.join(" ")))),
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
        print_all(args, async || items.next().await).await
    } else {
        let mut request = actions.list_artifacts_for_repo(owner, repo);
        if let Some(name) = &args.name {
            request = request.name(name);
        }
        let mut items = request.per_page(100).stream();
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
    let artifact = actions.get_artifact(owner, repo, id).send().await?;
    print(args, &*artifact, row(&artifact))
}

async fn delete(client: &Client, args: &Args, (owner, repo): Repo<'_>, id: i64) -> Result<()> {
    let actions = client.actions();
    actions.delete_artifact(owner, repo, id).send().await?;
    print(args, &json!({ "deleted": id }), format!("deleted {id}"))
}

/// Writes to a temporary file beside the target, so that the target is never half written.
async fn download(client: &Client, args: &Args, (owner, repo): Repo<'_>, id: i64) -> Result<()> {
    let out = &args.out;
    let mut partial = out.as_os_str().to_owned();
    partial.push(format!(".{}.part", process::id()));
    let partial = Path::new(&partial);
    let mut file = File::create_new(partial).map_err(at(partial))?;
    let saved: Result<u64> = async {
        let actions = client.actions();
        let request = actions.download_artifact(owner, repo, id, ArchiveFormat::Zip);
        let mut content = request.stream().await?.into_inner();
        while let Some(chunk) = content.chunk().await? {
            // This blocks, which is fine while nothing else runs on the thread.
            file.write_all(&chunk).map_err(at(partial))?;
        }
        fs::rename(partial, out).map_err(at(out))?;
        Ok(file.metadata()?.len())
    }
    .await;
    if saved.is_err() {
        // Worth reporting is why the download failed, not that its remains cannot be removed.
        let _ = fs::remove_file(partial);
    }
    let (bytes, path) = (saved?, out.display().to_string());
    let text = format!("saved {bytes} bytes as {path}");
    print(args, &json!({ "path": path, "bytes": bytes }), text)
}

#[derive(Default)]
struct Args {
    json: bool,
    run: Option<i64>,
    name: Option<String>,
    limit: Option<usize>,
    /// Empty unless given.
    out: PathBuf,
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
            Long("out") => args.out = parser.value()?.into(),
            Value(word) => args.words.push(word.string()?),
            _ => return Err(arg.unexpected().into()),
        }
    }
    let command = args.words.first().map_or("", String::as_str);
    let narrowed = args.run.is_some() || args.name.is_some() || args.limit.is_some();
    if narrowed && command != "list" {
        return Err(usage("--run, --name and --limit go with 'list' only"));
    }
    if args.out.as_os_str().is_empty() == (command == "download") || args.out.is_dir() {
        return Err(usage("'download', and it alone, needs --out FILE"));
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

fn usage(message: impl Into<lexopt::Error>) -> Box<dyn std::error::Error> {
    message.into().into()
}

fn at(path: &Path) -> impl Fn(io::Error) -> Box<dyn std::error::Error> {
    move |error| format!("{}: {error}", path.display()).into()
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
