//! Which other systems may ask for cards, in a TOML file.
//!
//! ```toml
//! address = "https://filiform.example.org"
//! open_discovery = false
//! origins = ["https://ehr.example.org"]
//!
//! [[clients]]
//! name = "Harbour EHR"
//! issuer = "https://ehr.example.org"
//! jwks_file = "harbour-ehr.json" # beside this file
//! ```

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use filiform_store::accounts::ClinicRow;
use filiform_units::ClinicId;
use filiform_web::routes::{CdsClient, CdsClients, CdsDiscovery, CdsSetup, CdsSetupError};
use serde::Deserialize;
use toml::Spanned;

use crate::failure::Failure;
use crate::instance;

/// Algorithms of a client that names none.
const ALGORITHMS: [&str; 2] = ["ES384", "RS384"];

/// Largest key set.
const KEYS_LIMIT: u64 = 256 * 1024;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    address: Spanned<String>,
    #[serde(default)]
    open_discovery: bool,
    origins: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    clients: Vec<Spanned<Client>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Client {
    name: String,
    issuer: Spanned<String>,
    jku: Option<Spanned<String>>,
    algorithms: Option<Spanned<Vec<String>>>,
    jwks: Option<Spanned<String>>,
    jwks_file: Option<Spanned<PathBuf>>,
    clinic: Option<Spanned<String>>,
}

/// A file that is being read.
struct Reading<'a> {
    path: &'a Path,
    text: &'a str,
    clinics: &'a [ClinicRow],
}

/// Reads the systems that may call.
///
/// # Errors
/// What is wrong, with the line it is about and the way out.
pub(crate) fn read(path: &Path, clinics: &[ClinicRow]) -> anyhow::Result<CdsClients> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let what = format!("the hooks file `{}` cannot be read", path.display());
        Failure::new(what, "check the name and the rights of the file").because(error)
    })?;
    let reading = Reading {
        path,
        text: &text,
        clinics,
    };
    let read = reading.read();
    read.with_context(|| format!("the hooks file `{}` was not used", path.display()))
}

impl Reading<'_> {
    fn read(&self) -> anyhow::Result<CdsClients> {
        let file: File = toml::from_str(self.text).map_err(|error| {
            let way_out = "correct it; `docs/integrate/cds-hooks.md` shows a whole file";
            Failure::new(error.to_string().trim_end().to_owned(), way_out)
        })?;
        let clients = file.clients.iter().map(|client| self.client(client));
        let setup = CdsSetup {
            address: file.address.as_ref().clone(),
            discovery: if file.open_discovery {
                CdsDiscovery::Open
            } else {
                CdsDiscovery::WithToken
            },
            origins: match &file.origins {
                Some(origins) => origins.as_ref().clone(),
                None => Vec::new(),
            },
            clients: clients.collect::<anyhow::Result<_>>()?,
        };
        let checked = CdsClients::new(setup);
        checked.map_err(|error| self.wrong(&file, &error).into())
    }

    fn client(&self, spanned: &Spanned<Client>) -> anyhow::Result<CdsClient> {
        let client = spanned.as_ref();
        let algorithms = client
            .algorithms
            .as_ref()
            .map(|names| names.as_ref().clone());
        Ok(CdsClient {
            name: client.name.clone(),
            issuer: client.issuer.as_ref().clone(),
            jku: client.jku.as_ref().map(|jku| jku.as_ref().clone()),
            algorithms: algorithms.unwrap_or_else(|| ALGORITHMS.map(str::to_owned).to_vec()),
            jwks: self.keys(spanned)?,
            clinic: self.clinic(spanned)?,
        })
    }

    fn keys(&self, spanned: &Spanned<Client>) -> anyhow::Result<String> {
        let client = spanned.as_ref();
        match (&client.jwks, &client.jwks_file) {
            (Some(text), None) => Ok(text.as_ref().clone()),
            (None, Some(file)) => {
                let path = self.beside(file.as_ref());
                read_short(&path).map_err(|error| {
                    let what = self.at(
                        file.span().start,
                        "clients.jwks_file",
                        &format!("`{}` cannot be read", path.display()),
                    );
                    let way_out = "put the key set of the client there: it is not fetched";
                    Failure::new(what, way_out).because(error).into()
                })
            }
            (Some(_), Some(_)) | (None, None) => {
                let words = format!("`{}` needs its public keys once", client.name);
                let what = self.at(spanned.span().start, "clients", &words);
                let way_out = "write `jwks_file = \"keys.json\"`, or the keys themselves in `jwks`";
                Err(Failure::new(what, way_out).into())
            }
        }
    }

    fn clinic(&self, spanned: &Spanned<Client>) -> anyhow::Result<ClinicId> {
        let name = spanned.as_ref().clinic.as_ref();
        let at = name.map_or(spanned.span().start, |name| name.span().start);
        let found = instance::clinic(self.clinics, name.map(|name| name.as_ref().as_str()));
        found.with_context(|| self.at(at, "clients.clinic", "feedback is for no clinic"))
    }

    fn beside(&self, file: &Path) -> PathBuf {
        match self.path.parent() {
            Some(folder) => folder.join(file),
            None => file.to_owned(),
        }
    }

    fn wrong(&self, file: &File, error: &CdsSetupError) -> Failure {
        let client = error.client().and_then(|client| file.clients.get(client));
        let place = match client {
            Some(spanned) => spanned.as_ref().place(error.member()),
            None if error.member() == "origins" => file.origins.as_ref().map(|o| o.span().start),
            None => Some(file.address.span().start),
        };
        let at = place.or_else(|| Some(client?.span().start));
        let member = match client {
            Some(_) => format!("clients.{}", error.member()),
            None => error.member().to_owned(),
        };
        let what = self.at(at.unwrap_or_default(), &member, &error.to_string());
        Failure::new(what, error.hint())
    }

    /// `hooks.toml:7: `clients.issuer`: ...`
    fn at(&self, offset: usize, member: &str, words: &str) -> String {
        let before = self.text.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count().saturating_add(1);
        format!("{}:{line}: `{member}`: {words}", self.path.display())
    }
}

