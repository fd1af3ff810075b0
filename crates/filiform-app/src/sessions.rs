//! Sessions: needles in, the rest, needles out, the count, the signature.

use filiform_care::course::{Course, Phase};
use filiform_care::session::{self, Command as Order, Insertion, Session};
use filiform_care::{Authority, ElectricalPair, LongText, Plan, PlannedNeedle, ShortText, Site};
use filiform_knowledge::{Angle, RuleId, Severity, Technique};
use filiform_screening::{AppliesTo, Finding, needed_for, privileges_needed, screen};
use filiform_store::project;
use filiform_units::{
    CourseId, DepthRange, Millimetres, NeedleGauge, NeedleId, PatientId, SessionId, Side,
};

use crate::access::authority;
use crate::app::Work;
use crate::courses::{CourseView, conditions_of, course_view, owner, screen_plan};
use crate::on_body::{OnBody, on_body};
use crate::{Action, Actor, App, AppError, Command};

/// A session to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartSession {
    /// Which course.
    pub course: CourseId,
    /// Where.
    pub room: Option<ShortText>,
    /// What is new since last time.
    pub changes: Option<LongText>,
}

/// A needle to place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNeedle {
    /// Where.
    pub site: Site,
    /// Which side.
    pub side: Side,
    /// How deep.
    pub depth: Millimetres,
    /// Direction, as far as it is known: the plan's when the place is planned.
    pub angle: Angle,
    /// Length.
    pub length: Millimetres,
    /// Diameter.
    pub gauge: NeedleGauge,
    /// Lot.
    pub lot: Option<ShortText>,
    /// What the patient felt.
    pub sensation: Option<ShortText>,
}

/// A session as a page shows it.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// Which.
    pub id: SessionId,
    /// Version of the session.
    pub version: u64,
    /// The session.
    pub session: Session,
    /// Its course and patient.
    pub course: CourseView,
    /// What screening says of the plan with today's facts.
    pub verdict: filiform_screening::Verdict,
    /// What the body shows beside the needles.
    pub on_body: OnBody,
}

impl App {
    /// Starts a session of the agreed plan, screened with today's facts.
    ///
    /// # Errors
    /// Refused, not found, not allowed, or what the database says.
    pub fn start_session(
        &self,
        actor: &Actor,
        command: Command<StartSession>,
    ) -> Result<SessionId, AppError> {
        self.write(actor, Action::Treat, move |work| {
            let start = command.order;
            let key_stream = work.made_by("start", &start);
            let patient = owner(work, start.course)?;
            let id = match &command.key {
                Some(key) => SessionId::from_bits(work.derived(&["session", key.as_str()])),
                None => SessionId::from_bits(work.inner.ids.id()),
            };
            if work
                .done_before(command.key.as_ref(), &key_stream)?
                .is_some()
            {
                return Ok(id);
            }
            let view = course_view(work, start.course)?;
            let mut overridden = view.course.overridden_stops();
            let stops = match &view.course.agreed {
                Some(plan) => {
                    let verdict = screen_plan(work, &view.chart, &view.course, plan)?;
                    for found in verdict.findings().iter().filter(|found| is_stop(found)) {
                        let rule = &work.knowledge().rule(found.rule).id;
                        if !view.course.overrides_stop(rule, &found.applies_to) {
                            overridden.retain(|held| held != rule);
                        }
                    }
                    stops(work, verdict.findings().iter())
                }
                None => Vec::new(),
            };
            let order = Order::Start {
                course: start.course,
                patient,
                plan: view.course.agreed.clone(),
                overridden,
                stops,
                phase: view.course.phase,
                running: running_session(work, start.course)?,
                room: start.room,
                changes: start.changes,
            };
            let loaded = work.streams().session(work.tx, patient, id)?;
            let events = session::decide(work.knowledge(), &loaded.state, order, work.act())?;
            let streams = work.streams();
            let version = streams
                .append_session(work.tx, (patient, id), loaded, &events)?
                .version;
            work.remember(command.key.as_ref(), &key_stream, version)?;
            work.audit(Some(patient), "session started")?;
            Ok(id)
        })
    }

