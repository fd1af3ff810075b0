//! What may happen in a session.

use filiform_knowledge::{Angle, Knowledge, RuleId, Technique};
use filiform_units::{
    CourseId, Date, Millimetres, Minutes, NeedleCount, NeedleId, PatientId, SessionId,
};

use super::{After, Event, Insertion, PlacedNeedle, Session, Started, Whereabouts};
use crate::course::Phase;
use crate::{
    Act, Authority, LongText, LotError, LotLabel, NoPrivilege, Plan, PlanError, PlannedNeedle,
    ShortText, resolve,
};

/// An order about a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin.
    Start {
        /// Which course.
        course: CourseId,
        /// Whose.
        patient: PatientId,
        /// The agreed plan; `None` when the course has none.
        plan: Option<Plan>,
        /// Rules whose stop was overridden when the plan was agreed.
        overridden: Vec<RuleId>,
        /// Stops that today's facts raise for the plan.
        stops: Vec<RuleId>,
        /// Whether the course has ended.
        phase: Phase,
        /// Another session of the course that is not signed yet.
        running: Option<SessionId>,
        /// Where.
        room: Option<ShortText>,
        /// What is new since last time.
        changes: Option<LongText>,
    },
    /// Place a needle.
    Place {
        /// The needle.
        insertion: Insertion,
        /// Stops that screening raises for exactly this needle now.
        stops: Vec<RuleId>,
        /// Those of the stops that were overridden with the plan, but for other needles than this one.
        unanswered: Vec<RuleId>,
        /// What this needle needs, and what the person who places it holds.
        authority: Authority,
        /// Whether the course has ended.
        phase: Phase,
    },
    /// Take a needle out.
    Remove {
        /// Which.
        needle: NeedleId,
    },
    /// Take every needle out at once.
    RemoveAll,
    /// Begin the rest.
    StartRest {
        /// How long.
        retention: Minutes,
        /// Why it is outside 10 to 30 minutes, when it is.
        reason: Option<LongText>,
    },
    /// Account for a needle that did not come out.
    AccountFor {
        /// Which.
        needle: NeedleId,
        /// How.
        whereabouts: Whereabouts,
        /// The particulars.
        note: LongText,
    },
    /// Count the needles in the sharps bin.
    Count {
        /// How many.
        out: NeedleCount,
    },
    /// Record what was seen and said afterwards.
    RecordAfter {
        /// What.
        after: After,
    },
    /// Sign.
    Sign,
}

