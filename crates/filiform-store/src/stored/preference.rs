//! Events of a clinician's preferences, format 1.

use filiform_care::Act;
use filiform_care::preference::{Event, Held, Preference, WantedSide, Wish};
use filiform_knowledge::{ConditionId, PointCode};
use serde::{Deserialize, Serialize};

use super::parts::{StoredAct, short};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stored {
    PreferenceAdded {
        point: String,
        wish: StoredWish,
        condition: Option<String>,
        reason: String,
        act: StoredAct,
    },
    PreferenceRemoved {
        point: String,
        condition: Option<String>,
        act: StoredAct,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StoredWish {
    Never,
    Always { side: String },
}

pub(super) fn to_stored(event: &Event) -> (&'static str, Stored, Act) {
    match event {
        Event::Added(Held { preference, act }) => {
            let stored = Stored::PreferenceAdded {
                point: preference.point.to_string(),
                wish: match preference.wish {
                    Wish::Never => StoredWish::Never,
                    Wish::Always(side) => StoredWish::Always {
                        side: side.as_str().to_owned(),
                    },
                },
                condition: preference.condition.as_ref().map(ToString::to_string),
                reason: preference.reason.to_string(),
                act: StoredAct::of(*act),
            };
            ("preference_added", stored, *act)
        }
        Event::Removed {
            point,
            condition,
            act,
        } => {
            let stored = Stored::PreferenceRemoved {
                point: point.to_string(),
                condition: condition.as_ref().map(ToString::to_string),
                act: StoredAct::of(*act),
            };
            ("preference_removed", stored, *act)
        }
    }
}

pub(super) fn from_stored(stored: &Stored) -> Result<Event, String> {
    let condition = |id: &Option<String>| id.as_deref().map(ConditionId::new);
    Ok(match stored {
        Stored::PreferenceAdded {
            point,
            wish,
            condition: id,
            reason,
            act,
        } => Event::Added(Held {
            preference: Preference {
                point: PointCode::new(point),
                wish: wish.read()?,
                condition: condition(id),
                reason: short(reason)?,
            },
            act: act.read()?,
        }),
        Stored::PreferenceRemoved {
            point,
            condition: id,
            act,
        } => Event::Removed {
            point: PointCode::new(point),
            condition: condition(id),
            act: act.read()?,
        },
    })
}

impl StoredWish {
    fn read(&self) -> Result<Wish, String> {
        match self {
            Self::Never => Ok(Wish::Never),
            Self::Always { side } => WantedSide::parse(side)
                .map(Wish::Always)
                .ok_or_else(|| format!("unknown side of a wish `{side}`")),
        }
    }
}
