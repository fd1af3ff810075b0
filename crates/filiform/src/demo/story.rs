//! What happened in the clinic of the demonstration, told through the use cases.

use anyhow::Context as _;
use filiform_app::{
    Actor, App, Baseline, Clock as _, Command, NewFact, NewNeedle, OpenCourse, PlanView,
    StartSession, SystemClock,
};
use filiform_care::course::{Complaint, Override};
use filiform_care::session::{After, Command as Order};
use filiform_care::{LongText, PainArea, PainDrawing, PainKind, PlannedNeedle, ShortText};
use filiform_knowledge::{ConditionId, Figure, MuscleName, RegionId, Severity, TriangleSet};
use filiform_screening::{Fact, FactKind, RecordedStatus, Subject};
use filiform_units::{
    CourseId, Date, FactId, Laterality, Millimetres, NeedleCount, NeedleGauge, Nprs, PartialDate,
    PatientId, SessionId, Side, Timestamp,
};

use super::DemoClock;

/// Microseconds of a day.
pub(crate) const DAY_MICROS: i64 = 86_400_000_000;
const MINUTE_MICROS: i64 = 60_000_000;

/// Needles of the demonstration: 0.25 by 40 mm.
const LENGTH: Millimetres = Millimetres::literal(40);
const DIAMETER_HUNDREDTHS_MM: u32 = 25;

/// Tells the past: sets the clock, then does what was done then.
pub(crate) struct Teller<'a> {
    pub(crate) app: &'a App,
    pub(crate) clock: &'a DemoClock,
    pub(crate) actor: &'a Actor,
    pub(crate) now: Timestamp,
}

/// The same time of day, some days ago.
pub(crate) fn days_before(now: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_micros(now.micros() - days * DAY_MICROS)
}

/// Today, whatever the clock of the demonstration shows.
pub(crate) fn real_today() -> Date {
    SystemClock.now().date()
}

