//! Who may do what. Every use case asks here, and nowhere else is it answered.

use filiform_care::{Authority, Need, PlannedNeedle, Privileges};
use filiform_screening::PrivilegeNeed;
use filiform_units::{ClinicId, PractitionerId};

/// What a person is in the clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Doctor, physiotherapist or chiropractor trained in needling.
    Practitioner,
    /// Second pair of hands: sees who has needles in and takes them out.
    Assistant,
    /// Runs the clinic: figures, proof, people.
    Manager,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Practitioner, Self::Assistant, Self::Manager];

    /// The word stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Practitioner => "practitioner",
            Self::Assistant => "assistant",
            Self::Manager => "manager",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// Who is acting, and in which clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The clinic: no use case reaches beyond it.
    pub clinic: ClinicId,
    /// The person.
    pub account: PractitionerId,
    /// Name to show.
    pub name: String,
    /// Role.
    pub role: Role,
    /// What the clinic trusts them with beyond their role.
    pub privileges: Privileges,
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// See today's board.
    SeeBoard,
    /// See lists of patients and their charts.
    ReadChart,
    /// Take in a history.
    ImportHistory,
    /// Record facts about a patient.
    RecordFacts,
    /// Send a patient questions by a link.
    AskPatient,
    /// Assess, plan, agree, review, end a course.
    Treat,
    /// Place a needle.
    PlaceNeedle,
    /// Take needles out, count them, start the rest.
    RemoveNeedle,
    /// Record an outcome.
    RecordMeasure,
    /// Sign a session.
    SignSession,
    /// Prove the record.
    Verify,
    /// Change the clinic's own statements over the shipped knowledge.
    ChangeKnowledge,
    /// See the clinic's own protocols.
    ReadProtocols,
    /// Save and withdraw the clinic's own protocols.
    KeepProtocols,
    /// Keep a list of points of one's own.
    KeepPreferences,
}

impl Action {
    /// The name in the audit trail.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SeeBoard => "board.read",
            Self::ReadChart => "chart.read",
            Self::ImportHistory => "history.import",
            Self::RecordFacts => "facts.record",
            Self::AskPatient => "link.make",
            Self::Treat => "course.change",
            Self::PlaceNeedle => "needle.place",
            Self::RemoveNeedle => "needle.remove",
            Self::RecordMeasure => "measure.record",
            Self::SignSession => "session.sign",
            Self::Verify => "record.verify",
            Self::ChangeKnowledge => "knowledge.change",
            Self::ReadProtocols => "protocol.read",
            Self::KeepProtocols => "protocol.keep",
            Self::KeepPreferences => "preference.keep",
        }
    }

    /// What it is in words: `place needles`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SeeBoard => "see today's board",
            Self::ReadChart => "read charts",
            Self::ImportHistory => "take in histories",
            Self::RecordFacts => "record facts about a patient",
            Self::AskPatient => "send a patient questions",
            Self::Treat => "assess, plan or end a course",
            Self::PlaceNeedle => "place needles",
            Self::RemoveNeedle => "take needles out",
            Self::RecordMeasure => "record measures",
            Self::SignSession => "sign sessions",
            Self::Verify => "prove the record",
            Self::ChangeKnowledge => "change the clinic's knowledge",
            Self::ReadProtocols => "see the clinic's protocols",
            Self::KeepProtocols => "save or withdraw the clinic's protocols",
            Self::KeepPreferences => "keep a list of points of your own",
        }
    }
}

/// Whether a role may do something.
pub const fn may(role: Role, action: Action) -> bool {
    match role {
        Role::Practitioner => true,
        Role::Assistant => matches!(
            action,
            Action::SeeBoard
                | Action::ReadChart
                | Action::ImportHistory
                | Action::RecordFacts
                | Action::AskPatient
                | Action::RemoveNeedle
                | Action::RecordMeasure
                | Action::ReadProtocols
        ),
        Role::Manager => {
            matches!(
                action,
                Action::SeeBoard
                    | Action::ImportHistory
                    | Action::Verify
                    | Action::ChangeKnowledge
                    | Action::ReadProtocols
            )
        }
    }
}

/// What needles of a plan need, in words, and what the person who acts holds.
pub(crate) fn authority(
    actor: &Actor,
    needles: &[PlannedNeedle],
    needs: &[PrivilegeNeed],
) -> Authority {
    let words = |index: &usize| needles.get(*index).map(PlannedNeedle::words);
    let need = |need: &PrivilegeNeed| Need {
        privilege: need.privilege.clone(),
        needles: need
            .needles
            .iter()
            .filter_map(words)
            .collect::<Vec<_>>()
            .join(", "),
    };
    Authority {
        needed: needs.iter().map(need).collect(),
        held: actor.privileges.clone(),
    }
}
