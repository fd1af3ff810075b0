//! The assessment: opens a course with its complaint, baseline and answers.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use filiform_app::{App, Baseline, NewFact, OpenCourse, PatientView, Said};
use filiform_care::course::Complaint;
use filiform_care::patient::Patient;
use filiform_care::{LongText, PainDrawing, ShortText};
use filiform_knowledge::{
    Concept, ConceptKind, Condition, ConditionId, ConditionKey, Knowledge, MuscleName, RegionId,
    Rule, SegmentName, Tissue,
};
use filiform_outcomes::read_answers;
use filiform_screening::{PlanToScreen, Subject, questionnaire};
use filiform_units::{Laterality, PartialDate, Side, Timestamp};
use serde::Deserialize;

use super::fault::{Fault, sentence};
use super::posted::{Fields, Posted};
use super::state::WebState;
use super::visitor::Visitor;
use super::{body, chart, facts, show, view};
use crate::pages::assess::{
    Assess, Condition as ConditionChoice, DRAWING, Question, TENDER_MUSCLES, TENDER_SEGMENT,
};
use crate::paths;
use crate::ui::body::{Chart, Draw, Mode, Stage};
use crate::ui::form::{Choice, FormState};
use crate::ui::layout::{Step, Trail};

/// Prefix of the fields that answer a question; the rest is the concept.
pub(crate) const ANSWER: &str = "answer-";

/// The condition chosen before the form was sent.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    condition: Option<String>,
}

