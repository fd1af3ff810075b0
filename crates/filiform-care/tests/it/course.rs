use std::slice::from_ref;

use filiform_care::course::{
    Answered, Command, Complaint, Decision, Event, OpenFinding, Override, Phase, Refusal,
};
use filiform_care::{Act, Authority, Need, NoPrivilege, Plan, PlanError};
use filiform_knowledge::{ConditionId, MuscleName, PrivilegeId, RegionId, RuleId, Severity};
use filiform_outcomes::{Answer, AnswersError};
use filiform_screening::{Found, difference};
use filiform_testkit::{
    a_complaint, a_measure, a_patient_id, a_plan, an_act, course_opened, given_course, long,
    measure_recorded, plan_agreed, plan_drafted, short,
};
use filiform_units::{Laterality, Minutes, SessionId, Side, Timestamp};

fn knee() -> Complaint {
    a_complaint("knee_oa", Laterality::Left)
}

fn a_knee_plan() -> Plan {
    a_plan(&["ST36 left", "SP9 left"])
}

fn open(complaint: Complaint) -> Command {
    Command::Open {
        patient: a_patient_id(),
        complaint,
    }
}

fn finding(rule: &str, severity: Severity) -> OpenFinding {
    OpenFinding {
        rule: RuleId::new(rule),
        severity,
    }
}

fn answer(rule: &str, severity: Severity) -> Override {
    Override {
        rule: RuleId::new(rule),
        severity,
        reason: long("spoke to the prescriber today"),
    }
}

fn agree(findings: &[OpenFinding], overrides: &[Override]) -> Command {
    Command::AgreePlan {
        findings: findings.to_vec(),
        overrides: overrides.to_vec(),
        authority: Authority::default(),
        found: Vec::new(),
    }
}

fn agreed(overrides: &[Override]) -> Event {
    Event::PlanAgreed {
        plan: a_knee_plan(),
        overrides: overrides.iter().map(stands).collect(),
        found: Some(Vec::new()),
        act: an_act(),
    }
}

fn answer_to(answer: &Override) -> Command {
    Command::AnswerFinding {
        answer: answer.clone(),
        authority: Authority::default(),
    }
}

fn answered(reply: &Override) -> Event {
    Event::FindingAnswered {
        answer: reply.clone(),
        under: Vec::new(),
        act: an_act(),
    }
}

/// An answer as it stands in the record.
fn stands(answer: &Override) -> Answered {
    Answered {
        answer: answer.clone(),
        under: Vec::new(),
        act: an_act(),
    }
}

fn ended() -> Vec<Event> {
    vec![Event::Ended {
        reason: long("goals reached"),
        act: an_act(),
    }]
}

fn unanswered(rule: &str, severity: Severity) -> Refusal {
    Refusal::Unanswered {
        rule: RuleId::new(rule),
        severity,
    }
}

/// One of each command, all of which an open course accepts except `Open`.
fn every_command() -> Vec<Command> {
    vec![
        open(knee()),
        Command::Reassess { complaint: knee() },
        Command::DraftPlan {
            plan: a_knee_plan(),
        },
        Command::UndoDraft,
        answer_to(&answer("anticoag-deep", Severity::Stop)),
        agree(&[], &[]),
        Command::RecordMeasure {
            measure: a_measure("nprs", &[Some(6)]),
        },
        Command::Review {
            decision: Decision::Continue,
            reason: long("a third better"),
        },
        Command::End {
            reason: long("goals reached"),
            running: None,
        },
    ]
}

#[test]
fn a_course_is_opened_for_a_complaint() {
    let course = given_course(&[]).when(open(knee())).then(&course_opened());
    assert_eq!(course.state().phase, Phase::Open);
    assert_eq!(course.state().patient, Some(a_patient_id()));
    assert_eq!(course.state().complaint, Some(knee()));
}

#[test]
fn an_open_course_is_not_opened_again() {
    given_course(&[course_opened()])
        .when(open(knee()))
        .refused(&Refusal::AlreadyOpen);
}

#[test]
fn nothing_happens_in_a_course_that_was_not_opened() {
    for command in every_command().split_off(1) {
        given_course(&[]).when(command).refused(&Refusal::NotOpen);
    }
}

