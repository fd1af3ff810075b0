//! Claims about the body.

use serde::Deserialize;
use toml::Spanned;

use super::conditions::keys;
use super::index::Index;
use super::problem::Problems;
use super::sheet::one_of;
use super::statement_file::{Marks, RawWithdrawn, STATUS, StatementFile};
use crate::{
    ClaimVerdict, Mechanism, MechanismFinding, MechanismId, NeedleAim, SourceId, Strength,
    Verification,
};

/// A mechanism as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMechanism {
    id: Spanned<String>,
    claim: Spanned<String>,
    verdict: Spanned<String>,
    strength: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    strength_note: String,
    say: Spanned<String>,
    contested: bool,
    #[serde(default)]
    conditions: Vec<Spanned<String>>,
    aim: Option<Spanned<String>>,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
    #[serde(default)]
    finding: Vec<RawFinding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFinding {
    text: Spanned<String>,
    status: Spanned<String>,
    source: Spanned<String>,
}

/// The words for verdicts.
pub(super) const VERDICTS: &[(&str, ClaimVerdict)] = &[
    ("supported", ClaimVerdict::Supported),
    ("uncertain", ClaimVerdict::Uncertain),
    ("not supported", ClaimVerdict::NotSupported),
];

const STRENGTHS: &[(&str, Strength)] = &[
    ("A", Strength::A),
    ("B", Strength::B),
    ("C", Strength::C),
    ("D", Strength::D),
];

const STRENGTHS_MOST: usize = 2;

pub(super) fn mechanism(
    raw: &RawMechanism,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Mechanism {
    file.check_id(&raw.id, problems);
    if raw.finding.is_empty() {
        let hint = "add a `[[finding]]` with `text`, `status` and `source`";
        let at = file.at_value(&raw.id);
        problems.add_with_hint(at, "a mechanism without a finding", hint);
    }
    let findings = raw.finding.iter();
    let findings = findings.map(|it| finding(it, file, index, problems));
    let findings: Vec<_> = findings.collect();
    let marks = Marks {
        status: &raw.status,
        policy: raw.policy,
        sources: &raw.sources,
        version: &raw.version,
        reviewed: &raw.reviewed,
        withdrawn: raw.withdrawn.as_ref(),
    };
    Mechanism {
        id: MechanismId::new(raw.id.get_ref()),
        claim: file.required("claim", &raw.claim, problems),
        verdict: verdict(&raw.verdict, file, problems),
        strengths: strengths(raw, file, problems),
        strength_note: raw.strength_note.clone(),
        say: file.required("say", &raw.say, problems),
        contested: raw.contested,
        findings,
        conditions: keys(&raw.conditions, &index.conditions, file, problems),
        aim: raw
            .aim
            .as_ref()
            .and_then(|aim| self::aim(aim, file, problems)),
        rationale: file.prose.trim().to_owned(),
        provenance: marks.provenance(file, &index.sources, problems),
    }
}

/// What the evidence makes of a claim.
pub(super) fn verdict(
    word: &Spanned<String>,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> ClaimVerdict {
    let at = file.at_value(word);
    one_of("verdict", word.get_ref(), at, VERDICTS, problems).unwrap_or(ClaimVerdict::NotSupported)
}

/// The letters, strongest first. Without a letter the note says why.
fn strengths(
    raw: &RawMechanism,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> Vec<Strength> {
    let at = file.at_value(&raw.strength);
    let mut strengths = Vec::new();
    for letter in raw.strength.get_ref() {
        let at = file.at_value(letter);
        strengths.extend(one_of(
            "strength",
            letter.get_ref(),
            at,
            STRENGTHS,
            problems,
        ));
    }
    if strengths.len() > STRENGTHS_MOST {
        problems.add(at, format!("more than {STRENGTHS_MOST} letters"));
    }
    if raw.strength.get_ref().is_empty() && raw.strength_note.trim().is_empty() {
        let hint = "say in `strength_note` why there is no letter";
        problems.add_with_hint(at, "no letter for the strength", hint);
    }
    strengths.sort_unstable_by(|a, b| b.cmp(a));
    strengths.dedup();
    strengths
}

fn aim(
    word: &Spanned<String>,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> Option<NeedleAim> {
    let words = NeedleAim::ALL.map(|aim| (aim.words(), aim));
    one_of("aim", word.get_ref(), file.at_value(word), &words, problems)
}

fn finding(
    raw: &RawFinding,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> MechanismFinding {
    MechanismFinding {
        text: file.required("text", &raw.text, problems),
        verification: verification(&raw.status, file, problems),
        source: source(&raw.source, file, index, problems),
    }
}

/// The letter of a part of a statement.
pub(super) fn verification(
    letter: &Spanned<String>,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> Verification {
    let at = file.at_value(letter);
    one_of("status", letter.get_ref(), at, STATUS, problems).unwrap_or(Verification::FromMemory)
}

/// The source of a part of a statement.
pub(super) fn source(
    id: &Spanned<String>,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> SourceId {
    let at = file.at_value(id);
    index.sources.find(id.get_ref(), at, problems);
    SourceId::new(id.get_ref())
}
