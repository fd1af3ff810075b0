//! FHIR R4 resources to and from the types of the record.
//!
//! Pure mappings: bytes in, values out. No files, no clock, no ids made here.

pub mod cds;
mod import;
mod record;

pub use import::{
    Counts, Deceased, Import, ImportError, ImportedFact, ImportedPatient, Limits, NotUsed,
    PatientIdentity, Unreadable, read_import,
};
