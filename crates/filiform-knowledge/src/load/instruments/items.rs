//! The items of an instrument and what hangs on single answers.

use serde::Deserialize;
use toml::Spanned;

use super::{Reading, was_read};
use crate::load::problem::Problems;
use crate::load::statement_file::StatementFile;
use crate::{AnswerUnit, Check, Coded, Diary, Item, Licence, LoincCode, Need, SafetyItem, Wording};

/// Consecutive items with the same answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPart {
    id: Spanned<String>,
    items: Option<Spanned<u16>>,
    #[serde(default)]
    texts: Vec<Spanned<String>>,
    answers: Spanned<(u16, u16)>,
    answer_texts: Option<Spanned<Vec<String>>>,
    unit: Option<Spanned<String>>,
    worth: Option<Spanned<Vec<i32>>>,
    weights: Option<Spanned<Vec<i32>>>,
    #[serde(default)]
    reversed: Vec<Spanned<u16>>,
    #[serde(default)]
    optional: Vec<Spanned<u16>>,
    #[serde(default)]
    needed: Vec<Spanned<u16>>,
    #[serde(default)]
    only_one: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDiary {
    window_days: Spanned<u16>,
    recorded_needed: u16,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    items: Vec<u16>,
    sum_at_most: u16,
    warning: Spanned<String>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSafety {
    item: u16,
    at_least: u16,
    action: Spanned<String>,
    when_blank: Spanned<String>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCode {
    of: Spanned<String>,
    number: Option<u16>,
    loinc: Spanned<String>,
    status: Option<Spanned<String>>,
    #[serde(default)]
    sources: Vec<Spanned<String>>,
}

const UNITS: &[(&str, AnswerUnit)] = &[
    ("points", AnswerUnit::Points),
    ("yes or no", AnswerUnit::YesNo),
    ("days", AnswerUnit::Days),
    ("minutes", AnswerUnit::Minutes),
    ("hours", AnswerUnit::Hours),
    ("clock minutes", AnswerUnit::ClockMinutes),
    ("count", AnswerUnit::Count),
];

/// Items with their labels, in form order.
pub(super) struct Items {
    pub(super) labels: Vec<String>,
    pub(super) items: Vec<Item>,
    pub(super) only_one_of: Vec<Vec<usize>>,
}

pub(super) fn items(
    parts: &[Spanned<RawPart>],
    licence: &Licence,
    reading: &mut Reading<'_, '_>,
) -> Items {
    let mut all = Items {
        labels: Vec::new(),
        items: Vec::new(),
        only_one_of: Vec::new(),
    };
    let mut ids: Vec<&str> = Vec::new();
    for written in parts {
        let raw = written.get_ref();
        if ids.contains(&raw.id.get_ref().as_str()) {
            let at = reading.at(&raw.id);
            let what = format!("part `{}` stands twice", raw.id.get_ref());
            reading.problems.add(at, what);
        }
        ids.push(raw.id.get_ref());
        part(written, licence, &mut all, reading);
    }
    all
}

fn part(
    written: &Spanned<RawPart>,
    licence: &Licence,
    all: &mut Items,
    reading: &mut Reading<'_, '_>,
) {
    let raw = written.get_ref();
    let at = reading.at(written);
    let count = count_of(raw, at, licence, reading.problems);
    let (min, max) = *raw.answers.get_ref();
    if min >= max {
        let at = reading.at(&raw.answers);
        let what = "`answers` does not go from the lowest to the highest answer";
        reading.problems.add(at, what);
    }
    let unit = raw.unit.as_ref();
    let unit = unit.and_then(|word| {
        let at = reading.file.at_value(word);
        crate::load::sheet::one_of("unit", word.get_ref(), at, UNITS, reading.problems)
    });
    check_positions(raw, count, reading);
    check_answer_texts(raw, licence, reading);
    let begin = all.items.len();
    for position in 1..=count {
        all.labels.push(label(raw, position, begin));
        all.items.push(Item {
            part: raw.id.get_ref().clone(),
            answers: raw
                .answer_texts
                .as_ref()
                .map_or_else(Vec::new, |texts| texts.get_ref().clone()),
            min,
            max,
            unit: unit.unwrap_or(AnswerUnit::Points),
            worth: worth(raw, position),
            need: need(raw, position),
        });
    }
    if raw.only_one {
        all.only_one_of.push((begin..all.items.len()).collect());
    }
}

fn count_of(
    raw: &RawPart,
    at: crate::load::problem::At<'_>,
    licence: &Licence,
    problems: &mut Problems,
) -> u16 {
    const MOST: u16 = 100;
    let texts = u16::try_from(raw.texts.len()).unwrap_or(u16::MAX);
    let count = raw.items.as_ref().map(|items| *items.get_ref());
    match (count, licence.wording) {
        (Some(count), _) if count == 0 || count > MOST => {
            problems.add(at, format!("{count} items, not 1 to {MOST}"));
            0
        }
        (None, Wording::Own | Wording::PublicDomain) if texts > 0 => texts,
        (Some(count), Wording::Neutral) if texts == 0 => count,
        (_, Wording::Neutral) => {
            let hint = "write `items = ` and how many, and leave `texts` out";
            problems.add_with_hint(
                at,
                "a part with neutral labels that does not only count",
                hint,
            );
            0
        }
        (_, Wording::Own | Wording::PublicDomain) => {
            let hint = "write `texts` and leave `items` out";
            problems.add_with_hint(at, "a part with wording that is not written out", hint);
            0
        }
    }
}

fn check_positions(raw: &RawPart, count: u16, reading: &mut Reading<'_, '_>) {
    for list in [&raw.reversed, &raw.optional, &raw.needed] {
        for position in list {
            if !(1..=count).contains(position.get_ref()) {
                let what = format!("item {} of {count}", position.get_ref());
                let hint = "items count from 1 within their part";
                let at = reading.at(position);
                reading.problems.add_with_hint(at, what, hint);
            }
        }
    }
    let (min, max) = *raw.answers.get_ref();
    let answers = usize::from(max.saturating_sub(min)) + 1;
    if let Some(worth) = raw
        .worth
        .as_ref()
        .filter(|it| it.get_ref().len() != answers)
    {
        let what = format!(
            "`worth` has {} values for {answers} answers",
            worth.get_ref().len()
        );
        let at = reading.at(worth);
        reading.problems.add(at, what);
    }
    let weights = raw.weights.as_ref();
    if let Some(weights) = weights.filter(|it| it.get_ref().len() != usize::from(count)) {
        let what = format!(
            "`weights` has {} values for {count} items",
            weights.get_ref().len()
        );
        let at = reading.at(weights);
        reading.problems.add(at, what);
    }
}

fn check_answer_texts(raw: &RawPart, licence: &Licence, reading: &mut Reading<'_, '_>) {
    let Some(texts) = &raw.answer_texts else {
        return;
    };
    let (min, max) = *raw.answers.get_ref();
    let answers = usize::from(max.saturating_sub(min)) + 1;
    let at = reading.at(texts);
    if texts.get_ref().len() != answers {
        let count = texts.get_ref().len();
        let what = format!("`answer_texts` has {count} texts for {answers} answers");
        reading.problems.add(at, what);
    }
    if licence.wording == Wording::Neutral {
        let hint = "take `answer_texts` away";
        reading
            .problems
            .add_with_hint(at, "neutral labels do not carry wording", hint);
    }
}

fn label(raw: &RawPart, position: u16, begin: usize) -> String {
    let text = raw.texts.get(usize::from(position) - 1);
    text.map_or_else(
        || format!("item {}", begin + usize::from(position)),
        |text| text.get_ref().clone(),
    )
}

/// What each answer is worth; empty when it counts itself.
fn worth(raw: &RawPart, position: u16) -> Vec<i32> {
    const ANSWERS_MOST: u16 = 200;
    let (min, max) = *raw.answers.get_ref();
    let is_reversed = raw.reversed.iter().any(|it| *it.get_ref() == position);
    let weights = raw.weights.as_ref();
    let weight = weights.and_then(|all| all.get_ref().get(usize::from(position) - 1).copied());
    let given = raw.worth.as_ref().map(Spanned::get_ref);
    if (given.is_none() && weight.is_none() && !is_reversed)
        || max.saturating_sub(min) > ANSWERS_MOST
    {
        return Vec::new();
    }
    let itself: Vec<i32> = (min..=max).map(i32::from).collect();
    let mut worth = given.cloned().unwrap_or(itself);
    if is_reversed {
        worth.reverse();
    }
    let weight = weight.unwrap_or(1);
    worth
        .iter()
        .map(|value| value.saturating_mul(weight))
        .collect()
}

fn need(raw: &RawPart, position: u16) -> Need {
    let is_in = |list: &[Spanned<u16>]| list.iter().any(|it| *it.get_ref() == position);
    if is_in(&raw.needed) {
        Need::Always
    } else if is_in(&raw.optional) {
        Need::Optional
    } else {
        Need::Usual
    }
}

pub(super) fn diary(raw: &RawDiary, reading: &mut Reading<'_, '_>) -> Diary {
    let window_days = *raw.window_days.get_ref();
    if raw.recorded_needed == 0 || raw.recorded_needed > window_days {
        let what = format!("{} of {window_days} days are needed", raw.recorded_needed);
        let at = reading.at(&raw.window_days);
        reading.problems.add(at, what);
    }
    Diary {
        window_days,
        recorded_needed: raw.recorded_needed,
        mark: reading.mark(raw.status.as_ref(), &raw.sources),
    }
}

/// A row number from a number that counts from 1.
pub(super) fn row(
    number: u16,
    count: usize,
    at: crate::load::problem::At<'_>,
    problems: &mut Problems,
) -> Option<usize> {
    let row = usize::from(number)
        .checked_sub(1)
        .filter(|row| *row < count);
    if row.is_none() {
        problems.add(at, format!("there is no item {number} of {count}"));
    }
    row
}

pub(super) fn checks(
    raw: &[Spanned<RawCheck>],
    count: usize,
    reading: &mut Reading<'_, '_>,
) -> Vec<Check> {
    let mut checks = Vec::new();
    for written in raw {
        let check = written.get_ref();
        let at = reading.at(written);
        let items = check.items.iter();
        let items = items.filter_map(|number| row(*number, count, at, reading.problems));
        checks.push(Check {
            items: items.collect(),
            sum_at_most: check.sum_at_most,
            warning: required(reading.file, "warning", &check.warning, reading.problems),
            mark: reading.mark(check.status.as_ref(), &check.sources),
        });
    }
    checks
}

pub(super) fn safety(
    raw: &[Spanned<RawSafety>],
    items: &[Item],
    reading: &mut Reading<'_, '_>,
) -> Vec<SafetyItem> {
    let mut safety = Vec::new();
    for written in raw {
        let one = written.get_ref();
        let at = reading.at(written);
        let Some(item) = row(one.item, items.len(), at, reading.problems) else {
            continue;
        };
        let range = items.get(item).map(|item| item.min..=item.max);
        if !range.is_some_and(|range| range.contains(&one.at_least)) {
            let what = format!("`at_least` is {}, which nobody can answer", one.at_least);
            reading.problems.add(at, what);
        }
        safety.push(SafetyItem {
            item,
            at_least: one.at_least,
            action: required(reading.file, "action", &one.action, reading.problems),
            when_blank: required(
                reading.file,
                "when_blank",
                &one.when_blank,
                reading.problems,
            ),
            mark: reading.mark(one.status.as_ref(), &one.sources),
        });
    }
    safety
}

fn required(
    file: &StatementFile<'_>,
    what: &str,
    text: &Spanned<String>,
    problems: &mut Problems,
) -> String {
    file.required(what, text, problems)
}

pub(super) fn codes(
    raw: &[Spanned<RawCode>],
    count: usize,
    reading: &mut Reading<'_, '_>,
) -> Vec<LoincCode> {
    let mut codes = Vec::new();
    for written in raw {
        let code = written.get_ref();
        let at = reading.at(written);
        let of = match (code.of.get_ref().as_str(), code.number) {
            ("panel", None) => Some(Coded::Panel),
            ("score", None) => Some(Coded::Score),
            ("item", Some(number)) => row(number, count, at, reading.problems).map(Coded::Item),
            ("answer", Some(number)) => Some(Coded::Answer(number)),
            _ => {
                let what = format!("`of` is `{}`", code.of.get_ref());
                let hint = "write `panel`, `score`, or `item` or `answer` with a `number`";
                reading.problems.add_with_hint(at, what, hint);
                None
            }
        };
        if !is_loinc(code.loinc.get_ref()) {
            let what = format!("`{}` is not a LOINC code", code.loinc.get_ref());
            let at = reading.at(&code.loinc);
            let hint = "digits, a hyphen and one digit, as in `44261-6`, or `LA` before them for an answer";
            reading.problems.add_with_hint(at, what, hint);
        }
        let mark = reading.mark(code.status.as_ref(), &code.sources);
        codes.extend(of.map(|of| LoincCode {
            of,
            code: code.loinc.get_ref().clone(),
            mark,
        }));
    }
    codes
}

fn is_loinc(code: &str) -> bool {
    let digits = code.strip_prefix("LA").unwrap_or(code);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    digits
        .split_once('-')
        .is_some_and(|(number, check)| is_number(number) && is_number(check) && check.len() == 1)
}

/// The code of the score, if it was read in its source.
pub(super) fn verified_code(codes: &[LoincCode]) -> String {
    let of_score = codes
        .iter()
        .find(|code| code.of == Coded::Score && was_read(&code.mark));
    of_score.map_or_else(String::new, |code| code.code.clone())
}
