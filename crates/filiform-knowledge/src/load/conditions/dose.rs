//! The usual dose of a condition.

use filiform_units::{Hertz, Minutes};
use serde::Deserialize;
use toml::Spanned;

use crate::load::index::Index;
use crate::load::marks::Inherited;
use crate::load::problem::{At, Problems};
use crate::load::sheet::one_of;
use crate::load::statement_file::StatementFile;
use crate::{Dose, ElectricalUse, FrequencyRange, OtherMinutes, SessionRange, Stimulation};

/// A dose as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDose {
    sessions_min: Option<u8>,
    sessions_max: Option<u8>,
    per_week: Option<u8>,
    retention_min: Option<u32>,
    text: String,
    stimulation: Option<Spanned<RawStimulation>>,
    #[serde(default)]
    other_minutes: Vec<Spanned<RawOtherMinutes>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStimulation {
    electrical: Spanned<String>,
    from_hz: Option<u32>,
    to_hz: Option<u32>,
    setting: Option<Spanned<String>>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOtherMinutes {
    from: u32,
    to: u32,
    text: Spanned<String>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

const ELECTRICAL: &[(&str, ElectricalUse)] = &[
    ("used", ElectricalUse::Used),
    ("preferred", ElectricalUse::Preferred),
];

const SESSIONS_MAX: u8 = 60;
const PER_WEEK_MAX: u8 = 7;
const RETENTION_MAX: u32 = 60;

/// Reads the dose. What carries no mark of its own takes over that of the statement.
pub(super) fn dose(
    raw: &Spanned<RawDose>,
    file: &StatementFile<'_>,
    inherited: &Inherited,
    index: &Index,
    problems: &mut Problems,
) -> Dose {
    let at = file.at_value(raw);
    let dose = raw.get_ref();
    if let Some(week) = dose.per_week.filter(|it| !(1..=PER_WEEK_MAX).contains(it)) {
        let what = format!("`per_week` is {week}, not 1 to {PER_WEEK_MAX}");
        problems.add(at, what);
    }
    let minutes = dose.retention_min;
    if let Some(minutes) = minutes.filter(|it| !(1..=RETENTION_MAX).contains(it)) {
        let what = format!("`retention_min` is {minutes}, not 1 to {RETENTION_MAX} minutes");
        problems.add(at, what);
    }
    if dose.text.trim().is_empty() {
        problems.add(at, "`text` is empty");
    }
    let stimulation = dose.stimulation.as_ref();
    Dose {
        sessions: sessions(dose, at, problems),
        per_week: dose.per_week,
        retention: minutes.and_then(|it| Minutes::new(it.min(RETENTION_MAX)).ok()),
        stimulation: stimulation.and_then(|it| stimulated(it, file, inherited, index, problems)),
        other_minutes: dose
            .other_minutes
            .iter()
            .map(|it| other_minutes(it, file, inherited, index, problems))
            .collect(),
        text: dose.text.clone(),
    }
}

/// A range of sessions: both ends or none.
fn sessions(dose: &RawDose, at: At<'_>, problems: &mut Problems) -> Option<SessionRange> {
    let (min, max) = match (dose.sessions_min, dose.sessions_max) {
        (Some(min), Some(max)) => (min, max),
        (None, None) => return None,
        (Some(_), None) | (None, Some(_)) => {
            let hint = "write both, or none where no number is known";
            problems.add_with_hint(at, "`sessions_min` and `sessions_max` go together", hint);
            return None;
        }
    };
    if !(1..=max).contains(&min) || max > SESSIONS_MAX {
        let what = format!("{min} to {max} sessions, not a range within 1 to {SESSIONS_MAX}");
        problems.add(at, what);
    }
    Some(SessionRange { min, max })
}

fn stimulated(
    raw: &Spanned<RawStimulation>,
    file: &StatementFile<'_>,
    inherited: &Inherited,
    index: &Index,
    problems: &mut Problems,
) -> Option<Stimulation> {
    let at = file.at_value(raw);
    let written = raw.get_ref();
    let frequency = frequency(written, at, problems);
    if let Some(setting) = &written.setting {
        let setting_at = file.at_value(setting);
        index
            .electrical_settings
            .find(setting.get_ref(), setting_at, problems);
        if written.from_hz.or(written.to_hz).is_none() {
            let hint = "write `from_hz` and `to_hz`, or leave `setting` out";
            problems.add_with_hint(at, "a `setting` without a frequency", hint);
        }
    }
    let electrical = one_of(
        "electrical",
        written.electrical.get_ref(),
        file.at_value(&written.electrical),
        ELECTRICAL,
        problems,
    )?;
    let status = written.status.as_ref();
    Some(Stimulation {
        electrical,
        frequency,
        setting: written.setting.as_ref().map(|id| id.get_ref().clone()),
        mark: file.mark(
            status,
            &written.sources,
            inherited,
            &index.sources,
            problems,
        ),
    })
}

/// A range of frequencies: both ends or none.
fn frequency(raw: &RawStimulation, at: At<'_>, problems: &mut Problems) -> Option<FrequencyRange> {
    let (from, to) = match (raw.from_hz, raw.to_hz) {
        (Some(from), Some(to)) => (from, to),
        (None, None) => return None,
        (Some(_), None) | (None, Some(_)) => {
            let hint = "write both, or none where no frequency is known";
            problems.add_with_hint(at, "`from_hz` and `to_hz` go together", hint);
            return None;
        }
    };
    if to < from {
        problems.add(at, "the range of frequencies goes downwards");
    }
    Some(FrequencyRange {
        from: problems.check(at, Hertz::new(from))?,
        to: problems.check(at, Hertz::new(to))?,
    })
}

fn other_minutes(
    raw: &Spanned<RawOtherMinutes>,
    file: &StatementFile<'_>,
    inherited: &Inherited,
    index: &Index,
    problems: &mut Problems,
) -> OtherMinutes {
    let written = raw.get_ref();
    let (from, to) = (written.from, written.to);
    if !(1..=to).contains(&from) || to > RETENTION_MAX {
        let what = format!("{from} to {to} minutes, not a range within 1 to {RETENTION_MAX}");
        problems.add(file.at_value(raw), what);
    }
    let minutes = |it: u32| Minutes::literal(u16::try_from(it.min(RETENTION_MAX)).unwrap_or(0));
    let status = written.status.as_ref();
    OtherMinutes {
        from: minutes(from),
        to: minutes(to),
        text: file.required("text", &written.text, problems),
        mark: file.mark(
            status,
            &written.sources,
            inherited,
            &index.sources,
            problems,
        ),
    }
}
