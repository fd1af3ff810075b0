//! Questions that a patient answers on a link.

use filiform_app::{LinkState, NewLink, Said};
use filiform_knowledge::{ConceptId, ConceptKey};
use filiform_screening::{FactState, Question, Subject};
use filiform_testkit::{a_fact, a_patient, a_plan};
use filiform_units::{CourseId, PatientId};

use crate::story::{DEEP, HARMLESS, agreed, history, imported, opened, under_treatment};
use crate::world::World;

fn somebody(world: &World) -> (PatientId, CourseId) {
    let facts = [a_fact("Ramipril 5 MG Oral Tablet")];
    let patient = imported(world, history(a_patient(), &facts));
    let course = opened(world, patient);
    agreed(world, course, &a_plan(&[DEEP, HARMLESS]));
    (patient, course)
}

fn sent(world: &World, patient: PatientId, course: Option<CourseId>) -> NewLink {
    let made = world.app.make_link(&world.assistant, patient, course);
    made.expect("a link")
}

fn state(world: &World, link: &NewLink) -> LinkState {
    let opened = world.app.opened_link(&link.secret).expect("an answer");
    opened.expect("the link is known").state
}

fn questions(world: &World, link: &NewLink) -> Vec<Question> {
    let open = match state(world, link) {
        LinkState::Open(questions) => Some(questions),
        LinkState::Answered | LinkState::Ended => None,
    };
    open.expect("the link takes answers")
}

fn to_each(world: &World, questions: &[Question], said: Said) -> Vec<(ConceptId, Said)> {
    let knowledge = world.app.knowledge();
    let concept = |question: &Question| {
        concept_of(question).map(|key| (knowledge.concept(key).id.clone(), said))
    };
    let all: Vec<_> = questions.iter().filter_map(concept).collect();
    assert_eq!(
        all.len(),
        questions.len(),
        "a patient is asked by yes or no"
    );
    all
}

fn concept_of(question: &Question) -> Option<ConceptKey> {
    match question.about {
        Subject::Concept(key) => Some(key),
        Subject::Lab(_)
        | Subject::Age
        | Subject::Sex
        | Subject::Gestation
        | Subject::Side(_)
        | Subject::CurrentPath
        | Subject::Rule(_) => None,
    }
}

#[test]
fn a_patient_answers_what_is_open_and_it_is_open_no_longer() {
    let world = World::new();
    let (patient, course) = somebody(&world);
    let link = sent(&world, patient, Some(course));
    let asked = questions(&world, &link);
    assert!(!asked.is_empty());
    let events = world.events().len();
    let answers = to_each(&world, &asked, Said::No);
    let taken = world
        .app
        .answer_link(&link.secret, answers)
        .expect("an answer");
    let plans = taken.expect("the answers are taken");
    assert_eq!(plans.len(), 1, "the plan is screened with them");
    assert!(world.events().len() > events);
    assert_eq!(state(&world, &link), LinkState::Answered);
    let view = world
        .app
        .patient(&world.practitioner, patient)
        .expect("a chart");
    for question in &asked {
        let Some(key) = concept_of(question) else {
            continue;
        };
        assert_eq!(
            view.chart.state_of(key),
            FactState::Absent,
            "{}",
            question.ask
        );
    }
    let said = view
        .patient
        .facts
        .values()
        .any(|recorded| recorded.fact.source == "answered by the patient on a link");
    assert!(said, "the record says whose words they are");
}

#[test]
fn a_link_takes_one_set_of_answers() {
    let world = World::new();
    let (patient, course) = somebody(&world);
    let link = sent(&world, patient, Some(course));
    let answers = to_each(&world, &questions(&world, &link), Said::No);
    let first = world.app.answer_link(&link.secret, answers.clone());
    assert!(first.expect("an answer").is_some());
    let before = world.stored();
    let second = world.app.answer_link(&link.secret, answers);
    assert!(second.expect("an answer").is_none());
    assert!(world.stored().changed_since(&before).is_empty());
}

#[test]
fn a_link_ends_after_three_days_and_when_a_new_one_is_sent() {
    let world = World::new();
    let (patient, course) = somebody(&world);
    let first = sent(&world, patient, Some(course));
    let second = sent(&world, patient, Some(course));
    assert_eq!(state(&world, &first), LinkState::Ended);
    assert!(matches!(state(&world, &second), LinkState::Open(_)));
    for _ in 0..3 {
        world.pass(24 * 60);
    }
    assert_eq!(state(&world, &second), LinkState::Ended);
    let late = world.app.answer_link(&second.secret, Vec::new());
    assert!(late.expect("an answer").is_none());
}

