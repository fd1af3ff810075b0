//! Section 1.1: pregnancy.

use filiform_knowledge::Severity::{Ask, Caution, Note, Refer, Stop};
use filiform_knowledge::{CodeSystem, Position, Technique};
use filiform_screening::{FactState, Person, RecordedStatus};
use filiform_units::{PartialDate, Sex};

use crate::support::*;

fn woman_pregnant_since(onset: &str) -> Given {
    given(&[pregnant_since(onset)]).woman("1995-03-01")
}

#[test]
fn a_woman_of_childbearing_age_is_asked_until_she_has_answered() {
    given(&[])
        .woman("1995-03-01")
        .when(&[at("LI11")])
        .then("preg-unknown", Ask);
    given(&[no("pregnancy")])
        .woman("1995-03-01")
        .when(&[at("LI11")])
        .not("preg-unknown");
    given(&[])
        .woman("1950-03-01")
        .when(&[at("LI11")])
        .not("preg-unknown");
    given(&[]).when(&[at("LI11")]).not("preg-unknown");
}

#[test]
fn an_unknown_sex_or_birth_date_is_not_a_no() {
    for (sex, born) in [
        (Sex::Unknown, Some("1995")),
        (Sex::Female, None),
        (Sex::Unknown, None),
    ] {
        let person = Person {
            sex,
            born: born.map(|born| PartialDate::parse(born).unwrap()),
        };
        given(&[])
            .person(person)
            .when(&[at("LI11")])
            .then("preg-unknown", Ask);
    }
}

#[test]
fn the_first_weeks_are_discussed_before_any_needle() {
    woman_pregnant_since("2026-09-25")
        .when(&[at("LI11")])
        .then("preg-t1", Refer)
        .not("preg-t2t3");
    woman_pregnant_since("2026-09-25")
        .when(&[])
        .then("preg-t1", Refer);
}

#[test]
fn from_week_13_customary_points_are_referred_and_others_a_caution() {
    woman_pregnant_since("2026-08-01")
        .when(&[at("LI11"), at("LI4"), at("SP6")])
        .of("preg-t2t3", Caution, &[0])
        .of("preg-points", Refer, &[1, 2])
        .not("preg-t1");
}

#[test]
fn no_needle_goes_towards_the_uterus_from_week_12() {
    woman_pregnant_since("2026-09-01")
        .when(&[at("CV4"), at("LI11")])
        .of("preg-uterus", Stop, &[0]);
    woman_pregnant_since("2026-09-15")
        .when(&[at("CV4")])
        .not("preg-uterus");
}

#[test]
fn near_term_the_customary_points_are_a_caution() {
    woman_pregnant_since("2026-03-05")
        .when(&[at("LI4")])
        .then("preg-points-term", Caution)
        .not("preg-points");
}

#[test]
fn a_pregnancy_without_a_start_asks_how_far_it_is() {
    given(&[problem("pregnant")])
        .woman("1995-03-01")
        .when(&[at("CV4")])
        .then("preg-uterus", Ask)
        .then("preg-t1", Ask);
}

#[test]
fn weeks_are_read_from_code_and_words_too() {
    let coded = problem("Twenty weeks gestation").code(CodeSystem::Icd10, "Z3A.20");
    for fact in [
        coded,
        problem("20 weeks pregnant"),
        problem("pregnancy, 20+3 weeks"),
    ] {
        given(&[fact])
            .woman("1995-03-01")
            .when(&[at("CV4")])
            .then("preg-uterus", Stop)
            .then("preg-position", Caution);
    }
}

#[test]
fn a_vague_start_is_a_question_only_where_it_matters() {
    woman_pregnant_since("2026-08")
        .when(&[at("CV4")])
        .then("preg-uterus", Stop)
        .not("preg-position");
    woman_pregnant_since("2026")
        .when(&[at("CV4")])
        .then("preg-uterus", Ask);
}

#[test]
fn current_through_the_pelvis_is_a_stop_and_through_a_limb_is_discussed() {
    let pregnant = || woman_pregnant_since("2026-08-01");
    let electrical = |code| at(code).electrical();
    pregnant()
        .when_joined(&[electrical("BL25"), electrical("BL26")], &[(0, 1)])
        .of("preg-ea-trunk", Stop, &[0, 1]);
    pregnant()
        .when_joined(&[electrical("ST36"), electrical("ST39")], &[(0, 1)])
        .then("preg-ea", Refer)
        .not("preg-ea-trunk");
    pregnant()
        .when_joined(&[electrical("ST36"), electrical("ST36").right()], &[(0, 1)])
        .then("preg-ea-trunk", Stop);
}

#[test]
fn heat_in_pregnancy_is_discussed() {
    woman_pregnant_since("2026-05-01")
        .when(&[at("BL67").with(Technique::Heat)])
        .then("preg-moxa", Refer);
}

#[test]
fn a_complicated_pregnancy_stops_custom_points_and_current() {
    let facts = [
        pregnant_since("2026-08-01"),
        problem("Placenta praevia").code(CodeSystem::Icd10, "O44.1"),
    ];
    given(&facts)
        .woman("1995-03-01")
        .when(&[at("LI11"), at("SP6"), at("ST36").electrical()])
        .then("preg-complicated", Refer)
        .of("preg-complicated-points", Stop, &[1])
        .of("preg-complicated-ea", Stop, &[2]);
}

#[test]
fn after_birth_there_is_a_note() {
    given(&[problem("postpartum").onset("2026-11-01")])
        .woman("1995-03-01")
        .when(&[at("LI11")])
        .then("postnatal", Note);
}

#[test]
fn a_pregnancy_older_than_42_weeks_is_not_known_any_more() {
    let old = given(&[pregnant_since("2020-01-01")]).woman("1995-03-01");
    assert_eq!(old.means("pregnancy"), FactState::Unknown);
    old.when(&[at("CV4")])
        .then("preg-unknown", Ask)
        .not("preg-uterus");
}

#[test]
fn the_end_of_one_pregnancy_does_not_answer_for_the_next() {
    given(&[pregnant_since("2018-05-01").ended("2019-01-20")])
        .woman("1995-03-01")
        .when(&[at("LI11")])
        .then("preg-unknown", Ask);
}

#[test]
fn a_finished_or_denied_pregnancy_is_none() {
    for fact in [
        pregnant_since("2026-05-01").ended("2026-08-01"),
        pregnant_since("2026-05-01").status(RecordedStatus::Void),
        problem("not pregnant").status(RecordedStatus::Unknown),
        problem("wife is pregnant"),
    ] {
        given(&[fact])
            .woman("1995-03-01")
            .when(&[at("CV4")])
            .not("preg-uterus")
            .not("preg-t1");
    }
}

#[test]
fn from_20_weeks_only_lying_flat_is_warned_of_and_so_is_a_position_that_nobody_stated() {
    let lying = |position: Option<Position>| {
        let given = given(&[problem("24 weeks pregnant")]).woman("1995-03-01");
        match position {
            Some(position) => given.lying(position),
            None => given,
        }
        .when(&[at("LI11")])
    };
    for position in [Some(Position::Supine), Some(Position::Prone), None] {
        lying(position).then("preg-position", Caution);
    }
    for position in [
        Position::LeftSideUp,
        Position::RightSideUp,
        Position::Sitting,
    ] {
        lying(Some(position)).not("preg-position");
    }
}
