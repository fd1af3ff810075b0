//! Outcome instruments, one statement file each.

mod items;
mod meaning;
mod scores;

use serde::Deserialize;
use toml::Spanned;

use super::index::Index;
use super::marks::Inherited;
use super::problem::{At, Problems};
use super::sheet::one_of;
use super::statement_file::{Marks, RawWithdrawn, StatementFile};
use crate::{
    Better, Compare, Decimal, Definition, Fill, Formula, Instrument, Licence, LicenceTier, Mark,
    Method, Need, Provenance, Purpose, ScoreRule, TwoMarks, Verification, Window, Wording,
};
use items::{Items, RawCheck, RawCode, RawDiary, RawPart, RawSafety};
use meaning::{RawBands, RawChange, RawImproved, RawLimit};
use scores::RawScore;

/// An instrument as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawInstrument {
    id: Spanned<String>,
    name: Spanned<String>,
    better: Spanned<String>,
    recall: Spanned<String>,
    purpose: Option<Spanned<String>>,
    compare: Option<Spanned<String>>,
    two_marks: Option<Spanned<String>>,
    main_score: Option<Spanned<String>>,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
    licence: RawLicence,
    part: Vec<Spanned<RawPart>>,
    diary: Option<RawDiary>,
    score: Vec<Spanned<RawScore>>,
    #[serde(default)]
    bands: Vec<RawBands>,
    #[serde(default)]
    limit: Vec<Spanned<RawLimit>>,
    #[serde(default)]
    change: Vec<Spanned<RawChange>>,
    improved: Option<Spanned<RawImproved>>,
    #[serde(default)]
    check: Vec<Spanned<RawCheck>>,
    #[serde(default)]
    safety: Vec<Spanned<RawSafety>>,
    #[serde(default)]
    code: Vec<Spanned<RawCode>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLicence {
    tier: Spanned<String>,
    reason: Spanned<String>,
    wording: Spanned<String>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

const BETTER: &[(&str, Better)] = &[("lower", Better::Lower), ("higher", Better::Higher)];
const TIERS: &[(&str, LicenceTier)] = &[
    ("A", LicenceTier::Open),
    ("A after check", LicenceTier::OpenAfterCheck),
    ("B", LicenceTier::Restricted),
    ("C", LicenceTier::Licensed),
];
const WORDINGS: &[(&str, Wording)] = &[
    ("own", Wording::Own),
    ("public domain", Wording::PublicDomain),
    ("neutral", Wording::Neutral),
];
const PURPOSES: &[(&str, Purpose)] = &[("outcome", Purpose::Outcome), ("screen", Purpose::Screen)];
const COMPARES: &[(&str, Compare)] = &[
    ("scores", Compare::Scores),
    ("items answered both times", Compare::ItemsAnsweredBothTimes),
];
const TWO_MARKS: &[(&str, TwoMarks)] = &[
    ("refuse", TwoMarks::Refuse),
    ("higher", TwoMarks::Higher),
    ("worse", TwoMarks::Worse),
];

/// What the parts of an instrument need while they are read.
struct Reading<'a, 'b> {
    file: &'a StatementFile<'a>,
    index: &'a Index,
    inherited: Inherited,
    problems: &'b mut Problems,
}

impl<'a> Reading<'a, '_> {
    fn at<T>(&self, value: &Spanned<T>) -> At<'a> {
        self.file.at_value(value)
    }

    fn mark(&mut self, status: Option<&Spanned<String>>, sources: &[Spanned<String>]) -> Mark {
        let (file, known) = (self.file, &self.index.sources);
        file.mark(status, sources, &self.inherited, known, self.problems)
    }

    fn word<T: Copy + Default>(
        &mut self,
        what: &str,
        word: Option<&Spanned<String>>,
        words: &[(&str, T)],
    ) -> T {
        let found = word.and_then(|word| {
            let at = self.file.at_value(word);
            one_of(what, word.get_ref(), at, words, self.problems)
        });
        found.unwrap_or_default()
    }

    fn decimal(&mut self, what: &str, written: &Spanned<toml::Value>) -> Decimal {
        self.file.decimal(what, written, self.problems)
    }
}

