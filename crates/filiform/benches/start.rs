//! How long it takes from the start of the program to the first page, on a database that exists.
//!
//! `cargo bench -p filiform --bench start` makes a clinic with the patients of the demonstration and
//! starts the program on it again and again. On Linux it also tells the resident memory.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints its table, and ends when it cannot run"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often the program is started.
const STARTS: usize = 11;

fn main() {
    let folder = tempfile::tempdir().expect("there is a folder");
    let add = "user add --clinic Bench --login nora --name Nora --role practitioner";
    run(folder.path(), &add.split(' ').collect::<Vec<_>>());
    let patients = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    run(folder.path(), &["import", &patients.display().to_string()]);
    let mut starts: Vec<(Duration, Option<u64>)> =
        (0..STARTS).map(|_| start(folder.path())).collect();
    starts.sort();
    let at = |index: usize| starts.get(index).map_or(0, |(took, _)| took.as_millis());
    println!(
        "start to first page, {STARTS} starts: least {} ms, median {} ms, most {} ms",
        at(0),
        at(STARTS / 2),
        at(STARTS - 1)
    );
    if let Some(most) = starts.iter().filter_map(|(_, kib)| *kib).max() {
        println!("resident memory after the first page: {} MiB", most / 1024);
    }
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_filiform"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_remove("FILIFORM_DATABASE")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) {
    let status = program(folder, arguments).stdout(Stdio::null()).status();
    assert!(status.expect("the program runs").success(), "{arguments:?}");
}

/// Starts the program, asks for one page, stops it.
fn start(folder: &Path) -> (Duration, Option<u64>) {
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--plain-http"];
    let started = Instant::now();
    let mut server = program(folder, &arguments)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let address = address(&mut server);
    let mut stream = TcpStream::connect(&address).expect("it listens");
    let asked = format!("GET /sign-in HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).expect("it hears");
    let mut page = String::new();
    stream.read_to_string(&mut page).expect("it answers");
    let took = started.elapsed();
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let memory = resident(server.id());
    // A process that has ended by itself needs no end.
    let _ = server.kill();
    let _ = server.wait();
    (took, memory)
}

/// Where it says that it listens.
fn address(server: &mut Child) -> String {
    let said = server.stdout.take().expect("it speaks");
    let lines = BufReader::new(said).lines().map_while(Result::ok);
    let mut addresses = lines.filter_map(|line| {
        let (_, address) = line.split_once("http://")?;
        Some(address.trim_end_matches(['/', '.']).to_owned())
    });
    addresses.next().expect("it says where it is")
}

/// Resident memory in KiB, where the system tells it.
fn resident(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
