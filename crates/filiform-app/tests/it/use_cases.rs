//! Every use case that a page calls, with the rule of who may call it and what it leaves behind.
//!
//! The table is written by hand, as the guide tells it: a practitioner may do everything; an assistant
//! sees charts, records facts and measures and takes needles out; a manager sees the board, takes
//! histories in and proves the record.

use filiform_app::{
    Action, Actor, AppError, Command, EditPlan, ProposeLimits, Role, SaveProtocol, TakeOver,
};
use filiform_care::Authority;
use filiform_care::course::{self, Decision};
use filiform_care::preference::{self, Preference, Wish};
use filiform_care::session::{self, After, Whereabouts};
use filiform_knowledge::{PointCode, RuleId};
use filiform_testkit::{a_complaint, a_fact, a_measure, a_patient, a_plan, long, short};
use filiform_units::{Laterality, Minutes, NeedleCount};

use crate::story::{
    HARMLESS, Story, a_course_for, a_draft, asked, history, needle_at, ordered, pain, start, take,
};
use crate::world::World;

use Role::{Assistant, Manager, Practitioner};

/// One use case.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    /// Who may.
    pub(crate) may: &'static [Role],
    pub(crate) reach: Reach,
    pub(crate) leaves: Leaves,
    call: Call,
}

/// A use case, called by somebody about the patient of a story.
type Call = fn(&World, &Actor, &Story) -> Result<(), AppError>;

/// What somebody of another clinic finds who calls it with ids of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Nothing: there is no such thing in their clinic.
    NotFound(&'static str),
    /// Their own clinic, since it takes no id.
    OwnClinic,
}

/// What a use case leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaves {
    /// It changes nothing and opens nobody's chart.
    Nothing,
    /// A line in the audit trail: somebody looked, and at what.
    Look(&'static str),
    /// Events, and one line in the audit trail.
    Change(Action),
    /// One line in the audit trail, and nothing in the ledger.
    Line(Action),
}

const EVERYBODY: &[Role] = &[Practitioner, Assistant, Manager];
const CARE: &[Role] = &[Practitioner, Assistant];
const TREATMENT: &[Role] = &[Practitioner];
const PROOF: &[Role] = &[Practitioner, Manager];

const OWN: Reach = Reach::OwnClinic;
const PATIENT: Reach = Reach::NotFound("patient");
const COURSE: Reach = Reach::NotFound("course");
const SESSION: Reach = Reach::NotFound("session");
const PROTOCOL: Reach = Reach::NotFound("protocol");

