//! How long another record system waits for cards, over loopback, token and all.
//!
//! `cargo bench -p filiform --bench hooks` starts the program and opens a chart in it again and again, with
//! 300 resources prefetched, and once with as many as are read. No figure is asserted.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its table, and ends when it cannot run"
)]

#[path = "../tests/it/ehr.rs"]
mod ehr;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ehr::{ADDRESS, Ehr, ISSUER};
use serde_json::{Value, json};

const PATH: &str = "/cds-services/needling-safety";

/// Together fewer than a client may send in a minute.
const CALLS: usize = 500;
const LISTS: usize = 80;

/// Bundles with as many entries as given.
const ORDINARY: [(&str, usize); 5] = [
    ("conditions", 120),
    ("medications", 60),
    ("prescriptions", 60),
    ("allergies", 30),
    ("devices", 28),
];
const MOST: [(&str, usize); 5] = [
    ("conditions", 4_000),
    ("medications", 2_000),
    ("prescriptions", 2_000),
    ("allergies", 1_000),
    ("devices", 900),
];

fn main() {
    let folder = tempfile::tempdir().expect("there is a folder");
    let add = "user add --clinic Bench --login nora --name Nora --role practitioner";
    let added = program(folder.path(), &add.split(' ').collect::<Vec<_>>()).status();
    assert!(added.expect("the program runs").success());
    let ehr = Ehr::new();
    let file = format!(
        "address = \"{ADDRESS}\"\n[[clients]]\nname = \"Bench\"\nissuer = \"{ISSUER}\"\n\
         jwks_file = \"keys.json\"\n"
    );
    std::fs::write(folder.path().join("hooks.toml"), file).expect("it can be written");
    std::fs::write(folder.path().join("keys.json"), ehr.jwks()).expect("it can be written");
    let serve = "serve --listen 127.0.0.1:0 --plain-http --hooks hooks.toml";
    let mut server = program(folder.path(), &serve.split(' ').collect::<Vec<_>>())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let address = address(&mut server);
    let mut connection = BufReader::new(TcpStream::connect(&address).expect("it listens"));
    let body = chart(&ORDINARY).to_string();
    let call = |connection: &mut BufReader<TcpStream>, method: &str, path: &str, body: &str| {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
             Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{body}",
            ehr.token(path),
            body.len()
        );
        time(connection, &request)
    };
    let mut lists: Vec<(Duration, usize)> = (0..LISTS)
        .map(|_| call(&mut connection, "GET", "/cds-services", ""))
        .collect();
    lists.sort();
    println!(
        "the list of services, so mostly the token, {LISTS} calls: median {} µs",
        lists.get(LISTS / 2).map_or(0, |(took, _)| took.as_micros())
    );
    let mut times: Vec<(Duration, usize)> = (0..CALLS)
        .map(|_| call(&mut connection, "POST", PATH, &body))
        .collect();
    let (_, answered) = times.first().copied().expect("there were calls");
    times.sort();
    let at = |index: usize| times.get(index).map_or(0, |(took, _)| took.as_micros());
    println!(
        "patient-view, 300 resources in {} KB, answered with {answered} bytes, {CALLS} calls: median {} \
         µs, 99th percentile {} µs, longest {} µs",
        body.len() / 1024,
        at(CALLS / 2),
        at(CALLS * 99 / 100),
        at(CALLS - 1)
    );
    let body = chart(&MOST).to_string();
    let (took, _) = call(&mut connection, "POST", PATH, &body);
    println!(
        "the same with 9,901 resources in {} KB: {} ms",
        body.len() / 1024,
        took.as_millis()
    );
    // A process that has ended by itself needs no end.
    let _ = server.kill();
    let _ = server.wait();
}

/// Opens a chart.
fn chart(bundles: &[(&str, usize)]) -> Value {
    let words = [
        "Warfarin",
        "Essential hypertension",
        "Metformin 500 mg",
        "Osteoarthritis of knee",
        "Penicillin",
        "Apixaban 5 mg",
        "Type 2 diabetes",
        "Pacemaker",
        "Seasonal rhinitis",
        "Epilepsy",
    ];
    let subject = json!({ "reference": "Patient/p" });
    let one = |key: &str, number: usize| {
        let text = words.get(number % words.len()).copied().unwrap_or_default();
        let concept = json!({ "text": format!("{text} {number}") });
        let active = json!({ "coding": [{ "code": "active" }] });
        let id = format!("{key}-{number}");
        let resource = match key {
            "conditions" => json!({ "resourceType": "Condition", "id": id, "subject": subject,
                "code": concept, "clinicalStatus": active }),
            "medications" => json!({ "resourceType": "MedicationStatement", "id": id,
                "status": "active", "subject": subject, "medicationCodeableConcept": concept }),
            "prescriptions" => json!({ "resourceType": "MedicationRequest", "id": id,
                "status": "active", "intent": "order", "subject": subject,
                "medicationCodeableConcept": concept }),
            "allergies" => json!({ "resourceType": "AllergyIntolerance", "id": id,
                "patient": subject, "code": concept }),
            _ => json!({ "resourceType": "DeviceUseStatement", "id": id, "status": "active",
                "subject": subject, "device": { "display": text } }),
        };
        json!({ "resource": resource })
    };
    let pregnancy = json!({ "resourceType": "Observation", "id": "o", "status": "final",
        "subject": subject, "code": { "coding": [{ "system": "http://loinc.org", "code": "82810-3" }] },
        "valueCodeableConcept": { "text": "Not pregnant" } });
    let mut prefetch = json!({ "patient": { "resourceType": "Patient", "id": "p",
        "gender": "female", "birthDate": "1956-04-11" } });
    prefetch["pregnancy"] = bundle(&[json!({ "resource": pregnancy })]);
    for (key, count) in bundles {
        prefetch[*key] = bundle(
            &(0..*count)
                .map(|number| one(key, number))
                .collect::<Vec<_>>(),
        );
    }
    json!({ "hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": { "userId": "Practitioner/n", "patientId": "p" }, "prefetch": prefetch })
}

fn bundle(entries: &[Value]) -> Value {
    json!({ "resourceType": "Bundle", "type": "searchset", "entry": entries })
}

/// Sends a request and reads its answer: how long it took, and how long the answer is.
fn time(connection: &mut BufReader<TcpStream>, request: &str) -> (Duration, usize) {
    let began = Instant::now();
    connection
        .get_mut()
        .write_all(request.as_bytes())
        .expect("it hears");
    let mut length = 0;
    let mut line = String::new();
    let mut status = String::new();
    loop {
        line.clear();
        connection.read_line(&mut line).expect("it answers");
        if status.is_empty() {
            status.clone_from(&line);
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).expect("it answers");
    let took = began.elapsed();
    assert!(status.starts_with("HTTP/1.1 200"), "{status}");
    (took, length)
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_filiform"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_remove("FILIFORM_DATABASE")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
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
