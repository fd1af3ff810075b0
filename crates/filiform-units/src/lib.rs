//! Quantities with their ranges.
//!
//! Every number that a clinician could misread carries its unit in its type. Constructors check the
//! range, fields are private, nothing converts silently. The bounds catch keying errors; they are not
//! clinical advice.

mod body;
mod electrical;
mod id;
mod length;
mod score;
mod time;

pub use body::{Laterality, Sex, Side};
pub use electrical::Hertz;
pub use id::{
    ClinicId, CourseId, FactId, MeasureId, NeedleId, PatientId, PractitionerId, ProtocolId,
    SessionId,
};
pub use length::{DepthRange, Millimetres, NeedleGauge};
pub use score::{NeedleCount, Nprs};
pub use time::{Date, Minutes, PartialDate, Timestamp};

/// A quantity outside its range, or a text that is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} must be {expected}, not `{found}`")]
pub struct OutOfRange {
    /// The quantity, in the words of a form: `depth`.
    pub what: &'static str,
    /// The permitted range with its unit: `1 to 125 mm`.
    pub expected: &'static str,
    /// What was given.
    pub found: String,
}

impl OutOfRange {
    pub(crate) fn new(
        what: &'static str,
        expected: &'static str,
        found: &(impl ToString + ?Sized),
    ) -> Self {
        Self {
            what,
            expected,
            found: found.to_string(),
        }
    }
}
