//! The clinic's own protocols: saved from a plan, listed, taken over, withdrawn.

use std::collections::HashMap;

use filiform_care::course::{Command as Order, Complaint};
use filiform_care::protocol::{self, Command as ProtocolOrder, Content, Protocol, Taken};
use filiform_care::{LongText, Plan, ShortText};
use filiform_knowledge::ConditionId;
use filiform_store::project;
use filiform_units::{CourseId, Laterality, PractitionerId, ProtocolId};

use crate::app::Work;
use crate::courses::owner;
use crate::record::names;
use crate::{Action, Actor, App, AppError, Command};

/// Protocols that are listed; a clinic has dozens.
const MOST: u32 = 500;

/// A plan to keep as a protocol.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveProtocol {
    /// The course whose plan it is; its complaint says for what condition and side.
    pub course: CourseId,
    /// The name. One that is there already gets a new version.
    pub name: ShortText,
    /// What the clinic wants to remember about it.
    pub note: Option<LongText>,
    /// The plan, as the page showed it.
    pub plan: Plan,
}

/// A protocol was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedProtocol {
    /// Which.
    pub id: ProtocolId,
    /// Its version, from 1.
    pub version: u32,
}

/// A protocol as a page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedProtocol {
    /// Which.
    pub id: ProtocolId,
    /// How often it was changed: what a command expects.
    pub changes: u64,
    /// The protocol.
    pub protocol: Protocol,
    /// Courses of which a plan was ever taken over from it.
    pub courses: u64,
}

/// The protocols of a clinic.
#[derive(Clone, Debug)]
pub struct ProtocolList {
    /// What is in use first, changed last first.
    pub all: Vec<ListedProtocol>,
    /// Names of the people of the clinic.
    pub names: HashMap<PractitionerId, String>,
}

/// A protocol as it would be taken over for one complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedProtocol {
    /// Which.
    pub id: ProtocolId,
    /// Its version, from 1.
    pub version: u32,
    /// Its name.
    pub name: ShortText,
    /// What the clinic wants to remember about it.
    pub note: Option<LongText>,
    /// The condition it is for.
    pub condition: ConditionId,
    /// The side of the complaint for which it was saved.
    pub side: Laterality,
    /// The plan it becomes here.
    pub taken: Taken,
}

impl App {
    /// Keeps a plan as a protocol: the first version of a new name, or a new version of one that is there.
    ///
    /// # Errors
    /// Refused, not found, not allowed, or what the database says.
    pub fn save_protocol(
        &self,
        actor: &Actor,
        command: Command<SaveProtocol>,
    ) -> Result<SavedProtocol, AppError> {
        self.write(actor, Action::KeepProtocols, move |work| {
            let key_stream = work.made_by("protocol", &command.order);
            let SaveProtocol {
                course,
                name,
                note,
                plan,
            } = command.order;
            // The same name is the same protocol.
            let id = work.derived(&["protocol", &protocol::name_key(&name)]);
            let id = ProtocolId::from_bits(id);
            let done = work.done_before(command.key.as_ref(), &key_stream)?;
            if let Some(version) = done {
                let version = u32::try_from(version).unwrap_or(u32::MAX);
                return Ok(SavedProtocol { id, version });
            }
            let complaint = complaint_of(work, course)?;
            let order = ProtocolOrder::Save {
                content: Content {
                    name,
                    note,
                    condition: complaint.condition,
                    side: complaint.side,
                    plan,
                },
            };
            let kept = decided(work, id, None, order)?;
            let version = kept.number();
            work.remember(command.key.as_ref(), &key_stream, u64::from(version))?;
            work.audit(None, &format!("protocol {id} saved, version {version}"))?;
            Ok(SavedProtocol { id, version })
        })
    }

