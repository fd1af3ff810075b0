//! A small reckoner: it scores an instrument from its definition and nothing else.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "scores are small numbers"
)]

use filiform_knowledge::{
    Decimal, Definition, Fill, Inputs, Instrument, Item, Method, Need, ScoreRule, StepReach,
};

/// Answers in item order; `None` was left blank.
pub(crate) type Answers = Vec<Option<u16>>;

pub(crate) fn number(decimal: Decimal) -> f64 {
    decimal.to_string().parse().unwrap()
}

fn worth(definition: &Definition, item: usize, answer: u16) -> f64 {
    let item = &definition.items[item];
    let index = usize::from(answer - item.min);
    item.worth
        .get(index)
        .map_or(f64::from(answer), |worth| f64::from(*worth))
}

/// Items behind a score: of each group of which one is answered, that one.
fn counted(definition: &Definition, items: &[usize], answers: &Answers) -> (Vec<usize>, usize) {
    let mut rows = Vec::new();
    let mut missing = 0;
    let group_of = |item: usize| definition.only_one_of.iter().find(|it| it.contains(&item));
    for item in items {
        if let Some(group) = group_of(*item) {
            if group[0] != *item {
                continue;
            }
            let given: Vec<_> = group.iter().filter(|it| answers[**it].is_some()).collect();
            match given.as_slice() {
                [one] => rows.push(**one),
                _ => missing += 1,
            }
        } else if answers[*item].is_some() {
            rows.push(*item);
        } else if definition.items[*item].need != Need::Optional {
            missing += 1;
        }
    }
    (rows, missing)
}

/// The unrounded score of one day or one form.
pub(crate) fn score(definition: &Definition, rule: &ScoreRule, answers: &Answers) -> Option<f64> {
    let mut values;
    let mut highest = 0.0;
    let mut count = 0;
    match &rule.inputs {
        Inputs::Items(items) => {
            let (rows, missing) = counted(definition, items, answers);
            let lost = items.iter().any(|item| {
                definition.items[*item].need == Need::Always && answers[*item].is_none()
            });
            if missing > usize::from(rule.missing.most) || lost {
                return None;
            }
            let of_row = |row: &usize| worth(definition, *row, answers[*row].unwrap());
            values = rows.iter().map(of_row).collect::<Vec<_>>();
            if matches!(rule.method, Method::Count { .. } | Method::MinutesBetween) {
                values = rows
                    .iter()
                    .map(|row| f64::from(answers[*row].unwrap()))
                    .collect();
            }
            for row in &rows {
                let item = &definition.items[*row];
                highest += (item.min..=item.max)
                    .map(|answer| worth(definition, *row, answer))
                    .fold(f64::MIN, f64::max);
            }
            count = rows.len() + missing;
        }
        Inputs::Scores(scores) => {
            values = Vec::new();
            for row in scores {
                let inner = &definition.scores[*row];
                values.push(score(definition, inner, answers)?);
                highest += number(inner.max);
            }
        }
    }
    let result = apply(rule, &values, highest, count);
    Some(f64::from(rule.offset) + f64::from(rule.factor) * result)
}

/// What the method of a score makes of its inputs.
fn apply(rule: &ScoreRule, values: &[f64], highest: f64, count: usize) -> f64 {
    let sum: f64 = values.iter().sum();
    let n = values.len() as f64;
    match &rule.method {
        Method::Sum if rule.missing.fill == Fill::MeanOfAnswered && count > 0 => {
            sum / n * count as f64
        }
        Method::Sum => sum,
        Method::Mean => sum / n,
        Method::Count { at_least } => values
            .iter()
            .filter(|value| **value >= f64::from(*at_least))
            .count() as f64,
        Method::PercentOfMost => sum / highest * 100.0,
        Method::SumOfParts(divisors) => {
            let parts = values.iter().zip(divisors);
            parts.map(|(value, by)| value / f64::from(*by)).sum()
        }
        Method::Steps { steps, beyond } => {
            let found = steps.iter().find(|step| match step.reach {
                StepReach::UpTo(edge) => values[0] <= number(edge),
                StepReach::Below(edge) => values[0] < number(edge),
            });
            f64::from(found.map_or(*beyond, |step| step.points))
        }
        Method::Table {
            first,
            values: rows,
        } => number(rows[(values[0] - f64::from(*first)) as usize]),
        Method::Difference => values[0] - values[1..].iter().sum::<f64>(),
        Method::Ratio => values[0] / values[1] * 100.0,
        Method::MinutesBetween => (values[1] - values[0]).rem_euclid(24.0 * 60.0),
        Method::Profile => values.iter().fold(0.0, |all, one| all * 10.0 + one),
    }
}

pub(crate) fn of(instrument: &Instrument, id: &str, answers: &Answers) -> Option<f64> {
    let rule = instrument.score_rule(id).unwrap();
    let power = 10_f64.powi(i32::from(rule.decimals));
    score(&instrument.definition, rule, answers).map(|value| (value * power + 1e-9).round() / power)
}

pub(crate) fn all(instrument: &Instrument, pick: impl Fn(&Item) -> u16) -> Answers {
    let mut answers: Answers = instrument
        .definition
        .items
        .iter()
        .map(|item| Some(pick(item)))
        .collect();
    for group in &instrument.definition.only_one_of {
        for item in &group[1..] {
            answers[*item] = None;
        }
    }
    answers
}