#[test]
fn nothing_happens_in_a_course_that_has_ended() {
    let history = [course_opened(), plan_drafted(a_knee_plan()), ended()];
    for command in every_command() {
        given_course(&history)
            .when(command)
            .refused(&Refusal::Ended);
    }
}

#[test]
fn a_complaint_names_a_condition_that_exists() {
    let elsewhere = Complaint {
        condition: ConditionId::new("moon-sickness"),
        ..knee()
    };
    let refusal = Refusal::Unknown {
        what: "condition",
        name: "moon-sickness".to_owned(),
    };
    given_course(&[])
        .when(open(elsewhere.clone()))
        .refused(&refusal);
    given_course(&[course_opened()])
        .when(Command::Reassess {
            complaint: elsewhere,
        })
        .refused(&refusal);
}

#[test]
fn a_complaint_names_regions_that_exist() {
    let elsewhere = Complaint {
        pain_areas: vec![
            (RegionId::new("knee"), Side::Left),
            (RegionId::new("aura"), Side::Left),
        ],
        ..knee()
    };
    let refusal = Refusal::Unknown {
        what: "region",
        name: "aura".to_owned(),
    };
    given_course(&[])
        .when(open(elsewhere.clone()))
        .refused(&refusal);
    given_course(&[course_opened()])
        .when(Command::Reassess {
            complaint: elsewhere,
        })
        .refused(&refusal);
}

#[test]
fn a_complaint_names_muscles_that_exist() {
    let elsewhere = Complaint {
        tender_muscles: vec![
            (MuscleName::new("tibialis anterior"), Side::Left),
            (MuscleName::new("musculus fictus"), Side::Left),
        ],
        ..knee()
    };
    let refusal = Refusal::Unknown {
        what: "muscle",
        name: "musculus fictus".to_owned(),
    };
    given_course(&[])
        .when(open(elsewhere.clone()))
        .refused(&refusal);
    given_course(&[course_opened()])
        .when(Command::Reassess {
            complaint: elsewhere,
        })
        .refused(&refusal);
}

#[test]
fn a_reassessment_replaces_the_whole_complaint() {
    let now = Complaint {
        pain_areas: vec![(RegionId::new("knee"), Side::Left)],
        tender_muscles: vec![(MuscleName::new("tibialis anterior"), Side::Left)],
        also: Vec::new(),
        tender_segments: Vec::new(),
        drawing: None,
        goals: None,
        ..a_complaint("knee_oa", Laterality::Both)
    };
    let course = given_course(&[course_opened()])
        .when(Command::Reassess {
            complaint: now.clone(),
        })
        .then(&[Event::Reassessed {
            complaint: now.clone(),
            act: an_act(),
        }]);
    assert_eq!(course.state().complaint, Some(now));
}

#[test]
fn a_drafted_plan_is_not_an_agreed_plan() {
    let course = given_course(&[course_opened()])
        .when(Command::DraftPlan {
            plan: a_knee_plan(),
        })
        .then(&plan_drafted(a_knee_plan()));
    assert_eq!(course.state().draft, Some(a_knee_plan()));
    assert_eq!(course.state().agreed, None);
}

#[test]
fn a_new_draft_leaves_the_agreed_plan_as_it_is() {
    let edited = a_plan(&["ST36 left"]);
    let course = given_course(&[course_opened(), plan_agreed(a_knee_plan())])
        .when(Command::DraftPlan {
            plan: edited.clone(),
        })
        .then(&plan_drafted(edited.clone()));
    assert_eq!(course.state().draft, Some(edited));
    assert_eq!(course.state().agreed, Some(a_knee_plan()));
}

#[test]
fn a_plan_that_makes_no_sense_is_not_drafted() {
    given_course(&[course_opened()])
        .when(Command::DraftPlan {
            plan: a_plan(&["st36 left"]),
        })
        .refused(&Refusal::Plan(PlanError::UnknownPoint {
            code: "st36".to_owned(),
            hint: Some("ST36".to_owned()),
        }));
}

#[test]
fn a_draft_that_no_longer_makes_sense_is_not_agreed() {
    let kept_too_long = Plan {
        retention: Minutes::literal(45),
        ..a_knee_plan()
    };
    given_course(&[course_opened(), plan_drafted(kept_too_long)])
        .when(agree(&[], &[]))
        .refused(&Refusal::Plan(PlanError::Retention(Minutes::literal(45))));
}

