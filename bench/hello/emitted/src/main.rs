//! Lists the artifacts of a repository.

use github_actions_artifacts::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().build()?;
    let page = client
        .actions()
        .list_artifacts_for_repo("octo-org", "docs")
        .send()
        .await?;
    for artifact in &page.artifacts {
        println!("{}", artifact.name);
    }
    Ok(())
}
