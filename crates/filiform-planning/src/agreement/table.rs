//! The agreement as the page shows it.

use std::fmt::Write as _;

use filiform_knowledge::{Knowledge, PointKey};

use super::{Case, ConditionCases, Found};

type Finds = fn(&Found) -> u32;

/// The answers in the order of the columns.
const ANSWERS: [Finds; 4] = [
    |found| found.planner,
    |found| found.everywhere,
    |found| found.region,
    |found| found.with_statement,
];

const HEAD: &str = "planner | most used anywhere | most used in the region | planner with the \
                    statement's points";

/// The means, by condition and by list, as Markdown.
pub fn table(knowledge: &Knowledge, conditions: &[ConditionCases]) -> String {
    let mut page = String::new();
    let cases: Vec<&Case> = conditions.iter().flat_map(|found| &found.cases).collect();
    page.push_str("## The means\n\n");
    page.push_str(&verdict(&cases));
    page.push('\n');
    page.push_str(&means(conditions, &cases));
    page.push_str("\nThe planner beside each simpler answer, list by list:\n\n");
    page.push_str(&beside(&cases));
    let reach = mean(cases.iter().map(|case| share(case.in_one_position, case)));
    line(
        &mut page,
        format_args!(
            "\nOf the points of a list, {} on average can be needled in one position of the patient: \
             more than that no plan of this planner can find. The simpler answers need not keep to one \
             position.",
            percent(reach)
        ),
    );
    page.push_str("\n## By condition\n");
    for (title, at) in COUNTS {
        line(
            &mut page,
            format_args!("\n{title}:\n\n| condition | lists | {HEAD} |\n{}", rule(6)),
        );
        for found in conditions {
            let name = &knowledge.condition(found.condition).name;
            let row = row(&found.cases.iter().collect::<Vec<_>>(), at);
            line(
                &mut page,
                format_args!("| {name} | {} | {row} |", found.cases.len()),
            );
        }
    }
    page.push_str(
        "\n## By list\n\n\
         Each count is of points found: the planner / most used anywhere / most used in the region / \
         the planner with the statement's points. In brackets, the needles of the first plan, of as \
         many as it might have.\n\n",
    );
    page.push_str(&lists(knowledge, conditions));
    page
}

type At = fn(&Case) -> &Found;

const COUNTS: [(&str, At); 2] = [
    ("As many needles as the trial", |case| &case.as_many),
    ("Twelve needles", |case| &case.twelve),
];

/// Whether the planner beats both simpler answers on the mean over the lists, in sentences.
fn verdict(cases: &[&Case]) -> String {
    let mut text = String::new();
    for (title, at) in COUNTS {
        let [planner, everywhere, region, _] =
            ANSWERS.map(|finds| mean(cases.iter().map(|case| share(finds(at(case)), case))));
        let answer = match (planner > everywhere, planner > region) {
            (true, true) => "beats both simpler answers",
            (true, false) => "beats the points most used anywhere, but not those of the region",
            (false, true) => {
                "beats the points most used in the region, but not those used anywhere"
            }
            (false, false) => "beats neither of the simpler answers",
        };
        line(
            &mut text,
            format_args!(
                "- **{title}: the planner {answer}.** It finds {} of the points, the points most used \
                 anywhere {}, the points most used in the region {}.",
                percent(planner),
                percent(everywhere),
                percent(region)
            ),
        );
    }
    text
}

fn means(conditions: &[ConditionCases], cases: &[&Case]) -> String {
    let mut text = format!("| needles | mean over | {HEAD} |\n{}\n", rule(6));
    for (title, at) in COUNTS {
        line(
            &mut text,
            format_args!("| {title} | {} lists | {} |", cases.len(), row(cases, at)),
        );
        let by_condition: Vec<String> = ANSWERS
            .iter()
            .map(|finds| {
                percent(mean(conditions.iter().map(|found| {
                    mean(found.cases.iter().map(|case| share(finds(at(case)), case)))
                })))
            })
            .collect();
        line(
            &mut text,
            format_args!(
                "| {title} | {} conditions | {} |",
                conditions.len(),
                by_condition.join(" | ")
            ),
        );
    }
    text
}

fn beside(cases: &[&Case]) -> String {
    let others: [(&str, Finds); 2] = [
        ("most used anywhere", |found| found.everywhere),
        ("most used in the region", |found| found.region),
    ];
    let mut text = format!(
        "| needles | beside | finds more | as many | fewer |\n{}\n",
        rule(5)
    );
    for (title, at) in COUNTS {
        for (name, other) in others {
            let compared = |order| {
                cases
                    .iter()
                    .filter(|case| at(case).planner.cmp(&other(at(case))) == order)
                    .count()
            };
            line(
                &mut text,
                format_args!(
                    "| {title} | {name} | {} | {} | {} |",
                    compared(std::cmp::Ordering::Greater),
                    compared(std::cmp::Ordering::Equal),
                    compared(std::cmp::Ordering::Less)
                ),
            );
        }
    }
    text
}

fn lists(knowledge: &Knowledge, conditions: &[ConditionCases]) -> String {
    let mut text = format!(
        "| trial | condition | points | found with as many needles | found with twelve |\n{}\n",
        rule(5)
    );
    for found in conditions {
        let condition = &knowledge.condition(found.condition).id;
        for case in &found.cases {
            line(
                &mut text,
                format_args!(
                    "| {} | `{condition}` | {}: {} | {} | {} |",
                    trials(knowledge, case),
                    case.points.len(),
                    codes(knowledge, &case.points),
                    counts(&case.as_many),
                    counts(&case.twelve)
                ),
            );
        }
    }
    text
}

fn trials(knowledge: &Knowledge, case: &Case) -> String {
    let named: Vec<String> = case
        .trials
        .iter()
        .map(|key| {
            let trial = knowledge.trial(*key);
            format!("`{}` ({})", trial.id, trial.year)
        })
        .collect();
    named.join(", ")
}

fn codes(knowledge: &Knowledge, points: &[PointKey]) -> String {
    let codes: Vec<&str> = points
        .iter()
        .map(|point| knowledge.point(*point).code.as_str())
        .collect();
    codes.join(" ")
}

fn counts(found: &Found) -> String {
    let counts = ANSWERS.map(|finds| finds(found).to_string());
    format!(
        "{} ({} of {} needles)",
        counts.join(" / "),
        found.planned,
        found.needles
    )
}

fn row(cases: &[&Case], at: At) -> String {
    let means =
        ANSWERS.map(|finds| percent(mean(cases.iter().map(|case| share(finds(at(case)), case)))));
    means.join(" | ")
}

/// The part of the list's points that was found.
fn share(found: u32, case: &Case) -> f64 {
    let points: u32 = case.points.iter().map(|_| 1).sum();
    f64::from(found) / f64::from(points)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0u32), |(sum, count), value| (sum + value, count + 1));
    if count == 0 {
        0.0
    } else {
        sum / f64::from(count)
    }
}

fn percent(part: f64) -> String {
    format!("{:.1} %", part * 100.0)
}

fn rule(columns: usize) -> String {
    format!("|{}", " --- |".repeat(columns))
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(page, "{text}");
}