#[test]
fn without_a_draft_there_is_nothing_to_agree() {
    given_course(&[course_opened()])
        .when(agree(&[], &[]))
        .refused(&Refusal::NoDraft);
}

#[test]
fn a_plan_without_needles_is_not_agreed() {
    given_course(&[course_opened(), plan_drafted(a_plan(&[]))])
        .when(agree(&[], &[]))
        .refused(&Refusal::NoNeedles);
}

#[test]
fn a_plan_without_findings_is_agreed_as_drafted() {
    let course = given_course(&[course_opened(), plan_drafted(a_knee_plan())])
        .when(agree(&[], &[]))
        .then(&plan_agreed(a_knee_plan()));
    assert_eq!(course.state().agreed, Some(a_knee_plan()));
    assert_eq!(course.state().draft, Some(a_knee_plan()));
}

#[test]
fn every_question_referral_and_stop_needs_an_answer() {
    for severity in [Severity::Ask, Severity::Refer, Severity::Stop] {
        given_course(&[course_opened(), plan_drafted(a_knee_plan())])
            .when(agree(&[finding("anticoag-deep", severity)], &[]))
            .refused(&unanswered("anticoag-deep", severity));
    }
}

#[test]
fn milder_findings_need_no_answer() {
    let mild = [Severity::None, Severity::Note, Severity::Caution]
        .map(|severity| finding("anticoag-deep", severity));
    given_course(&[course_opened(), plan_drafted(a_knee_plan())])
        .when(agree(&mild, &[]))
        .then(&[agreed(&[])]);
}

#[test]
fn an_answer_counts_for_findings_up_to_its_own_severity() {
    let severities = [Severity::Ask, Severity::Refer, Severity::Stop];
    for said in severities {
        for given in severities {
            let overrides = [answer("anticoag-deep", given)];
            let decided = given_course(&[course_opened(), plan_drafted(a_knee_plan())])
                .when(agree(&[finding("anticoag-deep", said)], &overrides));
            if given >= said {
                decided.then(&[agreed(&[answer("anticoag-deep", said)])]);
            } else {
                decided.refused(&unanswered("anticoag-deep", said));
            }
        }
    }
}

#[test]
fn an_answer_to_a_question_does_not_answer_the_stop_that_the_same_rule_became() {
    let both = [
        finding("lymphoedema-limb", Severity::Stop),
        finding("lymphoedema-limb", Severity::Ask),
    ];
    given_course(&[course_opened(), plan_drafted(a_knee_plan())])
        .when(agree(&both, &[answer("lymphoedema-limb", Severity::Ask)]))
        .refused(&unanswered("lymphoedema-limb", Severity::Stop));
}

#[test]
fn an_answer_to_another_rule_does_not_count() {
    given_course(&[course_opened(), plan_drafted(a_knee_plan())])
        .when(agree(
            &[finding("anticoag-deep", Severity::Stop)],
            &[answer("lymphoedema-limb", Severity::Stop)],
        ))
        .refused(&unanswered("anticoag-deep", Severity::Stop));
}

#[test]
fn one_unanswered_finding_among_many_is_named() {
    given_course(&[course_opened(), plan_drafted(a_knee_plan())])
        .when(agree(
            &[
                finding("anticoag-deep", Severity::Stop),
                finding("anticoag-vka", Severity::Caution),
                finding("anticoag-inr-unknown", Severity::Ask),
            ],
            &[answer("anticoag-deep", Severity::Stop)],
        ))
        .refused(&unanswered("anticoag-inr-unknown", Severity::Ask));
}

#[test]
fn a_finding_is_answered_before_the_plan_is_agreed() {
    let reply = answer("anticoag-deep", Severity::Stop);
    given_course(&[course_opened(), plan_drafted(a_knee_plan())])
        .when(answer_to(&reply))
        .then(&[answered(&reply)])
        .when(agree(&[finding("anticoag-deep", Severity::Stop)], &[]))
        .then(&[agreed(&[reply])]);
}

