//! Who may place which needle, and under which authority a stop is overridden.

use filiform_app::{Actor, AppError, Command, NewUser, NewUserError, PrivilegeChange, Role};
use filiform_care::course::{self, Command as Order};
use filiform_care::{Authority, ElectricalPair, Plan, Privileges, session};
use filiform_knowledge::{PrivilegeId, Technique};
use filiform_testkit::{a_fact, a_patient, a_plan};
use filiform_units::{CourseId, Hertz, PartialDate, PatientId};

use crate::story::{
    DEEP, HARMLESS, agreed, answers_to, history, imported, needle_at, opened, place, started,
};
use crate::world::World;

/// A needle over the lung.
const OVER_THE_LUNG: &str = "BL13 left";

fn trusted_with(world: &World, privileges: &[&str]) -> Actor {
    Actor {
        privileges: privileges.iter().map(|id| PrivilegeId::new(id)).collect(),
        ..world.colleague.clone()
    }
}

fn born_in(world: &World, year: &str) -> (PatientId, CourseId) {
    let identity = filiform_care::patient::Identity {
        born: PartialDate::parse(year).ok(),
        ..a_patient()
    };
    let facts = [a_fact("Ramipril 5 MG Oral Tablet")];
    let patient = imported(world, history(identity, &facts));
    (patient, opened(world, patient))
}

fn agree(world: &World, who: &Actor, course: CourseId, plan: &Plan) -> Result<u64, AppError> {
    let overrides = answers_to(world, course, plan);
    let order = Command::plain((plan.clone(), overrides));
    world.app.agree_plan(who, course, order)
}

/// The privilege that is missing.
fn missing<T: std::fmt::Debug>(refused: Result<T, AppError>) -> String {
    let refusal = refused.expect_err("somebody else may");
    if let AppError::Course(course::Refusal::NoPrivilege(no))
    | AppError::Session(session::Refusal::NoPrivilege(no)) = &refusal
    {
        return no.privilege.to_string();
    }
    refusal.to_string()
}

#[test]
fn a_needle_over_the_lung_is_agreed_and_placed_by_somebody_who_may() {
    let world = World::new();
    let (_, course) = born_in(&world, "1959");
    let plan = a_plan(&[OVER_THE_LUNG, HARMLESS]);
    let (ordinary, thoracic) = (
        trusted_with(&world, &["needling"]),
        trusted_with(&world, &["needling", "thoracic-needling"]),
    );
    assert_eq!(
        missing(agree(&world, &ordinary, course, &plan)),
        "thoracic-needling"
    );
    agree(&world, &thoracic, course, &plan).expect("the plan is agreed");
    let session = started(&world, course);
    let refused = place(&world, &ordinary, session, needle_at(OVER_THE_LUNG, 5));
    assert_eq!(missing(refused), "thoracic-needling");
    let harmless = place(&world, &ordinary, session, needle_at(HARMLESS, 15));
    harmless.expect("any clinician places this one");
    let placed = place(&world, &thoracic, session, needle_at(OVER_THE_LUNG, 5));
    placed.expect("the needle goes in");
}

#[test]
fn a_stop_is_overridden_only_by_somebody_who_may_place_its_needle() {
    let world = World::new();
    let (_, course) = born_in(&world, "1959");
    let plan = a_plan(&[DEEP]);
    let draft = Command::plain(Order::DraftPlan { plan: plan.clone() });
    let drafted = world.app.order_course(&world.practitioner, course, draft);
    drafted.expect("the plan is drafted");
    let answer = answers_to(&world, course, &plan).remove(0);
    let give = |who: &Actor| {
        let order = Order::AnswerFinding {
            answer: answer.clone(),
            authority: Authority::default(),
        };
        world.app.order_course(who, course, Command::plain(order))
    };
    assert_eq!(
        missing(give(&trusted_with(&world, &["needling"]))),
        "thoracic-needling"
    );
    give(&trusted_with(&world, &["needling", "thoracic-needling"])).expect("the answer is kept");
    let view = world
        .app
        .course(&world.practitioner, course)
        .expect("a course");
    let held = &view.course.overrides[0];
    assert_eq!(held.act.by, world.colleague.account);
    let under: Vec<&str> = held.under.iter().map(PrivilegeId::as_str).collect();
    assert_eq!(under, ["needling", "thoracic-needling"]);
}

