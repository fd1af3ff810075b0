//! What stands in the files is what the program believes.

use filiform_knowledge::{
    Angle, ClaimVerdict, CodeSystem, Condition, CourseInput, CurrentPath, Knowledge, NeedleAim,
    Place, Reach, RuleKind, SegmentSet, Severity, Since, Stance, StopWhen, Strength, Technique,
    TimeCourseTopic, Tissue, Urgency, Verification,
};
use filiform_units::Date;

use crate::fixture::{files, load, with_change};

fn knowledge() -> Knowledge {
    load(&files()).unwrap()
}

#[test]
fn a_point_carries_its_anatomy() {
    let knowledge = knowledge();
    let point = knowledge.points().find("ST34").unwrap();
    assert_eq!(point.landmark, "2 B-cun from patella towards ASIS");
    assert_eq!(
        point.muscles,
        [knowledge.muscle_key("rectus femoris").unwrap()]
    );
    assert_eq!(point.myotomes.len(), 2);
    let depth = point.depth.unwrap();
    assert_eq!((depth.min().get(), depth.max().get()), (12, 25));
    assert_eq!(point.angle, Angle::Perpendicular);
    assert_eq!(
        knowledge.region(point.region).reach,
        [Reach::Supine, Reach::Sitting]
    );
}

#[test]
fn a_point_that_is_not_needled_has_no_depth() {
    let knowledge = knowledge();
    let point = knowledge.points().find("ST36").unwrap();
    assert!(!point.needled);
    assert_eq!(point.depth, None);
    assert_eq!(point.angle, Angle::Unrecorded);
}