#[test]
fn an_answer_to_what_nobody_found_is_not_agreed_and_opens_no_session_later() {
    let stop = answer("anticoag-deep", Severity::Stop);
    let course = given_course(&[
        course_opened(),
        plan_drafted(a_knee_plan()),
        vec![answered(&stop)],
    ]);
    let course = course
        .when(agree(
            &[
                finding("anticoag-deep", Severity::Caution),
                finding("anticoag-inr-unknown", Severity::Ask),
            ],
            &[
                answer("anticoag-inr-unknown", Severity::Stop),
                answer("lymphoedema-limb", Severity::Stop),
            ],
        ))
        .then(&[agreed(&[answer("anticoag-inr-unknown", Severity::Ask)])]);
    assert_eq!(course.state().overridden_stops(), []);
}

#[test]
fn without_a_draft_there_is_no_finding_to_answer() {
    given_course(&[course_opened()])
        .when(answer_to(&answer("anticoag-deep", Severity::Stop)))
        .refused(&Refusal::NoDraft);
}

#[test]
fn the_newest_answer_to_a_rule_is_the_one_that_counts() {
    let (question, stop) = (
        answer("anticoag-deep", Severity::Ask),
        answer("anticoag-deep", Severity::Stop),
    );
    let history = [course_opened(), plan_drafted(a_knee_plan())];
    let course = given_course(&[history.concat(), vec![answered(&question), answered(&stop)]]);
    assert_eq!(course.state().overrides, [stands(&stop)]);

    given_course(&[history.concat(), vec![answered(&stop)]])
        .when(agree(
            &[finding("anticoag-deep", Severity::Stop)],
            from_ref(&question),
        ))
        .refused(&unanswered("anticoag-deep", Severity::Stop));
}

#[test]
fn an_answer_to_a_stop_outlives_a_change_of_the_dose() {
    let stop = answer("anticoag-deep", Severity::Stop);
    let longer = Plan {
        sessions: 12,
        per_week: 2,
        retention: Minutes::literal(30),
        ..a_knee_plan()
    };
    let history = [
        course_opened(),
        plan_drafted(a_knee_plan()),
        vec![answered(&stop)],
        plan_drafted(longer.clone()),
    ];
    given_course(&history)
        .when(agree(&[finding("anticoag-deep", Severity::Stop)], &[]))
        .then(&[Event::PlanAgreed {
            plan: longer,
            overrides: vec![stands(&stop)],
            found: Some(Vec::new()),
            act: an_act(),
        }]);
}

#[test]
fn an_answer_to_a_stop_holds_for_exactly_the_needles_it_was_given_for() {
    let stop = answer("anticoag-deep", Severity::Stop);
    let question = answer("anticoag-inr-unknown", Severity::Ask);
    let history = [
        course_opened(),
        plan_drafted(a_knee_plan()),
        vec![answered(&stop), answered(&question)],
    ];
    let same = given_course(&[history.concat(), plan_drafted(a_knee_plan())]);
    assert_eq!(same.state().overrides, [stands(&stop), stands(&question)]);

    let other = given_course(&[history.concat(), plan_drafted(a_plan(&["SP9 left"]))]);
    assert_eq!(other.state().overrides, [stands(&question)]);
    other
        .when(agree(&[finding("anticoag-deep", Severity::Stop)], &[]))
        .refused(&unanswered("anticoag-deep", Severity::Stop));
}

#[test]
fn an_answer_opens_no_session_before_its_plan_is_agreed() {
    let course = given_course(&[
        course_opened(),
        plan_agreed(a_knee_plan()),
        plan_drafted(a_plan(&["SP9 left"])),
        vec![answered(&answer("anticoag-deep", Severity::Stop))],
    ]);
    assert_eq!(course.state().agreed, Some(a_knee_plan()));
    assert_eq!(course.state().overridden_stops(), []);
}

#[test]
fn a_new_draft_leaves_the_answers_of_the_agreed_plan_as_they_are() {
    let answers = [
        answer("anticoag-deep", Severity::Stop),
        answer("anticoag-inr-unknown", Severity::Ask),
    ];
    let course = given_course(&[
        course_opened(),
        vec![agreed(&answers)],
        plan_drafted(a_plan(&["SP9 left"])),
    ]);
    assert_eq!(
        course.state().agreed_overrides,
        answers.each_ref().map(stands)
    );
    assert_eq!(
        course.state().overridden_stops(),
        [RuleId::new("anticoag-deep")]
    );
}

