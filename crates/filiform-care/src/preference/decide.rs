//! What may be wished of a point.

use filiform_knowledge::{ConditionId, Knowledge, PointCode};

use super::{Event, Held, Preference, Preferences, WantedSide, Wish};
use crate::plan::unknown_point;
use crate::{Act, PlanError};

/// Most wishes of one clinician; catches keying errors.
pub const MOST: usize = 100;

/// An order about the wishes of a clinician.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write a wish down.
    Add {
        /// The wish.
        preference: Preference,
    },
    /// Take a wish back.
    Remove {
        /// The point.
        point: PointCode,
        /// The condition for which it holds.
        condition: Option<ConditionId>,
    },
}

/// Why an order was refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such point, or one on which the wish makes no sense.
    #[error(transparent)]
    Point(#[from] PlanError),
    /// No such condition.
    #[error("there is no condition `{0}` in the knowledge base; the atlas lists them")]
    UnknownCondition(String),
    /// It cannot be both.
    #[error(
        "`{point}` cannot be wanted never and always: `{held}` stands {conditions}; remove that first", conditions = for_words(condition.as_ref())
    )]
    BothLists {
        /// The point.
        point: PointCode,
        /// What stands: `never` or `always`.
        held: &'static str,
        /// The condition for which it stands.
        condition: Option<ConditionId>,
    },
    /// It stands there.
    #[error(
        "`{point}` stands in your list already {conditions}; remove it first to change it", conditions = for_words(condition.as_ref())
    )]
    Already {
        /// The point.
        point: PointCode,
        /// The condition for which it stands.
        condition: Option<ConditionId>,
    },
    /// There is nothing to take back.
    #[error("`{0}` does not stand in your list")]
    NotThere(PointCode),
    /// More than anybody means.
    #[error("at most {MOST} points can be listed; remove one first")]
    TooMany,
}

fn for_words(condition: Option<&ConditionId>) -> String {
    condition.map_or_else(
        || "for any condition".to_owned(),
        |condition| format!("for `{condition}`"),
    )
}

/// Decides.
///
/// # Errors
/// A [`Refusal`] says what stands in the way.
pub fn decide(
    knowledge: &Knowledge,
    preferences: &Preferences,
    command: Command,
    act: Act,
) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::Add { preference } => {
            check(knowledge, &preference)?;
            refuse_held(preferences, &preference)?;
            Event::Added(Held { preference, act })
        }
        Command::Remove { point, condition } => {
            if preferences.find(&point, condition.as_ref()).is_none() {
                return Err(Refusal::NotThere(point));
            }
            Event::Removed {
                point,
                condition,
                act,
            }
        }
    };
    Ok(vec![event])
}

fn check(knowledge: &Knowledge, preference: &Preference) -> Result<(), Refusal> {
    let code = &preference.point;
    let point = knowledge
        .points()
        .find(code.as_str())
        .ok_or_else(|| unknown_point(knowledge, code.as_str()))?;
    if !point.needled {
        return Err(PlanError::NotNeedled(code.clone()).into());
    }
    let problem = match (preference.wish, point.midline) {
        (Wish::Always(WantedSide::Midline), false) => Some("needs a side: left or right"),
        (Wish::Always(WantedSide::Complaint | WantedSide::Both), true) => {
            Some("lies on the midline and has no side")
        }
        (Wish::Never, _)
        | (Wish::Always(WantedSide::Midline), true)
        | (Wish::Always(WantedSide::Complaint | WantedSide::Both), false) => None,
    };
    if let Some(problem) = problem {
        let code = code.clone();
        return Err(PlanError::Side { code, problem }.into());
    }
    match &preference.condition {
        Some(id) if knowledge.condition_key(id.as_str()).is_none() => {
            Err(Refusal::UnknownCondition(id.to_string()))
        }
        Some(_) | None => Ok(()),
    }
}

/// A point is in one of the two lists for a condition, and once.
fn refuse_held(preferences: &Preferences, wanted: &Preference) -> Result<(), Refusal> {
    let held = preferences.held.iter().map(|held| &held.preference);
    let mut same = held.filter(|held| held.point == wanted.point);
    let against = same
        .clone()
        .find(|held| held.wish.contradicts(wanted.wish) && held.meets(wanted));
    if let Some(against) = against {
        return Err(Refusal::BothLists {
            point: wanted.point.clone(),
            held: against.wish.word(),
            condition: against.condition.clone(),
        });
    }
    if same.any(|held| held.condition == wanted.condition) {
        return Err(Refusal::Already {
            point: wanted.point.clone(),
            condition: wanted.condition.clone(),
        });
    }
    if preferences.held.len() >= MOST {
        return Err(Refusal::TooMany);
    }
    Ok(())
}
