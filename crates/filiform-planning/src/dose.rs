//! The dose of a session and of a course: what a plan amounts to, and what a new one begins with.
//!
//! The counted figures are there to compare outcomes with later. They do not measure an effect: the
//! principle [`PRINCIPLE`] says what is known of larger doses, with its source, and is shown beside them.

mod count;
mod propose;
mod stimulus;

pub use count::{CountedDose, DepthSum, NeedleMinutes, SessionPlan, counted_dose};
pub use propose::{
    DoseNote, DosePart, ProposedDose, ProposedStimulation, RetentionCheck, check_retention, note,
    proposed_dose,
};
pub(crate) use stimulus::setting;
pub use stimulus::{Stimulus, StimulusOrigin, stimulus, stimulus_words};

/// Id of the principle that says what a counted dose means and what it does not.
pub const PRINCIPLE: &str = "dose";
