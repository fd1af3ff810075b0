//! Events of a course, format 1.

use filiform_care::Act;
use filiform_care::course::{Answered, Complaint, Decision, Event, Override};
use filiform_knowledge::{
    ConditionId, MuscleName, PrivilegeId, RegionId, RuleId, SegmentName, Severity,
};
use filiform_outcomes::Measure;
use filiform_screening::{Change, Found};
use filiform_units::{MeasureId, PatientId, Timestamp};
use serde::{Deserialize, Serialize};

use super::parts::{
    StoredAct, StoredPlan, laterality, long, opt_date, opt_long, short, side, told,
};
use super::protocol::StoredFrom;
use super::skin::StoredDrawing;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stored {
    Opened {
        patient: String,
        complaint: StoredComplaint,
        act: StoredAct,
    },
    Reassessed {
        complaint: StoredComplaint,
        act: StoredAct,
    },
    PlanDrafted {
        plan: StoredPlan,
        /// Missing in events that were written before protocols.
        #[serde(default)]
        from: Option<StoredFrom>,
        act: StoredAct,
    },
    PlanDraftUndone {
        act: StoredAct,
    },
    PlanAgreed {
        plan: StoredPlan,
        overrides: Vec<StoredAnswered>,
        /// Missing in events that were written before it was kept.
        #[serde(default)]
        found: Option<Vec<StoredFound>>,
        act: StoredAct,
    },
    FindingAnswered {
        answer: StoredOverride,
        /// Missing in events that were written before privileges.
        #[serde(default)]
        under: Vec<String>,
        act: StoredAct,
    },
    Rescreened {
        changes: Vec<StoredChange>,
        because: String,
        act: StoredAct,
    },
    Referred {
        rules: Vec<String>,
        letter: String,
        act: StoredAct,
    },
    MeasureRecorded {
        measure: StoredMeasure,
        act: StoredAct,
    },
    Reviewed {
        decision: String,
        reason: String,
        act: StoredAct,
    },
    Ended {
        reason: String,
        act: StoredAct,
    },
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredComplaint {
    condition: String,
    side: String,
    onset: Option<String>,
    pain_areas: Vec<(String, String)>,
    tender_muscles: Vec<(String, String)>,
    /// Older records have none of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tender_segments: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    drawing: Option<StoredDrawing>,
    goals: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredOverride {
    rule: String,
    severity: String,
    reason: String,
}

/// An answer that an agreement took in. The last two are missing in events that were written before
/// privileges: the answer then stands under the name of who agreed.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredAnswered {
    #[serde(flatten)]
    answer: StoredOverride,
    #[serde(default)]
    under: Vec<String>,
    #[serde(default)]
    act: Option<StoredAct>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredFound {
    rule: String,
    severity: String,
    needles: Option<Vec<usize>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredChange {
    rule: String,
    before: String,
    after: String,
    needles: Option<Vec<usize>>,
    needles_before: Option<Vec<usize>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredMeasure {
    id: String,
    instrument: String,
    answers: Vec<Option<u8>>,
    at: i64,
}

pub(super) fn to_stored(event: &Event) -> (&'static str, Stored, Act) {
    let (name, act) = match event {
        Event::Opened { act, .. } => ("course_opened", act),
        Event::Reassessed { act, .. } => ("complaint_reassessed", act),
        Event::PlanDrafted { act, .. } => ("plan_drafted", act),
        Event::DraftUndone { act } => ("plan_draft_undone", act),
        Event::PlanAgreed { act, .. } => ("plan_agreed", act),
        Event::FindingAnswered { act, .. } => ("finding_answered", act),
        Event::Rescreened { act, .. } => ("plan_rescreened", act),
        Event::Referred { act, .. } => ("patient_referred", act),
        Event::MeasureRecorded { act, .. } => ("measure_recorded", act),
        Event::Reviewed { act, .. } => ("course_reviewed", act),
        Event::Ended { act, .. } => ("course_ended", act),
    };
    (name, stored(event), *act)
}

fn stored(event: &Event) -> Stored {
    match event {
        Event::Opened {
            patient,
            complaint,
            act,
        } => Stored::Opened {
            patient: patient.to_string(),
            complaint: complaint.into(),
            act: StoredAct::of(*act),
        },
        Event::Reassessed { complaint, act } => Stored::Reassessed {
            complaint: complaint.into(),
            act: StoredAct::of(*act),
        },
        Event::PlanDrafted { plan, from, act } => Stored::PlanDrafted {
            plan: StoredPlan::of(plan),
            from: from.as_ref().map(StoredFrom::from),
            act: StoredAct::of(*act),
        },
        Event::DraftUndone { act } => Stored::PlanDraftUndone {
            act: StoredAct::of(*act),
        },
        Event::PlanAgreed {
            plan,
            overrides,
            found,
            act,
        } => Stored::PlanAgreed {
            plan: StoredPlan::of(plan),
            overrides: overrides.iter().map(StoredAnswered::from).collect(),
            found: found.as_deref().map(all_found),
            act: StoredAct::of(*act),
        },
        Event::FindingAnswered { answer, under, act } => Stored::FindingAnswered {
            answer: answer.into(),
            under: under.iter().map(ToString::to_string).collect(),
            act: StoredAct::of(*act),
        },
        Event::Rescreened {
            changes,
            because,
            act,
        } => Stored::Rescreened {
            changes: changes.iter().map(StoredChange::from).collect(),
            because: because.to_string(),
            act: StoredAct::of(*act),
        },
        Event::Referred { rules, letter, act } => Stored::Referred {
            rules: rules.iter().map(ToString::to_string).collect(),
            letter: letter.to_string(),
            act: StoredAct::of(*act),
        },
        Event::MeasureRecorded { measure, act } => Stored::MeasureRecorded {
            measure: measure.into(),
            act: StoredAct::of(*act),
        },
        Event::Reviewed {
            decision,
            reason,
            act,
        } => Stored::Reviewed {
            decision: decision.as_str().to_owned(),
            reason: reason.to_string(),
            act: StoredAct::of(*act),
        },
        Event::Ended { reason, act } => Stored::Ended {
            reason: reason.to_string(),
            act: StoredAct::of(*act),
        },
    }
}

pub(super) fn from_stored(stored: &Stored) -> Result<Event, String> {
    Ok(match stored {
        Stored::Opened {
            patient,
            complaint,
            act,
        } => Event::Opened {
            patient: told(PatientId::parse(patient))?,
            complaint: complaint.read()?,
            act: act.read()?,
        },
        Stored::Reassessed { complaint, act } => Event::Reassessed {
            complaint: complaint.read()?,
            act: act.read()?,
        },
        Stored::PlanDrafted { plan, from, act } => drafted(plan, from.as_ref(), act)?,
        Stored::PlanDraftUndone { act } => Event::DraftUndone { act: act.read()? },
        Stored::PlanAgreed {
            plan,
            overrides,
            found,
            act,
        } => Event::PlanAgreed {
            plan: plan.read()?,
            overrides: each(overrides, |held| held.read(act))?,
            found: found
                .as_ref()
                .map(|found| each(found, StoredFound::read))
                .transpose()?,
            act: act.read()?,
        },
        Stored::FindingAnswered { answer, under, act } => Event::FindingAnswered {
            answer: answer.read()?,
            under: privileges(under),
            act: act.read()?,
        },
        Stored::Rescreened {
            changes,
            because,
            act,
        } => Event::Rescreened {
            changes: each(changes, StoredChange::read)?,
            because: short(because)?,
            act: act.read()?,
        },
        Stored::Referred { rules, letter, act } => Event::Referred {
            rules: rules.iter().map(|rule| RuleId::new(rule)).collect(),
            letter: long(letter)?,
            act: act.read()?,
        },
        Stored::MeasureRecorded { measure, act } => Event::MeasureRecorded {
            measure: measure.read()?,
            act: act.read()?,
        },
        Stored::Reviewed {
            decision,
            reason,
            act,
        } => Event::Reviewed {
            decision: decided(decision)?,
            reason: long(reason)?,
            act: act.read()?,
        },
        Stored::Ended { reason, act } => Event::Ended {
            reason: long(reason)?,
            act: act.read()?,
        },
    })
}

fn drafted(plan: &StoredPlan, from: Option<&StoredFrom>, act: &StoredAct) -> Result<Event, String> {
    Ok(Event::PlanDrafted {
        plan: plan.read()?,
        from: from.map(StoredFrom::read).transpose()?,
        act: act.read()?,
    })
}

impl From<&Complaint> for StoredComplaint {
    fn from(complaint: &Complaint) -> Self {
        let areas = complaint.pain_areas.iter();
        let muscles = complaint.tender_muscles.iter();
        let also = complaint.also.iter();
        let segments = complaint.tender_segments.iter();
        Self {
            condition: complaint.condition.to_string(),
            side: complaint.side.as_str().to_owned(),
            onset: complaint.onset.map(|date| date.to_string()),
            pain_areas: areas
                .map(|(r, s)| (r.to_string(), s.as_str().to_owned()))
                .collect(),
            tender_muscles: muscles
                .map(|(m, s)| (m.to_string(), s.as_str().to_owned()))
                .collect(),
            also: also
                .map(|(id, s)| (id.to_string(), s.as_str().to_owned()))
                .collect(),
            tender_segments: segments
                .map(|(name, s)| (name.to_string(), s.as_str().to_owned()))
                .collect(),
            drawing: complaint.drawing.as_ref().map(StoredDrawing::of),
            goals: complaint.goals.as_ref().map(ToString::to_string),
        }
    }
}

impl StoredComplaint {
    fn read(&self) -> Result<Complaint, String> {
        let areas = self
            .pain_areas
            .iter()
            .map(|(r, s)| Ok((RegionId::new(r), side(s)?)));
        let muscles = self
            .tender_muscles
            .iter()
            .map(|(m, s)| Ok((MuscleName::new(m), side(s)?)));
        let also = self
            .also
            .iter()
            .map(|(id, s)| Ok((ConditionId::new(id), laterality(s)?)));
        let segments = self
            .tender_segments
            .iter()
            .map(|(name, s)| Ok((SegmentName::new(name), side(s)?)));
        let drawing = self.drawing.as_ref().map(StoredDrawing::read);
        Ok(Complaint {
            condition: ConditionId::new(&self.condition),
            side: laterality(&self.side)?,
            onset: opt_date(self.onset.as_ref())?,
            pain_areas: areas.collect::<Result<_, String>>()?,
            tender_muscles: muscles.collect::<Result<_, String>>()?,
            also: also.collect::<Result<_, String>>()?,
            tender_segments: segments.collect::<Result<_, String>>()?,
            drawing: drawing.transpose()?,
            goals: opt_long(self.goals.as_ref())?,
        })
    }
}

impl From<&Override> for StoredOverride {
    fn from(answer: &Override) -> Self {
        Self {
            rule: answer.rule.to_string(),
            severity: answer.severity.as_str().to_owned(),
            reason: answer.reason.to_string(),
        }
    }
}

impl StoredOverride {
    fn read(&self) -> Result<Override, String> {
        Ok(Override {
            rule: RuleId::new(&self.rule),
            severity: severity(&self.severity)?,
            reason: long(&self.reason)?,
        })
    }
}

/// Every one of them read, or why one cannot be.
fn each<S, T>(stored: &[S], read: impl Fn(&S) -> Result<T, String>) -> Result<Vec<T>, String> {
    stored.iter().map(read).collect()
}

fn all_found(found: &[Found]) -> Vec<StoredFound> {
    found.iter().map(StoredFound::from).collect()
}

fn decided(word: &str) -> Result<Decision, String> {
    Decision::parse(word).ok_or_else(|| format!("unknown decision `{word}`"))
}

fn severity(word: &str) -> Result<Severity, String> {
    Severity::parse(word).ok_or_else(|| format!("unknown severity `{word}`"))
}

fn privileges(ids: &[String]) -> Vec<PrivilegeId> {
    ids.iter().map(|id| PrivilegeId::new(id)).collect()
}

impl From<&Answered> for StoredAnswered {
    fn from(held: &Answered) -> Self {
        Self {
            answer: (&held.answer).into(),
            under: held.under.iter().map(ToString::to_string).collect(),
            act: Some(StoredAct::of(held.act)),
        }
    }
}

impl StoredAnswered {
    /// `agreed` is the act of the agreement.
    fn read(&self, agreed: &StoredAct) -> Result<Answered, String> {
        Ok(Answered {
            answer: self.answer.read()?,
            under: privileges(&self.under),
            act: self.act.as_ref().unwrap_or(agreed).read()?,
        })
    }
}

impl From<&Found> for StoredFound {
    fn from(found: &Found) -> Self {
        Self {
            rule: found.rule.to_string(),
            severity: found.severity.as_str().to_owned(),
            needles: found.needles.clone(),
        }
    }
}

impl StoredFound {
    fn read(&self) -> Result<Found, String> {
        Ok(Found {
            rule: RuleId::new(&self.rule),
            severity: severity(&self.severity)?,
            needles: self.needles.clone(),
        })
    }
}

impl From<&Change> for StoredChange {
    fn from(change: &Change) -> Self {
        Self {
            rule: change.rule.to_string(),
            before: change.before.as_str().to_owned(),
            after: change.after.as_str().to_owned(),
            needles: change.needles.clone(),
            needles_before: change.needles_before.clone(),
        }
    }
}

impl StoredChange {
    fn read(&self) -> Result<Change, String> {
        Ok(Change {
            rule: RuleId::new(&self.rule),
            before: severity(&self.before)?,
            after: severity(&self.after)?,
            needles: self.needles.clone(),
            needles_before: self.needles_before.clone(),
        })
    }
}

impl From<&Measure> for StoredMeasure {
    fn from(measure: &Measure) -> Self {
        Self {
            id: measure.id.to_string(),
            instrument: measure.instrument.clone(),
            answers: measure.answers.clone(),
            at: measure.at.micros(),
        }
    }
}

impl StoredMeasure {
    fn read(&self) -> Result<Measure, String> {
        Ok(Measure {
            id: told(MeasureId::parse(&self.id))?,
            instrument: self.instrument.clone(),
            answers: self.answers.clone(),
            at: Timestamp::from_micros(self.at),
        })
    }
}
