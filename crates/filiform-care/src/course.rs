//! One course of treatment for one complaint.

mod decide;
mod draft;
mod referral;

pub use decide::{Command, Refusal, decide};
pub use draft::{EARLIER_DRAFTS_MAX, EarlierDraft};
pub use referral::Letter;

use std::collections::BTreeSet;

use filiform_knowledge::{
    ConditionId, ConditionKey, Knowledge, MuscleName, PrivilegeId, RegionId, RuleId, SegmentName,
    Severity,
};
use filiform_outcomes::Measure;
use filiform_screening::{AppliesTo, Change, Found};
use filiform_units::{Laterality, PartialDate, PatientId, ProtocolId, Side};

use crate::protocol::FromProtocol;
use crate::{Act, LongText, PainDrawing, Plan, ShortText};

/// What brings the patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The condition.
    pub condition: ConditionId,
    /// Side.
    pub side: Laterality,
    /// Other conditions treated in the same sessions, each with its side.
    pub also: Vec<(ConditionId, Laterality)>,
    /// Since when.
    pub onset: Option<PartialDate>,
    /// Where it hurts.
    pub pain_areas: Vec<(RegionId, Side)>,
    /// Where it hurts, as the patient drew it.
    pub drawing: Option<PainDrawing>,
    /// Muscles found tender.
    pub tender_muscles: Vec<(MuscleName, Side)>,
    /// Spinal segments found tender beside the spine.
    pub tender_segments: Vec<(SegmentName, Side)>,
    /// What the patient wants, in their words.
    pub goals: Option<LongText>,
}

impl Complaint {
    /// Every condition treated, the first one first, as far as the knowledge base still has it.
    pub fn conditions(&self, knowledge: &Knowledge) -> Vec<ConditionKey> {
        let ids = std::iter::once(&self.condition).chain(self.also.iter().map(|(id, _)| id));
        ids.filter_map(|id| knowledge.condition_key(id.as_str()))
            .collect()
    }
}

/// A finding that needs an answer before a plan is agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFinding {
    /// The rule.
    pub rule: RuleId,
    /// What it says: `Ask`, `Refer` or `Stop`. Milder findings need no answer.
    pub severity: Severity,
}

/// An answer to a finding, as a clinician gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The rule.
    pub rule: RuleId,
    /// What it said.
    pub severity: Severity,
    /// Why the plan goes ahead all the same, typed by the clinician.
    pub reason: LongText,
}

/// An answer to a finding as it stands in the record: who gave it, when, and by which right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The answer.
    pub answer: Override,
    /// The privileges that it rests on.
    pub under: Vec<PrivilegeId>,
    /// Who gave it, and when.
    pub act: Act,
}

impl Answered {
    /// Whether it settles what `rule` says: an answer to a question does not answer the stop that the same
    /// rule became.
    pub fn settles(&self, rule: &RuleId, severity: Severity) -> bool {
        self.answer.rule == *rule && self.answer.severity >= severity
    }
}

/// What a review decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// Go on as planned.
    Continue,
    /// Change the plan.
    Change,
    /// Stop the course.
    Stop,
    /// Refer.
    Refer,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 4] = [Self::Continue, Self::Change, Self::Stop, Self::Refer];

    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::Change => "change",
            Self::Stop => "stop",
            Self::Refer => "refer",
        }
    }

    /// The decision called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|decision| decision.as_str() == text)
    }
}

/// What happened in a course.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The course began.
    Opened {
        /// Whose course.
        patient: PatientId,
        /// What brings them.
        complaint: Complaint,
        /// Who opened it.
        act: Act,
    },
    /// The complaint was assessed again.
    Reassessed {
        /// The whole new complaint.
        complaint: Complaint,
        /// Who assessed.
        act: Act,
    },
    /// The plan was drafted or edited. Not yet agreed.
    PlanDrafted {
        /// The whole plan.
        plan: Plan,
        /// The clinic's protocol that it was taken over from in this moment.
        from: Option<FromProtocol>,
        /// Who drafted.
        act: Act,
    },
    /// The last edit of the draft was undone: the draft before it stands again.
    DraftUndone {
        /// Who undid it.
        act: Act,
    },
    /// A clinician answered a finding of the drafted plan.
    FindingAnswered {
        /// The answer.
        answer: Override,
        /// The privileges that it rests on.
        under: Vec<PrivilegeId>,
        /// Who answered.
        act: Act,
    },
    /// The drafted plan was agreed.
    PlanAgreed {
        /// The whole plan, as agreed.
        plan: Plan,
        /// Answers to every stop, referral and open question.
        overrides: Vec<Answered>,
        /// Everything that screening said of it; `None` in records that did not keep it.
        found: Option<Vec<Found>>,
        /// Who agreed.
        act: Act,
    },
    /// Facts came in, and screening says something else of the plan than before them.
    Rescreened {
        /// What changed; never empty.
        changes: Vec<Change>,
        /// Where the facts came from, in words: `import of becker.json`.
        because: ShortText,
        /// Who recorded the facts.
        act: Act,
    },
    /// The patient was referred on because of red flags.
    Referred {
        /// The red flags; never empty.
        rules: Vec<RuleId>,
        /// The letter, as it was handed over.
        letter: LongText,
        /// Who referred.
        act: Act,
    },
    /// An outcome instrument was completed.
    MeasureRecorded {
        /// The measure.
        measure: Measure,
        /// Who recorded it.
        act: Act,
    },
    /// Somebody looked at whether it works, and decided.
    Reviewed {
        /// The decision.
        decision: Decision,
        /// Why.
        reason: LongText,
        /// Who decided.
        act: Act,
    },
    /// The course ended.
    Ended {
        /// Why.
        reason: LongText,
        /// Who ended it.
        act: Act,
    },
}