#[test]
fn a_secret_that_nobody_made_opens_nothing_and_the_one_made_is_not_stored() {
    let world = World::new();
    let story = under_treatment(&world);
    let link = sent(&world, story.patient, None);
    assert_eq!(link.secret.len(), 64);
    assert!(!world.stored().mentions(&link.secret));
    let other = format!("0{}", &link.secret[1..]);
    for wrong in ["", "0", &other, "' OR 1=1 --"] {
        if wrong == link.secret {
            continue;
        }
        assert_eq!(world.app.opened_link(wrong).expect("an answer"), None);
        let answered = world.app.answer_link(wrong, Vec::new());
        assert!(answered.expect("an answer").is_none());
    }
}

#[test]
fn a_no_on_the_link_takes_nothing_back_that_somebody_recorded_meanwhile() {
    let world = World::new();
    let (patient, course) = somebody(&world);
    let link = sent(&world, patient, Some(course));
    let asked = questions(&world, &link);
    let answers = to_each(&world, &asked, Said::No);
    let first = answers[0].0.clone();
    let concept = world
        .app
        .knowledge()
        .concept_key(first.as_str())
        .expect("a concept");
    let yes = filiform_app::NewFact::answer(
        world.app.knowledge().concept(concept),
        Said::Yes,
        "asked by Ines Moreau",
    );
    let order = filiform_app::Command::plain((vec![yes], filiform_testkit::short("asked")));
    let recorded = world.app.record_facts(&world.assistant, patient, order);
    recorded.expect("the answer is recorded");
    let taken = world.app.answer_link(&link.secret, answers);
    assert!(taken.expect("an answer").is_some());
    let view = world
        .app
        .patient(&world.practitioner, patient)
        .expect("a chart");
    assert_eq!(view.chart.state_of(concept), FactState::Present);
}

#[test]
fn not_known_settles_nothing_and_is_kept() {
    let world = World::new();
    let (patient, course) = somebody(&world);
    let link = sent(&world, patient, Some(course));
    let asked = questions(&world, &link);
    let answers = to_each(&world, &asked, Said::NotKnown);
    let count = answers.len();
    let taken = world.app.answer_link(&link.secret, answers);
    assert!(taken.expect("an answer").is_some());
    let again = sent(&world, patient, Some(course));
    assert_eq!(questions(&world, &again).len(), count);
    let view = world
        .app
        .patient(&world.practitioner, patient)
        .expect("a chart");
    assert!(view.patient.facts.len() >= count);
}

/// What the record knows of a concept after somebody answered on a link, whatever the link asked.
fn after_answering(said: &[(&str, Said)], concept: &str) -> FactState {
    let world = World::new();
    let facts = [a_fact("Ramipril 5 MG Oral Tablet")];
    let patient = imported(&world, history(a_patient(), &facts));
    let link = sent(&world, patient, None);
    let said = said
        .iter()
        .map(|(concept, said)| (ConceptId::new(concept), *said));
    let taken = world.app.answer_link(&link.secret, said.collect());
    assert!(taken.expect("an answer").is_some());
    let view = world
        .app
        .patient(&world.practitioner, patient)
        .expect("a chart");
    let key = world.app.knowledge().concept_key(concept);
    view.chart.state_of(key.expect("a concept"))
}

#[test]
fn a_link_takes_no_answer_that_could_open_a_stop_unless_it_asks_for_it() {
    let low_dose = "heparin-prophylactic-dose";
    assert_eq!(
        after_answering(&[(low_dose, Said::Yes)], low_dose),
        FactState::Unknown,
        "once heparin is recorded it takes the stop from deep needles"
    );
    assert_eq!(
        after_answering(&[("cranial-shunt", Said::No)], "cranial-shunt"),
        FactState::Unknown,
        "nobody asked"
    );
}

#[test]
fn a_yes_on_a_link_is_never_lost_to_a_no_of_the_same_form() {
    let said = [("pregnancy", Said::Yes), ("pregnancy", Said::No)];
    assert_eq!(after_answering(&said, "pregnancy"), FactState::Present);
}