#[test]
fn answers_are_kept_when_the_same_plan_is_agreed_again() {
    let stop = [answer("anticoag-deep", Severity::Stop)];
    let course = given_course(&[course_opened(), plan_drafted(a_knee_plan())])
        .when(agree(&[finding("anticoag-deep", Severity::Stop)], &stop))
        .then(&[agreed(&stop)]);
    assert_eq!(course.state().overrides, stop.each_ref().map(stands));
    course
        .when(agree(&[finding("anticoag-deep", Severity::Stop)], &[]))
        .then(&[agreed(&stop)]);
}

#[test]
fn a_completed_instrument_is_recorded() {
    let pain = a_measure("nprs", &[Some(6)]);
    let course = given_course(&[course_opened()])
        .when(Command::RecordMeasure {
            measure: pain.clone(),
        })
        .then(&measure_recorded(pain.clone()));
    assert_eq!(course.state().measures, [pain]);
}

#[test]
fn a_partly_answered_instrument_is_recorded_with_its_gaps() {
    let peg = a_measure("peg", &[Some(6), None, Some(0)]);
    given_course(&[course_opened()])
        .when(Command::RecordMeasure {
            measure: peg.clone(),
        })
        .then(&measure_recorded(peg));
}

#[test]
fn an_instrument_without_any_answer_is_not_recorded() {
    for nothing in [&[][..], &[None][..], &[None; 3][..]] {
        given_course(&[course_opened()])
            .when(Command::RecordMeasure {
                measure: a_measure("nprs", nothing),
            })
            .refused(&Refusal::EmptyMeasure);
    }
}

#[test]
fn an_unknown_instrument_is_not_recorded() {
    given_course(&[course_opened()])
        .when(Command::RecordMeasure {
            measure: a_measure("mood-ring", &[Some(6)]),
        })
        .refused(&Refusal::UnknownInstrument("mood-ring".to_owned()));
}

#[test]
fn answers_that_do_not_fit_the_instrument_are_not_recorded() {
    let refused = |answers: &[Answer], error: AnswersError| {
        given_course(&[course_opened()])
            .when(Command::RecordMeasure {
                measure: a_measure("peg", answers),
            })
            .refused(&Refusal::Answers(error));
    };
    refused(
        &[Some(6)],
        AnswersError::Count {
            instrument: "peg".to_owned(),
            expected: 3,
            found: 1,
        },
    );
    refused(
        &[Some(6), Some(5), Some(11)],
        AnswersError::Range {
            instrument: "peg".to_owned(),
            item: 3,
            min: 0,
            max: 10,
            found: "11".to_owned(),
        },
    );
}

#[test]
fn a_review_keeps_its_decision() {
    for decision in Decision::ALL {
        let reason = long("talked it through with the patient");
        let course = given_course(&[course_opened()])
            .when(Command::Review {
                decision,
                reason: reason.clone(),
            })
            .then(&[Event::Reviewed {
                decision,
                reason,
                act: an_act(),
            }]);
        assert_eq!(course.state().decisions, [decision]);
        assert_eq!(course.state().phase, Phase::Open);
    }
}

#[test]
fn every_decision_reads_back_from_its_word() {
    for decision in Decision::ALL {
        assert_eq!(Decision::parse(decision.as_str()), Some(decision));
    }
    assert_eq!(Decision::parse("Continue"), None);
    assert_eq!(Decision::parse(""), None);
}

#[test]
fn a_course_ends_with_its_reason() {
    let course = given_course(&[course_opened()])
        .when(Command::End {
            reason: long("goals reached"),
            running: None,
        })
        .then(&ended());
    assert_eq!(course.state().phase, Phase::Ended);
}

#[test]
fn a_course_does_not_end_while_a_session_of_it_is_not_signed() {
    given_course(&[course_opened()])
        .when(Command::End {
            reason: long("goals reached"),
            running: Some(SessionId::from_bits(7)),
        })
        .refused(&Refusal::SessionRunning(SessionId::from_bits(7)));
}

