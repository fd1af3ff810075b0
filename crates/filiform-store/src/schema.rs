//! Migrations: forward only, checksum kept, a changed one stops the start.

use crate::{StoreError, Tx, Val, sql};

/// One migration.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `YYYYMMDDHHMMSS_verb_noun`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Every migration, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "20261124000000_create_ledger",
        text: include_str!("../migrations/20261124000000_create_ledger.sql"),
    },
    Migration {
        name: "20261124010000_admit_local_knowledge",
        text: include_str!("../migrations/20261124010000_admit_local_knowledge.sql"),
    },
    Migration {
        name: "20261124100000_create_card_feedback",
        text: include_str!("../migrations/20261124100000_create_card_feedback.sql"),
    },
    Migration {
        name: "20261124110000_grant_privileges",
        text: include_str!("../migrations/20261124110000_grant_privileges.sql"),
    },
    Migration {
        name: "20261124120000_create_patient_link",
        text: include_str!("../migrations/20261124120000_create_patient_link.sql"),
    },
    Migration {
        name: "20261124130000_count_rescreens",
        text: include_str!("../migrations/20261124130000_count_rescreens.sql"),
    },
    Migration {
        name: "20261124140000_admit_protocols",
        text: include_str!("../migrations/20261124140000_admit_protocols.sql"),
    },
    Migration {
        name: "20261124140100_create_protocol",
        text: include_str!("../migrations/20261124140100_create_protocol.sql"),
    },
];

/// Brings a database up to date. `now_us` is recorded beside each migration.
///
/// # Errors
/// When a migration fails, one that was applied has changed since, or a newer program applied one that
/// this one does not know.
pub fn migrate(tx: &mut dyn Tx, now_us: i64) -> Result<(), StoreError> {
    tx.batch(sql::CREATE_MIGRATION_TABLE)?;
    let applied = tx.query(sql::SELECT_MIGRATIONS, &[])?;
    for row in &applied {
        let name = row.text(0)?;
        if MIGRATIONS.iter().all(|migration| migration.name != name) {
            return Err(StoreError::MigrationChanged(name.to_owned()));
        }
    }
    for migration in MIGRATIONS {
        let checksum = blake3::hash(migration.text.as_bytes()).to_hex().to_string();
        let mut known = None;
        for row in &applied {
            if row.text(0)? == migration.name {
                known = Some(row.text(1)?.to_owned());
            }
        }
        match known {
            Some(found) if found == checksum => {}
            Some(_) => return Err(StoreError::MigrationChanged(migration.name.to_owned())),
            None => {
                tx.batch(migration.text)?;
                let row = [migration.name.into(), checksum.into(), Val::I(now_us)];
                tx.exec(sql::INSERT_MIGRATION, &row)?;
            }
        }
    }
    Ok(())
}
