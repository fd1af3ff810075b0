//! What every route shares.

use std::sync::Arc;

use filiform_app::{App, AppError};
use filiform_knowledge::Search;

use super::cds::CdsClients;
use super::fault::Fault;

/// Whether cookies may travel without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookiePolicy {
    /// Only over TLS: the server itself or a proxy in front speaks HTTPS.
    Secure,
    /// Over plain HTTP too: a demonstration on this computer.
    PlainHttp,
}

/// How the pages are served.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Cookies.
    pub cookies: CookiePolicy,
    /// Largest file that can be imported, in bytes.
    pub import_limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cookies: CookiePolicy::Secure,
            import_limit: 50 * 1024 * 1024,
        }
    }
}

/// What every route shares. Cheap to clone.
#[derive(Clone)]
pub struct WebState {
    /// The use cases.
    pub(crate) app: App,
    /// How the pages are served.
    pub(crate) options: Options,
    /// What the atlas finds.
    pub(crate) search: Arc<Search>,
    /// Other record systems that may ask; nobody may without them.
    pub(crate) cds: Option<Arc<CdsClients>>,
}

impl WebState {
    /// Puts the parts together.
    pub fn new(app: App, options: Options) -> Self {
        Self {
            search: Arc::new(Search::new(app.knowledge())),
            app,
            options,
            cds: None,
        }
    }

    /// Lets other record systems ask for cards.
    #[must_use]
    pub fn with_cds(mut self, clients: CdsClients) -> Self {
        self.cds = Some(Arc::new(clients));
        self
    }

    /// Runs a use case on a thread that may block.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Fault> {
        self.run_plain(job).await?.map_err(Fault::from)
    }

    /// Runs anything on a thread that may block.
    pub(crate) async fn run_plain<T: Send + 'static>(
        &self,
        job: impl FnOnce(&App) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let app = self.app.clone();
        tokio::task::spawn_blocking(move || job(&app))
            .await
            .map_err(|error| Fault::ours(&error))
    }
}
