//! Section 0: five states, statuses, dates, and facts that contradict one another.

use filiform_screening::FactState::{Absent, Past, Present, Recent, Unknown};
use filiform_screening::{Fact, FactState, RecordedStatus};

use crate::support::*;

fn warfarin(fact: Fact) -> FactState {
    given(&[fact]).means("M-VKA")
}

#[test]
fn never_asked_is_unknown() {
    assert_eq!(given(&[]).means("pacemaker"), Unknown);
}

#[test]
fn the_recorded_status_decides() {
    for (status, state) in [
        (RecordedStatus::Active, Present),
        (RecordedStatus::Ended, Past),
        (RecordedStatus::Absent, Absent),
        (RecordedStatus::Void, Unknown),
        (RecordedStatus::Planned, Unknown),
        (RecordedStatus::FamilyHistory, Unknown),
        (RecordedStatus::Unknown, Present),
    ] {
        let fact = problem("Epilepsy").status(status);
        assert_eq!(given(&[fact]).means("epilepsy"), state, "{status:?}");
    }
}

#[test]
fn stopped_in_prose_is_stopped() {
    assert_eq!(warfarin(prose("warfarin stopped 2 years ago")), Past);
    assert_eq!(warfarin(prose("stopped warfarin in 2019")), Past);
    assert_eq!(warfarin(prose("was on warfarin until March 2020")), Past);
    assert_eq!(warfarin(prose("warfarin until 2019")), Past);
    assert_eq!(warfarin(prose("used to take warfarin in 2015")), Past);
    assert_eq!(warfarin(prose("discontinued warfarin last year")), Past);
    assert_eq!(warfarin(prose("warfarin stopped yesterday")), Recent);
    assert_eq!(warfarin(prose("warfarin stopped 3 days ago")), Recent);
    assert_eq!(warfarin(prose("stopped warfarin a week ago")), Recent);
}

#[test]
fn stopped_without_a_day_is_a_question_while_it_may_be_recent() {
    let chart = given(&[prose("warfarin stopped")]).chart();
    assert_eq!(chart.state_of(concept_key("M-VKA")), Unknown);
    assert_eq!(chart.evidence(concept_key("M-VKA")).len(), 1);
    assert_eq!(
        warfarin(prose("warfarin stopped").recorded("2026-01-01")),
        Past
    );
    assert_eq!(
        warfarin(medicine("warfarin").status(RecordedStatus::Ended)),
        Unknown
    );
    let fresh = medicine("warfarin").status(RecordedStatus::Ended);
    assert_eq!(warfarin(fresh.clone().onset("2026-11-20")), Recent);
    assert_eq!(warfarin(fresh.onset("2020-01-01")), Past);
}

#[test]
fn an_active_order_that_says_stopped_is_a_question() {
    let chart = given(&[medicine("warfarin stopped last month")]).chart();
    assert_eq!(chart.state_of(concept_key("M-VKA")), Unknown);
    assert_eq!(chart.evidence(concept_key("M-VKA")).len(), 1);
}

#[test]
fn a_coded_status_beats_prose() {
    let coded = medicine("warfarin, stopped before surgery")
        .code(filiform_knowledge::CodeSystem::RxNorm, "855332");
    assert_eq!(warfarin(coded), Present);
}

#[test]
fn an_imprecise_end_counts_as_late_as_it_can() {
    assert_eq!(warfarin(medicine("warfarin").ended("2026-11")), Recent);
    assert_eq!(warfarin(medicine("warfarin").ended("2026")), Recent);
    assert_eq!(warfarin(medicine("warfarin").ended("2026-10")), Past);
}

#[test]
fn an_end_in_the_future_has_not_come() {
    assert_eq!(warfarin(medicine("warfarin").ended("2027-01-15")), Present);
    let epilepsy = problem("Epilepsy").ended("2027-01-15");
    assert_eq!(given(&[epilepsy]).means("epilepsy"), Present);
}

#[test]
fn of_several_facts_the_riskier_one_counts() {
    let present = medicine("warfarin");
    let recent = medicine("warfarin").ended("2026-11-22");
    let past = medicine("warfarin").ended("2019-01-01");
    let denied = prose("no warfarin");
    let all = [past.clone(), denied.clone(), recent.clone(), present];
    assert_eq!(given(&all).means("M-VKA"), Present);
    assert_eq!(given(&all[..3]).means("M-VKA"), Recent);
    assert_eq!(given(&all[..2]).means("M-VKA"), Past);
    assert_eq!(given(&[denied]).means("M-VKA"), Absent);
}

#[test]
fn a_later_answer_takes_the_place_of_an_earlier_one() {
    let earlier = yes("bleeding-history").onset("2026-01-01");
    let later = no("bleeding-history").onset("2026-10-01");
    assert_eq!(
        given(&[later.clone(), earlier.clone()]).means("bleeding-history"),
        Absent
    );
    let again = yes("bleeding-history").onset("2026-11-01");
    assert_eq!(
        given(&[again, later, earlier]).means("bleeding-history"),
        Present
    );
}

