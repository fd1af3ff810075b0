//! Pages of the care: precautions, red flags, medicines, instruments, rules on a course.

use filiform_knowledge::{
    Better, ChangeKind, ChangeSize, CodeSystem, Condition, CourseRule, Decimal, Instrument,
    Knowledge, LicenceTier, Mention, PointSetKey, Rule, RuleKind, Since, SourceId, Technique,
};

use super::part::{
    Parts, checked, condition as condition_link, marks, prose, row, rule as rule_link,
    source as source_link, values, words,
};
use crate::pages::atlas::{Block, Link, Marks};

pub(super) fn rule(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let key = knowledge.rule_key(id)?;
    let rule = knowledge.rule(key);
    let mut blocks = vec![Block::Lead(rule.action.clone())];
    blocks.push(values("", scope(knowledge, rule)));
    blocks.extend(prose("Why", &rule.rationale));
    let subtitle = match rule.kind {
        RuleKind::RedFlag(urgency) => format!("red flag, {}", urgency.words()),
        RuleKind::Precaution => rule.severity.as_str().to_owned(),
    };
    Some(Parts {
        title: rule.title.clone(),
        subtitle,
        blocks,
        marks: marks(knowledge, &rule.provenance),
    })
}

fn scope(knowledge: &Knowledge, rule: &Rule) -> Vec<(String, Vec<Link>)> {
    let scope = &rule.scope;
    let sets = |keys: &[PointSetKey]| {
        let names = keys
            .iter()
            .map(|key| Link::plain(knowledge.point_set(*key).why.as_str()));
        names.collect::<Vec<_>>()
    };
    let techniques: Vec<&str> = scope.techniques.iter().map(|it| technique(*it)).collect();
    let positions: Vec<&str> = scope.positions.iter().map(|it| it.as_str()).collect();
    let conditions = scope.conditions.iter();
    let deeper = scope
        .deeper_than
        .map(|depth| format!("deeper than {depth}"));
    vec![
        words("Techniques", &techniques.join(", ")),
        row("Within", sets(&scope.within)),
        row("Outside", sets(&scope.outside)),
        words("Depth", &deeper.unwrap_or_default()),
        words("Position", &positions.join(", ")),
        row(
            "Only for",
            conditions
                .map(|key| condition_link(knowledge, *key))
                .collect(),
        ),
        words("Question", rule.question.as_deref().unwrap_or_default()),
        row("Set off by", mentioned(knowledge, &rule.when)),
        words("Rule", rule.id.as_str()),
    ]
}

const fn technique(technique: Technique) -> &'static str {
    match technique {
        Technique::Manual => "needle by hand",
        Technique::Electrical => "current through needles",
        Technique::Indwelling => "needle that stays in",
        Technique::Heat => "heat",
    }
}

/// What a rule looks at, in words.
fn mentioned(knowledge: &Knowledge, when: &Condition) -> Vec<Link> {
    let name = |mention: Mention| match mention {
        Mention::Concept(key) => knowledge.concept(key).name.clone(),
        Mention::Lab(key) => knowledge.lab(key).name.clone(),
    };
    let mut names: Vec<String> = when.mentions().into_iter().map(name).collect();
    names.dedup();
    names.into_iter().map(Link::plain).collect()
}

pub(super) fn medicine(knowledge: &Knowledge, name: &str) -> Option<Parts> {
    let medicine = knowledge.ingredients().iter().find(|it| it.name == name)?;
    let lexicon = knowledge.lexicon();
    let mut names: Vec<&str> = lexicon
        .medicine_names()
        .filter(|(other, it)| it.name == name && *other != name && !lexicon.is_misspelling(other))
        .map(|(other, _)| other)
        .collect();
    names.sort_unstable();
    let classes = medicine.classes.iter();
    let classes: Vec<&str> = classes
        .map(|class| knowledge.concept(*class).name.as_str())
        .collect();
    let rules = knowledge.rules().iter().filter(|(_, rule)| {
        let mut mentions = rule.when.mentions().into_iter();
        mentions
            .any(|it| matches!(it, Mention::Concept(class) if medicine.classes.contains(&class)))
    });
    let washout = match medicine.washout_days {
        0 => String::new(),
        days => format!(
            "counts as active for {days} days after the last dose (from memory, clinic policy)"
        ),
    };
    let atc = lexicon.codes_of(medicine, CodeSystem::Atc);
    let rxnorm = lexicon.codes_of(medicine, CodeSystem::RxNorm);
    Some(Parts {
        title: medicine.name.clone(),
        subtitle: classes.join(", "),
        blocks: vec![values(
            "",
            vec![
                words("Other names", &names.join(", ")),
                words("ATC", &atc.join(", ")),
                words("RxNorm", &rxnorm.join(", ")),
                words("After stopping", &washout),
                row(
                    "Precautions",
                    rules.map(|(key, _)| rule_link(knowledge, key)).collect(),
                ),
            ],
        )],
        marks: Marks {
            checked: checked(medicine.verification),
            is_policy: medicine.washout_days > 0,
            sources: vec![source_link(knowledge, &SourceId::new("safety-S59"))],
            review: "Not yet reviewed by a clinician".to_owned(),
        },
    })
}

