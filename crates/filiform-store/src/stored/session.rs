//! Events of a session, format 1.

use filiform_care::Act;
use filiform_care::session::{After, Event, Insertion, Whereabouts};
use filiform_knowledge::RuleId;
use filiform_units::{CourseId, NeedleCount, NeedleGauge, NeedleId, PatientId};
use serde::{Deserialize, Serialize};

use super::parts::{
    StoredAct, StoredPlan, StoredSite, long, millimetres, minutes, opt_long, opt_short, side, told,
};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stored {
    Started(Box<StoredStart>),
    NeedlePlaced {
        insertion: StoredInsertion,
        act: StoredAct,
    },
    NeedleRemoved {
        needle: String,
        act: StoredAct,
    },
    AllRemoved {
        needles: Vec<String>,
        act: StoredAct,
    },
    RestStarted {
        retention_min: u16,
        reason: Option<String>,
        act: StoredAct,
    },
    NeedleAccountedFor {
        needle: String,
        whereabouts: String,
        note: String,
        act: StoredAct,
    },
    Counted {
        out: u16,
        act: StoredAct,
    },
    AfterRecorded {
        after: StoredAfter,
        act: StoredAct,
    },
    Signed {
        inserted: u16,
        removed: u16,
        accounted: u16,
        act: StoredAct,
    },
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredStart {
    course: String,
    patient: String,
    plan: StoredPlan,
    overridden: Vec<String>,
    room: Option<String>,
    changes: Option<String>,
    act: StoredAct,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredInsertion {
    needle: String,
    site: StoredSite,
    side: String,
    depth_mm: u8,
    length_mm: u8,
    gauge_hundredths_mm: u8,
    lot: Option<String>,
    sensation: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredAfter {
    bleeding: Option<String>,
    feeling: Option<String>,
    advice: Option<String>,
}

pub(super) fn to_stored(event: &Event) -> (&'static str, Stored, Act) {
    let (name, act) = match event {
        Event::Started { act, .. } => ("session_started", act),
        Event::NeedlePlaced { act, .. } => ("needle_placed", act),
        Event::NeedleRemoved { act, .. } => ("needle_removed", act),
        Event::AllRemoved { act, .. } => ("all_needles_removed", act),
        Event::RestStarted { act, .. } => ("rest_started", act),
        Event::NeedleAccountedFor { act, .. } => ("needle_accounted_for", act),
        Event::Counted { act, .. } => ("needles_counted", act),
        Event::AfterRecorded { act, .. } => ("after_recorded", act),
        Event::Signed { act, .. } => ("session_signed", act),
    };
    (name, stored(event), *act)
}

fn stored(event: &Event) -> Stored {
    match event {
        Event::Started {
            course,
            patient,
            plan,
            overridden,
            room,
            changes,
            act,
        } => Stored::Started(Box::new(StoredStart {
            course: course.to_string(),
            patient: patient.to_string(),
            plan: StoredPlan::of(plan),
            overridden: overridden.iter().map(ToString::to_string).collect(),
            room: room.as_ref().map(ToString::to_string),
            changes: changes.as_ref().map(ToString::to_string),
            act: StoredAct::of(*act),
        })),
        Event::NeedlePlaced { insertion, act } => Stored::NeedlePlaced {
            insertion: insertion.into(),
            act: StoredAct::of(*act),
        },
        Event::NeedleRemoved { needle, act } => Stored::NeedleRemoved {
            needle: needle.to_string(),
            act: StoredAct::of(*act),
        },
        Event::AllRemoved { needles, act } => Stored::AllRemoved {
            needles: needles.iter().map(ToString::to_string).collect(),
            act: StoredAct::of(*act),
        },
        Event::RestStarted {
            retention,
            reason,
            act,
        } => Stored::RestStarted {
            retention_min: retention.get(),
            reason: reason.as_ref().map(ToString::to_string),
            act: StoredAct::of(*act),
        },
        Event::NeedleAccountedFor {
            needle,
            whereabouts,
            note,
            act,
        } => Stored::NeedleAccountedFor {
            needle: needle.to_string(),
            whereabouts: whereabouts.as_str().to_owned(),
            note: note.to_string(),
            act: StoredAct::of(*act),
        },
        Event::Counted { out, act } => Stored::Counted {
            out: out.get(),
            act: StoredAct::of(*act),
        },
        Event::AfterRecorded { after, act } => Stored::AfterRecorded {
            after: after.into(),
            act: StoredAct::of(*act),
        },
        Event::Signed {
            inserted,
            removed,
            accounted,
            act,
        } => Stored::Signed {
            inserted: inserted.get(),
            removed: removed.get(),
            accounted: accounted.get(),
            act: StoredAct::of(*act),
        },
    }
}

pub(super) fn from_stored(stored: &Stored) -> Result<Event, String> {
    Ok(match stored {
        Stored::Started(start) => Event::Started {
            course: told(CourseId::parse(&start.course))?,
            patient: told(PatientId::parse(&start.patient))?,
            plan: start.plan.read()?,
            overridden: start
                .overridden
                .iter()
                .map(|rule| RuleId::new(rule))
                .collect(),
            room: opt_short(start.room.as_ref())?,
            changes: opt_long(start.changes.as_ref())?,
            act: start.act.read()?,
        },
        Stored::NeedlePlaced { insertion, act } => Event::NeedlePlaced {
            insertion: insertion.read()?,
            act: act.read()?,
        },
        Stored::NeedleRemoved { needle, act } => Event::NeedleRemoved {
            needle: id(needle)?,
            act: act.read()?,
        },
        Stored::AllRemoved { needles, act } => Event::AllRemoved {
            needles: needles
                .iter()
                .map(|needle| id(needle))
                .collect::<Result<_, _>>()?,
            act: act.read()?,
        },
        Stored::RestStarted {
            retention_min,
            reason,
            act,
        } => Event::RestStarted {
            retention: minutes(*retention_min)?,
            reason: opt_long(reason.as_ref())?,
            act: act.read()?,
        },
        Stored::NeedleAccountedFor {
            needle,
            whereabouts,
            note,
            act,
        } => Event::NeedleAccountedFor {
            needle: id(needle)?,
            whereabouts: Whereabouts::parse(whereabouts)
                .ok_or_else(|| format!("unknown whereabouts `{whereabouts}`"))?,
            note: long(note)?,
            act: act.read()?,
        },
        Stored::Counted { out, act } => Event::Counted {
            out: count(*out)?,
            act: act.read()?,
        },
        Stored::AfterRecorded { after, act } => Event::AfterRecorded {
            after: after.read()?,
            act: act.read()?,
        },
        Stored::Signed {
            inserted,
            removed,
            accounted,
            act,
        } => Event::Signed {
            inserted: count(*inserted)?,
            removed: count(*removed)?,
            accounted: count(*accounted)?,
            act: act.read()?,
        },
    })
}

fn id(text: &str) -> Result<NeedleId, String> {
    told(NeedleId::parse(text))
}

fn count(n: u16) -> Result<NeedleCount, String> {
    told(NeedleCount::new(u32::from(n)))
}

impl From<&Insertion> for StoredInsertion {
    fn from(insertion: &Insertion) -> Self {
        Self {
            needle: insertion.needle.to_string(),
            site: StoredSite::of(&insertion.site),
            side: insertion.side.as_str().to_owned(),
            depth_mm: insertion.depth.get(),
            length_mm: insertion.length.get(),
            gauge_hundredths_mm: insertion.gauge.hundredths_mm(),
            lot: insertion.lot.as_ref().map(ToString::to_string),
            sensation: insertion.sensation.as_ref().map(ToString::to_string),
        }
    }
}

impl StoredInsertion {
    fn read(&self) -> Result<Insertion, String> {
        Ok(Insertion {
            needle: id(&self.needle)?,
            site: self.site.read()?,
            side: side(&self.side)?,
            depth: millimetres(self.depth_mm)?,
            length: millimetres(self.length_mm)?,
            gauge: told(NeedleGauge::new(u32::from(self.gauge_hundredths_mm)))?,
            lot: opt_short(self.lot.as_ref())?,
            sensation: opt_short(self.sensation.as_ref())?,
        })
    }
}

impl From<&After> for StoredAfter {
    fn from(after: &After) -> Self {
        Self {
            bleeding: after.bleeding.as_ref().map(ToString::to_string),
            feeling: after.feeling.as_ref().map(ToString::to_string),
            advice: after.advice.as_ref().map(ToString::to_string),
        }
    }
}

impl StoredAfter {
    fn read(&self) -> Result<After, String> {
        Ok(After {
            bleeding: opt_long(self.bleeding.as_ref())?,
            feeling: opt_long(self.feeling.as_ref())?,
            advice: opt_long(self.advice.as_ref())?,
        })
    }
}
