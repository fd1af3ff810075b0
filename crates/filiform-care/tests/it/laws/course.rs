use filiform_care::course::{
    Answered, Command, Complaint, Course, Decision, EARLIER_DRAFTS_MAX, Event, OpenFinding,
    Override, decide, evolve,
};
use filiform_care::{Authority, Need, Plan};
use filiform_knowledge::{PrivilegeId, RuleId, Severity};
use filiform_outcomes::Measure;
use filiform_testkit::{a_complaint, a_measure, a_patient_id, an_act, course_opened, knowledge};
use filiform_units::Laterality;
use proptest::prelude::*;

use super::{any_act, any_note, any_plan, any_rule, any_severity};

fn any_complaint() -> impl Strategy<Value = Complaint> {
    let condition = prop::sample::select(vec!["knee_oa", "neck", "moon-sickness"]);
    condition.prop_map(|condition| a_complaint(condition, Laterality::Left))
}

fn any_measure() -> impl Strategy<Value = Measure> {
    let instrument = prop::sample::select(vec!["nprs", "peg", "mood-ring"]);
    let answers = prop::collection::vec(prop::option::of(0u8..=12), 0..4);
    (instrument, answers).prop_map(|(instrument, answers)| a_measure(instrument, &answers))
}

fn any_decision() -> impl Strategy<Value = Decision> {
    prop::sample::select(Decision::ALL.to_vec())
}

fn any_finding() -> impl Strategy<Value = OpenFinding> {
    (any_rule(), any_severity()).prop_map(|(rule, severity)| OpenFinding { rule, severity })
}

fn any_answer() -> impl Strategy<Value = Override> {
    (any_rule(), any_severity(), any_note()).prop_map(|(rule, severity, reason)| Override {
        rule,
        severity,
        reason,
    })
}

/// Somebody who holds what is needed, or does not.
fn any_authority() -> impl Strategy<Value = Authority> {
    let ids = prop::collection::vec(prop::sample::select(vec!["needling", "children"]), 0..2);
    (ids.clone(), ids).prop_map(|(needed, held)| Authority {
        needed: needed
            .into_iter()
            .map(|id| Need {
                privilege: PrivilegeId::new(id),
                needles: "ST36 left".to_owned(),
            })
            .collect(),
        held: held.into_iter().map(PrivilegeId::new).collect(),
    })
}

fn any_answers() -> impl Strategy<Value = Vec<Override>> {
    prop::collection::vec(any_answer(), 0..3)
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        1 => any_complaint().prop_map(|complaint| Command::Open {
            patient: a_patient_id(),
            complaint,
        }),
        1 => any_complaint().prop_map(|complaint| Command::Reassess { complaint }),
        4 => any_plan().prop_map(|plan| Command::DraftPlan { plan }),
        3 => Just(Command::UndoDraft),
        3 => (any_answer(), any_authority())
            .prop_map(|(answer, authority)| Command::AnswerFinding { answer, authority }),
        4 => (prop::collection::vec(any_finding(), 0..3), any_answers(), any_authority()).prop_map(
            |(findings, overrides, authority)| Command::AgreePlan {
                findings,
                overrides,
                authority,
                found: Vec::new(),
            }
        ),
        1 => any_note().prop_map(|letter| Command::Refer {
            rules: vec![RuleId::new("rf-cauda")],
            letter,
        }),
        2 => any_measure().prop_map(|measure| Command::RecordMeasure { measure }),
        1 => (any_decision(), any_note())
            .prop_map(|(decision, reason)| Command::Review { decision, reason }),
        1 => any_note().prop_map(|reason| Command::End {
            reason,
            running: None,
        }),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (any_complaint(), any_act()).prop_map(|(complaint, act)| Event::Opened {
            patient: a_patient_id(),
            complaint,
            act,
        }),
        (any_complaint(), any_act())
            .prop_map(|(complaint, act)| Event::Reassessed { complaint, act }),
        (any_plan(), any_act()).prop_map(|(plan, act)| Event::PlanDrafted {
            plan,
            from: None,
            act,
        }),
        any_act().prop_map(|act| Event::DraftUndone { act }),
        (any_answer(), any_act()).prop_map(|(answer, act)| Event::FindingAnswered {
            answer,
            under: Vec::new(),
            act,
        }),
        (any_plan(), any_answers(), any_act()).prop_map(|(plan, answers, act)| {
            Event::PlanAgreed {
                plan,
                overrides: answers
                    .into_iter()
                    .map(|answer| Answered {
                        answer,
                        under: Vec::new(),
                        act,
                    })
                    .collect(),
                found: None,
                act,
            }
        }),
        (any_measure(), any_act())
            .prop_map(|(measure, act)| Event::MeasureRecorded { measure, act }),
        (any_decision(), any_note(), any_act()).prop_map(|(decision, reason, act)| {
            Event::Reviewed {
                decision,
                reason,
                act,
            }
        }),
        (any_note(), any_act()).prop_map(|(reason, act)| Event::Ended { reason, act }),
    ]
}

fn read(history: &[Event]) -> Course {
    history.iter().fold(Course::default(), evolve)
}

