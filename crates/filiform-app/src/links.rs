//! Questions that a patient answers on a link, without signing in.
//!
//! The link carries a secret; the database keeps its hash. It has one purpose, ends by itself, and takes one
//! set of answers. Whoever holds it sees questions, never the record.

use std::collections::BTreeMap;

use filiform_care::ShortText;
use filiform_care::course::Course;
use filiform_care::patient::Patient;
use filiform_knowledge::{ConceptId, ConceptKey, Knowledge};
use filiform_screening::{
    AskedOf, PlanToScreen, Question, Subject, only_counts_against, questionnaire,
};
use filiform_store::links::{self, LinkRow};
use filiform_store::{Loaded, StoreError};
use filiform_units::{CourseId, PatientId, Timestamp};

use crate::app::Work;
use crate::courses::{conditions_of, owner};
use crate::patients::record;
use crate::rescreen::ChangedPlan;
use crate::signin::secret_hash;
use crate::{Action, Actor, App, AppError, NewFact, Role, Said};

/// How long a link answers: three days, in microseconds.
const LIFE_US: i64 = 3 * 24 * 60 * 60 * 1_000_000;

/// A new link. The secret is shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The secret of its address.
    pub secret: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A link as the patient sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedLink {
    /// Name of the clinic that asks.
    pub clinic: String,
    /// What there is to do.
    pub state: LinkState,
}

/// What there is to do with a link.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkState {
    /// These questions are open; they may be none.
    Open(Vec<Question>),
    /// It was answered.
    Answered,
    /// It has ended.
    Ended,
}

impl App {
    /// Makes a link to the questions that are open about a person, or about the plan of a course. A new
    /// link ends the earlier ones of the same person.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn make_link(
        &self,
        actor: &Actor,
        patient: PatientId,
        course: Option<CourseId>,
    ) -> Result<NewLink, AppError> {
        let secret = self.secret();
        let hash = link_hash(&secret);
        self.write(actor, Action::AskPatient, move |work| {
            work.patient(patient)?;
            if let Some(course) = course
                && owner(work, course)? != patient
            {
                return Err(AppError::NotFound("course"));
            }
            let link = LinkRow {
                clinic: work.clinic,
                clinic_name: String::new(),
                patient,
                course,
                made_at: work.now,
                made_by: work.actor.account,
                expires_at: Timestamp::from_micros(work.now.micros() + LIFE_US),
                used_at: None,
            };
            links::close(work.tx, work.clinic, patient, work.now)?;
            links::add(work.tx, &hash, &link)?;
            work.audit(Some(patient), "questions by link")?;
            Ok(NewLink {
                secret,
                expires_at: link.expires_at,
            })
        })
    }

    /// The link behind a secret; `None` when there is none.
    ///
    /// # Errors
    /// What the database says.
    pub fn opened_link(&self, secret: &str) -> Result<Option<OpenedLink>, AppError> {
        let Some(link) = self.find_link(secret)? else {
            return Ok(None);
        };
        let clinic = link.clinic_name.clone();
        let state = match standing(&link, self.now()) {
            Some(state) => state,
            None => self.read(&on_behalf(&link), Action::RecordFacts, move |work| {
                Ok(LinkState::Open(asked(work, &link)?.0))
            })?,
        };
        Ok(Some(OpenedLink { clinic, state }))
    }

    /// Records what the patient says, once; `None` when the link does not answer any more. Nothing is taken
    /// that the link does not ask, but for a "yes" that counts against needles: what somebody recorded
    /// meanwhile is not taken back by a "no" from the link, and a warning is not lost.
    ///
    /// # Errors
    /// What the database says.
    pub fn answer_link(
        &self,
        secret: &str,
        said: Vec<(ConceptId, Said)>,
    ) -> Result<Option<Vec<ChangedPlan>>, AppError> {
        let hash = link_hash(secret);
        let Some(link) = self.find_link(secret)? else {
            return Ok(None);
        };
        let actor = on_behalf(&link);
        self.write(&actor, Action::RecordFacts, move |work| {
            let is_open = standing(&link, work.now).is_none();
            if !is_open || !links::take(work.tx, link.clinic, &hash, work.now)? {
                return Ok(None);
            }
            let (questions, loaded) = asked(work, &link)?;
            let facts = answers(work.knowledge(), &questions, said);
            work.audit(Some(link.patient), "answered by the patient on a link")?;
            if facts.is_empty() {
                return Ok(Some(Vec::new()));
            }
            let origin = ShortText::new(ORIGIN).map_err(|_| AppError::NotFound("origin"))?;
            let outcome = record(work, link.patient, loaded, facts, &origin)?;
            Ok(Some(outcome.plans))
        })
    }

    fn find_link(&self, secret: &str) -> Result<Option<LinkRow>, StoreError> {
        let hash = link_hash(secret);
        self.database.view(move |tx| links::find(tx, &hash))
    }
}