impl Teller<'_> {
    /// Migraine: a course of six weeks with five signed sessions and falling scores.
    pub(crate) fn finished_course(&self, patient: PatientId) -> anyhow::Result<()> {
        self.days_ago(42);
        let complaint = Complaint {
            condition: ConditionId::new("migraine"),
            side: Laterality::Right,
            onset: PartialDate::parse("2019").ok(),
            pain_areas: vec![(RegionId::new("scalp"), Side::Right)],
            tender_muscles: vec![(MuscleName::new("temporalis"), Side::Right)],
            also: Vec::new(),
            tender_segments: Vec::new(),
            drawing: None,
            goals: Some(LongText::new("Fewer days lost to migraine each month.")?),
        };
        let course = self.open(patient, complaint, (7, [7, 8, 7]))?;
        let needles = self.agree(patient, course)?;
        let scores = [
            (6, [6, 7, 7]),
            (6, [6, 6, 6]),
            (5, [5, 5, 5]),
            (4, [4, 4, 4]),
            (3, [3, 3, 3]),
        ];
        for (visit, score) in (1..).zip(scores) {
            self.days_ago(42 - 7 * visit);
            self.whole_session(course, &needles)?;
            self.measure(course, score)?;
        }
        Ok(())
    }

    /// Heel pain: assessed yesterday, no plan yet.
    pub(crate) fn open_course_without_plan(&self, patient: PatientId) -> anyhow::Result<()> {
        self.days_ago(1);
        let complaint = Complaint {
            condition: ConditionId::new("heel"),
            side: Laterality::Left,
            onset: PartialDate::parse("2026").ok(),
            pain_areas: vec![(RegionId::new("foot-plantar"), Side::Left)],
            tender_muscles: Vec::new(),
            also: Vec::new(),
            tender_segments: Vec::new(),
            drawing: None,
            goals: Some(LongText::new("Walk to work without limping.")?),
        };
        self.open(patient, complaint, (6, [6, 5, 7]))?;
        Ok(())
    }

    /// Tension-type headache: four needles in, resting since six minutes.
    pub(crate) fn session_under_way(&self, patient: PatientId) -> anyhow::Result<()> {
        self.days_ago(7);
        let complaint = Complaint {
            condition: ConditionId::new("tth"),
            side: Laterality::Both,
            onset: PartialDate::parse("2024").ok(),
            pain_areas: vec![(RegionId::new("neck-posterior"), Side::Left)],
            tender_muscles: vec![(MuscleName::new("splenius capitis"), Side::Left)],
            also: Vec::new(),
            tender_segments: Vec::new(),
            drawing: self.drawn(PainKind::Ache, 5, &["neck-posterior", "scalp-posterior"])?,
            goals: Some(LongText::new("Work a whole day at the screen.")?),
        };
        let course = self.open(patient, complaint, (5, [5, 6, 5]))?;
        let needles = self.agree(patient, course)?;
        self.minutes_ago(14);
        let session = self.start(course, "Room 2")?;
        for (needle, minutes) in needles.iter().take(4).zip([12, 11, 10, 9]) {
            self.minutes_ago(minutes);
            self.place(session, needle)?;
        }
        self.minutes_ago(6);
        self.rest(session)
    }

    fn days_ago(&self, days: i64) {
        self.clock.show(days_before(self.now, days));
    }

    fn minutes_ago(&self, minutes: i64) {
        let micros = self.now.micros() - minutes * MINUTE_MICROS;
        self.clock.show(Timestamp::from_micros(micros));
    }

    fn later(&self, minutes: i64) {
        let micros = self.app.now().micros() + minutes * MINUTE_MICROS;
        self.clock.show(Timestamp::from_micros(micros));
    }

    /// Pain drawn over whole regions of a man, on both sides.
    fn drawn(
        &self,
        kind: PainKind,
        intensity: u32,
        regions: &[&str],
    ) -> anyhow::Result<Option<PainDrawing>> {
        let body = self.app.knowledge().body();
        let triangles = regions.iter().flat_map(|region| {
            let skin = body.triangles_of_region(region, Side::Midline);
            skin.iter().collect::<Vec<_>>()
        });
        let area = PainArea {
            kind,
            intensity: Nprs::new(intensity)?,
            skin: TriangleSet::new(triangles),
        };
        Ok(Some(PainDrawing {
            mesh: body.mesh().to_owned(),
            figure: Figure::Male,
            areas: vec![area],
        }))
    }

    fn open(
        &self,
        patient: PatientId,
        complaint: Complaint,
        scores: (u8, [u8; 3]),
    ) -> anyhow::Result<CourseId> {
        let order = OpenCourse {
            patient,
            complaint,
            baseline: baseline(scores),
        };
        Ok(self.app.open_course(self.actor, Command::plain(order))?)
    }

    fn measure(&self, course: CourseId, scores: (u8, [u8; 3])) -> anyhow::Result<()> {
        let order = Command::plain(baseline(scores));
        self.app.record_measures(self.actor, course, order)?;
        Ok(())
    }

    /// Asks every open question (the answer is no), then agrees what is proposed.
    fn agree(&self, patient: PatientId, course: CourseId) -> anyhow::Result<Vec<PlannedNeedle>> {
        let mut view = self.app.plan(self.actor, course, None)?;
        // An answer can open another question; no chain of them is longer than this.
        for _ in 0..5 {
            let answers = self.answers(&view);
            if answers.is_empty() {
                break;
            }
            let order = Command::plain((answers, ShortText::new("asked at assessment")?));
            self.app.record_facts(self.actor, patient, order)?;
            view = self.app.plan(self.actor, course, None)?;
        }
        let reason = LongText::new("Asked and discussed; nothing speaks against these points.")?;
        let knowledge = self.app.knowledge();
        let open = view.verdict.findings().iter();
        let overrides = open
            .filter(|finding| finding.severity >= Severity::Ask)
            .map(|finding| Override {
                rule: knowledge.rule(finding.rule).id.clone(),
                severity: finding.severity,
                reason: reason.clone(),
            })
            .collect();
        let needles = view.plan.needles.clone();
        let order = Command::plain((view.plan, overrides));
        self.app.agree_plan(self.actor, course, order)?;
        Ok(needles)
    }

    fn answers(&self, view: &PlanView) -> Vec<NewFact> {
        let knowledge = self.app.knowledge();
        let asked = view.questionnaire.questions.iter();
        asked
            .filter_map(|question| match question.about {
                Subject::Concept(concept) => Some(no(
                    &question.ask,
                    &knowledge.concept(concept).id,
                    &self.actor.name,
                )),
                Subject::Lab(_)
                | Subject::Age
                | Subject::Sex
                | Subject::Gestation
                | Subject::Side(_)
                | Subject::CurrentPath
                | Subject::Rule(_) => None,
            })
            .collect()
    }

    fn whole_session(&self, course: CourseId, needles: &[PlannedNeedle]) -> anyhow::Result<()> {
        let session = self.start(course, "Room 1")?;
        for needle in needles {
            self.later(1);
            self.place(session, needle)?;
        }
        self.rest(session)?;
        self.later(20);
        self.order(session, Order::RemoveAll)?;
        self.later(1);
        let out = NeedleCount::new(u32::try_from(needles.len())?)?;
        self.order(session, Order::Count { out })?;
        let after = After {
            bleeding: None,
            feeling: Some(LongText::new("Relaxed, a little tired.")?),
            advice: Some(LongText::new("No hard exercise today; drink enough.")?),
        };
        self.order(session, Order::RecordAfter { after })?;
        self.later(1);
        self.order(session, Order::Sign)
    }

    fn start(&self, course: CourseId, room: &str) -> anyhow::Result<SessionId> {
        let order = StartSession {
            course,
            room: Some(ShortText::new(room)?),
            changes: None,
        };
        Ok(self.app.start_session(self.actor, Command::plain(order))?)
    }

    fn place(&self, session: SessionId, needle: &PlannedNeedle) -> anyhow::Result<()> {
        let depth = needle.depth.context("a proposed needle has a depth")?;
        let order = NewNeedle {
            site: needle.site.clone(),
            side: needle.side,
            depth: depth.min(),
            angle: needle.angle,
            length: LENGTH.max(depth.max()),
            gauge: NeedleGauge::new(DIAMETER_HUNDREDTHS_MM)?,
            lot: Some(ShortText::new("H26-0917")?),
            sensation: Some(ShortText::new("dull ache")?),
        };
        self.app
            .place_needle(self.actor, session, Command::plain(order))?;
        Ok(())
    }

    fn rest(&self, session: SessionId) -> anyhow::Result<()> {
        let order = Order::StartRest {
            retention: filiform_units::Minutes::literal(20),
            reason: None,
        };
        self.order(session, order)
    }

    fn order(&self, session: SessionId, order: Order) -> anyhow::Result<()> {
        self.app
            .order_session(self.actor, session, Command::plain(order))?;
        Ok(())
    }
}

/// Pain now, and the three questions of PEG.
fn baseline((pain, peg): (u8, [u8; 3])) -> Vec<Baseline> {
    let given = |instrument: &str, answers: &[u8]| Baseline {
        instrument: instrument.to_owned(),
        answers: answers.iter().copied().map(Some).collect(),
    };
    vec![given("nprs", &[pain]), given("peg", &peg)]
}

/// The answer "no" to a question.
fn no(ask: &str, concept: &filiform_knowledge::ConceptId, asked_by: &str) -> NewFact {
    NewFact {
        fact: Fact {
            id: FactId::from_bits(0),
            kind: FactKind::Answer,
            concept: Some(concept.clone()),
            codes: Vec::new(),
            text: ask.to_owned(),
            status: RecordedStatus::Absent,
            onset: None,
            ended: None,
            value: None,
            side: Laterality::None,
            source: format!("asked by {asked_by}"),
            recorded_at: Timestamp::from_micros(0),
        },
        import: None,
        corrects: None,
    }
}
