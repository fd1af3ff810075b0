use filiform_care::Authority;
use filiform_care::course::Phase;
use filiform_care::session::{
    After, Command, Event, Insertion, Refusal, Session, Whereabouts, decide, evolve,
};
use filiform_knowledge::RuleId;
use filiform_testkit::{
    a_course, a_patient_id, a_plan, an_act, an_insertion, knowledge, mm, needle, session_started,
};
use filiform_units::{Minutes, NeedleCount, NeedleId};
use proptest::prelude::*;

use super::{any_act, any_note, any_plan, any_rule};

/// Few needles, so that the same one is met again.
fn any_needle() -> impl Strategy<Value = NeedleId> {
    (1u16..=5).prop_map(needle)
}

fn any_insertion() -> impl Strategy<Value = Insertion> {
    let written = prop::sample::select(vec!["ST36 left", "SP9 right", "GV20", "CV8", "ST99 left"]);
    (any_needle(), written, 10u8..=45).prop_map(|(needle, written, depth)| Insertion {
        needle,
        ..an_insertion(written, mm(depth))
    })
}

fn any_count() -> impl Strategy<Value = NeedleCount> {
    (0u32..=5).prop_map(|count| NeedleCount::new(count).unwrap())
}

fn any_whereabouts() -> impl Strategy<Value = Whereabouts> {
    prop::sample::select(Whereabouts::ALL.to_vec())
}

fn any_retention() -> impl Strategy<Value = Minutes> {
    (0u16..60).prop_map(Minutes::literal)
}

fn any_after() -> impl Strategy<Value = After> {
    prop::option::of(any_note()).prop_map(|feeling| After {
        feeling,
        ..After::default()
    })
}

fn placing(insertion: Insertion, stops: Vec<RuleId>) -> Command {
    Command::Place {
        insertion,
        stops,
        unanswered: Vec::new(),
        authority: Authority::default(),
        phase: Phase::Open,
    }
}

fn any_command() -> impl Strategy<Value = Command> {
    let rules = || prop::collection::vec(any_rule(), 0..2);
    prop_oneof![
        1 => (prop::option::of(any_plan()), rules(), rules()).prop_map(
            |(plan, overridden, stops)| Command::Start {
                course: a_course(),
                patient: a_patient_id(),
                plan,
                overridden,
                stops,
                phase: Phase::Open,
                running: None,
                room: None,
                changes: None,
            }
        ),
        6 => (any_insertion(), rules())
            .prop_map(|(insertion, stops)| placing(insertion, stops)),
        3 => any_needle().prop_map(|needle| Command::Remove { needle }),
        1 => Just(Command::RemoveAll),
        1 => (any_retention(), prop::option::of(any_note()))
            .prop_map(|(retention, reason)| Command::StartRest { retention, reason }),
        2 => (any_needle(), any_whereabouts(), any_note()).prop_map(
            |(needle, whereabouts, note)| Command::AccountFor {
                needle,
                whereabouts,
                note,
            }
        ),
        2 => any_count().prop_map(|out| Command::Count { out }),
        1 => any_after().prop_map(|after| Command::RecordAfter { after }),
        2 => Just(Command::Sign),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (any_plan(), any_act()).prop_map(|(plan, act)| Event::Started {
            course: a_course(),
            patient: a_patient_id(),
            plan,
            overridden: Vec::new(),
            room: None,
            changes: None,
            act,
        }),
        (any_insertion(), any_act())
            .prop_map(|(insertion, act)| Event::NeedlePlaced { insertion, act }),
        (any_needle(), any_act()).prop_map(|(needle, act)| Event::NeedleRemoved { needle, act }),
        (prop::collection::vec(any_needle(), 0..4), any_act())
            .prop_map(|(needles, act)| Event::AllRemoved { needles, act }),
        (any_retention(), any_act()).prop_map(|(retention, act)| Event::RestStarted {
            retention,
            reason: None,
            act,
        }),
        (any_needle(), any_whereabouts(), any_note(), any_act()).prop_map(
            |(needle, whereabouts, note, act)| Event::NeedleAccountedFor {
                needle,
                whereabouts,
                note,
                act,
            }
        ),
        (any_count(), any_act()).prop_map(|(out, act)| Event::Counted { out, act }),
        (any_after(), any_act()).prop_map(|(after, act)| Event::AfterRecorded { after, act }),
        ((any_count(), any_count(), any_count()), any_act()).prop_map(
            |((inserted, removed, accounted), act)| Event::Signed {
                inserted,
                removed,
                accounted,
                act,
            }
        ),
    ]
}

