//! What became of cards in other systems: counts without anything about a patient.

use filiform_units::{ClinicId, Date};

use crate::{StoreError, Tx, Val, sql};

/// What somebody did with one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackRow {
    /// Issuer of the system that sent it.
    pub client: String,
    /// The card.
    pub card: String,
    /// The service that answered.
    pub service: &'static str,
    /// The rule that spoke.
    pub rule: String,
    /// `accepted` or `overridden`.
    pub outcome: &'static str,
    /// A code for the reason, when one was given.
    pub reason: Option<&'static str>,
}

/// How often something was done with the cards of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackCount {
    /// The rule.
    pub rule: String,
    /// `accepted` or `overridden`.
    pub outcome: String,
    /// A code for the reason, when one was given.
    pub reason: Option<String>,
    /// How many cards.
    pub cards: u64,
}

/// Keeps what was done with a card. The same card again replaces what was said before.
///
/// # Errors
/// What the database says.
pub fn keep(
    tx: &mut dyn Tx,
    clinic: ClinicId,
    row: &FeedbackRow,
    day: Date,
) -> Result<(), StoreError> {
    let values = [
        clinic.into(),
        row.client.as_str().into(),
        row.card.as_str().into(),
        row.service.into(),
        row.rule.as_str().into(),
        row.outcome.into(),
        Val::opt_text(row.reason),
        day.to_string().into(),
    ];
    tx.exec(sql::UPSERT_CARD_FEEDBACK, &values).map(|_| ())
}

/// How often what was done, by rule, outcome and reason.
///
/// # Errors
/// What the database says.
pub fn counts(tx: &mut dyn Tx, clinic: ClinicId) -> Result<Vec<FeedbackCount>, StoreError> {
    tx.query(sql::COUNT_CARD_FEEDBACK, &[clinic.into()])?
        .iter()
        .map(|row| {
            Ok(FeedbackCount {
                rule: row.text(0)?.to_owned(),
                outcome: row.text(1)?.to_owned(),
                reason: row.opt_text(2)?.map(str::to_owned),
                cards: row.count(3)?,
            })
        })
        .collect()
}