pub(super) fn instrument(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let instrument = knowledge.instrument(id)?;
    let definition = &instrument.definition;
    let used = knowledge.conditions().iter();
    let used = used.filter(|(_, it)| it.instruments.iter().any(|other| other == id));
    let mut blocks = vec![values(
        "",
        vec![
            words("Time asked about", &definition.recall),
            words("Items", &instrument.items.len().to_string()),
            words(
                "Answers",
                &format!("{} to {}", instrument.item_min, instrument.item_max),
            ),
            words(
                "Better",
                match instrument.better {
                    Better::Lower => "lower",
                    Better::Higher => "higher",
                },
            ),
            words("LOINC", &instrument.loinc),
            words("Licence", &licence(instrument)),
            row(
                "Measures",
                used.map(|(key, _)| condition_link(knowledge, key))
                    .collect(),
            ),
        ],
    )];
    let changes = definition.meaning.changes.iter().map(|change| {
        vec![
            Link::plain(kind_words(change.kind)),
            Link::plain(size_words(change.size)),
            Link::plain(&change.population),
            Link::plain(checked(change.mark.verification)),
        ]
    });
    let rows: Vec<Vec<Link>> = changes.collect();
    if !rows.is_empty() {
        blocks.push(Block::Table {
            title: "Which change counts".to_owned(),
            columns: vec!["What", "How much", "In whom", "Checked"],
            rows,
        });
    }
    blocks.extend(prose("Traps", &definition.rationale));
    Some(Parts {
        title: instrument.name.clone(),
        subtitle: instrument.id.clone(),
        blocks,
        marks: marks(knowledge, &instrument.provenance),
    })
}

const fn kind_words(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::MeasurementError => "measurement error: less may be noise",
        ChangeKind::Important => "smallest change that matters",
        ChangeKind::Responder => "responder",
    }
}

fn size_words(size: ChangeSize) -> String {
    let range = |from: Decimal, to: Decimal| {
        if from == to {
            from.to_string()
        } else {
            format!("{from} to {to}")
        }
    };
    match size {
        ChangeSize::Points(from, to) => format!("{} points", range(from, to)),
        ChangeSize::Percent(from, to) => format!("{} %", range(from, to)),
    }
}

fn licence(instrument: &Instrument) -> String {
    let licence = &instrument.definition.licence;
    let tier = match licence.tier {
        LicenceTier::Open => "the wording may be shown",
        LicenceTier::OpenAfterCheck => {
            "the wording may be shown once the owner's statement was read"
        }
        LicenceTier::Restricted => "scored here; the wording comes from the owner",
        LicenceTier::Licensed => "the clinic needs a licence of its own",
    };
    format!("{}: {tier}. {}", licence.tier.letter(), licence.reason)
}

pub(super) fn course_rule(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let rule = knowledge.course_rule(knowledge.course_rule_key(id)?);
    let conditions = rule.conditions.iter();
    let mut blocks = vec![values(
        "",
        vec![
            words("Where", &rule.jurisdiction),
            words("Body", &rule.body),
            words("Document", &rule.document),
            words("Since", &since(rule)),
            words("Position", rule.stance.words()),
            row(
                "Conditions",
                conditions
                    .map(|key| condition_link(knowledge, *key))
                    .collect(),
            ),
            words("Requires", &rule.requires.join("; ")),
            words("Not for", &rule.excludes.join("; ")),
            words("After", &rule.must_have_failed.join("; ")),
            words("Who may needle", &rule.who_may_needle.join("; ")),
        ],
    )];
    blocks.push(values("Limits", limits(rule)));
    let rows: Vec<Vec<Link>> = rule
        .unclear
        .iter()
        .map(|open| {
            vec![
                Link::plain(&open.text),
                Link::plain(&open.proposal),
                Link::plain(checked(open.verification)),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::Table {
            title: "What it leaves open".to_owned(),
            columns: vec!["Open", "We propose", "Checked"],
            rows,
        });
    }
    blocks.extend(prose("", &rule.rationale));
    Some(Parts {
        title: rule.name.clone(),
        subtitle: rule.jurisdiction.clone(),
        blocks,
        marks: marks(knowledge, &rule.provenance),
    })
}

fn since(rule: &CourseRule) -> String {
    match rule.from {
        Some(Since::Day(day)) => day.long(),
        Some(Since::Year(year)) => year.to_string(),
        None => String::new(),
    }
}

fn limits(rule: &CourseRule) -> Vec<(String, Vec<Link>)> {
    let limits = &rule.limits;
    let block = limits
        .first_block
        .map(|block| format!("{} visits in {} days", block.visits, block.window_days));
    let extension = limits
        .extension
        .as_ref()
        .map(|more| format!("{} visits, only if {}", more.visits, more.only_if));
    let number = |value: Option<u16>, unit: &str| {
        value
            .map(|value| format!("{value} {unit}"))
            .unwrap_or_default()
    };
    vec![
        words(
            "The complaint has lasted",
            &number(limits.minimum_duration_days, "days"),
        ),
        words(
            "Age from",
            &number(limits.minimum_age_years.map(u16::from), "years"),
        ),
        words("First", &block.unwrap_or_default()),
        words("Then", &extension.unwrap_or_default()),
        words("In a year", &number(limits.visits_per_year, "visits")),
        words("Courses", &number(limits.courses.map(u16::from), "in all")),
        words(
            "Professional time",
            &number(limits.professional_hours.map(u16::from), "hours in all"),
        ),
    ]
}
