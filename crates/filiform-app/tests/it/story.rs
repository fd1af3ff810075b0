//! A patient under treatment, told through the use cases.

use filiform_app::{
    Actor, AppError, Baseline, Command, History, IdempotencyKey, NewFact, NewNeedle, OpenCourse,
    SaveProtocol, SavedProtocol, StartSession,
};
use filiform_care::course::{self, Override};
use filiform_care::patient::{Identity, ImportStamp};
use filiform_care::protocol::Protocol;
use filiform_care::session;
use filiform_care::{Plan, ShortText};
use filiform_knowledge::{Angle, Severity};
use filiform_screening::{Fact, Verdict, screen};
use filiform_testkit::{
    a_complaint, a_fact, a_needle, a_patient, a_plan, a_site, an_imported_fact, long, mm, short,
};
use filiform_units::{
    CourseId, Laterality, NeedleGauge, NeedleId, PatientId, ProtocolId, SessionId,
};

use crate::world::World;

/// A medicine under which deep needles are stopped.
pub(crate) const ANTICOAGULANT: &str = "Warfarin Sodium 5 MG Oral Tablet";

/// A needle that such a medicine stops at the depth of [`a_plan`], and one that it does not.
pub(crate) const DEEP: &str = "GB21 left";
pub(crate) const HARMLESS: &str = "SP9 left";

/// The ids of a patient under treatment.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) patient: PatientId,
    pub(crate) course: CourseId,
    /// A second course with an agreed plan, of which no session runs.
    pub(crate) waiting: CourseId,
    pub(crate) session: SessionId,
    pub(crate) needle: NeedleId,
    /// A protocol that was saved from the plan.
    pub(crate) protocol: ProtocolId,
    /// The answers with which the plan was agreed.
    pub(crate) overrides: Vec<Override>,
}

/// A course with an agreed plan for the left knee, and a session of it with one needle in.
///
/// Each story of a world is about another person.
pub(crate) fn under_treatment(world: &World) -> Story {
    let board = world.app.today(&world.practitioner).expect("a board");
    let number = format!("{:04}", 42 + board.patients);
    let identity = Identity {
        identifiers: vec![("https://clinic.example/numbers".to_owned(), number)],
        ..a_patient()
    };
    let facts = [a_fact("Ramipril 5 MG Oral Tablet")];
    let patient = imported(world, history(identity, &facts));
    let course = opened(world, patient);
    let overrides = agreed(world, course, &a_plan(&[HARMLESS, "ST34 left"]));
    let waiting = opened(world, patient);
    agreed(world, waiting, &a_plan(&[HARMLESS]));
    let session = started(world, course);
    let placed = place(world, &world.practitioner, session, needle_at(HARMLESS, 15));
    placed.expect("the needle goes in");
    let needle = needles_of(world, session)[0];
    let name = format!("Knee {}", board.patients);
    let protocol = kept(world, course, &name, &a_plan(&[HARMLESS])).id;
    Story {
        patient,
        course,
        waiting,
        session,
        needle,
        protocol,
        overrides,
    }
}

/// A plan of a course is kept as a protocol.
pub(crate) fn kept(world: &World, course: CourseId, name: &str, plan: &Plan) -> SavedProtocol {
    let order = SaveProtocol {
        course,
        name: short(name),
        note: None,
        plan: plan.clone(),
    };
    let saved = world
        .app
        .save_protocol(&world.practitioner, Command::plain(order));
    saved.expect("the protocol is saved")
}

/// The order to take a protocol over; what it says comes from the record.
pub(crate) fn take(id: ProtocolId, version: u32) -> course::Command {
    course::Command::TakeProtocol {
        id,
        version,
        protocol: Protocol::default(),
    }
}

pub(crate) fn imported(world: &World, history: History) -> PatientId {
    let taken_in = world.app.import_history(&world.practitioner, history);
    taken_in.expect("the history is taken in").patient
}

/// A history in which each fact is a resource of its own.
pub(crate) fn history(identity: Identity, facts: &[Fact]) -> History {
    let resource = |(number, fact): (usize, &Fact)| {
        let recorded = an_imported_fact(&format!("MedicationRequest/{number}"), fact.clone());
        NewFact {
            fact: recorded.fact,
            import: recorded.import,
            corrects: None,
        }
    };
    History {
        identity,
        facts: (1..).zip(facts).map(resource).collect(),
        origin: short("import of kerr.json"),
    }
}

/// A fact asked here.
pub(crate) fn asked(fact: Fact) -> (Vec<NewFact>, ShortText) {
    let import: Option<ImportStamp> = None;
    let new = NewFact {
        fact,
        import,
        corrects: None,
    };
    (vec![new], short("asked at assessment"))
}

