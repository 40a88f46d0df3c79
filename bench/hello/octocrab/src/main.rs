//! Lists the artifacts of a repository.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = octocrab::Octocrab::builder().build()?;
    let page = client
        .actions()
        .list_repository_artifacts("octo-org", "docs")
        .send()
        .await?;
    for artifact in page.value.into_iter().flatten() {
        println!("{}", artifact.name);
    }
    Ok(())
}