const NOTHING: Leaves = Leaves::Nothing;
const LOOK: fn(&'static str) -> Leaves = Leaves::Look;
const IMPORT: Leaves = Leaves::Change(Action::ImportHistory);
const FACTS: Leaves = Leaves::Change(Action::RecordFacts);
const ASK: Leaves = Leaves::Line(Action::AskPatient);
const TREAT: Leaves = Leaves::Change(Action::Treat);
const MEASURE: Leaves = Leaves::Change(Action::RecordMeasure);
const PLACE: Leaves = Leaves::Change(Action::PlaceNeedle);
const REMOVE: Leaves = Leaves::Change(Action::RemoveNeedle);
const SIGN: Leaves = Leaves::Change(Action::SignSession);
const SEEN: Leaves = Leaves::Line(Action::ReadProtocols);
const KEEP: Leaves = Leaves::Change(Action::KeepProtocols);
const POINTS: Leaves = Leaves::Change(Action::KeepPreferences);

/// The table.
pub(crate) fn rules() -> Vec<Rule> {
    vec![
        rule("see the board", EVERYBODY, OWN, NOTHING, see_the_board),
        rule("see who works here", EVERYBODY, OWN, NOTHING, see_names),
        rule("list patients", CARE, OWN, NOTHING, list_patients),
        rule("search for a patient", CARE, OWN, NOTHING, search),
        rule("open a chart", CARE, PATIENT, LOOK("chart"), open_chart),
        rule("open a course", CARE, COURSE, LOOK("course"), open_course),
        rule("open a plan", CARE, COURSE, LOOK("plan"), open_plan),
        rule(
            "open a session",
            CARE,
            SESSION,
            LOOK("session"),
            open_session,
        ),
        rule("print a record", CARE, COURSE, LOOK("record"), print_record),
        rule("take a history in", EVERYBODY, OWN, IMPORT, take_history_in),
        rule("register a patient", CARE, OWN, FACTS, register),
        rule("record facts", CARE, PATIENT, FACTS, record_facts),
        rule("send questions", CARE, PATIENT, ASK, send_questions),
        rule("assess", TREATMENT, PATIENT, TREAT, assess),
        rule(
            "have a plan proposed",
            TREATMENT,
            COURSE,
            LOOK("proposal"),
            propose,
        ),
        rule("assess again", TREATMENT, COURSE, TREAT, assess_again),
        rule("draft a plan", TREATMENT, COURSE, TREAT, draft),
        rule("edit a plan", TREATMENT, COURSE, TREAT, edit),
        rule("take a plan over", TREATMENT, COURSE, TREAT, take_over),
        rule("answer a finding", TREATMENT, COURSE, TREAT, answer),
        rule("agree a plan", TREATMENT, COURSE, TREAT, agree),
        rule("record an instrument", CARE, COURSE, MEASURE, instrument),
        rule("record a measure", CARE, COURSE, MEASURE, measure),
        rule(
            "draft a referral",
            TREATMENT,
            COURSE,
            LOOK("referral"),
            draft_referral,
        ),
        rule("refer", TREATMENT, COURSE, TREAT, refer),
        rule("review a course", TREATMENT, COURSE, TREAT, review),
        rule("end a course", TREATMENT, COURSE, TREAT, end),
        rule("start a session", TREATMENT, COURSE, TREAT, start_session),
        rule("place a needle", TREATMENT, SESSION, PLACE, place),
        rule("take a needle out", CARE, SESSION, REMOVE, take_out),
        rule("take all needles out", CARE, SESSION, REMOVE, take_all_out),
        rule("start the rest", CARE, SESSION, REMOVE, rest),
        rule("account for a needle", CARE, SESSION, REMOVE, account_for),
        rule("count the needles", CARE, SESSION, REMOVE, count),
        rule("record how it went", CARE, SESSION, REMOVE, record_after),
        rule("sign a session", TREATMENT, SESSION, SIGN, sign),
        rule("prove the record", PROOF, OWN, NOTHING, prove),
        rule("list protocols", EVERYBODY, OWN, SEEN, list_protocols),
        rule("save a protocol", TREATMENT, COURSE, KEEP, save_protocol),
        rule("take a protocol", TREATMENT, COURSE, TREAT, take_protocol),
        rule(
            "withdraw a protocol",
            TREATMENT,
            PROTOCOL,
            KEEP,
            withdraw_protocol,
        ),
        rule("see own points", TREATMENT, OWN, NOTHING, own_points),
        rule("list a point", TREATMENT, OWN, POINTS, list_a_point),
    ]
}

const fn rule(
    name: &'static str,
    may: &'static [Role],
    reach: Reach,
    leaves: Leaves,
    call: Call,
) -> Rule {
    Rule {
        name,
        may,
        reach,
        leaves,
        call,
    }
}

impl Rule {
    /// Brings a story to where the use case is possible.
    pub(crate) fn prepare(&self, world: &World, story: &Story) {
        if self.leaves == SIGN {
            ordered(world, story.session, &[session::Command::RemoveAll, one()]);
        }
    }

    pub(crate) fn call(&self, world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
        (self.call)(world, who, story)
    }
}

fn see_the_board(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    world.app.today(who).map(drop)
}

fn see_names(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    world.app.names(who).map(drop)
}

fn list_patients(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    world.app.patients(who, "").map(drop)
}

fn search(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    world.app.patients(who, "Kerr").map(drop)
}

fn open_chart(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    world.app.patient(who, story.patient).map(drop)
}

fn open_course(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    world.app.course(who, story.course).map(drop)
}

fn open_plan(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    world.app.plan(who, story.course, Some(few())).map(drop)
}

fn open_session(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    world.app.session(who, story.session).map(drop)
}

fn print_record(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    world.app.record(who, story.course).map(drop)
}

fn take_history_in(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    let facts = [
        a_fact("Ramipril 5 MG Oral Tablet"),
        a_fact("Metformin 500 MG"),
    ];
    let history = history(a_patient(), &facts);
    world.app.import_history(who, history).map(drop)
}

fn register(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    world.app.register_patient(who, a_patient()).map(drop)
}

fn record_facts(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let facts = Command::plain(asked(a_fact("Metformin 500 MG")));
    world.app.record_facts(who, story.patient, facts).map(drop)
}

fn send_questions(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    world.app.make_link(who, story.patient, None).map(drop)
}

fn draft_referral(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let (clinic, complaint) = ("Harbour Road", "Knee osteoarthritis, left");
    world
        .app
        .referral(who, story.course, clinic, complaint)
        .map(drop)
}

fn refer(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = course::Command::Refer {
        rules: vec![RuleId::new("rf-septic-joint")],
        letter: long("Dear colleague, please see this patient today."),
    };
    order_course(world, who, story, order)
}

fn assess(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = Command::plain(a_course_for(story.patient));
    world.app.open_course(who, order).map(drop)
}

fn propose(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    world.app.propose_plan(who, story.course, few()).map(drop)
}

fn assess_again(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let complaint = a_complaint("knee_oa", Laterality::Both);
    order_course(world, who, story, course::Command::Reassess { complaint })
}

fn draft(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    order_course(world, who, story, a_draft())
}

fn edit(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let edit = EditPlan {
        shown: a_plan(&[HARMLESS, "ST34 left"]),
        plan: a_plan(&[HARMLESS]),
    };
    let edit = Command::plain(edit);
    world.app.edit_plan(who, story.course, edit).map(drop)
}

fn take_over(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = TakeOver {
        shown: a_plan(&[HARMLESS]),
        from: story.course,
    };
    let order = Command::plain(order);
    world
        .app
        .take_over_plan(who, story.waiting, order)
        .map(drop)
}

fn answer(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let answer = story.overrides[0].clone();
    let order = course::Command::AnswerFinding {
        answer,
        authority: Authority::default(),
    };
    order_course(world, who, story, order)
}

fn agree(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = Command::plain((a_plan(&[HARMLESS]), story.overrides.clone()));
    world.app.agree_plan(who, story.course, order).map(drop)
}

fn instrument(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = Command::plain(vec![pain(5)]);
    world
        .app
        .record_measures(who, story.course, order)
        .map(drop)
}

fn measure(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let measure = a_measure("nprs", &[Some(5)]);
    order_course(
        world,
        who,
        story,
        course::Command::RecordMeasure { measure },
    )
}

fn review(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = course::Command::Review {
        decision: Decision::Continue,
        reason: long("less pain on stairs"),
    };
    order_course(world, who, story, order)
}

fn end(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let reason = long("the goal is reached");
    let end = course::Command::End {
        reason,
        running: None,
    };
    let order = Command::plain(end);
    world.app.order_course(who, story.waiting, order).map(drop)
}

fn start_session(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = Command::plain(start(story.waiting));
    world.app.start_session(who, order).map(drop)
}

fn place(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = Command::plain(needle_at("ST34 left", 15));
    world.app.place_needle(who, story.session, order).map(drop)
}

fn take_out(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let needle = story.needle;
    order_session(world, who, story, session::Command::Remove { needle })
}

fn take_all_out(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    order_session(world, who, story, session::Command::RemoveAll)
}

fn rest(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = session::Command::StartRest {
        retention: Minutes::literal(20),
        reason: None,
    };
    order_session(world, who, story, order)
}

fn account_for(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = session::Command::AccountFor {
        needle: story.needle,
        whereabouts: Whereabouts::FoundLater,
        note: long("found on the couch"),
    };
    order_session(world, who, story, order)
}

fn count(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    order_session(world, who, story, one())
}

fn record_after(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let after = After {
        feeling: Some(long("relaxed")),
        ..After::default()
    };
    order_session(world, who, story, session::Command::RecordAfter { after })
}

fn sign(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    order_session(world, who, story, session::Command::Sign)
}

fn prove(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    world.app.verify_clinic(who).map(drop)
}

fn list_protocols(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    world.app.protocols(who).map(drop)
}

fn save_protocol(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let order = SaveProtocol {
        course: story.course,
        name: short("Knee, ours"),
        note: None,
        plan: a_plan(&[HARMLESS]),
    };
    world
        .app
        .save_protocol(who, Command::plain(order))
        .map(drop)
}

fn take_protocol(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    order_course(world, who, story, take(story.protocol, 1))
}

fn withdraw_protocol(world: &World, who: &Actor, story: &Story) -> Result<(), AppError> {
    let reason = Command::plain(long("we needle less now"));
    world.app.withdraw_protocol(who, story.protocol, reason)
}

fn own_points(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    world.app.preferences(who).map(drop)
}

fn list_a_point(world: &World, who: &Actor, _: &Story) -> Result<(), AppError> {
    let preference = Preference {
        point: PointCode::new("GB21"),
        wish: Wish::Never,
        condition: None,
        reason: short("too near the lung for me"),
    };
    let order = Command::plain(preference::Command::Add { preference });
    world.app.order_preferences(who, order).map(drop)
}

/// Few needles, so that a proposal is found at once.
const fn few() -> ProposeLimits {
    ProposeLimits {
        max_needles: 2,
        position: None,
    }
}

fn one() -> session::Command {
    session::Command::Count {
        out: NeedleCount::new(1).expect("one needle"),
    }
}

pub(crate) fn order_course(
    world: &World,
    who: &Actor,
    story: &Story,
    order: course::Command,
) -> Result<(), AppError> {
    let order = Command::plain(order);
    world.app.order_course(who, story.course, order).map(drop)
}

pub(crate) fn order_session(
    world: &World,
    who: &Actor,
    story: &Story,
    order: session::Command,
) -> Result<(), AppError> {
    let order = Command::plain(order);
    world.app.order_session(who, story.session, order).map(drop)
}
