//! What the pages of all kinds are built from.

use filiform_knowledge::{
    ConditionKey, Kind, Knowledge, PointKey, Provenance, RuleKey, RuleKind, Search, SegmentSet,
    SourceId, Tissue, Verification,
};

use crate::pages::atlas::{Block, Link, Marks};
use crate::paths;
use crate::routes::view;

/// An article without the visitor's part.
pub(super) struct Parts {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) blocks: Vec<Block>,
    pub(super) marks: Marks,
}

/// A link to an entry.
pub(super) fn to(kind: Kind, id: &str, words: impl Into<String>) -> Link {
    Link::to(words, paths::atlas_entry(kind.as_str(), &Search::slug(id)))
}

pub(super) fn point(knowledge: &Knowledge, key: PointKey) -> Link {
    let code = knowledge.point(key).code.as_str();
    to(Kind::Point, code, code)
}

pub(super) fn condition(knowledge: &Knowledge, key: ConditionKey) -> Link {
    let condition = knowledge.condition(key);
    to(Kind::Condition, condition.id.as_str(), &condition.name)
}

pub(super) fn rule(knowledge: &Knowledge, key: RuleKey) -> Link {
    let rule = knowledge.rule(key);
    let kind = match rule.kind {
        RuleKind::RedFlag(_) => Kind::RedFlag,
        RuleKind::Precaution => Kind::Rule,
    };
    to(kind, rule.id.as_str(), &rule.title)
}

pub(super) fn tissue(knowledge: &Knowledge, tissue: Tissue) -> Link {
    match tissue {
        Tissue::Muscle(key) => {
            let name = knowledge.muscle(key).name.as_str();
            to(Kind::Muscle, name, name)
        }
        Tissue::Nerve(key) => {
            let name = knowledge.nerve(key).name.as_str();
            to(Kind::Nerve, name, name)
        }
        Tissue::Segment(key) => {
            let name = knowledge.segment(key).name.as_str();
            to(Kind::Segment, name, name)
        }
    }
}

pub(super) fn segments(knowledge: &Knowledge, set: SegmentSet) -> Vec<Link> {
    set.iter()
        .map(|key| tissue(knowledge, Tissue::Segment(key)))
        .collect()
}

/// A name with its values.
pub(super) fn row(name: &str, links: Vec<Link>) -> (String, Vec<Link>) {
    (name.to_owned(), links)
}

/// A name with words; left out when they are empty.
pub(super) fn words(name: &str, words: &str) -> (String, Vec<Link>) {
    let links = if words.trim().is_empty() {
        Vec::new()
    } else {
        vec![Link::plain(words)]
    };
    (name.to_owned(), links)
}

pub(super) fn values(title: &str, rows: Vec<(String, Vec<Link>)>) -> Block {
    Block::Values {
        title: title.to_owned(),
        rows,
    }
}

/// Text of the knowledge base under a heading; nothing when it is empty.
pub(super) fn prose(title: &str, text: &str) -> Option<Block> {
    let text = text.trim();
    (!text.is_empty()).then(|| Block::Prose {
        title: title.to_owned(),
        text: text.to_owned(),
    })
}

pub(super) fn source(knowledge: &Knowledge, id: &SourceId) -> Link {
    match knowledge.source(id) {
        Some(source) => to(
            Kind::Source,
            id.as_str(),
            format!("{} ({})", source.citation, source.seen),
        ),
        None => Link::plain(id.as_str()),
    }
}

/// The marks of a statement.
pub(super) fn marks(knowledge: &Knowledge, provenance: &Provenance) -> Marks {
    Marks {
        checked: checked(provenance.verification),
        is_policy: provenance.policy,
        sources: provenance
            .sources
            .iter()
            .map(|id| source(knowledge, id))
            .collect(),
        review: format!(
            "{}; version {}{}",
            view::review(&provenance.review),
            provenance.version,
            withdrawn(provenance)
        ),
    }
}

fn withdrawn(provenance: &Provenance) -> String {
    provenance
        .withdrawn
        .as_ref()
        .map_or_else(String::new, |it| {
            format!("; withdrawn on {}: {}", it.on.long(), it.why)
        })
}

/// The marks of a row of a table: its own words on what was verified.
pub(super) fn marks_of_row(checked: &str) -> Marks {
    Marks {
        checked: checked.to_owned(),
        is_policy: false,
        sources: Vec::new(),
        review: "Not yet reviewed by a clinician".to_owned(),
    }
}

pub(super) fn checked(verification: Verification) -> String {
    format!("{}: {}", verification.letter(), verification.words())
}
