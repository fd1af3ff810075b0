//! One visit: every needle in is a needle out.

mod decide;

pub use decide::{Command, Refusal, decide};

use filiform_knowledge::RuleId;
use filiform_units::{
    CourseId, Millimetres, Minutes, NeedleCount, NeedleGauge, NeedleId, PatientId, Side, Timestamp,
};

use crate::{Act, LongText, Plan, ShortText, Site};

/// Everything about one needle as it goes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// The needle.
    pub needle: NeedleId,
    /// Where.
    pub site: Site,
    /// Which side.
    pub side: Side,
    /// How deep it went.
    pub depth: Millimetres,
    /// Length of the needle.
    pub length: Millimetres,
    /// Diameter of the needle.
    pub gauge: NeedleGauge,
    /// Lot; `None` when not recorded.
    pub lot: Option<ShortText>,
    /// What the patient felt; `None` when not recorded.
    pub sensation: Option<ShortText>,
}

/// How a needle that was not removed is accounted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whereabouts {
    /// Found later, out of the patient.
    FoundLater,
    /// Broke.
    Broken,
    /// Left in on purpose, with consent, instructions and a removal date.
    LeftInOnPurpose,
    /// Not found; the patient was sent for imaging.
    SentForImaging,
}

impl Whereabouts {
    /// Every answer.
    pub const ALL: [Self; 4] = [
        Self::FoundLater,
        Self::Broken,
        Self::LeftInOnPurpose,
        Self::SentForImaging,
    ];

    /// The word used in stored records and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FoundLater => "found-later",
            Self::Broken => "broken",
            Self::LeftInOnPurpose => "left-in-on-purpose",
            Self::SentForImaging => "sent-for-imaging",
        }
    }

    /// The answer called `text`, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|whereabouts| whereabouts.as_str() == text)
    }
}

/// What was seen and said after the needles came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct After {
    /// Bleeding or bruising, in words.
    pub bleeding: Option<LongText>,
    /// How the patient feels.
    pub feeling: Option<LongText>,
    /// Advice given.
    pub advice: Option<LongText>,
}

/// What happened in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The session began.
    Started {
        /// Which course.
        course: CourseId,
        /// Whose.
        patient: PatientId,
        /// The agreed plan it follows.
        plan: Plan,
        /// Rules whose stop was overridden when the plan was agreed.
        overridden: Vec<RuleId>,
        /// Where.
        room: Option<ShortText>,
        /// What is new since last time, in words.
        changes: Option<LongText>,
        /// Who began.
        act: Act,
    },
    /// A needle went in.
    NeedlePlaced {
        /// The needle.
        insertion: Insertion,
        /// Who placed it.
        act: Act,
    },
    /// A needle came out.
    NeedleRemoved {
        /// Which.
        needle: NeedleId,
        /// Who removed it.
        act: Act,
    },
    /// Every needle came out at once. The count stays open until it is made.
    AllRemoved {
        /// Which.
        needles: Vec<NeedleId>,
        /// Who removed them.
        act: Act,
    },
    /// The rest began.
    RestStarted {
        /// How long.
        retention: Minutes,
        /// Why it is outside 10 to 30 minutes, when it is.
        reason: Option<LongText>,
        /// Who started it.
        act: Act,
    },
    /// A needle that did not come out is accounted for.
    NeedleAccountedFor {
        /// Which.
        needle: NeedleId,
        /// How.
        whereabouts: Whereabouts,
        /// The particulars.
        note: LongText,
        /// Who accounted for it.
        act: Act,
    },
    /// The second step of the count: needles in the sharps bin were counted.
    Counted {
        /// Needles counted out.
        out: NeedleCount,
        /// Who counted.
        act: Act,
    },
    /// What was seen and said afterwards.
    AfterRecorded {
        /// What.
        after: After,
        /// Who recorded it.
        act: Act,
    },
    /// The session was signed.
    Signed {
        /// Needles in.
        inserted: NeedleCount,
        /// Needles out.
        removed: NeedleCount,
        /// Needles accounted for otherwise.
        accounted: NeedleCount,
        /// Who signed.
        act: Act,
    },
}

