//! Areas of benefit, and the people who may benefit.

use serde::Deserialize;
use toml::Spanned;

use super::conditions::keys;
use super::index::Index;
use super::mechanisms::verdict;
use super::problem::Problems;
use super::statement_file::{Marks, RawWithdrawn, StatementFile};
use crate::{Benefit, BenefitId, Group, GroupId};

/// An area of benefit as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBenefit {
    id: Spanned<String>,
    name: Spanned<String>,
    claim: Spanned<String>,
    verdict: Spanned<String>,
    say: Spanned<String>,
    contested: bool,
    conditions: Vec<Spanned<String>>,
    #[serde(default)]
    mechanisms: Vec<Spanned<String>>,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
}

/// A group of people as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGroup {
    id: Spanned<String>,
    name: Spanned<String>,
    who: Spanned<String>,
    conditions: Vec<Spanned<String>>,
    say: Spanned<String>,
    careful: Spanned<String>,
    #[serde(default)]
    rules: Vec<Spanned<String>>,
    status: Spanned<String>,
    policy: bool,
    sources: Vec<Spanned<String>>,
    version: Spanned<u16>,
    reviewed: Spanned<toml::Value>,
    withdrawn: Option<Spanned<RawWithdrawn>>,
}

pub(super) fn benefit(
    raw: &RawBenefit,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Benefit {
    file.check_id(&raw.id, problems);
    if raw.conditions.is_empty() {
        let at = file.at_value(&raw.id);
        let hint = "name those whose figures stand behind it in `conditions`";
        problems.add_with_hint(at, "an area of benefit without conditions", hint);
    }
    let marks = Marks {
        status: &raw.status,
        policy: raw.policy,
        sources: &raw.sources,
        version: &raw.version,
        reviewed: &raw.reviewed,
        withdrawn: raw.withdrawn.as_ref(),
    };
    Benefit {
        id: BenefitId::new(raw.id.get_ref()),
        name: file.required("name", &raw.name, problems),
        claim: file.required("claim", &raw.claim, problems),
        verdict: verdict(&raw.verdict, file, problems),
        say: file.required("say", &raw.say, problems),
        contested: raw.contested,
        conditions: keys(&raw.conditions, &index.conditions, file, problems),
        mechanisms: keys(&raw.mechanisms, &index.mechanisms, file, problems),
        rationale: file.prose.trim().to_owned(),
        provenance: marks.provenance(file, &index.sources, problems),
    }
}

pub(super) fn group(
    raw: &RawGroup,
    file: &StatementFile<'_>,
    index: &Index,
    problems: &mut Problems,
) -> Group {
    file.check_id(&raw.id, problems);
    let marks = Marks {
        status: &raw.status,
        policy: raw.policy,
        sources: &raw.sources,
        version: &raw.version,
        reviewed: &raw.reviewed,
        withdrawn: raw.withdrawn.as_ref(),
    };
    Group {
        id: GroupId::new(raw.id.get_ref()),
        name: file.required("name", &raw.name, problems),
        who: file.required("who", &raw.who, problems),
        conditions: keys(&raw.conditions, &index.conditions, file, problems),
        say: file.required("say", &raw.say, problems),
        careful: file.required("careful", &raw.careful, problems),
        rules: keys(&raw.rules, &index.rules, file, problems),
        rationale: file.prose.trim().to_owned(),
        provenance: marks.provenance(file, &index.sources, problems),
    }
}