/// Why an order was refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It began already.
    #[error("this session has already started")]
    AlreadyStarted,
    /// It never began.
    #[error("this session was not started")]
    NotStarted,
    /// Signed sessions do not change.
    #[error("this session is signed and can no longer be changed")]
    AlreadySigned,
    /// The course has ended.
    #[error("this course has ended; open a new one to treat again")]
    CourseEnded,
    /// Another session of the course is not signed yet.
    #[error(
        "another session of this course is not signed yet (`{0}`); sign it before the next one starts"
    )]
    AnotherRunning(SessionId),
    /// The course has no agreed plan.
    #[error("no plan is agreed for this course")]
    NoAgreedPlan,
    /// Screening stops it and nobody overrode the stop.
    #[error("screening stops this: `{}`", rules.iter().map(RuleId::as_str).collect::<Vec<_>>().join("`, `"))]
    Stopped {
        /// The rules.
        rules: Vec<RuleId>,
    },
    /// The person is not trusted with such a needle.
    #[error(transparent)]
    NoPrivilege(#[from] NoPrivilege),
    /// The site does not make sense.
    #[error(transparent)]
    Site(#[from] PlanError),
    /// The scanned lot cannot be read.
    #[error(transparent)]
    Lot(#[from] LotError),
    /// The lot may no longer be used.
    #[error("lot {lot} expired on {expiry}; take a needle of another lot")]
    LotExpired {
        /// The lot.
        lot: String,
        /// Its last day.
        expiry: Date,
    },
    /// Deeper than the needle is long.
    #[error("a depth of {depth} is more than the needle's length of {length}")]
    DeeperThanNeedle {
        /// Depth given.
        depth: Millimetres,
        /// Length given.
        length: Millimetres,
    },
    /// The needle's id is taken: the same tap arrived twice.
    #[error("this needle is already placed")]
    AlreadyPlaced,
    /// No such needle.
    #[error("there is no such needle in this session; reload the page")]
    NoSuchNeedle,
    /// It is out already.
    #[error("this needle is already out")]
    AlreadyOut,
    /// It is accounted for already.
    #[error("this needle is already accounted for")]
    AlreadyAccounted,
    /// No needle is in.
    #[error("no needle is in")]
    NoneIn,
    /// Rest outside 10 to 30 minutes without a reason.
    #[error("rest is 10 to 30 minutes; {given} needs a reason")]
    RetentionNeedsReason {
        /// As given.
        given: Minutes,
    },
    /// Needles are still in.
    #[error("{remaining} of {inserted} needles still in")]
    NeedlesRemain {
        /// Still in.
        remaining: usize,
        /// Placed.
        inserted: usize,
    },
    /// The needles in the sharps bin were not counted since the last needle moved.
    #[error("the needles in the sharps bin have not been counted")]
    NotCounted,
    /// The count differs.
    #[error("{counted} counted out, but {expected} removed")]
    CountDiffers {
        /// Counted in the sharps bin.
        counted: NeedleCount,
        /// Removed by the record.
        expected: usize,
    },
    /// More needles than a session can hold.
    #[error("a session holds at most {most} needles", most = NeedleCount::MAX)]
    TooManyNeedles,
}

/// Decides.
///
/// # Errors
/// A [`Refusal`] names the rule and the numbers; nothing has changed.
pub fn decide(
    knowledge: &Knowledge,
    session: &Session,
    command: Command,
    act: Act,
) -> Result<Vec<Event>, Refusal> {
    if session.signed.is_some() {
        return Err(Refusal::AlreadySigned);
    }
    if session.started.is_none() && !matches!(command, Command::Start { .. }) {
        return Err(Refusal::NotStarted);
    }
    let event = match command {
        Command::Start { .. } => start(session, command, act)?,
        Command::Place {
            insertion,
            stops,
            unanswered,
            authority,
            phase,
        } => {
            refuse_ended(phase)?;
            authority.check()?;
            place(knowledge, session, insertion, (&stops, &unanswered), act)?
        }
        Command::Remove { needle } => {
            let placed = find(session, needle)?;
            if placed.removed.is_some() {
                return Err(Refusal::AlreadyOut);
            }
            Event::NeedleRemoved { needle, act }
        }
        Command::RemoveAll => {
            let needles = needles_in(session);
            if needles.is_empty() {
                return Err(Refusal::NoneIn);
            }
            Event::AllRemoved { needles, act }
        }
        Command::StartRest { retention, reason } => {
            if needles_in(session).is_empty() {
                return Err(Refusal::NoneIn);
            }
            if !(10..=30).contains(&retention.get()) && reason.is_none() {
                return Err(Refusal::RetentionNeedsReason { given: retention });
            }
            Event::RestStarted {
                retention,
                reason,
                act,
            }
        }
        Command::AccountFor {
            needle,
            whereabouts,
            note,
        } => account_for(session, needle, whereabouts, note, act)?,
        Command::Count { out } => Event::Counted { out, act },
        Command::RecordAfter { after } => Event::AfterRecorded { after, act },
        Command::Sign => sign(session, act)?,
    };
    Ok(vec![event])
}

fn start(session: &Session, command: Command, act: Act) -> Result<Event, Refusal> {
    let Command::Start {
        course,
        patient,
        plan,
        overridden,
        stops,
        phase,
        running,
        room,
        changes,
    } = command
    else {
        return Err(Refusal::NotStarted);
    };
    if session.started.is_some() {
        return Err(Refusal::AlreadyStarted);
    }
    refuse_ended(phase)?;
    if let Some(running) = running {
        return Err(Refusal::AnotherRunning(running));
    }
    let plan = plan.ok_or(Refusal::NoAgreedPlan)?;
    refuse_stops(&stops, &overridden)?;
    Ok(Event::Started {
        course,
        patient,
        plan,
        overridden,
        room,
        changes,
        act,
    })
}

/// No session starts, and no needle goes in, after the end of its course. Needles still come out.
const fn refuse_ended(phase: Phase) -> Result<(), Refusal> {
    match phase {
        Phase::Ended => Err(Refusal::CourseEnded),
        Phase::Unopened | Phase::Open => Ok(()),
    }
}

fn place(
    knowledge: &Knowledge,
    session: &Session,
    insertion: Insertion,
    (stops, unanswered): (&[RuleId], &[RuleId]),
    act: Act,
) -> Result<Event, Refusal> {
    if session.needles.len() >= usize::from(NeedleCount::MAX) {
        return Err(Refusal::TooManyNeedles);
    }
    if find(session, insertion.needle).is_ok() {
        return Err(Refusal::AlreadyPlaced);
    }
    resolve(
        knowledge,
        &PlannedNeedle {
            site: insertion.site.clone(),
            side: insertion.side,
            depth: None,
            angle: Angle::Unrecorded,
            technique: Technique::Manual,
            stimulation: None,
        },
    )?;
    if insertion.depth > insertion.length {
        return Err(Refusal::DeeperThanNeedle {
            depth: insertion.depth,
            length: insertion.length,
        });
    }
    refuse_expired(&insertion, act)?;
    let overridden = overridden_for(session, &insertion).iter();
    let overridden: Vec<RuleId> = overridden
        .filter(|rule| !unanswered.contains(rule))
        .cloned()
        .collect();
    refuse_stops(stops, &overridden)?;
    Ok(Event::NeedlePlaced { insertion, act })
}

/// A lot that was scanned says until when it may be used; one that was typed does not.
fn refuse_expired(insertion: &Insertion, act: Act) -> Result<(), Refusal> {
    let Some(lot) = &insertion.lot else {
        return Ok(());
    };
    let label = LotLabel::read(lot.as_str())?;
    match label.expiry {
        Some(expiry) if !label.is_usable_on(act.at.date()) => Err(Refusal::LotExpired {
            lot: label.lot,
            expiry,
        }),
        Some(_) | None => Ok(()),
    }
}

/// An override holds for the needles of the plan it was given for, no deeper than planned. A needle
/// that nobody planned is stopped by the same rule as before.
fn overridden_for<'a>(session: &'a Session, insertion: &Insertion) -> &'a [RuleId] {
    let planned = |started: &&Started| {
        started.plan.needles.iter().any(|needle| {
            needle.site == insertion.site
                && needle.side == insertion.side
                && needle
                    .depth
                    .is_none_or(|depth| insertion.depth <= depth.max())
        })
    };
    session
        .started
        .as_ref()
        .filter(planned)
        .map_or(&[], |started| &started.overridden)
}

