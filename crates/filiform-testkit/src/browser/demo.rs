//! The demonstration as a process of its own.

use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{Failure, Outcome};

/// The password of a demonstration that is started here; it is invented and opens nothing else.
const PASSWORD: &str = "a-password-for-tests";

/// A running `filiform demo`, stopped when it is dropped.
#[derive(Debug)]
pub struct Demo {
    child: Child,
    /// Where the demonstration keeps its database.
    _folder: TempDir,
    /// Its address without a slash at the end, for example `http://127.0.0.1:41234`.
    pub origin: String,
    /// The name to sign in with.
    pub login: String,
    /// The password to sign in with.
    pub password: String,
}

impl Demo {
    /// Starts `binary demo` on a free port of this computer and waits until it says where it is.
    ///
    /// # Errors
    /// It does not start, or ends before it says where it is.
    pub fn start(binary: &Path) -> Outcome<Self> {
        let folder = tempfile::tempdir()
            .map_err(|error| Failure::new(format!("no folder could be made: {error}")))?;
        let mut child = Command::new(binary)
            .args([
                "demo",
                "--json",
                "--listen",
                "127.0.0.1:0",
                "--password",
                PASSWORD,
            ])
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                Failure::new(format!("`{}` did not start: {error}", binary.display()))
            })?;
        let mut demo = match first_answer(&mut child) {
            Ok(made) => {
                let text = |name: &str| made[name].as_str().unwrap_or_default().to_owned();
                Self {
                    child,
                    _folder: folder,
                    origin: text("address").trim_end_matches('/').to_owned(),
                    login: text("login"),
                    password: text("password"),
                }
            }
            Err(failure) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failure);
            }
        };
        if demo.origin.starts_with("http://127.0.0.1:") {
            return Ok(demo);
        }
        let _ = demo.child.kill();
        Err(Failure::new(format!(
            "the demonstration is at `{}`, not on this computer",
            demo.origin
        )))
    }
}

/// What the demonstration says first, read as far as it is one whole value.
fn first_answer(child: &mut Child) -> Outcome<Value> {
    let said = child
        .stdout
        .as_mut()
        .ok_or_else(|| Failure::new("the demonstration is mute"))?;
    let mut text = Vec::new();
    for byte in std::io::BufReader::new(said).bytes() {
        text.push(byte.map_err(|error| Failure::new(format!("nothing to read: {error}")))?);
        if text.ends_with(b"}")
            && let Ok(made) = serde_json::from_slice(&text)
        {
            return Ok(made);
        }
    }
    let text = String::from_utf8_lossy(&text);
    Err(Failure::new(format!(
        "the demonstration ended before it said where it is: `{text}`"
    )))
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
