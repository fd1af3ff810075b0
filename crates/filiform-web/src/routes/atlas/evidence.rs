//! Pages of the evidence: conditions, benefits, mechanisms, people, trials, sources.

use filiform_knowledge::{
    ClaimVerdict, ConditionKey, ConditionStatement, Kind, Knowledge, Mechanism, Provenance,
    SourceId,
};

use super::part::{
    Parts, checked, condition as condition_link, marks, marks_of_row, point, prose, row, rule,
    source as source_link, tissue, to, values, words,
};
use crate::pages::atlas::{Block, Link};
use crate::routes::view;

const CONTESTED: &str = "The popular claim is stronger than the evidence.";

pub(super) fn condition(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let condition = knowledge.condition(knowledge.condition_key(id)?);
    let mut blocks = vec![Block::Lead(condition.plain.clone())];
    if condition.contested {
        blocks.push(Block::Caveat(CONTESTED.to_owned()));
    }
    blocks.push(Block::Evidence(view::evidence(knowledge, condition)));
    blocks.extend(prose("Why not surer", &condition.limits));
    blocks.extend(guidelines(knowledge, condition));
    blocks.push(values("In the clinic", clinic(knowledge, condition)));
    blocks.extend(prose("More", &condition.rationale));
    let studied = |trial: &filiform_knowledge::Trial| {
        let mut trials = condition.trials.iter();
        trials.any(|key| knowledge.trial(*key).id == trial.id)
    };
    blocks.extend(super::body::trials(knowledge, studied));
    Some(Parts {
        title: condition.name.clone(),
        subtitle: String::new(),
        blocks,
        marks: marks(knowledge, &condition.provenance),
    })
}

