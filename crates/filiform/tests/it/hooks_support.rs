//! Another record system that calls the program.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::support::{Desk, Running, address_in};

/// Where clients believe the service to be.
pub(crate) const ADDRESS: &str = "https://filiform.example.org";
pub(crate) const ISSUER: &str = "https://ehr.example.org";
pub(crate) const SAFETY: &str = "/cds-services/needling-safety";

/// A record system with a key of its own.
pub(crate) struct Ehr {
    keys: EcdsaKeyPair,
    random: SystemRandom,
    calls: AtomicU32,
}

impl Ehr {
    pub(crate) fn new() -> Self {
        let random = SystemRandom::new();
        let curve = &ECDSA_P384_SHA384_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(curve, &random).unwrap();
        Self {
            keys: EcdsaKeyPair::from_pkcs8(curve, document.as_ref(), &random).unwrap(),
            random,
            calls: AtomicU32::new(0),
        }
    }

    pub(crate) fn jwks(&self) -> String {
        let (_, point) = self.keys.public_key().as_ref().split_first().unwrap();
        let (x, y) = point.split_at(point.len() / 2);
        json!({ "keys": [{ "kty": "EC", "crv": "P-384", "kid": "k1", "use": "sig", "alg": "ES384",
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) }] })
        .to_string()
    }

    /// The claims of a token for `path` that holds now.
    pub(crate) fn claims(&self, path: &str) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        json!({ "iss": ISSUER, "aud": format!("{ADDRESS}{path}"), "iat": now.as_secs(),
            "exp": now.as_secs() + 300, "jti": format!("call-{number}") })
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({ "alg": "ES384", "typ": "JWT", "kid": "k1" });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let signature = self.keys.sign(&self.random, signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub(crate) fn token(&self, path: &str) -> String {
        self.sign(&self.claims(path))
    }
}

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
        let (desk, ehr) = (Desk::with_clinic(), Ehr::new());
        desk.file("keys.json", &ehr.jwks());
        let file = format!(
            "address = \"{ADDRESS}\"\norigins = [\"https://pages.example.org\"]\n{lines}\n\
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