pub(super) fn instrument(
    raw: &RawInstrument,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Instrument {
    file.check_id(&raw.id, problems);
    let marks = Marks {
        status: &raw.status,
        policy: raw.policy,
        sources: &raw.sources,
        version: &raw.version,
        reviewed: &raw.reviewed,
        withdrawn: raw.withdrawn.as_ref(),
    };
    let provenance = marks.provenance(file, &index.sources, problems);
    let name = file.required("name", &raw.name, problems);
    let mut reading = Reading {
        file,
        index,
        inherited: Inherited::from(&provenance),
        problems,
    };
    build(raw, name, provenance, &mut reading)
}

fn build(
    raw: &RawInstrument,
    name: String,
    provenance: Provenance,
    reading: &mut Reading<'_, '_>,
) -> Instrument {
    let licence = licence(&raw.licence, reading);
    let Items {
        labels,
        items,
        only_one_of,
    } = items::items(&raw.part, &licence, reading);
    let better = reading.word("better", Some(&raw.better), BETTER);
    let diary = raw.diary.as_ref().map(|diary| items::diary(diary, reading));
    let scores = scores::scores(&raw.score, &items, better, reading);
    let main_score = raw
        .main_score
        .as_ref()
        .and_then(|id| scores::find(&scores, id, reading));
    let meaning = meaning::Raw {
        bands: &raw.bands,
        limits: &raw.limit,
        changes: &raw.change,
        improved: raw.improved.as_ref(),
    };
    let definition = Definition {
        licence,
        recall: reading
            .file
            .required("recall", &raw.recall, reading.problems),
        purpose: reading.word("purpose", raw.purpose.as_ref(), PURPOSES),
        compare: reading.word("compare", raw.compare.as_ref(), COMPARES),
        two_marks: reading.word("two_marks", raw.two_marks.as_ref(), TWO_MARKS),
        only_one_of,
        diary,
        main_score,
        meaning: meaning::meaning(&meaning, &scores, main_score, reading),
        checks: items::checks(&raw.check, items.len(), reading),
        safety: items::safety(&raw.safety, &items, reading),
        codes: items::codes(&raw.code, items.len(), reading),
        rationale: reading.file.prose.trim().to_owned(),
        items,
        scores,
    };
    let (formula, items_needed) = simple_formula(&definition);
    let lowest = definition.items.iter().map(|item| item.min).min();
    let highest = definition.items.iter().map(|item| item.max).max();
    Instrument {
        id: raw.id.get_ref().clone(),
        name,
        items: labels,
        item_min: u8::try_from(lowest.unwrap_or(0)).unwrap_or(u8::MAX),
        item_max: u8::try_from(highest.unwrap_or(0)).unwrap_or(u8::MAX),
        better,
        formula,
        items_needed,
        important_change_tenths: important_change_tenths(&definition),
        loinc: items::verified_code(&definition.codes),
        provenance,
        definition,
    }
}

fn licence(raw: &RawLicence, reading: &mut Reading<'_, '_>) -> Licence {
    let tier = reading.word("tier", Some(&raw.tier), TIERS);
    let wording = reading.word("wording", Some(&raw.wording), WORDINGS);
    let is_allowed = match wording {
        Wording::Neutral => true,
        Wording::Own => tier != LicenceTier::Licensed,
        Wording::PublicDomain => tier == LicenceTier::Open,
    };
    if !is_allowed {
        let what = format!("tier `{}` may not carry this wording", raw.tier.get_ref());
        let hint = "write `wording = \"neutral\"` and leave the texts out";
        let at = reading.at(&raw.wording);
        reading.problems.add_with_hint(at, what, hint);
    }
    Licence {
        tier,
        reason: reading
            .file
            .required("reason", &raw.reason, reading.problems),
        wording,
        mark: reading.mark(raw.status.as_ref(), &raw.sources),
    }
}

/// The formula, when the main score is a plain sum or mean of all items, and how many items it needs.
fn simple_formula(definition: &Definition) -> (Formula, u8) {
    let count = definition.items.len();
    let main = definition
        .main_score
        .and_then(|row| definition.scores.get(row));
    let Some(main) = main else {
        return (Formula::OwnRule, u8::try_from(count).unwrap_or(u8::MAX));
    };
    let needed = count.saturating_sub(usize::from(main.missing.most)).max(1);
    let needed = u8::try_from(needed).unwrap_or(u8::MAX);
    let formula = match main.method {
        Method::Sum if main.missing.most == 0 => Formula::Sum,
        Method::Mean if main.decimals == 1 => Formula::Mean,
        Method::Sum
        | Method::Mean
        | Method::Count { .. }
        | Method::PercentOfMost
        | Method::SumOfParts(_)
        | Method::Steps { .. }
        | Method::Table { .. }
        | Method::Difference
        | Method::Ratio
        | Method::MinutesBetween
        | Method::Profile => Formula::OwnRule,
    };
    if is_plain(definition, main) {
        (formula, needed)
    } else {
        (Formula::OwnRule, needed)
    }
}

fn is_plain(definition: &Definition, main: &ScoreRule) -> bool {
    let all: Vec<usize> = (0..definition.items.len()).collect();
    let takes_all = matches!(&main.inputs, crate::Inputs::Items(items) if *items == all);
    let same = |item: &crate::Item| {
        let first = definition.items.first();
        item.worth.is_empty()
            && item.need == Need::Usual
            && first.is_some_and(|first| (first.min, first.max) == (item.min, item.max))
            && u8::try_from(item.max).is_ok()
    };
    takes_all
        && definition.items.iter().all(same)
        && (main.factor, main.offset) == (1, 0)
        && main.missing.fill == Fill::Nothing
        && main.window == Window::Once
        && definition.compare == Compare::Scores
        && definition.only_one_of.is_empty()
}

/// What the product counts as improved in points; else the first important change in points.
fn important_change_tenths(definition: &Definition) -> u16 {
    let meaning = &definition.meaning;
    let improved = meaning.improved.as_ref().and_then(|rule| rule.points);
    let found = meaning.changes.iter().find_map(|change| {
        let is_main = change.score == definition.main_score;
        match (change.kind, change.size) {
            (crate::ChangeKind::Important, crate::ChangeSize::Points(from, _)) if is_main => {
                Some(from)
            }
            _ => None,
        }
    });
    let tenths = improved.or(found).and_then(Decimal::tenths);
    tenths
        .and_then(|tenths| u16::try_from(tenths).ok())
        .unwrap_or(0)
}

/// A code or number that was read in its source.
const fn was_read(mark: &Mark) -> bool {
    matches!(mark.verification, Verification::Read)
}