#[test]
fn not_known_takes_no_answer_back() {
    let known = yes("bleeding-history").onset("2026-01-01");
    let shrug = yes("bleeding-history")
        .status(RecordedStatus::Unknown)
        .onset("2026-10-01");
    assert_eq!(given(&[known, shrug]).means("bleeding-history"), Present);
}

#[test]
fn an_answer_does_not_undo_what_the_record_says() {
    let both = [medicine("warfarin"), no("M-VKA").onset("2026-11-24")];
    assert_eq!(given(&both).means("M-VKA"), Present);
}

#[test]
fn a_later_no_settles_a_hint() {
    let hint = prose("blood thinner").recorded("2026-11-01");
    let denied = no("anticoagulant").onset("2026-11-24");
    assert_eq!(
        given(std::slice::from_ref(&hint)).means("anticoagulant"),
        Unknown
    );
    assert_eq!(given(&[hint, denied]).means("anticoagulant"), Absent);
}

#[test]
fn no_to_the_broad_question_answers_the_narrow_ones() {
    let denied = given(&[no("anticoagulant")]);
    assert_eq!(denied.means("M-VKA"), Absent);
    assert_eq!(denied.means("M-DOAC"), Absent);
    assert_eq!(given(&[no("M-VKA")]).means("anticoagulant"), Unknown);
}

#[test]
fn answers_go_stale_in_both_directions() {
    let old = "2020-01-01";
    assert_eq!(
        given(&[yes("pregnancy").onset(old)]).means("pregnancy"),
        Unknown
    );
    assert_eq!(
        given(&[no("pregnancy").onset(old)]).means("pregnancy"),
        Unknown
    );
    assert_eq!(
        given(&[no("pregnancy").onset("2026-11-01")]).means("pregnancy"),
        Absent
    );
}

#[test]
fn what_is_over_and_comes_again_is_answered_by_a_later_no() {
    let past = problem("Normal pregnancy").ended("2026-09-01");
    let means = |answer: Fact| given(&[past.clone(), answer]).means("pregnancy");
    assert_eq!(given(std::slice::from_ref(&past)).means("pregnancy"), Past);
    assert_eq!(means(no("pregnancy").onset("2026-10-01")), Absent);
    assert_eq!(means(no("pregnancy").onset("2026-08-31")), Past);
    assert_eq!(means(yes("pregnancy").onset("2026-10-01")), Present);
    // What comes once stays past.
    let epilepsy = problem("Epilepsy").ended("2019-01-01");
    assert_eq!(given(&[epilepsy, no("epilepsy")]).means("epilepsy"), Past);
}

#[test]
fn what_was_stopped_does_not_answer_for_the_whole_class() {
    let stopped = given(&[medicine("warfarin").ended("2019-01-01")]);
    assert_eq!(stopped.means("M-VKA"), Past);
    assert_eq!(stopped.means("anticoagulant"), Unknown);
}

#[test]
fn the_newest_value_counts() {
    let inr = concept_lab("inr");
    let old = lab("INR", 4.8, "{INR}").onset("2026-11-01");
    let new = lab("INR", 2.2, "{INR}").onset("2026-11-20");
    let chart = given(&[new, old]).chart();
    assert!((chart.lab(inr).unwrap().value - 2.2).abs() < 1e-9);
}

#[test]
fn a_withdrawn_value_is_no_value() {
    let inr = concept_lab("inr");
    let void = lab("INR", 9.9, "{INR}").status(RecordedStatus::Void);
    assert!(given(&[void]).chart().lab(inr).is_none());
}

fn concept_lab(id: &str) -> filiform_knowledge::LabKey {
    KNOWLEDGE.lab_key(id).unwrap()
}

#[test]
fn what_once_was_counts_where_a_rule_says_ever_and_what_was_only_suspected_asks() {
    use filiform_knowledge::Severity::{Ask, Refer};
    let needle = [at("GB21")];
    let past = problem("Pneumothorax").ended("2010-01-01");
    given(std::slice::from_ref(&past))
        .when(&needle)
        .then("thorax-risk-lung", Refer);
    let suspected = problem("suspected pneumothorax");
    given(std::slice::from_ref(&suspected))
        .when(&needle)
        .then("thorax-risk-lung", Ask);
    // A new suspicion does not take back what is known.
    given(&[past, suspected])
        .when(&needle)
        .then("thorax-risk-lung", Refer);
}

#[test]
fn not_asked_is_answered_by_any_answer_and_by_no_hint() {
    use filiform_knowledge::Severity::Ask;
    let needle = [at("ST36")];
    for (fact, asks) in [
        (yes("anticoagulant"), false),
        (no("anticoagulant"), false),
        (medicine("warfarin"), false),
        (medicine("blood thinner"), true),
    ] {
        let then = given(std::slice::from_ref(&fact)).when(&needle);
        let asked = then.find("anticoag-not-asked", Ask).is_some();
        assert_eq!(asked, asks, "{fact:?}");
    }
}