#[test]
fn every_refusal_says_what_stands_in_the_way() {
    let cases = [
        (Refusal::NotOpen, "this course was not opened"),
        (Refusal::AlreadyOpen, "this course is already open"),
        (
            Refusal::Ended,
            "this course has ended; open a new one to treat again",
        ),
        (
            Refusal::Unknown {
                what: "muscle",
                name: "musculus fictus".to_owned(),
            },
            "there is no muscle `musculus fictus` in the knowledge base; the atlas lists them",
        ),
        (
            Refusal::Plan(PlanError::Dose),
            "a course has 1 to 40 sessions, 1 to 7 a week",
        ),
        (Refusal::NoDraft, "there is no drafted plan to agree"),
        (Refusal::NoNeedles, "the plan has no needles"),
        (
            unanswered("anticoag-deep", Severity::Stop),
            "`anticoag-deep` says stop, and nobody has answered it",
        ),
        (
            Refusal::UnknownInstrument("mood-ring".to_owned()),
            "there is no instrument `mood-ring`; the atlas lists them",
        ),
        (
            Refusal::Answers(AnswersError::Count {
                instrument: "peg".to_owned(),
                expected: 3,
                found: 1,
            }),
            "`peg` takes 3 answers, but 1 came",
        ),
        (
            Refusal::EmptyMeasure,
            "no item was answered, so there is nothing to record",
        ),
    ];
    for (refusal, said) in cases {
        assert_eq!(refusal.to_string(), said);
    }
}

/// What a needle over the lung needs, for somebody who holds `held`.
fn over_the_lung(held: &[&str]) -> Authority {
    Authority {
        needed: vec![Need {
            privilege: PrivilegeId::new("thoracic-needling"),
            needles: "BL13 left".to_owned(),
        }],
        held: held.iter().map(|id| PrivilegeId::new(id)).collect(),
    }
}

fn not_held() -> Refusal {
    Refusal::NoPrivilege(NoPrivilege {
        privilege: PrivilegeId::new("thoracic-needling"),
        needles: "BL13 left".to_owned(),
    })
}

#[test]
fn a_finding_is_answered_under_a_privilege_that_is_held() {
    let stop = answer("anticoag-deep", Severity::Stop);
    let order = |held: &[&str]| Command::AnswerFinding {
        answer: stop.clone(),
        authority: over_the_lung(held),
    };
    let history = [course_opened(), plan_drafted(a_knee_plan())];
    given_course(&history)
        .when(order(&["needling", "children"]))
        .refused(&not_held());
    given_course(&history)
        .when(order(&["needling", "thoracic-needling"]))
        .then(&[Event::FindingAnswered {
            answer: stop.clone(),
            under: vec![PrivilegeId::new("thoracic-needling")],
            act: an_act(),
        }]);
}

#[test]
fn a_plan_is_agreed_only_by_somebody_who_is_trusted_with_its_needles() {
    let order = |held: &[&str]| Command::AgreePlan {
        findings: Vec::new(),
        overrides: Vec::new(),
        authority: over_the_lung(held),
        found: Vec::new(),
    };
    let history = [course_opened(), plan_drafted(a_knee_plan())];
    given_course(&history)
        .when(order(&["needling"]))
        .refused(&not_held());
    given_course(&history)
        .when(order(&["thoracic-needling"]))
        .then(&[agreed(&[])]);
}

#[test]
fn an_answer_keeps_who_gave_it_when_somebody_else_agrees_the_plan() {
    let stop = answer("anticoag-deep", Severity::Stop);
    let given = Event::FindingAnswered {
        answer: stop.clone(),
        under: vec![PrivilegeId::new("thoracic-needling")],
        act: Act {
            at: Timestamp::from_micros(7),
            ..an_act()
        },
    };
    let course = given_course(&[course_opened(), plan_drafted(a_knee_plan()), vec![given]])
        .when(agree(&[finding("anticoag-deep", Severity::Stop)], &[]));
    let held = Answered {
        answer: stop,
        under: vec![PrivilegeId::new("thoracic-needling")],
        act: Act {
            at: Timestamp::from_micros(7),
            ..an_act()
        },
    };
    course.then(&[Event::PlanAgreed {
        plan: a_knee_plan(),
        overrides: vec![held],
        found: Some(Vec::new()),
        act: an_act(),
    }]);
}

