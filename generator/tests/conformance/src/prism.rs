//! Stoplight Prism, which knows the description alone: it refuses requests that are not as
//! described, and answers with random bodies that are.

use std::net::TcpListener as StdListener;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use github_actions_artifacts::Client;
use github_actions_artifacts::runtime::RetryPolicy;
use github_actions_artifacts::types::Direction;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

use crate::Failure;
use crate::calls::{AWKWARD, Call, Operation};
use crate::report::{Report, Verdict};

/// How many random bodies each operation has to read.
const BODIES: usize = 500;
const AT_ONCE: usize = 8;
const PATIENCE: Duration = Duration::from_secs(60);

/// A running Prism; it ends with the value.
struct Prism {
    address: String,
    _process: Child,
}

pub(crate) async fn judge(
    installed: &Path,
    version: &str,
    description: &Path,
    report: &mut Report,
) -> Result<(), Failure> {
    let prism = Prism::start(installed, description).await?;
    let url = format!("http://{}", prism.address);
    let client = Client::builder()
        .base_url(url)
        .api_version(version)
        .retry(RetryPolicy::none())
        .write_interval(Duration::ZERO)
        .build()?;
    report.add(&prism.refuses_what_is_wrong(version).await?);
    for operation in Operation::ALL {
        let mut findings = Vec::new();
        let mut under_way = JoinSet::new();
        for number in 0..BODIES {
            if under_way.len() == AT_ONCE {
                keep(under_way.join_next().await, &mut findings);
            }
            let (call, client) = (call(operation, number), client.clone());
            under_way.spawn(async move { call.send(&client).await });
            if number % 50 == 0 {
                report.progress(&format!("prism: {} {number}", operation.template()));
            }
        }
        while let Some(done) = under_way.join_next().await {
            keep(Some(done), &mut findings);
        }
        report.add(&Verdict {
            judge: "prism",
            subject: format!("{version} {operation:?}"),
            count: BODIES,
            findings,
        });
    }
    Ok(())
}

type Done = Option<Result<Result<(), String>, tokio::task::JoinError>>;

fn keep(done: Done, findings: &mut Vec<String>) {
    match done {
        Some(Ok(Err(finding))) => findings.push(finding),
        Some(Err(panic)) => findings.push(panic.to_string()),
        Some(Ok(Ok(()))) | None => {}
    }
}

/// Another call for every number: all combinations of options, and names of all kinds.
fn call(operation: Operation, number: usize) -> Call {
    let name = |offset: usize| AWKWARD[(number + offset) % AWKWARD.len()];
    let id = [1, i64::from(i32::MAX) + 1, i64::MAX >> 10][number % 3];
    let set = |bit: usize| number >> bit & 1 == 1;
    Call {
        per_page: set(0).then_some(100),
        page: set(1).then_some(2),
        name: set(2).then(|| name(7).to_owned()),
        direction: set(3).then_some([Direction::Asc, Direction::Desc][number >> 4 & 1]),
        ..Call::new(operation, name(0), name(3), id)
    }
}

impl Prism {
    async fn start(installed: &Path, description: &Path) -> Result<Self, Failure> {
        let address = StdListener::bind("127.0.0.1:0")?.local_addr()?;
        let program = installed.join("node_modules/@stoplight/prism-cli/dist/index.js");
        let process = Command::new("node")
            .arg(program)
            .args(["mock", "--dynamic", "--errors", "--verboseLevel", "fatal"])
            .args(["--host", "127.0.0.1", "--port", &address.port().to_string()])
            .arg(description)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let start = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            if start.elapsed() > PATIENCE {
                return Err("Prism does not listen".into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(Self {
            address: address.to_string(),
            _process: process,
        })
    }

    /// A judge that accepts everything is none.
    async fn refuses_what_is_wrong(&self, version: &str) -> Result<Verdict, Failure> {
        let wrong = [
            "GET /repos/o/r/actions/artifacts/abc",
            "GET /repos/o/r/actions/artifacts?per_page=many",
            "GET /repos/o/r/actions/runs/1/artifacts?direction=up",
            "POST /repos/o/r/actions/artifacts/1",
            "GET /repos/o/r/artifacts",
        ];
        let mut findings = Vec::new();
        for line in wrong {
            let status = self.status(line).await?;
            if !status.starts_with('4') {
                findings.push(format!("{line} is answered by {status}"));
            }
        }
        Ok(Verdict {
            judge: "prism",
            subject: format!("{version} refuses what is not as described"),
            count: wrong.len(),
            findings,
        })
    }

    async fn status(&self, line: &str) -> Result<String, Failure> {
        let mut stream = TcpStream::connect(&self.address).await?;
        let head = format!(
            "{line} HTTP/1.1\r\nhost: {}\r\naccept: application/json\r\nconnection: close\r\n\r\n",
            self.address
        );
        stream.write_all(head.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let answer = String::from_utf8_lossy(&answer);
        Ok(answer.split(' ').nth(1).unwrap_or_default().to_owned())
    }
}
