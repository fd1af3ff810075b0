//! The whole knowledge base, checked and indexed.

use std::collections::HashMap;

use crate::records::Records;
use crate::{
    Benefit, BenefitId, BenefitKey, Concept, ConceptId, ConceptKey, ConditionId, ConditionKey,
    ConditionStatement, CourseRule, CourseRuleId, CourseRuleKey, Group, GroupId, GroupKey,
    Ingredient, Instrument, Lab, LabId, LabKey, Lexicon, Mechanism, MechanismId, MechanismKey,
    Muscle, MuscleKey, MuscleName, Nerve, NerveKey, NerveName, Place, Point, PointCode, PointKey,
    PointSet, PointSetId, PointSetKey, Region, RegionId, RegionKey, Rule, RuleId, RuleKey, Segment,
    SegmentKey, SegmentName, Source, SourceId, Table, TimeCourse, Trial, TrialId, TrialKey,
    WorkingRule,
};

/// Everything the product believes, cross-checked: every key in it resolves.
#[derive(Debug)]
pub struct Knowledge {
    pub(crate) points: Table<PointKey, PointCode, Point>,
    pub(crate) regions: Table<RegionKey, RegionId, Region>,
    pub(crate) muscles: Table<MuscleKey, MuscleName, Muscle>,
    pub(crate) nerves: Table<NerveKey, NerveName, Nerve>,
    pub(crate) segments: Table<SegmentKey, SegmentName, Segment>,
    pub(crate) point_sets: Table<PointSetKey, PointSetId, PointSet>,
    pub(crate) concepts: Table<ConceptKey, ConceptId, Concept>,
    pub(crate) labs: Table<LabKey, LabId, Lab>,
    pub(crate) rules: Table<RuleKey, RuleId, Rule>,
    pub(crate) conditions: Table<ConditionKey, ConditionId, ConditionStatement>,
    pub(crate) trials: Table<TrialKey, TrialId, Trial>,
    pub(crate) mechanisms: Table<MechanismKey, MechanismId, Mechanism>,
    pub(crate) benefits: Table<BenefitKey, BenefitId, Benefit>,
    pub(crate) groups: Table<GroupKey, GroupId, Group>,
    pub(crate) course_rules: Table<CourseRuleKey, CourseRuleId, CourseRule>,
    pub(crate) sources: HashMap<SourceId, Source>,
    pub(crate) lexicon: Lexicon,
    /// From outcomes/instruments/.
    pub(crate) instruments: Vec<Instrument>,
    /// From outcomes/time-course.csv.
    pub(crate) time_course: Vec<TimeCourse>,
    /// From outcomes/working-rule.md.
    pub(crate) working_rule: WorkingRule,
    pub(crate) records: Records,
    /// Content hash of every file read, for the record of what was believed when.
    pub(crate) version: String,
}

macro_rules! tables {
    ($($table:ident: $key:ty, $name:ty, $row:ty, $one:ident, $key_of:ident, $what:literal;)+) => {$(
        #[doc = concat!("All ", $what, "s in file order.")]
        pub fn $table(&self) -> &Table<$key, $name, $row> {
            &self.$table
        }

        #[doc = concat!("The ", $what, " of a key.")]
        pub fn $one(&self, key: $key) -> &$row {
            self.$table.get(key)
        }

        #[doc = concat!("The key of the ", $what, " with this name, if there is one.")]
        pub fn $key_of(&self, name: &str) -> Option<$key> {
            self.$table.key(name)
        }
    )+};
}

impl Knowledge {
    tables! {
        points: PointKey, PointCode, Point, point, point_key, "point";
        regions: RegionKey, RegionId, Region, region, region_key, "region";
        muscles: MuscleKey, MuscleName, Muscle, muscle, muscle_key, "muscle";
        nerves: NerveKey, NerveName, Nerve, nerve, nerve_key, "nerve";
        segments: SegmentKey, SegmentName, Segment, segment, segment_key, "segment";
        point_sets: PointSetKey, PointSetId, PointSet, point_set, point_set_key, "point set";
        concepts: ConceptKey, ConceptId, Concept, concept, concept_key, "concept";
        labs: LabKey, LabId, Lab, lab, lab_key, "laboratory value";
        rules: RuleKey, RuleId, Rule, rule, rule_key, "rule";
        conditions: ConditionKey, ConditionId, ConditionStatement, condition, condition_key, "condition";
        trials: TrialKey, TrialId, Trial, trial, trial_key, "trial";
        mechanisms: MechanismKey, MechanismId, Mechanism, mechanism, mechanism_key, "mechanism";
        benefits: BenefitKey, BenefitId, Benefit, benefit, benefit_key, "benefit";
        groups: GroupKey, GroupId, Group, group, group_key, "group";
        course_rules: CourseRuleKey, CourseRuleId, CourseRule, course_rule, course_rule_key, "course rule";
    }

    /// The source with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id)
    }

    /// Every source, ordered by id.
    pub fn sources(&self) -> Vec<&Source> {
        let mut all: Vec<_> = self.sources.values().collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// Medicines in file order.
    pub fn ingredients(&self) -> &[Ingredient] {
        self.lexicon.ingredients()
    }

    /// Codes and words.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The instrument with this id, if there is one.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments
            .iter()
            .find(|instrument| instrument.id == id)
    }

    /// Instruments in file order.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// How a response unfolds over time, in file order.
    pub fn time_course(&self) -> &[TimeCourse] {
        &self.time_course
    }

    /// The course rules that speak of a condition, in file order.
    pub fn course_rules_for(&self, condition: ConditionKey) -> impl Iterator<Item = &CourseRule> {
        let rules = self.course_rules.iter().map(|(_, rule)| rule);
        rules.filter(move |rule| rule.conditions.contains(&condition))
    }

    /// "Is it working?"
    pub fn working_rule(&self) -> &WorkingRule {
        &self.working_rule
    }

    /// Hash of the content that was read.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The large part of the body a place belongs to.
    pub fn region_of(&self, place: Place) -> &Region {
        match place {
            Place::Point(point) => self.region(self.point(point).region),
            Place::Region(region) => self.region(region),
        }
    }
}