    /// Takes a protocol out of use. Plans that came from it stay as they are.
    ///
    /// # Errors
    /// Refused, stale, not found, not allowed, or what the database says.
    pub fn withdraw_protocol(
        &self,
        actor: &Actor,
        id: ProtocolId,
        command: Command<LongText>,
    ) -> Result<(), AppError> {
        self.write(actor, Action::KeepProtocols, move |work| {
            let Command {
                order: reason,
                expected,
                key,
            } = command;
            let stream = id.to_string();
            if work.done_before(key.as_ref(), &stream)?.is_some() {
                return Ok(());
            }
            existing(work, id)?;
            let order = ProtocolOrder::Withdraw { reason };
            let kept = decided(work, id, expected, order)?;
            work.remember(key.as_ref(), &stream, u64::from(kept.number()))?;
            work.audit(None, &format!("protocol {id} withdrawn"))
        })
    }

    /// Every protocol of the clinic, those out of use too. The look is in the audit trail before they are
    /// shown.
    ///
    /// # Errors
    /// Not allowed, or what the database says.
    pub fn protocols(&self, actor: &Actor) -> Result<ProtocolList, AppError> {
        let list = self.read(actor, Action::ReadProtocols, |work| {
            Ok(ProtocolList {
                all: listed(work)?,
                names: names(work)?,
            })
        })?;
        self.write(actor, Action::ReadProtocols, |work| {
            work.audit(None, "protocols")
        })?;
        Ok(list)
    }
}

/// What brings the patient of a course.
fn complaint_of(work: &mut Work<'_>, id: CourseId) -> Result<Complaint, AppError> {
    let owner = owner(work, id)?;
    let course = work.streams().course(work.tx, owner, id)?.state;
    course.complaint.ok_or(AppError::NotFound("complaint"))
}

/// Loads, decides, appends.
fn decided(
    work: &mut Work<'_>,
    id: ProtocolId,
    expected: Option<u64>,
    order: ProtocolOrder,
) -> Result<Protocol, AppError> {
    let streams = work.streams();
    let loaded = streams.protocol(work.tx, id)?;
    if let Some(expected) = expected {
        loaded.expect(expected)?;
    }
    let events = protocol::decide(work.knowledge(), &loaded.state, order, work.act())?;
    let kept = streams.append_protocol(work.tx, id, loaded, &events)?;
    Ok(kept.state)
}

/// A protocol of this clinic.
fn existing(work: &mut Work<'_>, id: ProtocolId) -> Result<Protocol, AppError> {
    let loaded = work.streams().protocol(work.tx, id)?;
    if loaded.version == 0 {
        return Err(AppError::NotFound("protocol"));
    }
    Ok(loaded.state)
}

/// The order with the protocol as it stands in the record, whatever the caller said of it.
pub(crate) fn completed(
    work: &mut Work<'_>,
    id: ProtocolId,
    version: u32,
) -> Result<Order, AppError> {
    Ok(Order::TakeProtocol {
        id,
        version,
        protocol: existing(work, id)?,
    })
}

fn listed(work: &mut Work<'_>) -> Result<Vec<ListedProtocol>, AppError> {
    let rows = project::protocols(work.tx, work.clinic, MOST)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let loaded = work.streams().protocol(work.tx, row.id)?;
        all.push(ListedProtocol {
            id: row.id,
            changes: loaded.version,
            protocol: loaded.state,
            courses: row.courses,
        });
    }
    Ok(all)
}

/// What can be taken over for a complaint: protocols of its condition first, then the others by condition.
pub(crate) fn offered(
    work: &mut Work<'_>,
    complaint: &Complaint,
) -> Result<Vec<OfferedProtocol>, AppError> {
    let knowledge = work.knowledge();
    let offer = |listed: ListedProtocol| {
        let version = listed.protocol.number();
        let content = listed.protocol.offered(version).ok()?;
        Some(OfferedProtocol {
            id: listed.id,
            version,
            name: content.name.clone(),
            note: content.note.clone(),
            condition: content.condition.clone(),
            side: content.side,
            taken: protocol::take(knowledge, content, complaint.side),
        })
    };
    let mut offered: Vec<_> = listed(work)?.into_iter().filter_map(offer).collect();
    offered.sort_by(|a, b| {
        let is_other = |one: &OfferedProtocol| one.condition != complaint.condition;
        let by_condition = is_other(a).cmp(&is_other(b));
        by_condition.then_with(|| a.condition.cmp(&b.condition))
    });
    Ok(offered)
}
