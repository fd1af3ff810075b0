//! The scores of an instrument.

use serde::Deserialize;
use toml::Spanned;

use super::{BETTER, Reading, items};
use crate::load::problem::did_you_mean;
use crate::load::sheet::one_of;
use crate::{
    Better, Decimal, Fill, Inputs, Item, Method, Missing, Need, ScoreRule, Step, StepReach,
    Verification, Window,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawScore {
    id: Spanned<String>,
    name: Spanned<String>,
    parts: Option<Vec<Spanned<String>>>,
    items: Option<Spanned<Vec<u16>>>,
    scores: Option<Vec<Spanned<String>>>,
    method: Spanned<String>,
    factor: Option<i32>,
    offset: Option<i32>,
    decimals: Option<u8>,
    range: (Spanned<toml::Value>, Spanned<toml::Value>),
    better: Option<Spanned<String>>,
    at_least: Option<u16>,
    divide_by: Option<Vec<u16>>,
    steps: Option<Vec<Spanned<RawStep>>>,
    beyond: Option<i32>,
    first: Option<i32>,
    values: Option<Vec<Spanned<toml::Value>>>,
    window: Option<Spanned<String>>,
    per_days: Option<u16>,
    missing: Option<RawMissing>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    up_to: Option<Spanned<toml::Value>>,
    below: Option<Spanned<toml::Value>>,
    points: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMissing {
    fill: Spanned<String>,
    most: u16,
    #[serde(default)]
    zero_items: Vec<Spanned<u16>>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

const FILLS: &[(&str, Fill)] = &[
    ("nothing", Fill::Nothing),
    ("mean of answered", Fill::MeanOfAnswered),
    ("zero", Fill::Zero),
];

pub(super) fn scores(
    raw: &[Spanned<RawScore>],
    all: &[Item],
    better: Better,
    reading: &mut Reading<'_, '_>,
) -> Vec<ScoreRule> {
    let mut scores: Vec<ScoreRule> = Vec::new();
    for written in raw {
        let score = score(written, all, &scores, better, reading);
        if scores.iter().any(|other| other.id == score.id) {
            let at = reading.at(&written.get_ref().id);
            reading
                .problems
                .add(at, format!("score `{}` stands twice", score.id));
        }
        scores.push(score);
    }
    if scores.is_empty() {
        let at = reading.file.at(0);
        reading.problems.add(at, "an instrument without a score");
    }
    scores
}

/// The row of a score by its id.
pub(super) fn find(
    scores: &[ScoreRule],
    id: &Spanned<String>,
    reading: &mut Reading<'_, '_>,
) -> Option<usize> {
    let row = scores.iter().position(|score| score.id == *id.get_ref());
    if row.is_none() {
        let at = reading.at(id);
        let what = format!("unknown score `{}`", id.get_ref());
        let known = scores.iter().map(|score| score.id.as_str());
        match did_you_mean(id.get_ref(), known) {
            Some(hint) => reading.problems.add_with_hint(at, what, hint),
            None => reading.problems.add(at, what),
        }
    }
    row
}

fn score(
    written: &Spanned<RawScore>,
    all: &[Item],
    earlier: &[ScoreRule],
    better: Better,
    reading: &mut Reading<'_, '_>,
) -> ScoreRule {
    let raw = written.get_ref();
    let at = reading.at(written);
    let inputs = inputs(written, all, earlier, reading);
    let count = match &inputs {
        Inputs::Items(items) => items.len(),
        Inputs::Scores(scores) => scores.len(),
    };
    if count == 0 {
        reading.problems.add(at, "a score made from nothing");
    }
    let (min, max) = &raw.range;
    let (min, max) = (reading.decimal("range", min), reading.decimal("range", max));
    if min >= max {
        let what = "`range` does not go from the lowest to the highest score";
        reading.problems.add(at, what);
    }
    let mark = reading.mark(raw.status.as_ref(), &raw.sources);
    ScoreRule {
        id: raw.id.get_ref().clone(),
        name: reading.file.required("name", &raw.name, reading.problems),
        method: method(written, count, reading),
        factor: raw.factor.unwrap_or(1),
        offset: raw.offset.unwrap_or(0),
        decimals: raw.decimals.unwrap_or(0),
        min,
        max,
        better: raw
            .better
            .as_ref()
            .map_or(better, |word| reading.word("better", Some(word), BETTER)),
        window: window(raw, reading),
        missing: missing(written, &inputs, all, reading),
        inputs,
        mark,
    }
}

fn inputs(
    written: &Spanned<RawScore>,
    all: &[Item],
    earlier: &[ScoreRule],
    reading: &mut Reading<'_, '_>,
) -> Inputs {
    let raw = written.get_ref();
    let at = reading.at(written);
    match (&raw.parts, &raw.items, &raw.scores) {
        (Some(parts), None, None) => {
            let mut rows = Vec::new();
            for part in parts {
                let before = rows.len();
                let of_part = all.iter().enumerate();
                rows.extend(
                    of_part
                        .filter(|(_, item)| item.part == *part.get_ref())
                        .map(|(row, _)| row),
                );
                if rows.len() == before {
                    let what = format!("unknown part `{}`", part.get_ref());
                    let at = reading.at(part);
                    match did_you_mean(part.get_ref(), all.iter().map(|item| item.part.as_str())) {
                        Some(hint) => reading.problems.add_with_hint(at, what, hint),
                        None => reading.problems.add(at, what),
                    }
                }
            }
            Inputs::Items(rows)
        }
        (None, Some(items), None) => {
            let at = reading.at(items);
            let numbers = items.get_ref().iter();
            let rows = numbers.filter_map(|it| items::row(*it, all.len(), at, reading.problems));
            Inputs::Items(rows.collect())
        }
        (None, None, Some(ids)) => {
            let rows = ids.iter().filter_map(|id| find(earlier, id, reading));
            Inputs::Scores(rows.collect())
        }
        _ => {
            let hint = "name one of `parts`, `items` and `scores`";
            reading.problems.add_with_hint(
                at,
                "a score that does not say what it is made from",
                hint,
            );
            Inputs::Items(Vec::new())
        }
    }
}

fn method(written: &Spanned<RawScore>, count: usize, reading: &mut Reading<'_, '_>) -> Method {
    let raw = written.get_ref();
    let at = reading.at(written);
    let word = raw.method.get_ref().as_str();
    let needs = |inputs: usize, reading: &mut Reading<'_, '_>| {
        if count != inputs {
            let what = format!("`{word}` takes {inputs} inputs, not {count}");
            reading.problems.add(at, what);
        }
    };
    match word {
        "sum" => Method::Sum,
        "mean" => Method::Mean,
        "count" => Method::Count {
            at_least: raw.at_least.unwrap_or(1),
        },
        "percent of most" => Method::PercentOfMost,
        "difference" => Method::Difference,
        "profile" => Method::Profile,
        "ratio" => {
            needs(2, reading);
            Method::Ratio
        }
        "minutes between" => {
            needs(2, reading);
            Method::MinutesBetween
        }
        "sum of parts" => {
            let divisors = raw.divide_by.clone().unwrap_or_default();
            if divisors.len() != count || divisors.contains(&0) {
                let hint = "write `divide_by` with one number above zero for each input";
                reading
                    .problems
                    .add_with_hint(at, "parts without their divisors", hint);
            }
            Method::SumOfParts(divisors)
        }
        "steps" => {
            needs(1, reading);
            steps(written, reading)
        }
        "table" => {
            needs(1, reading);
            let values = raw.values.iter().flatten();
            let values: Vec<_> = values
                .map(|value| reading.decimal("values", value))
                .collect();
            let (Some(first), false) = (raw.first, values.is_empty()) else {
                reading
                    .problems
                    .add(at, "a table without `first` and `values`");
                return Method::Sum;
            };
            Method::Table { first, values }
        }
        _ => {
            let words = "`sum`, `mean`, `count`, `percent of most`, `sum of parts`, `steps`, `table`, \
                         `difference`, `ratio`, `minutes between` or `profile`";
            let what = format!("`method` is `{word}`");
            reading
                .problems
                .add_with_hint(at, what, format!("write {words}"));
            Method::Sum
        }
    }
}

fn steps(written: &Spanned<RawScore>, reading: &mut Reading<'_, '_>) -> Method {
    let raw = written.get_ref();
    let mut steps: Vec<Step> = Vec::new();
    for step in raw.steps.iter().flatten() {
        let at = reading.at(step);
        let step = step.get_ref();
        let reach = match (&step.up_to, &step.below) {
            (Some(value), None) => StepReach::UpTo(reading.decimal("up_to", value)),
            (None, Some(value)) => StepReach::Below(reading.decimal("below", value)),
            _ => {
                reading
                    .problems
                    .add(at, "a step has one of `up_to` and `below`");
                continue;
            }
        };
        if steps
            .last()
            .is_some_and(|last| edge(last.reach) >= edge(reach))
        {
            reading.problems.add(at, "the steps do not go upwards");
        }
        steps.push(Step {
            reach,
            points: step.points,
        });
    }
    let (false, Some(beyond)) = (steps.is_empty(), raw.beyond) else {
        let at = reading.at(written);
        reading
            .problems
            .add(at, "steps without `steps` and `beyond`");
        return Method::Sum;
    };
    Method::Steps { steps, beyond }
}

const fn edge(reach: StepReach) -> Decimal {
    match reach {
        StepReach::UpTo(value) | StepReach::Below(value) => value,
    }
}

fn window(raw: &RawScore, reading: &mut Reading<'_, '_>) -> Window {
    let Some(word) = &raw.window else {
        return Window::Once;
    };
    match (word.get_ref().as_str(), raw.per_days) {
        ("each day", None) => Window::EachDay,
        ("mean of days", None) => Window::MeanOfDays,
        ("days", Some(per)) if per > 0 => Window::DaysPer(per),
        _ => {
            let at = reading.at(word);
            let what = format!("`window` is `{}`", word.get_ref());
            let hint = "write `each day`, `mean of days`, or `days` with `per_days`";
            reading.problems.add_with_hint(at, what, hint);
            Window::Once
        }
    }
}

/// A score made from scores needs them all unless it says otherwise; one made from items says.
fn missing(
    written: &Spanned<RawScore>,
    inputs: &Inputs,
    all: &[Item],
    reading: &mut Reading<'_, '_>,
) -> Missing {
    let at = reading.at(written);
    let Some(raw) = &written.get_ref().missing else {
        if matches!(inputs, Inputs::Items(_)) {
            let hint = "say how many blanks are allowed and what takes their place";
            reading
                .problems
                .add_with_hint(at, "`missing` is missing", hint);
        }
        return Missing {
            fill: Fill::Nothing,
            most: u16::MAX,
            zero_items: Vec::new(),
            mark: crate::Mark {
                verification: Verification::Policy,
                sources: Vec::new(),
            },
        };
    };
    if let Inputs::Items(items) = inputs
        && !items.is_empty()
    {
        let countable = items.iter().filter_map(|row| all.get(*row));
        let countable = countable.filter(|item| item.need != Need::Always).count();
        let fill = raw.fill.get_ref();
        if usize::from(raw.most) >= items.len() && fill != "zero" && countable == items.len() {
            let what = format!("{} of {} items may be missing", raw.most, items.len());
            let hint = "a score needs at least one answer";
            reading.problems.add_with_hint(at, what, hint);
        }
    }
    let mut zero_items = Vec::new();
    for number in &raw.zero_items {
        let at = reading.at(number);
        zero_items.extend(items::row(
            *number.get_ref(),
            all.len(),
            at,
            reading.problems,
        ));
    }
    let fill_at = reading.at(&raw.fill);
    let fill = one_of("fill", raw.fill.get_ref(), fill_at, FILLS, reading.problems);
    Missing {
        fill: fill.unwrap_or(Fill::Nothing),
        most: raw.most,
        zero_items,
        mark: reading.mark(raw.status.as_ref(), &raw.sources),
    }
}
