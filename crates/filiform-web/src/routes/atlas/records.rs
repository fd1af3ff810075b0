//! Pages of what surrounds a session: hazards, consent, adverse events, rules of work.

use filiform_knowledge::{
    AdverseEvent, ConsentRisk, Frequency, Hazard, Kind, Knowledge, Place, PublishedRate, RateUnit,
    Reporter,
};

use super::body::{measured, stop_words};
use super::part::{Parts, checked, marks, point, prose, row, source, to, values, words};
use crate::pages::atlas::{Block, Link};

pub(super) fn hazard(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let hazard = knowledge.hazards().iter().find(|it| it.id.as_str() == id)?;
    let mut blocks = vec![
        Block::Lead(hazard.technique.clone()),
        values(
            "",
            vec![
                row("Under", places(knowledge, hazard)),
                words("Note", &hazard.note),
            ],
        ),
    ];
    let rows: Vec<Vec<Link>> = hazard
        .measures
        .iter()
        .map(|it| {
            let source_of = it.mark.sources.first().map(|id| source(knowledge, id));
            vec![
                Link::plain(measured(it)),
                Link::plain(&it.direction),
                source_of.unwrap_or_else(|| Link::plain("")),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::Table {
            title: "What was measured".to_owned(),
            columns: vec!["Figure", "Direction", "Source"],
            rows,
        });
        blocks.push(Block::Caveat(
            "No figure here is a depth that is safe for everybody.".to_owned(),
        ));
    }
    let limits = hazard.limits.iter().map(|limit| {
        vec![
            Link::plain(stop_words(limit.stop)),
            Link::plain(limit.angle.map_or("any direction", |angle| angle.as_str())),
            Link::plain(&limit.note),
        ]
    });
    blocks.push(Block::Table {
        title: "Default limits, policy".to_owned(),
        columns: vec!["Limit", "Direction", "When"],
        rows: limits.collect(),
    });
    Some(Parts {
        title: hazard.structures.join(", "),
        subtitle: "structure at risk".to_owned(),
        blocks,
        marks: marks(knowledge, &hazard.provenance),
    })
}

fn places(knowledge: &Knowledge, hazard: &Hazard) -> Vec<Link> {
    let places = hazard.places.iter().map(|place| match place {
        Place::Point(key) => point(knowledge, *key),
        Place::Region(key) => Link::plain(&knowledge.region(*key).name),
    });
    places.collect()
}

pub(super) fn risk(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let risk = knowledge.risk(id)?;
    let mut blocks = Vec::new();
    blocks.extend(knowledge.plain_text_of_risk(&risk.id).map(Block::Lead));
    blocks.push(values(
        "",
        vec![
            row("Events", events(knowledge, risk)),
            row("Matters with", facts(knowledge, risk)),
            words("For the clinician", &risk.note),
        ],
    ));
    blocks.extend(frequencies(knowledge, risk));
    Some(Parts {
        title: risk.say.clone(),
        subtitle: "consent".to_owned(),
        blocks,
        marks: marks(knowledge, &risk.provenance),
    })
}

fn events(knowledge: &Knowledge, risk: &ConsentRisk) -> Vec<Link> {
    let events = risk
        .codes
        .iter()
        .filter_map(|code| knowledge.adverse_event(code.as_str()));
    events.map(event_link).collect()
}

fn event_link(event: &AdverseEvent) -> Link {
    to(Kind::AdverseEvent, event.code.as_str(), &event.event)
}

fn facts(knowledge: &Knowledge, risk: &ConsentRisk) -> Vec<Link> {
    let concepts = risk.concepts.iter();
    concepts
        .map(|key| Link::plain(&knowledge.concept(*key).name))
        .collect()
}

fn frequencies(knowledge: &Knowledge, risk: &ConsentRisk) -> Option<Block> {
    let rows: Vec<Vec<Link>> = risk
        .frequencies
        .iter()
        .map(|it: &Frequency| {
            let word = knowledge.frequency_word(it).map_or("", |word| &word.word);
            vec![
                Link::plain(it.to_string()),
                Link::plain(word),
                Link::plain(&it.definition),
                Link::plain(checked(it.provenance.verification)),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Block::Table {
        title: "How often".to_owned(),
        columns: vec!["Number", "Word", "What was counted", "Checked"],
        rows,
    })
}

pub(super) fn adverse_event(knowledge: &Knowledge, code: &str) -> Option<Parts> {
    let event = knowledge.adverse_event(code)?;
    let mut blocks = vec![Block::Lead(event.definition.clone())];
    let told = knowledge.plain_words_of_event(&event.code);
    blocks.push(values(
        "",
        vec![
            words("Record", &event.record.join(", ")),
            words("What patients are told", told.map_or("", |it| &it.text)),
        ],
    ));
    let rates: Vec<Vec<Link>> = knowledge
        .rates_of(&event.code)
        .map(|rate| {
            vec![
                Link::plain(&rate.study),
                Link::plain(figure(rate)),
                Link::plain(unit(rate.unit)),
                Link::plain(reporter(rate.reporter)),
                Link::plain(checked(rate.provenance.verification)),
            ]
        })
        .collect();
    if !rates.is_empty() {
        blocks.push(Block::Table {
            title: "Published rates".to_owned(),
            columns: vec!["Study", "Figure", "Per", "Reported by", "Checked"],
            rows: rates,
        });
    }
    Some(Parts {
        title: event.event.clone(),
        subtitle: event.code.to_string(),
        blocks,
        marks: marks(knowledge, &event.provenance),
    })
}

/// `43 of 31,822; 14 per 10,000 (10 to 19)`.
fn figure(rate: &PublishedRate) -> String {
    let counted = match (rate.numerator, rate.denominator) {
        (Some(numerator), Some(denominator)) => Some(format!("{numerator} of {denominator}")),
        (Some(numerator), None) => Some(format!("{numerator}, no denominator")),
        (None, Some(denominator)) => Some(format!("of {denominator}")),
        (None, None) => None,
    };
    let value = rate.rate.map(|rate| {
        let interval = rate
            .interval
            .map(|(low, high)| format!(" ({low} to {high})"));
        format!(
            "{} per {}{}",
            rate.value,
            rate.per,
            interval.unwrap_or_default()
        )
    });
    let parts: Vec<String> = counted.into_iter().chain(value).collect();
    format!("{}: {}", rate.definition, parts.join("; "))
}

const fn unit(unit: RateUnit) -> &'static str {
    match unit {
        RateUnit::PatientSeries => "patients over a course",
        RateUnit::Treatment => "treatments",
        RateUnit::Needles => "needles",
        RateUnit::IncidentReport => "incident reports, a share",
        RateUnit::PublishedCase => "published cases, a share",
    }
}

const fn reporter(reporter: Reporter) -> &'static str {
    match reporter {
        Reporter::Patient => "patients",
        Reporter::Practitioner => "practitioners",
        Reporter::ClaimsData => "claims data",
        Reporter::IncidentReports => "incident reports",
        Reporter::CaseReports => "case reports",
        Reporter::Mixed => "mixed",
        Reporter::NotGiven => "not given",
    }
}

pub(super) fn principle(knowledge: &Knowledge, id: &str) -> Option<Parts> {
    let principle = knowledge.principle(id)?;
    let mut blocks = vec![Block::Lead(principle.text.clone())];
    blocks.extend(prose("Why", &principle.rationale));
    Some(Parts {
        title: principle.title.clone(),
        subtitle: "rule of work".to_owned(),
        blocks,
        marks: marks(knowledge, &principle.provenance),
    })
}