/// Where the answers came from.
const ORIGIN: &str = "answered by the patient on a link";

/// Why a link takes no answers; `None` while it does.
fn standing(link: &LinkRow, now: Timestamp) -> Option<LinkState> {
    match link.used_at {
        Some(_) => Some(LinkState::Answered),
        None if link.expires_at <= now => Some(LinkState::Ended),
        None => None,
    }
}

/// Nobody is signed in: what the patient does stands under whoever sent the link, and its words say so.
fn on_behalf(link: &LinkRow) -> Actor {
    Actor {
        clinic: link.clinic,
        account: link.made_by,
        name: "the patient".to_owned(),
        role: Role::Assistant,
        privileges: filiform_care::Privileges::default(),
    }
}

/// The questions of a link that a patient can answer.
fn asked(
    work: &mut Work<'_>,
    link: &LinkRow,
) -> Result<(Vec<Question>, Loaded<Patient>), AppError> {
    let loaded = work.patient(link.patient)?;
    let chart = work.chart(&loaded.state);
    let course = match link.course {
        Some(id) => Some(work.streams().course(work.tx, link.patient, id)?.state),
        None => None,
    };
    let plan = plan_to_ask_about(work.knowledge(), course.as_ref());
    let asked = questionnaire(work.knowledge(), &work.inner.rulebook, &chart, &plan);
    let mut questions = asked.questions;
    questions.retain(|question| {
        question.asked_of == AskedOf::Patient && matches!(question.about, Subject::Concept(_))
    });
    Ok((questions, loaded))
}

/// The needles that are drafted or agreed; before there are any, the person and the complaint.
pub(crate) fn plan_to_ask_about(knowledge: &Knowledge, course: Option<&Course>) -> PlanToScreen {
    let conditions = course.map_or_else(Vec::new, |course| conditions_of(knowledge, course));
    let plan = course.and_then(|course| course.draft.as_ref().or(course.agreed.as_ref()));
    plan.and_then(|plan| plan.to_screen(knowledge, &conditions).ok())
        .unwrap_or(PlanToScreen {
            conditions,
            ..PlanToScreen::default()
        })
}

/// What is taken of the answers: everything that the link asks. What it does not ask, because nobody wanted
/// to know or because somebody recorded it meanwhile, is taken only as a "yes" that can do no more than
/// count against needles.
fn answers(
    knowledge: &Knowledge,
    asked: &[Question],
    said: Vec<(ConceptId, Said)>,
) -> Vec<NewFact> {
    let mut taken: BTreeMap<ConceptKey, Said> = BTreeMap::new();
    for (id, said) in said {
        let Some(key) = knowledge.concept_key(id.as_str()) else {
            continue;
        };
        let is_asked = asked
            .iter()
            .any(|question| question.about == Subject::Concept(key));
        let has_question = !knowledge.concept(key).question.is_empty();
        let is_warning = said == Said::Yes && has_question && only_counts_against(knowledge, key);
        // Of two answers to one question a "yes" counts.
        if (is_asked || is_warning) && taken.get(&key) != Some(&Said::Yes) {
            taken.insert(key, said);
        }
    }
    taken
        .into_iter()
        .map(|(key, said)| NewFact::answer(knowledge.concept(key), said, ORIGIN))
        .collect()
}

fn link_hash(secret: &str) -> Vec<u8> {
    secret_hash("filiform patient link", secret)
}
