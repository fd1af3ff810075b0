//! What people read when something is refused.

use std::error::Error;
use std::fmt::Write as _;

use filiform_app::{AppError, Baseline, Command, IdempotencyKey, NewFact, NewUser, Role};
use filiform_care::course::{self, Complaint};
use filiform_care::session;
use filiform_care::{
    ElectricalPair, LongText, Plan, PlanError, PlannedNeedle, Privileges, ShortText, Site,
};
use filiform_knowledge::{ConditionId, MuscleName, RegionId};
use filiform_testkit::{a_complaint, a_fact, a_free_needle, a_needle, a_patient, a_plan, mm};
use filiform_units::{
    CourseId, DepthRange, FactId, Hertz, Laterality, Millimetres, Minutes, NeedleCount,
    NeedleGauge, NeedleId, PatientId, SessionId, Side,
};

use crate::story::{
    ANTICOAGULANT, DEEP, HARMLESS, Story, a_course_for, a_draft, agreed, answers_to, asked,
    history, imported, key, needle_at, opened, pain, start, started, under_treatment,
};
use crate::world::World;

/// Refusals, one a line, in the words people read.
#[derive(Default)]
struct Words(String);

impl Words {
    /// Something was refused; its words and those of what lies beneath it.
    fn refused<T, E: Error>(&mut self, case: &str, answer: Result<T, E>) {
        let Err(error) = answer else {
            unreachable!("`{case}` was not refused");
        };
        let mut words = error.to_string();
        let mut beneath = error.source();
        while let Some(source) = beneath {
            let _ = write!(words, ": {source}");
            beneath = source.source();
        }
        let _ = writeln!(self.0, "{case}: {words}");
    }
}

/// A world, somebody under treatment there, and whatever is refused about them.
struct Scene {
    world: World,
    story: Story,
    words: Words,
}

impl Scene {
    fn new() -> Self {
        let world = World::new();
        let story = under_treatment(&world);
        Self {
            world,
            story,
            words: Words::default(),
        }
    }

    fn course(&mut self, case: &str, order: course::Command) {
        let (app, who) = (&self.world.app, &self.world.practitioner);
        let answer = app.order_course(who, self.story.course, Command::plain(order));
        self.words.refused(case, answer);
    }

    fn session(&mut self, case: &str, order: session::Command) {
        let (app, who) = (&self.world.app, &self.world.practitioner);
        let answer = app.order_session(who, self.story.session, Command::plain(order));
        self.words.refused(case, answer);
    }

    fn plan(&mut self, case: &str, plan: Plan) {
        self.course(case, course::Command::DraftPlan { plan });
    }

    fn complaint(&mut self, case: &str, complaint: Complaint) {
        self.course(case, course::Command::Reassess { complaint });
    }

    fn measure(&mut self, case: &str, instrument: &str, answers: &[Option<u8>]) {
        let (app, who) = (&self.world.app, &self.world.practitioner);
        let given = Baseline {
            instrument: instrument.to_owned(),
            answers: answers.to_vec(),
        };
        let answer = app.record_measures(who, self.story.course, Command::plain(vec![given]));
        self.words.refused(case, answer);
    }
}

#[test]
fn wrong_ids_are_named() {
    let mut scene = Scene::new();
    let (app, who) = (&scene.world.app, &scene.world.practitioner);
    let words = &mut scene.words;
    words.refused("not an id", PatientId::parse("42"));
    words.refused("patient", app.patient(who, PatientId::from_bits(1)));
    words.refused("course", app.course(who, CourseId::from_bits(1)));
    words.refused("session", app.session(who, SessionId::from_bits(1)));
    let mut correction = asked(a_fact("Metformin 500 MG"));
    correction.0[0].corrects = Some(FactId::from_bits(1));
    let answer = app.record_facts(who, scene.story.patient, Command::plain(correction));
    words.refused("fact to correct", answer);
    let needle = NeedleId::from_bits(1);
    scene.session("needle", session::Command::Remove { needle });
    insta::assert_snapshot!(scene.words.0);
}

#[test]
fn wrong_names_of_the_knowledge_base_are_named() {
    let mut scene = Scene::new();
    let knee = || a_complaint("knee_oa", Laterality::Left);
    let condition = ConditionId::new("kneee");
    scene.complaint(
        "condition",
        Complaint {
            condition,
            ..knee()
        },
    );
    let pain_areas = vec![(RegionId::new("elbow-top"), Side::Left)];
    scene.complaint(
        "region",
        Complaint {
            pain_areas,
            ..knee()
        },
    );
    let tender_muscles = vec![(MuscleName::new("musculus nullus"), Side::Left)];
    scene.complaint(
        "muscle",
        Complaint {
            tender_muscles,
            ..knee()
        },
    );
    scene.measure("instrument", "npsr", &[Some(5)]);
    scene.measure("too many answers", "nprs", &[Some(5), Some(5)]);
    scene.measure("answer out of range", "peg", &[Some(5), Some(11), Some(5)]);
    scene.measure("no answer", "nprs", &[None]);
    insta::assert_snapshot!(scene.words.0);
}