impl Client {
    /// Where a member stands.
    fn place(&self, member: &str) -> Option<usize> {
        match member {
            "issuer" => Some(self.issuer.span().start),
            "jku" => self.jku.as_ref().map(|jku| jku.span().start),
            "algorithms" => self.algorithms.as_ref().map(|names| names.span().start),
            "jwks" => {
                let inline = self.jwks.as_ref().map(|keys| keys.span().start);
                inline.or_else(|| self.jwks_file.as_ref().map(|file| file.span().start))
            }
            _ => None,
        }
    }
}

fn read_short(path: &Path) -> std::io::Result<String> {
    if std::fs::metadata(path)?.len() > KEYS_LIMIT {
        return Err(std::io::Error::other("it is larger than a key set can be"));
    }
    std::fs::read_to_string(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure;

    const HEAD: &str = "address = \"https://filiform.example.org\"\n";
    const CLIENT: &str =
        "[[clients]]\nname = \"Harbour EHR\"\nissuer = \"https://ehr.example.org\"\n";
    const KEYS: &str = "jwks_file = \"keys.json\"\n";

    fn clinics() -> Vec<ClinicRow> {
        vec![ClinicRow {
            id: ClinicId::from_bits(1),
            name: "Harbour Road".to_owned(),
        }]
    }

    /// A folder with a file of hooks, and a key set beside it.
    fn folder(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let keys = include_str!("../../filiform-web/fixtures/rsa-keys.json");
        std::fs::write(folder.path().join("keys.json"), keys).unwrap();
        std::fs::write(folder.path().join("hooks.toml"), text).unwrap();
        folder
    }

    fn complaint(text: &str) -> String {
        let folder = folder(text);
        let error = read(&folder.path().join("hooks.toml"), &clinics()).unwrap_err();
        let words = failure::words(&error);
        words.replace(&format!("{}/", folder.path().display()), "")
    }

    #[test]
    fn a_whole_file_is_read() {
        let algorithms = "algorithms = [\"ES384\", \"RS384\", \"ES256\", \"RS256\"]\n";
        let jku = "jku = \"https://ehr.example.org/keys.json\"\nclinic = \"Harbour Road\"\n";
        let head = "open_discovery = true\norigins = [\"https://pages.example.org\"]\n";
        let folder = folder(&format!("{HEAD}{head}{CLIENT}{KEYS}{jku}{algorithms}"));
        assert!(read(&folder.path().join("hooks.toml"), &clinics()).is_ok());
    }

    #[test]
    fn the_file_in_the_documents_is_read() {
        let page = include_str!("../../../docs/integrate/cds-hooks.md");
        let (_, example) = page.split_once("```toml\n").unwrap();
        let (example, _) = example.split_once("```").unwrap();
        let folder = folder(&example.replace("[\"ES384\", \"RS384\"]", "[\"RS384\"]"));
        assert!(read(&folder.path().join("hooks.toml"), &clinics()).is_ok());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_the_way_out() {
        let complaints = [
            format!("{HEAD}colour = \"red\"\n"),
            format!("{HEAD}{CLIENT}{KEYS}secret = \"s\"\n"),
            format!("{HEAD}origins = [\"*\"]\n{CLIENT}{KEYS}"),
            format!("address = \"https://filiform.example.org/\"\n{CLIENT}{KEYS}"),
            HEAD.to_owned(),
            format!("{HEAD}{CLIENT}"),
            format!("{HEAD}{CLIENT}{KEYS}jwks = \"{{}}\"\n"),
            format!("{HEAD}{CLIENT}jwks_file = \"nowhere.json\"\n"),
            format!("{HEAD}{CLIENT}jwks = \"{{}}\"\n"),
            format!("{HEAD}{CLIENT}{KEYS}jku = \"keys\"\n"),
            format!("{HEAD}{CLIENT}{KEYS}algorithms = [\"HS256\"]\n"),
            format!("{HEAD}{CLIENT}{KEYS}algorithms = [\"ES384\"]\n"),
            format!("{HEAD}{CLIENT}{KEYS}clinic = \"Hill Street\"\n"),
            format!("{HEAD}{CLIENT}{KEYS}{CLIENT}{KEYS}"),
        ]
        .map(|text| complaint(&text));
        insta::assert_snapshot!(complaints.join("\n\n"));
    }
}