fn refuse_stops(stops: &[RuleId], overridden: &[RuleId]) -> Result<(), Refusal> {
    let rules: Vec<RuleId> = stops
        .iter()
        .filter(|rule| !overridden.contains(rule))
        .cloned()
        .collect();
    if rules.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Stopped { rules })
    }
}

fn account_for(
    session: &Session,
    needle: NeedleId,
    whereabouts: Whereabouts,
    note: LongText,
    act: Act,
) -> Result<Event, Refusal> {
    let placed = find(session, needle)?;
    if placed.removed.is_some() {
        return Err(Refusal::AlreadyOut);
    }
    if placed.whereabouts.is_some() {
        return Err(Refusal::AlreadyAccounted);
    }
    Ok(Event::NeedleAccountedFor {
        needle,
        whereabouts,
        note,
        act,
    })
}

/// The two steps of the count: no needle is left without an answer, and what lies in the sharps bin
/// is what the record says came out.
fn sign(session: &Session, act: Act) -> Result<Event, Refusal> {
    let (inserted, removed) = (session.inserted(), session.removed());
    let remaining = session.remaining();
    if remaining > 0 {
        return Err(Refusal::NeedlesRemain {
            remaining,
            inserted,
        });
    }
    let counted = session.counted.ok_or(Refusal::NotCounted)?;
    if usize::from(counted.get()) != removed {
        return Err(Refusal::CountDiffers {
            counted,
            expected: removed,
        });
    }
    let count = |n: usize| NeedleCount::new(u32::try_from(n).unwrap_or(u32::MAX));
    match (count(inserted), count(removed), count(session.accounted())) {
        (Ok(inserted), Ok(removed), Ok(accounted)) => Ok(Event::Signed {
            inserted,
            removed,
            accounted,
            act,
        }),
        _ => Err(Refusal::TooManyNeedles),
    }
}

fn needles_in(session: &Session) -> Vec<NeedleId> {
    let ids = session.needles.iter().filter(|needle| needle.is_in());
    ids.map(|needle| needle.insertion.needle).collect()
}

fn find(session: &Session, needle: NeedleId) -> Result<&PlacedNeedle, Refusal> {
    session
        .needles
        .iter()
        .find(|placed| placed.insertion.needle == needle)
        .ok_or(Refusal::NoSuchNeedle)
}