/// A protocol that a plan was taken over from, with the plan as it was then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOver {
    /// The protocol and its version.
    pub from: FromProtocol,
    /// The plan as it was taken over.
    pub plan: Plan,
}

impl TakenOver {
    /// `“Knee, ours”, version 2, mirrored, changed since`.
    pub fn words(&self, plan: &Plan) -> String {
        let since = if self.plan == *plan {
            ""
        } else {
            ", changed since"
        };
        format!("{}{since}", self.from.words())
    }
}

/// Facts that came in and changed what screening says of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescreen {
    /// What changed.
    pub changes: Vec<Change>,
    /// Where the facts came from.
    pub because: ShortText,
    /// Who recorded them, and when.
    pub act: Act,
}

/// A letter that passed the patient on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// The red flags.
    pub rules: Vec<RuleId>,
    /// The letter.
    pub letter: LongText,
    /// Who referred, and when.
    pub act: Act,
}

/// A course as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Whose course; `None` before it is opened.
    pub patient: Option<PatientId>,
    /// What brings them.
    pub complaint: Option<Complaint>,
    /// Where it hurt, as it was drawn before the drawing that stands.
    pub earlier_drawing: Option<PainDrawing>,
    /// Who opened it, and when.
    pub opened: Option<Act>,
    /// The plan as drafted last.
    pub draft: Option<Plan>,
    /// The protocol that the draft came from, while it holds any of its needles.
    pub draft_from: Option<TakenOver>,
    /// Drafts before it that can be gone back to, oldest first; at most [`EARLIER_DRAFTS_MAX`]. Agreeing a
    /// plan begins anew.
    pub earlier_drafts: Vec<EarlierDraft>,
    /// The plan as agreed last.
    pub agreed: Option<Plan>,
    /// The protocol that the agreed plan came from.
    pub agreed_from: Option<TakenOver>,
    /// Every protocol that a plan of this course was ever taken over from.
    pub protocols: BTreeSet<ProtocolId>,
    /// Who agreed it, and when.
    pub agreed_act: Option<Act>,
    /// Answers to findings. An answer to a stop holds for exactly the needles it was given for: drafting
    /// other needles takes it away, and so do facts with which the stop reaches further.
    pub overrides: Vec<Answered>,
    /// Answers given with the agreed plan. Drafting and answering leave them as they are.
    pub agreed_overrides: Vec<Answered>,
    /// What screening said of the agreed plan when it was agreed; `None` when nobody kept it.
    pub agreed_found: Option<Vec<Found>>,
    /// Changes of the verdict since the plan was drafted or agreed last, oldest first.
    pub rescreens: Vec<Rescreen>,
    /// Referrals because of red flags, oldest first.
    pub referrals: Vec<Referral>,
    /// Red flags that the patient is referred for. One that comes again is not among them before the
    /// patient is referred again.
    pub referred_for: Vec<RuleId>,
    /// Measures, oldest first.
    pub measures: Vec<Measure>,
    /// Decisions, oldest first.
    pub decisions: Vec<Decision>,
    /// Whether it has ended.
    pub phase: Phase,
}

/// Where a course stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Not opened.
    #[default]
    Unopened,
    /// Running.
    Open,
    /// Ended.
    Ended,
}

impl Course {
    /// Rules whose stop was overridden when the plan was agreed: what a session may rely on. An answer
    /// to a draft is not among them before that draft is agreed.
    pub fn overridden_stops(&self) -> Vec<RuleId> {
        let stops = self
            .agreed_overrides
            .iter()
            .filter(|held| held.answer.severity == Severity::Stop);
        stops.map(|held| held.answer.rule.clone()).collect()
    }

