//! The whole knowledge base, checked and indexed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::load::folders;
use crate::records::Records;
use filiform_units::Date;

use crate::{
    Benefit, BenefitId, BenefitKey, Body, Concept, ConceptId, ConceptKey, ConditionId,
    ConditionKey, ConditionStatement, CourseRule, CourseRuleId, CourseRuleKey, Export, Group,
    GroupId, GroupKey, Ingredient, Instrument, Kind, Lab, LabId, LabKey, Lexicon, Mechanism,
    MechanismId, MechanismKey, Muscle, MuscleKey, MuscleName, Nerve, NerveKey, NerveName, Place,
    Point, PointCode, PointKey, PointSet, PointSetId, PointSetKey, Provenance, Region, RegionId,
    RegionKey, Rule, RuleId, RuleKey, Segment, SegmentKey, SegmentName, Source, SourceId, Table,
    TimeCourse, Trial, TrialId, TrialKey, WorkingRule,
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
    /// Every file as it was read, by its path below the knowledge folder.
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) records: Records,
    /// Statements of a clinic by path, each with the shipped text that it took the place of.
    pub(crate) local: BTreeMap<String, Option<String>>,
    /// The skin, and where the points lie on it.
    pub(crate) body: Arc<Body>,
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

    /// The skin of an adult body, and where the points lie on it.
    pub fn body(&self) -> &Body {
        &self.body
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

    /// Every statement with an id, and its marks: statements of their own file first, then rows of tables.
    pub fn statements(&self) -> Vec<(String, &Provenance)> {
        let mut all: Vec<(String, &Provenance)> = Vec::new();
        let conditions = self.conditions.iter();
        all.extend(conditions.map(|(_, it)| (it.id.to_string(), &it.provenance)));
        all.extend(
            self.rules
                .iter()
                .map(|(_, it)| (it.id.to_string(), &it.provenance)),
        );
        let mechanisms = self.mechanisms.iter();
        all.extend(mechanisms.map(|(_, it)| (it.id.to_string(), &it.provenance)));
        all.extend(
            self.benefits
                .iter()
                .map(|(_, it)| (it.id.to_string(), &it.provenance)),
        );
        all.extend(
            self.groups
                .iter()
                .map(|(_, it)| (it.id.to_string(), &it.provenance)),
        );
        let courses = self.course_rules.iter();
        all.extend(courses.map(|(_, it)| (it.id.to_string(), &it.provenance)));
        all.extend(
            self.instruments
                .iter()
                .map(|it| (it.id.clone(), &it.provenance)),
        );
        all.extend(
            self.principles()
                .iter()
                .map(|it| (it.id.to_string(), &it.provenance)),
        );
        all.extend(
            self.hazards()
                .iter()
                .map(|it| (it.id.to_string(), &it.provenance)),
        );
        let events = self.adverse_events().iter();
        all.extend(events.map(|it| (it.code.to_string(), &it.provenance)));
        all.extend(
            self.rates()
                .iter()
                .map(|it| (it.id.clone(), &it.provenance)),
        );
        all.extend(
            self.risks()
                .iter()
                .map(|it| (it.id.to_string(), &it.provenance)),
        );
        all
    }

    /// Statements whose review no longer holds on a day, with the day until which it held.
    pub fn overdue(&self, today: Date) -> Vec<(String, Date)> {
        let statements = self.statements().into_iter();
        let overdue = statements.filter_map(|(id, provenance)| {
            let due = provenance.review_due()?;
            (provenance.withdrawn.is_none() && due < today).then_some((id, due))
        });
        overdue.collect()
    }

    /// Points with a deep nerve that shares no segment with the skin, muscle or spine there, in the table of
    /// nerves. A nerve may pass through without belonging to the segment, so each is for a person to look at.
    pub fn passing_nerves(&self) -> Vec<(&Point, &Nerve)> {
        let points = self.points.iter().map(|(_, point)| point);
        let pairs = points.flat_map(|point| {
            let own = point.dermatomes.or(point.myotomes).or(point.paraspinal);
            let nerves = point.deep_nerves.iter().map(|key| self.nerve(*key));
            let apart = nerves.filter(move |nerve| {
                !nerve.segments.is_empty() && nerve.segments.and(own).is_empty()
            });
            apart.map(move |nerve| (point, nerve))
        });
        pairs.collect()
    }

    /// Conditions that a new course may be opened for.
    pub fn offered_conditions(&self) -> impl Iterator<Item = &ConditionStatement> {
        let conditions = self.conditions.iter().map(|(_, condition)| condition);
        conditions.filter(|condition| condition.provenance.withdrawn.is_none())
    }

    /// Whether the statement of this kind and id is a clinic's own; then the shipped words that it took
    /// the place of, if there were any.
    pub fn local(&self, kind: Kind, id: &str) -> Option<Option<&str>> {
        let mut folders = folders(kind).iter();
        let found = folders.find_map(|folder| self.local.get(&format!("{folder}{id}.md")))?;
        Some(found.as_deref())
    }

    /// Everything to take away.
    pub fn export(&self) -> Export<'_> {
        Export {
            files: &self.files,
            version: &self.version,
        }
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