pub(crate) fn opened(world: &World, patient: PatientId) -> CourseId {
    let course = world
        .app
        .open_course(&world.practitioner, Command::plain(a_course_for(patient)));
    course.expect("the course is opened")
}

/// An osteoarthritic left knee, with pain rated 7.
pub(crate) fn a_course_for(patient: PatientId) -> OpenCourse {
    OpenCourse {
        patient,
        complaint: a_complaint("knee_oa", Laterality::Left),
        baseline: vec![pain(7)],
    }
}

pub(crate) fn pain(answer: u8) -> Baseline {
    Baseline {
        instrument: "nprs".to_owned(),
        answers: vec![Some(answer)],
    }
}

/// Agrees a plan with an answer to everything that screening asks; answers those answers.
pub(crate) fn agreed(world: &World, course: CourseId, plan: &Plan) -> Vec<Override> {
    let overrides = answers_to(world, course, plan);
    let order = Command::plain((plan.clone(), overrides.clone()));
    let agreed = world.app.agree_plan(&world.practitioner, course, order);
    agreed.expect("the plan is agreed");
    overrides
}

/// An answer to everything that screening asks about a plan.
pub(crate) fn answers_to(world: &World, course: CourseId, plan: &Plan) -> Vec<Override> {
    let verdict = verdict_of(world, course, plan);
    let findings = verdict.findings().iter();
    let open = findings.filter(|finding| finding.severity >= Severity::Ask);
    open.map(|finding| Override {
        rule: world.app.knowledge().rule(finding.rule).id.clone(),
        severity: finding.severity,
        reason: long("asked and discussed with the patient"),
    })
    .collect()
}

fn verdict_of(world: &World, course: CourseId, plan: &Plan) -> Verdict {
    let view = world.app.course(&world.practitioner, course);
    let view = view.expect("the course is found");
    let knowledge = world.app.knowledge();
    let complaint = view.course.complaint.expect("the course has a complaint");
    let condition = knowledge.condition_key(complaint.condition.as_str());
    let resolved = plan
        .to_screen(knowledge, condition.as_slice())
        .expect("the plan fits");
    screen(world.app.rulebook(), &view.chart, &resolved)
}

pub(crate) fn started(world: &World, course: CourseId) -> SessionId {
    let session = world
        .app
        .start_session(&world.practitioner, Command::plain(start(course)));
    session.expect("the session starts")
}

pub(crate) fn start(course: CourseId) -> StartSession {
    StartSession {
        course,
        room: Some(short("Room 2")),
        changes: None,
    }
}

/// A 40 mm needle at `SP9 left`, so deep.
pub(crate) fn needle_at(written: &str, depth: u8) -> NewNeedle {
    let (site, side) = a_site(written);
    NewNeedle {
        site,
        side,
        depth: mm(depth),
        angle: Angle::Perpendicular,
        length: mm(40),
        gauge: NeedleGauge::new(25).expect("0.25 mm"),
        lot: Some(short("LOT 7741")),
        sensation: None,
    }
}

pub(crate) fn place(
    world: &World,
    actor: &Actor,
    session: SessionId,
    needle: NewNeedle,
) -> Result<u64, AppError> {
    world
        .app
        .place_needle(actor, session, Command::plain(needle))
}

/// Gives orders that are followed.
pub(crate) fn ordered(world: &World, session: SessionId, orders: &[session::Command]) {
    for order in orders {
        let order = Command::plain(order.clone());
        let followed = world.app.order_session(&world.practitioner, session, order);
        followed.expect("the order is followed");
    }
}

/// The needles of a session in the order they went in.
pub(crate) fn needles_of(world: &World, session: SessionId) -> Vec<NeedleId> {
    let view = world.app.session(&world.practitioner, session);
    let placed = view.expect("the session is found").session.needles;
    placed
        .iter()
        .map(|placed| placed.insertion.needle)
        .collect()
}

pub(crate) fn session_version(world: &World, session: SessionId) -> u64 {
    let view = world.app.session(&world.practitioner, session);
    view.expect("the session is found").version
}

pub(crate) fn course_version(world: &World, course: CourseId) -> u64 {
    let view = world.app.course(&world.practitioner, course);
    view.expect("the course is found").version
}

pub(crate) fn patient_version(world: &World, patient: PatientId) -> u64 {
    let view = world.app.patient(&world.practitioner, patient);
    view.expect("the patient is found").version
}

pub(crate) fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).expect("a key")
}

/// A draft of one needle.
pub(crate) fn a_draft() -> course::Command {
    let mut plan = a_plan(&[]);
    plan.needles.push(a_needle("ST36 left"));
    course::Command::DraftPlan { plan }
}