    /// Whether the stop of a rule was answered, when the plan was agreed, for everything that it speaks of
    /// now. An answer is about the needles that were stopped then: where the same rule reaches one more,
    /// nobody has answered that.
    pub fn overrides_stop(&self, rule: &RuleId, applies_to: &AppliesTo) -> bool {
        let reached = |found: &Found| match (&found.needles, applies_to) {
            (None, _) => true,
            (Some(_), AppliesTo::Person) => false,
            (Some(then), AppliesTo::Needles(now)) => now.iter().all(|one| then.contains(one)),
        };
        let mut stops = self.agreed_found.iter().flatten();
        // Older records do not say which needles were stopped.
        let is_reached = self.agreed_found.is_none()
            || stops.any(|found| {
                found.rule == *rule && found.severity == Severity::Stop && reached(found)
            });
        is_reached && self.overridden_stops().contains(rule)
    }

    /// The plan that sessions follow, or the draft while none is agreed.
    pub fn open_plan(&self) -> Option<&Plan> {
        self.agreed.as_ref().or(self.draft.as_ref())
    }

    /// Whether the patient was referred because of this red flag, as it stands now.
    pub fn is_referred_for(&self, rule: &RuleId) -> bool {
        self.referred_for.contains(rule)
    }
}

/// Takes what is assessed now; a drawing that was replaced is kept for comparison.
fn reassess(course: &mut Course, complaint: &Complaint) {
    let before = course.complaint.take().and_then(|it| it.drawing);
    if before.is_some() && before != complaint.drawing {
        course.earlier_drawing = before;
    }
    course.complaint = Some(complaint.clone());
}

/// Reads one event. Total: history is never refused.
#[must_use]
pub fn evolve(mut course: Course, event: &Event) -> Course {
    match event {
        Event::Opened {
            patient,
            complaint,
            act,
        } => {
            course.patient = Some(*patient);
            course.opened = Some(*act);
            course.complaint = Some(complaint.clone());
            course.phase = Phase::Open;
        }
        Event::Reassessed { complaint, .. } => reassess(&mut course, complaint),
        Event::PlanDrafted { plan, from, .. } => {
            draft::take(&mut course, plan.clone());
            note_origin(&mut course, plan, from.as_ref());
        }
        Event::DraftUndone { .. } => draft::undo(&mut course),
        Event::FindingAnswered { answer, under, act } => {
            course
                .overrides
                .retain(|held| held.answer.rule != answer.rule);
            course.overrides.push(Answered {
                answer: answer.clone(),
                under: under.clone(),
                act: *act,
            });
        }
        Event::PlanAgreed {
            plan,
            overrides,
            found,
            act,
        } => {
            course.agreed_act = Some(*act);
            course.agreed_found.clone_from(found);
            course.rescreens.clear();
            course.earlier_drafts.clear();
            course.draft = Some(plan.clone());
            course.agreed = Some(plan.clone());
            course.agreed_from.clone_from(&course.draft_from);
            course.overrides.clone_from(overrides);
            course.agreed_overrides.clone_from(overrides);
        }
        Event::Rescreened {
            changes,
            because,
            act,
        } => {
            take_back(&mut course, changes);
            course.rescreens.push(Rescreen {
                changes: changes.clone(),
                because: because.clone(),
                act: *act,
            });
        }
        Event::Referred { rules, letter, act } => {
            course.referred_for.extend(rules.iter().cloned());
            course.referrals.push(Referral {
                rules: rules.clone(),
                letter: letter.clone(),
                act: *act,
            });
        }
        Event::MeasureRecorded { measure, .. } => course.measures.push(measure.clone()),
        Event::Reviewed { decision, .. } => course.decisions.push(*decision),
        Event::Ended { .. } => course.phase = Phase::Ended,
    }
    course
}

/// A plan that was edited still comes from its protocol as long as it holds one of its needles.
fn note_origin(course: &mut Course, plan: &Plan, from: Option<&FromProtocol>) {
    if let Some(from) = from {
        course.protocols.insert(from.protocol);
        course.draft_from = Some(TakenOver {
            from: from.clone(),
            plan: plan.clone(),
        });
    } else {
        let shares = |taken: &TakenOver| {
            let mut needles = taken.plan.needles.iter();
            needles.any(|needle| plan.needles.contains(needle))
        };
        course.draft_from = course.draft_from.take().filter(shares);
    }
}

/// Takes back answers that are not about what is found now. A stop that reaches further takes back the answer
/// to the draft; what was agreed still holds for the needles that were stopped then. One that comes anew
/// takes back both, and a referral.
fn take_back(course: &mut Course, changes: &[Change]) {
    let stops = changes
        .iter()
        .filter(|change| change.is_stricter() && change.after == Severity::Stop);
    for change in stops {
        let rule = &change.rule;
        let is_other = |held: &Answered| held.answer.rule != *rule;
        course.overrides.retain(is_other);
        if change.before < Severity::Stop {
            course.agreed_overrides.retain(is_other);
            course.referred_for.retain(|flag| flag != rule);
        }
    }
}
