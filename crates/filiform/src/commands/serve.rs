//! `filiform serve`.

use std::future::{Future, IntoFuture as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use filiform_web::routes::{CdsClients, CookiePolicy, Options, WebState, router};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cli::Global;
use crate::commands::Answer;
use crate::failure::Failure;
use crate::hooks_file;
use crate::instance::{self, Instance};
use crate::output::{remark, say};

/// Requests that run when the server is told to stop may take this long to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serve the pages of a clinic.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen at.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Let cookies travel without HTTPS: only for trying things out on this computer.
    #[arg(long)]
    plain_http: bool,
    /// Make the database with this clinic when there is none yet.
    #[arg(long, value_name = "CLINIC NAME")]
    create: Option<String>,
    /// Answer CDS Hooks for the record systems that this file names.
    #[arg(long, value_name = "FILE")]
    hooks: Option<PathBuf>,
}

/// Serves until it is told to stop.
///
/// # Errors
/// When the installation does not open or the address is taken.
pub(crate) fn run(global: &Global, serve: &Serve) -> anyhow::Result<Answer> {
    let instance = open(global, serve)?;
    let hooks = hooks(&instance, serve)?;
    let cookies = if serve.plain_http {
        CookiePolicy::PlainHttp
    } else {
        CookiePolicy::Secure
    };
    let told = hooks.as_ref().map(|clients| {
        let (names, address) = (clients.names().join(", "), clients.address());
        format!("These systems may ask for cards at {address}/cds-services: {names}")
    });
    runtime()?.block_on(async {
        let listener = TcpListener::bind(serve.listen).await.map_err(|error| {
            let what = format!("nothing can listen at {}", serve.listen);
            Failure::new(what, "choose another address with `--listen`").because(error)
        })?;
        let server = Server::new(listener, &instance, cookies, hooks)?;
        say(&format!("Filiform is at {}", server.address()?));
        if let Some(told) = told {
            remark(&told);
        }
        if cookies == CookiePolicy::Secure {
            remark(
                "Cookies are for HTTPS only: put a proxy that speaks HTTPS in front, or use \
                 `--plain-http` on this computer.",
            );
        }
        server.until_told_to_stop().await
    })?;
    say("Filiform has stopped.");
    Ok(Answer::Fine)
}

fn open(global: &Global, serve: &Serve) -> anyhow::Result<Instance> {
    let path = &global.database;
    if path.exists() {
        return instance::open_with_right_key(global);
    }
    let Some(clinic) = &serve.create else {
        let what = format!("there is no database `{}`", path.display());
        let way_out = "run `filiform user add --clinic \"Name\" --login ... --name ... --role \
             practitioner` first, or let `--create \"Name\"` make an empty clinic";
        return Err(Failure::new(what, way_out).into());
    };
    let instance = instance::open_or_make(global)?;
    instance
        .app
        .add_clinic(clinic)
        .context("the clinic was not saved")?;
    remark(&format!(
        "Made `{}` with the clinic `{clinic}`. Keep a copy of `{}` elsewhere: without it the record \
         cannot be read. Nobody can sign in yet: `filiform user add` adds people.",
        path.display(),
        instance::key_path(global).display()
    ));
    Ok(instance)
}

fn hooks(instance: &Instance, serve: &Serve) -> anyhow::Result<Option<CdsClients>> {
    let Some(path) = &serve.hooks else {
        return Ok(None);
    };
    let clinics = instance.app.clinics();
    let clinics = clinics.context("the clinics could not be read")?;
    Ok(Some(hooks_file::read(path, &clinics)?))
}

/// A server that already hears when it is told to stop, so that whoever reads its address may stop it.
pub(crate) struct Server {
    listener: TcpListener,
    routes: axum::Router,
    told: watch::Receiver<bool>,
}

impl Server {
    /// Listens for requests, which wait, and for signals. Without `hooks` no other system may ask.
    ///
    /// # Errors
    /// When signals cannot be heard.
    pub(crate) fn new(
        listener: TcpListener,
        instance: &Instance,
        cookies: CookiePolicy,
        hooks: Option<CdsClients>,
    ) -> anyhow::Result<Self> {
        let options = Options {
            cookies,
            ..Options::default()
        };
        let mut state = WebState::new(instance.app.clone(), options);
        if let Some(clients) = hooks {
            state = state.with_cds(clients);
        }
        let stop = stop_signal()?;
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            stop.await;
            // An error means that nobody listens any more.
            let _ = tell.send(true);
        });
        Ok(Self {
            listener,
            routes: router(state),
            told,
        })
    }

    /// Where it is.
    ///
    /// # Errors
    /// When the system does not say.
    pub(crate) fn address(&self) -> anyhow::Result<String> {
        let address = self
            .listener
            .local_addr()
            .context("the address is not known")?;
        Ok(format!("http://{address}/"))
    }

    /// Answers requests until the process is told to stop, then lets those that run end.
    ///
    /// # Errors
    /// When the listener breaks.
    pub(crate) async fn until_told_to_stop(self) -> anyhow::Result<()> {
        let serving = axum::serve(self.listener, self.routes)
            .with_graceful_shutdown(wait(self.told.clone()))
            .into_future();
        tokio::select! {
            served = serving => served.context("the server broke"),
            () = out_of_patience(self.told) => Ok(()),
        }
    }
}

async fn wait(mut told: watch::Receiver<bool>) {
    // An error means that nobody can tell any more: the process is ending.
    let _ = told.wait_for(|told| *told).await;
}

async fn out_of_patience(told: watch::Receiver<bool>) {
    wait(told).await;
    tokio::time::sleep(PATIENCE).await;
    tracing::warn!("requests still ran when the server stopped");
}

/// Ends when the process is interrupted or told to terminate.
#[cfg(unix)]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let cannot = "signals cannot be heard";
    let mut interrupt = signal(SignalKind::interrupt()).context(cannot)?;
    let mut terminate = signal(SignalKind::terminate()).context(cannot)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when the process is interrupted.
#[cfg(not(unix))]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// The threads that serve.
///
/// # Errors
/// When the system gives none.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the server could not start")
}
