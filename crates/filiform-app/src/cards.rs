//! What became of cards in other systems. Nobody is signed in here: the other system is known by its
//! token, and what it says is about no patient.

use filiform_store::feedback::{self, FeedbackCount, FeedbackRow};

use filiform_units::ClinicId;

use crate::{App, AppError};

impl App {
    /// Keeps what was done with cards, all of it or nothing.
    ///
    /// # Errors
    /// What the database says.
    pub fn keep_card_feedback(
        &self,
        clinic: ClinicId,
        rows: Vec<FeedbackRow>,
    ) -> Result<(), AppError> {
        let day = self.now().date();
        self.database.transact(move |tx| {
            for row in &rows {
                feedback::keep(tx, clinic, row, day)?;
            }
            Ok(())
        })
    }

    /// How often what was done, by rule, for the command line.
    ///
    /// # Errors
    /// What the database says.
    pub fn card_feedback(&self, clinic: ClinicId) -> Result<Vec<FeedbackCount>, AppError> {
        self.database
            .view(move |tx| Ok(feedback::counts(tx, clinic)?))
    }
}