fn read(history: &[Event]) -> Session {
    history.iter().fold(Session::default(), evolve)
}

/// Every needle is in, out, or accounted for.
fn check_needles(session: &Session) -> Result<(), TestCaseError> {
    let answered = session.removed() + session.accounted() + session.remaining();
    prop_assert_eq!(session.inserted(), answered);
    Ok(())
}

/// What holds after a signature.
fn check_signature(session: &Session, event: &Event) -> Result<(), TestCaseError> {
    let Event::Signed {
        inserted,
        removed,
        accounted,
        ..
    } = event
    else {
        return Ok(());
    };
    prop_assert_eq!(inserted.get(), removed.get() + accounted.get());
    prop_assert_eq!(session.remaining(), 0);
    prop_assert_eq!(usize::from(inserted.get()), session.inserted());
    prop_assert_eq!(session.counted, Some(*removed));
    prop_assert_eq!(
        decide(knowledge(), session, Command::Sign, an_act()),
        Err(Refusal::AlreadySigned)
    );
    Ok(())
}

fn run(
    mut session: Session,
    commands: impl IntoIterator<Item = Command>,
) -> Result<Session, TestCaseError> {
    for command in commands {
        let Ok(events) = decide(knowledge(), &session, command, an_act()) else {
            continue;
        };
        session = events.iter().fold(session, evolve);
        check_needles(&session)?;
        for event in &events {
            check_signature(&session, event)?;
        }
    }
    Ok(session)
}

proptest! {
    #[test]
    fn needles_in_are_needles_out_at_every_signature(
        commands in prop::collection::vec(any_command(), 0..40),
    ) {
        run(Session::default(), commands.clone())?;
        run(read(&session_started()), commands)?;
    }

    #[test]
    fn whatever_happened_a_session_can_be_signed_once_all_is_out_and_counted(
        commands in prop::collection::vec(any_command(), 0..40),
    ) {
        let session = run(read(&session_started()), commands)?;
        let session = run(session, [Command::RemoveAll])?;
        let out = NeedleCount::new(u32::try_from(session.removed()).unwrap()).unwrap();
        let session = run(session, [Command::Count { out }, Command::Sign])?;
        prop_assert!(session.signed.is_some());
    }

    #[test]
    fn a_signature_does_not_outlive_a_needle_in_the_patient(
        commands in prop::collection::vec(any_command(), 0..40),
    ) {
        let session = run(read(&session_started()), commands)?;
        prop_assert!(session.signed.is_none() || session.remaining() == 0);
    }

    #[test]
    fn after_a_refused_order_the_same_order_is_refused_the_same_way(
        commands in prop::collection::vec(any_command(), 1..20),
        last in any_command(),
    ) {
        let session = run(read(&session_started()), commands)?;
        let decided = || decide(knowledge(), &session, last.clone(), an_act());
        prop_assert_eq!(decided(), decided());
    }

    #[test]
    fn any_history_can_be_read_and_reads_the_same_twice(
        history in prop::collection::vec(any_event(), 0..40),
        command in any_command(),
    ) {
        let session = read(&history);
        check_needles(&session)?;
        prop_assert_eq!(&session, &read(&history));
        let _ = decide(knowledge(), &session, command, an_act());
    }

    #[test]
    fn stops_that_nobody_overrode_never_let_a_needle_in(
        overridden in prop::collection::vec(any_rule(), 0..3),
        stops in prop::collection::vec(any_rule(), 0..3),
    ) {
        let free = stops.iter().all(|rule| overridden.contains(rule));
        let start = Command::Start {
            course: a_course(),
            patient: a_patient_id(),
            plan: Some(a_plan(&["ST36 left"])),
            overridden,
            stops: Vec::new(),
            phase: Phase::Open,
            running: None,
            room: None,
            changes: None,
        };
        let session = run(Session::default(), [start])?;
        let insertion = an_insertion("ST36 left", mm(20));
        let session = run(session, [placing(insertion, stops)])?;
        prop_assert_eq!(session.inserted() == 1, free);
    }
}