#[test]
fn a_plan_that_does_not_fit_is_refused_at_its_place() {
    let mut scene = Scene::new();
    scene.plan("unknown point", a_plan(&["ST99 left"]));
    scene.plan("point in another spelling", a_plan(&["st-36 left"]));
    scene.plan("no side", a_plan(&["ST36"]));
    scene.plan("a side on the midline", a_plan(&["GV20 left"]));
    scene.plan("twice", a_plan(&["ST36 left", "SP9 left", "ST36 left"]));
    let with = |needles: Vec<PlannedNeedle>| Plan {
        needles,
        ..a_plan(&[])
    };
    let nowhere = a_free_needle("elbow-top", "tender spot", Side::Left);
    scene.plan("unknown region", with(vec![nowhere]));
    scene.plan("too many needles", with(vec![a_needle("ST36 left"); 61]));
    let pairs = vec![ElectricalPair {
        a: 0,
        b: 4,
        frequency: Hertz::new(2).expect("2 Hz"),
    }];
    let plan = || a_plan(&["ST36 left", "SP9 left"]);
    scene.plan("pair", Plan { pairs, ..plan() });
    let retention = Minutes::literal(45);
    scene.plan(
        "retention",
        Plan {
            retention,
            ..plan()
        },
    );
    scene.plan(
        "sessions",
        Plan {
            sessions: 0,
            ..plan()
        },
    );
    let (app, who) = (&scene.world.app, &scene.world.practitioner);
    let answer = app.agree_plan(
        who,
        scene.story.course,
        Command::plain((with(vec![]), vec![])),
    );
    scene.words.refused("no needles", answer);
    insta::assert_snapshot!(scene.words.0);
}

#[test]
fn a_point_in_another_spelling_comes_with_the_one_that_was_meant() {
    let scene = Scene::new();
    let (app, who) = (&scene.world.app, &scene.world.practitioner);
    let plan = a_plan(&["st-36 left"]);
    let order = Command::plain(course::Command::DraftPlan { plan });
    let refused = app.order_course(who, scene.story.course, order);
    let Err(AppError::Course(course::Refusal::Plan(PlanError::UnknownPoint { hint, .. }))) =
        refused
    else {
        unreachable!("{refused:?}");
    };
    assert_eq!(hint.as_deref(), Some("ST36"));
}

#[test]
fn depths_and_lengths_out_of_range_are_refused_with_the_range() {
    let mut scene = Scene::new();
    let (app, who) = (&scene.world.app, &scene.world.practitioner);
    let words = &mut scene.words;
    words.refused("no depth", Millimetres::new(0));
    words.refused("too deep", Millimetres::new(126));
    words.refused("depth range", DepthRange::new(mm(20), mm(10)));
    words.refused("diameter", NeedleGauge::new(5));
    words.refused("needles counted", NeedleCount::new(201));
    let deep = Command::plain(needle_at(HARMLESS, 41));
    words.refused(
        "deeper than the needle",
        app.place_needle(who, scene.story.session, deep),
    );
    let rest = session::Command::StartRest {
        retention: Minutes::literal(45),
        reason: None,
    };
    scene.session("rest", rest);
    insta::assert_snapshot!(scene.words.0);
}

#[test]
fn texts_that_are_too_long_or_empty_are_refused_with_the_limit() {
    let mut words = Words::default();
    words.refused("short text", ShortText::new(&"a".repeat(201)));
    words.refused("long text", LongText::new(&"ä".repeat(4_001)));
    words.refused("empty text", LongText::new(" \n "));
    words.refused("control character", ShortText::new("Room\u{7} 2"));
    words.refused("key of a form", IdempotencyKey::new(&"k".repeat(201)));
    words.refused("no key", IdempotencyKey::new(""));
    insta::assert_snapshot!(words.0);
}

