//! From a FHIR file into the record: one way for the import page and the import command.

use filiform_app::{History, NewFact};
use filiform_care::{ShortText, TextError};
use filiform_fhir::{Import, ImportError, ImportedPatient, Limits, read_import};
use filiform_knowledge::{CodeSystem, Knowledge};
use filiform_screening::Code;
use filiform_units::Timestamp;

/// Reads a file, keeping the laboratory values that the knowledge base knows.
///
/// # Errors
/// When the file as a whole is not FHIR in JSON or is over a limit.
pub fn read(
    knowledge: &Knowledge,
    name: &str,
    bytes: &[u8],
    limits: &Limits,
) -> Result<Import, ImportError> {
    let lexicon = knowledge.lexicon();
    let wanted = |code: &Code| {
        code.system == CodeSystem::Loinc && lexicon.lab_for_loinc(&code.code).is_some()
    };
    read_import(name, bytes, limits, &wanted)
}

/// One person of a file as the record takes a history in.
///
/// # Errors
/// Never in practice: the words of the origin are cut at the record's limit.
pub fn history_of(
    file: &str,
    patient: &ImportedPatient,
    now: Timestamp,
) -> Result<History, TextError> {
    let facts = patient.to_facts(now).into_iter();
    Ok(History {
        identity: patient.to_identity(),
        facts: facts
            .map(|(fact, stamp)| NewFact {
                fact,
                import: Some(stamp),
                corrects: None,
            })
            .collect(),
        origin: origin(file)?,
    })
}

/// `import of becker.json`, kept within the record's limit.
fn origin(file: &str) -> Result<ShortText, TextError> {
    let text: String = format!("import of {file}")
        .chars()
        .filter(|c| !c.is_control())
        .take(ShortText::MAX)
        .collect();
    ShortText::new(&text)
}
