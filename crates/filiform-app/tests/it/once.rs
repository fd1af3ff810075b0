//! The same form twice is one command; an old page is refused; of two who race one wins.

use std::sync::Barrier;
use std::thread;

use filiform_app::{Actor, AppError, Command, EditPlan, IdempotencyKey, StartSession, TakeOver};
use filiform_care::{course, session};
use filiform_testkit::{a_fact, a_plan};
use filiform_units::{Minutes, NeedleCount, SessionId};

use crate::story::{
    HARMLESS, Story, a_course_for, a_draft, asked, course_version, key, needle_at, needles_of,
    ordered, pain, patient_version, session_version, start, under_treatment,
};
use crate::world::World;

/// A use case that takes the form's key, the version the page showed, or both. What it answers is told
/// as text: a version or the id of something new.
type Keyed = fn(&World, &Story, Option<u64>, Option<IdempotencyKey>) -> Result<String, AppError>;

/// A form that names a version, and how to read the version now.
type Versioned = (&'static str, Keyed, fn(&World, &Story) -> u64);

fn command<C>(order: C, expected: Option<u64>, key: Option<IdempotencyKey>) -> Command<C> {
    Command {
        order,
        expected,
        key,
    }
}

/// Forms that are made for one version of what they change.
const VERSIONED: [Versioned; 8] = [
    ("facts", facts, |world, story| {
        patient_version(world, story.patient)
    }),
    ("draft", draft, |world, story| {
        course_version(world, story.course)
    }),
    ("edit", edit, |world, story| {
        course_version(world, story.course)
    }),
    ("take over", take_over, |world, story| {
        course_version(world, story.waiting)
    }),
    ("agreement", agreement, |world, story| {
        course_version(world, story.course)
    }),
    ("measures", measures, |world, story| {
        course_version(world, story.course)
    }),
    ("needle", needle, |world, story| {
        session_version(world, story.session)
    }),
    ("rest", rest, |world, story| {
        session_version(world, story.session)
    }),
];

/// Forms that make something new.
const MAKING: [(&str, Keyed); 2] = [("course", open), ("session", begin)];

fn facts(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let order = asked(a_fact("Metformin 500 MG"));
    let order = command(order, expected, key);
    let recorded = world
        .app
        .record_facts(&world.practitioner, story.patient, order)?;
    Ok(recorded.version.to_string())
}

fn draft(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let order: Command<course::Command> = command(a_draft(), expected, key);
    let version = world
        .app
        .order_course(&world.practitioner, story.course, order)?;
    Ok(version.to_string())
}

fn edit(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let edit = EditPlan {
        shown: a_plan(&[HARMLESS, "ST34 left"]),
        plan: a_plan(&[HARMLESS]),
    };
    let order = command(edit, expected, key);
    let version = world
        .app
        .edit_plan(&world.practitioner, story.course, order)?;
    Ok(version.to_string())
}

fn take_over(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let take = TakeOver {
        shown: a_plan(&[HARMLESS]),
        from: story.course,
    };
    let order = command(take, expected, key);
    let (version, _) = world
        .app
        .take_over_plan(&world.practitioner, story.waiting, order)?;
    Ok(version.to_string())
}

fn agreement(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let order = (a_plan(&[HARMLESS]), story.overrides.clone());
    let order = command(order, expected, key);
    let version = world
        .app
        .agree_plan(&world.practitioner, story.course, order)?;
    Ok(version.to_string())
}

fn measures(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let order = command(vec![pain(5), pain(4)], expected, key);
    let version = world
        .app
        .record_measures(&world.practitioner, story.course, order)?;
    Ok(version.to_string())
}

fn needle(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let order = command(needle_at("ST34 left", 15), expected, key);
    let version = world
        .app
        .place_needle(&world.practitioner, story.session, order)?;
    Ok(version.to_string())
}

fn rest(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let order = session::Command::StartRest {
        retention: Minutes::literal(20),
        reason: None,
    };
    let order = command(order, expected, key);
    let version = world
        .app
        .order_session(&world.practitioner, story.session, order)?;
    Ok(version.to_string())
}

fn open(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let order = command(a_course_for(story.patient), expected, key);
    Ok(world
        .app
        .open_course(&world.practitioner, order)?
        .to_string())
}

fn begin(
    world: &World,
    story: &Story,
    expected: Option<u64>,
    key: Option<IdempotencyKey>,
) -> Result<String, AppError> {
    let order = command(start(story.waiting), expected, key);
    Ok(world
        .app
        .start_session(&world.practitioner, order)?
        .to_string())
}

#[test]
fn a_form_sent_twice_is_carried_out_once_and_answered_twice() {
    let versioned = VERSIONED.map(|(name, form, _)| (name, form));
    for (name, form) in versioned.into_iter().chain(MAKING) {
        let world = World::new();
        let story = under_treatment(&world);
        let first = form(&world, &story, None, Some(key("form 1"))).expect(name);
        let once = world.stored();
        let second = form(&world, &story, None, Some(key("form 1"))).expect(name);
        assert_eq!(first, second, "{name}");
        let changed = world.stored();
        let changed = changed.changed_since(&once);
        assert!(changed.is_empty(), "{name}: {changed:?}");
    }
}

#[test]
fn two_forms_alike_are_two_commands() {
    let world = World::new();
    let story = under_treatment(&world);
    // A second session beside the first is refused, so only a second course is made.
    for (name, form) in VERSIONED
        .map(|(name, form, _)| (name, form))
        .into_iter()
        .chain([("course", open as Keyed)])
    {
        let before = world.events().len();
        let first = form(&world, &story, None, Some(key(&format!("{name} 1")))).expect(name);
        let between = world.events().len();
        let second = form(&world, &story, None, Some(key(&format!("{name} 2")))).expect(name);
        assert_ne!(first, second, "{name}");
        assert_eq!(world.events().len() - between, between - before, "{name}");
    }
}

#[test]
fn a_form_sent_again_is_answered_as_before_though_the_page_is_old_by_now() {
    for (name, form, version) in VERSIONED {
        let world = World::new();
        let story = under_treatment(&world);
        let shown = version(&world, &story);
        let first = form(&world, &story, Some(shown), Some(key("form 1"))).expect(name);
        form(&world, &story, None, None).expect(name);
        let before = world.stored();
        let again = form(&world, &story, Some(shown), Some(key("form 1"))).expect(name);
        assert_eq!(first, again, "{name}");
        assert!(world.stored().changed_since(&before).is_empty(), "{name}");
    }
}

#[test]
fn a_key_that_was_used_for_something_else_is_refused_and_the_way_out_is_named() {
    let world = World::new();
    let story = under_treatment(&world);
    draft(&world, &story, None, Some(key("form 1"))).expect("a draft");
    let before = world.stored();
    for (name, form) in [
        ("facts", facts as Keyed),
        ("needle", needle),
        ("session", begin),
        ("course", open),
    ] {
        let refused = form(&world, &story, None, Some(key("form 1")));
        let Err(refusal @ AppError::KeyUsed) = refused else {
            panic!("{name}: {refused:?}");
        };
        assert!(refusal.to_string().contains("reload the page"));
    }
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn a_key_that_made_something_for_one_is_refused_for_another() {
    let world = World::new();
    let (story, other) = (under_treatment(&world), under_treatment(&world));
    for (name, form) in MAKING {
        form(&world, &story, None, Some(key(name))).expect(name);
        let before = world.stored();
        let refused = form(&world, &other, None, Some(key(name)));
        assert!(
            matches!(refused, Err(AppError::KeyUsed)),
            "{name}: {refused:?}"
        );
        assert!(world.stored().changed_since(&before).is_empty(), "{name}");
    }
}

#[test]
fn a_form_that_was_changed_is_not_taken_for_the_one_sent_before() {
    let world = World::new();
    let story = under_treatment(&world);
    open(&world, &story, None, Some(key("course"))).expect("a course");
    begin(&world, &story, None, Some(key("session"))).expect("a session");
    let before = world.stored();
    let mut course = a_course_for(story.patient);
    course.baseline = vec![pain(3)];
    let order = command(course, None, Some(key("course")));
    let refused = world.app.open_course(&world.practitioner, order);
    assert!(matches!(refused, Err(AppError::KeyUsed)), "{refused:?}");
    let session = StartSession {
        room: None,
        ..start(story.waiting)
    };
    let order = command(session, None, Some(key("session")));
    let refused = world.app.start_session(&world.practitioner, order);
    assert!(matches!(refused, Err(AppError::KeyUsed)), "{refused:?}");
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn a_start_form_sent_again_answers_the_session_it_started_though_another_runs_by_now() {
    let world = World::new();
    let story = under_treatment(&world);
    let first = begin(&world, &story, None, Some(key("form 1"))).expect("a session");
    let session = SessionId::parse(&first).expect("its id");
    let out = NeedleCount::new(0).expect("no needle");
    ordered(
        &world,
        session,
        &[session::Command::Count { out }, session::Command::Sign],
    );
    let second = begin(&world, &story, None, Some(key("form 2"))).expect("the next session");
    let before = world.stored();
    let again = begin(&world, &story, None, Some(key("form 1"))).expect("an answer");
    assert_eq!(again, first);
    assert_ne!(again, second);
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn a_needle_form_sent_again_is_answered_as_before_though_the_course_has_ended() {
    let world = World::new();
    let story = under_treatment(&world);
    let first = needle(&world, &story, None, Some(key("form 1"))).expect("a needle");
    world.end_as_written_elsewhere(story.patient, story.course);
    let before = world.stored();
    let again = needle(&world, &story, None, Some(key("form 1"))).expect("an answer");
    assert_eq!(again, first);
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn a_key_of_one_clinic_means_nothing_in_another() {
    let world = World::new();
    let story = under_treatment(&world);
    let ours = open(&world, &story, None, Some(key("form 1"))).expect("a course");
    let app = &world.app;
    let there = app
        .register_patient(&world.stranger, filiform_testkit::a_patient())
        .expect("a patient");
    let order = command(a_course_for(there), None, Some(key("form 1")));
    let theirs = app.open_course(&world.stranger, order).expect("a course");
    assert_ne!(ours, theirs.to_string());
}

#[test]
fn a_form_whose_key_cannot_be_kept_is_not_carried_out() {
    let world = World::new();
    let story = under_treatment(&world);
    world.break_table("command_key");
    let before = world.stored();
    for (name, form) in [
        ("facts", facts as Keyed),
        ("draft", draft),
        ("agreement", agreement),
        ("measures", measures),
        ("needle", needle),
        ("rest", rest),
        ("session", begin),
        ("course", open),
    ] {
        let done = form(&world, &story, None, Some(key("form 1")));
        assert!(matches!(done, Err(AppError::Store(_))), "{name}: {done:?}");
    }
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn an_old_page_is_refused_with_the_version_it_showed_and_the_version_now() {
    let world = World::new();
    let story = under_treatment(&world);
    for (name, form, version) in VERSIONED {
        let shown = version(&world, &story);
        form(&world, &story, None, None).expect(name);
        let now = version(&world, &story);
        assert!(now > shown, "{name}");
        let before = world.stored();
        match form(&world, &story, Some(shown), Some(key(name))) {
            Err(AppError::Stale { expected, found }) => {
                assert_eq!((expected, found), (shown, now), "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
        assert!(world.stored().changed_since(&before).is_empty(), "{name}");
        form(&world, &story, Some(now), Some(key(name))).expect(name);
    }
}

#[test]
fn a_needle_comes_out_whatever_the_page_showed() {
    let world = World::new();
    let story = under_treatment(&world);
    needle(&world, &story, None, None).expect("a second needle");
    let order = command(session::Command::RemoveAll, None, None);
    let out = world
        .app
        .order_session(&world.assistant, story.session, order);
    out.expect("the needles come out");
}

/// Both do the same at once; answers what each was told.
fn race<T: Send>(
    world: &World,
    doing: impl Fn(&World, &Actor) -> Result<T, AppError> + Sync,
) -> Vec<Result<T, AppError>> {
    let begin = Barrier::new(2);
    let run = |actor| {
        begin.wait();
        doing(world, actor)
    };
    thread::scope(|scope| {
        let both = [&world.practitioner, &world.colleague].map(|actor| {
            let run = &run;
            scope.spawn(move || run(actor))
        });
        both.map(|one| one.join().expect("nobody panics")).into()
    })
}

#[test]
fn of_two_clinicians_who_place_the_next_needle_one_wins_and_the_other_is_told() {
    let world = World::new();
    let story = under_treatment(&world);
    for round in 1..=10 {
        let shown = session_version(&world, story.session);
        let told = race(&world, |world, actor| {
            let order = command(needle_at("ST34 left", 15), Some(shown), None);
            world.app.place_needle(actor, story.session, order)
        });
        let won: Vec<_> = told.iter().flatten().collect();
        assert_eq!(won, [&(shown + 1)], "round {round}: {told:?}");
        let lost = |answer: &&Result<u64, AppError>| {
            matches!(answer, Err(AppError::Stale { expected, found })
                if (*expected, *found) == (shown, shown + 1))
        };
        assert_eq!(
            told.iter().filter(lost).count(),
            1,
            "round {round}: {told:?}"
        );
        assert_eq!(needles_of(&world, story.session).len(), 1 + round);
    }
}

#[test]
fn of_two_who_take_the_same_needle_out_one_wins_and_the_other_is_told() {
    let world = World::new();
    let story = under_treatment(&world);
    let needle = story.needle;
    let told = race(&world, |world, actor| {
        let order = Command::plain(session::Command::Remove { needle });
        world.app.order_session(actor, story.session, order)
    });
    let won = told.iter().filter(|answer| answer.is_ok());
    assert_eq!(won.count(), 1, "{told:?}");
    let out = AppError::Session(session::Refusal::AlreadyOut).to_string();
    let lost = told.iter().filter_map(|answer| answer.as_ref().err());
    assert_eq!(lost.map(ToString::to_string).collect::<Vec<_>>(), [out]);
}

#[test]
fn the_same_form_sent_twice_at_once_is_carried_out_once() {
    let world = World::new();
    let story = under_treatment(&world);
    let events = world.events().len();
    let told = race(&world, |world, actor| {
        let order = command(needle_at("ST34 left", 15), None, Some(key("form 1")));
        world.app.place_needle(actor, story.session, order)
    });
    let answers: Vec<_> = told
        .into_iter()
        .map(|told| told.expect("an answer"))
        .collect();
    assert_eq!(answers[0], answers[1]);
    assert_eq!(world.events().len(), events + 1);
}
