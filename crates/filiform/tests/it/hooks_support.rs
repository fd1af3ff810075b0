//! The program as another record system calls it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::ehr::{ADDRESS, Ehr, ISSUER};
use crate::support::{Desk, Running, address_in};

pub(crate) const SAFETY: &str = "/cds-services/needling-safety";

/// A program that answers hooks.
pub(crate) struct Service {
    pub(crate) desk: Desk,
    pub(crate) ehr: Ehr,
    pub(crate) address: String,
    running: Running,
}

impl Service {
    pub(crate) fn start() -> Self {
        Self::start_with("")
    }

    /// Started with more lines at the head of its file.
    pub(crate) fn start_with(lines: &str) -> Self {
        Self::start_for("https://pages.example.org", lines)
    }

    /// The same, for pages of an origin.
    pub(crate) fn start_for(origin: &str, lines: &str) -> Self {
        let (desk, ehr) = (Desk::with_clinic(), Ehr::new());
        desk.file("keys.json", &ehr.jwks());
        let file = format!(
            "address = \"{ADDRESS}\"\norigins = [\"{origin}\"]\n{lines}\n\
             [[clients]]\nname = \"Harbour EHR\"\nissuer = \"{ISSUER}\"\njwks_file = \"keys.json\"\n"
        );
        desk.file("hooks.toml", &file);
        let mut command = serve(&desk);
        command.args(["--hooks", "hooks.toml"]);
        let (running, address) = listening(&desk, &mut command);
        Self {
            desk,
            ehr,
            address,
            running,
        }
    }

    /// A call with a good token.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        let headers = [
            ("Authorization", format!("Bearer {}", self.ehr.token(path))),
            ("Content-Type", "application/json".to_owned()),
        ];
        send(&self.address, "POST", path, &headers, &body.to_string())
    }

    /// Tells it to stop; what it logged.
    pub(crate) fn stop(self) -> (Desk, String) {
        self.running.stop();
        let log = std::fs::read_to_string(self.desk.path("log")).unwrap();
        (self.desk, log)
    }
}

/// The program with everything it could log.
pub(crate) fn serve(desk: &Desk) -> Command {
    let mut command = desk.command(&["serve", "--listen", "127.0.0.1:0", "--plain-http"]);
    command.env("FILIFORM_LOG", "trace");
    command
}

pub(crate) fn listening(desk: &Desk, command: &mut Command) -> (Running, String) {
    let log = std::fs::File::create(desk.path("log")).unwrap();
    let mut running = Running::start_with_log(command, Stdio::from(log));
    let said = running.lines_to("Filiform is at http://");
    (running, address_in(&said))
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut lines = lines.filter(|(found, _)| found.eq_ignore_ascii_case(name));
        lines.next().map(|(_, value)| value)
    }

    /// The words of the refusal, when it is one with this status.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{self:?}");
        let outcome = self.json();
        assert_eq!(outcome["resourceType"], "OperationOutcome");
        assert_eq!(outcome["issue"][0]["severity"], "error");
        outcome["issue"][0]["diagnostics"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

/// One request over a connection of its own.
pub(crate) fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, String)],
    body: &str,
) -> Reply {
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    request.push_str(body);
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Reply {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// A `patient-view` about Morag Quillfeather, who takes warfarin; every other key was asked for and
/// nothing was found.
pub(crate) fn patient_view() -> Value {
    let nothing = || json!({ "resourceType": "Bundle", "type": "searchset", "total": 0 });
    let patient = json!({ "resourceType": "Patient", "id": "quill-77", "gender": "female",
        "birthDate": "1956-04-11", "name": [{ "family": "Quillfeather", "given": ["Morag"] }] });
    let statement = json!({ "resourceType": "MedicationStatement", "id": "m1", "status": "active",
        "subject": { "reference": "Patient/quill-77" }, "effectiveDateTime": "2026-01-05",
        "medicationCodeableConcept": { "text": "Warfarin 3 mg Quillfeather pharmacy" } });
    let medications = json!({ "resourceType": "Bundle", "type": "searchset", "total": 1,
        "entry": [{ "resource": statement }] });
    json!({ "hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": { "userId": "Practitioner/n", "patientId": "quill-77" },
        "prefetch": { "patient": patient, "medications": medications, "conditions": nothing(),
            "prescriptions": nothing(), "allergies": nothing(), "devices": nothing(),
            "pregnancy": nothing() } })
}
