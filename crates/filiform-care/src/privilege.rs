//! Who may place which needle, and under which authority a finding is overridden.

use std::collections::BTreeSet;

use filiform_knowledge::PrivilegeId;

/// What a clinician is trusted with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Privileges(BTreeSet<PrivilegeId>);

impl Privileges {
    /// Whether `privilege` is among them.
    pub fn hold(&self, privilege: &PrivilegeId) -> bool {
        self.0.contains(privilege)
    }

    /// Each of them, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &PrivilegeId> {
        self.0.iter()
    }
}

impl FromIterator<PrivilegeId> for Privileges {
    fn from_iter<I: IntoIterator<Item = PrivilegeId>>(ids: I) -> Self {
        Self(ids.into_iter().collect())
    }
}

/// A privilege that an act needs, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The privilege.
    pub privilege: PrivilegeId,
    /// The needles that need it, in words: `BL13 left, BL13 right`.
    pub needles: String,
}

/// What an act needs, and what the person who acts holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authority {
    /// Needed.
    pub needed: Vec<Need>,
    /// Held.
    pub held: Privileges,
}

/// The person who acts does not hold what the act needs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{needles} needs the privilege `{privilege}`, which you do not hold: ask somebody who holds it, or \
     whoever runs the clinic to grant it"
)]
pub struct NoPrivilege {
    /// The privilege.
    pub privilege: PrivilegeId,
    /// The needles that need it, in words.
    pub needles: String,
}

impl Authority {
    /// The privileges that the act rests on.
    ///
    /// # Errors
    /// The first one that is needed and not held.
    pub fn check(&self) -> Result<Vec<PrivilegeId>, NoPrivilege> {
        let needed = self.needed.iter();
        needed
            .map(|need| {
                if self.held.hold(&need.privilege) {
                    Ok(need.privilege.clone())
                } else {
                    Err(NoPrivilege {
                        privilege: need.privilege.clone(),
                        needles: need.needles.clone(),
                    })
                }
            })
            .collect()
    }
}