/// An agreed plan makes sense, every finding that needs an answer has one, and there is no other answer.
fn check_agreement(command: &Command, events: &[Event]) -> Result<(), TestCaseError> {
    let Command::AgreePlan { findings, .. } = command else {
        return Ok(());
    };
    for event in events {
        let Event::PlanAgreed {
            plan, overrides, ..
        } = event
        else {
            continue;
        };
        prop_assert_eq!(plan.check(knowledge()), Ok(()));
        prop_assert!(!plan.needles.is_empty());
        let serious = |finding: &&OpenFinding| finding.severity >= Severity::Ask;
        for finding in findings.iter().filter(serious) {
            let answers = |held: &Answered| {
                held.answer.rule == finding.rule && held.answer.severity >= finding.severity
            };
            prop_assert!(overrides.iter().any(answers), "{finding:?}");
        }
        for answer in overrides.iter().map(|held| &held.answer) {
            let asks = |finding: &OpenFinding| {
                answer.rule == finding.rule && answer.severity <= finding.severity
            };
            prop_assert!(findings.iter().any(asks), "{answer:?}");
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_plan_is_agreed_with_an_open_finding(
        commands in prop::collection::vec(any_command(), 0..30),
    ) {
        let mut course = read(&course_opened());
        for command in commands {
            let Ok(events) = decide(knowledge(), &course, command.clone(), an_act()) else {
                continue;
            };
            check_agreement(&command, &events)?;
            course = events.iter().fold(course, evolve);
        }
    }

    #[test]
    fn nothing_is_answered_or_agreed_without_the_privilege_it_needs(
        history in prop::collection::vec(any_event(), 0..20),
        answer in any_answer(),
        authority in any_authority(),
    ) {
        let course = read(&history);
        let is_held = authority.check().is_ok();
        for command in [
            Command::AnswerFinding { answer, authority: authority.clone() },
            Command::AgreePlan {
                findings: Vec::new(),
                overrides: Vec::new(),
                authority,
                found: Vec::new(),
            },
        ] {
            let decided = decide(knowledge(), &course, command, an_act());
            prop_assert!(is_held || decided.is_err());
        }
    }

    #[test]
    fn no_answer_to_a_stop_survives_other_needles(
        history in prop::collection::vec(any_event(), 0..20),
        plan in any_plan(),
    ) {
        let before = read(&history);
        let drafted = Event::PlanDrafted { plan: plan.clone(), from: None, act: an_act() };
        let after = evolve(before.clone(), &drafted);
        let stop = |held: &Answered| held.answer.severity == Severity::Stop;
        if before.draft.is_some_and(|draft| draft.has_same_needles(&plan)) {
            prop_assert_eq!(after.overrides, before.overrides);
        } else {
            prop_assert!(!after.overrides.iter().any(stop));
        }
    }

    #[test]
    fn as_many_undos_as_edits_give_the_first_draft_back(
        history in prop::collection::vec(any_event(), 0..20),
        plans in prop::collection::vec(any_plan(), 1..=EARLIER_DRAFTS_MAX),
    ) {
        let drafted = |plan: &Plan| Event::PlanDrafted { plan: plan.clone(), from: None, act: an_act() };
        let mut course = read(&history);
        course.earlier_drafts.clear();
        course = evolve(course, &drafted(&plans[0]));
        let (first, mut edits) = (course.clone(), 0);
        for plan in &plans[1..] {
            edits += usize::from(course.draft.as_ref() != Some(plan));
            course = evolve(course, &drafted(plan));
        }
        for _ in 0..edits {
            course = evolve(course, &Event::DraftUndone { act: an_act() });
        }
        prop_assert_eq!(course.draft, first.draft);
        prop_assert_eq!(course.earlier_drafts, first.earlier_drafts);
    }

    #[test]
    fn no_answer_to_a_stop_survives_an_undo_to_other_needles(
        history in prop::collection::vec(any_event(), 0..20),
    ) {
        let before = read(&history);
        let after = evolve(before.clone(), &Event::DraftUndone { act: an_act() });
        let stop = |held: &Answered| held.answer.severity == Severity::Stop;
        let is_same = match (&before.draft, &after.draft) {
            (Some(before), Some(after)) => before.has_same_needles(after),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if is_same {
            prop_assert_eq!(after.overrides, before.overrides);
        } else {
            prop_assert!(!after.overrides.iter().any(stop));
        }
    }

    #[test]
    fn only_agreeing_a_plan_changes_what_a_session_may_rely_on(
        history in prop::collection::vec(any_event(), 0..20),
        event in any_event(),
    ) {
        let before = read(&history);
        let after = evolve(before.clone(), &event);
        if !matches!(event, Event::PlanAgreed { .. }) {
            prop_assert_eq!(&after.agreed, &before.agreed);
            prop_assert_eq!(after.overridden_stops(), before.overridden_stops());
        }
    }

    #[test]
    fn every_recorded_measure_fits_its_instrument(measure in any_measure()) {
        let course = read(&course_opened());
        let command = Command::RecordMeasure { measure: measure.clone() };
        if decide(knowledge(), &course, command, an_act()).is_ok() {
            let instrument = knowledge().instrument(&measure.instrument).unwrap();
            prop_assert_eq!(filiform_outcomes::check_answers(instrument, &measure.answers), Ok(()));
        }
    }

    #[test]
    fn any_history_can_be_read_and_reads_the_same_twice(
        history in prop::collection::vec(any_event(), 0..30),
        command in any_command(),
    ) {
        let course = read(&history);
        prop_assert_eq!(&course, &read(&history));
        let _ = decide(knowledge(), &course, command, an_act());
    }
}
