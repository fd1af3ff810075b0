//! Conditions that people are needled for.

mod dose;

use serde::Deserialize;
use toml::Spanned;

use super::index::Index;
use super::marks::Inherited;
use super::problem::{Problems, did_you_mean};
use super::sheet::one_of;
use super::statement_file::{Marks, RawWithdrawn, StatementFile};
use crate::{
    Aim, Certainty, ConditionId, ConditionStatement, Effect, Guideline, SourceId, Target, Tissue,
    TrialKey,
};
use dose::{RawDose, dose};

/// A condition as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    id: Spanned<String>,
    name: Spanned<String>,
    plain: Spanned<String>,
    sided: bool,
    contested: bool,
    limits: Spanned<String>,
    #[serde(default)]
    pub(super) red_flags: Vec<Spanned<String>>,
    #[serde(default)]
    instruments: Vec<Spanned<String>>,
    #[serde(default)]
    trial_conditions: Vec<Spanned<String>>,
    #[serde(default)]
    points: Vec<Spanned<String>>,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
    #[serde(default)]
    codes: RawCodes,
    vs_sham: RawEffect,
    vs_care: RawEffect,
    dose: Spanned<RawDose>,
    #[serde(default)]
    guideline: Vec<RawGuideline>,
    #[serde(default)]
    target: Vec<Spanned<RawTarget>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCodes {
    #[serde(default)]
    icd10: Vec<String>,
    #[serde(default)]
    icd10cm: Vec<String>,
    #[serde(default)]
    icd11: Vec<String>,
    #[serde(default)]
    snomed: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEffect {
    certainty: Spanned<String>,
    text: Spanned<String>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGuideline {
    position: Spanned<String>,
    body: Spanned<String>,
    text: Spanned<String>,
    source: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTarget {
    muscle: Option<String>,
    nerve: Option<String>,
    segment: Option<String>,
    weight: u8,
    aim: Option<Spanned<String>>,
}

const AIMS: &[(&str, Aim)] = &[("tissue", Aim::Tissue), ("autonomic", Aim::Autonomic)];

const CERTAINTIES: &[(&str, Certainty)] = &[
    ("high", Certainty::High),
    ("moderate", Certainty::Moderate),
    ("low", Certainty::Low),
    ("very low", Certainty::VeryLow),
    ("none", Certainty::None),
];

const POSITIONS: &[(&str, ())] = &[
    ("for", ()),
    ("against", ()),
    ("conditional", ()),
    ("no recommendation", ()),
    ("silent", ()),
];

const WEIGHT_MAX: u8 = 10;

pub(super) fn condition(
    raw: &RawCondition,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> ConditionStatement {
    file.check_id(&raw.id, problems);
    for id in &raw.instruments {
        index
            .instruments
            .find(id.get_ref(), file.at_value(id), problems);
    }
    let marks = Marks {
        status: &raw.status,
        policy: raw.policy,
        sources: &raw.sources,
        version: &raw.version,
        reviewed: &raw.reviewed,
        withdrawn: raw.withdrawn.as_ref(),
    };
    let provenance = marks.provenance(file, &index.sources, problems);
    ConditionStatement {
        id: ConditionId::new(raw.id.get_ref()),
        name: file.required("name", &raw.name, problems),
        plain: file.required("plain", &raw.plain, problems),
        sided: raw.sided,
        contested: raw.contested,
        vs_sham: effect(&raw.vs_sham, file, index, problems),
        vs_care: effect(&raw.vs_care, file, index, problems),
        limits: file.required("limits", &raw.limits, problems),
        guidelines: guidelines(&raw.guideline, file, index, problems),
        dose: dose(
            &raw.dose,
            file,
            &Inherited::from(&provenance),
            index,
            problems,
        ),
        trial_points: keys(&raw.points, &index.points, file, problems),
        trials: trials(&raw.trial_conditions, file, index, problems),
        targets: targets(&raw.target, file, index, problems),
        red_flags: keys(&raw.red_flags, &index.rules, file, problems),
        instruments: raw
            .instruments
            .iter()
            .map(|id| id.get_ref().clone())
            .collect(),
        codes: codes(&raw.codes, file, problems),
        rationale: file.prose.trim().to_owned(),
        provenance,
    }
}

/// The keys of names that must be known.
pub(super) fn keys<K: crate::table::Key>(
    written: &[Spanned<String>],
    names: &super::names::Names<K>,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> Vec<K> {
    let mut keys = Vec::new();
    for name in written {
        keys.extend(names.find(name.get_ref(), file.at_value(name), problems));
    }
    keys
}

fn effect(
    raw: &RawEffect,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Effect {
    let at = file.at_value(&raw.certainty);
    let certainty = one_of(
        "certainty",
        raw.certainty.get_ref(),
        at,
        CERTAINTIES,
        problems,
    );
    let certainty = certainty.unwrap_or(Certainty::None);
    if raw.sources.is_empty() && certainty != Certainty::None {
        let what = format!("{certainty}, but no source");
        problems.add_with_hint(at, what, "name one in `sources`, or write `none`");
    }
    Effect {
        certainty,
        text: file.required("text", &raw.text, problems),
        sources: file.sources(&raw.sources, &index.sources, problems),
    }
}

fn guidelines(
    raw: &[RawGuideline],
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Vec<Guideline> {
    let mut guidelines = Vec::new();
    for guideline in raw {
        let at = file.at_value(&guideline.position);
        one_of(
            "position",
            guideline.position.get_ref(),
            at,
            POSITIONS,
            problems,
        );
        let source_at = file.at_value(&guideline.source);
        index
            .sources
            .find(guideline.source.get_ref(), source_at, problems);
        guidelines.push(Guideline {
            position: guideline.position.get_ref().clone(),
            body: file.required("body", &guideline.body, problems),
            text: file.required("text", &guideline.text, problems),
            source: SourceId::new(guideline.source.get_ref()),
        });
    }
    guidelines
}

fn trials(
    names: &[Spanned<String>],
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Vec<TrialKey> {
    let mut trials = Vec::new();
    for name in names {
        if let Some(keys) = index.trial_conditions.get(name.get_ref()) {
            trials.extend(keys);
            continue;
        }
        let what = format!("no trial of `{}`", name.get_ref());
        let known = index.trial_conditions.keys().map(String::as_str);
        let hint = did_you_mean(name.get_ref(), known)
            .unwrap_or_else(|| "use the words of the `condition` column in trials.csv".to_owned());
        problems.add_with_hint(file.at_value(name), what, hint);
    }
    trials.sort_unstable();
    trials.dedup();
    trials
}

fn targets(
    raw: &[Spanned<RawTarget>],
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for written in raw {
        let at = file.at_value(written);
        let RawTarget {
            muscle,
            nerve,
            segment,
            weight,
            aim,
        } = written.get_ref();
        if !(1..=WEIGHT_MAX).contains(weight) {
            problems.add(at, format!("`weight` is {weight}, not 1 to {WEIGHT_MAX}"));
        }
        let tissue = match (muscle, nerve, segment) {
            (Some(name), None, None) => index.muscles.find(name, at, problems).map(Tissue::Muscle),
            (None, Some(name), None) => index.nerves.find(name, at, problems).map(Tissue::Nerve),
            (None, None, Some(name)) => {
                index.segments.find(name, at, problems).map(Tissue::Segment)
            }
            _ => {
                problems.add(at, "a target is one of `muscle`, `nerve` and `segment`");
                None
            }
        };
        let Some(tissue) = tissue else { continue };
        if targets.iter().any(|target| target.tissue == tissue) {
            problems.add(at, "a target that stands twice");
        }
        let aim = aim.as_ref().map_or(Some(Aim::Tissue), |aim| {
            let (word, at) = (aim.get_ref(), file.at_value(aim));
            one_of("aim", word, at, AIMS, problems)
        });
        let aim = aim.unwrap_or_default();
        if aim == Aim::Autonomic && !matches!(tissue, Tissue::Segment(_)) {
            problems.add(at, "only a segment can have the aim `autonomic`");
        }
        targets.push(Target {
            tissue,
            weight: *weight,
            aim,
        });
    }
    targets
}

fn codes(
    raw: &RawCodes,
    file: &StatementFile<'_>,
    problems: &mut Problems,
) -> Vec<(String, String)> {
    let mut codes = Vec::new();
    for (system, list) in [
        ("icd10", &raw.icd10),
        ("icd10cm", &raw.icd10cm),
        ("icd11", &raw.icd11),
    ] {
        codes.extend(list.iter().map(|code| (system.to_owned(), code.clone())));
    }
    for code in &raw.snomed {
        if !super::codes::is_snomed(code.get_ref()) {
            let what = format!(
                "`{}` is not a SNOMED CT code: its check digit is wrong",
                code.get_ref()
            );
            problems.add(file.at_value(code), what);
        }
        codes.push(("snomed".to_owned(), code.get_ref().clone()));
    }
    codes
}
