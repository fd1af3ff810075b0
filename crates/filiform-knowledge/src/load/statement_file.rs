//! A statement file: TOML between two `+++` lines, then prose.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::names::{Names, Row};
use super::problem::{At, Problems, did_you_mean};
use super::sheet::one_of;
use crate::{Provenance, Review, SourceId, Verification, Withdrawn};
use filiform_units::Date;

const FENCE: &str = "+++";
pub(super) const NOT_YET: &str = "not yet reviewed by a clinician";

/// A statement file taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct StatementFile<'a> {
    /// Path below the knowledge folder.
    pub(super) path: &'a str,
    /// The front matter.
    pub(super) toml: &'a str,
    /// The prose.
    pub(super) prose: &'a str,
    text: &'a str,
    toml_at: usize,
}

impl<'a> StatementFile<'a> {
    /// Finds the front matter.
    pub(super) fn split(path: &'a str, text: &'a str, problems: &mut Problems) -> Option<Self> {
        let Some((first, after)) = text
            .split_once('\n')
            .filter(|(line, _)| line.trim_end() == FENCE)
        else {
            let what = "the file does not begin with a line `+++`";
            let hint = "put the facts between two lines `+++`, the prose below";
            problems.add_with_hint(At::line(path, 1), what, hint);
            return None;
        };
        let toml_at = first.len() + 1;
        let mut end = 0;
        for line in after.split_inclusive('\n') {
            if line.trim_end() == FENCE {
                return Some(Self {
                    path,
                    toml: &after[..end],
                    prose: &after[end + line.len()..],
                    text,
                    toml_at,
                });
            }
            end += line.len();
        }
        problems.add(At::line(path, 1), "the second line `+++` is missing");
        None
    }

    /// The name of the file without its ending: the id its content must carry.
    pub(super) fn stem(&self) -> &'a str {
        let name = self.path.rsplit('/').next().unwrap_or(self.path);
        name.strip_suffix(".md").unwrap_or(name)
    }

    /// The place of a byte of the front matter.
    pub(super) fn at(&self, offset: usize) -> At<'a> {
        let before = self.text.as_bytes().iter().take(self.toml_at + offset);
        At::line(self.path, 1 + before.filter(|byte| **byte == b'\n').count())
    }

    /// The place of a value.
    pub(super) fn at_value<T>(&self, value: &Spanned<T>) -> At<'a> {
        self.at(value.span().start)
    }

    /// The line on which the prose begins.
    pub(super) fn prose_line(&self) -> usize {
        let before = self.text.len() - self.prose.len();
        let before = self.text.as_bytes().iter().take(before);
        1 + before.filter(|byte| **byte == b'\n').count()
    }

    /// The last line.
    pub(super) fn at_end(&self) -> At<'a> {
        At::line(self.path, self.text.lines().count().max(1))
    }

    /// Reads the front matter; what does not fit is a problem.
    pub(super) fn parse<T: DeserializeOwned>(&self, problems: &mut Problems) -> Option<T> {
        match toml::from_str(self.toml) {
            Ok(raw) => Some(raw),
            Err(error) => {
                let at = self.at(error.span().map_or(0, |span| span.start));
                let message = error.message().lines().collect::<Vec<_>>().join("; ");
                explain(&message, at, problems);
                None
            }
        }
    }

    /// The id must be the file's name.
    pub(super) fn check_id(&self, id: &Spanned<String>, problems: &mut Problems) {
        if id.get_ref() != self.stem() {
            let what = format!(
                "the id is `{}`, the file `{}.md`",
                id.get_ref(),
                self.stem()
            );
            problems.add_with_hint(self.at_value(id), what, "give both the same name");
        }
    }

    /// A text that must not be empty.
    pub(super) fn required(
        &self,
        what: &str,
        text: &Spanned<String>,
        problems: &mut Problems,
    ) -> String {
        if text.get_ref().trim().is_empty() {
            problems.add(self.at_value(text), format!("`{what}` is empty"));
        }
        text.get_ref().clone()
    }

    /// Known sources.
    pub(super) fn sources(
        &self,
        ids: &[Spanned<String>],
        sources: &Names<Row>,
        problems: &mut Problems,
    ) -> Vec<SourceId> {
        for id in ids {
            sources.find(id.get_ref(), self.at_value(id), problems);
        }
        ids.iter().map(|id| SourceId::new(id.get_ref())).collect()
    }
}