    /// A session with its course. The look is in the audit trail before it is shown.
    ///
    /// # Errors
    /// Not found, not allowed, or what the database says.
    pub fn session(&self, actor: &Actor, id: SessionId) -> Result<SessionView, AppError> {
        let view = self.read(actor, Action::ReadChart, move |work| {
            let row = project::session_row(work.tx, work.clinic, id)?
                .ok_or(AppError::NotFound("session"))?;
            let loaded = work.streams().session(work.tx, row.patient, id)?;
            let course = course_view(work, row.course)?;
            let started = loaded
                .state
                .started
                .as_ref()
                .ok_or(AppError::NotFound("session"))?;
            // Whoever has needles in has to get at the session, whatever became of its points since.
            let (plan, places) = started.plan.readable(work.knowledge());
            let verdict = screen_plan(work, &course.chart, &course.course, &plan)?
                .among(&places, started.plan.needles.len());
            let on_body = on_body(work, &course, &started.plan, Some(id))?;
            Ok(SessionView {
                id,
                on_body,
                version: loaded.version,
                session: loaded.state,
                course,
                verdict,
            })
        })?;
        self.note_look(actor, view.course.patient_id, "session")?;
        Ok(view)
    }

    /// Places a needle: screens exactly this needle with today's facts first.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn place_needle(
        &self,
        actor: &Actor,
        id: SessionId,
        command: Command<NewNeedle>,
    ) -> Result<u64, AppError> {
        self.write(actor, Action::PlaceNeedle, move |work| {
            let Command {
                order,
                expected,
                key,
            } = command;
            let owner = session_owner(work, id)?;
            if let Some(version) = work.done_before(key.as_ref(), &id.to_string())? {
                return Ok(version);
            }
            let angle = order.angle;
            let insertion = Insertion {
                needle: NeedleId::from_bits(work.inner.ids.id()),
                site: order.site,
                side: order.side,
                depth: order.depth,
                length: order.length,
                gauge: order.gauge,
                lot: order.lot,
                sensation: order.sensation,
            };
            let checked = check_needle(work, owner, id, &insertion, angle)?;
            let order = Order::Place {
                insertion,
                stops: checked.stops,
                unanswered: checked.unanswered,
                authority: checked.authority,
                phase: checked.phase,
            };
            carry_out(
                work,
                owner,
                id,
                Command {
                    order,
                    expected,
                    key,
                },
            )
        })
    }

    /// Gives any other order to a session; answers the new version. A needle is screened here too, as one
    /// whose direction nobody recorded.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn order_session(
        &self,
        actor: &Actor,
        id: SessionId,
        command: Command<Order>,
    ) -> Result<u64, AppError> {
        let action = match &command.order {
            Order::Sign => Action::SignSession,
            Order::Start { .. } => Action::Treat,
            Order::Place { .. } => Action::PlaceNeedle,
            Order::Remove { .. }
            | Order::RemoveAll
            | Order::StartRest { .. }
            | Order::AccountFor { .. }
            | Order::Count { .. }
            | Order::RecordAfter { .. } => Action::RemoveNeedle,
        };
        self.write(actor, action, move |work| {
            let owner = session_owner(work, id)?;
            if let Some(version) = work.done_before(command.key.as_ref(), &id.to_string())? {
                return Ok(version);
            }
            let mut command = command;
            if let Order::Place {
                insertion,
                stops,
                unanswered,
                authority,
                phase,
            } = &mut command.order
            {
                let checked = check_needle(work, owner, id, insertion, Angle::Unrecorded)?;
                (*stops, *unanswered) = (checked.stops, checked.unanswered);
                (*authority, *phase) = (checked.authority, checked.phase);
            }
            carry_out(work, owner, id, command)
        })
    }
}

fn carry_out(
    work: &mut Work<'_>,
    owner: PatientId,
    id: SessionId,
    command: Command<Order>,
) -> Result<u64, AppError> {
    let loaded = work.streams().session(work.tx, owner, id)?;
    if let Some(expected) = command.expected {
        loaded.expect(expected)?;
    }
    let events = session::decide(work.knowledge(), &loaded.state, command.order, work.act())?;
    let streams = work.streams();
    let version = streams
        .append_session(work.tx, (owner, id), loaded, &events)?
        .version;
    work.remember(command.key.as_ref(), &id.to_string(), version)?;
    work.audit(Some(owner), "session")?;
    Ok(version)
}

fn session_owner(work: &mut Work<'_>, id: SessionId) -> Result<PatientId, AppError> {
    let row = project::session_row(work.tx, work.clinic, id)?;
    row.map(|row| row.patient)
        .ok_or(AppError::NotFound("session"))
}

