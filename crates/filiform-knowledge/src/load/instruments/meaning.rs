//! What a score and a change of it mean.

use serde::Deserialize;
use toml::Spanned;

use super::{Reading, scores};
use crate::load::sheet::one_of;
use crate::{
    Band, Bands, Change, ChangeKind, ChangeRules, ChangeSize, Decimal, Improved, Limit, LimitSide,
    ScoreRule, Standing,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBands {
    score: Spanned<String>,
    decimals: Option<u8>,
    standing: Spanned<String>,
    band: Vec<Spanned<RawBand>>,
    #[serde(default)]
    note: String,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBand {
    from: Spanned<toml::Value>,
    to: Spanned<toml::Value>,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLimit {
    score: Spanned<String>,
    at_least: Option<Spanned<toml::Value>>,
    below: Option<Spanned<toml::Value>>,
    means: Spanned<String>,
    sensitivity_percent: Option<(Spanned<toml::Value>, Spanned<toml::Value>)>,
    specificity_percent: Option<(Spanned<toml::Value>, Spanned<toml::Value>)>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChange {
    kind: Spanned<String>,
    score: Option<Spanned<String>>,
    points: Option<Spanned<toml::Value>>,
    percent: Option<Spanned<toml::Value>>,
    to: Option<Spanned<toml::Value>>,
    population: Spanned<String>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawImproved {
    points: Option<Spanned<toml::Value>>,
    points_of_single_item: Option<Spanned<toml::Value>>,
    percent: Option<Spanned<toml::Value>>,
    #[serde(default)]
    answers: Vec<u16>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

/// All that an instrument says about meaning, as written.
pub(super) struct Raw<'a> {
    pub(super) bands: &'a [RawBands],
    pub(super) limits: &'a [Spanned<RawLimit>],
    pub(super) changes: &'a [Spanned<RawChange>],
    pub(super) improved: Option<&'a Spanned<RawImproved>>,
}

const STANDINGS: &[(&str, Standing)] = &[
    ("published", Standing::Published),
    ("unofficial", Standing::Unofficial),
];
const KINDS: &[(&str, ChangeKind)] = &[
    ("measurement error", ChangeKind::MeasurementError),
    ("important", ChangeKind::Important),
    ("responder", ChangeKind::Responder),
];

pub(super) fn meaning(
    raw: &Raw<'_>,
    scores: &[ScoreRule],
    main: Option<usize>,
    reading: &mut Reading<'_, '_>,
) -> ChangeRules {
    let bands = raw.bands.iter();
    let bands = bands
        .filter_map(|one| bands_of(one, scores, reading))
        .collect();
    let limits = raw.limits.iter();
    let limits = limits
        .filter_map(|one| limit(one, scores, reading))
        .collect();
    let changes = raw.changes.iter();
    let changes = changes
        .filter_map(|one| change(one, scores, main, reading))
        .collect();
    ChangeRules {
        bands,
        limits,
        changes,
        improved: raw.improved.map(|one| improved(one, main, reading)),
    }
}

fn bands_of(raw: &RawBands, scores: &[ScoreRule], reading: &mut Reading<'_, '_>) -> Option<Bands> {
    let score = scores::find(scores, &raw.score, reading)?;
    let rule = scores.get(score)?;
    let decimals = raw.decimals.unwrap_or(rule.decimals);
    let mut bands: Vec<Band> = Vec::new();
    for written in &raw.band {
        let band = written.get_ref();
        let (from, to) = (
            reading.decimal("from", &band.from),
            reading.decimal("to", &band.to),
        );
        let before = bands.last().map(|band| band.to);
        let follows = before.map_or(from == rule.min, |before| is_next(before, from, decimals));
        if from > to || !follows || to > rule.max || band.name.is_empty() {
            let what = format!("band `{}` from {from} to {to} does not fit", band.name);
            let hint = format!(
                "begin at {}, end at {}, leave no gap, and count in steps of the score",
                rule.min, rule.max
            );
            let at = reading.at(written);
            reading.problems.add_with_hint(at, what, hint);
        }
        bands.push(Band {
            from,
            to,
            name: band.name.clone(),
        });
    }
    if bands.last().is_none_or(|last| last.to != rule.max) {
        let at = reading.at(&raw.score);
        let what = format!("the bands do not reach the highest score {}", rule.max);
        reading.problems.add(at, what);
    }
    let at = reading.at(&raw.standing);
    let standing = one_of(
        "standing",
        raw.standing.get_ref(),
        at,
        STANDINGS,
        reading.problems,
    );
    Some(Bands {
        score,
        decimals,
        standing: standing.unwrap_or(Standing::Unofficial),
        bands,
        note: raw.note.clone(),
        mark: reading.mark(raw.status.as_ref(), &raw.sources),
    })
}

/// Whether `next` is the smallest number after `before` with so many places.
fn is_next(before: Decimal, next: Decimal, places: u8) -> bool {
    let units = |number: Decimal| {
        let (digits, own) = number.parts();
        let rest = places.checked_sub(own)?;
        digits.checked_mul(10_i64.checked_pow(u32::from(rest))?)
    };
    match (units(before), units(next)) {
        (Some(before), Some(next)) => before.checked_add(1) == Some(next),
        _ => false,
    }
}

fn limit(
    written: &Spanned<RawLimit>,
    scores: &[ScoreRule],
    reading: &mut Reading<'_, '_>,
) -> Option<Limit> {
    let raw = written.get_ref();
    let score = scores::find(scores, &raw.score, reading)?;
    let (side, value) = match (&raw.at_least, &raw.below) {
        (Some(value), None) => (LimitSide::AtLeast, reading.decimal("at_least", value)),
        (None, Some(value)) => (LimitSide::Below, reading.decimal("below", value)),
        _ => {
            let at = reading.at(written);
            reading
                .problems
                .add(at, "a limit has one of `at_least` and `below`");
            return None;
        }
    };
    let sensitivity_percent = percent_range(raw.sensitivity_percent.as_ref(), reading);
    let specificity_percent = percent_range(raw.specificity_percent.as_ref(), reading);
    Some(Limit {
        score,
        side,
        value,
        means: reading.file.required("means", &raw.means, reading.problems),
        sensitivity_percent,
        specificity_percent,
        mark: reading.mark(raw.status.as_ref(), &raw.sources),
    })
}

fn percent_range(
    raw: Option<&(Spanned<toml::Value>, Spanned<toml::Value>)>,
    reading: &mut Reading<'_, '_>,
) -> Option<(Decimal, Decimal)> {
    let (from, to) = raw?;
    let at = reading.at(from);
    let (from, to) = (
        reading.decimal("percent", from),
        reading.decimal("percent", to),
    );
    if from > to || to > Decimal::whole(100) || from < Decimal::whole(0) {
        reading.problems.add(at, format!("{from} to {to} percent"));
    }
    Some((from, to))
}

fn change(
    written: &Spanned<RawChange>,
    scores: &[ScoreRule],
    main: Option<usize>,
    reading: &mut Reading<'_, '_>,
) -> Option<Change> {
    let raw = written.get_ref();
    let at = reading.at(written);
    let score = match (&raw.score, main) {
        (Some(id), _) => Some(scores::find(scores, id, reading)?),
        (None, main) => main,
    };
    let mut span = |from: &Spanned<toml::Value>| {
        let from = reading.decimal("points", from);
        let to = raw.to.as_ref().map_or(from, |to| reading.decimal("to", to));
        if from <= Decimal::whole(0) || to < from {
            reading
                .problems
                .add(at, "a change is above zero and its range goes upwards");
        }
        (from, to)
    };
    let size = match (&raw.points, &raw.percent) {
        (Some(points), None) => {
            let (from, to) = span(points);
            ChangeSize::Points(from, to)
        }
        (None, Some(percent)) => {
            let (from, to) = span(percent);
            ChangeSize::Percent(from, to)
        }
        _ => {
            reading
                .problems
                .add(at, "a change has one of `points` and `percent`");
            return None;
        }
    };
    let kind_at = reading.at(&raw.kind);
    let kind = one_of("kind", raw.kind.get_ref(), kind_at, KINDS, reading.problems)?;
    Some(Change {
        kind,
        score,
        size,
        population: reading
            .file
            .required("population", &raw.population, reading.problems),
        mark: reading.mark(raw.status.as_ref(), &raw.sources),
    })
}

fn improved(
    written: &Spanned<RawImproved>,
    main: Option<usize>,
    reading: &mut Reading<'_, '_>,
) -> Improved {
    let raw = written.get_ref();
    let mut number = |what: &str, value: &Option<Spanned<toml::Value>>| {
        let value = value.as_ref()?;
        Some(reading.decimal(what, value))
    };
    let points = number("points", &raw.points);
    let points_of_single_item = number("points_of_single_item", &raw.points_of_single_item);
    let percent = number("percent", &raw.percent);
    if points.is_none() && percent.is_none() && raw.answers.is_empty() {
        let at = reading.at(written);
        let hint = "write `points`, `percent` or `answers`";
        reading
            .problems
            .add_with_hint(at, "nothing counts as improved", hint);
    }
    Improved {
        score: main,
        points,
        points_of_single_item,
        percent,
        answers: raw.answers.clone(),
        mark: reading.mark(raw.status.as_ref(), &raw.sources),
    }
}