/// A red flag of the knowledge base.
const FLAG: &str = "rf-cauda";

fn refer(rules: &[&str]) -> Command {
    Command::Refer {
        rules: rules.iter().map(|rule| RuleId::new(rule)).collect(),
        letter: long("Dear colleague, please see this patient now."),
    }
}

fn referred(rules: &[&str]) -> Event {
    Event::Referred {
        rules: rules.iter().map(|rule| RuleId::new(rule)).collect(),
        letter: long("Dear colleague, please see this patient now."),
        act: an_act(),
    }
}

#[test]
fn nobody_goes_over_a_positive_red_flag_before_the_patient_is_referred() {
    let history = [course_opened(), plan_drafted(a_knee_plan())];
    let not_referred = Refusal::NotReferred(RuleId::new(FLAG));
    given_course(&history)
        .when(answer_to(&answer(FLAG, Severity::Stop)))
        .refused(&not_referred);
    given_course(&history)
        .when(agree(
            &[finding(FLAG, Severity::Stop)],
            &[answer(FLAG, Severity::Stop)],
        ))
        .refused(&not_referred);
    given_course(&history)
        .when(refer(&[FLAG]))
        .then(&[referred(&[FLAG])])
        .when(agree(
            &[finding(FLAG, Severity::Stop)],
            &[answer(FLAG, Severity::Stop)],
        ))
        .then(&[agreed(&[answer(FLAG, Severity::Stop)])]);
}

#[test]
fn a_red_flag_that_nobody_asked_about_is_a_question_like_any_other() {
    given_course(&[course_opened(), plan_drafted(a_knee_plan())])
        .when(agree(
            &[finding(FLAG, Severity::Ask)],
            &[answer(FLAG, Severity::Ask)],
        ))
        .then(&[agreed(&[answer(FLAG, Severity::Ask)])]);
}

#[test]
fn a_referral_names_red_flags_of_the_knowledge_base() {
    given_course(&[course_opened()])
        .when(refer(&[]))
        .refused(&Refusal::NothingToRefer);
    for other in ["anticoag-deep", "rf-of-the-moon"] {
        given_course(&[course_opened()])
            .when(refer(&[FLAG, other]))
            .refused(&Refusal::NoRedFlag(RuleId::new(other)));
    }
}

fn said(severity: Severity) -> Vec<Found> {
    vec![Found {
        rule: RuleId::new("anticoag-deep"),
        severity,
        needles: Some(vec![0]),
    }]
}

fn rescreen(before: Vec<Found>, after: Vec<Found>) -> Command {
    Command::Rescreen {
        before,
        after,
        because: short("import of becker.json"),
    }
}

#[test]
fn facts_that_change_the_verdict_of_a_plan_are_written_down_with_what_changed() {
    let history = [course_opened(), plan_drafted(a_knee_plan())];
    let course = given_course(&history).when(rescreen(Vec::new(), said(Severity::Stop)));
    let changes = difference(&[], &said(Severity::Stop));
    assert_eq!(changes.len(), 1);
    let course = course.then(&[Event::Rescreened {
        changes: changes.clone(),
        because: short("import of becker.json"),
        act: an_act(),
    }]);
    assert_eq!(course.state().rescreens[0].changes, changes);
    given_course(&history)
        .when(rescreen(said(Severity::Stop), said(Severity::Stop)))
        .then(&[]);
}

#[test]
fn a_plan_that_is_drafted_or_agreed_again_has_seen_the_changes() {
    let history = [course_opened(), plan_drafted(a_knee_plan())];
    let changed = || {
        given_course(&history)
            .when(rescreen(Vec::new(), said(Severity::Caution)))
            .then(&[Event::Rescreened {
                changes: difference(&[], &said(Severity::Caution)),
                because: short("import of becker.json"),
                act: an_act(),
            }])
    };
    let agreed_again = changed().when(agree(&[], &[])).then(&[agreed(&[])]);
    assert!(agreed_again.state().rescreens.is_empty());
    let plan = a_plan(&["SP9 left"]);
    let drafted = changed()
        .when(Command::DraftPlan { plan: plan.clone() })
        .then(&plan_drafted(plan));
    assert!(drafted.state().rescreens.is_empty());
}