fn guidelines(knowledge: &Knowledge, condition: &ConditionStatement) -> Option<Block> {
    let rows: Vec<Vec<Link>> = condition
        .guidelines
        .iter()
        .map(|guideline| {
            vec![
                Link::plain(&guideline.body),
                Link::plain(&guideline.position),
                Link::plain(&guideline.text),
                source_link(knowledge, &guideline.source),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Block::Table {
        title: "What guidelines say".to_owned(),
        columns: vec!["Body and year", "Position", "In words", "Source"],
        rows,
    })
}

fn clinic(knowledge: &Knowledge, condition: &ConditionStatement) -> Vec<(String, Vec<Link>)> {
    let targets = condition.targets.iter();
    let points = condition.trial_points.iter();
    let flags = condition.red_flags.iter();
    let instruments = condition.instruments.iter().map(|id| {
        let name = knowledge.instrument(id);
        to(
            Kind::Instrument,
            id,
            name.map_or(id.as_str(), |it| it.name.as_str()),
        )
    });
    let codes = condition.codes.iter();
    vec![
        words("Usual dose", &condition.dose.text),
        row(
            "Points in trials",
            points.map(|key| point(knowledge, *key)).collect(),
        ),
        row(
            "Tissue aimed at",
            targets
                .map(|target| tissue(knowledge, target.tissue))
                .collect(),
        ),
        row(
            "Ask first",
            flags.map(|key| rule(knowledge, *key)).collect(),
        ),
        row("What to measure", instruments.collect()),
        row(
            "Codes",
            codes
                .map(|(system, code)| Link::plain(format!("{system} {code}")))
                .collect(),
        ),
    ]
}

pub(super) fn benefit(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let benefit = knowledge.benefit(knowledge.benefit_key(id)?);
    let mechanisms = benefit.mechanisms.iter();
    let mechanisms = mechanisms.map(|key| mechanism_link(knowledge.mechanism(*key)));
    let mut blocks = claim(&benefit.claim, benefit.verdict, &benefit.say);
    blocks.push(values(
        "",
        vec![
            row("Conditions", conditions(knowledge, &benefit.conditions)),
            row("Mechanisms named for it", mechanisms.collect()),
        ],
    ));
    blocks.extend(prose("The figures", &benefit.rationale));
    Some(statement(
        knowledge,
        benefit.name.clone(),
        blocks,
        &benefit.provenance,
    ))
}

pub(super) fn mechanism(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let mechanism = knowledge.mechanism(knowledge.mechanism_key(id)?);
    let mut blocks = claim(&mechanism.claim, mechanism.verdict, &mechanism.say);
    let strengths = mechanism.strengths.iter();
    let strengths = strengths.map(|it| Link::plain(format!("{}: {}", it.letter(), it.words())));
    blocks.push(values(
        "",
        vec![
            row("Human evidence", strengths.collect()),
            words("What the letters mean", &mechanism.strength_note),
            words(
                "Said to work through",
                mechanism.aim.map_or("", |aim| aim.words()),
            ),
            row("Matters in", conditions(knowledge, &mechanism.conditions)),
        ],
    ));
    let rows = mechanism.findings.iter().map(|finding| {
        vec![
            Link::plain(&finding.text),
            Link::plain(checked(finding.verification)),
            source_link(knowledge, &finding.source),
        ]
    });
    blocks.push(Block::Table {
        title: "What was found".to_owned(),
        columns: vec!["Finding", "Checked", "Source"],
        rows: rows.collect(),
    });
    blocks.extend(prose("Both sides", &mechanism.rationale));
    let title = mechanism.claim.clone();
    Some(statement(knowledge, title, blocks, &mechanism.provenance))
}

pub(super) fn mechanism_link(mechanism: &Mechanism) -> Link {
    to(Kind::Mechanism, mechanism.id.as_str(), &mechanism.claim)
}

fn claim(claim: &str, verdict: ClaimVerdict, say: &str) -> Vec<Block> {
    let mut blocks = vec![
        Block::Lead(say.to_owned()),
        values(
            "",
            vec![words("Claimed", claim), words("Verdict", verdict.words())],
        ),
    ];
    if verdict == ClaimVerdict::NotSupported {
        blocks.push(Block::Caveat(CONTESTED.to_owned()));
    }
    blocks
}

pub(super) fn group(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let group = knowledge.group(knowledge.group_key(id)?);
    let mut blocks = vec![
        Block::Lead(group.who.clone()),
        values(
            "",
            vec![
                words("What may be said", &group.say),
                row("Conditions", conditions(knowledge, &group.conditions)),
                words("Be careful", &group.careful),
                row(
                    "Precautions",
                    group
                        .rules
                        .iter()
                        .map(|key| rule(knowledge, *key))
                        .collect(),
                ),
            ],
        ),
    ];
    blocks.extend(prose("Why", &group.rationale));
    Some(statement(
        knowledge,
        group.name.clone(),
        blocks,
        &group.provenance,
    ))
}

pub(super) fn trial(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let trial = knowledge.trial(knowledge.trial_key(id)?);
    let points = trial.points.iter().map(|key| point(knowledge, *key));
    let people = trial.n_total.map(|n| n.to_string()).unwrap_or_default();
    let blocks = vec![values(
        "",
        vec![
            words("Condition", &trial.condition),
            words("Technique", &trial.technique),
            row("Points", points.collect()),
            words("People", &people),
            words("Compared with", &trial.comparator),
            words("DOI", &trial.doi),
        ],
    )];
    Some(Parts {
        title: format!("Trial {}: {}", trial.id, trial.condition),
        subtitle: trial.year.to_string(),
        blocks,
        marks: marks_of_row(&trial.source),
    })
}

pub(super) fn source(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let source = knowledge.source(&SourceId::new(id))?;
    let cited = |provenance: &Provenance| provenance.sources.contains(&source.id);
    let conditions = knowledge.conditions().iter().filter(|(_, it)| {
        cited(&it.provenance)
            || it.vs_sham.sources.contains(&source.id)
            || it.vs_care.sources.contains(&source.id)
    });
    let rules = knowledge
        .rules()
        .iter()
        .filter(|(_, it)| cited(&it.provenance));
    let mechanisms = knowledge.mechanisms().iter().filter(|(_, it)| {
        cited(&it.provenance) || it.findings.iter().any(|found| found.source == source.id)
    });
    let blocks = vec![
        Block::Lead(source.citation.clone()),
        values(
            "Cited by",
            vec![
                row(
                    "Conditions",
                    conditions
                        .map(|(key, _)| condition_link(knowledge, key))
                        .collect(),
                ),
                row(
                    "Precautions and red flags",
                    rules.map(|(key, _)| rule(knowledge, key)).collect(),
                ),
                row(
                    "Mechanisms",
                    mechanisms.map(|(_, it)| mechanism_link(it)).collect(),
                ),
            ],
        ),
    ];
    Some(Parts {
        title: source.id.to_string(),
        subtitle: "source".to_owned(),
        blocks,
        marks: marks_of_row(&format!("What of it was read: {}", source.seen)),
    })
}

fn conditions(knowledge: &Knowledge, keys: &[ConditionKey]) -> Vec<Link> {
    keys.iter()
        .map(|key| condition_link(knowledge, *key))
        .collect()
}

fn statement(
    knowledge: &Knowledge,
    title: String,
    blocks: Vec<Block>,
    provenance: &Provenance,
) -> Parts {
    Parts {
        title,
        subtitle: String::new(),
        blocks,
        marks: marks(knowledge, provenance),
    }
}
