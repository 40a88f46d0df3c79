//! Lists the artifacts of a repository.

use emitted_by_progenitor::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("https://api.github.com");
    let page = client
        .actions_list_artifacts_for_repo("octo-org", "docs", None, None, None)
        .await?;
    for artifact in &page.artifacts {
        println!("{}", artifact.name);
    }
    Ok(())
}