#[test]
fn a_set_holds_ranges_regions_with_their_parts_and_other_sets() {
    let knowledge = knowledge();
    let set = knowledge.point_sets().find("PS-ALL").unwrap();
    let names: Vec<_> = set
        .members
        .iter()
        .map(|member| {
            let name = match member.place {
                Place::Point(point) => knowledge.point(point).code.as_str(),
                Place::Region(region) => knowledge.region(region).id.as_str(),
            };
            (
                name,
                member.deeper_than.map(filiform_units::Millimetres::get),
            )
        })
        .collect();
    let expected = [
        ("ST34", Some(20)),
        ("ST35", Some(20)),
        ("ST36", Some(20)),
        ("BL40", None),
        ("knee", None),
        ("knee-posterior", None),
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_place_that_stands_in_a_set_with_and_without_depth_belongs_always() {
    let files = with_change("screening/point-sets.csv", "ST34-ST36>20", "ST34>20;ST34");
    let knowledge = load(&files).unwrap();
    let set = knowledge.point_sets().find("PS-KNEE").unwrap();
    assert_eq!(set.members[0].deeper_than, None);
}

#[test]
fn a_rule_says_when_where_and_how_serious() {
    let knowledge = knowledge();
    let rule = knowledge.rules().find("vka").unwrap();
    assert_eq!(rule.severity, Severity::Stop);
    assert_eq!(
        rule.scope.techniques,
        [Technique::Manual, Technique::Electrical]
    );
    assert_eq!(rule.scope.current, Some(CurrentPath::OneLeg));
    assert_eq!(
        rule.scope.deeper_than.map(filiform_units::Millimetres::get),
        Some(10)
    );
    let Condition::Any(parts) = &rule.when else {
        panic!("{:?}", rule.when);
    };
    assert_eq!(
        parts[0],
        Condition::Concept(knowledge.concept_key("M-VKA").unwrap())
    );
    assert_eq!(parts.len(), 4);
}

#[test]
fn the_items_of_a_red_flag_are_concepts_that_can_be_asked() {
    let knowledge = knowledge();
    let flag = knowledge.rules().find("rf-joint").unwrap();
    assert_eq!(flag.kind, RuleKind::RedFlag(Urgency::SameDay));
    assert_eq!(flag.scope.techniques, Technique::ALL);
    assert_eq!(
        flag.scope.conditions,
        [knowledge.condition_key("knee_oa").unwrap()]
    );
    let items = ["rf-joint/hot", "rf-joint/fever"].map(|id| knowledge.concept_key(id).unwrap());
    let of = items.map(Condition::Concept).to_vec();
    assert_eq!(flag.when, Condition::AtLeast { count: 2, of });
    assert_eq!(knowledge.concept(items[0]).question, "Is the knee hot?");
}

#[test]
fn a_red_flag_is_asked_for_the_conditions_that_name_it() {
    let flag = "screening/red-flags/rf-joint.md";
    let named_by_the_condition = with_change(flag, "conditions = [\"knee_oa\"]\n", "");
    let knowledge = load(&named_by_the_condition).unwrap();
    let knee = knowledge.condition_key("knee_oa").unwrap();
    let flag = knowledge.rules().find("rf-joint").unwrap();
    assert_eq!(flag.scope.conditions, [knee]);
}

#[test]
fn a_condition_knows_its_trials_targets_and_red_flags() {
    let knowledge = knowledge();
    let condition = knowledge.conditions().find("knee_oa").unwrap();
    assert_eq!(knowledge.trial(condition.trials[0]).id.as_str(), "tara-7");
    let segment = knowledge.segment_key("L3").unwrap();
    assert_eq!(condition.targets[0].tissue, Tissue::Segment(segment));
    assert_eq!(
        condition.red_flags,
        [knowledge.rule_key("rf-joint").unwrap()]
    );
    assert!(!condition.rationale.is_empty());
    let muscle = knowledge.muscles().find("rectus femoris").unwrap();
    assert_eq!(muscle.main_segments, SegmentSet::EMPTY.with(segment));
}

#[test]
fn a_mechanism_has_its_strongest_letter_first_and_each_finding_its_own() {
    let knowledge = knowledge();
    let flow = knowledge.mechanisms().find("flow").unwrap();
    assert_eq!(flow.strengths, [Strength::B, Strength::D]);
    assert_eq!(flow.verdict, ClaimVerdict::Uncertain);
    assert_eq!(flow.aim, Some(NeedleAim::CirculationAndInflammation));
    let letters = flow.findings.iter().map(|it| it.verification.letter());
    assert_eq!(letters.collect::<Vec<_>>(), ["V", "V2"]);
    let benefit = knowledge.benefits().find("joints").unwrap();
    assert_eq!(
        benefit.mechanisms,
        [knowledge.mechanism_key("flow").unwrap()]
    );
    let group = knowledge.groups().find("knees").unwrap();
    let rules = ["vka", "rf-joint"].map(|id| knowledge.rule_key(id).unwrap());
    assert_eq!(group.rules, rules);
}

#[test]
fn a_course_rule_holds_its_numbers_and_is_found_by_its_condition() {
    let knowledge = knowledge();
    let knee = knowledge.condition_key("knee_oa").unwrap();
    let rules: Vec<_> = knowledge.course_rules_for(knee).collect();
    let [rule] = rules.as_slice() else {
        panic!("one rule speaks of the knee, not {}", rules.len());
    };
    assert_eq!(rule.stance, Stance::Allows);
    assert_eq!(
        rule.from,
        Some(Since::Day(Date::parse("2020-01-21").unwrap()))
    );
    let block = rule.limits.first_block.unwrap();
    assert_eq!((block.visits, block.window_days), (12, 90));
    assert_eq!(rule.limits.visits_per_year, Some(20));
    assert_eq!(rule.stop_when, [StopWhen::NotImproving, StopWhen::Worse]);
    assert_eq!(rule.inputs, [CourseInput::Onset, CourseInput::VisitDates]);
    assert_eq!(rule.unclear[0].verification, Verification::FromMemory);
}

#[test]
fn a_finding_on_time_knows_what_it_is_about() {
    let knowledge = knowledge();
    let finding = &knowledge.time_course()[0];
    assert_eq!(finding.about, TimeCourseTopic::Durability);
    assert_eq!(
        finding.conditions,
        [knowledge.condition_key("knee_oa").unwrap()]
    );
}

#[test]
fn codes_and_names_lead_to_concepts() {
    let knowledge = knowledge();
    let lexicon = knowledge.lexicon();
    let concept = |id: &str| knowledge.concept_key(id).unwrap();
    let pregnancy = [concept("pregnancy")];
    assert_eq!(
        lexicon.concepts_for_code(CodeSystem::Snomed, "77386006"),
        pregnancy
    );
    assert_eq!(
        lexicon.concepts_for_code(CodeSystem::Icd10, "o9a.2"),
        pregnancy
    );
    assert_eq!(
        lexicon.concepts_for_code(CodeSystem::Icd10, "Z33.1"),
        pregnancy
    );
    assert_eq!(lexicon.concepts_for_code(CodeSystem::Icd10, "Z33.2"), []);
    let vka = [concept("M-VKA")];
    assert_eq!(lexicon.concepts_for_code(CodeSystem::Atc, "B01AA07"), vka);
    assert_eq!(lexicon.concepts_for_code(CodeSystem::Atc, "B01AA99"), []);
    assert_eq!(lexicon.concepts_for_code(CodeSystem::RxNorm, "11289"), vka);
    assert_eq!(lexicon.lab_for_loinc("6301-6"), knowledge.lab_key("inr"));
    let warfarin = lexicon.medicine("COUMADIN").unwrap();
    assert_eq!(
        (warfarin.name.as_str(), warfarin.washout_days),
        ("warfarin", 7)
    );
    assert_eq!(lexicon.medicine("warferin"), Some(warfarin));
    assert_eq!(
        lexicon.medicine_for_code(CodeSystem::Atc, "b01aa03"),
        Some(warfarin)
    );
    assert_eq!(lexicon.medicine("aspirin"), None);
    assert!(lexicon.are_look_alikes("avandia", "coumadin"));
    assert_eq!(lexicon.terms()[0].unless, ["not pregnant"]);
    assert_eq!(lexicon.local_use_words(), ["cream"]);
}

#[test]
fn the_version_changes_with_every_byte() {
    let before = knowledge();
    let after = load(&with_change("sources.csv", "A study", "A Study")).unwrap();
    assert_eq!(before.version().len(), 32);
    assert_eq!(before.version(), knowledge().version());
    assert_ne!(before.version(), after.version());
}
