//! Patients: lists, charts, histories from elsewhere, facts recorded here.

use filiform_care::ShortText;
use filiform_care::patient::{
    self, Command as Order, Identity, ImportStamp, Patient, RecordedFact,
};
use filiform_knowledge::{Concept, Severity};
use filiform_screening::{Chart, Fact, FactKind, PlanToScreen, RecordedStatus, Verdict, screen};
use filiform_store::Loaded;
use filiform_store::project::{self, CourseRow, PatientRow, SessionRow};
use filiform_store::stored::Summary;
use filiform_units::{FactId, Laterality, PartialDate, PatientId, Timestamp};

use crate::app::Work;
use crate::rescreen::{ChangedPlan, rescreen};
use crate::{Action, Actor, App, AppError, Command};

/// A history from another system, about one person.
#[derive(Clone, Debug)]
pub struct History {
    /// Who, by that system.
    pub identity: Identity,
    /// What it says.
    pub facts: Vec<NewFact>,
    /// Where it came from: `import of becker.json`.
    pub origin: ShortText,
}

/// A fact that has no id yet. The id and the time of recording in `fact` are overwritten.
#[derive(Clone, Debug)]
pub struct NewFact {
    /// The fact.
    pub fact: Fact,
    /// Recognises the same line when it is imported again; `None` for facts recorded here.
    pub import: Option<ImportStamp>,
    /// The fact that this one corrects.
    pub corrects: Option<FactId>,
}

/// What somebody says to a question of yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Asked, and not known: nothing is settled.
    NotKnown,
}

impl Said {
    /// Reads the word of a form: `yes`, `no` or `not-known`. A question that was not asked has no word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            "not-known" => Some(Self::NotKnown),
            _ => None,
        }
    }
}

/// What an import did.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryOutcome {
    /// Which patient.
    pub patient: PatientId,
    /// Name to show.
    pub name: String,
    /// Whether the patient was new here.
    pub source: SourceId,
    /// Facts that were new.
    pub added: usize,
    /// Facts that changed an earlier one.
    pub corrected: usize,
    /// Facts that stood already.
    pub unchanged: usize,
    /// Open plans of which screening says something else now.
    pub plans: Vec<ChangedPlan>,
}

/// What recording facts did.
#[derive(Clone, Debug, PartialEq)]
pub struct FactsOutcome {
    /// The new version of the record.
    pub version: u64,
    /// Open plans of which screening says something else now.
    pub plans: Vec<ChangedPlan>,
}

/// How an imported person was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceId {
    /// Not known before.
    New,
    /// Known by an identifier of the other system, or by name, sex and full birth date.
    Known,
}

/// A list of patients.
#[derive(Clone, Debug)]
pub struct PatientList {
    /// The patients.
    pub rows: Vec<PatientRow>,
    /// How many there are in the clinic.
    pub total: u64,
}

/// A patient's chart.
#[derive(Clone, Debug)]
pub struct PatientView {
    /// Which.
    pub id: PatientId,
    /// Version of the record.
    pub version: u64,
    /// The record.
    pub patient: Patient,
    /// What the facts mean now.
    pub chart: Chart,
    /// What screening says of the person alone, for manual needling anywhere.
    pub alerts: Verdict,
    /// Courses, changed last first.
    pub courses: Vec<CourseRow>,
    /// Sessions, newest first.
    pub sessions: Vec<SessionRow>,
}

/// The most rows a list shows.
const LIST: u32 = 200;

/// The most people of one name that are looked at for the one a history is about.
const NAMESAKES: u32 = 2_000;

impl App {
    /// Patients whose name fits `search`, or those changed last.
    ///
    /// # Errors
    /// Not allowed, or what the database says.
    pub fn patients(&self, actor: &Actor, search: &str) -> Result<PatientList, AppError> {
        let search = search.trim().to_owned();
        self.read(actor, Action::ReadChart, move |work| {
            let streams = work.streams();
            let rows = if search.is_empty() {
                project::patients(work.tx, streams, LIST)?
            } else {
                project::find_patients(work.tx, streams, &search, LIST)?
            };
            let total = project::count_patients(work.tx, work.clinic)?;
            Ok(PatientList { rows, total })
        })
    }