/// A session of the course that is not signed yet.
pub(crate) fn running_session(
    work: &mut Work<'_>,
    course: CourseId,
) -> Result<Option<SessionId>, AppError> {
    let rows = project::sessions_of_course(work.tx, work.clinic, course, 200)?;
    let mut running = rows.iter().filter(|row| row.signed_at.is_none());
    Ok(running.next().map(|row| row.id))
}

fn stops<'a>(work: &Work<'_>, findings: impl Iterator<Item = &'a Finding>) -> Vec<RuleId> {
    findings
        .filter(|finding| is_stop(finding))
        .map(|finding| work.knowledge().rule(finding.rule).id.clone())
        .collect()
}

fn is_stop(finding: &Finding) -> bool {
    finding.severity == Severity::Stop
}

/// What the record says of a needle before it goes in.
struct Checked {
    /// Stops for exactly this needle, at exactly this depth, with today's facts.
    stops: Vec<RuleId>,
    /// Those that were overridden with the plan, but for other needles.
    unanswered: Vec<RuleId>,
    /// What it needs of whoever places it.
    authority: Authority,
    /// Where its course stands.
    phase: Phase,
}

fn check_needle(
    work: &mut Work<'_>,
    owner: PatientId,
    id: SessionId,
    insertion: &Insertion,
    angle: Angle,
) -> Result<Checked, AppError> {
    let session = work.streams().session(work.tx, owner, id)?.state;
    let Some(started) = &session.started else {
        return Ok(Checked {
            stops: Vec::new(),
            unanswered: Vec::new(),
            authority: Authority::default(),
            phase: Phase::Unopened,
        });
    };
    let patient = work.patient(owner)?;
    let chart = work.chart(&patient.state);
    let course = work.streams().course(work.tx, owner, started.course)?.state;
    let placed = with_partners(&started.plan, insertion, angle);
    let plan = placed
        .to_screen(work.knowledge(), &conditions_of(work.knowledge(), &course))
        .map_err(session::Refusal::Site)?;
    let verdict = screen(&work.inner.rulebook, &chart, &plan);
    let needs = privileges_needed(work.knowledge(), &chart, &plan);
    let own = AppliesTo::Needles(vec![0]);
    let stops = stops(work, verdict.of_needle(0));
    let place = planned_place(&started.plan, insertion);
    Ok(Checked {
        unanswered: unanswered(&course, &started.plan, place, &stops),
        stops,
        authority: authority(work.actor, &placed.needles, &needed_for(&needs, &own)),
        phase: course.phase,
    })
}

/// Stops that the answers of the agreed plan do not reach at this place of it. Once another plan is agreed
/// nothing says any more which needles the answers of this one were given for.
fn unanswered(course: &Course, plan: &Plan, place: Option<usize>, stops: &[RuleId]) -> Vec<RuleId> {
    let agreed = course.agreed.as_ref();
    let Some(place) = place.filter(|_| agreed.is_some_and(|agreed| agreed.has_same_needles(plan)))
    else {
        return Vec::new();
    };
    let here = AppliesTo::Needles(vec![place]);
    let stops = stops.iter();
    stops
        .filter(|rule| !course.overrides_stop(rule, &here))
        .cloned()
        .collect()
}

fn planned_place(plan: &Plan, insertion: &Insertion) -> Option<usize> {
    plan.needles
        .iter()
        .position(|needle| needle.site == insertion.site && needle.side == insertion.side)
}

/// The needle as it goes in, first, and the planned needles that a current will join it with.
fn with_partners(plan: &Plan, insertion: &Insertion, angle: Angle) -> Plan {
    let place = planned_place(plan, insertion);
    let planned = place.and_then(|place| plan.needles.get(place));
    let mut placed = Plan {
        needles: vec![PlannedNeedle {
            site: insertion.site.clone(),
            side: insertion.side,
            depth: DepthRange::new(insertion.depth, insertion.depth).ok(),
            angle,
            technique: planned.map_or(Technique::Manual, |needle| needle.technique),
            stimulation: planned.and_then(|needle| needle.stimulation.clone()),
        }],
        pairs: Vec::new(),
        ..plan.clone()
    };
    for pair in &plan.pairs {
        let partner = match place {
            Some(place) if pair.a == place => pair.b,
            Some(place) if pair.b == place => pair.a,
            Some(_) | None => continue,
        };
        if let Some(partner) = plan.needles.get(partner) {
            placed.pairs.push(ElectricalPair {
                a: 0,
                b: placed.needles.len(),
                frequency: pair.frequency,
            });
            placed.needles.push(partner.clone());
        }
    }
    placed
}