/// One needle as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedNeedle {
    /// How it went in.
    pub insertion: Insertion,
    /// Who placed it, and when.
    pub placed: Act,
    /// Who removed it, and when; `None` while it is in the patient.
    pub removed: Option<Act>,
    /// How it is otherwise accounted for.
    pub whereabouts: Option<(Whereabouts, LongText)>,
}

impl PlacedNeedle {
    /// Whether it is in the patient as far as anybody knows.
    pub const fn is_in(&self) -> bool {
        self.removed.is_none() && self.whereabouts.is_none()
    }
}

/// The rest as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// When it began.
    pub started: Timestamp,
    /// When it is over.
    pub due: Timestamp,
}

/// A session as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Course, patient, plan and overridden rules; `None` before it began.
    pub started: Option<Started>,
    /// Every needle, in the order they went in.
    pub needles: Vec<PlacedNeedle>,
    /// The rest, once it began.
    pub rest: Option<Rest>,
    /// Needles counted in the sharps bin, once they were. Any later needle event opens it again.
    pub counted: Option<NeedleCount>,
    /// Afterwards.
    pub after: After,
    /// Who signed, and when.
    pub signed: Option<Act>,
}

/// What a session began with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// Which course.
    pub course: CourseId,
    /// Whose.
    pub patient: PatientId,
    /// The plan.
    pub plan: Plan,
    /// Overridden rules.
    pub overridden: Vec<RuleId>,
    /// Where.
    pub room: Option<ShortText>,
    /// What is new since last time.
    pub changes: Option<LongText>,
    /// Who began, and when.
    pub act: Act,
}

impl Session {
    /// Needles placed.
    pub fn inserted(&self) -> usize {
        self.needles.len()
    }

    /// Needles removed.
    pub fn removed(&self) -> usize {
        self.needles
            .iter()
            .filter(|needle| needle.removed.is_some())
            .count()
    }

    /// Needles not removed but accounted for.
    pub fn accounted(&self) -> usize {
        let otherwise =
            |needle: &&PlacedNeedle| needle.removed.is_none() && needle.whereabouts.is_some();
        self.needles.iter().filter(otherwise).count()
    }

    /// Needles still in the patient as far as anybody knows.
    pub fn remaining(&self) -> usize {
        self.needles.iter().filter(|needle| needle.is_in()).count()
    }
}

/// Reads one event. Total: history is never refused.
#[must_use]
pub fn evolve(mut session: Session, event: &Event) -> Session {
    match event {
        Event::Started {
            course,
            patient,
            plan,
            overridden,
            room,
            changes,
            act,
        } => {
            session.started = Some(Started {
                course: *course,
                patient: *patient,
                plan: plan.clone(),
                overridden: overridden.clone(),
                room: room.clone(),
                changes: changes.clone(),
                act: *act,
            });
        }
        Event::NeedlePlaced { insertion, act } => {
            session.counted = None;
            session.needles.push(PlacedNeedle {
                insertion: insertion.clone(),
                placed: *act,
                removed: None,
                whereabouts: None,
            });
        }
        Event::NeedleRemoved { needle, act } => take_out(&mut session, *needle, *act),
        Event::AllRemoved { needles, act } => {
            for needle in needles {
                take_out(&mut session, *needle, *act);
            }
        }
        Event::RestStarted { retention, act, .. } => {
            session.rest = Some(Rest {
                started: act.at,
                due: act.at.plus(*retention),
            });
        }
        Event::NeedleAccountedFor {
            needle,
            whereabouts,
            note,
            ..
        } => {
            session.counted = None;
            if let Some(placed) = find(&mut session, *needle) {
                placed.whereabouts = Some((*whereabouts, note.clone()));
            }
        }
        Event::Counted { out, .. } => session.counted = Some(*out),
        Event::AfterRecorded { after, .. } => session.after = after.clone(),
        Event::Signed { act, .. } => session.signed = Some(*act),
    }
    session
}

fn take_out(session: &mut Session, needle: NeedleId, act: Act) {
    session.counted = None;
    if let Some(placed) = find(session, needle)
        && placed.removed.is_none()
    {
        placed.removed = Some(act);
    }
}

fn find(session: &mut Session, needle: NeedleId) -> Option<&mut PlacedNeedle> {
    session
        .needles
        .iter_mut()
        .find(|placed| placed.insertion.needle == needle)
}