/// The empty form, or the form of one condition.
pub(crate) async fn form(
    State(state): State<WebState>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response<Body>, Fault> {
    let values = chosen
        .condition
        .map(|condition| ("condition".to_owned(), condition));
    let form = FormState {
        values: values.into_iter().collect(),
        errors: Vec::new(),
    };
    let (view, now) = load(&state, &visitor, &id).await?;
    Ok(show::page(&page(&state, &visitor, &view, form, now)))
}

/// The form, sent: shows the questions of the chosen condition, or opens the course.
pub(crate) async fn submit(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response<Body>, Fault> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let (view, now) = load(&state, &visitor, &id).await?;
    if fields.text("step") == "questions" {
        let form = fields.state(Vec::new());
        return Ok(show::page(&page(&state, &visitor, &view, form, now)));
    }
    let read = read(state.app.knowledge(), &view, &fields, &visitor);
    let (open, answers) = match read {
        Ok(read) => read,
        Err(errors) => {
            let page = page(&state, &visitor, &view, fields.state(errors), now);
            return Ok(show::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let actor = visitor.actor();
    let (facts_key, course) = (fields.command(()), fields.command(open));
    let origin = ShortText::new("asked at assessment").map_err(|error| Fault::ours(&error))?;
    let patient = view.id;
    let course = state
        .run(move |app| {
            if !answers.is_empty() {
                let mut command = filiform_app::Command::plain((answers, origin));
                command.key = facts_key.key.and_then(|key| {
                    filiform_app::IdempotencyKey::new(&format!("{}.facts", key.as_str())).ok()
                });
                app.record_facts(&actor, patient, command)?;
            }
            app.open_course(&actor, course)
        })
        .await?;
    Ok(show::see_other(&paths::plan(&course.to_string())))
}

async fn load(
    state: &WebState,
    visitor: &Visitor,
    id: &str,
) -> Result<(PatientView, Timestamp), Fault> {
    let (actor, id) = (visitor.actor(), facts::patient_id(id)?);
    state
        .run(move |app| Ok((app.patient(&actor, id)?, app.now())))
        .await
}

type Wrong = Vec<(String, String)>;

fn read(
    knowledge: &Knowledge,
    view: &PatientView,
    fields: &Fields,
    visitor: &Visitor,
) -> Result<(OpenCourse, Vec<NewFact>), Wrong> {
    let mut wrong = Wrong::new();
    let condition = knowledge.condition_key(fields.text("condition"));
    if condition.is_none() {
        wrong.push((
            "condition".to_owned(),
            "Choose what brings the patient.".to_owned(),
        ));
    }
    let onset = fields.some("onset").map(PartialDate::parse).transpose();
    if let Err(error) = &onset {
        wrong.push(("onset".to_owned(), sentence(&error.to_string())));
    }
    let goals = fields.some("goals").map(LongText::new).transpose();
    if let Err(error) = &goals {
        wrong.push(("goals".to_owned(), sentence(&error.to_string())));
    }
    let baseline = match read_baseline(knowledge, fields) {
        Ok(baseline) => baseline,
        Err(errors) => {
            wrong.extend(errors);
            Vec::new()
        }
    };
    let drawing = read_drawing(knowledge, &view.patient, fields).unwrap_or_else(|error| {
        wrong.push(error);
        None
    });
    let (Some(condition), Ok(onset), Ok(goals), true) = (condition, onset, goals, wrong.is_empty())
    else {
        return Err(wrong);
    };
    let id = |key| ConditionId::new(knowledge.condition(key).id.as_str());
    let pain_areas = pain_areas(knowledge, fields, drawing.as_ref());
    let also = second(knowledge, fields, Some(condition)).map(|(key, side)| (id(key), side));
    let complaint = Complaint {
        condition: id(condition),
        side: side(knowledge, condition, fields.text("side")),
        onset,
        pain_areas,
        drawing,
        tender_muscles: TENDER_MUSCLES
            .iter()
            .flat_map(|(name, side, _)| tender(fields, name, side))
            .map(|(muscle, side)| (MuscleName::new(muscle), side))
            .collect(),
        tender_segments: tender(fields, TENDER_SEGMENT.0, TENDER_SEGMENT.1)
            .map(|(segment, side)| (SegmentName::new(segment), side))
            .collect(),
        also: also.into_iter().collect(),
        goals,
    };
    let open = OpenCourse {
        patient: view.id,
        complaint,
        baseline,
    };
    Ok((open, answers(knowledge, fields, visitor)))
}

/// What was drawn on the body; `None` when nothing was.
pub(crate) fn read_drawing(
    knowledge: &Knowledge,
    patient: &Patient,
    fields: &Fields,
) -> Result<Option<PainDrawing>, (String, String)> {
    let figure = body::figure(patient);
    PainDrawing::parse(fields.text(DRAWING), knowledge.body(), figure)
        .map_err(|error| (DRAWING.to_owned(), sentence(&error.to_string())))
}

/// Where it hurts: what was ticked in words, and what the drawing touches.
pub(crate) fn pain_areas(
    knowledge: &Knowledge,
    fields: &Fields,
    drawing: Option<&PainDrawing>,
) -> Vec<(RegionId, Side)> {
    let mut areas: Vec<_> = fields.all("area").filter_map(area).collect();
    for drawn in drawing.map_or_else(Vec::new, |it| it.regions(knowledge.body())) {
        if !areas.contains(&drawn) {
            areas.push(drawn);
        }
    }
    areas
}

/// `knee.left` as sent by the list of areas.
fn area(text: &str) -> Option<(RegionId, Side)> {
    let (region, side) = text.rsplit_once('.')?;
    Some((RegionId::new(region), Side::parse(side).ok()?))
}

/// What was found tender, once for each side. A side that was not given is both.
fn tender<'f>(
    fields: &'f Fields,
    name: &str,
    side: &str,
) -> impl Iterator<Item = (&'f str, Side)> + use<'f> {
    let sides: &[Side] = match fields.text(side) {
        "left" => &[Side::Left],
        "right" => &[Side::Right],
        _ => &[Side::Left, Side::Right],
    };
    let found = fields.some(name);
    found
        .into_iter()
        .flat_map(move |found| sides.iter().map(move |side| (found, *side)))
}

/// The second complaint with its side; the first one again is none.
fn second(
    knowledge: &Knowledge,
    fields: &Fields,
    first: Option<ConditionKey>,
) -> Option<(ConditionKey, Laterality)> {
    let key = knowledge.condition_key(fields.some("also_condition")?)?;
    (Some(key) != first).then(|| (key, side(knowledge, key, fields.text("also_side"))))
}

fn side(knowledge: &Knowledge, condition: ConditionKey, typed: &str) -> Laterality {
    if knowledge.condition(condition).sided {
        Laterality::parse(typed).unwrap_or(Laterality::Unknown)
    } else {
        Laterality::None
    }
}

/// NPRS and PEG as the form asks them.
pub(crate) fn read_baseline(
    knowledge: &Knowledge,
    fields: &Fields,
) -> Result<Vec<Baseline>, Wrong> {
    let forms: [(&str, &[&str]); 2] = [
        ("nprs", &["nprs"]),
        ("peg", &["peg_pain", "peg_enjoyment", "peg_activity"]),
    ];
    let mut read = Vec::new();
    let mut wrong = Wrong::new();
    for (id, names) in forms {
        let Some(instrument) = knowledge.instrument(id) else {
            continue;
        };
        let texts: Vec<&str> = names.iter().map(|name| fields.text(name)).collect();
        match read_answers(instrument, &texts) {
            Ok(answers) => read.push(Baseline {
                instrument: id.to_owned(),
                answers,
            }),
            Err(error) => {
                let first = names.first().copied().unwrap_or(id);
                wrong.push((first.to_owned(), sentence(&error.to_string())));
            }
        }
    }
    if wrong.is_empty() {
        Ok(read)
    } else {
        Err(wrong)
    }
}

/// Every question answered with yes or no becomes a fact; "not asked" stays unknown.
pub(crate) fn answers(knowledge: &Knowledge, fields: &Fields, visitor: &Visitor) -> Vec<NewFact> {
    let source = format!("asked by {}", visitor.signed_in.actor.name);
    given_answers(knowledge, fields)
        .map(|(concept, said)| NewFact::answer(concept, said, &source))
        .collect()
}

/// The fields of a form that answer a question, with what was said.
pub(crate) fn given_answers<'a>(
    knowledge: &'a Knowledge,
    fields: &'a Fields,
) -> impl Iterator<Item = (&'a Concept, Said)> {
    fields.with_prefix(ANSWER).filter_map(|(concept, said)| {
        let key = knowledge.concept_key(concept)?;
        Some((knowledge.concept(key), Said::parse(said)?))
    })
}

fn page(
    state: &WebState,
    visitor: &Visitor,
    loaded: &PatientView,
    form: FormState,
    now: Timestamp,
) -> Assess {
    let app = &state.app;
    let knowledge = app.knowledge();
    let figure = body::figure(&loaded.patient);
    let chosen: Vec<String> = form
        .values
        .iter()
        .filter(|(name, _)| name == "area")
        .map(|(_, value)| value.clone())
        .collect();
    let condition = knowledge.condition_key(form.value("condition"));
    let also = knowledge.condition_key(form.value("also_condition"));
    let treated: Vec<ConditionKey> = condition.into_iter().chain(also).collect();
    let flags = red_flags(knowledge, &treated);
    Assess {
        shell: show::shell(visitor),
        patient: view::banner(app, loaded.id, &loaded.patient, &loaded.alerts, now),
        trail: Trail {
            patient_id: loaded.id.to_string(),
            course_id: None,
            session_id: None,
            current: Step::Assess,
        },
        form: show::form_meta(visitor, None),
        conditions: conditions(knowledge),
        questions: questions(app, loaded, &flags),
        red_flags: flags,
        chart: Chart {
            areas: chart::areas(knowledge, figure, &chosen),
            areas_can_be_chosen: true,
            stage: Some(Stage {
                pain: Some(form.value(DRAWING).to_owned()).filter(|text| !text.is_empty()),
                draw: Some(Draw {
                    field: DRAWING.to_owned(),
                }),
                ..chart::stage(knowledge, Mode::Draw)
            }),
            ..body::empty(knowledge, "assess", figure)
        },
        muscles: muscles(knowledge, &treated),
        segments: segments(knowledge),
        also: second_conditions(knowledge, condition),
        state: form,
    }
}

fn conditions(knowledge: &Knowledge) -> Vec<ConditionChoice> {
    let choice = |condition: &filiform_knowledge::ConditionStatement| ConditionChoice {
        id: condition.id.to_string(),
        name: condition.name.clone(),
        evidence: view::evidence(knowledge, condition),
    };
    knowledge.offered_conditions().map(choice).collect()
}

/// Every muscle, those of the conditions first.
fn muscles(knowledge: &Knowledge, treated: &[ConditionKey]) -> Vec<Choice> {
    let targets = treated
        .iter()
        .flat_map(|key| &knowledge.condition(*key).targets);
    let aimed_at = targets.filter_map(|target| match target.tissue {
        Tissue::Muscle(muscle) => Some(knowledge.muscle(muscle).name.as_str()),
        Tissue::Nerve(_) | Tissue::Segment(_) => None,
    });
    let mut names: Vec<&str> = Vec::new();
    let mut others: Vec<&str> = knowledge
        .muscles()
        .iter()
        .map(|(_, muscle)| muscle.name.as_str())
        .collect();
    others.sort_unstable();
    for name in aimed_at.chain(others) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let none = std::iter::once(Choice::new("", "None found"));
    none.chain(names.into_iter().map(|name| Choice::new(name, name)))
        .collect()
}

fn segments(knowledge: &Knowledge) -> Vec<Choice> {
    let names = knowledge
        .segments()
        .iter()
        .map(|(_, segment)| segment.name.as_str());
    let none = std::iter::once(Choice::new("", "None found"));
    none.chain(names.map(|name| Choice::new(name, name)))
        .collect()
}

fn second_conditions(knowledge: &Knowledge, first: Option<ConditionKey>) -> Vec<Choice> {
    let others = knowledge
        .offered_conditions()
        .filter(|condition| knowledge.condition_key(condition.id.as_str()) != first);
    let none = std::iter::once(Choice::new("", "None"));
    none.chain(others.map(|it| Choice::new(it.id.as_str(), it.name.as_str())))
        .collect()
}

/// One yes-or-no question for every item of the conditions' red flags.
fn red_flags(knowledge: &Knowledge, treated: &[ConditionKey]) -> Vec<Question> {
    let mut asked: Vec<Question> = Vec::new();
    let rules = treated
        .iter()
        .flat_map(|key| &knowledge.condition(*key).red_flags);
    for rule in rules {
        let rule = knowledge.rule(*rule);
        for concept in concepts(&rule.when) {
            let concept = knowledge.concept(concept);
            let field = format!("{ANSWER}{}", concept.id);
            let is_item = concept.kind == ConceptKind::Answer && !concept.question.is_empty();
            if is_item && asked.iter().all(|question| question.field != field) {
                asked.push(Question {
                    field,
                    question: concept.question.clone(),
                    why: why(rule),
                });
            }
        }
    }
    asked
}

fn why(rule: &Rule) -> String {
    sentence(&format!("a yes may mean: {}", rule.title.to_lowercase()))
}

fn concepts(condition: &Condition) -> Vec<filiform_knowledge::ConceptKey> {
    match condition {
        Condition::Concept(concept)
        | Condition::Recent(concept)
        | Condition::Ever(concept)
        | Condition::NotAsked(concept) => vec![*concept],
        Condition::Which(concepts) => concepts.clone(),
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast { of: parts, .. } => {
            parts.iter().flat_map(concepts).collect()
        }
        Condition::Not(part) => concepts(part),
        Condition::Anyone
        | Condition::Lab { .. }
        | Condition::LabMissing { .. }
        | Condition::Age { .. }
        | Condition::Sex(_)
        | Condition::Gestation { .. } => Vec::new(),
    }
}

/// What is still open about the person, red flags aside: those are asked by condition.
fn questions(app: &App, loaded: &PatientView, flags: &[Question]) -> Vec<Question> {
    let knowledge = app.knowledge();
    let plan = PlanToScreen::default();
    questionnaire(knowledge, app.rulebook(), &loaded.chart, &plan)
        .questions
        .into_iter()
        .filter_map(|question| {
            let Subject::Concept(concept) = question.about else {
                return None;
            };
            let rule = question.why.first().map(|rule| knowledge.rule(*rule))?;
            Some(Question {
                field: format!("{ANSWER}{}", knowledge.concept(concept).id),
                question: question.ask,
                why: format!("It decides “{}”.", rule.title),
            })
        })
        .filter(|question| flags.iter().all(|flag| flag.field != question.field))
        .collect()
}