    /// A patient's chart. The look is in the audit trail before it is shown.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn patient(&self, actor: &Actor, id: PatientId) -> Result<PatientView, AppError> {
        let view = self.read(actor, Action::ReadChart, move |work| {
            let loaded = work.patient(id)?;
            let chart = work.chart(&loaded.state);
            let alerts = screen(&work.inner.rulebook, &chart, &PlanToScreen::default());
            let courses = project::courses_of_patient(work.tx, work.clinic, id)?;
            let sessions = project::sessions_of_patient(work.tx, work.clinic, id, LIST)?;
            Ok(PatientView {
                id,
                version: loaded.version,
                patient: loaded.state,
                chart,
                alerts,
                courses,
                sessions,
            })
        })?;
        self.note_look(actor, id, "chart")?;
        Ok(view)
    }

    /// Takes in a history. The same history again changes nothing.
    ///
    /// # Errors
    /// Not allowed, several patients whom it fits, or what the database says.
    pub fn import_history(
        &self,
        actor: &Actor,
        history: History,
    ) -> Result<HistoryOutcome, AppError> {
        self.write(actor, Action::ImportHistory, move |work| {
            let known = find(work, &history.identity)?;
            let id = known.unwrap_or_else(|| new_patient_id(work, &history));
            let loaded = work.streams().patient(work.tx, id)?;
            let source = if loaded.version > 0 {
                SourceId::Known
            } else {
                SourceId::New
            };
            let given = history.facts.len();
            let facts = history
                .facts
                .into_iter()
                .map(|fact| stamp(work, id, fact))
                .collect();
            let name = history.identity.display_name();
            let order = Order::ImportHistory {
                identity: history.identity,
                facts,
                origin: history.origin.clone(),
            };
            let events = patient::decide(&loaded.state, order, work.act())?;
            let (added, corrected) = count(&events);
            let (_, plans) = take_in(work, id, loaded, &events, &history.origin)?;
            work.audit(Some(id), &format!("{added} new, {corrected} corrected"))?;
            let unchanged = given.saturating_sub(added + corrected);
            Ok(HistoryOutcome {
                patient: id,
                name,
                source,
                added,
                corrected,
                unchanged,
                plans,
            })
        })
    }

    /// Enters a person by hand.
    ///
    /// # Errors
    /// Refused, not allowed, or what the database says.
    pub fn register_patient(
        &self,
        actor: &Actor,
        identity: Identity,
    ) -> Result<PatientId, AppError> {
        self.write(actor, Action::RecordFacts, move |work| {
            let id = PatientId::from_bits(work.inner.ids.id());
            let events = patient::decide(
                &Patient::default(),
                Order::Register { identity },
                work.act(),
            )?;
            let streams = work.streams();
            streams.append_patient(work.tx, id, Loaded::default(), &events)?;
            work.audit(Some(id), "registered")?;
            Ok(id)
        })
    }

    /// Records facts that were asked or seen here, and screens every open plan again.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn record_facts(
        &self,
        actor: &Actor,
        id: PatientId,
        command: Command<(Vec<NewFact>, ShortText)>,
    ) -> Result<FactsOutcome, AppError> {
        self.write(actor, Action::RecordFacts, move |work| {
            let stream_id = id.to_string();
            if let Some(version) = work.done_before(command.key.as_ref(), &stream_id)? {
                let plans = Vec::new();
                return Ok(FactsOutcome { version, plans });
            }
            let loaded = work.patient(id)?;
            if let Some(expected) = command.expected {
                loaded.expect(expected)?;
            }
            let (facts, origin) = command.order;
            let outcome = record(work, id, loaded, facts, &origin)?;
            work.remember(command.key.as_ref(), &stream_id, outcome.version)?;
            work.audit(Some(id), "facts recorded")?;
            Ok(outcome)
        })
    }
}

/// Decides about new facts and takes them in.
pub(crate) fn record(
    work: &mut Work<'_>,
    id: PatientId,
    loaded: Loaded<Patient>,
    facts: Vec<NewFact>,
    origin: &ShortText,
) -> Result<FactsOutcome, AppError> {
    let facts = facts
        .into_iter()
        .map(|fact| stamp(work, id, fact))
        .collect();
    let order = Order::RecordFacts {
        facts,
        origin: origin.clone(),
    };
    let events = patient::decide(&loaded.state, order, work.act())?;
    let (version, plans) = take_in(work, id, loaded, &events, origin)?;
    Ok(FactsOutcome { version, plans })
}

/// Appends what happened to a patient's record and screens every open plan with it.
fn take_in(
    work: &mut Work<'_>,
    id: PatientId,
    loaded: Loaded<Patient>,
    events: &[patient::Event],
    origin: &ShortText,
) -> Result<(u64, Vec<ChangedPlan>), AppError> {
    if events.is_empty() {
        return Ok((loaded.version, Vec::new()));
    }
    let before = loaded.state.clone();
    let streams = work.streams();
    let after = streams.append_patient(work.tx, id, loaded, events)?;
    let plans = rescreen(work, id, &before, &after.state, origin)?;
    Ok((after.version, plans))
}

impl NewFact {
    /// What somebody said, in their words: recognised when it is read. `source` says to whom.
    pub fn told(kind: FactKind, text: &str, source: &str) -> Self {
        Self {
            fact: Fact {
                id: FactId::from_bits(0),
                kind,
                concept: None,
                codes: Vec::new(),
                text: text.to_owned(),
                status: RecordedStatus::Active,
                onset: None,
                ended: None,
                value: None,
                side: Laterality::None,
                source: source.to_owned(),
                recorded_at: Timestamp::from_micros(0),
            },
            import: None,
            corrects: None,
        }
    }