#[test]
fn what_is_refused_by_role_version_or_key_is_told() {
    let mut scene = Scene::new();
    let (app, story) = (&scene.world.app, &scene.story);
    let words = &mut scene.words;
    let place = Command::plain(needle_at(HARMLESS, 15));
    let answer = app.place_needle(&scene.world.assistant, story.session, place);
    words.refused("role", answer);
    let who = &scene.world.practitioner;
    let draft = |key| Command {
        order: a_draft(),
        expected: Some(1),
        key,
    };
    words.refused("version", app.order_course(who, story.course, draft(None)));
    let first = Command {
        expected: None,
        ..draft(Some(key("form 1")))
    };
    app.order_course(who, story.course, first).expect("a draft");
    let other = Command {
        order: start(story.course),
        expected: None,
        key: Some(key("form 1")),
    };
    words.refused("key", app.start_session(who, other));
    insta::assert_snapshot!(scene.words.0);
}

#[test]
fn what_screening_stops_is_told_with_its_rule() {
    let mut scene = Scene::new();
    let (world, words) = (&scene.world, &mut scene.words);
    let (app, who) = (&world.app, &world.practitioner);
    let patient = imported(world, history(a_patient(), &[a_fact(ANTICOAGULANT)]));
    let course = opened(world, patient);
    let plan = a_plan(&[DEEP]);
    let mut answers = answers_to(world, course, &plan);
    answers.retain(|answer| answer.severity < filiform_knowledge::Severity::Stop);
    let answer = app.agree_plan(who, course, Command::plain((plan, answers)));
    words.refused("agreement", answer);
    words.refused(
        "session",
        app.start_session(who, Command::plain(start(course))),
    );
    agreed(world, course, &a_plan(&[HARMLESS]));
    let session = started(world, course);
    let answer = app.place_needle(who, session, Command::plain(needle_at(DEEP, 20)));
    words.refused("needle", answer);
    insta::assert_snapshot!(scene.words.0);
}

#[test]
fn a_session_that_cannot_be_signed_says_what_is_missing() {
    let mut scene = Scene::new();
    let follow = |scene: &Scene, order| {
        crate::story::ordered(&scene.world, scene.story.session, &[order]);
    };
    let count = |out| session::Command::Count {
        out: NeedleCount::new(out).expect("a count"),
    };
    scene.session("needle in", session::Command::Sign);
    follow(&scene, session::Command::RemoveAll);
    scene.session("not counted", session::Command::Sign);
    follow(&scene, count(3));
    scene.session("count differs", session::Command::Sign);
    scene.session("nothing to take out", session::Command::RemoveAll);
    let needle = scene.story.needle;
    scene.session("out already", session::Command::Remove { needle });
    follow(&scene, count(1));
    follow(&scene, session::Command::Sign);
    scene.session("signed", session::Command::RemoveAll);
    insta::assert_snapshot!(scene.words.0);
}

#[test]
fn records_that_cannot_be_written_say_why() {
    let mut scene = Scene::new();
    let (app, who) = (&scene.world.app, &scene.world.practitioner);
    let words = &mut scene.words;
    let nothing: Vec<NewFact> = Vec::new();
    let order = Command::plain((nothing, ShortText::new("asked").expect("a text")));
    words.refused(
        "no facts",
        app.record_facts(who, scene.story.patient, order),
    );
    let mut course = a_course_for(scene.story.patient);
    course.baseline.push(pain(11));
    words.refused("baseline", app.open_course(who, Command::plain(course)));
    let site = Site::Free {
        skin: None,
        region: RegionId::new("elbow-top"),
        label: ShortText::new("tender spot").expect("a text"),
    };
    let mut needle = needle_at(HARMLESS, 15);
    needle.site = site;
    let answer = app.place_needle(who, scene.story.session, Command::plain(needle));
    words.refused("place", answer);
    insta::assert_snapshot!(scene.words.0);
}

#[test]
fn a_person_who_cannot_be_added_says_what_is_wrong() {
    let world = World::new();
    let mut words = Words::default();
    let valid = NewUser {
        login: "nora.lindqvist".to_owned(),
        name: "Nora Lindqvist".to_owned(),
        role: Role::Practitioner,
        password: "correct horse battery".to_owned(),
        privileges: Privileges::default(),
    };
    let mut refused = |case: &str, change: fn(&mut NewUser)| {
        let mut user = valid.clone();
        change(&mut user);
        let answer = world.app.add_user(world.practitioner.clinic, user);
        words.refused(case, answer);
    };
    refused("taken", |_| ());
    refused("sign-in name", |user| user.login.push_str(" x"));
    refused("short sign-in name", |user| user.login.truncate(2));
    refused("name", |user| user.name.clear());
    refused("long name", |user| user.name.push_str(&"a".repeat(100)));
    refused("password", |user| user.password.truncate(11));
    insta::assert_snapshot!(words.0);
}