/// Turns what the TOML reader says into the words of a form.
fn explain(message: &str, at: At<'_>, problems: &mut Problems) {
    const NUMBERS: [&str; 3] = ["u8", "u16", "u32"];
    let parts: Vec<_> = message.split('`').collect();
    let names = parts.iter().skip(3).step_by(2).copied();
    match parts.as_slice() {
        ["unknown field " | "unknown variant ", word, _, ..] => {
            let all: Vec<_> = names.clone().map(|name| format!("`{name}`")).collect();
            let hint = did_you_mean(word, names)
                .unwrap_or_else(|| format!("what can stand here is {}", all.join(", ")));
            problems.add_with_hint(at, format!("unknown key `{word}`"), hint);
        }
        ["missing field ", word, ..] => problems.add(at, format!("`{word}` is missing")),
        _ => {
            let is_number = NUMBERS
                .iter()
                .any(|kind| message.ends_with(&format!("expected {kind}")));
            let end = message.rfind(", expected ").filter(|_| is_number);
            problems.add(
                at,
                match end.and_then(|end| message.get(..end)) {
                    Some(start) => format!("{start}, expected a whole number within its range"),
                    None => message.to_owned(),
                },
            );
        }
    }
}

/// The marks that every statement carries, as written.
pub(super) struct Marks<'a> {
    pub(super) status: &'a Spanned<String>,
    pub(super) policy: bool,
    pub(super) sources: &'a [Spanned<String>],
    pub(super) version: &'a Spanned<u16>,
    pub(super) reviewed: &'a Spanned<toml::Value>,
    pub(super) withdrawn: Option<&'a Spanned<RawWithdrawn>>,
}

/// `withdrawn = { on = "2026-11-24", why = "..." }`, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWithdrawn {
    on: String,
    why: String,
}

/// The letters of the tables.
pub(super) const STATUS: &[(&str, Verification)] = &[
    ("V", Verification::Read),
    ("V2", Verification::ReadAsQuoted),
    ("M", Verification::FromMemory),
    ("P", Verification::Policy),
];

impl Marks<'_> {
    /// Checks them: only pure policy may do without a source.
    pub(super) fn provenance(
        &self,
        file: &StatementFile<'_>,
        sources: &Names<Row>,
        problems: &mut Problems,
    ) -> Provenance {
        let at = file.at_value(self.status);
        let verification = one_of("status", self.status.get_ref(), at, STATUS, problems);
        let verification = verification.unwrap_or(Verification::FromMemory);
        if self.sources.is_empty() && verification != Verification::Policy {
            let what = format!(
                "a statement with status `{}` has no source",
                verification.letter()
            );
            problems.add_with_hint(at, what, "name one in `sources`, or mark it `P`");
        }
        if *self.version.get_ref() == 0 {
            problems.add(file.at_value(self.version), "versions count from 1");
        }
        Provenance {
            verification,
            policy: self.policy,
            sources: file.sources(self.sources, sources, problems),
            review: review(self.reviewed, file, problems),
            version: *self.version.get_ref(),
            withdrawn: self
                .withdrawn
                .and_then(|value| withdrawn(value, file, problems)),
        }
    }
}

fn withdrawn(
    value: &Spanned<RawWithdrawn>,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> Option<Withdrawn> {
    let (said, at) = (value.get_ref(), file.at_value(value));
    if said.why.trim().is_empty() {
        let hint = "say in `why` what is wrong with the statement, and what stands in its place";
        problems.add_with_hint(file.at_value(value), "`withdrawn` gives no reason", hint);
    }
    let on = problems.check(at, Date::parse(&said.on))?;
    Some(Withdrawn {
        on,
        why: said.why.trim().to_owned(),
    })
}

fn review(
    value: &Spanned<toml::Value>,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> Review {
    let said = value.get_ref();
    if said.as_str() == Some(NOT_YET) {
        return Review::NotYet;
    }
    let part = |key: &str| said.get(key).and_then(toml::Value::as_str);
    let is_pair = said.as_table().is_some_and(|table| table.len() == 2);
    if let (true, Some(name), Some(on)) = (is_pair, part("name"), part("on")) {
        if let Some(on) = problems.check(file.at_value(value), Date::parse(on)) {
            return Review::By {
                name: name.to_owned(),
                on,
            };
        }
    } else {
        let hint = format!("write \"{NOT_YET}\" or {{ name = \"...\", on = \"2026-11-24\" }}");
        problems.add_with_hint(file.at_value(value), "`reviewed` cannot be read", hint);
    }
    Review::NotYet
}
