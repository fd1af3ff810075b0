//! FHIR R4 resources to and from the types of the record.