#[test]
fn a_child_and_somebody_whose_age_is_not_known_are_needled_by_somebody_who_may() {
    let world = World::new();
    let ordinary = trusted_with(&world, &["needling"]);
    let plan = a_plan(&[HARMLESS]);
    for born in ["2015", "not recorded"] {
        let (_, course) = born_in(&world, born);
        assert_eq!(
            missing(agree(&world, &ordinary, course, &plan)),
            "children",
            "{born}"
        );
        let paediatric = trusted_with(&world, &["needling", "children"]);
        agree(&world, &paediatric, course, &plan).expect("the plan is agreed");
    }
}

#[test]
fn current_through_needles_is_agreed_and_placed_by_somebody_who_may() {
    let world = World::new();
    let (_, course) = born_in(&world, "1959");
    let mut plan = a_plan(&[HARMLESS, "ST36 left"]);
    plan.pairs = vec![ElectricalPair {
        a: 0,
        b: 1,
        frequency: Hertz::new(2).expect("2 Hz"),
    }];
    let ordinary = trusted_with(&world, &["needling"]);
    assert_eq!(
        missing(agree(&world, &ordinary, course, &plan)),
        "electroacupuncture"
    );
    agreed(&world, course, &plan);
    let session = started(&world, course);
    let refused = place(&world, &ordinary, session, needle_at(HARMLESS, 15));
    assert_eq!(missing(refused), "electroacupuncture");
    let electrical = trusted_with(&world, &["needling", "electroacupuncture"]);
    place(&world, &electrical, session, needle_at(HARMLESS, 15)).expect("the needle goes in");
    assert!(
        plan.needles
            .iter()
            .all(|needle| needle.technique == Technique::Manual)
    );
}

fn new_user(login: &str, privileges: Privileges) -> NewUser {
    NewUser {
        login: login.to_owned(),
        name: "Piet Haas".to_owned(),
        role: Role::Practitioner,
        password: "correct horse battery".to_owned(),
        privileges,
    }
}

#[test]
fn privileges_are_granted_by_name_and_hold_from_the_next_page_on() {
    let world = World::new();
    let clinic = world.practitioner.clinic;
    let of = |ids: &[&str]| -> Privileges { ids.iter().map(|id| PrivilegeId::new(id)).collect() };
    let unknown = world
        .app
        .add_user(clinic, new_user("piet", of(&["flying"])));
    assert!(matches!(unknown, Err(NewUserError::Privilege(id)) if id.as_str() == "flying"));
    let added = world
        .app
        .add_user(clinic, new_user("piet", of(&["needling"])));
    added.expect("a person");
    let signed_in = world.app.sign_in("piet", "correct horse battery");
    let signed_in = signed_in.expect("signed in");
    let held = |world: &World| {
        let found = world.app.signed_in(&signed_in.token).expect("an answer");
        found.expect("still signed in").actor.privileges
    };
    assert_eq!(held(&world), of(&["needling"]));
    let change = |what, ids: &[&str]| world.app.change_privileges(" Piet ", what, &of(ids));
    let now = change(PrivilegeChange::Grant, &["children", "needling"]).expect("granted");
    assert_eq!(now, of(&["needling", "children"]));
    assert_eq!(held(&world), now);
    let now = change(PrivilegeChange::TakeBack, &["needling"]).expect("taken back");
    assert_eq!(held(&world), now);
    assert_eq!(now, of(&["children"]));
    let nobody = world
        .app
        .change_privileges("ruth", PrivilegeChange::Grant, &of(&["children"]));
    assert!(matches!(nobody, Err(NewUserError::Nobody(_))));
}
