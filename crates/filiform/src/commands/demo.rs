//! `filiform demo`.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use filiform_store::InstanceKey;
use filiform_web::routes::CookiePolicy;
use serde::Serialize;
use tokio::net::TcpListener;

use crate::cli::Global;
use crate::commands::{Answer, serve};
use crate::demo::{DemoClock, PRACTITIONER, seed};
use crate::failure::Failure;
use crate::instance::{self, Shipped};
use crate::output::{say, say_json};
use crate::password;

/// Where it listens when nobody says.
const USUAL: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

/// Show everything with invented patients in a clinic that is thrown away.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Address to listen at [default: 127.0.0.1:8080, or a free port when it is taken].
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Password of the demonstration in place of a new one.
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
}

/// What was made, for whoever wants to drive it.
#[derive(Serialize)]
struct Made<'a> {
    address: &'a str,
    login: &'a str,
    password: &'a str,
}

/// Serves the demonstration until it is told to stop; then everything is deleted.
///
/// # Errors
/// When it cannot be made or the address is taken.
pub(crate) fn run(global: &Global, demo: &Demo) -> anyhow::Result<Answer> {
    let folder = tempfile::Builder::new()
        .prefix("filiform-demo-")
        .tempdir()
        .context("the folder of the demonstration could not be made")?;
    let mut key = [0; 32];
    filiform_app::operating_system_randomness(&mut key);
    let clock = Arc::new(DemoClock::default());
    let instance = instance::assemble(
        &folder.path().join("demo.db"),
        InstanceKey::new(key),
        &Shipped(global.knowledge.clone()),
        Arc::<DemoClock>::clone(&clock),
    )?;
    let password = demo.password.clone().unwrap_or_else(password::readable);
    seed(&instance.app, &clock, &password).context("the invented patients were not saved")?;
    serve::runtime()?.block_on(async {
        let listener = listen(demo.listen).await?;
        let server = serve::Server::new(listener, &instance, CookiePolicy::PlainHttp, None)?;
        let address = server.address()?;
        let made = Made {
            address: &address,
            login: PRACTITIONER,
            password: &password,
        };
        if global.json {
            say_json(&made)?;
        } else {
            say(&welcome(&made));
        }
        server.until_told_to_stop().await
    })?;
    drop(instance);
    folder
        .close()
        .context("the folder of the demonstration was not deleted")?;
    if !global.json {
        say("The demonstration is over and was deleted.");
    }
    Ok(Answer::Fine)
}

async fn listen(asked: Option<SocketAddr>) -> anyhow::Result<TcpListener> {
    let address = asked.unwrap_or(USUAL);
    match (TcpListener::bind(address).await, asked) {
        (Ok(listener), _) => Ok(listener),
        (Err(_), None) => {
            let free = SocketAddr::new(USUAL.ip(), 0);
            TcpListener::bind(free).await.context("no port is free")
        }
        (Err(error), Some(_)) => {
            let what = format!("nothing can listen at {address}");
            let way_out = "choose another address, or leave `--listen` out";
            Err(Failure::new(what, way_out).because(error).into())
        }
    }
}

fn welcome(made: &Made<'_>) -> String {
    let Made {
        address,
        login,
        password,
    } = made;
    format!(
        "
  Filiform demonstration: invented patients, deleted when you stop it

    Open       {address}
    Sign in    {login}
    Password   {password}

  Two minutes:
    1. Patients, Aoife Kerr: her import says warfarin, and the chart shows which line it was.
    2. Open a course for her left knee, then the plan: every needle says why it is there.
    3. Add GB21 on the left, 12 mm deep: refused because of the warfarin, and 10 mm clears it.
    4. Agree, place six needles, take five out, count and sign: not signed, one is still in.
    5. Priya Raman's five sessions make a trend; Jonas Falk rests now with four needles in.

  `assistant` and `manager` have the same password and may do less. Ctrl-C ends it.
"
    )
}
