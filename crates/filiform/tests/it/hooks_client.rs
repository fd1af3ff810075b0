//! A client that others wrote calls the program: `HealthChain`, with `httpx` and `PyJWT` below it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::hooks_support::{listening, serve};
use crate::support::Desk;

/// Where the client believes the service to be; its proxy is the program itself.
const ADDRESS: &str = "http://filiform.example.org";

/// The client with its packages; nothing where they are not there and cannot be fetched. In continuous
/// integration they have to be there.
fn installed() -> Option<PathBuf> {
    let lock_path = own_folder().join("requirements.txt");
    let lock = std::fs::read(&lock_path).unwrap();
    let packages = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hooks-client");
    let stamp = packages.join("filiform-lock");
    if std::fs::read(&stamp).is_ok_and(|known| known == lock) {
        return Some(packages);
    }
    // Nothing is there the first time.
    let _ = std::fs::remove_dir_all(&packages);
    let pip = Command::new("python3")
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--require-hashes",
        ])
        .args(["--only-binary", ":all:", "--no-compile", "--target"])
        .arg(&packages)
        .arg("-r")
        .arg(&lock_path)
        .output();
    let complaint = match pip {
        Ok(pip) if pip.status.success() => None,
        Ok(pip) => Some(String::from_utf8_lossy(&pip.stderr).into_owned()),
        Err(error) => Some(error.to_string()),
    };
    if let Some(complaint) = complaint {
        let words = format!(
            "`python3 -m pip` cannot install the outside client, which needs Python and, once, the \
             network: {complaint}"
        );
        assert!(std::env::var_os("CI").is_none(), "{words}");
        println!("skipped: {words}");
        return None;
    }
    std::fs::write(&stamp, lock).unwrap();
    Some(packages)
}

fn own_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hooks-client")
}

/// What the client printed last.
#[track_caller]
fn client(packages: &Path, args: &[&str], proxy: Option<&str>) -> Value {
    let mut command = Command::new("python3");
    command
        .arg(own_folder().join("client.py"))
        .args(args)
        .env("PYTHONPATH", packages)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env_remove("NO_PROXY")
        .env_remove("no_proxy");
    if let Some(address) = proxy {
        command.env("HTTP_PROXY", format!("http://{address}"));
        command.env("http_proxy", format!("http://{address}"));
    }
    let output = command.output().unwrap();
    let (said, complained) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    assert!(output.status.success(), "{complained}");
    serde_json::from_str(said.lines().last().unwrap()).unwrap()
}

#[test]
fn a_client_that_others_wrote_lists_the_services_gets_cards_and_says_what_became_of_them() {
    let Some(packages) = installed() else {
        return;
    };
    let desk = Desk::with_clinic();
    let folder = desk.path("").display().to_string();
    let keys = client(&packages, &["keys", &folder], None);
    desk.file("keys.json", &keys.to_string());
    desk.file(
        "hooks.toml",
        &format!(
            "address = \"{ADDRESS}\"\n[[clients]]\nname = \"HealthChain\"\n\
             issuer = \"https://ehr.example.org\"\njwks_file = \"keys.json\"\n"
        ),
    );
    let mut command = serve(&desk);
    command.args(["--hooks", "hooks.toml"]);
    let (running, address) = listening(&desk, &mut command);
    let answered = client(&packages, &["call", &folder, ADDRESS], Some(&address));
    running.stop();
    let hooks = answered["hooks"].as_array().unwrap();
    assert!(hooks.contains(&Value::from("patient-view")), "{hooks:?}");
    let mut cards = answered["cards"].as_array().unwrap().iter();
    let about_warfarin = |card: &Value| card["detail"].as_str().unwrap().contains("Warfarin 3 mg");
    assert!(cards.any(about_warfarin), "{answered}");
    assert_eq!(answered["feedback"], 200);
    let counted = desk.run(&["hooks", "feedback", "--json"]).fine().json();
    let became = counted
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap()
        .clone();
    assert_eq!(became["overridden"], 1);
}
