//! All names that exist, collected before anything that refers to them is read.

use std::collections::{BTreeMap, HashMap};

use super::concepts::KINDS;
use super::names::{Names, Row};
use super::problem::{At, Problems};
use super::raw::Raw;
use super::statement_file::StatementFile;
use crate::table::Key;
use crate::{
    ConceptKey, ConceptKind, ConditionKey, LabKey, MechanismKey, MuscleKey, NerveKey, PointKey,
    PointSetKey, RegionKey, RuleKey, SegmentKey, SegmentSet, TrialKey,
};

/// Names to keys.
pub(super) struct Index {
    pub(super) points: Names<PointKey>,
    pub(super) regions: Names<RegionKey>,
    pub(super) nerves: Names<NerveKey>,
    pub(super) muscles: Names<MuscleKey>,
    pub(super) segments: Names<SegmentKey>,
    pub(super) concepts: Names<ConceptKey>,
    pub(super) concept_kinds: HashMap<ConceptKey, ConceptKind>,
    pub(super) labs: Names<LabKey>,
    pub(super) point_sets: Names<PointSetKey>,
    pub(super) rules: Names<RuleKey>,
    pub(super) conditions: Names<ConditionKey>,
    pub(super) mechanisms: Names<MechanismKey>,
    pub(super) trial_conditions: BTreeMap<String, Vec<TrialKey>>,
    pub(super) sources: Names<Row>,
    pub(super) instruments: Names<Row>,
    pub(super) electrical_settings: Names<Row>,
}

impl Index {
    pub(super) fn collect(raw: &Raw<'_>, problems: &mut Problems) -> Self {
        let mut nerves = raw.anatomy.nerves.names("nerve", "name", problems);
        for cells in raw.anatomy.nerves.rows() {
            for alias in cells.list("aliases") {
                nerves.suggest(alias, cells.text("name"));
            }
        }
        if let Some(extra) = raw.anatomy.segments.rows().nth(SegmentSet::MOST) {
            problems.add(
                extra.at(),
                format!("more than {} segments", SegmentSet::MOST),
            );
        }
        raw.trials.names::<TrialKey>("trial", "tara_id", problems);
        let mut trial_conditions: BTreeMap<String, Vec<TrialKey>> = BTreeMap::new();
        for (row, cells) in raw.trials.rows().enumerate() {
            let trials = trial_conditions.entry(cells.text("condition").to_owned());
            trials.or_default().push(TrialKey::from_index(row));
        }
        let (concepts, concept_kinds) = concepts(raw, problems);
        let rules = raw.rules.iter().map(|(file, _)| *file);
        let rules = rules.chain(raw.red_flags.iter().map(|(file, _)| *file));
        let mechanisms = raw.mechanisms.iter().map(|(file, _)| *file);
        let conditions = raw.conditions.iter().map(|(file, _)| *file);
        let instruments = raw.instruments.iter().map(|(file, _)| *file);
        Self {
            points: raw.anatomy.points.names("point", "code", problems),
            regions: raw.anatomy.regions.names("region", "region", problems),
            nerves,
            muscles: raw.anatomy.muscles.names("muscle", "name", problems),
            segments: raw.anatomy.segments.names("segment", "segment", problems),
            concepts,
            concept_kinds,
            labs: raw.labs.names("laboratory value", "id", problems),
            point_sets: raw.point_sets.names("point set", "id", problems),
            rules: Names::collect("rule", rules.map(stem), problems),
            conditions: Names::collect("condition", conditions.map(stem), problems),
            mechanisms: Names::collect("mechanism", mechanisms.map(stem), problems),
            trial_conditions,
            sources: raw.sources.names("source", "id", problems),
            instruments: Names::collect("instrument", instruments.map(stem), problems),
            electrical_settings: raw.records.electrical_settings(problems),
        }
    }

    /// What kind a concept is of.
    pub(super) fn kind(&self, concept: ConceptKey) -> Option<ConceptKind> {
        self.concept_kinds.get(&concept).copied()
    }
}

fn stem(file: StatementFile<'_>) -> (&str, At<'_>) {
    (file.stem(), At::line(file.path, 1))
}

/// Concepts of the table, then one for each item of a red flag.
fn concepts(
    raw: &Raw<'_>,
    problems: &mut Problems,
) -> (Names<ConceptKey>, HashMap<ConceptKey, ConceptKind>) {
    let mut names = raw.concepts.names("concept", "id", problems);
    let mut kinds = Vec::new();
    for cells in raw.concepts.rows() {
        let kind = cells.one_of("kind", KINDS, problems);
        kinds.push(kind.unwrap_or(ConceptKind::Problem));
    }
    for (file, flag) in &raw.red_flags {
        for item in flag.iter().flat_map(|flag| &flag.item) {
            let id = format!("{}/{}", file.stem(), item.id.get_ref());
            names.add(&id, file.at_value(&item.id), problems);
            kinds.push(ConceptKind::Answer);
        }
    }
    let kinds = kinds.into_iter().enumerate();
    let kinds = kinds.map(|(row, kind)| (ConceptKey::from_index(row), kind));
    (names, kinds.collect())
}