    /// An answer to the question of a concept. `source` says who gave it: `asked by Nora Lindqvist`.
    pub fn answer(concept: &Concept, said: Said, source: &str) -> Self {
        let text = if concept.question.is_empty() {
            &concept.name
        } else {
            &concept.question
        };
        let mut told = Self::told(FactKind::Answer, text, source);
        told.fact.concept = Some(concept.id.clone());
        told.fact.status = match said {
            Said::Yes => RecordedStatus::Active,
            Said::No => RecordedStatus::Absent,
            Said::NotKnown => RecordedStatus::Unknown,
        };
        told
    }
}

/// The one patient whom the identifiers name; without identifiers, the one with this name, sex and full
/// birth date.
fn find(work: &mut Work<'_>, identity: &Identity) -> Result<Option<PatientId>, AppError> {
    let mut fitting = if identity.identifiers.is_empty() {
        alike(work, identity)?
    } else {
        identified(work, identity)?
    };
    fitting.sort_unstable();
    fitting.dedup();
    match fitting.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        several => Err(AppError::SeveralPatients(several.len())),
    }
}

fn identified(work: &mut Work<'_>, identity: &Identity) -> Result<Vec<PatientId>, AppError> {
    let mut named = Vec::new();
    for (system, value) in &identity.identifiers {
        let streams = work.streams();
        named.extend(project::patient_by_identifier(
            work.tx, streams, system, value,
        )?);
    }
    Ok(named)
}

/// Everybody with this name, sex and full birth date. A date that is not fully known tells nobody apart.
fn alike(work: &mut Work<'_>, identity: &Identity) -> Result<Vec<PatientId>, AppError> {
    if !is_full(identity.born) {
        return Ok(Vec::new());
    }
    let (streams, sought) = (work.streams(), Summary::of(identity));
    let named = project::find_patients(work.tx, streams, &sought.display_name, NAMESAKES)?;
    let alike = named.into_iter().filter(|row| row.summary == sought);
    Ok(alike.map(|row| row.id).collect())
}

const fn is_full(born: Option<PartialDate>) -> bool {
    matches!(born, Some(PartialDate::Day(_)))
}

/// A person without identifiers gets an id from what is known, so that the same file again finds them.
///
/// Where the birth date is not fully known, namesakes are not taken for each other: only the very same
/// lines of the same file find the person again, and a history without lines finds nobody.
fn new_patient_id(work: &Work<'_>, history: &History) -> PatientId {
    let identity = &history.identity;
    let lines: Vec<_> = history
        .facts
        .iter()
        .filter_map(|new| new.import.as_ref())
        .collect();
    let nothing_known = !is_full(identity.born) && lines.is_empty();
    if !identity.identifiers.is_empty() || nothing_known {
        return PatientId::from_bits(work.inner.ids.id());
    }
    let name = identity.display_name();
    let mut parts = vec!["patient", name.as_str(), identity.sex.as_str()];
    let born = identity.born.map(|born| born.to_string());
    parts.extend(born.as_deref());
    if !is_full(identity.born) {
        parts.push(history.origin.as_str());
        for line in lines {
            parts.extend([line.key.as_str(), line.fingerprint.as_str()]);
        }
    }
    PatientId::from_bits(work.derived(&parts))
}

/// Gives a fact its id and time: derived for imported lines, new for the others.
fn stamp(work: &Work<'_>, patient: PatientId, new: NewFact) -> RecordedFact {
    let mut fact = new.fact;
    fact.recorded_at = work.now;
    fact.id = FactId::from_bits(match &new.import {
        Some(import) => work.derived(&[
            "fact",
            &patient.to_string(),
            &import.key,
            &import.fingerprint,
        ]),
        None => work.inner.ids.id(),
    });
    RecordedFact {
        fact,
        import: new.import,
        corrects: new.corrects,
    }
}

fn count(events: &[patient::Event]) -> (usize, usize) {
    let facts = events.iter().flat_map(|event| match event {
        patient::Event::FactsRecorded { facts, .. } => facts.as_slice(),
        patient::Event::Registered { .. } | patient::Event::IdentityChanged { .. } => &[],
    });
    let (corrected, added): (Vec<_>, Vec<_>) = facts.partition(|fact| fact.corrects.is_some());
    (added.len(), corrected.len())
}

/// The findings of a verdict that a plan must answer before it is agreed.
pub(crate) fn open_findings(
    work: &Work<'_>,
    verdict: &Verdict,
) -> Vec<filiform_care::course::OpenFinding> {
    verdict
        .findings()
        .iter()
        .filter(|finding| finding.severity >= Severity::Ask)
        .map(|finding| filiform_care::course::OpenFinding {
            rule: work.knowledge().rule(finding.rule).id.clone(),
            severity: finding.severity,
        })
        .collect()
}
