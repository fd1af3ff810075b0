//! Running the program.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The day on which everything is screened here.
pub(crate) const NOW: &str = "2026-11-24";

/// What the program answered.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The answer, read as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }

    /// The same, after it went well.
    #[track_caller]
    pub(crate) fn fine(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    /// The same, after a screen: the code tells the verdict.
    #[track_caller]
    pub(crate) fn screened(self) -> Self {
        assert!((0..=3).contains(&self.code), "{}{}", self.out, self.err);
        self
    }

    /// The complaint, when there was something that could not be screened.
    #[track_caller]
    pub(crate) fn not_screened(self) -> String {
        assert_eq!(self.code, 65, "{}{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err
    }

    /// The complaint, after it went wrong.
    #[track_caller]
    pub(crate) fn wrong(self) -> String {
        assert_eq!(self.code, 1, "{}{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err
    }
}

/// A folder to work in, with the program beside it.
#[derive(Debug)]
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A desk with a clinic and one practitioner.
    pub(crate) fn with_clinic() -> Self {
        let desk = Self::new();
        desk.run(&[
            "user",
            "add",
            "--clinic",
            "Harbour Road",
            "--login",
            "nora",
            "--name",
            "Dr Nora Lindqvist",
            "--role",
            "practitioner",
        ])
        .fine();
        desk
    }

    /// The program, ready to be started in this folder.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_filiform"));
        command
            .args(args)
            .current_dir(self.0.path())
            .env_remove("FILIFORM_DATABASE")
            .env_remove("FILIFORM_LOG")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let output = self.command(args).output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file and answers its name.
    pub(crate) fn file<'a>(&self, name: &'a str, text: &str) -> &'a str {
        std::fs::write(self.path(name), text).unwrap();
        name
    }

    /// The history of Aoife Kerr, who takes warfarin.
    pub(crate) fn warfarin(&self) -> &'static str {
        let text = include_str!("../../../filiform-fhir/fixtures/knee-warfarin.json");
        self.file("knee-warfarin.json", text)
    }

    /// The history of Tomasz Lis, whose defibrillator is known only from a procedure.
    pub(crate) fn defibrillator(&self) -> &'static str {
        self.file(
            "tomasz-lis.json",
            include_str!("../../demo/tomasz-lis.json"),
        )
    }
}

/// A program that goes on until it is told to stop.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self::start_with_log(command, Stdio::null())
    }

    pub(crate) fn start_with_log(command: &mut Command, log: Stdio) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, said }
    }

    /// Reads lines up to the one that contains `part`; all of them.
    #[track_caller]
    pub(crate) fn lines_to(&mut self, part: &str) -> String {
        let mut text = String::new();
        loop {
            let before = text.len();
            let read = self.said.read_line(&mut text).unwrap();
            assert_ne!(read, 0, "it ended before it said `{part}`: {text}");
            if text[before..].contains(part) {
                return text;
            }
        }
    }

    /// Tells it to stop and waits; what it said last.
    #[track_caller]
    pub(crate) fn stop(mut self) -> String {
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(told.success());
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).unwrap();
        assert!(self.child.wait().unwrap().success());
        rest
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already over when it was stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in a text: `127.0.0.1:41234`.
#[track_caller]
pub(crate) fn address_in(text: &str) -> String {
    let (_, rest) = text.split_once("http://").unwrap();
    rest.split('/').next().unwrap().to_owned()
}

/// The whole answer to a plain request.
pub(crate) fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The generated histories beside the workspace, when they are there.
pub(crate) fn generated_histories() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/synthea-r4");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: the generated histories are absent");
    None
}

/// Copies a folder with everything in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
