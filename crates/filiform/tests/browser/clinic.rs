//! One demonstration for every test that runs at the same time; it ends with the last of them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use filiform_testkit::browser::Demo;

static RUNNING: Mutex<Weak<Demo>> = Mutex::new(Weak::new());

/// The demonstration that runs, or a new one.
pub(crate) fn given_a_demonstration() -> Arc<Demo> {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(demo) = running.upgrade() {
        return demo;
    }
    let binary = Path::new(env!("CARGO_BIN_EXE_filiform"));
    let demo = Arc::new(Demo::start(binary).unwrap_or_else(|failure| panic!("{failure}")));
    *running = Arc::downgrade(&demo);
    demo
}

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
